"""How often is too often."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable


class Limit:
    """So many within so many seconds, for each key of its own.

    `block`: whoever goes over it is out for the window's whole length, not until the oldest has
    left the window.
    """

    def __init__(
        self, now: Callable[[], float], *windows: tuple[int, float], block: bool = False
    ) -> None:
        self._now = now
        self.windows = windows
        self._block = block
        self._taken: dict[str, deque[float]] = defaultdict(deque)
        self._out_until: dict[str, float] = {}

    def take(self, key: str, units: int = 1) -> bool:
        """Uses up `units`, or nothing where that would be too many."""
        now, taken = self._now(), self._taken[key]
        while taken and taken[0] <= now - max(seconds for _, seconds in self.windows):
            taken.popleft()
        if now < self._out_until.get(key, now):
            return False
        for count, seconds in self.windows:
            if sum(at > now - seconds for at in taken) + units > count:
                if self._block:
                    self._out_until[key] = now + seconds
                return False
        taken.extend([now] * units)
        return True
