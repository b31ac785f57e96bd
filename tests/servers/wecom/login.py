"""Signing in to a page: inside the client, or by scanning a code in a browser."""

from __future__ import annotations

import html
import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from tests.servers.wecom.call import Call
from tests.servers.wecom.errors import Wrong
from tests.servers.wecom.shapes import need
from tests.servers.wecom.world import AGENT, CORP, World

LASTS = 300.0


class Login:
    """A code for five minutes, used once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.domains: set[str] = set()  # trusted ones, with their port; none: all are
        self._codes: dict[str, tuple[str, float]] = {}

    def code_for(self, userid: str) -> str:
        """As if that person had scanned; somebody who is no member gets one too."""
        code = secrets.token_urlsafe(24)
        self._codes[code] = (userid, self._world.now())
        return code

    def page(self, request: web.Request) -> web.Response:
        """Who are you? With `as=userid` that is settled."""
        query = request.query
        target = query.get("redirect_uri", "")
        right = query.get("appid") == CORP and query.get("agentid", str(AGENT)) == str(AGENT)
        if not right or not target:
            return web.Response(status=400, text="appid, agentid or redirect_uri is wrong")
        if self.domains and urlsplit(target).netloc not in self.domains:
            return web.Response(status=400, text="50001 redirect_uri domain is not trusted")
        if userid := query.get("as"):
            more = urlencode({"code": self.code_for(userid), "state": query.get("state", "")})
            raise web.HTTPFound(f"{target}{'&' if '?' in target else '?'}{more}")
        rows = "".join(
            f'<li><a href="{html.escape(request.path)}?'
            f'{html.escape(urlencode([*query.items(), ("as", p.userid)]))}">'
            f"{html.escape(p.name)}</a>"
            for p in self._world.people.values()
        )
        return web.Response(text=f"<!doctype html><ul>{rows}</ul>", content_type="text/html")

    def who(self, call: Call) -> dict[str, Any]:
        """`auth/getuserinfo`."""
        userid, at = self._codes.pop(call.query.get("code", ""), ("", -1e12))
        if not userid or self._world.now() - at > LASTS:
            raise Wrong(40029)
        person = self._world.people.get(userid)
        if person is None:
            return {"openid": f"o{secrets.token_hex(8)}"}
        need(person.in_range, 50002, "member out of scope")
        return {"userid": userid}
