"""What was said, with the known words in it; what a reading of it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.domain import phrases
from bot.domain.ticket_numbers import Numbers, plainly, read_numbers
from bot.domain.words import Verb

_LONGEST = 10


@dataclass(frozen=True, slots=True)
class Command:
    """What is asked, of which tickets. `rest` are the user's own words.

    `certain` is False when it was read from a loose word or from the middle of a sentence.
    """

    verb: str
    tickets: tuple[int, ...]
    rest: str
    into: int | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Unclear:
    """No command, but it looks like a mistyped one."""

    nearest: str
    tickets: tuple[int, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a verb: strong, loose, or one that means it alone."""

    text: str
    verb: Verb
    kind: str  # strong, loose or alone


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it was written and as it is matched, place for place the same."""

    text: str
    plain: str
    quoted: bool
    lexicon: Mapping[str, Word]

    def words_at(self, at: int) -> Iterator[Word]:
        """The known words that begin here, the longest first."""
        for length in range(min(_LONGEST, len(self.plain) - at), 0, -1):
            if word := self.lexicon.get(self.plain[at : at + length]):
                yield word

    def gap(self, at: int) -> int:
        """Where the next word begins."""
        match = phrases.GAP.match(self.plain, at)
        return match.end() if match else at


@lru_cache(maxsize=8)
def lexicon_of(verbs: tuple[Verb, ...]) -> Mapping[str, Word]:
    """Every word, with its verb."""
    words: dict[str, Word] = {}
    for verb in verbs:
        for kind, own in (("alone", verb.alone), ("loose", verb.loose), ("strong", verb.words)):
            words.update({text: Word(text, verb, kind) for text in own})
    return words | {verb.name: Word(verb.name, verb, "strong") for verb in verbs}


def heard(text: str, *, quoted: bool, verbs: tuple[Verb, ...]) -> Said:
    """The message, made ready to be read."""
    return Said(text, plainly(text), quoted, lexicon_of(verbs))


def named_first(said: Said, at: int) -> Numbers:
    """The ticket numbers a message opens with; `end` is where its verb may begin."""
    taking = phrases.TAKING.match(said.plain, at)
    numbers = read_numbers(said.plain, taking.end() if taking else at)
    return numbers if numbers.tickets else Numbers((), at, at)
