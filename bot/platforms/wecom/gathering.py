"""The emergency group: a room that was kept ready and that the bot hears, else a new one.

One group, not two. Both are made by the app under chatids of our own, so a retry makes no second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.chat import ChatRef
from bot.domain.retry import KEPT
from bot.log import logger
from bot.platforms.base import Later, Memory, Mention, PlatformError, Refused, Unknown
from bot.platforms.wecom import errors
from bot.platforms.wecom.app import App, quietly
from bot.platforms.wecom.config import Config
from bot.platforms.wecom.hearing import MADE, NAME
from bot.platforms.wecom.rooms import Place, Rooms
from bot.platforms.wecom.speaking import Speaking
from bot.platforms.wecom.words import group_name, plain

#: A group without at least two people can't be; with more than this one call is not enough.
_LEAST, _MOST = 2, 500
#: Another process may have the bot's link, and takes the row by then.
_PATIENCE = timedelta(seconds=30)

_log = logger()
#: (template, facts) -> words for people
Words = Callable[[str, dict[str, Any]], str]


class Gathering:
    """Keeps rooms ready, fills one, empties it again."""

    def __init__(
        self,
        config: Config,
        app: App,
        memory: Memory,
        rooms: Rooms,
        speaking: Speaking,
        words: Words,
        now: Callable[[], datetime],
    ) -> None:
        self._config = config
        self._app = app
        self._now = now
        self._memory = memory
        self._rooms = rooms
        self._speaking = speaking
        self._words = words

    async def prepare(self) -> None:
        """Makes the rooms that are to be ready, once, and posts how the bot gets into them."""
        if self._config.rooms and len(self._config.keepers) < _LEAST:
            self._app.alarm("备用应急群没建：platforms.wecom.keepers 至少写两个人的 userid")
            return
        for number in range(1, self._config.rooms + 1):
            made = f"{self._config.name_prefix}{number}"
            if await self._memory.recall(f"room:{made}"):
                continue
            try:
                await self._create(made, self._idle(number), list(self._config.keepers))
                await self._post_code(made)
                await self._memory.remember(f"room:{made}", True)
            except PlatformError as error:
                _log.warning("room_not_made", platform=NAME, reason=str(error)[:160])
                return

    async def make(
        self, title: str, members: Sequence[Mention], key: str, now: datetime
    ) -> ChatRef:
        """Everybody in one group. Raises Refused when there is none to be had."""
        people = list(dict.fromkeys(m.user_id for m in members))
        if not people:
            raise Refused("应急小组里没有人在企业微信里")
        name = f"group:{key}"
        found = await self._memory.recall(name)
        if found is None:
            found = await self._ready_room(title, people, name, now)
        if found is None:
            found = await self._new_group(title, people, key)
            await self._memory.remember(name, found, KEPT)
        return ChatRef(NAME, f"{MADE}{found}")

    # -- a room that is ready -------------------------------------------------------------------

    async def _ready_room(
        self, title: str, people: list[str], name: str, now: datetime
    ) -> str | None:
        for number in range(1, self._config.rooms + 1):
            made = f"{self._config.name_prefix}{number}"
            place = await self._rooms.place_of(ChatRef(NAME, f"{MADE}{made}"))
            if not place.heard_as:
                continue
            mark = f"taken:{made}"
            if not await self._memory.claim(mark, name) and await self._memory.recall(mark) != name:
                continue
            try:
                await self._usable(number, self._fill(made, title, people))
                await self._greet(place, title, name, now)
            except (Later, Unknown):
                raise
            except PlatformError as error:
                _log.warning("room_refused", platform=NAME, room=made, reason=str(error)[:160])
                await quietly("room_not_emptied", self._empty(made, number))
                await self._memory.forget(mark)
                continue
            await self._memory.remember(name, made, KEPT)
            return made
        return None

    async def _usable(self, number: int, doing: Awaitable[None]) -> None:
        """A room that refuses us is no room for the next incident either."""
        try:
            await doing
        except Refused as refused:
            self._app.alarm(f"{self._idle(number)}用不了，这次没用它：{refused}")
            raise

    async def _greet(self, place: Place, title: str, name: str, now: datetime) -> None:
        """The bot says the first word: whether it is still in there shows now, not later."""
        words = plain(self._words("room_ready", {"title": title}))
        body = {"msgtype": "markdown", "markdown": {"content": words}}
        try:
            await self._speaking.bot.push(place, body, now)
        except Refused:
            self._app.alarm(f"机器人已不在备用应急群里，请重新把它加进去：{place.made_as}")
            await self._rooms.deafen(place.made_as)
            await quietly("code_not_posted", self._post_code(place.made_as))
            raise
        except Later:
            if not await self._waited(f"greeting:{name}", now):
                raise
            # The bot is away itself; those who are to come don't wait for it.
            text = {"msgtype": "text", "text": {"content": words}}
            await self._speaking.appchats.say(place.made_as, [text], now)

    async def _waited(self, name: str, now: datetime) -> bool:
        """Whether the bot has been waited for long enough, since the first time that one asked."""
        await self._memory.claim(name, now.timestamp(), KEPT)
        begun = float(await self._memory.recall(name) or now.timestamp())
        return now.timestamp() - begun >= _PATIENCE.total_seconds()

    async def _fill(self, made: str, title: str, people: list[str]) -> None:
        there = await self._members(made)
        fresh = [p for p in people if p not in there]

        async def fill(fresh: list[str]) -> None:
            body: dict[str, Any] = {"chatid": made, "name": group_name(title)}
            if fresh:
                body["add_user_list"] = fresh
            await self._app.post("/cgi-bin/appchat/update", body)

        await self._without_strangers(fill, fresh)

    # -- a new group ----------------------------------------------------------------------------

    async def _new_group(self, title: str, people: list[str], key: str) -> str:
        """The first message makes it be seen, and says how to report: the bot is not in there."""
        made = f"heatdesk{hashlib.sha256(f'{self._config.bot_id}/{key}'.encode()).hexdigest()[:20]}"
        if len(people) < _LEAST:
            people = list(dict.fromkeys([*people, *self._config.keepers]))
        if len(people) < _LEAST:
            raise Refused("建群至少要两个人有企业微信账号")

        async def create(people: list[str]) -> None:
            await self._create(made, group_name(title), people)

        await self._without_strangers(create, people[:_MOST])
        await self._post_code(made, KEPT)  # a room is for ever; an incident is not
        return made

    async def _without_strangers(
        self, doing: Callable[[list[str]], Awaitable[None]], people: list[str]
    ) -> None:
        """With everybody; else without whom the app can't see: they would keep all others out."""
        try:
            await doing(people)
        except (errors.MemberRefused, errors.OutOfRange):
            seen = [person for person in people if await self._is_seen(person)]
            if len(seen) == len(people):
                raise
            left_out = "、".join(person for person in people if person not in seen)
            self._app.alarm(f"应急群拉不进这些人，应用看不见他们：{left_out}。请加进应用的可见范围")
            await doing(seen)

    async def _is_seen(self, person: str) -> bool:
        try:
            await self._app.get("/cgi-bin/user/get", userid=person)
        except Refused:
            return False
        return True

    async def _create(self, made: str, name: str, people: list[str]) -> None:
        body = {"name": name, "owner": people[0], "userlist": people, "chatid": made}
        try:
            await self._app.post("/cgi-bin/appchat/create", body)
        except errors.GroupExists:
            # By a try whose answer never came, or before this database was.
            await self._app.get("/cgi-bin/appchat/get", chatid=made)

    async def _post_code(self, made: str, lasts: timedelta | None = None) -> None:
        code = await self._rooms.code_for(made, lasts)
        bot = self._config.bot_name or "机器人"
        content = plain(self._words("room_code", {"bot": bot, "code": code}))
        body = {"msgtype": "text", "text": {"content": content}}
        await self._speaking.appchats.say(made, [body], self._now())

    # -- afterwards -----------------------------------------------------------------------------

    async def close(self, chat: ChatRef, title: str) -> None:
        """Renamed, since nothing dissolves it; a room that was kept ready is emptied and free."""
        if not chat.chat_id.startswith(MADE):
            return
        made = chat.chat_id.removeprefix(MADE)
        number = made.removeprefix(self._config.name_prefix)
        if not made.startswith(self._config.name_prefix) or not number.isdigit():
            body = {"chatid": made, "name": group_name(title)}
            await self._app.post("/cgi-bin/appchat/update", body)
            return
        await self._empty(made, int(number))
        await self._memory.forget(f"taken:{made}")

    async def _empty(self, made: str, number: int) -> None:
        there, stay = await self._members(made), list(self._config.keepers)
        body: dict[str, Any] = {"chatid": made, "name": self._idle(number), "owner": stay[0]}
        if missing := [p for p in stay if p not in there]:
            body["add_user_list"] = missing
        if guests := [p for p in there if p not in stay]:
            body["del_user_list"] = guests
        await self._app.post("/cgi-bin/appchat/update", body)

    async def _members(self, made: str) -> list[str]:
        return await self._speaking.appchats.members(made)

    def _idle(self, number: int) -> str:
        return group_name(self._words("room_idle", {"number": number}))
