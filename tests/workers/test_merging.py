"""A storm through a chat's limit: everybody knows soon, each ticket by its number."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.app import build
from bot.clock import MovableClock
from bot.domain.chat import ChatRef, Message, Quote, Sender
from bot.domain.notices import Priority
from bot.domain.policy import Policy
from bot.platforms.base import Refused, Unknown
from bot.platforms.local import LocalChats, LocalPlatform
from bot.scenario import demo_company
from bot.workers.limits import Allowance, Room
from bot.workers.merging import is_urgent, mergeable
from storage.rows import NewOutbox, OutboxRow
from tests.house import MORNING, OUTAGE, House

LIMIT = Allowance(6, timedelta(seconds=60), reserve=2)


def complaint(number: int) -> str:
    return f"幸福{number}里{number % 40 + 1}号楼2单元501室不热 室温15度 张女士1391234{number:04d}"


@asynccontextmanager
async def limited(url: str, allowance: Allowance = LIMIT) -> AsyncIterator[House]:
    platform, clock = LocalPlatform(LocalChats()), MovableClock(MORNING)
    running = await build(
        url, demo_company(), Policy(), clock, {"local": platform}, allowances={"local": allowance}
    )
    try:
        yield House(running, platform, clock)
    finally:
        await running.close()


async def storm(house: House, count: int) -> None:
    """All of them are said before the house gets to work."""
    for number in range(count):
        said = Message(
            ChatRef("local", "客服群"), f"s{number}", Sender("客服甲", "客服甲"),
            complaint(number), MORNING,
        )  # fmt: skip
        await house.running.intake.accept(said)
    await house.running.drain()


def numbers_in(texts: list[str]) -> set[int]:
    return {
        number for number in range(1, 400) for text in texts
        if f"#{number} " in text or text.endswith(f"#{number}")
    }  # fmt: skip


async def test_each_ticket_is_named_within_the_limit(sqlite_url: str) -> None:
    async with limited(sqlite_url) as house:
        await storm(house, 50)
        at_once = house.said_in("运行群")
        assert len(at_once) <= LIMIT.count - LIMIT.reserve
        assert numbers_in(at_once) == set(range(1, 51))
        digest = max(at_once, key=len)
        assert digest.startswith("@运行甲 消息多")  # once, though each line would ring him
        assert digest.count("@") == 1
        assert "幸福" in digest
        assert "139" in digest


async def test_without_merging_they_wait_their_turn(sqlite_url: str) -> None:
    alone = Allowance(6, timedelta(seconds=60), reserve=2, merge=1)
    async with limited(sqlite_url, alone) as house:
        await storm(house, 10)
        assert len(house.said_in("运行群")) == 4
        await house.forward(minutes=3)
        assert len(house.said_in("运行群")) == 10


def _waiting(priority: Priority, attempts: int = 0) -> OutboxRow:
    payload = {"kind": "dispatched", "rule": None, "pin": False}
    return OutboxRow(1, "local:g", "message", "k", payload, attempts, 7, MORNING, int(priority))


def test_the_reserve_is_for_what_is_major_or_escalates() -> None:
    assert [p for p in Priority if is_urgent(_waiting(p))] == [Priority.MAJOR, Priority.ESCALATION]


def test_what_failed_before_spoils_no_digest() -> None:
    assert mergeable(_waiting(Priority.RECEIPT))
    assert not mergeable(_waiting(Priority.RECEIPT, attempts=1))


def test_when_a_chat_is_said_to_be_free_it_is() -> None:
    """Urgent ones took of the reserve: more went than others may have."""
    sent = [MORNING + timedelta(seconds=s) for s in (1, 2, 3)]
    allowance = Allowance(3, timedelta(seconds=60), reserve=1)
    room = Room(allowance, sent, MORNING + timedelta(seconds=4))
    at = room.free_at(urgent=False)
    left = [each for each in sent if each > at - allowance.window]
    assert Room(allowance, left, at).has(urgent=False)


async def test_little_traffic_is_never_merged(sqlite_url: str) -> None:
    async with limited(sqlite_url) as house:
        await storm(house, 3)
        assert house.kinds_in("运行群") == ["dispatched"] * 3


async def test_what_is_urgent_finds_room_in_the_storm(sqlite_url: str) -> None:
    """The reserve is kept for it, and it is never a line among others."""
    async with limited(sqlite_url) as house:
        await storm(house, 100)
        now, storage = house.clock.now(), house.running.storage
        facts = {"reason": "x", "count": 1}
        payload = {
            "kind": "overdue", "template": "files_lost", "rule": None, "facts": facts,
            "mentions": [], "card": None, "pin": False,
        }  # fmt: skip
        for key, priority in (("low", 3), ("high", 1)):
            row = NewOutbox("local:运行群", "message", key, payload, priority, now, now)
            async with storage.transaction() as transaction:
                unit = transaction.unit()
                unit.put(row)
                transaction.keep(unit)
        for _ in range(LIMIT.count - LIMIT.reserve):  # the ordinary room is used up
            await house.say("运行甲", "谁值班", group="运行群")
        assert "overdue" in house.kinds_in("运行群")
        assert len(house.said_in("运行群")) <= LIMIT.count
        await house.say("客服甲", OUTAGE)
        assert "emergency" in house.kinds_in("领导群")


async def test_a_quoted_digest_is_asked_about_unless_one_fits(sqlite_url: str) -> None:
    async with limited(sqlite_url) as house:
        await storm(house, 12)
        (digest,) = [m for m in house.platform.chats.in_chat("运行群") if "消息多" in m.text]
        await house.forward(minutes=2)
        await house.say("运行甲", "收到", quote=digest.id)
        asked = house.said_in("运行群")[-1]
        assert "哪一单" in asked
        await house.say("运行甲", "还在路上", quote=digest.id)
        assert "#3" in house.said_in("运行群")[-1]
        assert "#12" in house.said_in("运行群")[-1]
        await house.forward(minutes=2)
        await house.say("运行甲", "收到 7", quote=digest.id)
        assert (await house.ticket(7)).handler == "运行甲"
        # By its text alone, as a platform without ids hands it on.
        quote = Quote(None, digest.text)
        said = Message(
            ChatRef("local", "运行群"), "q1", Sender("运行甲", "运行甲"), "完成 换了阀门",
            house.clock.now(), quote,
        )  # fmt: skip
        await house.running.intake.accept(said)
        await house.running.drain()
        assert (await house.ticket(7)).result  # the only one of them that he has taken on
        assert await house.count() == 12  # and its lines are no complaints


async def test_a_refused_digest_is_told_for_each_ticket(sqlite_url: str) -> None:
    async with limited(sqlite_url) as house:
        house.platform.faults.extend(Refused("机器人不在群里") for _ in range(20))
        await storm(house, 12)
        for number in range(1, 13):
            async with house.running.storage.reading() as queries:
                noted = [e.what for e in await queries.timeline(number)]
            assert "delivery_failed" in noted


async def test_a_digest_in_doubt_is_not_lost(sqlite_url: str) -> None:
    async with limited(sqlite_url) as house:
        house.platform.faults.extend(Unknown("504") for _ in range(3))
        await storm(house, 12)
        await house.forward(minutes=10)
        assert numbers_in(house.said_in("运行群")) >= set(range(1, 13))


async def test_words_that_break_spoil_no_digest(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ticket 5's own words can't be made: the others are told at the next try."""
    async with limited(sqlite_url) as house:
        renderer = house.running.renderer
        real = renderer.words

        def words(template: str, form: str, facts: object, *args: object, **more: object) -> str:
            number = getattr(facts, "get", lambda _: {})("ticket") or {}
            if template == "dispatched" and number.get("number") == 5:
                raise KeyError(template)
            return real(template, form, facts, *args, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(renderer, "words", words)
        await storm(house, 12)
        await house.forward(hours=1)
        told = numbers_in(house.said_in("运行群"))
        assert told >= set(range(1, 13)) - {5}
