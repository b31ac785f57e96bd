"""The whole vendor on one port: the long connection, the interfaces, the file host, its people."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.servers.wecom import media
from tests.servers.wecom.app import App
from tests.servers.wecom.appchat import AppChats
from tests.servers.wecom.call import Call
from tests.servers.wecom.callback import Callbacks
from tests.servers.wecom.calling import Calling
from tests.servers.wecom.directory import Directory
from tests.servers.wecom.errors import Wrong
from tests.servers.wecom.limits import Limit
from tests.servers.wecom.link import LongConnection
from tests.servers.wecom.login import Login
from tests.servers.wecom.people import People
from tests.servers.wecom.shapes import need
from tests.servers.wecom.speaking import Speaking
from tests.servers.wecom.uploads import Uploads
from tests.servers.wecom.webhook import Webhooks
from tests.servers.wecom.world import World

Handler = Callable[[Call], dict[str, Any]]


class WeComServer(World):
    """The vendor. `happened` is everything that people would see, in order."""

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(now)
        self.link = LongConnection(self)
        self.speaking = Speaking(self)
        self.uploads = Uploads(self)
        self.app = App(self)
        self.login = Login(self)
        self.members = People(self, self.link.deliver)
        self.say, self.show = self.members.say, self.members.show
        self.press, self.enter = self.members.press, self.members.enter
        self.callbacks = Callbacks(self, self.speaking, self.members)
        self._corp_often = Limit(now, (10_000, 60), (150_000, 3600))
        self._busy = 0
        self._open: dict[str, Handler] = {}
        self._with_token: dict[str, Handler] = {}
        self._routes()
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    def _routes(self) -> None:
        speaking, uploads = self.speaking, self.uploads
        self.link.commands = {
            "aibot_respond_msg": speaking.respond,
            "aibot_respond_welcome_msg": speaking.welcome,
            "aibot_respond_update_msg": speaking.update_card,
            "aibot_send_msg": speaking.push,
            "aibot_upload_media_init": uploads.begin,
            "aibot_upload_media_chunk": uploads.chunk,
            "aibot_upload_media_finish": uploads.finish,
        }
        webhooks, chats, calling = Webhooks(self), AppChats(self), Calling(self)
        directory = Directory(self)
        self._open = {
            "gettoken": self.app.get_token,
            "aibot/response": speaking.by_response_url,
            "webhook/send": webhooks.send,
            "webhook/upload_media": webhooks.upload,
        }
        self._with_token = {
            "message/send": self.app.send,
            "message/recall": self.app.recall,
            "message/update_template_card": self.app.update_card,
            "media/upload": self.app.upload,
            "appchat/create": chats.create,
            "appchat/update": chats.update,
            "appchat/get": chats.get,
            "appchat/send": chats.send,
            "user/get": directory.user,
            "user/getuserid": directory.by_mobile,
            "user/simplelist": directory.members,
            "department/simplelist": directory.departments,
            "department/get": directory.department,
            "department/list": directory.full_departments,
            "batch/openuserid_to_userid": directory.translate,
            "pstncc/call": calling.call,
            "pstncc/getstates": calling.states,
            "auth/getuserinfo": self.login.who,
            "getcallbackip": lambda call: {"ip_list": ["127.0.0.1"]},
        }

    # -- its life -----------------------------------------------------------------------------

    async def start(self, port: int = 0) -> str:
        """Serves on a port; the base address comes back. The long connection is `ws_url`."""
        app = web.Application(client_max_size=32 << 20)
        app.router.add_get("/", self._root)
        app.router.add_get("/media/{number}", self._media)
        app.router.add_get("/connect/oauth2/authorize", self._login)
        app.router.add_get("/wwlogin/sso/login", self._login)
        app.router.add_route("*", "/cgi-bin/{path:.*}", self._interface)
        self.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await self._listen(port)
        host, bound = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{bound}"
        return self.base

    def add_routes(self, app: web.Application) -> None:
        """More pages, where it runs alone."""

    async def _listen(self, port: int) -> None:
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", port, reuse_address=True)
        await self._site.start()

    @property
    def ws_url(self) -> str:
        """Where the long connection is."""
        return self.base.replace("http", "ws", 1)

    async def stop(self) -> None:
        """Ends it, sockets first."""
        self.link.cut()
        if self._runner is not None:
            await self._runner.cleanup()

    async def go_down(self) -> None:
        """The door is shut and every connection gone, as in a restart."""
        assert self._site is not None
        await self._site.stop()
        self.link.cut()

    async def come_back(self) -> None:
        """The same port again."""
        await self._listen(int(self.base.rsplit(":", 1)[1]))

    # -- the doors ----------------------------------------------------------------------------

    async def _root(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self.link.serve(request)
        return await self.front_page(request)

    async def front_page(self, request: web.Request) -> web.StreamResponse:
        """What a browser sees."""
        del request
        return web.Response(text="heatdesk's scripted WeCom\n")

    async def _media(self, request: web.Request) -> web.StreamResponse:
        return media.download(self, request, with_keys=self.members.with_keys)

    async def _login(self, request: web.Request) -> web.StreamResponse:
        return self.login.page(request)

    async def _interface(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        self.calls.append(path)
        self._busy += 1
        try:
            call = Call(request, await request.read())
            if pages := self.knobs.pages.get(path):
                return self._page(path, call, *pages.pop(0))
            instead = self.knobs.next_instead(path)
            if instead is not None and not instead[1]:
                raise Wrong(instead[0])
            body = self._do(path, call)
            if instead is not None:
                raise Wrong(instead[0])
        except Wrong as wrong:
            return self._no(path, wrong)
        finally:
            self._busy -= 1
        return web.json_response({"errcode": 0, "errmsg": "ok", **body})

    def _page(self, path: str, call: Call, status: int, words: str, done: bool) -> web.Response:
        """A proxy between the two says something of its own."""
        if done:
            self._do(path, call)
        kind = "application/json" if words.startswith("{") else "text/html"
        return web.Response(status=status, text=words, content_type=kind)

    def _do(self, path: str, call: Call) -> dict[str, Any]:
        if path in self._open:
            exempt = path != "gettoken" or self.knobs.gettoken_is_exempt
            need(exempt or self.knobs.trusted, 60020)
            return self._open[path](call)
        need(path in self._with_token, 40066, "invalid url")
        need(self._busy <= self.knobs.concurrent, 45033)
        self.app.check_token(call)
        need(self.knobs.trusted, 60020)
        need(path not in self.knobs.no_api, 48002)
        need(self._corp_often.take(path), 45009)
        return self._with_token[path](call)

    def _no(self, path: str, wrong: Wrong) -> web.Response:
        self.note("refused", path=path, code=wrong.code, words=wrong.words)
        words = (
            f"{wrong.words}, hint: [{int(self.now())}000000001], from ip: 203.0.113.9, "
            f"more info at https://open.work.weixin.qq.com/devtool/query?e={wrong.code}"
        )
        headers = {"Error-Code": str(wrong.code), "Error-Msg": wrong.words}
        return web.json_response({"errcode": wrong.code, "errmsg": words}, headers=headers)
