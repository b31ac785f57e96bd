"""The page's routes: what people see, say, press and upload, and the clock that they move."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import WSMsgType, web

from bot.platforms.local import Group, Participant, Posted
from bot.web.demo.pictures import Pictures
from bot.web.demo.requests import (
    Mistake,
    body_of,
    form_in,
    picture_of,
    same_origin,
    text_in,
    texts_in,
)
from bot.web.demo.stage import Stage
from bot.web.demo.theatre import Theatre
from bot.web.pages import STATIC, add_assets, environment
from bot.web.pictures import ANY, HEADERS, TYPES

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_ASSETS = {path.name: path for path in (STATIC / "demo").iterdir() if path.is_file()}
_SECONDS_BETWEEN_CLOCKS = 5.0
_RECENT = 300
_log = logging.getLogger(__name__)


def add_demo(
    app: web.Application, stage: Stage, *, files: Path | None = None, pace: float = 2.5
) -> None:
    """Adds the page to an application.

    Uploaded pictures are kept under `files`, or in memory; `pace` is how many seconds a story
    leaves people to read each step.
    """
    pictures = Pictures(files)
    stage.platform.keep_file = lambda file: f"/demo/files/{pictures.keep_any(file.data)}"
    page = _Page(stage, pictures, Theatre(stage, pace))
    add_assets(app)
    for method, path, handler in (
        ("GET", "/demo", page.page),
        ("GET", "/demo/assets/{name}", page.asset),
        ("GET", "/demo/state", page.state),
        ("GET", "/demo/ws", page.socket),
        ("POST", "/demo/say", page.say),
        ("POST", "/demo/press", page.press),
        ("POST", "/demo/clock", page.clock),
        ("POST", "/demo/play", page.play),
        ("POST", "/demo/files", page.upload),
        ("GET", "/demo/files/{name}", page.picture),
        ("GET", "/demo/tickets", page.tickets),
        ("GET", "/demo/tickets/{number:[0-9]{1,9}}", page.ticket),
    ):
        app.router.add_route(method, path, _answering(handler))
    app.cleanup_ctx.append(page.alive)
    app.on_shutdown.append(page.hang_up)


def _answering(handler: Handler) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Mistake as mistake:
            return web.json_response({"error": mistake.sentence}, status=mistake.status)

    return answer


class _Page:
    def __init__(self, stage: Stage, pictures: Pictures, theatre: Theatre) -> None:
        self._stage = stage
        self._pictures = pictures
        self._theatre = theatre
        self._sockets: set[web.WebSocketResponse] = set()

    # --- the page itself ---

    async def page(self, request: web.Request) -> web.Response:
        words = environment().get_template("demo.html.j2").render(company=self._stage.company_name)
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            f"connect-src 'self' ws://{request.host} wss://{request.host}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return web.Response(
            text=words,
            content_type="text/html",
            headers={
                "Content-Security-Policy": policy,
                "Cache-Control": "no-cache",
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
            },
        )

    async def asset(self, request: web.Request) -> web.StreamResponse:
        path = _ASSETS.get(request.match_info["name"])
        if path is None:
            raise Mistake("没有这个文件。", 404)
        return web.FileResponse(
            path, headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        )

    async def state(self, request: web.Request) -> web.Response:
        """Everything the page shows; `all=1` shows every group, not only the person's own."""
        chats = self._stage.platform.chats
        me = request.query.get("me", "")
        seen = (
            tuple(chats.groups.values()) if request.query.get("all") == "1" else chats.groups_of(me)
        )
        shown = [m for group in seen for m in self._recent(group)]
        return web.json_response(
            {
                "company": self._stage.company_name,
                "bot": self._stage.platform.bot_name,
                "me": me,
                "people": [person.to_json() for person in chats.people.values()],
                "groups": [group.to_json() for group in seen],
                "messages": [m.to_json() for m in shown],
                "calls": [call.to_json() for call in chats.calls],
                "clock": await self._theatre.clock(),
                "scenarios": list(self._stage.scenarios()),
                "play": self._theatre.playing,
            }
        )

    def _recent(self, group: Group) -> list[Posted]:
        messages = self._stage.platform.chats.in_chat(group.chat_id)
        older, recent = messages[:-_RECENT], messages[-_RECENT:]
        return [*(m for m in older if m.id in group.pinned), *recent]

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """Pushes every change; one that reads too slowly is closed and starts afresh."""
        same_origin(request)
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        self._sockets.add(socket)
        pushing = asyncio.create_task(self._push(socket), name="demo push")
        try:
            async for incoming in socket:
                if incoming.type is WSMsgType.ERROR:
                    break
        finally:
            self._sockets.discard(socket)
            pushing.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await pushing
        return socket

    async def _push(self, socket: web.WebSocketResponse) -> None:
        with self._stage.platform.chats.subscribe() as changes:
            await socket.send_json({"what": "hello"})
            async for change in changes:
                await socket.send_json(change)
        await socket.close(code=1013, message=b"too slow")

    # --- what people do ---

    async def say(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        group, person = self._member(body.get("chat_id"), body.get("me"))
        words = text_in(body, "text", required=False).strip()
        images = texts_in(body, "images")
        if not words and not images:
            raise Mistake("还没写内容。")
        if any(self._pictures.find(name.removeprefix("/demo/files/")) is None for name in images):
            raise Mistake("图片已经不在了，请重新选一张。")
        message = await self._stage.platform.say(
            group.chat_id,
            person.user_id,
            words,
            self._stage.now(),
            quote=text_in(body, "quote", required=False) or None,
            images=images,
        )
        await self._stage.settle()
        await self._theatre.tell_clock()
        return web.json_response({"id": message.message_id})

    async def press(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        message = self._stage.platform.chats.messages.get(text_in(body, "message_id"))
        if message is None or message.card is None:
            raise Mistake("这张卡片已经变了，请看最新的卡片。", 409)
        group, person = self._member(message.chat_id, body.get("me"))
        action = text_in(body, "action")
        label = next((b.label for b in message.card.buttons if b.action == action), action)
        press = await self._stage.platform.press(
            group.chat_id,
            person.user_id,
            action,
            message.card.ticket,
            form_in(body),
            self._stage.now(),
            label=label,
        )
        await self._stage.settle()
        await self._theatre.tell_clock()
        return web.json_response({"id": press.message_id})

    def _member(self, chat_id: object, user_id: object) -> tuple[Group, Participant]:
        chats = self._stage.platform.chats
        group = chats.groups.get(chat_id) if isinstance(chat_id, str) else None
        person = chats.people.get(user_id) if isinstance(user_id, str) else None
        if group is None:
            raise Mistake("没有这个群，请刷新页面。", 404)
        if person is None:
            raise Mistake("没有这个人，请先在右上角选一个身份。", 404)
        if person.user_id not in group.members:
            raise Mistake(f"{person.name}不在“{group.title}”里，请先换成群里的人。", 403)
        return group, person

    # --- time ---

    async def clock(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        by, to = body.get("by"), body.get("to")
        if isinstance(by, bool) or not isinstance(by, int | float | None):
            raise Mistake("请说明要走多久。")
        await self._theatre.move(by=by, to=to if isinstance(to, str) else None)
        return web.json_response(await self._theatre.clock())

    async def play(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        if body.get("stop"):
            await self._theatre.stop()
        else:
            await self._theatre.start(text_in(body, "key"))
        return web.json_response({"play": self._theatre.playing})

    # --- pictures and the ledger ---

    async def upload(self, request: web.Request) -> web.Response:
        name = self._pictures.keep(await picture_of(request))
        if name is None:
            raise Mistake("只能发 PNG、JPEG、WebP 或 GIF 图片。", 415)
        return web.json_response({"id": f"/demo/files/{name}"}, status=201)

    async def picture(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        content = self._pictures.find(name)
        if content is None:
            raise Mistake("图片已经不在了。", 404)
        return web.Response(
            body=content,
            content_type=TYPES.get(name.rpartition(".")[2], ANY),
            headers=HEADERS,
        )

    async def tickets(self, request: web.Request) -> web.Response:
        return web.json_response({"tickets": await self._stage.tickets()})

    async def ticket(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        sheet = await self._stage.ticket(number)
        if sheet is None:
            raise Mistake(f"台账里没有 {number} 号。", 404)
        return web.json_response({"ticket": sheet})

    # --- while the application runs ---

    async def alive(self, app: web.Application) -> AsyncIterator[None]:
        """Tells open pages the time now and then; ends what is being played at the end."""
        ticking = asyncio.create_task(self._tick(), name="demo clock")
        yield
        ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticking
        await self._theatre.stop()

    async def hang_up(self, app: web.Application) -> None:
        """Lets go of open pages, so that the process can end."""
        for socket in tuple(self._sockets):
            await socket.close(code=1001, message=b"going away")

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_SECONDS_BETWEEN_CLOCKS)
            if not self._sockets:
                continue
            try:
                await self._theatre.tell_clock()
            except Exception:
                _log.exception("the demo's clock could not be read")
