"""The Platform protocol on DingTalk, and what it hears."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.domain.chat import (
    ChatRef,
    DirectoryRead,
    FilesLost,
    GroupGone,
    Incoming,
    Message,
    QuotaLow,
)
from bot.domain.company import Company, Person
from bot.log import logger
from bot.platforms.attachments import WAITS, Attachments, name_of
from bot.platforms.base import Ability, File, Memory, Mention, Outgoing, Usage
from bot.platforms.dingtalk import hearing, people, permissions, quota
from bot.platforms.dingtalk.abilities import Abilities
from bot.platforms.dingtalk.addresses import SESSION_LASTS
from bot.platforms.dingtalk.callbacks import Callbacks
from bot.platforms.dingtalk.calling import Calling
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.documents import Documents
from bot.platforms.dingtalk.gathering import Gathering
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.dingtalk.speaking import Speaking
from bot.platforms.dingtalk.stream import CARDS, MESSAGES, Stream
from bot.platforms.gateway import Gateway
from bot.platforms.put_out import PutOut

#: Files come from the vendor's object storage; the address names the host.
_FILE_HOSTS = (".aliyuncs.com", ".dingtalk.com")

_log = logger()


class DingTalkPlatform:
    """`on_incoming` is the app's door; it returns once what came is durable."""

    name = hearing.NAME
    form = "text"

    def __init__(
        self,
        config: Config,
        memory: Memory,
        now: Callable[[], datetime],
        *,
        files: Path | None = None,
        silence: float = 60.0,
        first_wait: float = 1.0,
        fetches: Sequence[float] = WAITS,
    ) -> None:
        self._config = config
        self._memory = memory
        self._now = now
        self._timing = {"silence": silence, "first_wait": first_wait}
        self.rest = Rest(config, memory, now)
        self.callbacks = Callbacks(config, self.rest, now)
        self._abilities = Abilities(memory, now)
        self._speaking = Speaking(
            config,
            self.rest,
            memory,
            self.callbacks,
            self._abilities,
            PutOut(memory, now, self._accept),
        )
        self._gathering = Gathering(config, self.rest, memory, self._abilities)
        self._attachments = Attachments(
            self.name, lambda: self.rest.session, files, _FILE_HOSTS, config.api_base, waits=fetches
        )
        self._documents = Documents(config, self.rest, memory)
        self._calling = Calling(config, self.rest, memory, self._speaking.singles, self._abilities)
        self.on_incoming: Callable[[Incoming], Awaitable[object]] | None = None
        self.rest.quota.on_low = self._quota_low
        self._running: asyncio.Task[None] | None = None
        self._stream: Stream | None = None
        self._since: datetime | None = None
        self._order = asyncio.Lock()
        self.directory_changed = asyncio.Event()

    def meet(
        self, company: Callable[[], Awaitable[Company | None]], gateway: Gateway | None
    ) -> None:
        """The company as it stands (a webhook belongs to a department), and its own gateway."""
        self._speaking.addresses.company = company
        self._calling.gateway = gateway

    # -- from start to end --------------------------------------------------------------------

    def start(self) -> None:
        """Opens the stream. In callback mode the vendor comes to us, once the web is up."""
        if self._config.called_back:
            self.is_ready()
            if self._config.card_template and self._running is None:
                self._running = asyncio.create_task(self.callbacks.register())
            return
        if self._running is not None and not self._running.done():
            return
        self._stream = Stream(
            self._config, self.rest, self.pushed, self.is_ready, self.event, **self._timing
        )
        self._running = asyncio.create_task(self._stream.run())

    def is_ready(self) -> None:
        """It hears, or hears again; the first time is said."""
        if self._since is None:
            _log.info("ready", platform=self.name)
        self._since = self.hears_since or self._now()

    @property
    def hears_since(self) -> datetime | None:
        """A hand-over from one socket to the next is no break."""
        return self._since if self._stream is None or self._stream.is_open else None

    @property
    def locked(self) -> str:
        """A secret or an address that they refuse."""
        return self.rest.locked

    async def event(self, kind: str, data: Mapping[str, Any]) -> None:
        """An event of the organisation; returns once what follows from it is kept."""
        if kind.startswith(("user_", "org_dept_")):
            self.directory_changed.set()
        if kind.startswith(("user_", "org_dept_", "label_")):
            return  # free of quota, unlike all others
        await self.rest.quota.spend(quota.MESSAGES)
        came = await self._speaking.membership.heard(kind, data, self._now())
        if came is not None:
            await self._accept(came)
        if isinstance(came, GroupGone):
            await self._speaking.put_out.known(came.chat)

    async def stop(self) -> None:
        """Closes the socket and the connections."""
        if (running := self._running) is not None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        await self._attachments.stop()
        await self.rest.quota.stop()
        await self.rest.close()

    async def find_people(self, known: Sequence[Person]) -> Mapping[str, str]:
        """User ids for the people that have none on this platform, by key."""
        return await people.find(self.rest, known)

    async def read_directory(
        self, known: Sequence[Person], departments: Sequence[str]
    ) -> DirectoryRead:
        """Ids, who is away, and what is said of these departments."""
        away = await people.away(self.rest, known)
        gone = [p for p in known if away.get(p.key) == "gone"]
        ids = {**await self.find_people(known), **await people.find_by_mobile(self.rest, gone)}
        listed = await people.departments(self.rest, departments)
        now = self._now()
        return DirectoryRead(self._administrator, now.isoformat(), ids, away, listed, now)

    async def mistakes(self) -> list[str]:
        """What the vendor will not let us do, found out without changing anything."""
        found = await permissions.mistakes(self.rest, self._config)
        return found + await permissions.of_webhooks(self.rest, self._config)

    async def abilities(self) -> Sequence[Ability]:
        """DING by each way, the robot put into a new group, the card's template."""
        return await self._abilities.all(card=bool(self._config.card_template))

    async def usage(self) -> Sequence[Usage]:
        """Both monthly quotas of the organisation, as far as we have counted."""
        return await self.rest.quota.used()

    # -- what comes in ------------------------------------------------------------------------

    async def pushed(self, topic: str, data: Mapping[str, Any], push: str) -> Mapping[str, Any]:
        """A push of either mode. Returns once it is kept; what can't be read is logged and done."""
        try:
            if topic == MESSAGES:
                await self._message(data)
            elif topic == CARDS:
                await self._accept(hearing.press_of(data, push, self._now()))
        except ValueError as error:
            _log.warning("push_not_read", platform=self.name, topic=topic, reason=str(error))
        if topic in (MESSAGES, CARDS):
            await self.rest.quota.spend(quota.MESSAGES)
        return {}

    async def _message(self, data: Mapping[str, Any]) -> None:
        message = hearing.message_of(data, now := self._now())
        codes = message.images
        message = replace(message, images=tuple(map(name_of, codes)))
        if message.withheld:
            await self.rest.quota.used_up(quota.MESSAGES)
        if address := data.get("sessionWebhook"):
            until = now + SESSION_LASTS
            ends = hearing.instant(data.get("sessionWebhookExpiredTime"), until)
            self._speaking.addresses.heard(message.chat.chat_id, str(address), min(until, ends))
        # In the order they came, though a quoted card must be looked up first.
        async with self._order:
            message = await self._recognised(message)
            keeping = asyncio.ensure_future(self._accept(message))
        await keeping
        # A file is a file, whatever is in it; a picture is one of those that can be shown.
        any_kind = str(data.get("msgtype")) == "file"
        addresses = [(name_of(code), partial(self._file_address, code)) for code in codes]
        files = [(*each, bytes, any_kind) for each in addresses]
        self._attachments.fetch_all(files, partial(self._lost, message))

    async def _file_address(self, code: str) -> str:
        body = {"downloadCode": code, "robotCode": self._config.robot}
        answer = await self.rest.call("/v1.0/robot/messageFiles/download", body)
        return str(answer.get("downloadUrl") or "")

    async def _lost(self, message: Message, count: int) -> None:
        """Pictures that will never come: their sender is asked for them again."""
        await self._accept(
            FilesLost(message.chat, message.message_id, message.sender.user_id, count, self._now())
        )

    async def _recognised(self, message: Message) -> Message:
        """A quoted card is named by its carrier; our own id for it is what the ledger knows."""
        quote = message.quote
        if quote is None or quote.message_id is None:
            return message
        track = await self._memory.recall(f"carrier:{quote.message_id}")
        return replace(message, quote=replace(quote, message_id=track)) if track else message

    @property
    def _administrator(self) -> ChatRef:
        admin = self._config.admin
        return ChatRef(self.name, f"{hearing.SINGLE}{admin}" if admin else "")

    async def _quota_low(self, mark: str, usage: Usage) -> None:
        chat, now = self._administrator, self._now()
        await self._accept(
            QuotaLow(chat, mark, usage.name, usage.used, usage.limit, usage.ends, now)
        )

    async def _accept(self, incoming: Incoming) -> None:
        if self.on_incoming is None:
            raise RuntimeError("nobody is at the door")
        await self.on_incoming(incoming)

    # -- what goes out ------------------------------------------------------------------------

    @property
    def is_thrifty(self) -> bool:
        """From 70 % of the month's calls or messages on."""
        return max(map(self.rest.quota.part_of, (quota.CALLS, quota.MESSAGES))) >= quota.THRIFTY

    async def send(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        """Posts a message the best way there is."""
        return await self._speaking.send(chat, message, key, now)

    async def send_file(self, chat: ChatRef, file: File, key: str, now: datetime) -> str:
        """Uploads a picture or a document, and posts it."""
        return await self._documents.send(chat, file)

    async def update(self, chat: ChatRef, message_id: str, message: Outgoing, key: str) -> None:
        """Changes the card of a message in place."""
        await self._speaking.update(chat, message_id, message)

    async def make_group(
        self, title: str, members: Sequence[Mention], key: str, now: datetime
    ) -> ChatRef:
        """Gathers people in a group with the robot in it; the same key makes no second one."""
        return await self._gathering.make(title, members, key)

    async def close_group(self, chat: ChatRef, title: str, key: str, now: datetime) -> None:
        """Renames the group; a standby group is free again."""
        await self._gathering.close(chat, title)

    async def call(
        self,
        level: str,
        to: Sequence[Mention],
        text: str,
        meta: Mapping[str, str | int | None],
        key: str,
        now: datetime,
    ) -> None:
        """Calls people by DING, each at most once."""
        about = f"{meta.get('ticket')}:{meta.get('rule')}"
        await self._calling.call(level, to, text, meta, key, about)

    async def calls_read(self, ticket: int, rule: str) -> Mapping[str, bool]:
        """Who has read the DINGs about this rule."""
        return await self._calling.read(f"{ticket}:{rule}")

    async def take_back(self, ticket: int, rule: str, key: str) -> None:
        """Recalls the DINGs about this rule: nobody is rung about what has been done."""
        await self._calling.take_back(f"{ticket}:{rule}")
