"""A storage with the regulation's own policy in it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.domain.policy import Policy
from storage.store import Storage


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(database_url)
    await opened.save_policy(Policy())
    yield opened
    await opened.close()
