"""What the rest of the house relies on, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.domain.chat import ChatRef
from bot.domain.policy import Policy
from bot.domain.policy_config import policy_from_config
from bot.domain.ticket import Clock, Entry, Severity, Status, Ticket, Type
from bot.scenario import demo_company
from storage.engine import open_database
from storage.ids import Ids
from storage.rows import Failed, NewInbox, NewOutbox, Postponed, Sent
from storage.schema import HEAD, SchemaMissing
from storage.store import Storage
from storage.tables import metadata
from storage.uow import Conflict

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LEASE = timedelta(seconds=60)


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(database_url)
    await opened.save_policy(Policy())
    yield opened
    await opened.close()


def a_ticket(number: int = 1, **changes: object) -> Ticket:
    ticket = Ticket(
        id=number,
        status=Status.DISPATCHED,
        severity=Severity.GENERAL,
        type=Type.QUALITY,
        department="operations",
        policy=Policy().version,
        opened_at=NOW,
        content=f"不热 {number}",
    )
    return ticket.but(**changes)


def a_clock(generation: int = 1, *, after: int = 60, step: int = 0) -> Clock:
    due = NOW + timedelta(minutes=after)
    return Clock("R3.2.2", generation, NOW, due, step, due)


def incoming(key: str, lane: str = "local:a", text: str = "x") -> NewInbox:
    return NewInbox(lane, key, {"text": text}, NOW)


def outgoing(key: str, lane: str = "local:a", **changes: object) -> NewOutbox:
    row = NewOutbox(lane, "message", key, {"n": key}, 3, NOW, NOW)
    return replace(row, **changes)  # type: ignore[arg-type]


async def save(storage: Storage, old: Ticket | None, new: Ticket) -> None:
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        unit.save(old, new, [Entry(NOW, "客服甲", "registered")], NOW)
        transaction.keep(unit)


async def put(storage: Storage, *rows: NewOutbox) -> None:
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        for row in rows:
            unit.put(row)
        transaction.keep(unit)


async def claimed(storage: Storage, now: datetime = NOW) -> list[str]:
    return [row.key for row in await storage.claim_outbox(now, 50, LEASE, "me")]


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


async def test_a_forgotten_unit_writes_nothing(storage: Storage) -> None:
    async with storage.transaction() as transaction:
        kept, forgotten = transaction.unit(), transaction.unit()
        kept.save(None, a_ticket(1), [], NOW)
        forgotten.save(None, a_ticket(2), [], NOW)
        forgotten.put(outgoing("o1"))
        transaction.keep(kept)
    async with storage.reading() as queries:
        assert [t.id for t in await queries.all_tickets()] == [1]
    assert await claimed(storage) == []


async def test_an_error_takes_everything_back(storage: Storage) -> None:
    async def broken() -> None:
        async with storage.transaction() as transaction:
            unit = transaction.unit()
            unit.save(None, a_ticket(), [], NOW)
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


async def test_what_was_sent_is_found_again(storage: Storage) -> None:
    await save(storage, None, a_ticket())
    await put(storage, outgoing("o1", ticket=1, has_card=True), outgoing("o2"))
    rows = await storage.claim_outbox(NOW, 50, LEASE, "me")
    await storage.settle_outbox([Sent(rows[0].id, "m1"), Failed(rows[1].id, "Refused")], NOW)
    assert await storage.last_sent("local:a", 1) == "m1"
    assert await storage.sent_since("local:a", NOW - LEASE) == [NOW]
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        assert await unit.tickets_of_message(ChatRef("local", "a"), "m1") == [1]
        assert await unit.cards(1) == [("local:a", rows[0].id)]


async def test_questions_are_asked_and_answered(storage: Storage) -> None:
    chat = ChatRef("local", "a")
    await save(storage, None, a_ticket())
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        unit.ask(chat, "客服甲", 1, "fields", NOW)
        transaction.keep(unit)
        assert len(await transaction.unit().asked(chat, "客服甲", NOW)) == 1
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        (question,) = await unit.asked(chat, "客服甲", NOW)
        assert await unit.asked(chat, "客服乙", NOW) == []
        unit.answered(question)
        transaction.keep(unit)
    async with storage.transaction() as transaction:
        assert await transaction.unit().asked(chat, "客服甲", NOW) == []


async def test_the_same_words_are_found_whatever_the_blanks(storage: Storage) -> None:
    await save(storage, None, a_ticket(content="阳光 花园\n不热"))
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        assert [t.id for t in await unit.alike(None, None, "阳光花园不热 ", NOW)] == [1]
        assert await unit.alike(None, None, "阳光花园漏水", NOW) == []
        assert await unit.alike(None, None, "阳光花园不热", NOW + timedelta(seconds=1)) == []


async def test_one_household_is_found_by_phone_and_by_door(storage: Storage) -> None:
    flat = {"phone": "13912345678", "address": "阳光花园3号楼2单元501"}
    await save(storage, None, a_ticket(1, **flat))
    await save(storage, None, a_ticket(2, **flat, status=Status.CLOSED))
    await save(storage, None, a_ticket(3, address="阳光花园3号楼2单元502"))
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        assert [t.id for t in await unit.alike("13912345678", None, "x", NOW)] == [1]
        assert [t.id for t in await unit.alike(None, "翠湖 3-2-501", "x", NOW)] == [1]
        assert await unit.alike("13900000000", "阳光花园3-2-503", "x", NOW) == []
        unit.save(None, a_ticket(4, **flat), [], NOW)
        assert [t.id for t in await unit.alike("13912345678", None, "x", NOW)] == [1, 4]


async def test_searching_takes_signs_literally(storage: Storage) -> None:
    await save(storage, None, a_ticket(1, address="阳光100%花园", phone="13912345678"))
    await save(storage, None, a_ticket(2, address="阳光花园"))
    async with storage.reading() as queries:
        assert [t.id for t in await queries.search("100%", 9)] == [1]
        assert [t.id for t in await queries.search("%", 9)] == [1]
        assert [t.id for t in await queries.search("2345", 9)] == [1]
        assert [t.id for t in await queries.search("2", 9)] == [2, 1]


async def test_what_waits_and_since_when(storage: Storage) -> None:
    async with storage.reading() as queries:
        assert await queries.waiting(NOW) == (False, False, False)
        assert await queries.oldest_due(NOW) is None
    await save(storage, None, a_ticket(clocks={"R3.2.2": a_clock()}))
    async with storage.reading() as queries:
        due = NOW + timedelta(hours=1)
        assert await queries.next_due(NOW) == due
        assert await queries.next_due(due) is None
        assert await queries.waiting(due) == (False, True, False)
        assert await queries.oldest_due(due + LEASE) == due


async def test_the_company_and_its_policies(storage: Storage) -> None:
    company = demo_company()
    await storage.save_company(company)
    assert await storage.company() == company
    policy = policy_from_config({"R3.2.2": "90m"})
    await storage.save_policy(policy)
    await storage.save_policy(policy)
    async with storage.transaction() as transaction:
        assert await transaction.unit().policy(policy.version) == policy
        with pytest.raises(KeyError):
            await transaction.unit().policy("nobody's")


async def test_a_naive_instant_is_nobodys(storage: Storage) -> None:
    naive = a_ticket(opened_at=datetime(2026, 11, 23))  # noqa: DTZ001 -- the point of it
    with pytest.raises(Exception, match="time zone"):
        await save(storage, None, naive)


async def test_an_empty_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaMissing):
        await Storage.open(f"sqlite:///{tmp_path / 'empty.db'}")


async def test_the_migrations_make_the_tables(database_url: str) -> None:
    database = open_database(database_url)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return list(compare_metadata(context, metadata))

    try:
        async with database.reading() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await database.close()
    folder = Path(__file__).parents[2] / "storage" / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_ids_never_go_back() -> None:
    far = (1 << 62) + 5
    ids = Ids(far)
    made = [ids.next() for _ in range(1000)]
    assert made == sorted(set(made))
    assert made[0] > far


async def test_an_id_made_twice_is_an_error_and_never_a_lost_message(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes could draw the same number; only the same key may be passed over."""
    monkeypatch.setattr(storage.ids, "next", lambda: 7)
    await put(storage, outgoing("o1"))
    await put(storage, outgoing("o1"))  # the same cause, run again
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        await put(storage, outgoing("o2"))
    await storage.accept([incoming("k1")])
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        await storage.accept([incoming("k2")])


def test_two_processes_make_different_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    lots = iter((1, 2))
    monkeypatch.setattr("storage.ids.secrets.randbits", lambda _bits: next(lots))
    one, two = Ids(), Ids()
    made = [ids.next() for _ in range(5000) for ids in (one, two)]
    assert len(set(made)) == len(made)


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
