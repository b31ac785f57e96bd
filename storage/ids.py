"""Keys made in Python, so that many rows go to the database in one statement."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

_SEQUENCE_BITS = 22


class Ids:
    """Rising 63-bit numbers: milliseconds, then a sequence that starts at a random place.

    They never go back, even when the clock does: order within a lane rests on them.
    """

    def __init__(self, last: int = 0) -> None:
        self._last = last

    def next(self) -> int:
        """A number greater than every one before it."""
        millis = int(datetime.now(UTC).timestamp() * 1000)
        fresh = (millis << _SEQUENCE_BITS) | secrets.randbits(12)
        self._last = max(self._last + 1, fresh)
        return self._last
