"""Groups that our own app made: it speaks and rings there, and hears nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.platforms.base import Memory
from bot.platforms.wecom.app import App
from bot.platforms.wecom.counting import APPCHAT, Counted


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
