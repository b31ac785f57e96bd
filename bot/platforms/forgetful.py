"""A platform's memory for looking only: nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any


class Forgetful:
    """See bot.platforms.base.Memory."""

    async def recall(self, name: str) -> Any:
        """Nothing."""

    async def remember(self, name: str, value: Any, lasts: timedelta | None = None) -> None:
        """Kept nowhere."""

    async def claim(self, name: str, value: Any, lasts: timedelta | None = None) -> bool:
        """Always the first."""
        return True

    async def forget(self, name: str) -> None:
        """There is nothing."""

    async def add(self, counts: dict[str, int]) -> dict[str, int]:
        """Counts nothing."""
        return dict.fromkeys(counts, 0)

    async def change(
        self,
        names: Sequence[str],
        change: Callable[[Mapping[str, Any]], Mapping[str, Any]],
        lasts: timedelta | None = None,
    ) -> None:
        """There is nothing to change, and what comes of it is kept nowhere."""
        change(dict.fromkeys(names))

    async def hold(self, name: str, owner: str, lasts: timedelta) -> bool:
        """Nobody else is there."""
        return True

    async def release(self, name: str, owner: str) -> None:
        """There is nothing."""
