"""Which way a message goes: what each can do, what it costs, and that a ring must ring.

A card rings, keeps the ticket's face and is known by an id of ours. A robot webhook rings, and
costs no call. The answer address rings too, costs nothing and lives for ninety minutes. A group
message by the app can't ring, so with it goes a single message to each who must hear.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.domain.chat import ChatRef
from bot.log import logger
from bot.platforms.base import Later, Memory, Mention, Outgoing, PlatformError, Refused, Spared
from bot.platforms.dingtalk import cards
from bot.platforms.dingtalk.abilities import CARD, Abilities
from bot.platforms.dingtalk.addresses import Addresses
from bot.platforms.dingtalk.callbacks import Callbacks
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.errors import ContentRefused, RobotOut, SessionGone
from bot.platforms.dingtalk.hearing import SINGLE
from bot.platforms.dingtalk.membership import Membership
from bot.platforms.dingtalk.quota import MESSAGES, RESERVE, TIGHT, is_major, matters
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.dingtalk.signing import webhook_query
from bot.platforms.dingtalk.singles import Singles
from bot.platforms.dingtalk.words import MOST_RUNG, parts, webhook_body
from bot.platforms.put_out import PutOut
from bot.platforms.standing import Standing

#: So long a sent card is known.
_KEPT = timedelta(days=60)
#: What stands of a message that came back: by a way that rings, or only shown in the group.
_RUNG, _SHOWN = "rung", "shown"
#: What a card shows by itself.
_ON_CARDS = {"progress", "closed"}

_log = logger()
_Way = Callable[[ChatRef, Outgoing, str, datetime], Awaitable[str]]


class Speaking:
    """Sends messages."""

    def __init__(
        self,
        config: Config,
        rest: Rest,
        memory: Memory,
        callbacks: Callbacks,
        abilities: Abilities,
        put_out: PutOut,
    ) -> None:
        self._callbacks = callbacks
        self._abilities = abilities
        self._standing = Standing(memory)
        self.singles = Singles(config, rest, self._standing)
        self._config = config
        self._rest = rest
        self._memory = memory
        self.addresses = Addresses(config)
        self.membership = Membership(memory)
        self.put_out = put_out
        self._installation = ""

    async def send(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        """Goes the first way that works; the last refusal is what is told."""
        await self.addresses.look(chat)
        if await self._is_spared(chat, message, now):
            raise Spared("the month's calls are kept for what matters")
        refused: Refused | None = None
        waiting: Later | None = None
        for way in self._ways(chat, message, key, now):
            try:
                sent = await way(chat, message, key, now)
                await self._reach_the_rest(chat, message, way, key)
                return sent
            except ContentRefused as error:
                if message.meta.get("neutral") or not message.neutral():
                    raise
                _log.warning("words_refused", reason=str(error))
                return await self.send(chat, _neutral(message), f"{key}/neutral", now)
            except Later as later:
                waiting = later
                if any(self._standing.begun(key, part) for part in (_RUNG, _SHOWN)):
                    break  # a part of it stands there, and the rest follows
            except Refused as error:
                _log.warning("way_closed", way=getattr(way, "__name__", ""), reason=str(error))
                refused = error
                if isinstance(error, RobotOut):
                    await self.put_out.seen(chat)
        if waiting is not None:
            raise waiting
        if message.mentions and not chat.chat_id.startswith(SINGLE):
            return await self._only_people(message, refused, key)
        raise refused or Refused("钉钉里没有能发到这里的路：把机器人加进群，再 @它 一次")

    async def _only_people(self, message: Outgoing, closed: Refused | None, key: str) -> str:
        """The group is closed to us: who must hear it hears it all the same."""
        try:
            ids = _ids(message.mentions)
            return (await self.singles.to_people(ids, parts(message), key)).id
        except ContentRefused:
            raise
        except Refused as error:  # what is wrong with the group comes first: that can be mended
            told = dict.fromkeys(str(each) for each in (closed, error) if each)
            raise Refused("；".join(told)) from error

    async def _is_spared(self, chat: ChatRef, message: Outgoing, now: datetime) -> bool:
        """Whether the ticket's card may tell it: only where no free way is open."""
        if self._rest.quota.part < TIGHT or matters(message) or message.card is not None:
            return False
        if message.meta.get("kind") not in _ON_CARDS or self.addresses.session(chat, now):
            return False
        return not self.addresses.has_webhook(chat, now) and await message.told()

    def _ways(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> Iterator[_Way]:
        single = chat.chat_id.startswith(SINGLE)
        if self._standing.begun(key, _SHOWN) or self._standing.begun(f"{key}/0", "single"):
            # Some of it stands, and by no other way does the rest follow it.
            yield self._by_single if single else self._by_group
            return
        answer = self._by_session if self.addresses.session(chat, now) else None
        # What is left of the calls is for major incidents first, then for what must ring.
        part = self._rest.quota.part
        spared = part >= TIGHT and not matters(message)
        kept = spared or (part >= RESERVE and not is_major(message))
        if kept and answer is not None:
            yield answer
        if kept and not single and self.addresses.has_webhook(chat, now):
            yield self._by_webhook
        led = not self._config.called_back or self._callbacks.route
        if message.card is not None and self._config.card_template and led:
            yield self._by_card
        if single:
            yield from filter(None, (answer, self._by_single))
            return
        if message.mentions and self.addresses.has_webhook(chat, now):
            yield self._by_webhook
        if answer is not None:
            yield answer
        yield self._by_group
        if not message.mentions and self.addresses.has_webhook(chat, now):
            yield self._by_webhook

    # -- the ways ---------------------------------------------------------------------------

    async def _by_card(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        if message.card is None:
            raise Refused("no card")
        track = f"hd-{await self._unique(key)}"
        space, models = cards.space(self._config.robot, chat, message)
        body = {
            "cardTemplateId": self._config.card_template,
            "outTrackId": track,
            **self._buttons_to(),
            "cardData": {"cardParamMap": cards.params(message.card, message)},
            "openSpaceId": f"dtv1.card//{space}",
            "userIdType": 1,
            **models,
        }
        try:
            answer = await self._rest.call("/v1.0/card/instances/createAndDeliver", body)
        except Refused as refused:
            if str(refused).startswith("param.cardAlreadyExist"):
                return track  # made by a try whose answer never came
            if str(refused).startswith("param.template"):
                await self._abilities.shown(CARD, refused)
            raise
        results = (answer.get("result") or {}).get("deliverResults") or []
        failed = [r for r in results if r.get("success") not in (True, "true")]
        if failed or not results:
            raise Refused(f"card not delivered: {failed[:1]}")
        await self._abilities.shown(CARD)
        if carrier := results[0].get("carrierId"):
            # A quote of this card will name the carrier, not our id.
            await self._memory.remember(f"carrier:{carrier}", track, _KEPT)
        await self._memory.remember(cards.newest(chat, message.card), track, _KEPT)
        return track

    async def _unique(self, key: str) -> str:
        """A key is of one database; the vendor's ids are of the app, and live longer than one."""
        if not self._installation:
            await self._memory.claim("installation", secrets.token_hex(4))
            self._installation = str(await self._memory.recall("installation"))
        return f"{self._installation}-{key.replace('/', '-')}"

    def _buttons_to(self) -> dict[str, str]:
        if not self._config.called_back:
            return {"callbackType": "STREAM"}
        return {"callbackType": "HTTP", "callbackRouteKey": self._callbacks.route}

    async def update(self, chat: ChatRef, message_id: str, message: Outgoing) -> None:
        """A card's new face, by key; what was sent another way stays as it was said.

        The last card of a ticket in a chat is its face. Those above it are brought up to date once,
        when nothing is left to press: each update costs a call of the month's.
        """
        if message.card is None or not message_id.startswith("hd-"):
            return
        if message.card.buttons:
            newest = await self._memory.recall(cards.newest(chat, message.card))
            if newest not in (None, message_id):
                return
        if self._rest.quota.part >= RESERVE and not matters(message):
            return  # a face that lags behind costs less than a call that nobody gets
        body = {
            "outTrackId": message_id,
            "cardData": {"cardParamMap": cards.params(message.card, message)},
            "cardUpdateOptions": {"updateCardDataByKey": True, "updatePrivateDataByKey": True},
            "userIdType": 1,
        }
        await self._rest.call("/v1.0/card/instances", body, "PUT")

    async def _by_webhook(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        webhook = self.addresses.webhook(chat)
        query = webhook_query(webhook.access_token, webhook.secret, now)
        url, unique = f"{self._config.oapi_base}/robot/send?{query}", await self._unique(key)

        async def say(i: int, text: str) -> None:
            body = webhook_body(text, message.mentions if i == 0 else ())
            self.addresses.webhook_used(chat, now)
            try:
                await self._rest.ask("POST", url, {**body, "msgUuid": f"{unique}-{i}"})
                await self._rest.quota.spend(MESSAGES)
            except Later as later:
                self.addresses.webhook_silent(chat, now + later.wait)
                raise

        await self._standing.each(key, _RUNG, parts(message), say)
        return f"webhook/{key}"

    async def _by_session(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        address = self.addresses.session(chat, now)
        if address is None:
            raise SessionGone("the answer's address has run out")

        async def say(i: int, text: str) -> None:
            said = webhook_body(text, message.mentions if i == 0 else ())
            await self._rest.ask("POST", address, said)
            # The vendor does not say whether answers count: we take it that they do.
            await self._rest.quota.spend(MESSAGES)

        try:
            await self._standing.each(key, _RUNG, parts(message), say)
        except SessionGone:
            self.addresses.forget_session(chat)
            raise
        return f"session/{key}"

    async def _by_group(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        said = parts(message)
        rung = len(said) - await self._standing.left(key, _RUNG, said)

        async def say(i: int, text: str) -> str:
            body = {
                "robotCode": self._config.robot,
                "openConversationId": chat.chat_id,
                "msgKey": "sampleText",
                "msgParam": json.dumps({"content": text}, ensure_ascii=False),
            }
            answer = await self._rest.call("/v1.0/robot/groupMessages/send", body)
            return str(answer.get("processQueryKey") or f"group/{key}")

        sent = await self._standing.each(key, _SHOWN, said[rung:], say)
        if message.mentions and not rung:
            # It shows the names and rings nobody: who must hear it gets it himself as well.
            await self.singles.to_people(_ids(message.mentions), said, key)
        return str(sent[0]) if sent else f"group/{key}"

    async def _reach_the_rest(self, chat: ChatRef, message: Outgoing, way: _Way, key: str) -> None:
        """Where the words stand in the group, who has left it can't be rung there, nor can more
        than one message rings."""
        if way == self._by_group:
            await self.put_out.back(chat)
        if way in (self._by_group, self._by_single) or not message.mentions:
            return
        gone, ids = await self.membership.gone(chat.chat_id), _ids(message.mentions)
        if missing := [user for i, user in enumerate(ids) if i >= MOST_RUNG or user in gone]:
            try:
                await self.singles.to_people(missing, parts(message), key)
            except PlatformError as error:
                _log.warning("left_not_told", reason=str(error))

    async def _by_single(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        person, said = chat.chat_id.removeprefix(SINGLE), parts(message)
        rung = len(said) - await self._standing.left(key, _RUNG, said)
        return (await self.singles.to_people([person], said[rung:], key)).id


def _ids(mentions: Sequence[Mention]) -> list[str]:
    return [mention.user_id for mention in mentions]


def _neutral(message: Outgoing) -> Outgoing:
    """Moderation refused the words: the number alone still tells that there is something."""
    return Outgoing(message.neutral(), message.mentions, meta={**message.meta, "neutral": 1})
