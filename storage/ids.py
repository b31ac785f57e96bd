"""Keys made in Python, so that many rows go to the database in one statement."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

_SEQUENCE_BITS = 12
_NODE_BITS = 10
_LAST = (1 << _SEQUENCE_BITS) - 1


class Ids:
    """Rising 63-bit numbers: milliseconds, then which process, then a sequence.

    They never go back, even when the clock does: order within a lane rests on them. `last` is the
    greatest number found in the database; the process draws its own lot, so that two of them do
    not make the same number in the same millisecond.
    """

    def __init__(self, last: int = 0) -> None:
        self._node = secrets.randbits(_NODE_BITS) << _SEQUENCE_BITS
        self._millis = last >> (_SEQUENCE_BITS + _NODE_BITS)
        self._sequence = _LAST

    def next(self) -> int:
        """A number greater than every one before it."""
        millis = int(datetime.now(UTC).timestamp() * 1000)
        if millis > self._millis:
            self._millis, self._sequence = millis, 0
        elif self._sequence < _LAST:
            self._sequence += 1
        else:  # a full millisecond borrows the next
            self._millis, self._sequence = self._millis + 1, 0
        return self._millis << (_SEQUENCE_BITS + _NODE_BITS) | self._node | self._sequence
