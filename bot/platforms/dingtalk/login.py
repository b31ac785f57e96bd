"""Scan login: the vendor's page, a code, the person behind it, and whether he is one of ours."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from bot.platforms.base import Refused
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.lenient import object_of

#: Nobody of this company has this union id.
_NOBODY = "60121"
#: A contact from outside, whom the company only keeps in its address book.
_EXTERNAL = "1"


class Login:
    """All of these calls are free of quota."""

    def __init__(self, config: Config, rest: Rest) -> None:
        self._config = config
        self._rest = rest

    def address(self, back: str, state: str, agent: str) -> str:
        """Inside the vendor's own app the same page asks for one tap."""
        query = {
            "redirect_uri": back,
            "response_type": "code",
            "client_id": self._config.client_id,
            "scope": "openid",
            "state": state,
            "prompt": "consent",
        }
        return f"{self._config.login_base}/oauth2/auth?{urlencode(query)}"

    async def who(self, query: Mapping[str, str]) -> str | None:
        """The user id of the person who scanned, by the union id: only our own company has one."""
        code = query.get("authCode") or query.get("code")
        if not code:
            raise Refused("no code came back")
        api = self._config.api_base
        body = {
            "clientId": self._config.client_id,
            "clientSecret": self._config.client_secret,
            "code": code,
            "grantType": "authorization_code",
        }
        answer = await self._rest.ask("POST", f"{api}/v1.0/oauth2/userAccessToken", body)
        headers = {"x-acs-dingtalk-access-token": str(answer.get("accessToken") or "")}
        person = await self._rest.ask("GET", f"{api}/v1.0/contact/users/me", {}, headers)
        if not person.get("unionId"):
            raise Refused("no union id came back")
        return await self._user_id(str(person["unionId"]))

    async def _user_id(self, union_id: str) -> str | None:
        try:
            found = await self._rest.old("/topapi/user/getbyunionid", {"unionid": union_id})
        except Refused as error:
            if str(error).startswith(_NOBODY):
                return None
            raise
        result = object_of(found.get("result"))
        if str(result.get("contact_type")) == _EXTERNAL:
            return None
        return str(result.get("userid") or "") or None
