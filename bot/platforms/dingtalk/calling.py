"""DING: in the app, by SMS, by phone. Nobody is called twice for one reason."""

from __future__ import annotations

from collections.abc import Sequence

from bot.log import logger
from bot.platforms.base import Later, Memory, Mention, PlatformError, Refused, Unknown
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.dingtalk.speaking import Speaking

_TYPES = {"app": 1, "sms": 2, "phone": 3}
#: Where one way is closed the next lower one is tried.
_DOWN = {"phone": ("phone", "sms", "app"), "sms": ("sms", "app"), "app": ("app",)}
_MOST = {"app": 200, "sms": 20, "phone": 20}
#: A voice reads no more than this.
_MOST_WORDS = 100

_log = logger()


class Calling:
    """Calls people; what edition and packs allow is found out by calling."""

    def __init__(self, config: Config, rest: Rest, memory: Memory, speaking: Speaking) -> None:
        self._config = config
        self._rest = rest
        self._memory = memory
        self._speaking = speaking

    async def call(self, level: str, to: Sequence[Mention], text: str, key: str) -> None:
        """At most once each, by the best way that is open; a single message is the last."""
        people = [m.user_id for m in to]
        if not people:
            raise Refused("nobody to call is known on DingTalk")
        for way in _DOWN[level]:
            # Written down before it is done: a call that may have been made is not made again.
            if not await self._memory.claim(f"ding:{key}:{way}", {"to": people}):
                if way == level and await self._memory.recall(f"ding:{key}:{way}:done"):
                    return
                continue
            try:
                await self._ding(way, people, text)
            except Later:
                await self._memory.forget(f"ding:{key}:{way}")
                raise
            except Unknown as error:
                _log.warning("call_unknown", way=way, reason=str(error))
                return
            except PlatformError as error:
                _log.warning("call_closed", way=way, reason=str(error))
                continue
            await self._memory.remember(f"ding:{key}:{way}:done", True)
            return
        await self._speaking.to_people(people, text)

    async def _ding(self, way: str, people: list[str], text: str) -> None:
        most = _MOST[way]
        for i in range(0, len(people), most):
            body = {
                "robotCode": self._config.robot,
                "remindType": _TYPES[way],
                "receiverUserIdList": people[i : i + most],
                "content": text[:_MOST_WORDS],
            }
            if way == "phone":
                body["callVoice"] = "Standard_Female_Voice"
            answer = await self._rest.call("/v1.0/robot/ding/send", body)
            failed = [str(p) for group in (answer.get("failedList") or {}).values() for p in group]
            if failed:
                await self._speaking.to_people(failed, text)
