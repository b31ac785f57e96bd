"""The long connection: one socket to the bot's gateway, held by one process.

Five ends look alike and are not: a close (come back), two pings without an answer (come back), a
subscription that is gone while the socket stands (come back at once), a refused secret (wait long),
an eviction by somebody else (stay out, and tell a person).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp

from bot.log import logger
from bot.platforms.asking import Http
from bot.platforms.base import Later, Memory, PlatformError, Refused
from bot.platforms.wecom import errors
from bot.platforms.wecom.config import Config
from bot.platforms.wecom.hearing import NAME, event_of
from bot.platforms.wecom.lease import LASTS, Lease
from bot.platforms.wecom.socket import Frame, Socket

MESSAGE, EVENT = "aibot_msg_callback", "aibot_event_callback"
_LONGEST_ACK = 5.0
_LAST_WORDS = 3.0
_CLOSING = aiohttp.ClientWSTimeout(ws_close=2.0)

_log = logger()
#: (cmd, body, the callback's req_id)
OnCallback = Callable[[str, Mapping[str, Any], str], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Timing:
    """In seconds. `quiet` is how long no callback may come before the link is opened anew."""

    ping: float = 30.0
    first_wait: float = 1.0
    longest_wait: float = 60.0
    refused: float = 300.0
    standby: float = 5.0
    evicted: tuple[float, ...] = (120.0, 600.0, 1800.0)
    quiet: float = 2 * 3600.0
    ack: float = _LONGEST_ACK


class Link:
    """Runs until cancelled. `call` works while it is up."""

    def __init__(
        self,
        config: Config,
        http: Http,
        memory: Memory,
        on_callback: OnCallback,
        on_ready: Callable[[], None],
        timing: Timing,
    ) -> None:
        self._config = config
        self._http = http
        self._on_callback = on_callback
        self._on_ready = on_ready
        self._timing = timing
        self._lease = Lease(memory)
        self._socket: Socket | None = None
        self._frames: set[asyncio.Task[None]] = set()
        self._evictions = 0
        self._up = asyncio.Event()
        #: told when only a person can mend it
        self.alarm: Callable[[str], None] = lambda words: None

    @property
    def is_up(self) -> bool:
        """Whether this process hears and can speak by the bot."""
        return self._socket is not None

    async def up(self, patience: float) -> None:
        """Waits until it is up. Raises Later where that takes too long."""
        try:
            async with asyncio.timeout(patience):
                await self._up.wait()
        except TimeoutError:
            raise Later("the bot is not connected", timedelta(seconds=30)) from None

    async def run(self) -> None:
        """Until cancelled."""
        failures = 0
        try:
            while True:
                try:
                    if not await self._lease.hold():
                        await asyncio.sleep(self._timing.standby)
                        continue
                    wait = await self._once(failures)
                except Exception as error:  # a database that is away: nothing may end this loop
                    _log.error("link_failed", platform=NAME, exc_info=error)
                    wait = self._timing.standby
                failures = 0 if wait is None else failures + 1
                # Everybody who was dropped at once does not come back at once.
                await asyncio.sleep(wait or random.uniform(0, self._timing.first_wait))  # noqa: S311
        finally:
            # What has come is kept before all ends: nobody brings it again.
            if self._frames:
                await asyncio.wait(self._frames, timeout=_LAST_WORDS)
            for task in self._frames:
                task.cancel()
            await asyncio.gather(*self._frames, return_exceptions=True)
            await self._lease.give_back()

    async def try_out(self) -> str | None:
        """What keeps it from connecting; None where nothing does, or where a process is connected.

        That one holds the lease, and a second connection would throw it out.
        """
        if not await self._lease.hold():
            return None
        try:
            socket, reader = await self._open()
        except (PlatformError, aiohttp.ClientError, TimeoutError, OSError) as error:
            return str(error) or type(error).__name__
        finally:
            await self._lease.give_back()
        await socket.ws.close()
        await asyncio.gather(reader, return_exceptions=True)
        return None

    async def _once(self, failures: int) -> float | None:
        """One connection from start to end; how long to wait, None where it had stood."""
        try:
            socket, reader = await self._open()
        except Refused as error:
            _log.error("gateway_refused", platform=NAME, error=str(error)[:200])
            self.alarm(f"企业微信机器人连不上：{error}")
            return float(min(5.0 * 2.0 ** min(failures, 8), self._timing.refused) * self._pace)
        except (PlatformError, aiohttp.ClientError, TimeoutError, OSError) as error:
            _log.warning("gateway_not_reached", platform=NAME, error=str(error)[:200])
            wait = error.wait.total_seconds() if isinstance(error, Later) else 0.0
            later = min(
                self._timing.first_wait * 2.0 ** min(failures, 8), self._timing.longest_wait
            )
            return max(wait * self._pace, later * random.uniform(0.5, 1))  # noqa: S311
        self._socket = socket
        self._up.set()
        self._on_ready()
        pinger = asyncio.create_task(self._keep(socket))
        try:
            await reader
        finally:
            self._socket = None
            self._up.clear()
            reader.cancel()
            pinger.cancel()
            await asyncio.gather(reader, pinger, return_exceptions=True)
            await socket.ws.close()
            socket.drop()
        if socket.evicted:
            return await self._stay_out()
        self._evictions = 0
        return None

    @property
    def _pace(self) -> float:
        """Tests go faster; waits keep their proportions."""
        return self._timing.first_wait

    async def _stay_out(self) -> float:
        """Another process of ours took over, or a stranger has our bot's secret."""
        if not await self._lease.hold():
            _log.info("link_taken_over", platform=NAME)
            return self._timing.standby
        waits = self._timing.evicted
        wait = waits[min(self._evictions, len(waits) - 1)]
        self._evictions += 1
        _log.error("evicted", platform=NAME, wait=wait)
        self.alarm(
            "企业微信机器人被另一个程序挤下线了：同一个机器人只能由一个程序连。"
            f"请停掉另一个；{int(wait // 60)} 分钟后再试"
        )
        ends = asyncio.get_running_loop().time() + wait
        while (left := ends - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(left, LASTS.total_seconds() / 3))
            await self._lease.hold()
        return 0.0

    async def _open(self) -> tuple[Socket, asyncio.Task[None]]:
        ws = await self._http.session.ws_connect(
            self._config.ws_url, autoping=True, max_msg_size=8 * 1024 * 1024, timeout=_CLOSING
        )
        socket = Socket(ws, self._timing.ack, heard_at=asyncio.get_running_loop().time())
        reader = asyncio.create_task(self._read(socket))
        try:
            body = {"bot_id": self._config.bot_id, "secret": self._config.secret}
            await socket.ask("aibot_subscribe", body)
        except BaseException:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
            await ws.close()
            raise
        return socket, reader

    async def _keep(self, socket: Socket) -> None:
        """Pings, renews the lease, and opens anew what has been quiet for too long."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._timing.ping)
            try:
                if not await self._lease.hold():
                    _log.warning("link_lost_lease", platform=NAME)
                    break
            except Exception as error:  # the link does without it until the lease runs out
                _log.warning("lease_not_renewed", platform=NAME, error=type(error).__name__)
            if loop.time() - socket.heard_at > self._timing.quiet:
                _log.info("link_quiet", platform=NAME)
                break
            try:
                await socket.ask("ping")
                socket.missed = 0
            except PlatformError as error:
                socket.missed += 1
                if socket.missed >= 2 or isinstance(error, errors.NotSubscribed):
                    _log.warning("link_dead", platform=NAME, reason=str(error)[:120])
                    break
        await socket.ws.close()

    async def _read(self, socket: Socket) -> None:
        try:
            while (frame := await socket.receive()) is not None:
                self._frame(socket, frame)
        except (aiohttp.ClientError, OSError) as error:
            _log.warning("socket_lost", platform=NAME, error=type(error).__name__)

    def _frame(self, socket: Socket, frame: Frame) -> None:
        if frame.command == EVENT and event_of(frame.body)[0] == "disconnected_event":
            socket.evicted = True
        elif frame.command in (MESSAGE, EVENT):
            socket.heard_at = asyncio.get_running_loop().time()
            task = asyncio.create_task(self._on_callback(frame.command, frame.body, frame.req_id))
            self._frames.add(task)
            task.add_done_callback(self._frame_done)

    def _frame_done(self, task: asyncio.Task[None]) -> None:
        self._frames.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("callback_not_kept", platform=NAME, exc_info=error)

    # -- what we say --------------------------------------------------------------------------

    async def call(
        self,
        command: str,
        body: Mapping[str, Any],
        req_id: str | None = None,
        *,
        patience: float | None = None,
    ) -> Mapping[str, Any]:
        """A command; its acknowledgement's body. Raises a PlatformError of the table."""
        socket = self._socket
        if socket is None:
            # Another process may have the link, and takes the row then.
            raise Later("the bot is not connected", timedelta(seconds=2))
        try:
            return await socket.ask(command, body, req_id, patience)
        except errors.NotSubscribed:
            # The socket stands and is good for nothing.
            await socket.ws.close()
            raise
