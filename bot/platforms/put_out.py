"""Groups that the robot was put out of: only seen by what it is refused, and told once a day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.chat import ChatRef, GroupGone
from bot.platforms.base import Memory

#: While the robot is out of a group this is told again every so often.
_TOLD = timedelta(days=1)


class PutOut:
    """`on_gone` is told of a group, in by the door."""

    def __init__(
        self,
        memory: Memory,
        now: Callable[[], datetime],
        on_gone: Callable[[GroupGone], Awaitable[None]],
    ) -> None:
        self._memory = memory
        self._now = now
        self._on_gone = on_gone
        self._out: set[str] = set()

    async def seen(self, chat: ChatRef) -> None:
        """It is not there any more."""
        self._out.add(chat.chat_id)
        now = self._now()
        if await self._memory.recall(f"shut:{chat.chat_id}") is None:
            await self._on_gone(GroupGone(chat, f"robot:{now.isoformat()}", now, dissolved=False))
            await self.known(chat)

    async def known(self, chat: ChatRef) -> None:
        """Somebody has been told in other words."""
        self._out.add(chat.chat_id)
        await self._memory.remember(f"shut:{chat.chat_id}", True, _TOLD)

    async def back(self, chat: ChatRef) -> None:
        """It is there: it was heard, or hears."""
        if chat.chat_id in self._out:
            self._out.discard(chat.chat_id)
            await self._memory.forget(f"shut:{chat.chat_id}")
