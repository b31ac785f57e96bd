"""Pictures and documents that the bot sends, by whichever way reaches the chat."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import Any

from bot.domain.chat import ChatRef
from bot.log import logger
from bot.platforms.base import File, Later, Refused
from bot.platforms.wecom.app import App, multipart
from bot.platforms.wecom.hearing import NAME, SINGLE
from bot.platforms.wecom.rooms import Place, Rooms
from bot.platforms.wecom.speaking import Speaking
from bot.platforms.wecom.uploads import Uploads, check_size, kind_of
from bot.platforms.wecom.words import file_name

#: A webhook shows pictures up to 2 MB; a larger one goes as a file.
_MOST_SHOWN = 2 * 1024 * 1024

_log = logger()


class Files:
    """An upload belongs to who made it: bot, webhook and app each need their own."""

    def __init__(self, app: App, rooms: Rooms, speaking: Speaking) -> None:
        self._app = app
        self._rooms = rooms
        self._speaking = speaking
        self._uploads = Uploads()

    async def send(self, chat: ChatRef, file: File, key: str, now: datetime) -> str:
        """Goes the first way that works."""
        place = await self._rooms.place_of(chat)
        check_size(file.data)
        kind = kind_of(file.data)
        refused: Refused | None = None
        waiting: Later | None = None
        for way in (self._by_bot, self._by_webhook, self._by_app):
            try:
                await way(place, file, kind, now)
            except Later as later:
                waiting = later
            except Refused as error:
                _log.warning("way_closed", platform=NAME, way=way.__name__, reason=str(error))
                refused = error
            else:
                return f"file/{key}"
        raise waiting or refused or Refused("企业微信里没有能发文件到这里的路")

    async def _by_bot(self, place: Place, file: File, kind: str, now: datetime) -> None:
        link = self._speaking.bot.link
        if link is None or not place.heard_as:
            raise Refused("机器人不在这个群里")
        media = await self._uploads.upload(link, kind, file.name, file.data, now)
        self._speaking.bot.chats.take(place.chat.chat_id, now)
        await self._speaking.bot.push(place, {"msgtype": kind, kind: {"media_id": media}}, now)

    async def _by_webhook(self, place: Place, file: File, kind: str, now: datetime) -> None:
        webhooks = self._speaking.webhooks
        hook = await webhooks.of(place.chat)
        if not hook:
            raise Refused("这个群没有配 wecom_webhook")
        webhooks.take(hook, now)
        if kind == "image" and len(file.data) <= _MOST_SHOWN:
            digest = hashlib.md5(file.data, usedforsecurity=False).hexdigest()
            image = {"base64": base64.b64encode(file.data).decode(), "md5": digest}
            await webhooks.say(hook, {"msgtype": "image", "image": image}, now)
            return
        media = await webhooks.upload(hook, *multipart(file_name(file.name), file.data))
        await webhooks.say(hook, {"msgtype": "file", "file": {"media_id": media}}, now)

    async def _by_app(self, place: Place, file: File, kind: str, now: datetime) -> None:
        single = place.chat.chat_id.startswith(SINGLE)
        if not single and not place.made_as:
            raise Refused("不是自建应用建的群")
        media = {"media_id": await self._app.upload(kind, file_name(file.name), file.data)}
        body: dict[str, Any] = {"msgtype": kind, kind: media}
        if single:
            person = place.chat.chat_id.removeprefix(SINGLE)
            await self._speaking.people.take([person], now)
            body |= {
                "touser": person,
                "agentid": self._app.agent_id,
            }
            answer = await self._app.post("/cgi-bin/message/send", body)
            if answer.get("invaliduser") or answer.get("unlicenseduser"):
                raise Refused("自建应用叫不到他：看看他在不在应用的可见范围")
        else:
            await self._speaking.appchats.say(place.made_as, [body], now)
