"""The bot's long connection: who holds it, what comes and goes on it, how it fails."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers.wecom.errors import Cut, Wrong
from tests.servers.wecom.limits import Limit
from tests.servers.wecom.world import BOT, World

Command = Callable[[str, dict[str, Any]], "dict[str, Any] | None"]


@dataclass(eq=False)
class Connection:
    """One socket."""

    socket: web.WebSocketResponse
    subscribed: bool = False
    was_subscribed: bool = False
    half_open: bool = False  # nothing comes in any more, and nothing goes out
    pings: int = 0
    pinged_at: float = 0.0

    def abort(self) -> None:
        """Without a close frame, as a cut cable does."""
        transport = self.socket._req.transport if self.socket._req else None
        if transport is not None:
            transport.abort()


class LongConnection:
    """All sockets; at most one of them is the bot's."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.commands: dict[str, Command] = {"aibot_subscribe": self._never, "ping": self._never}
        self.connections: list[Connection] = []
        self.missed: list[str] = []
        self.subscribes = Limit(world.now, (30, 60), block=True)
        self._delayed: list[tuple[Connection, dict[str, Any]]] = []
        self._behind: list[tuple[Connection, dict[str, Any]]] = []  # behind the next one
        self._tasks: set[asyncio.Task[None]] = set()

    @staticmethod
    def _never(req_id: str, body: dict[str, Any]) -> None:
        raise AssertionError(req_id)

    @property
    def current(self) -> Connection | None:
        """The bot's connection."""
        return next((c for c in self.connections if c.subscribed), None)

    # -- faults that are acted out ------------------------------------------------------------

    def cut(self) -> None:
        """All cables are cut."""
        for connection in list(self.connections):
            connection.abort()

    def lose_subscription(self) -> None:
        """The socket stays open and answers pings; every command fails with 846609."""
        for connection in self.connections:
            connection.subscribed = False

    def go_half_open(self) -> None:
        """The sockets stay open, and that is all they do."""
        for connection in self.connections:
            connection.half_open = True

    async def close(self, code: int = 1000) -> None:
        """The server ends the connections properly."""
        for connection in list(self.connections):
            await connection.socket.close(code=code)

    async def release_acks(self) -> None:
        """Sends the acknowledgements that were delayed, in reverse order."""
        while self._delayed:
            connection, ack = self._delayed.pop()
            await self._send(connection, ack)

    # -- outwards -----------------------------------------------------------------------------

    async def deliver(self, cmd: str, req_id: str, body: dict[str, Any]) -> bool:
        """One callback frame to the bot, if it is there."""
        frame = json.dumps(
            {"cmd": cmd, "headers": {"req_id": req_id}, "body": body}, ensure_ascii=False
        ).replace("\\u000b", "\x0b")
        connection = self.current
        if connection is None or connection.half_open or connection.socket.closed:
            self._world.note("lost", msgid=body.get("msgid"), why="not connected")
            if self._world.knobs.redeliver:
                self.missed.append(frame)
            return False
        for _ in range(2 if self._world.knobs.twice else 1):
            await self._write(connection, frame)
        return True

    async def send_raw(self, frame: str) -> None:
        """Anything at all to the bot's connection."""
        connection = self.current
        assert connection is not None
        await self._write(connection, frame)

    async def _send(self, connection: Connection, frame: dict[str, Any]) -> None:
        await self._write(connection, json.dumps(frame, ensure_ascii=False))

    async def _write(self, connection: Connection, frame: str) -> None:
        if not connection.half_open and not connection.socket.closed:
            try:
                await connection.socket.send_str(frame)
            except ConnectionError:
                return

    # -- inwards ------------------------------------------------------------------------------

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket from its beginning to its end."""
        socket = web.WebSocketResponse(max_msg_size=4 << 20)
        await socket.prepare(request)
        loop = asyncio.get_running_loop()
        connection = Connection(socket, pinged_at=loop.time())
        self.connections.append(connection)
        self._world.note("connected")
        try:
            while True:
                idle = self._world.knobs.idle_seconds
                left = None if idle is None else connection.pinged_at + idle - loop.time()
                if left is not None and left <= 0:
                    raise TimeoutError  # no time left is not "no limit", as 0 is to receive
                message = await socket.receive(timeout=left)
                if message.type is not WSMsgType.TEXT:
                    break
                if not connection.half_open:
                    await self._take(connection, message.data)
        except TimeoutError:
            await socket.close(message=b"idle")
        finally:
            self.connections.remove(connection)
            self._world.note("disconnected")
        return socket

    async def _take(self, connection: Connection, data: str) -> None:
        try:
            frame = json.loads(data)
            cmd, req_id = frame["cmd"], frame["headers"]["req_id"]
        except (ValueError, KeyError, TypeError):
            self._world.note("malformed", frame=data[:200])
            await connection.socket.close(code=1002, message=b"invalid frame")
            return
        if cmd == "ping":
            await self._ping(connection, frame)
            return
        try:
            body = await self._work(connection, cmd, req_id, frame.get("body") or {})
            await self._acknowledge(connection, cmd, req_id, 0, "ok", body)
        except Wrong as wrong:
            self._world.note("refused", cmd=cmd, code=wrong.code, words=wrong.words)
            await self._acknowledge(connection, cmd, req_id, wrong.code, wrong.words, None)
        except Cut:
            connection.abort()

    async def _ping(self, connection: Connection, frame: dict[str, Any]) -> None:
        connection.pings += 1
        connection.pinged_at = asyncio.get_running_loop().time()
        if not connection.was_subscribed:
            wrong = Wrong(846609)
            req_id = frame["headers"]["req_id"]
            await self._acknowledge(connection, "ping", req_id, wrong.code, wrong.words, None)
        elif "body" in frame and self._world.knobs.ping_with_body_is_wrong:
            connection.abort()
        elif not self._world.knobs.swallow_pings:
            await self._acknowledge(connection, "ping", frame["headers"]["req_id"], 0, "ok", None)

    async def _work(
        self, connection: Connection, cmd: str, req_id: str, body: dict[str, Any]
    ) -> dict[str, Any] | None:
        self._world.calls.append(cmd)
        instead = self._world.knobs.next_instead(cmd)
        if instead is not None and not instead[1]:
            raise Wrong(instead[0])
        done = await self._do(connection, cmd, req_id, body)
        if instead is not None:
            raise Wrong(instead[0])
        return done

    async def _do(
        self, connection: Connection, cmd: str, req_id: str, body: dict[str, Any]
    ) -> dict[str, Any] | None:
        if cmd == "aibot_subscribe":
            await self._subscribe(connection, body)
            return None
        if not connection.subscribed:
            raise Wrong(846609)
        if cmd not in self.commands:
            raise Wrong(40058, "unknown cmd")
        return self.commands[cmd](req_id, body)

    async def _subscribe(self, connection: Connection, body: dict[str, Any]) -> None:
        if not self.subscribes.take(str(body.get("bot_id"))):
            raise Wrong(45009)
        if body.get("bot_id") != BOT:
            raise Wrong(93019)
        if body.get("secret") != self._world.secret:
            raise Wrong(853000)
        old = [c for c in self.connections if c.subscribed and c is not connection]
        connection.subscribed = connection.was_subscribed = True
        for other in old:
            other.subscribed = False
            self._spawn(self._evict(other))
        self._world.note("subscribed")
        if self.missed:
            self._spawn(self._redeliver(connection))

    async def _evict(self, connection: Connection) -> None:
        self._world.note("evicted")
        event = {"eventtype": "disconnected_event", "disconnected_event": {}}
        body = {
            "msgid": f"EVT{next(self._world.numbers)}",
            "create_time": int(self._world.now()),
            "aibotid": BOT,
            "msgtype": "event",
            "event": event,
        }
        headers = {"req_id": f"evict_{next(self._world.numbers)}"}
        await self._send(
            connection, {"cmd": "aibot_event_callback", "headers": headers, "body": body}
        )
        await asyncio.sleep(self._world.knobs.eviction_wait)
        if self._world.knobs.eviction_close:
            await connection.socket.close(code=self._world.knobs.eviction_close)
        else:
            connection.abort()

    async def _redeliver(self, connection: Connection) -> None:
        missed, self.missed = self.missed, []
        for frame in missed:
            await self._write(connection, frame)

    async def _acknowledge(
        self, connection: Connection, cmd: str, req_id: str, code: int, words: str, body: Any
    ) -> None:
        ack: dict[str, Any] = {"headers": {"req_id": req_id}, "errcode": code, "errmsg": words}
        if body:
            ack["body"] = body
        faults = self._world.knobs.acks.get(cmd)
        fault = faults.pop(0) if faults else ""
        if fault == "delay":
            self._delayed.append((connection, ack))
        elif fault == "reorder":
            self._behind.append((connection, ack))
        elif fault != "drop":
            for _ in range(2 if fault == "duplicate" else 1):
                await self._send(connection, ack)
            behind, self._behind = self._behind, []
            for other, late in behind:
                await self._send(other, late)

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
