"""Every card's newest face, kept: a click on an old card is answered with it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from bot.domain.card import Card
from bot.domain.chat import ChatRef
from bot.platforms.base import Memory
from bot.platforms.wecom import cards
from bot.platforms.wecom.appcards import AppCards, Face

_KEPT = timedelta(days=90)


class Faces:
    """By the card's task_id."""

    def __init__(self, memory: Memory, app: AppCards) -> None:
        self._memory = memory
        #: the same faces in the app's chats
        self.app = app
        self._salt = ""

    async def new(self, chat: ChatRef, card: Card, key: str) -> tuple[str, Face]:
        """A card's own id, the same for a repeated try, and its first face.

        Older cards about the same ticket in this chat are superseded by it, if it asks nothing.
        """
        task = cards.task_of(card.ticket, key, await self._own_salt())
        if not card.asks:
            await self._memory.remember(_newest(chat, card.ticket), task, _KEPT)
        return task, await self.keep(task, card)

    async def marked(self, face: Face, chat: ChatRef, ticket: int) -> Face:
        """The face, which says so where a newer card stands below it."""
        newest = await self._memory.recall(_newest(chat, ticket))
        return (
            face
            if cards.asks(face) or newest in (None, face["task_id"])
            else cards.superseded(face)
        )

    async def keep(self, task: str, card: Card) -> Face:
        """What the card shows from now on."""
        face = cards.face(card, task)
        await self._memory.remember(f"face:{task}", face, _KEPT)
        return face

    async def newest(self, task: str) -> Face | None:
        """None where nobody knows this card any more."""
        found = await self._memory.recall(f"face:{task}")
        return found if isinstance(found, Mapping) else None

    async def _own_salt(self) -> str:
        """The vendor takes an id once and for ever, and a database may begin anew."""
        if not self._salt:
            fresh = secrets.token_hex(8)
            await self._memory.claim("salt", fresh)
            self._salt = str(await self._memory.recall("salt") or fresh)
        return self._salt


def _newest(chat: ChatRef, ticket: int) -> str:
    return f"newest:{chat.chat_id}:{ticket}"
