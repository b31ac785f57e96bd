"""Many patterns looked for in one run over a text.

`re` tries a pattern of two hundred alternatives at every character, and a text is asked for dozens
of such patterns. Here one run tells for all of them where one of their alternatives can begin, by
the two characters it begins with (Aho-Corasick, `ahocorasick_rs`), and only those alternatives are
tried there, in their order: what is found is what the pattern itself finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from bot.domain.reading import kept
from bot.domain.reading.beginnings import beginnings, stand
from bot.domain.reading.quick import alternatives

#: texts whose answers are kept: one message is judged, weighed and asked again by its parts
_KEPT = 8
#: where one pattern is tried in a text, at most: no letter of thousands of characters says one
#: thing as often
_MOST = 1_000
#: which beginning stands where: its number, start and end
_At = list[tuple[int, int, int]]
_NOWHERE: _At = []


class Spots:
    """Patterns that are asked of the same texts."""

    def __init__(self) -> None:
        self.patterns: list[Spotted] = []
        #: where each pattern may match, in the text's order
        self.of: Callable[[str], Sequence[_At]] = lru_cache(_KEPT)(self._look)

    def pattern(self, words: str) -> Spotted:
        """`words`, looked for with all others. Each alternative begins with known characters."""
        one = Spotted(words, self, len(self.patterns))
        self.patterns.append(one)
        return one

    @cached_property
    def beginnings(self) -> dict[str, tuple[int, ...]]:
        """The patterns that can begin with two characters, or with one and any behind it."""
        whose: dict[str, list[int]] = {}
        for pattern in self.patterns:
            for beginning in pattern.beginnings:
                whose.setdefault(beginning, []).append(pattern.number)
        return {beginning: tuple(numbers) for beginning, numbers in whose.items()}

    @cached_property
    def names(self) -> list[str]:
        """The beginnings by their numbers."""
        return list(self.beginnings)

    @cached_property
    def _finder(self) -> AhoCorasick:
        return AhoCorasick(self.names, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _whose(self) -> list[tuple[int, ...]]:
        return list(self.beginnings.values())

    def _look(self, text: str) -> Sequence[_At]:
        found: list[_At] = [_NOWHERE] * len(self.patterns)
        whose = self._whose
        # what begins with two characters comes after what begins with the first of them
        for spot in stand(self._finder, text):
            at = spot[1]
            for pattern in whose[spot[0]]:
                spots = found[pattern]
                if not spots:
                    found[pattern] = [spot]
                elif spots[-1][1] != at:
                    spots.append(spot)
                else:
                    spots[-1] = spot
        return found if len(text) <= _MOST else [spots[:_MOST] for spots in found]


class Spotted:
    """One of the patterns, asked as a compiled one is."""

    def __init__(self, words: str, among: Spots, number: int) -> None:
        self.pattern = words
        self.number = number
        self._among = among
        self._of = among.of
        #: what to try where a beginning stands
        self._made: dict[int, Callable[[str, int], re.Match[str] | None]] = {}

    @cached_property
    def beginnings(self) -> dict[str, list[int]]:
        """Which alternatives can begin so: two characters, or one and any behind it. A ValueError
        where there is no telling."""
        return kept.KEPT.of(f"spots/{self.pattern}", self._beginnings)

    def _beginnings(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for number, words in enumerate(self._alternatives):
            for beginning in beginnings(words):
                out.setdefault(beginning, []).append(number)
        return out

    @cached_property
    def _alternatives(self) -> tuple[str, ...]:
        return tuple(alternatives(self.pattern))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match, in the text's order."""
        made = self._made
        end = 0
        for number, at, _ in self._of(text)[self.number]:
            if at < end:
                continue
            match = (made.get(number) or self._make(number))(text, at)
            if match:
                end = match.end()
                yield match

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        made = self._made
        for number, at, _ in self._of(text)[self.number]:
            match = (made.get(number) or self._make(number))(text, at)
            if match:
                return match
        return None

    def sub(self, new: str, text: str) -> str:
        """`text` with `new`, as it stands, for every match."""
        if not self._of(text)[self.number]:
            return text
        end = 0
        parts: list[str] = []
        for match in self.finditer(text):
            parts += (text[end : match.start()], new)
            end = match.end()
        return "".join((*parts, text[end:]))

    def _make(self, number: int) -> Callable[[str, int], re.Match[str] | None]:
        beginning = self._among.names[number]
        known = self.beginnings
        tried = sorted({*known.get(beginning, ()), *known.get(beginning[0], ())})
        made = _compiled("|".join(self._alternatives[each] for each in tried))
        self._made[number] = match = made.match
        return match


#: many beginnings are of the same alternatives
_compiled = lru_cache(maxsize=None)(kept.compiled)
#: what a message is judged by: whether it complains, of what, how bad
JUDGED = Spots()
