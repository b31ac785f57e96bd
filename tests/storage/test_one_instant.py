"""What came in one instant has an order of its own, wherever the database keeps it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.chat import ChatRef
from storage.attention import waits_longest
from storage.rows import EVERYBODY, Sent
from storage.store import Storage
from tests.storage.rows import LEASE, NOW, a_clock, a_ticket, outgoing, put, save

CHAT = ChatRef("local", "a")


@pytest.fixture
async def backwards(storage: Storage) -> Storage:
    """Eight tickets of one instant, each with a clock; the last was written first."""
    for number in range(8, 0, -1):
        clock = a_clock()
        await save(storage, None, a_ticket(number, clocks={clock.rule: clock}))
    return storage


async def test_of_those_that_come_due_together_the_board_shows_the_first(
    backwards: Storage,
) -> None:
    async with backwards.reading() as queries:
        assert [t.id for t in await queries.board.first_due(1)] == [1]


async def test_of_clocks_that_wait_equally_long_the_first_tickets_is_told(
    backwards: Storage,
) -> None:
    waits = await waits_longest(backwards, NOW + timedelta(hours=2))
    assert waits is not None
    assert waits.ticket == 1


async def test_of_messages_that_wait_equally_long_the_first_is_told(storage: Storage) -> None:
    for ticket in (1, 2):
        await put(storage, outgoing(f"o{ticket}", ticket=ticket))
    (first, *_) = await storage.claim_outbox(NOW, 1, LEASE, "me")
    await storage.let_go_outbox([first.id], "me")  # PostgreSQL keeps it behind the other now
    waits = await waits_longest(storage, NOW + timedelta(hours=2))
    assert waits is not None
    assert waits.ticket == 1


async def test_cards_are_drawn_anew_in_the_order_in_which_they_were_sent(storage: Storage) -> None:
    await save(storage, None, a_ticket())
    for lane in ("local:a", "local:b"):
        await put(storage, outgoing(lane, lane, ticket=1, has_card=True))
    (first, *_) = await storage.claim_outbox(NOW, 1, LEASE, "me")
    await storage.settle_outbox([Sent(first.id, "m1")], NOW)
    async with storage.transaction() as transaction:
        cards = await transaction.unit().cards(1)
    assert [lane for lane, _ in cards] == ["local:a", "local:b"]


@pytest.mark.parametrize("person", ["客服甲", EVERYBODY])
async def test_of_two_questions_the_one_asked_later_is_newer(storage: Storage, person: str) -> None:
    """Be they kept together, as after an outage, or one by one."""
    for about in ("do 转", "do 完成", "do 接单"):
        async with storage.transaction() as transaction:
            unit = transaction.unit()
            for ticket in (2, 1):
                unit.ask(CHAT, person, ticket, about, NOW)
            transaction.keep(unit)
    async with storage.transaction() as transaction:
        for about in ("do 到场", "do 合并"):
            unit = transaction.unit()
            unit.ask(CHAT, person, 1, about, NOW)
            transaction.keep(unit)
        unit = transaction.unit()
        asked = await unit.asked(CHAT, person, NOW)
        assert person != EVERYBODY or await unit.asked_of_all(CHAT, NOW) == asked
    newest = [("do 合并", 1), ("do 到场", 1)]
    before = [(about, n) for about in ("do 接单", "do 完成", "do 转") for n in (2, 1)]
    assert [(q.about, q.ticket) for q in asked] == newest + before
    assert len({q.turn for q in asked}) == 5
