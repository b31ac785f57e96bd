"""DING: in the app, by SMS, by phone. Nobody is called twice for one reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.domain.retry import KEPT
from bot.log import logger
from bot.platforms.base import Later, Memory, Mention, PlatformError, Refused, Unknown
from bot.platforms.dingtalk.abilities import DING, Abilities
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.errors import Locked
from bot.platforms.dingtalk.hearing import NAME
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.dingtalk.singles import Reached, Singles
from bot.platforms.dingtalk.words import harmless
from bot.platforms.gateway import Gateway
from bot.platforms.lenient import list_of, object_of

_TYPES = {"app": 1, "sms": 2, "phone": 3}
#: Where one way is closed the next lower one is tried.
_DOWN = {"phone": ("phone", "sms", "app"), "sms": ("sms", "app"), "app": ("app",)}
#: SMS and phone take 20 people at once; in the app more, but one figure does for all.
_MOST = 20
#: What is known of one way for one call.
_ASKED, _CLOSED = "asked", "closed"
#: A voice reads no more than this.
_MOST_WORDS = 100
#: A call older than this can't be taken back anyway.
_TAKEN_BACK = timedelta(days=1)

#: The status is not documented; these are read, all else is not.
_READ = {"READ", "1", "TRUE"}

_log = logger()
Meta = Mapping[str, str | int | None]


class Calling:
    """Calls people; what edition and packs allow is found out by calling."""

    def __init__(
        self, config: Config, rest: Rest, memory: Memory, singles: Singles, abilities: Abilities
    ) -> None:
        self._config = config
        self._rest = rest
        self._memory = memory
        self._singles = singles
        self._abilities = abilities
        #: the company's own, where it has one
        self.gateway: Gateway | None = None

    async def call(
        self, level: str, to: Sequence[Mention], text: str, meta: Meta, key: str, about: str
    ) -> None:
        """At most once each, by the best way that is open; a single message is the last.

        `about` names what it is about, for taking it back.
        """
        people = list(dict.fromkeys(m.user_id for m in to))
        if not people:
            raise Refused("要叫的人都没有钉钉账号")
        for i in range(0, len(people), _MOST):
            some = people[i : i + _MOST]
            await self._some(level, some, text, meta, f"ding:{key}:{i}", about)

    async def _some(
        self, level: str, people: list[str], text: str, meta: Meta, name: str, about: str
    ) -> None:
        for way in _DOWN[level]:
            mark = f"{name}:{way}"
            # Written down before it is done: what may have rung does not ring again, by any way.
            if not await self._memory.claim(mark, _ASKED, KEPT):
                if await self._memory.recall(mark) == _CLOSED:
                    continue
                return
            try:
                ding, missed = await self._ding(way, people, text)
            except Locked:
                if await self._by_gateway(way, people, text, meta, name, about):
                    return
                await self._memory.forget(mark)
                raise
            except Later:
                await self._memory.forget(mark)
                raise
            except Unknown as error:
                _log.warning("call_unknown", way=way, reason=str(error))
                return
            except PlatformError as error:
                _log.warning("call_closed", way=way, reason=str(error))
                await self._abilities.shown(DING.format(way), error)
                if await self._by_gateway(way, people, text, meta, name, about):
                    return
                await self._memory.remember(mark, _CLOSED, KEPT)
                continue
            await self._abilities.shown(DING.format(way))
            known = await self._memory.recall(f"dings:{about}") or []
            await self._memory.remember(f"dings:{about}", [*known, *ding], _TAKEN_BACK)
            await self._told_instead(missed, text, about, name)
            return
        await self._say(people, text, about, name)

    async def _say(self, people: list[str], text: str, about: str, name: str) -> None:
        """Words instead of a ring; they too are looked after and taken back."""
        reached = await self._singles.to_people(people, [harmless(text)], name)
        known = await self._memory.recall(f"singles:{about}") or []
        said = [*known, [list(reached.keys), list(reached.tasks)]]
        await self._memory.remember(f"singles:{about}", said, _TAKEN_BACK)

    async def _by_gateway(
        self, way: str, people: list[str], text: str, meta: Meta, name: str, about: str
    ) -> bool:
        """Where DING does not ring, the company's own telephone may; a repetition rings once."""
        if self.gateway is None or way == "app":
            return False
        key = f"{NAME}:{name}:{way}"
        try:
            mentions = [Mention(person, person) for person in people]
            await self.gateway.call_people(NAME, way, mentions, text, meta, key)
        except Later:
            await self._memory.forget(f"{name}:{way}")
            raise
        except PlatformError as error:
            _log.warning("gateway_closed", way=way, reason=str(error))
            return False
        known = await self._memory.recall(f"gateway:{about}") or []
        await self._memory.remember(f"gateway:{about}", [*known, key], _TAKEN_BACK)
        return True

    async def _told_instead(self, missed: list[str], text: str, about: str, name: str) -> None:
        """Whom the call did not reach; the others have been called, so nothing is tried again."""
        try:
            if missed:
                await self._say(missed, text, about, name)
        except PlatformError as error:
            _log.warning("missed_not_told", reason=str(error))

    async def take_back(self, about: str) -> None:
        """What can't be recalled any more stays; nothing depends on it."""
        for ding in await self._memory.recall(f"dings:{about}") or []:
            body = {"robotCode": self._config.robot, "openDingId": ding}
            try:
                await self._rest.call("/v1.0/robot/ding/recall", body)
            except Refused as error:
                _log.info("call_not_taken_back", reason=str(error))
        await self._memory.forget(f"dings:{about}")
        for each in await self._said(about):
            await self._singles.take_back(each)
        await self._memory.forget(f"singles:{about}")
        if self.gateway is not None:
            for key in await self._memory.recall(f"gateway:{about}") or []:
                await self.gateway.take_back(key)
        await self._memory.forget(f"gateway:{about}")

    async def read(self, about: str) -> dict[str, bool]:
        """Who has read; where several went to one person, any of them will do."""
        found: dict[str, bool] = {}
        for said in await self._said(about):
            for user, seen in (await self._singles.read(said)).items():
                found[user] = found.get(user, False) or seen
        for ding in await self._memory.recall(f"dings:{about}") or []:
            body = {"robotCode": self._config.robot, "openDingId": ding}
            try:
                answer = await self._rest.call("/v1.0/robot/ding/readStatuses/query", body)
            except Refused as refused:
                _log.info("reading_not_known", reason=str(refused))
                continue
            for each in list_of(object_of(answer.get("result")).get("robotDingReadInfoList")):
                person = object_of(each)
                user = str(person.get("userId") or "")
                seen = str(person.get("readStatus")).upper() in _READ
                found[user] = found.get(user, False) or seen
        return found

    async def _said(self, about: str) -> list[Reached]:
        kept = await self._memory.recall(f"singles:{about}") or []
        return [Reached(tuple(keys), tuple(tasks)) for keys, tasks in kept]

    async def _ding(self, way: str, people: list[str], text: str) -> tuple[list[str], list[str]]:
        """The DING's id, and whom it did not reach."""
        body = {
            "robotCode": self._config.robot,
            "remindType": _TYPES[way],
            "receiverUserIdList": people,
            "content": harmless(text)[:_MOST_WORDS],
        }
        if way == "phone":
            body["callVoice"] = "Standard_Female_Voice"
        answer = await self._rest.call("/v1.0/robot/ding/send", body)
        failed = object_of(answer.get("failedList")).values()
        missed = [str(person) for group in failed for person in list_of(group)]
        return [str(answer["openDingId"])] if answer.get("openDingId") else [], missed
