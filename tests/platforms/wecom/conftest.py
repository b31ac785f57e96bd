"""A house on the scripted WeCom, as little in it as a company can have."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.wecom_house import WeComHouse, open_wecom


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[WeComHouse]:
    async with open_wecom(sqlite_url) as opened:
        yield opened
