"""The self-built app: one token, one error table, and who somebody really is."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from bot.log import logger
from bot.platforms.asking import Http, as_json
from bot.platforms.base import Later, PlatformError, Refused
from bot.platforms.wecom import errors
from bot.platforms.wecom.config import Config

#: Fetched anew this long before the end that they name.
_EARLY = timedelta(seconds=300)
#: When a token that was just fetched is no good either.
_TOKEN_AGAIN = timedelta(seconds=30)

_log = logger()


class App:
    """Calls. Every one raises a PlatformError of the table, or gives the answer's body."""

    def __init__(self, config: Config, http: Http, now: Callable[[], datetime]) -> None:
        self._config = config
        self._http = http
        self._now = now
        self._token: tuple[str, datetime] | None = None
        self._fetching = asyncio.Lock()
        #: what shuts the app out at present
        self.locked = ""
        #: told of what only a person can mend
        self.alarm: Callable[[str], None] = lambda words: None

    @property
    def agent_id(self) -> int:
        """The app's own number."""
        return self._config.agent_id

    async def token(self) -> str:
        """The app's access token, fetched once for all who ask at the same time."""
        if not self._config.has_app:
            raise Refused("没有配自建应用：写 corp_id、agent_id、app_secret")
        async with self._fetching:
            now = self._now()
            if self._token is not None and now < self._token[1]:
                return self._token[0]
            query = (
                f"corpid={quote(self._config.corp_id, safe='')}"
                f"&corpsecret={quote(self._config.app_secret, safe='')}"
            )
            body = await self._ask("GET", f"/cgi-bin/gettoken?{query}")
            if not body.get("access_token"):
                raise Refused("no access token came: is api_base right?")
            lasts = timedelta(seconds=int(body.get("expires_in") or 7200))
            self._token = (str(body["access_token"]), now + max(lasts - _EARLY, lasts / 2))
            return self._token[0]

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """A call with a body."""
        return await self._with_token("POST", path, {}, as_json(body))

    async def get(self, path: str, **query: str | int) -> dict[str, Any]:
        """A call without one."""
        return await self._with_token("GET", path, query, None)

    async def _with_token(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | int],
        data: bytes | None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        more = "".join(f"&{name}={quote(str(v), safe='')}" for name, v in query.items())
        token = await self.token()
        try:
            return await self._ask(
                method, f"{path}?access_token={quote(token, safe='')}{more}", data, headers
            )
        except errors.TokenRejected:
            # Whoever sees it first fetches a new one; the others find that.
            if self._token is not None and self._token[0] == token:
                self._token = None
        token = await self.token()
        try:
            return await self._ask(
                method, f"{path}?access_token={quote(token, safe='')}{more}", data, headers
            )
        except errors.TokenRejected as error:
            raise Later(f"no token is good: {error}", _TOKEN_AGAIN) from error

    async def _ask(
        self,
        method: str,
        path: str,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        status, body = await self._http.ask(method, self._config.api_base + path, data, headers)
        if (wrong := errors.judge(status, body)) is not None:
            if isinstance(wrong, errors.Shut):
                self.locked = str(wrong)
            if isinstance(wrong, errors.Misconfigured):
                self.alarm(str(wrong))
            raise wrong
        self.locked = ""
        return body or {}

    # -- who somebody is ----------------------------------------------------------------------

    async def user_of_code(self, code: str) -> str | None:
        """Who signed in with this code; None for somebody who is no colleague.

        Raises Refused where the code is used up or runs out.
        """
        answer = await self.get("/cgi-bin/auth/getuserinfo", code=code)
        found = answer.get("userid") or answer.get("UserId")
        return str(found) if found else None

    async def plain_ids(self, ciphertexts: list[str]) -> dict[str, str]:
        """User ids for the bot's encrypted ones; what they don't know is left out."""
        answer = await self.post(
            "/cgi-bin/batch/openuserid_to_userid", {"open_userid_list": ciphertexts}
        )
        return {
            str(each["open_userid"]): str(each["userid"])
            for each in answer.get("userid_list") or []
            if each.get("open_userid") and each.get("userid")
        }

    # -- files --------------------------------------------------------------------------------

    async def upload(self, kind: str, filename: str, data: bytes) -> str:
        """A file for messages of this app; its media_id, good for three days."""
        headers, body = multipart(filename, data)
        answer = await self._with_token(
            "POST", "/cgi-bin/media/upload", {"type": kind}, body, headers
        )
        return str(answer["media_id"])


def multipart(filename: str, data: bytes) -> tuple[dict[str, str], bytes]:
    """Built by hand: an RFC 2231 name is shown mangled, so the name goes as plain UTF-8."""
    mark = secrets.token_hex(16)
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="media"; filename="{filename}"; '
        f"filelength={len(data)}\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
    return {"Content-Type": f"multipart/form-data; boundary={mark}"}, body


async def quietly(what: str, doing: Any) -> None:
    """For what must not undo the rest where it fails."""
    try:
        await doing
    except PlatformError as error:
        _log.warning(what, platform="wecom", reason=str(error)[:160])
