"""How many messages a chat may get in a window: answers "not before", never waits itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.store import Storage


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most `count` messages to one chat in any `window`.

    `reserve` of them are kept for what is urgent. Of what would have to wait, at most `merge`
    messages become one; 1 merges nothing.
    """

    count: int
    window: timedelta
    reserve: int = 0
    merge: int = 20


@dataclass(slots=True)
class Room:
    """What may go to a chat now; it is taken up as messages are sent."""

    allowance: Allowance
    sent: Sequence[datetime]
    now: datetime
    taken: int = 0

    def has(self, *, urgent: bool) -> bool:
        """Whether one more may go."""
        return self.left(urgent=urgent) > 0

    def left(self, *, urgent: bool) -> int:
        """How many more may go."""
        return self._most(urgent) - len(self.sent) - self.taken

    def free_at(self, *, urgent: bool) -> datetime:
        """When the next one may go, where none may now."""
        most = self._most(urgent)
        # What went just now counts from now on.
        times = [*self.sent, *[self.now] * self.taken]
        at = times[-most] + self.allowance.window if len(times) >= most else self.now
        return max(at, self.now + timedelta(milliseconds=1))

    def _most(self, urgent: bool) -> int:
        return self.allowance.count - (0 if urgent else self.allowance.reserve)


class Limits:
    """A sliding log: the sent rows themselves, so all processes share it and it survives."""

    def __init__(self, storage: Storage, allowances: Mapping[str, Allowance]) -> None:
        self._storage = storage
        self._allowances = allowances

    async def room(self, lane: str, now: datetime) -> Room | None:
        """None: any number may go."""
        allowance = self._allowances.get(lane.partition(":")[0])
        if allowance is None:
            return None
        sent = await self._storage.sent_between(lane, now - allowance.window, now)
        return Room(allowance, sent, now)
