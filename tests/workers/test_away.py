"""The database goes away and comes back: nothing is lost, nothing goes twice, nothing is blamed."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from datetime import timedelta
from typing import Any
from unittest.mock import AsyncMock, patch

import pytest
from sqlalchemy.exc import DBAPIError

from bot.workers.delivery import LEASE
from storage.engine import open_database
from storage.trouble import DatabaseAway, is_away
from storage.uow import Transaction
from tests.away import away
from tests.house import COLD, House, open_house
from tests.process import free_port


async def test_what_was_sent_while_it_went_away_does_not_go_again(database_url: str) -> None:
    """The vendor has the message, and its arrival could not be written down for some minutes."""
    async with open_house(database_url) as house:
        await house.platform.say("客服群", "客服甲", COLD, house.clock.now())
        await house.running.work()
        storage, real = house.running.storage, house.platform.send
        keys: list[str] = []

        with ExitStack() as meanwhile:

            async def send_and_lose_it(*about: Any) -> str:
                sent = await real(*about)
                if not keys:
                    meanwhile.enter_context(away(storage))
                keys.append(about[2])
                return sent

            meanwhile.enter_context(patch.object(house.platform, "send", send_and_lose_it))
            with pytest.raises(DatabaseAway):
                await house.running.delivery.drain()
            with pytest.raises(DatabaseAway):
                await house.running.deliver()
        house.clock.forward(LEASE + timedelta(seconds=1))
        with patch.object(house.platform, "send", AsyncMock()) as again:
            await house.running.drain()
        again.assert_not_awaited()
        assert len(keys) == len(set(keys)) == 2
        assert await _states(house) == {"sent"}


async def test_no_cause_is_blamed_for_a_disk_that_is_full(sqlite_url: str) -> None:
    """There is room for a try's failure and none for what the message leads to: else some minutes
    of that would put every new message into quarantine."""
    async with open_house(sqlite_url) as house:
        await house.platform.say("客服群", "客服甲", COLD, house.clock.now())
        full, real = _full_disk(), Transaction.flush
        room = iter([False, False, True])

        async def flush(self: Transaction) -> None:
            if not next(room):
                raise full
            await real(self)

        with patch.object(Transaction, "flush", flush), pytest.raises(sqlite3.OperationalError):
            await house.running.work()
        await house.running.drain()
        assert house.kinds_in("客服群") == ["opened"]


def _full_disk() -> sqlite3.OperationalError:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA max_page_count=1")
        with pytest.raises(sqlite3.OperationalError, match="full") as told:
            connection.execute("CREATE TABLE t AS SELECT zeroblob(99999)")
        return told.value


async def test_where_nobody_listens_it_is_away() -> None:
    database = open_database(f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/heatdesk")
    with pytest.raises(DatabaseAway) as told:
        async with database.reading():
            pass
    assert isinstance(told.value.__cause__, OSError)
    await database.close()


@pytest.mark.parametrize(
    ("code", "gone"),
    [
        ("08006", True),  # the connection broke
        ("53100", True),  # its disk is full
        ("53300", True),  # too many connections
        ("57P01", True),  # its administrator ends it
        ("25006", True),  # a standby, which may only be read
        ("23505", False),  # a key that is there already
        ("22021", False),  # a character that no column takes
        ("40001", False),  # two that change the same
    ],
)
def test_postgresql_is_away_or_minds_what_it_was_given(code: str, gone: bool) -> None:
    class Said(Exception):
        sqlstate = code

    assert is_away(DBAPIError("SELECT 1", None, Said())) is gone


async def _states(house: House) -> set[str]:
    async with house.running.storage.reading() as queries:
        return set((await queries.counts())["outbox"])
