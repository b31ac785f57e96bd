"""What is long over goes, a little at a time; what is not over stays, however old it is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.clock import MovableClock
from bot.domain.retry import KEPT
from bot.domain.ticket import Status, Ticket
from bot.workers.letting_go import EVERY, TOGETHER, LettingGoWorker
from storage.attention import decide, set_aside
from storage.letting_go import let_go
from storage.rows import FILED, Dropped, Failed, NewOutbox, Postponed, Result, Sent
from storage.store import Storage
from storage.tables import inbox, outbox
from tests.storage.rows import LEASE, NOW, a_ticket, incoming, outgoing, put, save

LATER = NOW + KEPT
_HOUR = timedelta(hours=1)


async def _keys(storage: Storage) -> set[str]:
    async with storage.looking() as connection:
        return {
            key
            for table in (inbox, outbox)
            for key in (await connection.execute(select(table.c.key))).scalars()
        }


async def _walk(storage: Storage, at: datetime = LATER) -> None:
    clock = MovableClock(at)
    worker = LettingGoWorker(storage, clock.now)
    for _ in range(8):
        await worker.step()
        clock.forward(timedelta(seconds=1))


async def _settled(storage: Storage, now: datetime, *rows: tuple[NewOutbox, type[Result]]) -> None:
    """Each row in a lane of its own, sent or whatever became of it."""
    await put(storage, *(replace(row, lane=f"local:{row.key}") for row, _ in rows))
    ends = {row.key: end for row, end in rows}
    results: list[Result] = []
    for row in await storage.claim_outbox(now, 50, LEASE, "one"):
        match ends[row.key]:
            case end if end is Sent:
                results.append(Sent(row.id, f"m-{row.key}"))
            case end if end is Postponed:
                results.append(Postponed(row.id, now + _HOUR, "slow"))
            case end:
                results.append(end(row.id, "why"))
    await storage.settle_outbox(results, now)


async def _handled(storage: Storage, now: datetime, *keys: str) -> None:
    await storage.accept([incoming(key, f"local:{key}") for key in keys])
    async with storage.transaction() as transaction:
        for row in await transaction.take_inbox(now, 50):
            transaction.inbox_done(row, now, "opened")


async def test_what_came_in_goes_when_it_is_long_done(storage: Storage) -> None:
    await _handled(storage, NOW, "old", f"{FILED}r1")
    await _handled(storage, NOW + _HOUR, "done later")
    await storage.accept([incoming("waiting"), incoming("broken", "local:b")])
    async with storage.transaction() as transaction:
        (waiting, broken) = await transaction.take_inbox(NOW, 50)
        assert waiting.lane == "local:a"
        transaction.inbox_quarantine(broken, NOW, "ValueError")
    await _walk(storage)
    assert await _keys(storage) == {f"{FILED}r1", "done later", "waiting", "broken"}
    # A person has seen to it: then nobody asks for it any more.
    ((row,), _) = await set_aside(storage)
    await decide(storage, "let_be", [("inbox", row.id)], "总经理", LATER)
    await _walk(storage)
    assert "broken" not in await _keys(storage)


async def test_nothing_undelivered_goes(storage: Storage) -> None:
    await _settled(
        storage,
        NOW,
        (outgoing("sent"), Sent),
        (outgoing("dropped"), Dropped),
        (outgoing("failed"), Failed),
        (outgoing("slow"), Postponed),
    )
    await put(storage, outgoing("under way", "local:way"), outgoing("waiting", "local:wait"))
    await storage.claim_outbox(NOW, 1, LEASE, "one")
    await _walk(storage, LATER - timedelta(seconds=9))
    assert {"sent", "dropped"} <= await _keys(storage)
    await _walk(storage)
    assert await _keys(storage) == {"failed", "slow", "under way", "waiting"}


async def test_what_was_late_in_being_sent_is_kept_as_long_from_then(storage: Storage) -> None:
    await _settled(storage, NOW + _HOUR, (outgoing("late"), Sent))
    await _walk(storage)
    assert await _keys(storage) == {"late"}
    await _walk(storage, LATER + _HOUR)
    assert not await _keys(storage)


@pytest.mark.parametrize(
    ("changes", "stays"),
    [
        ({}, True),
        ({"status": Status.CLOSED, "closed_at": NOW + _HOUR}, True),
        ({"status": Status.CLOSED, "closed_at": NOW}, False),
        ({"status": Status.VOID, "closed_at": NOW}, False),
        ({"status": Status.MERGED, "closed_at": NOW}, False),
    ],
)
async def test_what_is_said_of_a_ticket_stays_until_long_after_its_end(
    storage: Storage, changes: dict[str, object], stays: bool
) -> None:
    ticket: Ticket = a_ticket(**changes)
    await save(storage, None, ticket)
    await _settled(storage, NOW, (outgoing("card", ticket=1, has_card=True), Sent))
    await _walk(storage)
    assert await _keys(storage) == ({"card"} if stays else set())
    async with storage.reading() as queries:
        assert await queries.ticket(1) == ticket.but(version=1)
        assert [entry.what for entry in await queries.timeline(1)] == ["registered"]


async def _count(storage: Storage) -> int:
    async with storage.looking() as connection:
        query = select(func.count()).select_from(inbox)
        return int((await connection.execute(query)).scalar_one())


async def _many_done(storage: Storage, keys: Sequence[str], at: datetime) -> None:
    await storage.accept([incoming(key, f"local:{key}") for key in keys])
    async with storage.transaction() as transaction:
        for row in await transaction.take_inbox(at, len(keys)):
            transaction.inbox_done(row, at, "opened")


async def test_a_long_queue_goes_by_little_and_little(storage: Storage) -> None:
    """However often it is rung, and however much stands before what may go."""
    kept = [f"{FILED}{n}" for n in range(TOGETHER + 10)]
    await _many_done(storage, [*kept, *(f"k{n}" for n in range(2 * TOGETHER))], NOW)
    clock = MovableClock(LATER)
    worker = LettingGoWorker(storage, clock.now)
    counts = []
    for _ in range(6):
        for _ in range(3):
            await worker.step()
        counts.append(await _count(storage) - len(kept))
        clock.forward(timedelta(seconds=1))
    assert counts == [2 * TOGETHER, TOGETHER + 10, 10, 0, 0, 0]
    # Then not before the next day.
    await _many_done(storage, ["one more"], NOW)
    clock.forward(EVERY - timedelta(minutes=1))
    await worker.step()
    assert await _count(storage) == len(kept) + 1
    clock.forward(timedelta(minutes=1))
    for _ in range(4):
        await worker.step()
        clock.forward(timedelta(seconds=1))
    assert await _count(storage) == len(kept)


async def test_what_is_young_is_not_even_looked_at(storage: Storage) -> None:
    await _many_done(storage, ["old", "older"], NOW)
    young = replace(incoming("young"), received_at=NOW + _HOUR)
    await storage.accept([young])
    last = await let_go(storage, "inbox", 0, NOW, 2)
    assert last is not None
    assert await let_go(storage, "inbox", last, NOW, 2) is None
    assert await _keys(storage) == {"young"}


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_processes_walk_at_once(storage: Storage, postgres_url: str) -> None:
    other = await Storage.open(postgres_url)
    try:
        await _many_done(storage, [f"k{n}" for n in range(2 * TOGETHER)], NOW)
        clock = MovableClock(LATER)
        one, two = (LettingGoWorker(each, clock.now) for each in (storage, other))
        for _ in range(4):
            await asyncio.gather(one.step(), two.step())
            clock.forward(timedelta(seconds=1))
        assert await _count(storage) == 0
    finally:
        await other.close()
