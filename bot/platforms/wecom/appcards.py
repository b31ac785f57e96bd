"""Cards that the app sends to people: with buttons, where the app can be called back.

Unlike the bot's they can be changed later, once for each code that the vendor hands out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.log import logger
from bot.platforms.base import Memory, PlatformError
from bot.platforms.wecom.app import App
from bot.platforms.wecom.hearing import NAME
from bot.platforms.wecom.telling import People

#: Theirs is 72 hours.
_CODE_LASTS = timedelta(hours=71)

_log = logger()
Face = Mapping[str, Any]


class AppCards:
    """Beside the words, which do without: what goes wrong here is not tried again."""

    def __init__(self, app: App, memory: Memory, people: People, *, open_to_clicks: bool) -> None:
        self._app = app
        self._people = people
        self._memory = memory
        #: without the app's callback address a button would lead nowhere
        self.open_to_clicks = open_to_clicks

    async def show(self, user_ids: Sequence[str], task: str, face: Face, now: datetime) -> None:
        """To people who have just been rung about it."""
        body = {
            "touser": "|".join(user_ids),
            "msgtype": "template_card",
            "agentid": self._app.agent_id,
            "template_card": dict(face),
        }
        try:
            await self._people.take(user_ids, now)
            answer = await self._app.post("/cgi-bin/message/send", body)
        except PlatformError as error:
            _log.warning("card_not_sent", platform=NAME, reason=str(error)[:160])
            return
        if code := answer.get("response_code"):
            kept = {"code": str(code), "users": list(user_ids)}
            await self._memory.remember(f"response:{task}", kept, _CODE_LASTS)

    async def update(self, task: str, face: Face) -> None:
        """The ticket has changed; the code of the sending is good for one such change."""
        kept = await self._memory.recall(f"response:{task}")
        if isinstance(kept, Mapping):
            await self._memory.forget(f"response:{task}")
            await self.answer(str(kept["code"]), [str(u) for u in kept["users"]], face)

    async def answer(self, code: str, user_ids: Sequence[str], face: Face) -> None:
        """Changes a card by a code, of the sending or of a click."""
        body: dict[str, Any] = {
            "userids": list(user_ids),
            "agentid": self._app.agent_id,
            "response_code": code,
            "template_card": dict(face),
        }
        try:
            await self._app.post("/cgi-bin/message/update_template_card", body)
        except PlatformError as error:
            _log.warning("card_not_changed", platform=NAME, reason=str(error)[:160])
