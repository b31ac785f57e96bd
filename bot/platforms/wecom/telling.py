"""Messages of the app to people: the way that rings, and drops without a word what is too much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.log import logger
from bot.platforms.base import Memory, Outgoing, Refused
from bot.platforms.standing import Standing
from bot.platforms.texts import again, pieces
from bot.platforms.wecom import errors, words
from bot.platforms.wecom.app import App
from bot.platforms.wecom.counting import PERSON, Counted
from bot.platforms.wecom.hearing import NAME

#: Where the answer lists whom a message did not reach.
_UNREACHED = ("invaliduser", "unlicenseduser")

_log = logger()


class People:
    """Everybody in the app's range."""

    def __init__(self, app: App, memory: Memory, standing: Standing) -> None:
        self._app = app
        self._often = Counted(memory, "told_often", PERSON)
        self._standing = standing

    async def take(self, user_ids: Sequence[str], now: datetime, units: int = 1) -> None:
        """Counts what is about to be sent to each. Raises Later where one has no room left."""
        await self._often.take(user_ids, now, units)

    async def tell(
        self, user_ids: Sequence[str], message: Outgoing, now: datetime, key: str
    ) -> tuple[list[str], list[str]]:
        """A message of the app to each; whom it did not reach, and the messages' ids.

        Over the limit the vendor drops without a word, so who has no room left waits. Tried again
        under its key it says what was not said yet, the first of it with the mark.
        """
        parts = pieces(words.plain(message.text), words.MOST_TEXT, again(message))
        if left := await self._standing.left(key, "told", parts):
            await self.take(user_ids, now, left)
        say = partial(self._say, user_ids)
        try:
            answers = await self._standing.each(key, "told", parts, say)
        except (errors.ContentRefused, errors.Misconfigured):
            raise  # that is about none of them
        except Refused as error:
            _log.warning("app_message_refused", platform=NAME, reason=str(error)[:160])
            return list(user_ids), []
        missed = {user for _, unreached in answers for user in unreached}
        # Theirs come in small letters.
        return [u for u in user_ids if u.lower() in missed], [m for m, _ in answers if m]

    async def _say(self, user_ids: Sequence[str], i: int, part: str) -> tuple[str, list[str]]:
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
        unreached = "|".join(str(answer.get(name) or "") for name in _UNREACHED)
        return str(answer.get("msgid") or ""), unreached.lower().split("|")
