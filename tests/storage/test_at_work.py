"""What is meant without a number is chosen by the database: the same tickets as one by one."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from bot.domain.access import Actor, actor_for, may, reach
from bot.domain.chat import ChatRef
from bot.domain.matrix import answer_to, sayable_in
from bot.domain.ticket import Attendance, Severity, Status, Ticket
from bot.scenario import demo_company
from handlers.actions import ACTIONS
from handlers.catalog import ROWS
from storage.rows import NewOutbox
from storage.store import Storage
from tests.storage.rows import NOW, a_clock, a_ticket

COMPANY = demo_company()
CHAT = ChatRef("local", "客服群")
PEOPLE = ("客服甲", "运行甲", "检修主任", "值班领导")
EVERYTHING = 10_000


def a_mixture() -> list[Ticket]:
    """Each status and severity, department, handler and team, alone and under an incident."""
    team = (Attendance("运行甲"), Attendance('甲","乙'))
    kinds = itertools.product(
        Status,
        Severity,
        ("operations", "repair"),
        (None, "运行甲"),
        ((), team),
        (None, 1),
    )
    return [
        a_ticket(
            number,
            status=status,
            severity=severity,
            department=department,
            handler=handler,
            team=called if severity is Severity.MAJOR else (),
            parent=parent,
            alike=1 if number % 5 == 0 else None,
            reporter=("客服甲", "检修甲")[number % 2],
            phone=f"1391234{number:04}" if number % 3 else None,
            origin_platform="local",
            origin_chat=("客服群", "运行群")[number % 2],
            opened_at=NOW + timedelta(minutes=number),
            clocks={"R3.2.2": a_clock()} if number % 7 else {},
        )
        for number, (status, severity, department, handler, called, parent) in enumerate(kinds, 1)
    ]


async def kept(storage: Storage) -> list[Ticket]:
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        for ticket in a_mixture():
            unit.save(None, ticket, [])
        transaction.keep(unit)
    async with storage.reading() as queries:
        found = await queries.all_tickets(EVERYTHING)
    return sorted((t for t in found if t.is_open), key=lambda t: t.id)


def is_of(person: str, ticket: Ticket) -> bool:
    return ticket.handler == person or any(a.person == person for a in ticket.team)


async def test_what_can_be_said_of_which(storage: Storage) -> None:
    tickets = await kept(storage)
    actors = [actor_for(COMPANY, COMPANY.people[name]) for name in PEOPLE]
    outsider = Actor("路人", "路人", frozenset(), frozenset(), False, False, CHAT, outsider=True)
    async with storage.reading() as queries:
        for actor, (verb, (_, event)) in itertools.product((*actors, outsider), ACTIONS.items()):
            need, service = ROWS[verb].need, COMPANY.service
            expected = [
                t.id for t in tickets if answer_to(t, event) == "y" and may(need, actor, t, service)
            ]
            within = reach(need, actor, service)
            found, count = await queries.at_work.sayable(sayable_in(event), within, EVERYTHING)
            assert ([t.id for t in found], count) == (expected, len(expected)), (actor.key, verb)


@pytest.mark.parametrize("person", PEOPLE)
async def test_whose_they_are(storage: Storage, person: str) -> None:
    tickets = await kept(storage)
    actor = actor_for(COMPANY, COMPANY.people[person])
    free = [t for t in tickets if t.handler is None and t.department in actor.departments]
    own = [t for t in tickets if is_of(person, t)]
    mine = [
        t.id
        for t in tickets
        if t.parent is None and (t in own or t in free or t.reporter == person)
    ]
    async with storage.reading() as queries:
        found, count = await queries.at_work.mine(person, actor.departments, EVERYTHING)
        assert ([t.id for t in found], count) == (mine, len(mine))
        found, count = await queries.at_work.mine(person, actor.departments, 3)
        assert ([t.id for t in found], count) == (mine[:3], len(mine))
        assert await queries.at_work.in_hand(person) == own
        assert await queries.at_work.untaken(actor.departments) == free


async def test_names_that_look_like_others_are_not_theirs(storage: Storage) -> None:
    await kept(storage)
    async with storage.reading() as queries:
        for nobody in ("甲", "乙", "运行", "_行甲", "%", '运行甲","'):
            assert await queries.at_work.in_hand(nobody) == []
        assert await queries.at_work.in_hand('甲","乙')


async def test_the_rest_of_what_is_asked(storage: Storage) -> None:
    tickets = await kept(storage)
    leader = reach(ROWS["接单"].need, actor_for(COMPANY, COMPANY.people["值班领导"]), "service")
    cells = sayable_in(ACTIONS["接单"][1])
    async with storage.reading() as queries:
        at_work = queries.at_work
        found, count = await at_work.sayable(cells, leader, 2, handler="运行甲")
        assert len(found) == 2
        assert count > 2
        (asked, _) = await at_work.sayable(cells, leader, EVERYTHING, asked=True)
        assert asked
        assert all(t.alike for t in asked)
        (among, _) = await at_work.sayable(cells, leader, EVERYTHING, among=(found[0].id, 99_999))
        assert [t.id for t in among] == [found[0].id]
        since = NOW + timedelta(minutes=100)
        lately = await at_work.of_chat(CHAT, since, 5)
        expected = [t for t in tickets if t.origin_chat == "客服群" and t.opened_at >= since]
        assert lately == expected[::-1][:5]
        first = next(t for t in tickets if t.phone)
        told = await at_work.with_phone_in(f"那个{first.phone}的又来电", 5)
        assert [t.id for t in told] == [first.id]
        assert await at_work.with_phone_in("今天几单", 5) == []


@pytest.mark.parametrize("words", ["我的", "收到"])
async def test_no_more_is_read_than_is_said(
    storage: Storage, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of hundreds that are open."""
    tickets = await kept(storage)
    read: list[int] = []
    monkeypatch.setattr("storage.at_work.ticket_of", lambda row: read.append(row["id"]))
    actor = actor_for(COMPANY, COMPANY.people["检修甲"])
    async with storage.reading() as queries:
        if words == "我的":
            await queries.at_work.mine(actor.key, actor.departments, 8)
        else:
            within = reach(ROWS["接单"].need, actor, COMPANY.service)
            await queries.at_work.sayable(sayable_in(ACTIONS["接单"][1]), within, 8)
    assert len(tickets) > 200
    assert len(read) == 8


async def test_the_majors_a_chat_has_heard_of_lately(storage: Storage) -> None:
    tickets = await kept(storage)
    long_ago, elsewhere, *near = [t for t in tickets if t.is_major and t.parent is None][:4]
    general = next(t for t in tickets if not t.is_major and t.parent is None)
    under = next(t for t in tickets if t.is_major and t.parent is not None)
    later = NOW + timedelta(hours=1)
    said = [(t, CHAT, later) for t in (*near, general, under)]
    said += [(long_ago, CHAT, NOW), (elsewhere, ChatRef("local", "运行群"), later)]
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        for n, (ticket, chat, at) in enumerate(said):
            row = NewOutbox(chat.lane, "message", f"said {n}", {}, 1, at, at, ticket=ticket.id)
            unit.put(row)
        transaction.keep(unit)
    async with storage.reading() as queries:
        found = await queries.at_work.majors_spoken_of(CHAT, later - timedelta(minutes=30))
    assert found == near
