"""How much of one message is read, so that each takes bounded time whatever is written in it.

Several ways may cut a message into households, and what a way reads of one is read again by the
next where it found none. People's messages are read whole some two times at most; what goes beyond
that is cut.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import Self

#: characters that are read of a message, each of its pieces counted as often as it is read
_MOST = 6_000
#: what one way has read so much for in vain no other one is asked
_IN_VAIN = 3_000
#: so much of it the examples are asked about; the rules alone read what comes behind: thirty
#: households and more
_SECONDED = 1_500
#: what a piece costs beside its characters
_EACH = 20


class Message:
    """What is read within is one message: so much of it so far, in characters."""

    __slots__ = ("_before", "read", "seconded")
    _before: Token[Message | None]

    def __init__(self) -> None:
        self.read = self.seconded = 0

    def __enter__(self) -> Self:
        self._before = _SPENT.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _SPENT.reset(self._before)


_SPENT: ContextVar[Message | None] = ContextVar("_SPENT", default=None)


def so_far() -> int:
    """How much of this message was read."""
    spent = _SPENT.get()
    return spent.read if spent else 0


def is_spent() -> bool:
    """Whether no more of this message is read."""
    spent = _SPENT.get()
    return spent is not None and spent.read > _MOST


def is_in_vain(since: int) -> bool:
    """Whether so much was read `since` without an answer that no other way is tried."""
    spent = _SPENT.get()
    return spent is not None and spent.read - since > _IN_VAIN


def reads(piece: str) -> bool:
    """Whether a piece is read; it counts."""
    spent = _SPENT.get()
    if spent is None:
        return True
    if spent.read > _MOST:
        return False
    spent.read += len(piece) + _EACH
    return True


def seconds(piece: str) -> bool:
    """Whether the examples are asked about a piece; it counts."""
    spent = _SPENT.get()
    if spent is None:
        return True
    if spent.seconded > _SECONDED:
        return False
    spent.seconded += len(piece) + _EACH
    return True
