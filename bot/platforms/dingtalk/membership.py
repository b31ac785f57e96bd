"""Who has left which group.

A ring in a group reaches its members only; the vendor says when somebody leaves, and never who is
there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.chat import ChatRef, GroupGone, MembersLeft
from bot.platforms.base import Memory
from bot.platforms.dingtalk.hearing import NAME, ids_of, instant

#: whether somebody has left, and when that was: theirs, in milliseconds
_Moves = dict[str, tuple[bool, int]]


class Membership:
    """Remembered across restarts; `gone` is asked for at every ring, so it is kept at hand too."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._moves: dict[str, _Moves] = {}

    async def gone(self, chat_id: str) -> frozenset[str]:
        """User ids of those who have left."""
        return frozenset(user for user, (left, _) in (await self._of(chat_id)).items() if left)

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
            await self._moved(conversation, users, at, left=False)
        if kind not in ("chat_remove_member", "chat_quit") or not conversation:
            return None
        fresh = await self._moved(conversation, users, at, left=True)
        mark = f"{kind}:{data.get('timeStamp')}:{','.join(users)}"
        return MembersLeft(chat, mark, fresh, at) if fresh else None

    async def _moved(
        self, chat_id: str, users: tuple[str, ...], at: datetime, *, left: bool
    ) -> tuple[str, ...]:
        """Those of whom nothing later is known: what was not acknowledged comes again, late."""
        moves, stamp = await self._of(chat_id), int(at.timestamp() * 1000)
        fresh = tuple(user for user in users if moves.get(user, (False, 0))[1] <= stamp)
        if fresh:
            moves |= dict.fromkeys(fresh, (left, stamp))
            await self._memory.remember(f"left:{chat_id}", moves)
        return fresh

    async def _of(self, chat_id: str) -> _Moves:
        if chat_id not in self._moves:
            kept = await self._memory.recall(f"left:{chat_id}") or {}
            # An earlier version kept the names alone.
            known = kept if isinstance(kept, Mapping) else dict.fromkeys(kept, (True, 0))
            self._moves[chat_id] = {
                str(u): (bool(left), int(at)) for u, (left, at) in known.items()
            }
        return self._moves[chat_id]
