"""The one place that reads the time: the system's clock, and one that can be moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where `now` comes from; always aware, always UTC."""

    def now(self) -> datetime:
        """The present instant."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)


class MovableClock:
    """A clock for tests, scenarios and the demo. It stands still, or runs on from where it was set.

    `running` adds the system's own passing of time, as the demo page needs.
    """

    def __init__(self, start: datetime, *, running: bool = False) -> None:
        self._at = start.astimezone(UTC)
        self._since = datetime.now(UTC)
        self._running = running

    def now(self) -> datetime:
        """The present instant of this clock."""
        if self._running:
            return self._at + (datetime.now(UTC) - self._since)
        return self._at

    def set(self, instant: datetime) -> None:
        """Moves the clock, forward or back."""
        self._at = instant.astimezone(UTC)
        self._since = datetime.now(UTC)

    def forward(self, by: timedelta) -> None:
        """Moves the clock forward."""
        self.set(self.now() + by)
