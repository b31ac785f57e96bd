"""What platforms do to messages: refuse, delay, leave in doubt. Nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.app import build
from bot.clock import MovableClock
from bot.domain.policy import Policy
from bot.platforms.base import Later, Refused, Unknown
from bot.platforms.local import LocalChats, LocalPlatform
from bot.scenario import demo_company
from bot.workers.limits import Allowance
from tests.house import COLD, LEAK, MORNING, OUTAGE, House, open_house


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    async with open_house(sqlite_url) as opened:
        yield opened


async def test_a_delay_is_a_wait_and_keeps_the_order(house: House) -> None:
    house.platform.faults.append(Later("429", timedelta(seconds=30)))
    await house.say("客服甲", COLD)
    assert house.said_in("客服群") == []
    assert house.kinds_in("运行群") == ["dispatched"]  # another lane
    await house.say("客服甲", "谁值班")
    assert house.said_in("客服群") == []  # behind its head
    await house.forward(seconds=31)
    assert house.kinds_in("客服群") == ["opened", "report"]


async def test_in_doubt_the_same_key_posts_nothing_twice(house: House) -> None:
    house.platform.faults.append(Unknown("504 after the work was done"))
    await house.say("客服甲", COLD)
    await house.forward(minutes=5)
    assert house.kinds_in("客服群") == ["opened"]


async def test_a_refused_message_is_on_record_and_told(house: House) -> None:
    await house.say("客服甲", COLD)
    house.platform.faults.append(Refused("机器人不在群里"))
    await house.say("运行甲", "收到 1")
    entries = [e.what for e in await house.timeline()]
    assert "delivery_failed" in entries
    told = house.said_in("客服群")[-1]
    assert "运行群" in told
    assert "机器人不在群里" in told


async def test_nothing_is_tried_for_ever(house: House) -> None:
    await house.say("客服甲", COLD)
    house.platform.faults.extend(Unknown("down") for _ in range(50))
    await house.say("运行甲", "收到 1")
    await house.forward(hours=1)
    async with house.running.storage.reading() as queries:
        counts = await queries.counts()
    assert "sending" not in counts["outbox"]
    assert counts["outbox"].get("failed", 0) >= 1


async def test_an_emergency_group_is_made_once(house: House) -> None:
    house.platform.faults.extend([Unknown("504"), Unknown("504"), Unknown("504"), Unknown("504")])
    await house.say("客服甲", OUTAGE)
    await house.forward(minutes=3)
    groups = [g for g in house.platform.chats.groups.values() if g.title.startswith("应急")]
    assert len(groups) == 1
    assert [e.what for e in await house.timeline()].count("group_stood") == 1


async def test_a_broken_template_costs_one_message_and_no_ticket(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = house.running.renderer.words

    def broken(template: str, *args: object, **more: object) -> str:
        if template == "opened":
            raise KeyError(template)
        return real(template, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(house.running.renderer, "words", broken)
    await house.say("客服甲", COLD)
    assert await house.count() == 1
    assert house.kinds_in("运行群")[0] == "dispatched"
    await house.forward(hours=1)
    assert any("没送到" in text for text in house.said_in("客服群"))


async def test_a_chat_gets_no_more_than_it_may(sqlite_url: str) -> None:
    """20 in any 60 seconds, counted over the sent rows, whoever sends."""
    platform = LocalPlatform(LocalChats())
    clock = MovableClock(MORNING)
    allowances = {"local": Allowance(3, timedelta(seconds=60))}
    running = await build(
        sqlite_url, demo_company(), Policy(), clock, {"local": platform}, allowances=allowances
    )
    house = House(running, platform, clock)
    try:
        for number in range(8):
            await house.say("运行甲", f"今日 {number}", group="运行群")
        assert len(house.said_in("运行群")) == 3
        await house.forward(seconds=59)
        assert len(house.said_in("运行群")) == 3
        await house.forward(seconds=2)
        assert len(house.said_in("运行群")) == 6
        await house.forward(minutes=2)
        assert len(house.said_in("运行群")) == 8
    finally:
        await running.close()


async def test_a_cause_that_breaks_us_is_kept_and_blocks_its_own_chat_only(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handlers import messages

    real = messages.message

    async def broken(handling: object, said: object) -> str:
        if "坏" in getattr(said, "text", ""):
            raise ZeroDivisionError
        return await real(handling, said)  # type: ignore[arg-type]

    monkeypatch.setattr("handlers.messages.message", broken)
    await house.say("客服甲", "坏消息")
    await house.say("客服甲", COLD)
    await house.say("检修甲", LEAK)
    assert await house.count() == 1  # the other chat goes on
    assert not house.said_in("客服群")  # nobody is told that it went wrong before it has
    await house.forward(hours=1)
    assert await house.count() == 2  # and this one, after a bounded number of tries
    assert any("留底" in text for text in house.said_in("客服群"))
    async with house.running.storage.reading() as queries:
        assert (await queries.counts())["inbox"]["quarantined"] == 1


async def test_one_clock_that_cannot_be_written_silences_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handlers import dispatch
    from storage.uow import Conflict

    real = dispatch.deadline

    async def broken(row: object, *rest: object) -> None:
        if getattr(row, "ticket", 0) == 1:
            raise Conflict("somebody else has it")
        await real(row, *rest)  # type: ignore[arg-type]

    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    monkeypatch.setattr("handlers.dispatch.deadline", broken)
    await house.forward(hours=1)
    assert house.kinds_in("检修群")[-1] == "reminder"
    assert house.kinds_in("运行群") == ["dispatched"]
    monkeypatch.setattr("handlers.dispatch.deadline", real)
    await house.forward(minutes=1)
    assert house.kinds_in("运行群")[-1] == "reminder"


async def test_a_value_no_column_takes_stops_no_other_chat(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the commit finds it out; the causes beside it must not go down with it."""
    from storage.unit import Unit

    real = Unit.save

    def oversized(self: Unit, old: object, new: object, *rest: object) -> None:
        if "坏" in getattr(new, "content", ""):
            new = new.but(returns=1 << 80)  # type: ignore[attr-defined]
        real(self, old, new, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Unit, "save", oversized)
    now = house.clock.now()
    bad = "翠湖家园2号楼1单元101 阀门坏了一直漏水 张女士 13700002222"
    await house.platform.say("客服群", "客服甲", bad, now)
    await house.platform.say("检修群", "检修甲", LEAK, now)
    await house.running.drain()
    assert await house.count() == 1
    await house.forward(hours=1)
    assert any("留底" in text for text in house.said_in("客服群"))  # whoever wrote it is told
    await house.say("客服甲", COLD)
    assert await house.count() == 2  # its own chat goes on as well, after a bounded time
    async with house.running.storage.reading() as queries:
        assert (await queries.counts())["inbox"]["quarantined"] == 1


async def test_nobody_is_blamed_for_what_another_said(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message whose turn comes while another can't be committed is worked on, not put off."""
    from handlers import messages
    from storage.unit import Unit

    real_message, real_save = messages.message, Unit.save
    times = iter((False, True, False))  # together, alone, alone again

    async def broken_once(handling: object, said: object) -> str:
        monkeypatch.setattr("handlers.messages.message", real_message)
        raise ZeroDivisionError

    def oversized(self: Unit, old: object, new: object, *rest: object) -> None:
        if "坏" in getattr(new, "content", ""):
            house.clock.forward(timedelta(seconds=6 if next(times) else 0))
            new = new.but(returns=1 << 80)  # type: ignore[attr-defined]
        real_save(self, old, new, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("handlers.messages.message", broken_once)
    monkeypatch.setattr(Unit, "save", oversized)
    await house.say("检修甲", LEAK)  # again in five seconds
    await house.say("客服甲", "翠湖家园2号楼1单元101 阀门坏了一直漏水 张女士 13700002222")
    assert (await house.ticket()).phone == "13800001111"
