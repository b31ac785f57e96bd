"""Which way a message goes: what each can do, what it costs, and that a ring must ring.

The bot answers and pushes, shows cards, and rings nobody. A group's webhook rings and hears
nothing. The app writes to people, which rings, and to the groups that it made itself. Where a
message must ring and the group has nothing that rings, it goes to each of them as well.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from bot.domain.chat import ChatRef
from bot.log import logger
from bot.platforms.asking import Http, as_json
from bot.platforms.base import Later, Mention, Outgoing, PlatformError, Refused, Unknown
from bot.platforms.put_out import PutOut
from bot.platforms.standing import Standing
from bot.platforms.texts import again, pieces
from bot.platforms.wecom import errors, words
from bot.platforms.wecom.answers import Answers, Heard, in_callback
from bot.platforms.wecom.appcards import Face
from bot.platforms.wecom.appchats import AppChats
from bot.platforms.wecom.config import Config
from bot.platforms.wecom.faces import Faces
from bot.platforms.wecom.hearing import NAME, SINGLE
from bot.platforms.wecom.identity import Identity
from bot.platforms.wecom.pushing import Pushing
from bot.platforms.wecom.rooms import Place, Rooms
from bot.platforms.wecom.telling import People
from bot.platforms.wecom.webhooks import Webhooks

#: What answers somebody goes by the answer's way while that is open.
_ANSWERS = {"reply", "refusal", "question", "opened", "report"}
#: What stands in the chat of a message that came back is noted so.
_PARTS = ("bot", "webhook", "made")
#: Cards are left out first: words do without them.
_CARDS_UNTIL = 12

_log = logger()
_Way = Callable[[Place, Outgoing, str, datetime], Awaitable[str]]


class Speaking:
    """Sends messages."""

    def __init__(
        self,
        config: Config,
        appchats: AppChats,
        people: People,
        http: Http,
        faces: Faces,
        rooms: Rooms,
        identity: Identity,
        standing: Standing,
        put_out: PutOut,
    ) -> None:
        self._config = config
        self._http = http
        self._faces = faces
        self._rooms = rooms
        self.answers = Answers()
        self._standing, self._put_out = standing, put_out
        self.bot = Pushing(identity, put_out)
        self.webhooks = Webhooks(config, http)
        self.appchats, self.people = appchats, people

    async def send(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        """Goes the first way that works; what each way was refused with is told."""
        place = await self._rooms.place_of(chat)
        try:
            sent = await self._words(place, message, key, now)
        except errors.ContentRefused as error:
            if message.meta.get("neutral") or not message.neutral():
                raise
            _log.warning("words_refused", platform=NAME, reason=str(error))
            plain = Outgoing(
                message.neutral(), message.mentions, meta={**message.meta, "neutral": 1}
            )
            return await self.send(chat, plain, f"{key}/neutral", now)
        except Unknown:
            self._standing.doubt(key)
            raise
        return await self._card(place, message, key, now) or sent

    async def _words(self, place: Place, message: Outgoing, key: str, now: datetime) -> str:
        refused: Refused | None = None
        waiting: Later | None = None
        for way in await self._ways(place, message, key, now):
            if waiting is not None and way == self._only_people:
                break  # the group can be reached, only not yet
            try:
                doing = partial(way, place, message, key, now)
                return str(await self._standing.once(key, way.__name__, doing))
            except errors.ContentRefused:
                raise
            except Later as later:
                waiting = later if waiting is None or later.wait < waiting.wait else waiting
                if any(self._standing.begun(key, part) for part in _PARTS):
                    break  # a part of it stands there, and the rest follows
            except Refused as error:
                _log.warning("way_closed", platform=NAME, way=way.__name__, reason=str(error))
                if refused is None:
                    refused = error
                elif str(error) not in str(refused):
                    refused = Refused(f"{refused}；{error}")
        if waiting is not None:
            raise waiting
        raise refused or Refused("企业微信里没有能发到这里的路：把机器人加进群，再 @它 一次")

    async def _ways(self, place: Place, message: Outgoing, key: str, now: datetime) -> list[_Way]:
        asked = message.meta.get("kind") in _ANSWERS
        waits = asked and self._heard(place, message, key, now) is not None
        answers = [self._by_answer] if waits else []
        bot: list[_Way] = [*answers, self._by_push] if place.heard_as else []
        if place.chat.chat_id.startswith(SINGLE):
            return [*bot, self._by_app]
        webhook = [self._by_webhook] if await self.webhooks.of(place.chat) else []
        made = [self._by_made_group] if place.made_as else []
        if not message.mentions:
            return [*bot, *made, *webhook]
        return [*webhook, *made, *(_rung(self, way) for way in bot), self._only_people]

    def _heard(self, place: Place, message: Outgoing, key: str, now: datetime) -> Heard | None:
        said = str(message.meta.get("answers") or "")
        spare = self.bot.link is None  # nothing can be pushed
        return self.answers.waiting(place.chat.chat_id, key, now, said, spare=spare)

    # -- the ways ---------------------------------------------------------------------------

    async def _by_answer(self, place: Place, message: Outgoing, key: str, now: datetime) -> str:
        parts = pieces(words.markdown(message.text), words.MOST_MARKDOWN, again(message))
        heard = self._heard(place, message, key, now)
        if heard is None:
            raise Refused("nothing waits for an answer")
        self.bot.chats.take(place.chat.chat_id, now, len(parts))
        self.answers.use(place.chat.chat_id, heard, key)
        if (waits := heard.waits) is not None and len(parts) == 1:
            face: Face | None = None
            sent = f"answer/{key}"
            if message.card is not None:
                sent, face = await self._faces.new(place.chat, message.card, key)
            if not waits.done():
                waits.set_result(in_callback(key, parts[0], face))
                return sent

        async def say(i: int, part: str) -> None:
            body = {"msgtype": "markdown", "markdown": {"content": part}}
            if heard.req_id and self.bot.link is not None:
                await self.bot.say("aibot_respond_msg", body, place, now, heard.req_id)
            elif heard.url and i == 0:
                await self.webhooks.post(heard.url, as_json(body))
            else:
                raise Refused("the answer's way is closed")

        await self._standing.each(key, "bot", parts, say)
        return f"answer/{key}"

    async def _by_push(self, place: Place, message: Outgoing, key: str, now: datetime) -> str:
        parts = pieces(words.markdown(message.text), words.MOST_MARKDOWN, again(message))
        left = await self._standing.left(key, "bot", parts)
        self.bot.chats.take(place.chat.chat_id, now, left)

        async def say(i: int, part: str) -> None:
            body = {"msgtype": "markdown", "markdown": {"content": part}}
            await self.bot.push(place, body, now)

        await self._standing.each(key, "bot", parts, say)
        return f"push/{key}"

    async def _by_webhook(self, place: Place, message: Outgoing, key: str, now: datetime) -> str:
        hook = await self.webhooks.of(place.chat)
        parts = words.texts(message)
        self.webhooks.take(hook, now, await self._standing.left(key, "webhook", parts))

        async def say(i: int, part: str) -> None:
            await self.webhooks.say(hook, words.ringing(message, i, part), now)

        await self._standing.each(key, "webhook", parts, say)
        return f"webhook/{key}"

    async def _by_made_group(self, place: Place, message: Outgoing, key: str, now: datetime) -> str:
        async def say(i: int, part: str) -> None:
            await self.appchats.say(place.made_as, [words.ringing(message, i, part)], now)

        try:
            await self._standing.each(key, "made", words.texts(message), say)
        except errors.BotOut:
            await self._put_out.seen(place.chat)
            raise
        if outside := await self.appchats.outside(place.made_as, message.mentions):
            with suppress(Refused):
                await self._ring_once(outside, message, key, now)
        return f"appchat/{key}"

    async def _by_app(self, place: Place, message: Outgoing, key: str, now: datetime) -> str:
        person = place.chat.chat_id.removeprefix(SINGLE)
        missed, _ = await self.people.tell([person], message, now, key)
        if missed:
            raise Refused("自建应用叫不到他：看看他在不在应用的可见范围")
        return f"app/{key}"

    async def _only_people(self, place: Place, message: Outgoing, key: str, now: datetime) -> str:
        """The group can't be reached at all: at least those who must hear it hear it."""
        await self._ring_once(message.mentions, message, key, now)
        return f"people/{key}"

    # -- people -----------------------------------------------------------------------------

    async def _ring_once(
        self, people: Sequence[Mention], message: Outgoing, key: str, now: datetime
    ) -> None:
        ring = partial(self.ring, people, message, now, key)
        await self._standing.once(key, "ring", ring)

    async def ring(
        self, people: Sequence[Mention], message: Outgoing, now: datetime, key: str
    ) -> str:
        """To each of them. Raises Refused when it reached nobody."""
        ids = list(dict.fromkeys(m.user_id for m in people))
        why = ""
        try:
            missed, _ = await self.people.tell(ids, message, now, key)
        except errors.Misconfigured as error:
            missed, why = list(ids), f"：{error}"
        for person in list(missed):
            place = Place(ChatRef(NAME, f"{SINGLE}{person}"), heard_as=f"{SINGLE}{person}")
            try:
                await self._by_push(place, message, f"{key}/{person}", now)
                missed.remove(person)
            except PlatformError as error:
                _log.warning("not_rung", platform=NAME, reason=str(error)[:120])
        if len(missed) >= len(ids):
            names = "、".join(m.name or m.user_id for m in people)
            raise Refused(f"没叫到{names}{why or '：应用消息和机器人单聊都送不到'}")
        return "rung"

    # -- cards ------------------------------------------------------------------------------

    async def _card(self, place: Place, message: Outgoing, key: str, now: datetime) -> str | None:
        """After the words, which do without it: what goes wrong here is not tried again."""
        if message.card is None:
            return None
        task, face = await self._faces.new(place.chat, message.card, key)
        if self._faces.app.open_to_clicks and self._standing.begun(key, "ring"):
            await self._faces.app.show([m.user_id for m in message.mentions], task, face, now)
        if self.bot.link is None or not place.heard_as:
            return task if self._faces.app.open_to_clicks else None
        if self.bot.chats.used(place.chat.chat_id, now) >= _CARDS_UNTIL:
            return None
        try:
            self.bot.chats.take(place.chat.chat_id, now)
            await self.bot.push(place, {"msgtype": "template_card", "template_card": face}, now)
        except PlatformError as error:
            _log.warning("card_not_sent", platform=NAME, reason=str(error)[:160])
            return None if not isinstance(error, Unknown) else task
        return task


def _rung(speaking: Speaking, way: _Way) -> _Way:
    """The bot's way shows the names and rings nobody: who must hear it gets it himself as well."""

    async def both(place: Place, message: Outgoing, key: str, now: datetime) -> str:
        ring = partial(speaking._ring_once, message.mentions, message, key, now)
        try:
            doing = partial(way, place, message, key, now)
            sent = await speaking._standing.once(key, "shown", doing)
        except Later:
            # The group waits; those who must hear it don't.
            with suppress(Refused):
                await ring()
            raise
        await ring()
        return str(sent)

    both.__name__ = f"rung{way.__name__}"
    return both
