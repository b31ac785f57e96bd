"""The vendor's two interfaces with one token, one error table, and a count of every call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.log import logger
from bot.platforms.asking import Http, as_json
from bot.platforms.base import Later, Memory, PlatformError, Refused
from bot.platforms.dingtalk import errors
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.quota import CALLS, MESSAGES, Quota

#: Fetched anew this long before the end that they name.
_EARLY = timedelta(seconds=200)
#: Where the vendor refuses its own new token, so long until the next try.
_TOKEN_AGAIN = timedelta(seconds=30)

_log = logger()


class Rest:
    """Calls. Every one raises a PlatformError of the table, or gives the answer's body."""

    def __init__(self, config: Config, memory: Memory, now: Callable[[], datetime]) -> None:
        self._config = config
        limits = {CALLS: config.monthly_calls, MESSAGES: config.monthly_messages}
        self.quota = Quota(limits, memory, now)
        self.now = now
        self._http = Http()
        self._token: tuple[str, datetime] | None = None
        self._fetching = asyncio.Lock()
        #: what shuts us out at present; told in the log once a start
        self.locked = ""
        self._alarmed: set[str] = set()

    @property
    def session(self) -> aiohttp.ClientSession:
        """One connection pool for everything."""
        return self._http.session

    async def close(self) -> None:
        """Lets go of the connections."""
        await self._http.close()

    async def token(self) -> str:
        """The app's access token, fetched once for all who ask at the same time."""
        async with self._fetching:
            now = self.now()
            if self._token is not None and now < self._token[1]:
                return self._token[0]
            body = await self.ask(
                "POST",
                f"{self._config.api_base}/v1.0/oauth2/accessToken",
                {"appKey": self._config.client_id, "appSecret": self._config.client_secret},
            )
            if not body.get("accessToken"):
                raise Refused("no access token came: is api_base right?")
            lasts = timedelta(seconds=int(body.get("expireIn", 7200)))
            self._token = (str(body["accessToken"]), now + max(lasts - _EARLY, lasts / 2))
            return self._token[0]

    async def call(
        self, path: str, body: Mapping[str, Any], method: str = "POST", *, counted: bool = True
    ) -> dict[str, Any]:
        """The new interface: token in a header."""
        return await self._with_token(
            lambda token: self.ask(
                method,
                self._config.api_base + path,
                body,
                {"x-acs-dingtalk-access-token": token},
            ),
            counted,
        )

    async def old(
        self, path: str, body: Mapping[str, Any], method: str = "POST", *, counted: bool = False
    ) -> dict[str, Any]:
        """The old interface: token in the address. Most of what we use of it is free of quota."""
        query = f"&{urlencode(body)}" if method == "GET" else ""
        url = f"{self._config.oapi_base}{path}?access_token="
        return await self._with_token(
            lambda token: self.ask(method, f"{url}{token}{query}", body), counted
        )

    async def upload(self, kind: str, name: str, data: bytes) -> str:
        """A file to the vendor's media; its id. The form is made anew for every try."""

        def ask(token: str) -> Any:
            form = aiohttp.FormData()
            form.add_field("type", kind)
            form.add_field("media", data, filename=name, content_type="application/octet-stream")
            # Some of their servers look for the type in the address.
            url = f"{self._config.oapi_base}/media/upload?access_token={token}&type={kind}"
            return self._request("POST", url, form, {"Accept": "application/json"})

        answer = await self._with_token(ask, counted=True)
        if not answer.get("media_id"):
            raise Refused("the upload gave no media id")
        return str(answer["media_id"])

    async def _with_token(self, ask: Callable[[str], Any], counted: bool) -> dict[str, Any]:
        token = await self.token()
        try:
            answer = await ask(token)
        except errors.TokenRejected:
            if self._token is not None and self._token[0] == token:
                self._token = None
            try:
                answer = await ask(await self.token())
            except errors.TokenRejected as error:
                raise Later(f"no token is good: {error}", _TOKEN_AGAIN) from error
        except errors.QuotaUsed:
            await self.quota.used_up(CALLS)
            raise
        except Later:
            raise  # what is too fast is not charged
        except PlatformError:
            if counted:
                await self.quota.spend(CALLS)
            raise
        self.locked = ""
        if counted:
            await self.quota.spend(CALLS)
        return dict(answer)

    def _lock(self, why: str) -> None:
        self.locked = why
        if why not in self._alarmed:
            self._alarmed.add(why)
            _log.error("needs_a_person", platform="dingtalk", what=why)

    async def ask(
        self,
        method: str,
        url: str,
        body: Mapping[str, Any],
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """One request, without a token. A connection that never stood is worth another try."""
        sent = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
        data = None if method == "GET" else as_json(body)
        return await self._request(method, url, data, sent)

    async def _request(
        self,
        method: str,
        url: str,
        data: bytes | aiohttp.FormData | None,
        headers: Mapping[str, str],
    ) -> dict[str, Any]:
        status, found = await self._http.send(method, url, data, headers)
        if (wrong := errors.judge(status, found)) is not None:
            if isinstance(wrong, errors.Locked):
                self._lock(str(wrong))
            raise wrong
        return found or {}
