"""Two processes on one PostgreSQL are posted the same complaint at the same instant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import select

from storage import inbox
from storage.engine import Connection
from storage.tables import inbox as inbox_rows
from storage.tables import receipts
from tests.web.online_house import COLD, Outside, open_outside

pytestmark = pytest.mark.postgres


@pytest.fixture
async def pair(postgres_url: str) -> AsyncIterator[tuple[Outside, Outside]]:
    async with open_outside(postgres_url) as one, open_outside(postgres_url) as other:
        yield one, other


@contextmanager
def _both_looked() -> Any:
    """Each door has seen that nothing is there before either has put anything down."""
    looked, real, doors = asyncio.Barrier(2), inbox._digests, 2

    async def digests(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
        nonlocal doors
        found = await real(connection, keys)
        if doors:
            doors -= 1
            async with asyncio.timeout(20):
                await looked.wait()
        return found

    with patch.object(inbox, "_digests", digests):
        yield


async def _there(outside: Outside) -> tuple[list[Any], list[Any]]:
    """The receipts, and what the door kept."""
    async with outside.house.running.storage.looking() as connection:
        written = (await connection.execute(select(receipts))).mappings().all()
        kept = (await connection.execute(select(inbox_rows))).mappings().all()
    return list(written), list(kept)


async def test_one_key_posted_at_two_doors_is_one_ticket_with_one_receipt(
    pair: tuple[Outside, Outside],
) -> None:
    one, other = pair
    body = {**COLD, "idempotency_key": "a-1"}
    with _both_looked():
        told = await asyncio.gather(one.post(body), other.post(body))
    assert [(one.status, other.status)] == [(202, 202)]
    assert [(t["number"], t["state"]) for t in told] == [(1, "opened"), (1, "opened")]
    assert await one.house.count() == 1
    assert (await one.house.ticket(1)).repeats == 0
    written, kept = await _there(one)
    assert [(r["id"], r["ticket"]) for r in written] == [(told[0]["receipt"], 1)]
    assert told[0]["receipt"] == told[1]["receipt"]
    assert len(kept) == 1
    opened = [g for g in (one, other) if "opened" in g.house.kinds_in("客服群")]
    assert len(opened) == 1
    for each in pair:
        assert (await each.get(f"/api/complaints/{told[0]['receipt']}"))["number"] == 1


async def test_other_words_under_the_key_at_the_other_door_are_not_lost(
    pair: tuple[Outside, Outside],
) -> None:
    one, other = pair
    words = ("家里不热只有15度", "暖气片漏水了")
    with _both_looked():
        told = await asyncio.gather(
            *(
                door.post({**COLD, "content": said, "idempotency_key": "k"})
                for door, said in zip(pair, words, strict=True)
            )
        )
    assert {t["number"] for t in told} == {1}
    _, kept = await _there(one)
    assert {row["payload"]["content"] for row in kept} == set(words)
    assert sorted(row["flagged"] for row in kept) == [False, True]
    written, _ = await _there(other)
    assert len(written) == 1
