"""Messages of the app to people: the way that rings, and drops without a word what is too much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.log import logger
from bot.platforms.base import Memory, Refused
from bot.platforms.texts import pieces
from bot.platforms.wecom import words
from bot.platforms.wecom.app import App
from bot.platforms.wecom.counting import PERSON, Counted
from bot.platforms.wecom.hearing import NAME

_log = logger()


class People:
    """Everybody in the app's range."""

    def __init__(self, app: App, memory: Memory) -> None:
        self._app = app
        self._often = Counted(memory, "told_often", PERSON)

    async def take(self, user_ids: Sequence[str], now: datetime, units: int = 1) -> None:
        """Counts what is about to be sent to each. Raises Later where one has no room left."""
        await self._often.take(user_ids, now, units)

    async def tell(
        self, user_ids: Sequence[str], text: str, now: datetime, msgids: list[str] | None = None
    ) -> list[str]:
        """A message of the app to each; whom it did not reach comes back.

        Over the limit the vendor drops without a word, so who has no room left waits.
        """
        parts = pieces(words.plain(text), words.MOST_TEXT)
        await self.take(user_ids, now, len(parts))
        missed: set[str] = set()
        try:
            for part in parts:
                answer = await self._app.post(
                    "/cgi-bin/message/send",
                    {
                        "touser": "|".join(user_ids),
                        "msgtype": "text",
                        "agentid": self._app.agent_id,
                        "text": {"content": part},
                        "enable_id_trans": 0,
                    },
                )
                if msgids is not None and answer.get("msgid"):
                    msgids.append(str(answer["msgid"]))
                for name in ("invaliduser", "unlicenseduser"):
                    missed |= {u.lower() for u in str(answer.get(name) or "").split("|") if u}
        except Refused as error:
            _log.warning("app_message_refused", platform=NAME, reason=str(error)[:160])
            return list(user_ids)
        return [u for u in user_ids if u.lower() in missed]  # theirs come in small letters
