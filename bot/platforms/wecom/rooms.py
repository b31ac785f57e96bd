"""Groups that our own app made: what they are called there, and how the bot hears them.

There is no interface that puts the bot into such a group or tells its name for it. A person adds
it and says the one-time code that was posted there; from then on both names mean the same group.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.chat import ChatRef
from bot.platforms.base import Memory
from bot.platforms.wecom.hearing import MADE, NAME

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE = re.compile(rf"\s*绑定\s*([{_ALPHABET}]{{6}})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A chat as it can be written to: by the bot's name for it, by the app's, or by both."""

    chat: ChatRef
    heard_as: str = ""
    made_as: str = ""


def code_in(text: str) -> str | None:
    """The one-time code in `绑定 7K3QXM`."""
    found = _CODE.fullmatch(text)
    return found.group(1).upper() if found else None


class Rooms:
    """What is bound to what; remembered for ever."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._made: dict[str, str] = {}

    async def chat_of(self, chat: ChatRef) -> ChatRef:
        """The house's name of a group that the bot heard."""
        made = self._made.get(chat.chat_id)
        if made is None:
            made = str(await self._memory.recall(f"made:{chat.chat_id}") or "")
            self._made[chat.chat_id] = made
        return ChatRef(NAME, f"{MADE}{made}") if made else chat

    def look_again(self) -> None:
        """Another process may have bound rooms meanwhile."""
        self._made.clear()

    async def place_of(self, chat: ChatRef) -> Place:
        """How a chat can be written to."""
        if not chat.chat_id.startswith(MADE):
            return Place(chat, heard_as=chat.chat_id)
        made = chat.chat_id.removeprefix(MADE)
        return Place(chat, str(await self._memory.recall(f"ear:{made}") or ""), made)

    async def code_for(self, made: str, lasts: timedelta | None = None) -> str:
        """The group's one-time code; the same until somebody has said it, or until its end."""
        fresh = "".join(secrets.choice(_ALPHABET) for _ in range(6))
        if not await self._memory.claim(f"code_of:{made}", fresh, lasts):
            fresh = str(await self._memory.recall(f"code_of:{made}") or fresh)
        await self._memory.remember(f"code:{fresh}", made, lasts)
        return fresh

    async def bind(self, code: str, heard: str) -> ChatRef | None:
        """Somebody said the code in a group; None where it is no code of ours.

        Said once more in a group that is bound, it is as good as the first time.
        """
        made = await self._memory.recall(f"code:{code}")
        if made is None:
            chat = await self.chat_of(ChatRef(NAME, heard))
            return chat if chat.chat_id.startswith(MADE) else None
        await self._memory.remember(f"ear:{made}", heard)
        await self._memory.remember(f"made:{heard}", made)
        await self._memory.forget(f"code:{code}")
        await self._memory.forget(f"code_of:{made}")
        self._made[heard] = str(made)
        return ChatRef(NAME, f"{MADE}{made}")

    async def deafen(self, made: str) -> None:
        """The bot is not in there any more."""
        heard = await self._memory.recall(f"ear:{made}")
        await self._memory.forget(f"ear:{made}")
        if heard:
            await self._memory.forget(f"made:{heard}")
            self._made.pop(str(heard), None)
