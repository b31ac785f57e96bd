"""Several patterns looked for in one run over a text.

Each pattern alone runs over the whole text, and nearly always finds nothing. Here one run tells for
all where two characters stand that one of them can begin with (Aho-Corasick, `ahocorasick_rs`), and
only those that can are tried there. Each of them finds what its `finditer` finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial

from ahocorasick_rs import AhoCorasick, Implementation

from bot.domain.reading.beginnings import beginnings, behind, flat, stand
from bot.domain.reading.kept import KEPT
from bot.domain.reading.late import late

#: what each pattern found
Found = Mapping[re.Pattern[str], Sequence[re.Match[str]]]
#: where each pattern may match first
First = Mapping[re.Pattern[str], int]


class _ByBeginning:
    """Patterns that each begin with known characters, which are all looked for in one run."""

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        self._patterns = patterns

    @cached_property
    def _by_beginning(self) -> dict[str, list[re.Pattern[str]]]:
        """The patterns that can begin with two characters, or with one and anything behind it."""
        out: dict[str, list[re.Pattern[str]]] = {}
        for pattern in self._patterns:
            for beginning in KEPT.of(
                f"beginnings/{pattern.pattern}", partial(beginnings, pattern.pattern)
            ):
                out.setdefault(beginning, []).append(pattern)
        return out

    @cached_property
    def _finder(self) -> AhoCorasick:
        return AhoCorasick(list(self._by_beginning), implementation=Implementation.ContiguousNFA)

    @cached_property
    def _numbered(self) -> list[list[re.Pattern[str]]]:
        """The patterns by the numbers of the beginnings."""
        return list(self._by_beginning.values())


class Together(_ByBeginning):
    """Those of which all matches are wanted, at most so many of one."""

    def __init__(self, *patterns: re.Pattern[str], most: int) -> None:
        super().__init__(*patterns)
        self._most = most

    @cached_property
    def _by_beginning(self) -> dict[str, list[re.Pattern[str]]]:
        """With two characters those too that begin with the first of them."""
        out = super()._by_beginning
        for beginning, patterns in out.items():
            if len(beginning) > 1:
                patterns += (p for p in out.get(beginning[0], ()) if p not in patterns)
        return out

    def find(self, text: str) -> Found:
        """What each of the patterns finds; those that find nothing are left out."""
        found: dict[re.Pattern[str], list[re.Match[str]]] = {}
        hits = stand(self._finder, text)
        # what begins with two characters comes after what begins with the first of them
        stops = {at: number for number, at, _ in hits}
        tried = self._numbered
        for at, number in stops.items():
            for pattern in tried[number]:
                match = pattern.match(text, at)
                if match is None:
                    continue
                before = found.setdefault(pattern, [])
                if len(before) < self._most and (not before or before[-1].end() <= at):
                    before.append(match)
        return found


class Signs(_ByBeginning):
    """Patterns each of which is worth asking only where something stands that it can begin with."""

    def first(self, text: str) -> First:
        """The first place where each pattern may match; those that can't are left out."""
        found: dict[re.Pattern[str], int] = {}
        whose = self._numbered
        for number, at, _ in stand(self._finder, text):
            for pattern in whose[number]:
                if pattern not in found or at < found[pattern]:
                    found[pattern] = at
        return found


class OneOf:
    """Many alternatives, `behind` at the end of each, of which only those are tried that can begin
    with the character that stands there."""

    def __init__(self, pattern: str, behind: str) -> None:
        self._pattern = pattern
        self._behind = behind

    @cached_property
    def _flat(self) -> list[tuple[str, set[str] | None]]:
        return KEPT.of(f"flat/{self._pattern}", lambda: [*flat(self._pattern)])

    @cached_property
    def _by_first(self) -> dict[str, re.Pattern[str]]:
        """What to try at a character."""
        tried: dict[str, list[str]] = {}
        for words, firsts in self._flat:
            for char in firsts or ():
                tried.setdefault(char, []).append(words)
        made = {words: self._made(words) for words in map("|".join, tried.values())}
        return {char: made["|".join(words)] for char, words in tried.items()}

    @cached_property
    def _of_any(self) -> str:
        return "|".join(words for words, firsts in self._flat if not firsts)

    @cached_property
    def _at_any(self) -> re.Pattern[str]:
        """What to try at every character."""
        return self._made(self._of_any)

    @cached_property
    def _before_any(self) -> set[str] | None:
        """One of these stands before what is tried at every character; None if any may."""
        return behind(self._of_any)

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return self._made(self._pattern)

    def _made(self, alternatives: str) -> re.Pattern[str]:
        return late(f"(?:{alternatives}){self._behind}")

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """What begins at `at`."""
        char = text[at : at + 1]
        known = self._by_first.get(char)
        before = self._before_any
        any_may = before is None or text[at - 1 : at] in before
        # of two that are found the whole knows which comes first; it knows all figures, too
        if (any_may and self._at_any.match(text, at)) or (known is None and char.isdecimal()):
            return self._whole.match(text, at)
        return known.match(text, at) if known is not None else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What the whole pattern's `finditer` finds."""
        known, before = self._by_first, self._before_any
        end = 0
        for at, char in enumerate(text):
            may = char in known or before is None or text[at - 1 : at] in before
            if at < end or not (may or char.isdecimal()):
                continue
            match = self.match(text, at)
            if match is not None:
                yield match
                end = match.end()
