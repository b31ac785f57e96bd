"""The vendor's own SDK for Node and an independent one for Python, as clients of our server."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest

from tests.peers.environments import HERE, node_with, python_with
from tests.servers.wecom import BOT, SECRET, WeComServer
from tests.servers.wecom_client import Client

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@pytest.fixture
async def server() -> AsyncIterator[WeComServer]:
    running = WeComServer()
    await running.start()
    running.add_person("fangfang", "方芳")
    running.add_group("wrService01", "客服群", {"fangfang"})
    yield running
    await running.stop()


class Peer:
    """The running SDK and what it tells."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.told: list[dict[str, Any]] = []
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.told.append(json.loads(line))

    def said(self, event: str) -> list[dict[str, Any]]:
        """What it told of one kind."""
        return [t for t in self.told if t["event"] == event]

    async def end(self) -> None:
        """Kills it."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self._reader


@pytest.fixture(params=["aibot-node-sdk", "wecom-aibot-sdk"])
async def peer(request: pytest.FixtureRequest, server: WeComServer) -> AsyncIterator[Peer]:
    if request.param == "aibot-node-sdk":
        command = [*node_with("aibot-node-sdk"), str(HERE / "aibot_node_client.cjs")]
    else:
        command = [*python_with("wecom-aibot-sdk"), str(HERE / "wecom_aibot_client.py")]
    process = await asyncio.create_subprocess_exec(
        *command, server.ws_url, BOT, SECRET, stdout=asyncio.subprocess.PIPE
    )
    opened = Peer(process)
    try:
        await until(lambda: bool(opened.said("authenticated")), opened)
        yield opened
    finally:
        await opened.end()


async def until(true: Callable[[], bool], peer: Peer) -> None:
    try:
        async with asyncio.timeout(30):
            while not true():
                assert peer.process.returncode is None, "it ended"
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"it told {peer.told}") from None


async def test_it_hears_and_answers(peer: Peer, server: WeComServer) -> None:
    await server.say("客服群", "fangfang", "报个进度")
    await until(lambda: any(m.get("finished") for m in server.messages("客服群")), peer)
    assert peer.said("heard") == [
        {"event": "heard", "words": "@热线助手 报个进度", "by": "fangfang"}
    ]
    assert [m["text"] for m in server.messages("客服群")] == ["查到了"]
    await server.say("客服群", "fangfang", "推送一条")
    await until(lambda: bool(server.seen("message", "客服群", way="push")), peer)


async def test_its_card_its_click_and_its_update(peer: Peer, server: WeComServer) -> None:
    await server.say("客服群", "fangfang", "来张卡片")
    await until(lambda: "RX-1@1" in server.cards, peer)
    await server.press("RX-1@1", "fangfang", "accept")
    await until(lambda: bool(server.seen("card_updated")), peer)
    assert server.cards["RX-1@1"]["card"]["main_title"]["title"] == "已接单"


async def test_its_upload_and_its_download(peer: Peer, server: WeComServer) -> None:
    await server.say("客服群", "fangfang", "发个文件")
    await until(lambda: bool(server.seen("message", msgtype="file")), peer)
    sent = server.seen("message", msgtype="file")[0]
    assert (sent["name"], len(sent["data"])) == ("日报.xlsx", 700000)
    for _ in range(2):  # a key with its = and one without
        await server.say("客服群", "fangfang", "看图", quote=("image", PNG))
    await until(lambda: len(peer.said("downloaded")) == 2, peer)
    digest = hashlib.sha1(PNG, usedforsecurity=False).hexdigest()
    assert {t["sha1"] for t in peer.said("downloaded")} == {digest}
    assert {t["name"] for t in peer.said("downloaded")} == {"image.bin"}


async def test_its_welcome(peer: Peer, server: WeComServer) -> None:
    await server.enter("fangfang")
    await until(lambda: bool(server.seen("message", "fangfang", way="welcome")), peer)


async def test_it_takes_a_refusal_as_one(peer: Peer, server: WeComServer) -> None:
    await server.say("客服群", "fangfang", "说错")
    await until(lambda: bool(peer.said("refused")), peer)
    assert "40008" in json.dumps(peer.said("refused")[0])


async def test_it_pings(peer: Peer, server: WeComServer) -> None:
    await until(lambda: server.link.connections[0].pings >= 2, peer)


async def test_it_comes_back_when_the_cable_is_cut(peer: Peer, server: WeComServer) -> None:
    server.link.cut()
    await until(lambda: len(server.seen("subscribed")) == 2, peer)
    await server.say("客服群", "fangfang", "报个进度")
    await until(lambda: bool(server.messages("客服群")), peer)


async def test_an_evicted_one_stays_out(peer: Peer, server: WeComServer) -> None:
    async with aiohttp.ClientSession() as session:
        second = Client(server, session)
        await second.connect()
        await until(lambda: bool(peer.said("evicted")), peer)
        await until(lambda: bool(server.seen("disconnected")), peer)
        assert await second.push("wrService01", "我在") == 0
        assert len(server.seen("subscribed")) == 2
        await second.close()
