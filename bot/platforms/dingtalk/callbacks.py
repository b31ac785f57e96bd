"""Callback mode: what the vendor posts to us is proven, and cards are told where to call."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.log import logger
from bot.platforms.base import PlatformError
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.dingtalk.signing import fresh, is_genuine, sign, sign_card
from bot.platforms.envelope import Envelope, Forged
from bot.platforms.lenient import object_of

#: So many seconds before registering is tried again.
_AGAIN = (5.0, 30.0, 300.0)

_log = logger()


class Callbacks:
    """`route` names our address to cards; empty until the vendor knows it."""

    def __init__(self, config: Config, rest: Rest, now: Callable[[], datetime]) -> None:
        self._config = config
        self._rest = rest
        self._now = now
        # Not the app's secret itself: this one is told to the vendor's card platform.
        self._card_secret = sign(config.client_secret, "cards")
        self.route = ""
        keys = (config.event_token, config.event_aes_key)
        self._envelope = Envelope(*keys, config.client_id) if all(keys) else None

    async def register(self) -> None:
        """Tells the card platform where buttons lead. Until it takes it, no cards are sent."""
        key = f"heatdesk-{self._config.client_id}"
        body = {
            "callbackRouteKey": key,
            "callbackUrl": f"{self._config.callback_url.rstrip('/')}/callback/dingtalk/card",
            "apiSecret": self._card_secret,
            "forceUpdate": True,
        }
        tries = 0
        while True:
            try:
                answer = await self._rest.call("/v1.0/card/callbacks/register", body)
            except PlatformError as error:
                _log.warning("card_route_refused", platform="dingtalk", reason=str(error)[:200])
                await asyncio.sleep(_AGAIN[min(tries, len(_AGAIN) - 1)])
                tries += 1
                continue
            known = object_of(answer.get("result")).get("apiSecret")
            self._card_secret = str(known or self._card_secret)
            self.route = key
            return

    def is_genuine(self, headers: Mapping[str, str]) -> bool:
        """Whether a robot's callback is theirs and fresh."""
        stamp, secret = headers.get("timestamp", ""), self._config.client_secret
        given = headers.get("sign", "")
        return self._told(
            "robot", stamp, is_genuine(given, sign(secret, stamp), stamp, self._now())
        )

    def is_genuine_card(self, headers: Mapping[str, str]) -> bool:
        """The same for a card's callback, whose secret is its own."""
        stamp = headers.get("x-ddpaas-signature-timestamp", "")
        right = sign_card(self._card_secret, stamp)
        given = headers.get("x-ddpaas-signature", "")
        return self._told("card", stamp, is_genuine(given, right, stamp, self._now()))

    def _told(self, name: str, stamp: str, genuine: bool) -> bool:
        """A clock that is wrong, or a secret, would else refuse everything without a word."""
        if not genuine:
            reason = "signature" if fresh(stamp, self._now()) else "stale"
            _log.warning("callback_refused", platform="dingtalk", name=name, reason=reason)
        return genuine

    def open_event(self, query: Mapping[str, str], body: Mapping[str, Any]) -> Mapping[str, Any]:
        """An event of the organisation. Raises Forged on whatever is not theirs, or stale."""
        stamp = query.get("timestamp", "")
        given = query.get("msg_signature") or query.get("signature") or ""
        nonce, encrypted = query.get("nonce", ""), str(body.get("encrypt") or "")
        try:
            if self._envelope is None:
                raise Forged("no key")
            words = self._envelope.open(given, stamp, nonce, encrypted)
        except Forged:
            self._told("event", stamp, genuine=False)
            raise
        if not self._told("event", stamp, fresh(stamp, self._now())):
            raise Forged("stale")
        return object_of(words)

    def sealed_success(self) -> dict[str, str]:
        """What they want to hear, in their envelope."""
        if self._envelope is None:
            raise Forged("no key")
        stamp, nonce = str(int(self._now().timestamp() * 1000)), secrets.token_hex(8)
        encrypted, signed = self._envelope.seal("success", stamp, nonce)
        return {
            "msg_signature": signed,
            "timeStamp": stamp,
            "nonce": nonce,
            "encrypt": encrypted,
        }
