"""Groups that our own app made: it speaks and rings there, and hears nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.log import logger
from bot.platforms.base import Memory, Mention, PlatformError
from bot.platforms.wecom.app import App
from bot.platforms.wecom.counting import APPCHAT, Counted
from bot.platforms.wecom.hearing import NAME

_log = logger()


class AppChats:
    """By the app's own chatid."""

    def __init__(self, app: App, memory: Memory) -> None:
        self._app = app
        self._often = Counted(memory, "appchat_often", APPCHAT)

    async def say(self, made: str, bodies: Sequence[Mapping[str, Any]], now: datetime) -> None:
        """One message after the other. Raises Later, and says none, where it would be too many."""
        await self._often.take(["all"], now, len(bodies))
        for body in bodies:
            await self._app.post("/cgi-bin/appchat/send", {"chatid": made, **body, "safe": 0})

    async def members(self, made: str) -> list[str]:
        """Who is in it now."""
        answer = await self._app.get("/cgi-bin/appchat/get", chatid=made)
        return [str(p) for p in (answer.get("chat_info") or {}).get("userlist") or []]

    async def outside(self, made: str, people: Sequence[Mention]) -> list[Mention]:
        """Whom a mention would not ring: they are not in the group, and nothing would say so."""
        try:
            inside = await self.members(made) if people else []
        except PlatformError as error:
            _log.warning("members_not_known", platform=NAME, reason=str(error)[:120])
            return []
        return [m for m in people if m.user_id not in inside]
