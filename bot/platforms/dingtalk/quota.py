"""The organisation's monthly quotas: counted, forecast, told in time, spent on what matters.

They belong to all apps of the organisation together, so our own count is the least that was used.
"""

from __future__ import annotations

import asyncio
from calendar import monthrange
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.policy import ON_MAJOR
from bot.domain.retry import KEPT
from bot.log import logger
from bot.platforms.base import Memory, Outgoing, Usage

#: The month is the vendor's, in its own time zone.
_THERE = timedelta(hours=8)
#: The administrator hears at these parts of a quota, once a month each.
WARNED = (70, 90)
#: The parts of the calls from which on: small messages are merged; a free way comes first and what
#: a card tells is left to the card; what is left is for major incidents and what must ring.
THRIFTY, TIGHT, RESERVE = 70, 80, 90

_log = logger()
CALLS, MESSAGES = "calls", "messages"


class Quota:
    """Counts. `on_low` is told once a month for each part of a quota, under a name of its own."""

    def __init__(self, limits: dict[str, int], memory: Memory, now: Callable[[], datetime]) -> None:
        self._limits = limits
        self._memory = memory
        self._now = now
        self._counts: dict[str, int] = {}
        self._unwritten: dict[str, int] = {}
        self._warned: set[tuple[str, int]] = set()
        self._telling: set[asyncio.Task[None]] = set()
        self.on_low: Callable[[str, Usage], Awaitable[object]] | None = None

    @property
    def part(self) -> int:
        """How much of this month's calls has been used, in percent."""
        return self.part_of(CALLS)

    def part_of(self, kind: str) -> int:
        """How much of this month's calls or messages has been used, in percent."""
        counter = self._counter(kind)
        used = self._counts.get(counter, 0) + self._unwritten.get(counter, 0)
        return used * 100 // self._limits[kind]

    async def spend(self, kind: str) -> None:
        """One more; at 70 and 90 % somebody is told."""
        counter = self._counter(kind)
        self._unwritten[counter] = self._unwritten.get(counter, 0) + 1
        known = self._counts.get(counter)
        limit = self._limits[kind]
        # A commit for each call would cost more than the count is worth; a crash loses a few.
        if known is None or sum(self._unwritten.values()) >= max(1, limit // 250):
            await self.write()
        count = self._counts.get(counter, 0) + self._unwritten.get(counter, 0)
        passed = [part for part in WARNED if count >= limit * part // 100]
        if passed and (counter, passed[-1]) not in self._warned:
            self._warned |= {(counter, part) for part in passed}
            # Beside the way of what is being counted: that must not wait for it.
            task = asyncio.create_task(self._warn(kind, passed[-1]))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def used_up(self, kind: str) -> None:
        """The vendor says so: other apps have used what we have not counted."""
        counter = self._counter(kind)
        known = self._counts.get(counter, 0) + self._unwritten.get(counter, 0)
        if (lacks := self._limits[kind] - known) > 0:
            _log.error("quota_used", platform="dingtalk", kind=kind, counted=known)
            self._unwritten[counter] = self._unwritten.get(counter, 0) + lacks - 1
            await self.spend(kind)

    async def write(self) -> None:
        """Keeps what was counted. Never raises: its count must not undo a send that went well."""
        counted, self._unwritten = self._unwritten, {}
        for counter, more in counted.items():
            self._counts[counter] = self._counts.get(counter, 0) + more
        try:
            self._counts |= await self._memory.add(counted)
        except Exception as error:  # lost counts are the lesser harm
            _log.warning("quota_not_kept", platform="dingtalk", error=type(error).__name__)

    async def stop(self) -> None:
        """Keeps the rest; nobody is told any more."""
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)
        await self.write()

    async def used(self) -> list[Usage]:
        """Both quotas as they stand, once what is being told about them has been told."""
        await asyncio.gather(*self._telling, return_exceptions=True)
        for kind in self._limits:
            self._unwritten.setdefault(self._counter(kind), 0)
        await self.write()
        return [self._used(kind) for kind in self._limits]

    def _used(self, kind: str) -> Usage:
        there = self._now() + _THERE
        counter, limit = self._counter(kind), self._limits[kind]
        used = self._counts.get(counter, 0) + self._unwritten.get(counter, 0)
        gone = there.day - 1 + (there.hour * 60 + there.minute) / 1440
        days = monthrange(there.year, there.month)[1]
        lasts = limit * max(gone, 0.5) / used if used else float(days)
        ends = int(lasts) + 1 if lasts < days else None
        return Usage(kind, used, limit, ends)

    async def _warn(self, kind: str, part: int) -> None:
        """A count must not undo what was counted, whatever becomes of telling it."""
        mark = f"told:{self._counter(kind)}:{part}"
        try:
            if not await self._memory.claim(mark, True, KEPT):
                return
            usage = self._used(kind)
            _log.warning("quota", platform="dingtalk", kind=kind, used=usage.used, part=part)
            if self.on_low is not None:
                await self.on_low(mark, usage)
        except Exception as error:
            _log.warning("quota_not_told", platform="dingtalk", error=type(error).__name__)

    def _counter(self, kind: str) -> str:
        return f"{kind}:{self._now() + _THERE:%Y-%m}"


def is_major(message: Outgoing) -> bool:
    """What the last of the calls is for."""
    return message.meta.get("rule") in ON_MAJOR or message.meta.get("kind") == "emergency"


def matters(message: Outgoing) -> bool:
    """What the reserve is for: major incidents, and whatever must ring."""
    return bool(message.mentions) or is_major(message)
