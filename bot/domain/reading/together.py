"""Several patterns looked for in one run over a text.

Each pattern alone runs over the whole text, and nearly always finds nothing. Here one pattern runs
over it for all: it stops at two characters that one of them can begin with, and only those that can
begin with the first of the two are tried there. Each of them finds what its `finditer` finds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from bot.domain.reading.quick import beginnings

#: what each pattern found
Found = Mapping[re.Pattern[str], Sequence[re.Match[str]]]


class Together:
    """Patterns that each begin with known characters, and how many matches of one are enough."""

    def __init__(self, *patterns: re.Pattern[str], most: int) -> None:
        self._patterns = patterns
        self._most = most

    @cached_property
    def _by_first(self) -> dict[str, list[re.Pattern[str]]]:
        """The patterns that can begin with a character."""
        out: dict[str, list[re.Pattern[str]]] = {}
        for pattern in self._patterns:
            for char in dict(beginnings(pattern.pattern)):
                out.setdefault(char, []).append(pattern)
        return out

    @cached_property
    def _stop(self) -> re.Pattern[str]:
        """Where to try: two such characters, or one that anything can follow."""
        alone: set[str] = set()
        second: set[str] = set()
        for pattern in self._patterns:
            for char, after in beginnings(pattern.pattern):
                if after is None:
                    alone.add(char)
                else:
                    second |= after
        every, any_after = (re.escape("".join(sorted(c))) for c in (self._by_first, alone))
        return re.compile(f"[{every}](?:(?<=[{any_after}])|(?=[{''.join(sorted(second))}]))")

    def find(self, text: str) -> Found:
        """What each of the patterns finds; those that find nothing are left out."""
        found: dict[re.Pattern[str], list[re.Match[str]]] = {}
        for stop in self._stop.finditer(text):
            for pattern in self._by_first[stop[0]]:
                match = pattern.match(text, stop.start())
                if match is None:
                    continue
                before = found.setdefault(pattern, [])
                if len(before) < self._most and (not before or before[-1].end() <= match.start()):
                    before.append(match)
        return found
