"""The server: its life, and which path leads where."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from aiohttp import web

from tests.servers.dingtalk.login import Login
from tests.servers.dingtalk.world import CLIENT, old, wrong


class DingTalkServer(Login):
    """The vendor."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._token, self._token_until = "tok-0", 0.0
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

    def rotate_secret(self, secret: str) -> None:
        """Somebody has it made anew on the vendor's page: the old one's token is no good."""
        self.secret = secret
        self.revoke_token()

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
        if request.method not in _METHODS.get(path, _methods_of(path)):
            return wrong("InvalidAction.NotFound", 404)
        if path == "/media/upload":
            if not self._let_in(request, is_old=True):
                return _no_token(path)
            return self._refused(path) or await self.upload(request)
        if path == "/oauth2/auth":
            return self.scan_page(request)
        if path == "/v1.0/contact/users/me":
            return self.me(request)
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            return old(40035, "不合法的参数") if _is_old(path) else wrong("param.invalid")
        if path.startswith("/robot/") and "json" not in request.headers.get("Content-Type", ""):
            return old(43004, "无效的HTTP HEADER Content-Type")
        self.bodies.append((path, body))
        if (answer := self._without_token(request, path, body)) is not None:
            return answer
        if not self._let_in(request, is_old=_is_old(path)):
            return _no_token(path)
        handle = getattr(self, f"_{_name(path)}", None)
        refused = self._refused(path) if handle else wrong("InvalidAction.NotFound", 404)
        answer = refused or handle(request, body)
        assert isinstance(answer, web.Response)
        return answer

    def _without_token(self, request: web.Request, path: str, body: Any) -> web.Response | None:
        """Whatever proves by other means who calls."""
        match path:
            case "/v1.0/oauth2/userAccessToken":
                return self.user_token(body)
            case "/v1.0/gateway/connections/open":
                return self._v1_0_gateway_connections_open(request, body)
            case "/v1.0/oauth2/accessToken":
                return self._v1_0_oauth2_accessToken(request, body)
            case "/gettoken":
                return self._gettoken(request, body)
            case "/robot/sendBySession":
                return self.by_session(request, body)
            case "/robot/send":
                return self.by_webhook(request, body)
        return self.file(request) if path.startswith("/oss/") else None

    def _let_in(self, request: web.Request, *, is_old: bool) -> bool:
        query, header = request.query.get("access_token"), "x-acs-dingtalk-access-token"
        if self.now() > self._token_until:
            return False
        return (query if is_old else request.headers.get(header)) == self._token

    def _refused(self, path: str) -> web.Response | None:
        """Permissions, addresses, quotas and rates; a refused call is not counted."""
        if self.knobs.address_refused and _is_old(path):
            return old(88, "ding talk error[subcode=60020,submsg=访问ip不在白名单之中]")
        if self.knobs.address_refused:
            return wrong("Forbidden.AccessDenied.IpNotInWhiteList", 403)
        if path in self.knobs.denied and _is_old(path):
            return old(88, "ding talk error[subcode=60011,submsg=应用尚未开通所需的权限]")
        if path in self.knobs.denied:
            detail = {"requiredScopes": ["the_scope"]}
            code = "Forbidden.AccessDenied.AccessTokenPermissionDenied"
            return wrong(code, 403, accessdenieddetail=detail)
        if self.knobs.quota_used and not _is_old(path):
            return wrong("Forbidden.AccessDenied.ApiCountLimitForOrg", 403)
        counted = self.knobs.calls_left is not None and not path.startswith(_FREE)
        if counted and self.knobs.calls_left == 0:
            used = wrong("Forbidden.AccessDenied.ApiCountLimitForOrg", 403)
            return old(90020, "调用次数已满") if _is_old(path) else used
        since = self.now() - 1
        lately = self._called_at[path] = [t for t in self._called_at.get(path, ()) if t > since]
        if self.knobs.qps is not None and len(lately) >= self.knobs.qps:
            return wrong("Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", 403)
        lately.append(self.now())
        if counted and self.knobs.calls_left is not None:
            self.knobs.calls_left -= 1
        return None

    def _v1_0_oauth2_accessToken(self, request: web.Request, body: Any) -> web.Response:
        """The same one while it is valid, for everybody who asks."""
        if (body.get("appKey"), body.get("appSecret")) != (CLIENT, self.secret):
            return wrong("invalidClientIdOrSecret")
        return web.json_response({"accessToken": self._renewed(), "expireIn": 7200})

    def _renewed(self) -> str:
        """The same one while it is valid, and longer valid for being asked for."""
        if self.now() > self._token_until > 0:
            self.revoke_token()
        self._token_until = self.now() + self.knobs.token_lasts
        return self._token

    def _gettoken(self, request: web.Request, body: Any) -> web.Response:
        if (request.query.get("appkey"), request.query.get("appsecret")) != (CLIENT, self.secret):
            return web.json_response({"errcode": 40089, "errmsg": "不合法的corpid或corpsecret"})
        found = {"errcode": 0, "errmsg": "ok", "access_token": self._renewed(), "expires_in": 7200}
        return web.json_response(found)


#: Everything else is posted.
_METHODS = {
    "/v1.0/card/instances": ("PUT", "POST"),
    "/v1.0/contact/users/me": ("GET",),
    "/v1.0/robot/oToMessages/readStatus": ("GET",),
    "/oauth2/auth": ("GET",),
    "/gettoken": ("GET",),
    "/chat/get": ("GET",),
}
#: What the organisation's quota of calls is not asked for.
_FREE = ("/v1.0/oauth2/", "/topapi/v2/user/", "/topapi/user/", "/topapi/v2/department/")


def _name(path: str) -> str:
    return path.strip("/").replace("/", "_").replace(".", "_")


def _methods_of(path: str) -> tuple[str, ...]:
    return ("GET",) if path.startswith("/oss/") else ("POST",)


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
