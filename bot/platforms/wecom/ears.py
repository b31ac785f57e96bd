"""What the platform hears: messages, clicks and visits, by socket and by callback."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from bot.domain.chat import ChatRef, FilesLost, Incoming, Message
from bot.log import logger
from bot.platforms.attachments import Attachments
from bot.platforms.base import Outgoing
from bot.platforms.envelope import decrypt_media
from bot.platforms.wecom import hearing
from bot.platforms.wecom.answers import Heard
from bot.platforms.wecom.app import quietly
from bot.platforms.wecom.callbacks import app_click_of, app_message_of
from bot.platforms.wecom.clicks import Clicks, updated
from bot.platforms.wecom.config import Config
from bot.platforms.wecom.gathering import Words
from bot.platforms.wecom.hearing import NAME
from bot.platforms.wecom.identity import Identity
from bot.platforms.wecom.link import EVENT, Link
from bot.platforms.wecom.rooms import Rooms, code_in
from bot.platforms.wecom.speaking import Speaking

#: Seconds before a callback that could not be kept is tried again.
_WAITS = (0.2, 2.0, 10.0)

_log = logger()


class Ears:
    """Everything is kept first (`on_incoming`), then answered."""

    def __init__(
        self,
        config: Config,
        now: Callable[[], datetime],
        words: Words,
        speaking: Speaking,
        rooms: Rooms,
        identity: Identity,
        clicks: Clicks,
        attachments: Attachments,
        directory_changed: asyncio.Event,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._config = config
        self._now = now
        self._words = words
        self._speaking = speaking
        self._rooms = rooms
        self._identity = identity
        self._clicks = clicks
        self._attachments = attachments
        self._directory_changed = directory_changed
        self._spawn = spawn
        self._order = asyncio.Lock()
        self.link: Link | None = None
        self.on_incoming: Callable[[Incoming], Awaitable[object]] | None = None

    async def pushed(self, command: str, body: Mapping[str, Any], req_id: str) -> None:
        """A frame of the link. It comes once, so what could not be kept is tried over."""
        for wait in (*_WAITS, None):
            try:
                if command == EVENT:
                    await self._event(body, req_id)
                else:
                    await self._message(body, req_id)
            except ValueError as error:
                _log.warning("callback_not_read", platform=NAME, reason=str(error))
            except Exception as error:
                if wait is None:
                    raise
                _log.error("callback_not_kept_yet", platform=NAME, exc_info=error)
                await asyncio.sleep(wait)
                continue
            return

    async def _message(
        self,
        body: Mapping[str, Any],
        req_id: str,
        waits: asyncio.Future[dict[str, Any]] | None = None,
    ) -> None:
        now = self._now()
        message, media = hearing.message_of(body, now, self._config.bot_name)
        # In the order they came, though a sender may have to be looked up first.
        async with self._order:
            heard = message.chat
            url = str(body.get("response_url") or "")
            came = Heard(req_id, url, now, message.message_id, waits)
            code = None if message.single else code_in(message.text)
            if code and (bound := await self._rooms.bind(code, heard.chat_id)):
                self._speaking.answers.heard(bound, came)
                self._spawn(quietly("bound_not_said", self._say_bound(bound, message.message_id)))
                return
            user = await self._identity.plain(message.sender.user_id)
            message = replace(message, sender=replace(message.sender, user_id=user, name=user))
            if message.single:
                await self._identity.heard(hearing.user_of(body), user)
                message = replace(message, chat=ChatRef(NAME, f"{hearing.SINGLE}{user}"))
            else:
                message = replace(message, chat=await self._rooms.chat_of(heard))
            self._speaking.answers.heard(message.chat, came)
            keeping = asyncio.ensure_future(self.accept(message))
        await keeping
        files = [
            (m.name, partial(_given, m.url), partial(_plain, m), not m.is_picture) for m in media
        ]
        self._attachments.fetch_all(files, partial(self._lost, message))

    async def _lost(self, message: Message, count: int) -> None:
        """Files that will never come: their sender is asked for them again."""
        await self.accept(
            FilesLost(message.chat, message.message_id, message.sender.user_id, count, self._now())
        )

    async def _say_bound(self, chat: ChatRef, message_id: str) -> None:
        said = Outgoing(self._words("room_bound", {}), meta={"kind": "reply"})
        await self._speaking.send(chat, said, f"bound/{message_id}/1", self._now())

    async def _event(self, body: Mapping[str, Any], req_id: str) -> None:
        kind, _ = hearing.event_of(body)
        if kind == "enter_chat" and self.link is not None:
            text = {"msgtype": "text", "text": {"content": self._words("welcome", {})}}
            await quietly(
                "welcome_not_said", self.link.call("aibot_respond_welcome_msg", text, req_id)
            )
        elif kind == "template_card_event":
            face = await self._click(body)
            self._clicks.answer(
                face, lambda new: self._bot_says("aibot_respond_update_msg", new, req_id)
            )

    async def _bot_says(self, command: str, body: dict[str, Any], req_id: str) -> None:
        if self.link is not None:
            await self.link.call(command, body, req_id)

    async def _click(self, body: Mapping[str, Any]) -> Awaitable[Mapping[str, Any] | None]:
        """Kept as a press; the card's new face is what comes back, when it is known."""
        press, task = hearing.press_of(body, self._now())
        # Two press at once: the first is the one that was first.
        async with self._order:
            user = await self._identity.plain(press.sender.user_id)
            if press.chat.chat_id.startswith(hearing.SINGLE):
                chat = ChatRef(NAME, f"{hearing.SINGLE}{user}")
            else:
                chat = await self._rooms.chat_of(press.chat)
            press = replace(press, chat=chat, sender=replace(press.sender, user_id=user, name=user))
            face = self._clicks.expect(task, press)
            keeping = asyncio.ensure_future(self.accept(press))
        await keeping
        return face

    async def accept(self, incoming: Incoming) -> None:
        """In by the door."""
        if self.on_incoming is None:
            raise RuntimeError("nobody is at the door")
        await self.on_incoming(incoming)

    async def called_bot(self, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """A callback of the bot: the same JSON, answered in time or else by its own address."""
        kind, _ = hearing.event_of(body)
        if kind == "enter_chat":
            return {"msgtype": "text", "text": {"content": self._words("welcome", {})}}
        if kind == "template_card_event":
            face = await (await self._click(body))
            return updated(face) if face is not None else None
        if str(body.get("msgtype")) in ("event", "stream"):
            return None
        waits: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        await self._message(self._with_key(body), "", waits)
        return await self._clicks.in_time(waits)

    def _with_key(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """In callback mode every file is encrypted with the address's own key."""
        return hearing.keyed(body, self._config.bot_key.encoding_aes_key)

    async def called_app(self, xml: Element) -> None:
        """What the application is told: a change of the directory, a click on its card, words."""
        if xml.findtext("Event") == "change_contact":
            self._directory_changed.set()
            return
        if xml.findtext("Event") == "template_card_event":
            body, code = app_click_of(xml)
            face = await self._click(body)
            self._clicks.answer_app(face, code, hearing.user_of(body))
            return
        if message := app_message_of(xml, self._now()):
            await self.accept(message)


async def _given(url: str) -> str:
    return url


def _plain(media: hearing.Media, data: bytes) -> bytes:
    return decrypt_media(data, media.aeskey) if media.aeskey else data
