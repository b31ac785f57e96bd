"""Stories run on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.house import House, open_house


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """The demo's company on a Monday morning."""
    async with open_house(database_url) as opened:
        yield opened
