"""What the bot itself says over its link: answers, and pushes where somebody has spoken to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.platforms.base import Later, Refused
from bot.platforms.put_out import PutOut
from bot.platforms.wecom import errors
from bot.platforms.wecom.budget import CHAT, Budget
from bot.platforms.wecom.hearing import SINGLE
from bot.platforms.wecom.identity import Identity
from bot.platforms.wecom.link import Link
from bot.platforms.wecom.rooms import Place


class Pushing:
    """`link` is None in callback mode: nothing can be pushed then. `chats` counts for each chat."""

    def __init__(self, identity: Identity, put_out: PutOut) -> None:
        self._identity = identity
        self._put_out = put_out
        self.link: Link | None = None
        self.chats = Budget(CHAT)

    async def push(self, place: Place, body: dict[str, Any], now: datetime) -> None:
        """What the bot says without being asked."""
        single = place.chat.chat_id.startswith(SINGLE)
        name = place.heard_as.removeprefix(SINGLE)
        where = await self._identity.as_heard(name) if single else place.heard_as
        whole = {"chatid": where, "chat_type": 1 if single else 2, **body}
        try:
            await self.say("aibot_send_msg", whole, place, now)
        except errors.BotOut:
            if not single and not place.made_as:  # the app still speaks in a group that it made
                await self._put_out.seen(place.chat)
            raise
        await self._put_out.back(place.chat)

    async def say(
        self,
        command: str,
        body: dict[str, Any],
        place: Place,
        now: datetime,
        req_id: str | None = None,
    ) -> None:
        """One command. What they call too often is not tried again until they will take it."""
        if self.link is None:
            raise Refused("回调方式下机器人不能主动发：配上自建应用，或改用长连接")
        try:
            await self.link.call(command, body, req_id)
        except errors.NotSubscribed:
            raise
        except Later as later:
            if later.wait >= timedelta(minutes=1):
                self.chats.close(place.chat.chat_id, now, later.wait)
            raise
