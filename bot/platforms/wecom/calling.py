"""Calling people: a message of the app, a voice call, the company's own gateway.

No telephone rings twice for one reason: what is about to be done is written down first. Where
nobody can tell whether it rang, the words go out by the app, where twice does no harm.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.log import logger
from bot.platforms.base import Later, Memory, Mention, PlatformError, Refused, Unknown
from bot.platforms.gateway import Gateway
from bot.platforms.wecom.app import App
from bot.platforms.wecom.budget import VOICE
from bot.platforms.wecom.config import Config
from bot.platforms.wecom.hearing import NAME
from bot.platforms.wecom.speaking import Speaking

_ASKED, _RUNG, _CLOSED, _TOLD = "asked", "rung", "closed", "told"
#: A message can be recalled for a day.
_KEPT = timedelta(days=1)
#: Over, and nobody spoke: theirs for ringing, answered and in the call.
_STILL = {1, 2, 3}
_LOOKS = 4

_log = logger()
_Meta = Mapping[str, str | int | None]


class Calling:
    """The ladder: phone → SMS → app, each as far as the company has it."""

    def __init__(
        self,
        config: Config,
        app: App,
        memory: Memory,
        speaking: Speaking,
        now: Callable[[], datetime],
        look_after: float,
    ) -> None:
        self._config = config
        self._app = app
        self._memory = memory
        self._speaking = speaking
        self.gateway: Gateway | None = None
        self._now = now
        self._look_after = look_after
        self._looking: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        """Looks after no call any more."""
        for task in self._looking:
            task.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)

    async def call(
        self, level: str, to: Sequence[Mention], text: str, meta: _Meta, key: str, now: datetime
    ) -> None:
        """Each person at most once by a phone; who has none is reached by the next lower way."""
        people = list({m.user_id: m for m in to}.values())
        if not people:
            raise Refused("nobody to call is known on WeCom")
        about = f"{meta.get('ticket')}:{meta.get('rule')}"
        doubtful: list[Mention] = []
        if level == "phone":
            people, doubtful = await self._phone(people, text, meta, key, about, now)
        if people and level in ("phone", "sms"):
            lower = "phone" if level == "phone" else "sms"
            people = await self._by_gateway(lower, people, text, meta, key, about)
        if people or level == "app":
            await self._in_app(people or list(to), text, key, about, now)
        if doubtful:
            await self._in_app(doubtful, text, f"{key}:doubt", about, now)

    # -- the ways -----------------------------------------------------------------------------

    async def _phone(
        self,
        people: list[Mention],
        text: str,
        meta: _Meta,
        key: str,
        about: str,
        now: datetime,
    ) -> tuple[list[Mention], list[Mention]]:
        """The vendor's voice call; whom it can't ring, and whom it may have rung."""
        if not self._config.voice:
            return people, []
        left: list[Mention] = []
        doubtful: list[Mention] = []
        for person in people:
            mark = f"voice:{key}:{person.user_id}"
            if not await self._memory.claim(mark, _ASKED):
                before = await self._memory.recall(mark)
                if before != _RUNG:
                    (left if before == _CLOSED else doubtful).append(person)
                continue
            if not await self._room(person.user_id, now):
                _log.warning("voice_limit", platform=NAME)
                await self._memory.remember(mark, _CLOSED)
                left.append(person)
                continue
            try:
                call_id = await self._ring(person.user_id)
            except Later:
                await self._memory.forget(mark)
                raise
            except Unknown as error:
                _log.warning("call_unknown", platform=NAME, reason=str(error))
                doubtful.append(person)
                continue
            except PlatformError as error:
                _log.warning("call_closed", platform=NAME, reason=str(error)[:160])
                await self._memory.remember(mark, _CLOSED)
                left.append(person)
                continue
            await self._memory.remember(mark, _RUNG)
            self._watch(person, call_id, text, meta, key, about)
        return left, doubtful

    async def _ring(self, user_id: str) -> str:
        answer = await self._app.post("/cgi-bin/pstncc/call", {"callee_userid": [user_id]})
        states = [s for s in answer.get("states") or [] if s.get("userid") == user_id]
        if not states or states[0].get("code"):
            raise Refused(f"voice call: {states[0].get('code') if states else 'no state'}")
        return str(states[0].get("callid") or "")

    async def _room(self, user_id: str, now: datetime) -> bool:
        """Three in eight minutes and eight a day, across restarts: more would not be connected."""
        name = f"rung:{user_id}"
        longest = VOICE[-1][1]
        known = await self._memory.recall(name) or []
        rung = [at for at in known if at > (now - longest).timestamp()]
        for count, window in VOICE:
            if sum(at > (now - window).timestamp() for at in rung) >= count:
                return False
        await self._memory.remember(name, [*rung, now.timestamp()], longest)
        return True

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
        self, people: list[Mention], text: str, key: str, about: str, now: datetime
    ) -> None:
        mark = f"told:{key}"
        if await self._memory.recall(mark) == _TOLD:
            return
        msgids: list[str] = []
        try:
            missed = await self._speaking.people.tell(
                [m.user_id for m in people], text, now, msgids
            )
        except Unknown as error:
            _log.warning("call_unknown", platform=NAME, reason=str(error))
            return
        await self._memory.remember(mark, _TOLD)
        await self._remember(f"told:{about}", msgids)
        if missed:
            await self._speaking.ring([m for m in people if m.user_id in missed], text, now)

    async def _remember(self, name: str, more: list[str]) -> None:
        if more:
            known = await self._memory.recall(name) or []
            await self._memory.remember(name, [*known, *more], _KEPT)

    # -- what became of it ----------------------------------------------------------------------

    def _watch(
        self, person: Mention, call_id: str, text: str, meta: _Meta, key: str, about: str
    ) -> None:
        task = asyncio.create_task(self._look(person, call_id, text, meta, key, about))
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    async def _look(
        self, person: Mention, call_id: str, text: str, meta: _Meta, key: str, about: str
    ) -> None:
        """Whoever did not pick up is called by the company's own gateway too, where it has one."""
        for _ in range(_LOOKS):
            await asyncio.sleep(self._look_after)
            try:
                body = {"callee_userid": person.user_id, "callid": call_id}
                answer = await self._app.post("/cgi-bin/pstncc/getstates", body)
            except PlatformError as error:
                _log.warning("call_state_unknown", platform=NAME, reason=str(error)[:120])
                continue
            reason = int(answer.get("reason") or 0)
            if answer.get("istalked"):
                _log.info("call_answered", platform=NAME, ticket=meta.get("ticket"))
                return
            if reason not in _STILL:
                _log.warning("call_unanswered", platform=NAME, reason=reason)
                break
        else:
            return
        if await self._memory.claim(f"unanswered:{key}:{person.user_id}", True):
            try:
                lower = f"{key}:{person.user_id}"
                await self._by_gateway("phone", [person], text, meta, lower, about)
            except PlatformError as error:
                _log.warning("gateway_closed", platform=NAME, reason=str(error)[:120])

    async def take_back(self, about: str) -> None:
        """Messages of the app are recalled and the gateway told; a rung telephone has rung."""
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
