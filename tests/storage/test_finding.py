"""What is found again: questions, the same words, a household, what waits, the company."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.chat import ChatRef
from bot.domain.policy_config import policy_from_config
from bot.domain.ticket import Status
from bot.scenario import demo_company
from storage.store import Storage
from tests.storage.rows import LEASE, NOW, a_clock, a_ticket, save


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


async def test_a_question_that_nobody_answered_is_not_kept_for_ever(storage: Storage) -> None:
    chat, later = ChatRef("local", "a"), NOW + timedelta(days=2)
    for at, ticket in ((NOW, 1), (later, 2)):
        async with storage.transaction() as transaction:
            unit = transaction.unit()
            unit.ask(chat, "客服甲", ticket, "fields", at)
            transaction.keep(unit)
    async with storage.transaction() as transaction:
        asked = await transaction.unit().asked(chat, "客服甲", NOW)
        assert [question.ticket for question in asked] == [2]


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
        unit.save(None, a_ticket(4, **flat), [])
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
    await storage.change_company(lambda _: company)
    assert await storage.company() == company
    policy = policy_from_config({"R3.2.2": "90m"})
    await storage.save_policy(policy)
    await storage.save_policy(policy)
    async with storage.transaction() as transaction:
        assert await transaction.unit().policy(policy.version) == policy
        with pytest.raises(KeyError):
            await transaction.unit().policy("nobody's")
