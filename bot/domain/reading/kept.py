"""What is worked out of patterns and tables, and kept from one start of the program to the next.

Patterns are compiled in Python: all that a few hundred messages ask for take a second. What comes
out depends on nothing but the reading's own text, so whoever starts the program may bring along
what an earlier start worked out (`bot.warm`, decision 0033). Nobody has to.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from collections.abc import Callable
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import TypeVar, cast

T = TypeVar("T")
#: what is kept, by what it was worked out of
Values = dict[str, bytes]
#: a compiled pattern's flags, its program, how many groups it has and which have names
_Program = tuple[int, bytes, int, dict[str, int]]
#: one word of such a program
_WORD = "I"


class Kept:
    """Answers by name; without a source it keeps nothing, and whoever asks works it out."""

    def __init__(self) -> None:
        self._source: Callable[[], Values] | None = None
        self._values: Values | None = None
        #: whether there is more than the source gave
        self.has_grown = False

    def bring(self, source: Callable[[], Values]) -> None:
        """From now on answers are kept, beside those of `source`, which is asked when one is
        needed."""
        self._source, self._values, self.has_grown = source, None, False

    @property
    def is_used(self) -> bool:
        """Whether there is a source."""
        return self._source is not None

    @property
    def values(self) -> Values:
        """All that is kept."""
        if self._values is None:
            self._values = self._source() if self._source else {}
        return self._values

    def of(self, name: str, make: Callable[[], T]) -> T:
        """What `make` makes, plain values that `marshal` knows."""
        if not self.is_used:
            return make()
        held = self.values.get(name)
        if held is not None:
            return cast("T", marshal.loads(held))  # noqa: S302 - as far from us as bytecode is
        made = make()
        self.values[name] = marshal.dumps(made)  # type: ignore[arg-type]
        self.has_grown = True
        return made


KEPT = Kept()


def compiled(
    pattern: str, flags: int = 0, written: Callable[[str], str] | None = None
) -> re.Pattern[str]:
    """`re.compile` of a pattern, or of what `written` makes of it and which finds the same."""
    if not KEPT.is_used or sys.version_info >= (3, 14):  # how these do it was not tried
        return re.compile(written(pattern) if written else pattern, flags)
    sort = written.__name__ if written else ""
    program = KEPT.of(
        f"{sort}/{int(flags)}/{pattern}",
        lambda: _program(written(pattern) if written else pattern, flags),
    )
    return _of_program(pattern, program)


def _program(pattern: str, flags: int) -> _Program:
    """What `re` makes of it before it makes an object."""
    parsed = _parser.parse(pattern, flags)
    words = array(_WORD, _compiler._code(parsed, flags))
    state = parsed.state
    return int(flags | state.flags), words.tobytes(), state.groups - 1, dict(state.groupdict)


def _of_program(pattern: str, program: _Program) -> re.Pattern[str]:
    """The object, which `re` checks word by word. A RuntimeError if it is none of its programs."""
    flags, words, groups, named = program
    names: list[str | None] = [None] * (groups + 1)
    for name, number in named.items():
        names[number] = name
    made = _compiler._sre.compile(
        pattern, flags, array(_WORD, words).tolist(), groups, named, tuple(names)
    )
    return cast("re.Pattern[str]", made)
