"""Stream mode: one socket to the gateway, kept alive. Kept first, acknowledged then.

A new socket is opened before the old one goes, since what is said while there is none is lost.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote_plus

import aiohttp
from yarl import URL

from bot.log import logger
from bot.platforms.base import PlatformError, Refused, Unknown
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.errors import Locked
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.lenient import object_of

MESSAGES = "/v1.0/im/bot/messages/get"
CARDS = "/v1.0/card/instances/callback"
_SUBSCRIPTIONS = [
    {"type": "CALLBACK", "topic": MESSAGES},
    {"type": "CALLBACK", "topic": CARDS},
    {"type": "EVENT", "topic": "*"},
]
#: The gateway pings every 20 to 30 s: a socket that says nothing for so long is dead.
SILENCE = 60.0
_FIRST, _LONGEST = 1.0, 60.0
#: So many pushes are being kept at the same time; they share commits.
AT_ONCE = 200

_log = logger()
#: (topic, data, the push's own id) -> what the acknowledgement carries; raises to withhold it.
OnPush = Callable[[str, Mapping[str, Any], str], Awaitable[Mapping[str, Any]]]


class Stream:
    """The connection. `on_push` returns once a push is durable; only then is it acknowledged."""

    def __init__(
        self,
        config: Config,
        rest: Rest,
        on_push: OnPush,
        on_ready: Callable[[], None],
        on_event: Callable[[str, Mapping[str, Any]], Awaitable[None]],
        *,
        silence: float = SILENCE,
        first_wait: float = _FIRST,
    ) -> None:
        self._config = config
        self._rest = rest
        self._on_push = on_push
        self._on_ready = on_ready
        self._on_event = on_event
        self._silence = silence
        self._first_wait = first_wait
        self._readers: set[asyncio.Task[None]] = set()
        self._frames: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)

    @property
    def is_open(self) -> bool:
        """Whether there is a socket to hear by."""
        return any(not reader.done() for reader in self._readers)

    async def run(self) -> None:
        """Until cancelled."""
        failures = 0
        try:
            while True:
                try:
                    socket = await self._open()
                except (PlatformError, aiohttp.ClientError, TimeoutError, OSError) as error:
                    failures += 1
                    await self._wait(failures, error)
                    continue
                self._on_ready()
                handover, opened = asyncio.Event(), asyncio.get_running_loop().time()
                reader = asyncio.create_task(self._read(socket, handover))
                self._readers.add(reader)
                reader.add_done_callback(self._readers.discard)
                await handover.wait()
                lasted = asyncio.get_running_loop().time() - opened
                if lasted < self._first_wait:
                    # One that sends everybody away as soon as he comes is asked ever less often.
                    failures += 1
                    await self._wait(failures, Unknown(f"socket lasted {lasted:.1f} s"))
                    continue
                failures = 0
                if reader.done():
                    # It broke: a gateway that drops everybody at once is not asked by all at once.
                    await asyncio.sleep(random.uniform(0, self._first_wait))  # noqa: S311
        finally:
            ending = (*self._readers, *self._frames)
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)

    async def _wait(self, failures: int, error: Exception) -> None:
        # Wrong credentials don't get better by asking often.
        longest = _LONGEST * (self._first_wait / _FIRST)
        wait = (
            longest
            if isinstance(error, Refused | Locked)
            else self._first_wait * 2 ** min(failures, 8)
        )
        # What the others say of themselves may hold the address, and with it the ticket.
        said = str(error)[:200] if isinstance(error, PlatformError) else type(error).__name__
        _log.warning("gateway_refused", platform="dingtalk", error=said)
        await asyncio.sleep(random.uniform(0.5, 1) * min(wait, longest))  # noqa: S311

    async def _open(self) -> aiohttp.ClientWebSocketResponse:
        body = {
            "clientId": self._config.client_id,
            "clientSecret": self._config.client_secret,
            "subscriptions": _SUBSCRIPTIONS,
            "ua": "heatdesk/0.1",
        }
        url = f"{self._config.api_base}/v1.0/gateway/connections/open"
        answer = await self._rest.ask("POST", url, body)
        if not answer.get("endpoint") or not answer.get("ticket"):
            raise Unknown("the gateway gave no endpoint or no ticket")
        # A ticket is good for one connection, so each is asked for anew.
        address = f"{answer['endpoint']}?ticket={quote_plus(str(answer['ticket']))}"
        return await self._rest.session.ws_connect(
            URL(address, encoded=True),
            autoping=True,
            max_msg_size=8 * 1024 * 1024,
            timeout=_CLOSING,
        )

    async def _read(self, socket: aiohttp.ClientWebSocketResponse, handover: asyncio.Event) -> None:
        try:
            while True:
                frame = await socket.receive(timeout=self._silence)
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    return
                await self._room.acquire()
                task = asyncio.create_task(self._frame(socket, str(frame.data), handover))
                self._frames.add(task)
                task.add_done_callback(self._frame_done)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            _log.warning("socket_lost", platform="dingtalk", error=type(error).__name__)
        finally:
            handover.set()
            await socket.close()

    def _frame_done(self, task: asyncio.Task[None]) -> None:
        self._frames.discard(task)
        self._room.release()
        if not task.cancelled() and (error := task.exception()):
            # The acknowledgement found no socket: they bring it again, and it is known by then.
            _log.warning("not_acknowledged", platform="dingtalk", error=type(error).__name__)

    async def _frame(
        self, socket: aiohttp.ClientWebSocketResponse, raw: str, handover: asyncio.Event
    ) -> None:
        frame = object_of(raw)
        headers = object_of(frame.get("headers") or frame.get("header"))
        kind, topic = str(frame.get("type")), str(headers.get("topic"))
        push = str(headers.get("messageId") or "")
        data = object_of(frame.get("data"))
        if kind not in ("SYSTEM", "EVENT", "CALLBACK"):
            _log.warning("frame_not_read", platform="dingtalk", kind=kind)
            return
        if kind == "SYSTEM":
            if topic == "disconnect":
                handover.set()  # this socket goes on being read until it closes
            else:
                await _acknowledge(socket, push, data)
            return
        if kind == "EVENT":
            try:
                await self._on_event(str(headers.get("eventType") or ""), data)
                status = "SUCCESS"
            except Exception as error:  # not kept: they bring it again
                _log.error("event_not_kept", platform="dingtalk", exc_info=error)
                status = "LATER"
            await _acknowledge(socket, push, {"status": status})
            return
        try:
            # What has no id of its own can't be acknowledged, and is not to be lost either.
            answer = await self._on_push(topic, data, push or str(headers.get("time") or ""))
        except Exception as error:  # not kept, so not acknowledged: they bring it again
            _log.error("push_not_kept", platform="dingtalk", topic=topic, exc_info=error)
            return
        await _acknowledge(socket, push, {"response": answer or None})


_CLOSING = aiohttp.ClientWSTimeout(ws_close=2.0)


async def _acknowledge(
    socket: aiohttp.ClientWebSocketResponse, push: str, data: Mapping[str, Any]
) -> None:
    if not push:
        return
    answer = {
        "code": 200,
        "message": "OK",
        "headers": {"contentType": "application/json", "messageId": push},
        "data": json.dumps(data, ensure_ascii=False),
    }
    await socket.send_str(json.dumps(answer, ensure_ascii=False))
