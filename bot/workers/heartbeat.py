"""The tick. APScheduler rings once a second; a poke makes it ring at once. No logic, no store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.log import logger

#: An end waits so many seconds for what is under way; a vendor may be slower.
PATIENCE = 5.0
#: Of so many failures for one reason in a row, one is told: about one a minute.
_EVERY = 60

_log = logger()


class Hurt:
    """What the log hears of a drain that fails: all at first, then a line a minute, then the end.

    A database that is away for an hour must not fill the disk that it is to come back on.
    """

    def __init__(self, drain: Callable[[], Awaitable[int]]) -> None:
        self._drain = getattr(drain, "__name__", "drain")
        self._last = ""
        self._times = 0

    def again(self, error: Exception) -> None:
        """One more failure; another reason than before is told as if it were the first."""
        reason = type(error).__name__
        if reason != self._last:
            _log.error("drain_failed", drain=self._drain, exc_info=error)
            self._last = reason
        elif self._times % _EVERY == 0:
            _log.error("drain_still_fails", drain=self._drain, error=reason, times=self._times)
        self._times += 1

    def is_over(self) -> None:
        """It goes again."""
        if self._times:
            _log.info("drain_goes_on", drain=self._drain, failed=self._times)
        self._last, self._times = "", 0


class Heartbeat:
    """Calls each drain on every beat and soon after every poke; none twice at the same time.

    A drain says how much it did; whatever it did is a poke for the others.
    """

    def __init__(self, *drains: Callable[[], Awaitable[int]], seconds: float = 1.0) -> None:
        self._drains = drains
        self._poked = [asyncio.Event() for _ in drains]
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        # The default drops a job that is a second late: after a standstill no clock would speak.
        self._scheduler.add_job(
            self.poke,
            "interval",
            seconds=seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.add_listener(_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)

    def poke(self) -> None:
        """Something waits: work on it now."""
        for poked in self._poked:
            poked.set()

    def start(self) -> None:
        """Begins to beat; whatever waited across a restart is worked on at once."""
        self._scheduler.start()
        self.poke()
        self._tasks = [
            asyncio.create_task(self._beat(drain, poked))
            for drain, poked in zip(self._drains, self._poked, strict=True)
        ]

    async def stop(self) -> None:
        """Stops after the drains that are under way, but does not wait for ever."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._stopping = True
        self.poke()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _beat(self, drain: Callable[[], Awaitable[int]], poked: asyncio.Event) -> None:
        hurt = Hurt(drain)
        while True:
            await poked.wait()
            poked.clear()
            if self._stopping:
                return
            try:
                if await drain():
                    self.poke()  # what one has done is the others' work
            except Exception as error:  # the heart goes on; the log says what hurts
                hurt.again(error)
            else:
                hurt.is_over()


def _trouble(event: JobExecutionEvent) -> None:
    _log.error("heartbeat_trouble", code=event.code)
