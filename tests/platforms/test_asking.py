"""One request to a vendor: whether anything can have happened decides what may be repeated."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, suppress
from datetime import timedelta

import aiohttp
import pytest

from bot.platforms import asking
from bot.platforms.asking import Http
from bot.platforms.base import Later, Unknown


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    made = Http()
    yield made
    await made.close()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux 才会丢掉排不上队的连接")
async def test_a_network_that_swallows_everything_has_done_nothing(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a firewall that drops: no refusal comes, and no connection stands either."""
    monkeypatch.setattr(asking, "TIMEOUT", aiohttp.ClientTimeout(total=30, connect=0.05))
    with ExitStack() as stack:
        full = stack.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):  # whoever comes after these is not even answered
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            with suppress(BlockingIOError):
                waiting.connect(full.getsockname())
        with pytest.raises(Later):
            await http.ask("POST", f"http://127.0.0.1:{full.getsockname()[1]}/send", b"{}")


async def _answering(words: bytes) -> tuple[asyncio.Server, str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(words)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/send"


async def test_who_took_it_and_said_nothing_may_have_done_it(http: Http) -> None:
    server, url = await _answering(b"")
    async with server:
        with pytest.raises(Unknown):
            await http.ask("POST", url, b"{}")


@pytest.mark.parametrize(
    ("status", "asked", "wait"),
    [
        (429, "41", timedelta(seconds=41)),
        (503, "7", timedelta(seconds=7)),
        (429, "99999999999999", timedelta(hours=1)),
        (429, "Fri, 27 Nov 2026 08:00:00 GMT", None),
        (429, "٤", None),
        (500, "41", None),
    ],
)
async def test_whoever_says_when_to_come_again_is_asked_then(
    http: Http, status: int, asked: str, wait: timedelta | None
) -> None:
    head = f"HTTP/1.1 {status} X\r\nRetry-After: {asked}\r\nContent-Length: 2\r\n\r\n{{}}"
    server, url = await _answering(head.encode())
    async with server:
        if wait is None:
            assert await http.ask("POST", url, b"{}") == (status, {})
            return
        with pytest.raises(Later) as told:
            await http.ask("POST", url, b"{}")
        assert told.value.wait == wait
