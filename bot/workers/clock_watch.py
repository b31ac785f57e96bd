"""The machine's clock was set back: both queues go on all the same.

Waiting is a column, so a row that was to wait five seconds would wait until the clock has caught
up, and with it everything behind it in its chat. Deadlines are instants and stay what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.retry import LONGEST
from bot.log import logger
from bot.workers.delivery import LEASE
from storage.store import Storage
from storage.turned_back import newest, turn_back

#: A clock that is being kept right goes back by less than this.
_TOLERATED = timedelta(seconds=2)

_log = logger()


class ClockWatch:
    """Looks at every beat; after a restart at what the process before has written."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now
        self._seen: datetime | None = None

    async def look(self) -> None:
        """Moves what would wait too long, where the clock has gone back since the last look."""
        now = self._now()
        before = self._seen or await newest(self._storage) or now
        if now < before - _TOLERATED:
            moved = await turn_back(self._storage, now, before + LONGEST, LEASE)
            seconds = round((before - now).total_seconds())
            _log.error("clock_set_back", seconds=seconds, rows=moved)
        self._seen = now
