"""The Stream gateway: one-use tickets, pings, pushes to any one socket, repetitions."""

from __future__ import annotations

import asyncio
import json
import struct
import uuid
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers.dingtalk.world import CLIENT, World, wrong

TICKET_LASTS = 90.0
MESSAGES, CARDS = "/v1.0/im/bot/messages/get", "/v1.0/card/instances/callback"
#: So many pings in a row without an answer, and the socket is closed.
_PINGS = 2
_CARD_SECONDS = 2.0


class Gateway(World):
    """`sockets` are those that pushes may go to."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.sockets: list[web.WebSocketResponse] = []
        self.acknowledged: list[str] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.failed_events: list[str] = []
        self.last_push = ""
        self.pushes: list[str] = []
        self.tickets_used = 0
        self._tickets: dict[str, tuple[float, set[str]]] = {}
        self._topics: dict[web.WebSocketResponse, set[str]] = {}
        self._unanswered: dict[web.WebSocketResponse, int] = {}
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._pushed_at: dict[str, tuple[str, float, dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._leaving: web.WebSocketResponse | None = None

    # -- pushing --------------------------------------------------------------------------------

    async def push(self, topic: str, data: dict[str, Any], push: str = "") -> None:
        """One frame to one of the sockets; without a socket a robot message is simply lost."""
        push = self.last_push = push or f"push-{next(self.number)}"
        frame = {
            "specVersion": "1.0",
            "type": "CALLBACK",
            "headers": {
                "appId": "a1b2", "connectionId": "c0ffee", "contentType": "application/json",
                "topic": topic, "messageId": push, "time": str(int(self.now() * 1000)),
            },
            "data": json.dumps(data, ensure_ascii=False),
        }  # fmt: skip
        if (socket := self._any(topic)) is None:
            self.note("lost", push=push)
            return
        self.pushes.append(push)
        self._pushed_at[push] = (topic, asyncio.get_running_loop().time(), data)
        await self._send(socket, frame)
        if topic == CARDS:
            self._later(push, _CARD_SECONDS, lambda: self._unanswered_card(push))
        if self.knobs.redeliver_after is not None and topic == MESSAGES:
            again = push if self.knobs.redeliver_same_id else f"{push}-again"
            self._later(push, self.knobs.redeliver_after, lambda: self._repeat(topic, data, again))

    async def _unanswered_card(self, push: str) -> None:
        self.note("card_answer_missing", push=push)

    async def _repeat(self, topic: str, data: dict[str, Any], push: str) -> None:
        if self.sockets:
            await self.push(topic, data, push)

    async def tell_event(self, kind: str, data: dict[str, Any] | None = None) -> str:
        """An event of the organisation; it comes again until it is acknowledged, or is listed."""
        event = f"event-{next(self.number)}"
        await self._event(event, kind, data or {}, list(self.knobs.event_retries))
        return event

    async def _event(self, event: str, kind: str, data: dict[str, Any], again: list[float]) -> None:
        push = self.last_push = f"{event}/{len(again)}"
        headers = {"topic": "*", "messageId": push, "eventType": kind, "eventId": event}
        if (socket := self._any("*")) is not None:
            frame = {"type": "EVENT", "headers": headers, "data": json.dumps(data)}
            await self._send(socket, frame)
        if again:
            self._later(push, again[0], lambda: self._event(event, kind, data, again[1:]))
        else:
            self.failed_events.append(event)

    def _later(self, push: str, seconds: float, what: Callable[[], Any]) -> None:
        loop = asyncio.get_running_loop()

        def begin() -> None:
            self._waiting.pop(push, None)
            task = loop.create_task(what())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        self._waiting[push] = loop.call_later(seconds, begin)

    def _never(self, push: str) -> None:
        if timer := self._waiting.pop(push, None):
            timer.cancel()

    def _any(self, topic: str) -> web.WebSocketResponse | None:
        """Any of those that want it."""
        willing = [s for s in self.sockets if topic in self._topics.get(s, ())]
        return self.random.choice(willing) if willing else None

    async def _send(self, socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        if not self.knobs.silent:
            await socket.send_str(json.dumps(frame, ensure_ascii=False))

    # -- ending connections -----------------------------------------------------------------------

    async def disconnect(self) -> None:
        """Tells the newest socket to go, and sends it nothing more."""
        socket = self.sockets.pop()
        data = json.dumps({"reason": "connection is expired"})
        await socket.send_str(
            json.dumps({"type": "SYSTEM", "headers": {"topic": "disconnect"}, "data": data})
        )
        self._leaving = socket
        loop = asyncio.get_running_loop()
        task = loop.create_task(self._close_later(socket, self.knobs.disconnect_closes))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _close_later(self, socket: web.WebSocketResponse, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await socket.close()

    async def finish_disconnect(self) -> None:
        """Closes the socket that was told to go."""
        assert self._leaving is not None
        await self._leaving.close()

    def cut(self, *, in_frame: bool = False) -> None:
        """The connections are gone; with `in_frame`, after the first bytes of a message."""
        for socket in self.sockets:
            transport = socket._req.transport if socket._req else None
            if transport is None:
                continue
            if in_frame:
                # A text frame of 1,000 bytes is announced, and twenty of them come.
                transport.write(b"\x81" + struct.pack("!BH", 126, 1000) + b'{"type":"CALLBACK","')
                transport.close()
            else:
                transport.abort()
        self.sockets.clear()

    async def end_sockets(self) -> None:
        """All of them, in order, and whatever would have come again."""
        for push in list(self._waiting):
            self._never(push)
        for task in self._tasks:
            task.cancel()
        for socket in [*self._unanswered]:
            await socket.close()

    # -- the sockets ------------------------------------------------------------------------------

    def _v1_0_gateway_connections_open(self, request: web.Request, body: Any) -> web.Response:
        if self.knobs.gateway_down:
            return wrong("ServiceUnavailable", 503)
        if (body.get("clientId"), body.get("clientSecret")) != (CLIENT, self.secret):
            return wrong("authFailed", 401, message="鉴权失败")
        if "json" not in request.headers.get("Accept", ""):
            return web.Response(text="<xml/>", content_type="application/xml")
        wanted = body.get("subscriptions") or []
        if not wanted or not all(s.get("type") in ("EVENT", "CALLBACK") for s in wanted):
            return wrong("invalidParameter.subscriptions")
        # Not to be escaped: their SDK for Node puts it into the address as it is.
        ticket = str(uuid.UUID(int=self.random.getrandbits(128)))
        topics = {"*" if s["type"] == "EVENT" else str(s.get("topic")) for s in wanted}
        self._tickets[ticket] = self.now(), topics
        endpoint = self.base.replace("http", "ws") + "/connect"
        return web.json_response({"endpoint": endpoint, "ticket": ticket})

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """`GET /connect?ticket=…`."""
        born, topics = self._tickets.pop(request.query.get("ticket", ""), (-1e12, set()))
        if self.now() - born > TICKET_LASTS:
            raise web.HTTPUnauthorized
        self.tickets_used += 1
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self._topics[socket] = topics
        self._unanswered[socket] = 0
        pinging = asyncio.create_task(self._ping(socket))
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    break
                if not self.knobs.silent:
                    self._acknowledge(socket, json.loads(message.data))
        finally:
            pinging.cancel()
            del self._unanswered[socket], self._topics[socket]
            if socket in self.sockets:
                self.sockets.remove(socket)
        return socket

    async def _ping(self, socket: web.WebSocketResponse) -> None:
        while self._unanswered.get(socket, 0) < _PINGS:
            self._unanswered[socket] += 1
            ping = {
                "type": "SYSTEM",
                "headers": {"topic": "ping", "messageId": f"ping-{next(self.number)}"},
                "data": json.dumps({"opaque": "o1"}),
            }
            await self._send(socket, ping)
            await asyncio.sleep(self.knobs.ping_every)
        await socket.close()

    def _acknowledge(self, socket: web.WebSocketResponse, answer: dict[str, Any]) -> None:
        push = answer["headers"]["messageId"]
        if self.knobs.deaf and not push.startswith("ping-"):
            return
        data = json.loads(answer["data"])
        if push.startswith("ping-"):
            assert data == {"opaque": "o1"}
            self._unanswered[socket] = 0
        if answer["code"] != 200 or data.get("status") == "LATER":
            self.note("not_taken", push=push)
            return
        self.acknowledged.append(push)
        self.answers[push] = data
        self._never(push)
        topic, at, pushed = self._pushed_at.pop(push, ("", 0.0, {}))
        if topic != CARDS:
            return
        if asyncio.get_running_loop().time() - at > _CARD_SECONDS:
            self.note("card_answer_late", push=push)
        self._show(pushed, data.get("response") or {})

    def _show(self, pushed: dict[str, Any], answer: dict[str, Any]) -> None:
        """The answer to a press changes what its presser sees, and nobody else."""
        known = {"cardUpdateOptions", "cardData", "userPrivateData"}
        if answer.keys() - known:
            self.note("card_error_shown", to=pushed["userId"])
            return
        view = self.cards[pushed["outTrackId"]]["views"].setdefault(pushed["userId"], {})
        for name in ("cardData", "userPrivateData"):
            view |= answer.get(name, {}).get("cardParamMap", {})
