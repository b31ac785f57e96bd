"""The Platform protocol on WeCom, and what it hears: bot, webhooks and app as one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.chat import ChatRef, DirectoryRead, GroupGone, Incoming
from bot.domain.company import Company, Person
from bot.log import logger
from bot.platforms.asking import Http
from bot.platforms.attachments import Attachments
from bot.platforms.base import Ability, File, Memory, Mention, Outgoing, Usage
from bot.platforms.gateway import Gateway
from bot.platforms.put_out import PutOut
from bot.platforms.standing import Standing
from bot.platforms.wecom import cards, hearing, people, permissions
from bot.platforms.wecom.app import App, quietly
from bot.platforms.wecom.appcards import AppCards
from bot.platforms.wecom.appchats import AppChats
from bot.platforms.wecom.callbacks import Callbacks
from bot.platforms.wecom.calling import Calling
from bot.platforms.wecom.clicks import PATIENCE, Clicks
from bot.platforms.wecom.config import Config
from bot.platforms.wecom.ears import Ears
from bot.platforms.wecom.faces import Faces
from bot.platforms.wecom.files import Files
from bot.platforms.wecom.gathering import Gathering, Words
from bot.platforms.wecom.identity import Identity
from bot.platforms.wecom.link import Link, Timing
from bot.platforms.wecom.rooms import Rooms
from bot.platforms.wecom.speaking import Speaking
from bot.platforms.wecom.telling import People

#: Files lie in the vendor's object storage.
_FILE_HOSTS = (".myqcloud.com", ".weixin.qq.com", ".qpic.cn")
_MOST_FILE = 100 * 1024 * 1024

_log = logger()


def _no_words(template: str, facts: Mapping[str, Any]) -> str:
    return template


class WeComPlatform:
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
        words: Words = _no_words,
        timing: Timing | None = None,
        patience: float = PATIENCE,
        look_after: float = 45.0,
    ) -> None:
        self._config = config
        self._now = now
        self.http = Http()
        self._running: set[asyncio.Task[None]] = set()
        self._alarmed: set[str] = set()
        self._since: datetime | None = None
        self._started = False
        self.directory_changed = asyncio.Event()
        self.app = App(config, self.http, now)
        self.app.alarm = self._alarm
        self._identity = Identity(self.app, memory)
        self._rooms = rooms = Rooms(memory)
        clickable = bool(config.app_key.token)
        standing, put_out = Standing(memory), PutOut(memory, now, self._gone)
        appchats = AppChats(self.app, memory)
        reached = People(self.app, memory, standing)
        faces = Faces(memory, AppCards(self.app, memory, reached, open_to_clicks=clickable))
        self._speaking = Speaking(
            config,
            appchats,
            reached,
            self.http,
            faces,
            rooms,
            self._identity,
            standing,
            put_out,
        )
        self._speaking.webhooks.alarm = self._alarm
        self._gathering = Gathering(config, self.app, memory, rooms, self._speaking, words, now)
        self._calling = Calling(config, self.app, memory, self._speaking, look_after)
        self._clicks = Clicks(faces, patience)
        self._files = Files(self.app, rooms, self._speaking)
        self._attachments = Attachments(
            self.name, lambda: self.http.session, files, _FILE_HOSTS, config.api_base,
            most=_MOST_FILE,
        )  # fmt: skip
        self._ears = Ears(
            config, now, words, self._speaking, rooms, self._identity, self._clicks,
            self._attachments, self.directory_changed, self._spawn,
        )  # fmt: skip
        self.callbacks = Callbacks(config, now, self._ears.called_bot, self._ears.called_app)
        self.link: Link | None = None
        if not config.called_back:
            heard, ready = self._ears.pushed, self.is_ready
            self.link = Link(config, self.http, memory, heard, ready, timing or Timing())
            self.link.alarm = self._alarm
        self._speaking.bot.link = self._ears.link = self.link

    @property
    def on_incoming(self) -> Callable[[Incoming], Awaitable[object]] | None:
        """The app's door."""
        return self._ears.on_incoming

    @on_incoming.setter
    def on_incoming(self, door: Callable[[Incoming], Awaitable[object]] | None) -> None:
        self._ears.on_incoming = door

    def meet(
        self, company: Callable[[], Awaitable[Company | None]], gateway: Gateway | None
    ) -> None:
        """The company as it stands (a webhook belongs to a department), and its own gateway."""
        self._speaking.webhooks.company = company
        self._calling.gateway = gateway

    # -- from start to end --------------------------------------------------------------------

    def start(self) -> None:
        """Opens the link; in callback mode the vendor comes to us, once the web is up."""
        if self._started:
            return
        self._started = True
        if self.link is None:
            self.is_ready()
        else:
            self._spawn(self.link.run())
        if self._config.has_app and self._config.rooms:
            self._spawn(self._gathering.prepare())
        if self._config.voice:
            self._spawn(self._calling.resume())

    def is_ready(self) -> None:
        """It hears, or hears again; the first time is said."""
        if not self._since:
            _log.info("ready", platform=self.name)
        self._rooms.look_again()
        self._since = self._now()

    @property
    def hears_since(self) -> datetime | None:
        """None while another process has the link, or nobody has."""
        return self._since if self.link is None or self.link.is_up else None

    @property
    def locked(self) -> str:
        """The app's secret or address; of the bot's own nothing is heard then."""
        return self.app.locked

    async def stop(self) -> None:
        """Closes the socket and the connections."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._clicks.stop()
        await self._calling.stop()
        await self._attachments.stop()
        await self.http.close()

    def _spawn(self, doing: Any) -> None:
        task = asyncio.ensure_future(doing)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def _alarm(self, words: str) -> None:
        """What only a person can mend is told to one, once a start for each."""
        _log.error("needs_a_person", platform=self.name, what=words)
        if self._config.admin and words not in self._alarmed:
            self._alarmed.add(words)
            now, admin = self._now(), Mention(self._config.admin, "")
            key = f"alarm/{now.isoformat()}/{words}"
            telling = self._speaking.ring([admin], Outgoing(words), now, key)
            self._spawn(quietly("admin_not_told", telling))

    async def _gone(self, gone: GroupGone) -> None:
        await self._ears.accept(gone)

    async def find_people(self, known: Sequence[Person]) -> Mapping[str, str]:
        """User ids for the people that have none on this platform, by key."""
        return await people.find(self.app, self._identity, known) if self._config.has_app else {}

    async def read_directory(
        self, known: Sequence[Person], departments: Sequence[str]
    ) -> DirectoryRead:
        """Ids, who is away, and what is said of these departments; nothing without the app."""
        now, admin = self._now(), self._config.admin
        chat = ChatRef(self.name, f"{hearing.SINGLE}{admin}" if admin else "")
        if not self._config.has_app:
            return DirectoryRead(chat, now.isoformat(), {}, {}, {}, now)
        away, unseen = await people.away(self.app, known)
        gone = [p for p in known if away.get(p.key) == "gone"]
        ids = {**await self.find_people(known), **await people.find_by_mobile(self.app, gone)}
        listed = await people.departments(self.app, departments)
        return DirectoryRead(chat, now.isoformat(), ids, away, listed, now, unseen)

    async def mistakes(self) -> list[str]:
        """What the vendor will not let us do, found out without changing anything."""
        self.app.alarm = lambda words: None  # said here, to whoever looks
        webhooks = self._speaking.webhooks
        webhooks.alarm = self.app.alarm
        found = await permissions.of_app(self.app, self._config)
        found += await permissions.of_people(self.app, self._config)
        found += await permissions.of_webhooks(webhooks, self._config, self._now())
        if self.link is not None and (lack := await self.link.try_out()):
            found.insert(0, f"企业微信机器人连不上：{lack}")
        return found

    async def abilities(self) -> Sequence[Ability]:
        """Nothing here is only seen by trying: what is missing is among the mistakes."""
        return ()

    async def usage(self) -> Sequence[Usage]:
        """No quota of theirs is counted by the month."""
        return ()

    # -- what goes out ------------------------------------------------------------------------

    @property
    def is_thrifty(self) -> bool:
        """Nothing here is counted by the month."""
        return False

    async def send(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        """Posts a message the best way there is."""
        return await self._speaking.send(chat, message, key, now)

    async def send_file(self, chat: ChatRef, file: File, key: str, now: datetime) -> str:
        """Posts a picture or a document."""
        return await self._files.send(chat, file, key, now)

    async def update(self, chat: ChatRef, message_id: str, message: Outgoing, key: str) -> None:
        """A card's new face: shown to whoever pressed, and kept for whoever will."""
        if message.card is not None and cards.is_task(message_id):
            await self._clicks.update(message_id, message.card)

    async def make_group(
        self, title: str, members: Sequence[Mention], key: str, now: datetime
    ) -> ChatRef:
        """Gathers people in one group; the same key makes no second one."""
        return await self._gathering.make(title, members, key, now)

    async def close_group(self, chat: ChatRef, title: str, key: str, now: datetime) -> None:
        """Renames the group; a room that was kept ready is emptied and free again."""
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
        """Calls people, each at most once."""
        await self._calling.call(level, to, text, meta, key, now)

    async def calls_read(self, ticket: int, rule: str) -> Mapping[str, bool]:
        """The vendor does not say who has read."""
        return {}

    async def take_back(self, ticket: int, rule: str, key: str) -> None:
        """Nobody is called any more about what has been done."""
        await self._calling.take_back(f"{ticket}:{rule}")
