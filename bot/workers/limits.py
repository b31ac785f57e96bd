"""How many messages a chat may get in a window: answers "not before", never waits itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.store import Storage


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most `count` messages to one chat in any `window`."""

    count: int
    window: timedelta


class Limits:
    """A sliding log: the sent rows themselves, so all processes share it and it survives."""

    def __init__(self, storage: Storage, allowances: Mapping[str, Allowance]) -> None:
        self._storage = storage
        self._allowances = allowances

    async def allowed(self, lane: str, now: datetime) -> tuple[int | None, datetime]:
        """How many more may go now (None: any number), and when the next one may after that."""
        allowance = self._allowances.get(lane.partition(":")[0])
        if allowance is None:
            return None, now
        sent = await self._storage.sent_since(lane, now - allowance.window)
        room = allowance.count - len(sent)
        free_at = sent[-allowance.count] + allowance.window if room <= 0 else now
        return max(room, 0), max(free_at, now + timedelta(milliseconds=1))
