"""One open socket: frames out, acknowledgements and callbacks in."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.log import logger
from bot.platforms.asking import object_in
from bot.platforms.lenient import object_of
from bot.platforms.wecom import errors
from bot.platforms.wecom.hearing import NAME

_log = logger()


@dataclass(frozen=True, slots=True)
class Frame:
    """A callback."""

    command: str
    body: Mapping[str, Any]
    req_id: str


@dataclass(slots=True)
class Socket:
    """An open socket and who waits for its acknowledgements."""

    ws: aiohttp.ClientWebSocketResponse
    patience: float
    waiting: dict[str, asyncio.Future[Mapping[str, Any]]] = field(default_factory=dict)
    evicted: bool = False
    missed: int = 0
    heard_at: float = 0.0

    async def receive(self) -> Frame | None:
        """The next callback; None at the end. Acknowledgements go to who waits for them."""
        while True:
            came = await self.ws.receive()
            if came.type is not aiohttp.WSMsgType.TEXT:
                return None
            frame = object_in(str(came.data))
            if frame is None:
                _log.warning("frame_not_read", platform=NAME)
                continue
            req_id = str(object_of(frame.get("headers")).get("req_id") or "")
            if command := str(frame.get("cmd") or ""):
                return Frame(command, object_of(frame.get("body")), req_id)
            waiter = self.waiting.pop(req_id, None)
            if waiter is not None and not waiter.done():
                waiter.set_result(frame)

    async def ask(
        self,
        command: str,
        body: Mapping[str, Any] | None = None,
        req_id: str | None = None,
        patience: float | None = None,
    ) -> Mapping[str, Any]:
        """A command; its acknowledgement's body. Raises a PlatformError of the table."""
        name = req_id or f"{command}_{secrets.token_hex(12)}"
        frame: dict[str, Any] = {"cmd": command, "headers": {"req_id": name}}
        if body is not None:  # a ping with a body costs the link
            frame["body"] = body
        # Before it is sent: on a short way the answer is faster than we are.
        waiter: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        self.waiting[name] = waiter
        try:
            await self.ws.send_str(json.dumps(frame, ensure_ascii=False))
            async with asyncio.timeout(patience or self.patience):
                answer = await waiter
        except TimeoutError:
            raise errors.lost("timeout") from None
        except (aiohttp.ClientError, OSError) as error:
            raise errors.lost(type(error).__name__) from error
        finally:
            if self.waiting.get(name) is waiter:
                del self.waiting[name]
        if code := errors.code_of(answer):
            raise errors.named(code, str(answer.get("errmsg") or ""))
        return object_of(answer.get("body"))

    def drop(self) -> None:
        """Nobody answers any more: whether it arrived is not known."""
        for waiter in self.waiting.values():
            if not waiter.done():
                waiter.set_exception(errors.lost("connection lost"))
        self.waiting.clear()
