"""Patterns that are compiled when a text may hold what they are after.

Reading knows some hundred patterns, most match nothing in most messages, and compiling them all
takes longer than reading a hundred messages. So what a pattern needs is worked out from its text
(`needs`), and it is compiled when a text has that, or when it was asked so often that looking for
it takes longer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from operator import add
from sys import maxsize
from typing import Any, cast

from bot.domain.reading import kept, needs

#: what a pattern is asked for, and what it says of a text that holds nothing of it
_WAYS: dict[str, Callable[[str], Any]] = {
    "search": lambda text: None,
    "match": lambda text: None,
    "fullmatch": lambda text: None,
    "finditer": lambda text: iter(()),
    "findall": lambda text: [],
    "sub": lambda text: text,
    "split": lambda text: [text],
}
#: these look through a whole text; the others only where they are told to
_THROUGH = ("search", "finditer", "sub")
#: so few words are sooner looked for in a text than the pattern is tried all along it. Figures are
#: ten, so none is among them that `\d` also finds in another writing.
_FEW = 6
#: what is asked so often is worth compiling
_OFTEN = 10
#: figures of other writing, which `\d` finds too
_OTHER_FIGURE = re.compile(r"(?![0-9])\d")


class _Made:
    """Has a pattern's ways as its own. Nothing is made up for it any more when it is asked."""

    made: re.Pattern[str] | None = None


class _Late(_Made):
    """Stands for a pattern until it is compiled."""

    def __init__(self, make: Callable[[], re.Pattern[str]], pattern: str, flags: int) -> None:
        self._make = make
        self.pattern = pattern
        self.flags = flags
        self._asked = 0

    def __getattr__(self, name: str) -> Any:
        if name not in _WAYS:
            raise AttributeError(name)
        self._needs = self._needed()
        for way, nothing in _WAYS.items():
            setattr(self, way, self._first(way, nothing))
        return getattr(self, name)

    def _needed(self) -> frozenset[str]:
        if self.flags & re.I:
            return frozenset()
        return kept.KEPT.of(f"needs/{self.pattern}", lambda: needs.of(self.pattern))

    def _first(self, way: str, nothing: Callable[[str], Any]) -> Callable[..., Any]:
        def ask(*given: Any, **named: Any) -> Any:
            text = given[way == "sub"]
            self._asked += 1
            if self._asked < _OFTEN and self._needs and self._needs.isdisjoint(_pieces(text)):
                return nothing(text)
            if (
                self.made is None
            ):  # a way may be kept while it is compiled: `map(pattern.search, …)`
                self._compile()
            return getattr(self, way)(*given, **named)

        return ask

    def _compile(self) -> None:
        self.made = made = self._make()
        for way, nothing in _WAYS.items():
            find = getattr(made, way)
            if way in _THROUGH and 0 < len(self._needs) <= _FEW:
                look = _sub_after_look if way == "sub" else _after_look
                find = look(find, nothing(""), *self._needs)
            setattr(self, way, find)
        self.__class__ = _Made  # type: ignore[assignment]


def _after_look(
    find: Callable[..., Any], nothing: Any, first: str, *others: str
) -> Callable[..., Any]:
    """`find`, asked only of texts that have one of the words; of the others it is `nothing`, which
    all of them can have, an iterator at its end too."""

    def ask(text: str, start: int = 0, end: int = maxsize) -> Any:
        if first in text:
            return find(text, start, end)
        for word in others:
            if word in text:
                return find(text, start, end)
        return nothing

    return ask


def _sub_after_look(
    find: Callable[..., Any], _: str, first: str, *others: str
) -> Callable[..., Any]:
    """The same of what puts other words into a text."""

    def ask(new: Any, text: str, count: int = 0) -> Any:
        if first in text:
            return find(new, text, count)
        for word in others:
            if word in text:
                return find(new, text, count)
        return text

    return ask


@lru_cache(maxsize=16)
def _pieces(text: str) -> frozenset[str]:
    """Every one, two and three characters side by side, figures in any writing also in Latin."""
    if _OTHER_FIGURE.search(text):
        text += "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    pairs = [*map(add, text, text[1:])]
    return frozenset([*text, *pairs, *map(add, pairs, text[2:])])


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, when it is needed."""
    return made_late(lambda: kept.compiled(pattern, flags), pattern, flags)


def is_of(match: re.Match[str], *patterns: re.Pattern[str]) -> bool:
    """Whether one of these patterns found it."""
    return any(match.re is cast("_Late", pattern).made for pattern in patterns)


def made_late(make: Callable[[], re.Pattern[str]], pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The same for a pattern that is compiled from another text, which finds the same."""
    return cast("re.Pattern[str]", _Late(make, pattern, flags))
