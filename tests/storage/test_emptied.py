"""The PostgreSQL that tests share: nothing of one test is there for the next."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from storage.schema import HEAD
from tests.databases import CATALOG, Emptied

_SEEN = (
    "SELECT name, value, (SELECT version_num FROM alembic_version) FROM counters",
    "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT conname FROM pg_constraint ORDER BY 1",
    "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()",
)


async def _seen(uri: str) -> list[object]:
    connection = await asyncpg.connect(uri.replace("+asyncpg", ""))
    found = [[tuple(row) for row in await connection.fetch(asked)] for asked in _SEEN]
    await connection.close()
    return found


async def _spoil(uri: str, *statements: str) -> asyncpg.Connection:
    """What a test did that has not let go of it."""
    connection = await asyncpg.connect(uri.replace("+asyncpg", ""))
    for statement in statements:
        await connection.execute(statement)
    return connection


@pytest.mark.postgres
@pytest.mark.parametrize(
    "done",
    [
        ("INSERT INTO counters VALUES ('more', 7)", "BEGIN", "UPDATE counters SET value = 8"),
        ("UPDATE alembic_version SET version_num = '9999'",),
        ("DROP TABLE knocks",),
    ],
)
async def test_the_next_finds_it_as_it_was_migrated(
    postgres_database: Emptied, done: tuple[str, ...]
) -> None:
    before = await _seen(await asyncio.to_thread(postgres_database.take))
    assert before[0] == [("ticket", 0, HEAD)]
    held = await _spoil(await asyncio.to_thread(postgres_database.take), *done)
    assert await _seen(await asyncio.to_thread(postgres_database.take)) == before
    assert held.is_closed()


@pytest.mark.postgres
@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE counters ADD COLUMN more text",
        "ALTER TABLE counters ALTER COLUMN value TYPE text",
        "ALTER TABLE counters ALTER COLUMN value DROP NOT NULL",
        "ALTER TABLE tickets DROP CONSTRAINT ck_tickets_status",
        "CREATE INDEX more ON counters (value)",
        "DROP INDEX ix_tickets_parent",
    ],
)
async def test_a_change_of_its_tables_is_seen(postgres_url: str, change: str) -> None:
    held = await _spoil(postgres_url)
    before = await held.fetch(CATALOG)
    assert await held.fetch(CATALOG) == before
    await held.execute(f"BEGIN; {change}")
    assert await held.fetch(CATALOG) != before
    await held.execute("ROLLBACK")
    assert await held.fetch(CATALOG) == before
    await held.close()
