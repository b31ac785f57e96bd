"""Once a day through both queues, a few rows a beat; nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.retry import KEPT
from storage.letting_go import QUEUES, let_go
from storage.store import Storage

#: So many rows are looked at in one transaction: whoever wants to write waits so long.
TOGETHER = 50
_PAUSE = timedelta(seconds=1)
#: From the end of one walk to the beginning of the next.
EVERY = timedelta(days=1)


class LettingGoWorker:
    """Where it had got to is known to nobody after a restart: it begins again."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now
        self._not_before: datetime | None = None
        self._left = list(QUEUES)
        self._after = 0

    async def step(self) -> None:
        """The next few rows, where it is time for them."""
        now = self._now()
        if self._not_before is not None and now < self._not_before:
            return
        self._not_before = now + _PAUSE
        last = await let_go(self._storage, self._left[0], self._after, now - KEPT, TOGETHER)
        if last is not None:
            self._after = last
            return
        self._after = 0
        del self._left[0]
        if not self._left:
            self._left = list(QUEUES)
            self._not_before = now + EVERY
