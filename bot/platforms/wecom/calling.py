"""Calling people: a message of the app, a voice call, the company's own gateway.

Everybody is told by the app first, where twice does no harm. No telephone rings twice for one
reason: what is about to be done is written down first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.domain.retry import KEPT
from bot.log import logger
from bot.platforms.base import Later, Memory, Mention, Outgoing, PlatformError, Refused, Unknown
from bot.platforms.gateway import Gateway
from bot.platforms.wecom.app import App, quietly
from bot.platforms.wecom.config import Config
from bot.platforms.wecom.counting import VOICE, Counted
from bot.platforms.wecom.hearing import NAME
from bot.platforms.wecom.speaking import Speaking

#: calls whose end is not known yet, by their callid
_WATCHED = "calls_watched"
_ASKED, _RUNG, _CLOSED, _TOLD = "asked", "rung", "closed", "told"
#: A message can be recalled for a day.
_TAKEN_BACK = timedelta(days=1)
#: Over, and nobody spoke: theirs for ringing, answered and in the call.
_STILL = {1, 2, 3}
_LOOKS = 4

_log = logger()
_Meta = Mapping[str, str | int | None]


class Calling:
    """The ladder: a message, then voice call, gateway, each as far as the company has it."""

    def __init__(
        self,
        config: Config,
        app: App,
        memory: Memory,
        speaking: Speaking,
        look_after: float,
    ) -> None:
        self._config = config
        self._app = app
        self._memory = memory
        self._speaking = speaking
        self.gateway: Gateway | None = None
        self._look_after = look_after
        self._often = Counted(memory, "rung_often", VOICE)
        self._looking: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        """Looks after no call any more."""
        for task in self._looking:
            task.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)

    async def call(
        self, level: str, to: Sequence[Mention], text: str, meta: _Meta, key: str, now: datetime
    ) -> None:
        """Each person at most once by a phone. Raises where somebody was reached by nothing."""
        people = list({m.user_id: m for m in to}.values())
        if not people:
            raise Refused("要叫的人都没有企业微信账号")
        about = f"{meta.get('ticket')}:{meta.get('rule')}"
        # First in writing: what a voice call says is set in the vendor's pages, without a ticket.
        message = Outgoing(text, meta=meta)
        untold = await self._in_app(people, message, key, about, now)
        left = people
        if level == "phone":
            left = await self._phone(people, text, meta, key, about, now)
        if left and level in ("phone", "sms"):
            left = await self._by_gateway(level, left, text, meta, key, about)
        if untold is not None and (left or not isinstance(untold, Refused)):
            raise untold

    # -- the ways -----------------------------------------------------------------------------

    async def _phone(
        self,
        people: list[Mention],
        text: str,
        meta: _Meta,
        key: str,
        about: str,
        now: datetime,
    ) -> list[Mention]:
        """The vendor's voice call; whom it can't ring. Whom it may have rung is not one of them."""
        if not self._config.voice:
            return people
        left: list[Mention] = []
        for person in people:
            mark = f"voice:{key}:{person.user_id}"
            if not await self._memory.claim(mark, _ASKED, KEPT):
                if await self._memory.recall(mark) == _CLOSED:
                    left.append(person)
                continue
            try:
                call_id = await self._ring(person.user_id, now)
            except Later:
                await self._memory.forget(mark)
                raise
            except Unknown as error:
                _log.warning("call_unknown", platform=NAME, reason=str(error))
                continue
            except PlatformError as error:
                _log.warning("call_closed", platform=NAME, reason=str(error)[:160])
                await self._memory.remember(mark, _CLOSED, KEPT)
                left.append(person)
                continue
            await self._watch({
                "user_id": person.user_id, "name": person.name, "call_id": call_id, "text": text,
                "meta": dict(meta), "key": key, "about": about, "at": now.timestamp(),
            })  # fmt: skip
            await self._memory.remember(mark, _RUNG, KEPT)
        return left

    async def _ring(self, user_id: str, now: datetime) -> str:
        try:
            await self._often.take([user_id], now)
        except Later as later:
            raise Refused("给同一个人打的语音电话太多了") from later
        answer = await self._app.post("/cgi-bin/pstncc/call", {"callee_userid": [user_id]})
        states = answer.get("states") or []  # of the one who was asked for
        if not states or states[0].get("code"):
            raise Refused(f"voice call: {states[0].get('code') if states else 'no state'}")
        return str(states[0].get("callid") or "")

    async def _by_gateway(
        self, level: str, people: list[Mention], text: str, meta: _Meta, key: str, about: str
    ) -> list[Mention]:
        if self.gateway is None:
            return people
        name = f"{NAME}:{key}:{level}"
        try:
            await self.gateway.call_people(NAME, level, people, text, meta, name)
        except Later:
            raise
        except PlatformError as error:
            _log.warning("gateway_closed", platform=NAME, reason=str(error)[:160])
            return people
        await self._remember(f"gateway:{about}", [name])
        return []

    async def _in_app(
        self, people: list[Mention], message: Outgoing, key: str, about: str, now: datetime
    ) -> PlatformError | None:
        """A message of the app, once; why not, where it did not go. No telephone waits for it."""
        mark = f"told:{key}"
        if await self._memory.recall(mark) == _TOLD:
            return None
        try:
            ids = [m.user_id for m in people]
            missed, msgids = await self._speaking.people.tell(ids, message, now, key)
            await self._memory.remember(mark, _TOLD, KEPT)
            await self._remember(f"told:{about}", msgids)
            if missed:
                some = [m for m in people if m.user_id in missed]
                await self._speaking.ring(some, message, now, f"{key}/missed")
        except (Later, Refused, Unknown) as error:
            _log.warning("call_not_told", platform=NAME, reason=str(error)[:160])
            return error
        return None

    async def _remember(self, name: str, more: list[str]) -> None:
        if more:
            known = await self._memory.recall(name) or []
            await self._memory.remember(name, [*known, *more], _TAKEN_BACK)

    # -- what became of it ----------------------------------------------------------------------

    async def resume(self) -> None:
        """Looks after the calls of a process that ended before they were over."""
        for call in (await self._memory.recall(_WATCHED) or {}).values():
            self._spawn(call)

    async def _watch(self, call: dict[str, Any]) -> None:
        """Kept first: whoever does not pick up is called otherwise, though we die meanwhile."""
        await self._memory.change([_WATCHED], partial(_with, call))
        self._spawn(call)

    def _spawn(self, call: Mapping[str, Any]) -> None:
        task = asyncio.create_task(self._look(call))
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    async def _look(self, call: Mapping[str, Any]) -> None:
        """Whoever did not pick up is called by the company's own gateway too, where it has one."""
        if await self._is_unanswered(call) and await self._is_watched(call):
            person = Mention(str(call["user_id"]), str(call["name"]))
            lower = f"{call['key']}:{person.user_id}"
            if await self._memory.claim(f"unanswered:{lower}", True, KEPT):
                gateway = self._by_gateway(
                    "phone", [person], call["text"], call["meta"], lower, call["about"]
                )
                await quietly("gateway_closed", gateway)
        await self._memory.change([_WATCHED], partial(_without, call))

    async def _is_watched(self, call: Mapping[str, Any]) -> bool:
        """Not any more where what it was about has been done meanwhile."""
        return str(call["call_id"]) in (await self._memory.recall(_WATCHED) or {})

    async def _is_unanswered(self, call: Mapping[str, Any]) -> bool:
        body = {"callee_userid": call["user_id"], "callid": call["call_id"]}
        for _ in range(_LOOKS):
            await asyncio.sleep(self._look_after)
            try:
                answer = await self._app.post("/cgi-bin/pstncc/getstates", body)
            except PlatformError as error:
                _log.warning("call_state_unknown", platform=NAME, reason=str(error)[:120])
                continue
            reason = int(answer.get("reason") or 0)
            if answer.get("istalked"):
                _log.info("call_answered", platform=NAME, ticket=call["meta"].get("ticket"))
                return False
            if reason not in _STILL:
                _log.warning("call_unanswered", platform=NAME, reason=reason)
                return True
        return False

    async def take_back(self, about: str) -> None:
        """Messages of the app are recalled and the gateway told; a rung telephone has rung.

        Whoever did not pick up yet is rung by no other way.
        """
        await self._memory.change([_WATCHED], partial(_without_about, about))
        for msgid in await self._memory.recall(f"told:{about}") or []:
            try:
                await self._app.post("/cgi-bin/message/recall", {"msgid": msgid})
            except Refused as error:
                _log.info("call_not_taken_back", platform=NAME, reason=str(error)[:120])
        await self._memory.forget(f"told:{about}")
        if self.gateway is not None:
            for name in await self._memory.recall(f"gateway:{about}") or []:
                await self.gateway.take_back(name)
        await self._memory.forget(f"gateway:{about}")


def _with(call: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    return {_WATCHED: {**(known[_WATCHED] or {}), str(call["call_id"]): call}}


def _without_about(about: str, known: Mapping[str, Any]) -> dict[str, Any]:
    left = {k: v for k, v in (known[_WATCHED] or {}).items() if v["about"] != about}
    return {_WATCHED: left}


def _without(call: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    left = {k: v for k, v in (known[_WATCHED] or {}).items() if k != call["call_id"]}
    return {_WATCHED: left}
