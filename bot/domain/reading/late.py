"""Patterns that are compiled when they are first used.

Reading knows some hundred patterns, and compiling them all takes longer than reading a message that
needs a part of them: a command that reads none should not wait for any.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

#: what a pattern is asked for
_WAYS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern")


class _Late:
    """Stands for a pattern until its first use; from then on its ways are the pattern's own."""

    def __init__(self, make: Callable[[], re.Pattern[str]]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        if name not in _WAYS:  # so that nothing but a use compiles it
            raise AttributeError(name)
        made = self._make()
        for way in _WAYS:
            setattr(self, way, getattr(made, way))
        return getattr(made, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, when it is needed."""
    return made_late(lambda: re.compile(pattern, flags))


def is_of(match: re.Match[str], *patterns: re.Pattern[str]) -> bool:
    """Whether one of these patterns found it."""
    return any(match.re.pattern == pattern.pattern for pattern in patterns)


def made_late(make: Callable[[], re.Pattern[str]]) -> re.Pattern[str]:
    """The same for a pattern whose text takes time to make as well."""
    return cast("re.Pattern[str]", _Late(make))
