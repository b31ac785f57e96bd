"""The tick. APScheduler rings once a second; a poke makes it ring at once. No logic, no store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.log import logger

_log = logger()


class Heartbeat:
    """Calls `drain` on every beat and soon after every poke; never twice at the same time."""

    def __init__(self, drain: Callable[[], Awaitable[object]], seconds: float = 1.0) -> None:
        self._drain = drain
        self._poked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        # The default drops a job that is a second late: after a standstill no clock would speak.
        self._scheduler.add_job(
            self._poked.set,
            "interval",
            seconds=seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.add_listener(_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)

    def poke(self) -> None:
        """Something waits: work on it now."""
        self._poked.set()

    def start(self) -> None:
        """Begins to beat; whatever waited across a restart is worked on at once."""
        self._scheduler.start()
        self._poked.set()
        self._task = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """Stops after the drain that is under way."""
        self._scheduler.shutdown(wait=False)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            await self._poked.wait()
            self._poked.clear()
            try:
                await asyncio.shield(asyncio.ensure_future(self._drain()))
            except asyncio.CancelledError:
                raise
            except Exception as error:  # the heart goes on; the log says what hurt
                _log.error("drain_failed", exc_info=error)


def _trouble(event: JobExecutionEvent) -> None:
    _log.error("heartbeat_trouble", code=event.code)
