"""Who is who: the bot may name people by ciphertext, everything else wants the plain user id."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.log import logger
from bot.platforms.base import Memory, PlatformError
from bot.platforms.wecom.app import App
from bot.platforms.wecom.hearing import NAME

#: What they don't know today they may know when the app is seen by that person too.
_ASK_AGAIN = timedelta(hours=1)
#: A message waits no longer for its sender's name than this.
_PATIENCE = 3.0

_log = logger()


def is_ciphertext(user_id: str) -> bool:
    """As it looks: `wo` and some thirty characters."""
    return user_id.startswith("wo") and len(user_id) >= 24


class Identity:
    """Translates, and remembers for ever what it learned."""

    def __init__(self, app: App, memory: Memory) -> None:
        self._app = app
        self._memory = memory
        self._known: dict[str, str] = {}

    async def plain(self, user_id: str) -> str:
        """The plain user id; as it came where nobody can tell."""
        if not is_ciphertext(user_id):
            return user_id
        if user_id in self._known:
            return self._known[user_id]
        found = await self._memory.recall(f"user:{user_id}")
        if found is None:
            found = await self._ask(user_id)
        elif found:
            self._known[user_id] = str(found)
        return str(found or user_id)

    async def _ask(self, user_id: str) -> str | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                found = (await self._app.plain_ids([user_id])).get(user_id)
        except (PlatformError, TimeoutError) as error:
            _log.warning("sender_not_translated", platform=NAME, reason=str(error)[:160])
            return None
        if found is None:
            await self._memory.remember(f"user:{user_id}", "", _ASK_AGAIN)
            return None
        await self.learn(user_id, found)
        return found

    async def learn(self, user_id: str, plain: str) -> None:
        """The directory, or they themselves, said so. Both ways: a push goes to the ciphertext."""
        if self._known.get(user_id) == plain:
            return
        self._known[user_id] = plain
        await self._memory.remember(f"user:{user_id}", plain)

    async def heard(self, user_id: str, plain: str) -> None:
        """The bot knows this person under this id: pushes go there."""
        if user_id != plain and await self._memory.recall(f"raw:{plain}") != user_id:
            await self._memory.remember(f"raw:{plain}", user_id)

    async def as_heard(self, plain: str) -> str:
        """The id under which the bot knows somebody."""
        return str(await self._memory.recall(f"raw:{plain}") or plain)
