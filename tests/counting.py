"""A count that is held fast in the middle, until a test has seen what goes on meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

from bot.domain.tally import Tally
from bot.domain.ticket import Entry, Ticket

#: Nothing is timed by it: a count that holds everybody up would never be let go.
_PATIENCE = 30


class Held:
    """Counts wait at their first ticket until they are `let_go`."""

    def __init__(self) -> None:
        self._go_on = threading.Event()
        self._reached = threading.Event()
        self.counted = 0

    def wait(self) -> None:
        """Called at each ticket."""
        self.counted += 1
        self._reached.set()
        assert self._go_on.wait(_PATIENCE), "the count holds up what would let it go"

    async def reached(self) -> None:
        """A count is at its first ticket."""
        assert await asyncio.to_thread(self._reached.wait, _PATIENCE)

    def let_go(self) -> None:
        """To its end."""
        self._go_on.set()


@contextmanager
def held_counts() -> Iterator[Held]:
    """Every count from here on."""
    held, real = Held(), Tally.add

    def add(self: Tally, ticket: Ticket, entries: Sequence[Entry]) -> None:
        held.wait()
        real(self, ticket, entries)

    with patch.object(Tally, "add", add):
        try:
            yield held
        finally:
            held.let_go()
