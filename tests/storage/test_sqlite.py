"""SQLite in the loop's own thread: what waits, waits elsewhere."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import bindparam, insert, select

from storage.prepared import Prepared, prepared
from storage.sqlite import SQLite
from storage.tables import counters

_VALUE = select(counters.c.value).where(counters.c.name == bindparam("name"))
_NEW = insert(counters)


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[SQLite]:
    opened = SQLite(sqlite_url)
    yield opened
    await opened.close()


async def _value(database: SQLite, name: str) -> int | None:
    async with database.reading() as connection:
        found = await connection.execute(_VALUE, {"name": name})
        value: int | None = found.scalar_one_or_none()
        return value


async def _count(database: SQLite, name: str) -> None:
    async with database.writing() as connection:
        await connection.execute(_NEW, {"name": name, "value": 1})


async def test_another_process_that_writes_holds_up_nobody_but_the_writer(
    database: SQLite, sqlite_url: str
) -> None:
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(_count(database, "a"))
    for _ in range(20):  # the loop goes on, and so does reading
        await asyncio.sleep(0)
        assert await _value(database, "a") is None
    assert not writing.done()
    other.execute("COMMIT")
    other.close()
    await asyncio.wait_for(writing, 20)
    assert await _value(database, "a") == 1


async def test_a_commit_goes_to_the_thread_after_a_slow_one_alone(
    database: SQLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.sqlite.HOP", 60.0)
    quick = _count(database, "a")
    with pytest.raises(StopIteration):
        quick.send(None)  # over without having waited for anything
    monkeypatch.setattr("storage.sqlite.HOP", 0.0)
    slow = asyncio.ensure_future(_count(database, "b"))
    await asyncio.sleep(0)
    assert not slow.done()
    await slow
    assert [await _value(database, name) for name in "ab"] == [1, 1]


async def test_nothing_written_waits_for_no_disk(
    database: SQLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.sqlite.HOP", 0.0)

    async def look() -> None:
        async with database.writing() as connection:
            await connection.execute(_VALUE, {"name": "a"})

    with pytest.raises(StopIteration):
        look().send(None)
    await asyncio.wait_for(_count(database, "a"), 20)  # the lock was let go of
    assert await _value(database, "a") == 1


async def test_a_commit_under_way_is_finished_though_its_task_is_cancelled(
    database: SQLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.sqlite.HOP", 0.0)  # a disk that has to be waited for
    cancelled: list[asyncio.Task[None]] = []

    async def count() -> None:
        async with database.writing() as connection:
            await connection.execute(_NEW, {"name": "a", "value": 1})
            loop = asyncio.get_running_loop()
            loop.call_soon(lambda: cancelled[0].cancel())  # once the commit is waited for

    cancelled.append(asyncio.create_task(count()))
    with pytest.raises(asyncio.CancelledError):
        await cancelled[0]
    assert await _value(database, "a") == 1
    await _count(database, "b")
    assert await _value(database, "b") == 1


async def test_an_error_leaves_nothing_and_the_writer_free(database: SQLite) -> None:
    async def twice() -> None:
        async with database.writing() as connection:
            for _ in range(2):
                await connection.execute(_NEW, {"name": "a", "value": 1})

    with pytest.raises(sqlite3.IntegrityError):
        await twice()
    assert await _value(database, "a") is None
    await _count(database, "a")


def test_a_statement_is_made_ready_when_it_comes_again(database: SQLite) -> None:
    given = {"name": "a"}
    once = select(counters.c.value).where(counters.c.name == bindparam("name"))
    assert prepared(once, given, database.dialect) is None
    ready = prepared(once, given, database.dialect)
    assert isinstance(ready, Prepared)
    assert prepared(once, given, database.dialect) is ready
    many = select(counters).where(counters.c.name.in_(bindparam("names", expanding=True)))
    for _ in range(3):  # as many places as there are values: SQLAlchemy's own way
        assert prepared(many, {"names": ["a"]}, database.dialect) is None


def test_a_value_that_is_missing_is_never_taken_for_null(database: SQLite) -> None:
    raw = sqlite3.connect(":memory:")
    for _ in range(2):
        ready = prepared(_VALUE, {"name": "a"}, database.dialect)
    assert ready is not None
    with pytest.raises(KeyError):
        ready.run(raw, {})
    raw.close()
