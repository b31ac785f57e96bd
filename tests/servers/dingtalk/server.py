"""The server: its life, and which path leads where."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from aiohttp import web

from tests.servers.dingtalk.login import Login
from tests.servers.dingtalk.world import CLIENT, SECRET, old, wrong


class DingTalkServer(Login):
    """The vendor."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._token = "tok-1"
        self._runner: web.AppRunner | None = None
        self._called_at: dict[str, list[float]] = {}
        self.held: Counter[str] = Counter()

    async def start(self, port: int = 0) -> str:
        """Serves on a port; the base address comes back."""
        app = web.Application(middlewares=[self._instead], client_max_size=30 * 1024 * 1024)
        self.add_routes(app)
        app.router.add_get("/connect", self.connect)
        app.router.add_route("*", "/{path:.*}", self._dispatch)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        host, bound = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{bound}"
        return self.base

    def add_routes(self, app: web.Application) -> None:
        """Doors beside the vendor's own."""

    async def stop(self) -> None:
        """Ends it, sockets first."""
        await self.end_sockets()
        if self._runner is not None:
            await self._runner.cleanup()

    def revoke_token(self) -> None:
        """From now on the present token is no good."""
        self._token = f"tok-{next(self.number)}"

    @web.middleware
    async def _instead(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path in self.knobs.hold:
            self.held[request.path] += 1
            await self.knobs.hold[request.path].wait()
        if answers := self.knobs.instead.get(request.path):
            status, body, after = answers.pop(0)
            if after:
                await handler(request)
            if isinstance(body, str):
                return web.Response(status=status, text=body, content_type="text/html")
            return web.json_response(body, status=status)
        answer: web.StreamResponse = await handler(request)
        if self.knobs.strings and isinstance(answer, web.Response) and _is_old(request.path):
            return web.json_response(_as_strings(json.loads(answer.body)))  # type: ignore[arg-type]
        return answer

    async def _dispatch(self, request: web.Request) -> web.Response:
        path = request.path
        self.calls.append(path)
        if path == "/media/upload":
            if not self._let_in(request, is_old=True):
                return _no_token(path)
            return self._refused(path) or await self.upload(request)
        if path == "/oauth2/auth":
            return self.scan_page(request)
        if path == "/v1.0/contact/users/me":
            return self.me(request)
        body = json.loads(await request.read() or b"{}")
        self.bodies.append((path, body))
        if path == "/v1.0/oauth2/userAccessToken":
            return self.user_token(body)
        name = path.strip("/").replace("/", "_").replace(".", "_")
        if path in ("/v1.0/gateway/connections/open", "/v1.0/oauth2/accessToken", "/gettoken"):
            return getattr(self, f"_{name}")(request, body)
        if path == "/robot/sendBySession":
            return self.by_session(request, body)
        if path == "/robot/send":
            return self.by_webhook(request, body)
        if path.startswith("/oss/"):
            return self.file(request)
        if not self._let_in(request, is_old=_is_old(path)):
            return _no_token(path)
        handle = getattr(self, f"_{name}", None)
        refused = self._refused(path) if handle else wrong("InvalidAction.NotFound", 404)
        answer: web.Response = refused or handle(request, body)
        return answer

    def _let_in(self, request: web.Request, *, is_old: bool) -> bool:
        query, header = request.query.get("access_token"), "x-acs-dingtalk-access-token"
        return (query if is_old else request.headers.get(header)) == self._token

    def _refused(self, path: str) -> web.Response | None:
        """Permissions, quotas and rates; a refused call is not counted."""
        if path in self.knobs.denied and _is_old(path):
            return old(88, "ding talk error[subcode=60011,submsg=应用尚未开通所需的权限]")
        if path in self.knobs.denied:
            detail = {"requiredScopes": ["the_scope"]}
            code = "Forbidden.AccessDenied.AccessTokenPermissionDenied"
            return wrong(code, 403, accessdenieddetail=detail)
        if self.knobs.quota_used and not _is_old(path):
            return wrong("Forbidden.AccessDenied.ApiCountLimitForOrg", 403)
        since = self.now() - 1
        lately = self._called_at[path] = [t for t in self._called_at.get(path, ()) if t > since]
        if self.knobs.qps is not None and len(lately) >= self.knobs.qps:
            return wrong("Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", 403)
        lately.append(self.now())
        return None

    def _v1_0_oauth2_accessToken(self, request: web.Request, body: Any) -> web.Response:
        """The same one while it is valid, for everybody who asks."""
        if (body.get("appKey"), body.get("appSecret")) != (CLIENT, SECRET):
            return wrong("invalidClientIdOrSecret")
        return web.json_response({"accessToken": self._token, "expireIn": 7200})

    def _gettoken(self, request: web.Request, body: Any) -> web.Response:
        if (request.query.get("appkey"), request.query.get("appsecret")) != (CLIENT, SECRET):
            return web.json_response({"errcode": 40089, "errmsg": "不合法的corpid或corpsecret"})
        found = {"errcode": 0, "errmsg": "ok", "access_token": self._token, "expires_in": 7200}
        return web.json_response(found)


def _is_old(path: str) -> bool:
    return not path.startswith("/v1.0/")


def _no_token(path: str) -> web.Response:
    if _is_old(path):
        return web.json_response({"errcode": 40014, "errmsg": "不合法的access_token"})
    return wrong("InvalidAuthentication")


def _as_strings(value: Any) -> Any:
    """As the vendor's own samples of the old interface show it."""
    if isinstance(value, dict):
        return {name: _as_strings(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_strings(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
