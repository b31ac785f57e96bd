"""The scripted servers under test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.clock import MovableClock
from tests.servers.dingtalk import CLIENT, DingTalkServer
from tests.servers.dingtalk_caller import GROUP, Caller
from tests.servers.wecom import WeComServer
from tests.servers.wecom_client import Client

NOW = 1_795_564_800.0  # 2026-11-25 08:00 in Shanghai


class Clock:
    """Time that is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> float:
        return self.at

    def forward(self, seconds: float) -> None:
        """Lets time go by."""
        self.at += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def wecom(clock: Clock) -> AsyncIterator[WeComServer]:
    server = WeComServer(now=clock)
    await server.start()
    server.add_department(2, "客服部")
    server.add_person("fangfang", "方芳", mobile="13800000001")
    server.add_person("LiuYang", "刘洋", mobile="13800000002")
    server.add_person("hewei", "何伟", 3)
    server.add_group("wrService01", "客服群", {"fangfang", "LiuYang"}, webhook="key-service")
    server.add_group("wrRepair01", "检修群", {"hewei", "LiuYang"}, spoken=False)
    yield server
    await server.stop()


@pytest.fixture
async def client(wecom: WeComServer) -> AsyncIterator[Client]:
    """A subscribed bot."""
    async with aiohttp.ClientSession() as session:
        opened = Client(wecom, session)
        assert (await opened.connect())["errcode"] == 0
        yield opened
        await opened.close()


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    clock = MovableClock(datetime(2026, 11, 23, tzinfo=UTC))
    server = DingTalkServer(now=lambda: clock.now().timestamp())
    base = await server.start()
    for userid, name in (("01", "张三"), ("02", "李四")):
        server.add_person(userid, name)
    group = server.add_group(GROUP, "客服群", {"01", "02"}, webhook="hook")
    assert group.robots == {CLIENT}
    async with aiohttp.ClientSession(base) as session:
        yield Caller(server, session, clock)
    await server.stop()
