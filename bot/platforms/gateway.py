"""The company's own telephone or SMS gateway, for calls that no chat platform makes.

One signed POST a call. It carries a key of its own, so a repeated try rings nobody twice.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.log import logger
from bot.platforms.asking import Http, TooOften, as_json
from bot.platforms.base import Later, Mention, PlatformError, Refused, Unknown

SIGNATURE, TIMESTAMP, KEY = "X-Heatdesk-Signature", "X-Heatdesk-Timestamp", "Idempotency-Key"
_TRIES = 3

_log = logger()


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over timestamp, a dot and the body, in hex."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Callee:
    """Somebody to call; without a mobile the gateway must know the name."""

    name: str
    mobile: str = ""


class Gateway:
    """Calls. `callees` turns a platform's people into numbers, from the company as it stands."""

    def __init__(self, url: str, secret: str, http: Http, now: Callable[[], datetime]) -> None:
        self._url = url
        self._secret = secret
        self._http = http
        self._now = now
        self.callees: Callable[[str, Sequence[Mention]], Awaitable[list[Callee]]] | None = None

    async def close(self) -> None:
        """Lets go of the connections."""
        await self._http.close()

    async def call_people(
        self,
        platform: str,
        level: str,
        people: Sequence[Mention],
        text: str,
        meta: Mapping[str, str | int | None],
        key: str,
    ) -> None:
        """Like `call`, for people of a platform."""
        if self.callees is None:
            found = [Callee(m.name) for m in people]
        else:
            found = await self.callees(platform, people)
        await self.call(level, found, text, meta, key)

    async def call(
        self,
        level: str,
        to: Sequence[Callee],
        text: str,
        meta: Mapping[str, str | int | None],
        key: str,
    ) -> None:
        """`level` is sms or phone. Raises a PlatformError where the gateway does not take it."""
        body = as_json(
            {
                "level": level,
                "to": [{"name": c.name, "mobile": c.mobile} for c in to],
                "text": text,
                "ticket": meta.get("ticket"),
                "rule": meta.get("rule"),
                "key": key,
            }
        )
        await self._post(body, key)

    async def take_back(self, key: str) -> None:
        """What the gateway has not done yet it need not do any more."""
        try:
            await self._post(as_json({"level": "cancel", "key": key}), f"{key}/cancel")
        except PlatformError as error:
            _log.info("call_not_taken_back", platform="gateway", reason=str(error)[:120])

    async def _post(self, body: bytes, key: str) -> None:
        """The row's next try comes in half a minute at the soonest, so a hiccup is tried over."""
        wrong: PlatformError | None = None
        for _ in range(_TRIES):
            timestamp = str(int(self._now().timestamp()))
            headers = {
                TIMESTAMP: timestamp,
                SIGNATURE: sign(self._secret, timestamp, body),
                KEY: key,
            }
            try:
                status, _answer = await self._http.ask("POST", self._url, body, headers)
            except TooOften:
                raise
            except (Later, Unknown) as error:
                wrong = error
                continue
            if status < 300:
                return
            if status == 429:
                raise Later("gateway HTTP 429", timedelta(seconds=30))
            if status in (408, 425) or status >= 500:
                wrong = Later(f"gateway HTTP {status}", timedelta(seconds=30))
                continue
            raise Refused(f"gateway HTTP {status}")
        if isinstance(wrong, Unknown):
            raise Later(str(wrong), timedelta(seconds=30))  # the key makes a repetition harmless
        raise wrong or Refused("gateway")
