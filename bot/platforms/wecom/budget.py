"""Counting below the limits whose end the vendor tells: in this process alone, since one error is
all that a miscount costs. What tells nothing is counted in `counting`.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from bot.platforms.base import Later

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
Windows = tuple[tuple[int, timedelta], ...]

#: Theirs are 30 a minute and 1,000 an hour.
CHAT: Windows = ((27, _MINUTE), (950, _HOUR))
#: Theirs is 20 a minute.
WEBHOOK: Windows = ((18, _MINUTE),)
UPLOADS: Windows = ((27, _MINUTE), (950, _HOUR))
_MOST_KEYS = 10_000


class Budget:
    """A sliding log for each key."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._taken: dict[str, deque[datetime]] = {}
        self._closed: dict[str, datetime] = {}

    def take(self, key: str, now: datetime, units: int = 1) -> None:
        """Uses up `units`. Raises Later where that would be too many."""
        if (wait := self.wait(key, now, units)) is not None:
            raise Later("our own limit", wait)
        self._taken.setdefault(key, deque()).extend([now] * units)

    def wait(self, key: str, now: datetime, units: int = 1) -> timedelta | None:
        """How long until there is room; None where there is."""
        self._turn_back(key, now)
        if now < self._closed.get(key, now):
            return self._closed[key] - now
        taken = self._log(key, now)
        longest: timedelta | None = None
        for count, window in self._windows:
            inside = [at for at in taken if at > now - window]
            over = len(inside) + units - count
            if over > 0:
                free = inside[min(over, len(inside)) - 1] + window - now if inside else window
                longest = max(longest or free, free)
        return longest

    def used(self, key: str, now: datetime) -> int:
        """How many in the shortest window."""
        _, window = self._windows[0]
        return sum(at > now - window for at in self._log(key, now))

    def close(self, key: str, now: datetime, wait: timedelta) -> None:
        """They say it is too often: nothing goes this way for a while."""
        self._closed[key] = now + wait

    def _turn_back(self, key: str, now: datetime) -> None:
        """After the clock was set back nothing is known of the last minute."""
        if (taken := self._taken.get(key)) and taken[-1] > now:
            taken.clear()
            self._closed.pop(key, None)

    def _log(self, key: str, now: datetime) -> deque[datetime]:
        taken = self._taken.get(key, deque())
        while taken and taken[0] <= now - self._windows[-1][1]:
            taken.popleft()
        if len(self._taken) > _MOST_KEYS:
            self._taken = {k: log for k, log in self._taken.items() if log}
        return taken
