"""What the house relies on, on SQLite and on PostgreSQL alike: lanes, units, tickets, clocks."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.domain.chat import ChatRef
from bot.domain.policy import Policy
from storage.rows import Failed, Postponed, Sent
from storage.store import Storage
from storage.tables import outbox
from storage.uow import Conflict
from tests.storage.rows import LEASE, NOW, a_clock, a_ticket, claimed, incoming, outgoing, put, save


async def test_the_door(storage: Storage) -> None:
    assert await storage.accept([incoming("k1"), incoming("k2")]) == [True, True]
    assert await storage.accept([incoming("k1")]) == [False]
    # The same key with other words is kept: losing a message is worse than reading one twice.
    assert await storage.accept([incoming("k1", text="别的")]) == [True]
    assert await storage.accept([incoming("k1", text="别的")]) == [False]
    async with storage.transaction() as transaction:
        rows = await transaction.take_inbox(NOW, 10)
        assert [row.flagged for row in rows] == [False, False, True]


async def test_many_at_the_door_at_once(storage: Storage) -> None:
    answers = await asyncio.gather(*(storage.accept([incoming(f"k{n % 20}")]) for n in range(40)))
    assert sum(answer == [True] for answer in answers) == 20
    async with storage.reading() as queries:
        assert (await queries.counts())["inbox"] == {"waiting": 20}


async def test_a_head_that_backs_off_holds_up_its_own_lane_only(storage: Storage) -> None:
    await storage.accept([incoming("a1"), incoming("a2"), incoming("b1", "local:b")])
    async with storage.transaction() as transaction:
        head = (await transaction.take_inbox(NOW, 1))[0]
        transaction.inbox_later(head, NOW, NOW + timedelta(minutes=1), "Broken")
    async with storage.transaction() as transaction:
        rows = await transaction.take_inbox(NOW, 10)
        assert [row.lane for row in rows] == ["local:b"]
    async with storage.transaction() as transaction:
        rows = await transaction.take_inbox(NOW + timedelta(minutes=1), 10)
        assert [(row.lane, row.attempts) for row in rows] == [
            ("local:a", 1),
            ("local:a", 0),
            ("local:b", 0),
        ]


async def test_an_error_says_nothing_of_what_people_said(storage: Storage) -> None:
    """It goes to the log with everything it holds."""
    await save(storage, None, a_ticket(1, content="王女士家不热"))
    with pytest.raises((IntegrityError, sqlite3.IntegrityError)) as caught:
        await save(storage, None, a_ticket(1, content="王女士家不热"))
    assert "王女士" not in str(caught.value)


async def test_a_forgotten_unit_writes_nothing(storage: Storage) -> None:
    async with storage.transaction() as transaction:
        kept, forgotten = transaction.unit(), transaction.unit()
        kept.save(None, a_ticket(1), [])
        forgotten.save(None, a_ticket(2), [])
        forgotten.put(outgoing("o1"))
        transaction.keep(kept)
    async with storage.reading() as queries:
        assert [t.id for t in await queries.all_tickets()] == [1]
    assert await claimed(storage) == []


async def test_an_error_takes_everything_back(storage: Storage) -> None:
    async def broken() -> None:
        async with storage.transaction() as transaction:
            unit = transaction.unit()
            unit.save(None, a_ticket(), [])
            transaction.keep(unit)
            await transaction.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await broken()
    async with storage.reading() as queries:
        assert await queries.ticket(1) is None


async def test_writers_that_read_first_lose_nothing(storage: Storage) -> None:
    async def count_up() -> None:
        async with storage.transaction() as transaction:
            await transaction.next_number()

    await asyncio.gather(*(count_up() for _ in range(8)))
    async with storage.transaction() as transaction:
        assert await transaction.next_number() == 9


async def test_the_second_saver_is_told(storage: Storage) -> None:
    await save(storage, None, a_ticket())
    async with storage.reading() as queries:
        seen = await queries.ticket(1)
    assert seen is not None
    await save(storage, seen, seen.but(handler="运行甲"))
    with pytest.raises(Conflict):
        await save(storage, seen, seen.but(handler="运行乙"))
    async with storage.reading() as queries:
        found = await queries.ticket(1)
        assert found is not None
        assert (found.handler, found.version) == ("运行甲", 2)


async def test_a_ticket_comes_back_as_it_was_saved(storage: Storage) -> None:
    ticket = a_ticket(
        clocks={"R3.2.2": a_clock()}, generations={"R3.2.2": 1}, missed=("R3.2.1",),
        room_temp_c=15.5, promised_at=NOW, content="引号\"'\\ 换行\n 😀 \ud800 尾",
    )  # fmt: skip
    await save(storage, None, ticket)
    async with storage.reading() as queries:
        found = await queries.ticket(1)
    assert found is not None
    assert found.but(content="") == ticket.but(version=1, content="")
    assert "😀" in found.content


async def test_deadlines_follow_the_clocks(storage: Storage) -> None:
    async def due(at: datetime) -> list[tuple[int, int]]:
        async with storage.transaction() as transaction:
            rows = await transaction.take_deadlines(at, 10)
            return [(row.generation, row.step) for row in rows]

    first = a_ticket(version=1, clocks={"R3.2.2": a_clock()})
    await save(storage, None, first)
    assert await due(NOW) == []
    assert await due(NOW + timedelta(hours=1)) == [(1, 0)]
    moved = first.but(version=2, clocks={"R3.2.2": a_clock(step=1, after=120)})
    await save(storage, first, moved)
    assert await due(NOW + timedelta(hours=1)) == []
    again = moved.but(version=3, clocks={"R3.2.2": a_clock(2, after=30)})
    await save(storage, moved, again)
    assert await due(NOW + timedelta(hours=3)) == [(2, 0)]
    await save(storage, again, again.but(clocks={}))
    assert await due(NOW + timedelta(hours=9)) == []


async def test_the_outbox_keeps_order_and_priority(storage: Storage) -> None:
    await put(storage, outgoing("o1"), outgoing("o2"), outgoing("o3", priority=0))
    await put(storage, outgoing("o1"), outgoing("other", "local:b"))
    assert await claimed(storage) == ["o3", "o1", "o2", "other"]
    assert await claimed(storage) == []  # under a lease
    assert await claimed(storage, NOW + LEASE) == ["o3", "o1", "o2", "other"]


async def test_who_waits_holds_back_those_behind_him(storage: Storage) -> None:
    await put(storage, outgoing("o1"), outgoing("o2"))
    rows = await storage.claim_outbox(NOW, 50, LEASE, "me")
    later = NOW + timedelta(seconds=5)
    results = [Postponed(rows[0].id, later, "Later"), Postponed(rows[1].id, NOW, "", tried=False)]
    await storage.settle_outbox(results, NOW)
    await put(storage, outgoing("urgent", priority=0))
    assert await claimed(storage) == ["urgent"]
    await storage.settle_outbox([], NOW)
    assert await claimed(storage, NOW + LEASE) == ["urgent", "o1", "o2"]


async def test_what_another_sent_meanwhile_stays_sent(storage: Storage) -> None:
    """His lease ran out while he hung; the other one sent it."""
    await put(storage, outgoing("o1"), outgoing("o2"))
    one, two = await storage.claim_outbox(NOW, 50, LEASE, "me")
    later = NOW + LEASE
    assert len(await storage.claim_outbox(later, 50, LEASE, "you")) == 2
    await storage.settle_outbox([Sent(one.id, "m1"), Sent(two.id, "m2")], later)
    await storage.settle_outbox([Failed(one.id, "no"), Postponed(two.id, later, "Later")], later)
    assert await claimed(storage, later) == []
    async with storage.reading() as queries:
        assert (await queries.counts())["outbox"] == {"sent": 2}


async def test_who_only_looks_takes_nothing_out_of_the_senders_hands(
    storage: Storage, database_url: str
) -> None:
    await put(storage, outgoing("o1"))
    assert await claimed(storage) == ["o1"]
    looking = await Storage.open(database_url, alone=False)
    try:
        assert await claimed(looking) == []
    finally:
        await looking.close()


async def test_only_the_newest_refresh_is_sent(storage: Storage) -> None:
    await put(storage, outgoing("r1", supersede="card:1"))
    await put(storage, outgoing("r2", supersede="card:1"), outgoing("r3", supersede="card:1"))
    assert await claimed(storage) == ["r3"]


async def test_of_a_card_that_was_drawn_anew_nothing_is_kept(storage: Storage) -> None:
    """It is a whole ticket every time; what was said is kept."""
    await put(storage, outgoing("r1", kind="refresh", supersede="card:1"))
    await put(storage, outgoing("r2", kind="refresh", supersede="card:1"), outgoing("o1"))
    rows = await storage.claim_outbox(NOW, 50, LEASE, "me")
    await storage.settle_outbox([Sent(row.id, "m1") for row in rows], NOW)
    async with storage.looking() as connection:
        kept = (await connection.execute(select(outbox.c.key, outbox.c.payload))).all()
    assert dict(map(tuple, kept)) == {"r1": {}, "r2": {}, "o1": {"n": "o1"}}


async def test_what_was_sent_is_found_again(storage: Storage) -> None:
    await save(storage, None, a_ticket())
    await put(storage, outgoing("o1", ticket=1, has_card=True), outgoing("o2"))
    rows = await storage.claim_outbox(NOW, 50, LEASE, "me")
    await storage.settle_outbox([Sent(rows[0].id, "m1"), Failed(rows[1].id, "Refused")], NOW)
    assert await storage.last_sent("local:a", 1) == "m1"
    assert await storage.sent_between("local:a", NOW - LEASE, NOW) == [NOW]
    assert await storage.sent_between("local:a", NOW - LEASE, NOW - LEASE / 2) == []
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        assert await unit.tickets_of_message(ChatRef("local", "a"), "m1") == [1]
        assert await unit.cards(1) == [("local:a", rows[0].id)]


async def test_a_naive_instant_is_nobodys(storage: Storage) -> None:
    naive = a_ticket(opened_at=datetime(2026, 11, 23))  # noqa: DTZ001 -- the point of it
    with pytest.raises(Exception, match="time zone"):
        await save(storage, None, naive)


@pytest.mark.postgres
async def test_two_processes_never_work_in_one_chat_at_once(postgres_url: str) -> None:
    one, two = await Storage.open(postgres_url), await Storage.open(postgres_url)
    try:
        await one.accept([incoming("a1"), incoming("a2"), incoming("b1", "local:b")])
        async with one.transaction() as mine, two.transaction() as theirs:
            first = await mine.take_inbox(NOW, 1)
            second = await theirs.take_inbox(NOW, 10)
            assert {row.lane for row in first}.isdisjoint({row.lane for row in second})
            assert [row.lane for row in second] == ["local:b"]
        await one.save_policy(Policy())
        await put(one, *(outgoing(f"o{n}", f"local:{n % 3}") for n in range(9)))
        both = await asyncio.gather(claimed(one), claimed(two))
        assert sorted(both[0] + both[1]) == [f"o{n}" for n in range(9)]
    finally:
        await one.close()
        await two.close()
