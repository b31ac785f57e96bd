"""What platforms remember, and that what has run out does not stay for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, select

from bot.clock import MovableClock
from storage.engine import Connection
from storage.memory import CLEARED, Memory
from storage.store import Storage
from storage.tables import remembered

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(database_url)
    yield opened
    await opened.close()


async def _there(storage: Storage) -> set[str]:
    async with storage.looking() as connection:
        return set((await connection.execute(select(remembered.c.name))).scalars())


async def test_what_has_run_out_is_cleared_away_and_nothing_else(storage: Storage) -> None:
    clock = MovableClock(NOW)
    wecom, dingtalk = (Memory(storage, name, clock.now) for name in ("wecom", "dingtalk"))
    await wecom.remember("card", {"task": "1"}, HOUR)
    await wecom.remember("room", "r1")
    await wecom.claim("chat", "c1")
    await wecom.add({"calls:2026-11": 3})
    await wecom.hold("link", "one", HOUR)
    await dingtalk.remember("ding", [1], HOUR)
    await dingtalk.remember("track", "t1", timedelta(days=60))
    clock.forward(CLEARED)
    await wecom.remember("news", "n1", HOUR)
    assert await _there(storage) == {"room", "chat", "calls:2026-11", "track", "news"}
    assert await wecom.recall("room") == "r1"
    assert await wecom.add({"calls:2026-11": 1}) == {"calls:2026-11": 4}
    assert await wecom.hold("link", "other", HOUR)
    assert await dingtalk.recall("track") == "t1"


async def test_counting_clears_away_too(storage: Storage) -> None:
    clock = MovableClock(NOW)
    memory = Memory(storage, "wecom", clock.now)
    for hours in range(20):
        await memory.change([f"told:{hours}"], lambda known: dict.fromkeys(known, 1), HOUR)
        clock.forward(HOUR)
    assert len(await _there(storage)) <= 7


async def test_a_claim_ends_and_is_cleared_away(storage: Storage) -> None:
    clock = MovableClock(NOW)
    memory = Memory(storage, "wecom", clock.now)
    assert await memory.claim("voice:1", "asked", HOUR)
    assert not await memory.claim("voice:1", "asked", HOUR)
    assert await memory.claim("room:1", "group:1")
    clock.forward(HOUR)
    claims = [memory.claim("voice:1", n, HOUR) for n in range(5)]
    assert sorted(await asyncio.gather(*claims)) == [False] * 4 + [True]
    assert not await memory.claim("room:1", "group:2")
    clock.forward(CLEARED)
    assert await memory.claim("voice:2", "asked", HOUR)
    assert await _there(storage) == {"room:1", "voice:2"}


def _in_between(storage: Storage, away: Callable[[], Any]) -> Any:
    """The storage's transactions, in which something else happens before the first look."""

    class Between:
        def __init__(self, connection: Connection) -> None:
            self._connection = connection
            self.dialect = connection.dialect

        async def execute(self, statement: Any, *given: Any) -> Any:
            nonlocal happened
            if isinstance(statement, Select) and not happened:
                happened = True
                await away()
            return await self._connection.execute(statement, *given)

    happened, real = False, storage.changing

    @asynccontextmanager
    async def changing() -> AsyncIterator[Any]:
        async with real() as connection:
            yield Between(connection)

    return changing


@pytest.mark.postgres
async def test_a_row_that_is_cleared_while_it_is_taken_up_again_is_not_lost(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process clears away just between the look whether it is there and the lock on it."""
    here, there = await Storage.open(postgres_url), await Storage.open(postgres_url)
    clock = MovableClock(NOW)
    memory, other = (Memory(s, "wecom", clock.now) for s in (here, there))
    try:
        await memory.remember("told", [1], HOUR)
        clock.forward(2 * HOUR)

        async def away() -> None:
            await other.remember("else", 1)  # its first: it clears away

        seen: list[Mapping[str, Any]] = []

        def change(known: Mapping[str, Any]) -> Mapping[str, Any]:
            seen.append(dict(known))
            return {"told": [2]}

        with monkeypatch.context() as patch:
            patch.setattr(here, "changing", _in_between(here, away))
            await memory.change(["told"], change, HOUR)
        assert seen == [{"told": None}]
        assert await memory.recall("told") == [2]
    finally:
        await here.close()
        await there.close()
