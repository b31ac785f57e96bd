"""Signing in to a page by scanning: the vendor's page, one-use codes, the scanner's own token."""

from __future__ import annotations

import html
import secrets
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.servers.dingtalk.organisation import Organisation
from tests.servers.dingtalk.world import CLIENT, CORP, SECRET, old, wrong

LASTS = 300.0


class Login(Organisation):
    """`redirects` are the addresses registered in the console; none: all are."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.redirects: set[str] = set()
        #: people with the app on their telephone who are not of the company, by union id
        self.outsiders: dict[str, str] = {}
        #: contacts that the company keeps of people outside, by union id
        self.contacts: dict[str, str] = {}
        self._codes: dict[str, tuple[str, float]] = {}
        self._scanners: dict[str, str] = {}

    def code_for(self, union: str) -> str:
        """As if that person had scanned and agreed."""
        code = secrets.token_hex(16)
        self._codes[code] = (union, self.now())
        return code

    def scan_page(self, request: web.Request) -> web.Response:
        """Who are you? With `as` that is settled; `as=nobody` does not agree."""
        query = request.query
        target = query.get("redirect_uri", "")
        right = (query.get("client_id"), query.get("response_type")) == (CLIENT, "code")
        scopes = query.get("scope", "").split()
        if not right or "openid" not in scopes or query.get("prompt") != "consent":
            return web.Response(status=400, text="client_id, response_type, scope or prompt")
        if self.redirects and target not in self.redirects:
            return web.Response(status=400, text="redirect_uri is not registered")
        names = {p["unionid"]: p["name"] for p in self.people.values()} | self.outsiders
        if union := query.get("as"):
            code = self.code_for(union) if union in names else ""
            came = {"authCode": code, "code": code} if code else {"error": "access_denied"}
            raise web.HTTPFound(f"{target}?{urlencode({**came, 'state': query.get('state', '')})}")
        rows = "".join(
            f'<li><a href="?{html.escape(urlencode([*query.items(), ("as", key)]))}">'
            f"{html.escape(name)}</a>"
            for key, name in names.items()
        )
        page = f"<!doctype html><meta charset=utf-8><ul>{rows}</ul>"
        return web.Response(text=page, content_type="text/html")

    def user_token(self, body: Any) -> web.Response:
        """`userAccessToken`: a code for five minutes, used once."""
        if (body.get("clientId"), body.get("clientSecret")) != (CLIENT, SECRET):
            return wrong("invalidClientIdOrSecret")
        if body.get("grantType") != "authorization_code":
            return wrong("invalidParameter.grantType")
        union, at = self._codes.pop(body.get("code", ""), ("", -1e12))
        if not union or self.now() - at > LASTS:
            return wrong("invalidParameter.authCode.notFound")
        token = f"user-{secrets.token_hex(8)}"
        self._scanners[token] = union
        facts = {"refreshToken": "r", "expireIn": 7200, "corpId": CORP}
        return web.json_response({"accessToken": token, **facts})

    def me(self, request: web.Request) -> web.Response:
        """`contact/users/me`, by the scanner's own token and no other."""
        if request.content_length:
            return wrong("invalidParameter.body")
        union = self._scanners.get(request.headers.get("x-acs-dingtalk-access-token", ""))
        if union is None:
            return wrong("InvalidAuthentication", 401)
        return web.json_response({"nick": "昵称", "unionId": union, "openId": f"o{union}"})

    def _topapi_user_getbyunionid(self, request: web.Request, body: Any) -> web.Response:
        for userid, person in self.people.items():
            if person["unionid"] == body.get("unionid"):
                return old(result={"userid": userid, "contact_type": 0})
        if body.get("unionid") in self.contacts:
            return old(result={"userid": self.contacts[body["unionid"]], "contact_type": 1})
        return old(60121, "找不到该用户")
