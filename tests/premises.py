"""What every house of the stories can do, whatever platform it is on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from bot.app import House as Running
from bot.clock import MovableClock
from bot.domain.ticket import Entry, Ticket


async def until(true: Callable[[], bool]) -> None:
    """Waits for what another task does, or what comes over a socket; not for a time."""
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 -- none of it sets an event here
            await asyncio.sleep(0.002)


class Premises:
    """The running product on a clock that is moved."""

    def __init__(self, running: Running, clock: MovableClock) -> None:
        self.running = running
        self.clock = clock

    async def forward(self, **by: float) -> None:
        """Lets time go by."""
        await self.running.advance(self.clock.now() + timedelta(**by))

    async def ticket(self, number: int = 1) -> Ticket:
        """A ticket as it stands."""
        async with self.running.storage.reading() as queries:
            found = await queries.ticket(number)
        assert found is not None, f"no ticket {number}"
        return found

    async def count(self) -> int:
        """How many tickets there are."""
        async with self.running.storage.reading() as queries:
            return len(await queries.all_tickets())

    async def timeline(self, number: int = 1) -> list[Entry]:
        """A ticket's history."""
        async with self.running.storage.reading() as queries:
            return await queries.timeline(number)

    async def until(self, true: Callable[[], bool]) -> None:
        """Waits for what comes over a socket; not for a time."""
        await until(true)
