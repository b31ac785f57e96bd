"""What takes a while to count, and several ask for at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

#: What was counted stands so many times as long as the counting took.
_TIMES = 20


class Counted(Generic[K, V]):
    """One at a time; so counting never takes more than a twentieth of the time.

    `watch` tells how long it took, in seconds; for how long it stands is told by the house's clock.
    """

    def __init__(self, watch: Callable[[], float] = time.monotonic) -> None:
        self._watch = watch
        self._kept: dict[K, tuple[datetime, datetime, V]] = {}
        self._counting = asyncio.Lock()

    async def get(self, key: K, now: datetime, count: Callable[[], Awaitable[V]]) -> V:
        """What `count` comes to, or what it came to a moment ago."""
        if (kept := self._standing(key, now)) is not None:
            return kept[2]  # whatever else is being counted meanwhile
        async with self._counting:
            if (kept := self._standing(key, now)) is not None:
                return kept[2]
            began = self._watch()
            found = await count()
            until = now + _TIMES * timedelta(seconds=self._watch() - began)
            self._kept = {k: each for k, each in self._kept.items() if each[1] > now}
            self._kept[key] = (now, until, found)
            return found

    def _standing(self, key: K, now: datetime) -> tuple[datetime, datetime, V] | None:
        kept = self._kept.get(key)
        return kept if kept is not None and kept[0] <= now < kept[1] else None
