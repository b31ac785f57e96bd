"""A house on the scripted DingTalk, as little in it as a company can have."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.dingtalk_house import DingTalkHouse, open_dingtalk


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[DingTalkHouse]:
    async with open_dingtalk(sqlite_url) as opened:
        yield opened
