"""What edition, packs and permissions allow, as far as a call has shown it: never assumed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.platforms.base import Ability, Memory

DING, ROBOT_ADD, CARD = "ding_{}", "robot_add", "card"
_ALL = (*(DING.format(way) for way in ("app", "sms", "phone")), ROBOT_ADD, CARD)
_MOST = 120


class Abilities:
    """Written down when a call shows something new."""

    def __init__(self, memory: Memory, now: Callable[[], datetime]) -> None:
        self._memory = memory
        self._now = now
        self._known: dict[str, str | None] = {}

    async def shown(self, name: str, refusal: object = None) -> None:
        """A call went through, or was refused for this reason."""
        reason = None if refusal is None else str(refusal)[:_MOST]
        if self._known.get(name, "") != reason:
            self._known[name] = reason
            found = {"reason": reason, "at": self._now().isoformat()}
            await self._memory.remember(f"ability:{name}", found)

    async def all(self, *, card: bool) -> list[Ability]:
        """In a fixed order; without cards in the settings nothing is said of them."""
        return [await self._one(name) for name in _ALL if card or name != CARD]

    async def _one(self, name: str) -> Ability:
        found = await self._memory.recall(f"ability:{name}")
        if found is None:
            return Ability(name)
        reason = found["reason"]
        return Ability(name, reason is None, reason or "", datetime.fromisoformat(found["at"]))
