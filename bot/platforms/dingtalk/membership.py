"""Who has left which group.

A ring in a group reaches its members only; the vendor says when somebody leaves, and never who is
there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.domain.chat import ChatRef, GroupGone, MembersLeft
from bot.platforms.base import Memory
from bot.platforms.dingtalk.hearing import NAME, ids_of, instant


class Membership:
    """Remembered across restarts; `gone` is asked for at every ring, so it is kept at hand too."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._gone: dict[str, frozenset[str]] = {}

    async def gone(self, chat_id: str) -> frozenset[str]:
        """User ids of those who have left."""
        if chat_id not in self._gone:
            kept = await self._memory.recall(f"left:{chat_id}") or []
            self._gone[chat_id] = frozenset(map(str, kept))
        return self._gone[chat_id]

    async def left(self, chat_id: str, users: Iterable[str]) -> None:
        """They are not there any more."""
        await self._keep(chat_id, await self.gone(chat_id) | frozenset(users))

    async def joined(self, chat_id: str, users: Iterable[str]) -> None:
        """They are there, perhaps again."""
        if await self.gone(chat_id):
            await self._keep(chat_id, await self.gone(chat_id) - frozenset(users))

    async def heard(
        self, kind: str, data: Mapping[str, Any], now: datetime
    ) -> GroupGone | MembersLeft | None:
        """An event of a group: what follows from it, if something does."""
        conversation = str(data.get("openConversationId") or "")
        chat, users = ChatRef(NAME, conversation), ids_of(data.get("userId"))
        at = instant(data.get("timeStamp"), now)
        if kind == "chat_disband" and conversation:
            return GroupGone(chat, f"{kind}:{conversation}", at)
        if kind == "chat_add_member" and conversation:
            await self.joined(conversation, users)
        if kind in ("chat_remove_member", "chat_quit") and conversation and users:
            await self.left(conversation, users)
            mark = f"{kind}:{data.get('timeStamp')}:{','.join(users)}"
            return MembersLeft(chat, mark, users, at)
        return None

    async def _keep(self, chat_id: str, users: frozenset[str]) -> None:
        self._gone[chat_id] = users
        await self._memory.remember(f"left:{chat_id}", sorted(users))
