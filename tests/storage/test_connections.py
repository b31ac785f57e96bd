"""PostgreSQL's connections are kept; one that is gone is noticed before anything is done on it."""

from __future__ import annotations

from unittest.mock import patch

import asyncpg
import pytest
from sqlalchemy import text

from bot.domain.policy import Policy
from storage.store import Storage

pytestmark = pytest.mark.postgres


async def _kill_all(url: str) -> None:
    """What a restart of the server does to everybody."""
    alone = await asyncpg.connect(url.replace("+asyncpg", ""))
    await alone.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await alone.close()


async def test_after_a_restart_of_the_server_nothing_fails(postgres_url: str) -> None:
    storage = await Storage.open(postgres_url)
    async with storage.looking() as one, storage.looking() as other:
        for connection in (one, other):
            await connection.execute(text("SELECT 1"))
    await _kill_all(postgres_url)
    await storage.save_policy(Policy())
    async with storage.looking() as one, storage.looking() as other:
        for connection in (one, other):
            assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    await storage.close()


async def test_a_reading_is_one_transaction(postgres_url: str) -> None:
    """To ask whether the server is there takes none of its own."""
    storage = await Storage.open(postgres_url)
    begun: list[object] = []
    start = asyncpg.transaction.Transaction.start

    async def started(transaction: object) -> None:
        begun.append(transaction)
        await start(transaction)

    with patch.object(asyncpg.transaction.Transaction, "start", started):
        async with storage.looking() as connection:
            await connection.execute(text("SELECT 1"))
    assert len(begun) == 1
    await storage.close()
