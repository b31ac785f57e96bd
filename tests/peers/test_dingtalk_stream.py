"""The official Stream SDK opens, hears, acknowledges, answers and comes back, on our server."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import pytest

from tests.peers.environments import HERE, node_with, python_with
from tests.premises import until
from tests.servers.dingtalk import CLIENT, SECRET, DingTalkServer

PACKAGES = ("dingtalk-stream-0.24.3", "dingtalk-stream-0.24.4b1", "dingtalk-stream-node")


@pytest.fixture(params=PACKAGES)
def sdk(request: pytest.FixtureRequest) -> list[str]:
    """How this SDK's client is started; all but its arguments."""
    if request.param.endswith("node"):
        return [*node_with(request.param), str(HERE / "dingtalk_stream_node.cjs")]
    return [*python_with(request.param), str(HERE / "dingtalk_stream_client.py")]


@pytest.fixture
async def server() -> AsyncIterator[DingTalkServer]:
    running = DingTalkServer()
    await running.start()
    running.add_group("cidHeat==", "客服群", {"0101"})
    yield running
    await running.stop()


async def test_the_sdk_agrees_with_the_server(sdk: list[str], server: DingTalkServer) -> None:
    environ = {**os.environ, "DINGTALK_OPENAPI_ENDPOINT": server.base}
    process = await asyncio.create_subprocess_exec(
        *sdk, *((server.base,) if "node" in sdk else ()), CLIENT, SECRET, env=environ,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await until(lambda: bool(server.acknowledged))  # the ping
        await server.say("cidHeat==", "0101", "不热")
        push = server.last_push
        await until(lambda: push in server.acknowledged)
        await until(lambda: bool(server.seen("message", "cidHeat==")))
        assert server.seen("message", "cidHeat==")[0]["text"] == "听到不热"
        await server.disconnect()
        await server.finish_disconnect()
        await until(lambda: bool(server.sockets))
        await server.say("cidHeat==", "0101", "还是不热")
        push = server.last_push
        await until(lambda: push in server.acknowledged)
    finally:
        process.kill()
        await process.wait()
