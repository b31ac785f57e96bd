"""A season's figures are asked for in chat: they take their time, and nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.retry import TRIES
from bot.workers.apart import LEASE
from bot.workers.counting import CountingWorker
from storage.ledger import Ledger
from storage.rows import FIGURES
from tests.counting import held_counts
from tests.house import COLD, LEAK, House, open_house


def _figures(house: House, group: str = "客服群") -> list[str]:
    return [text for text in house.said_in(group) if "投诉：共" in text]


async def _ask(house: House, words: str = "统计 本季", who: str = "客服甲") -> None:
    """Said and handled, as far as a running service does it at once."""
    group = house.platform.chats.groups_of(who)[0].chat_id
    await house.platform.say(group, who, words, house.clock.now())
    await house.running.work()


async def test_a_message_is_taken_and_answered_while_a_season_is_counted(house: House) -> None:
    await house.say("客服甲", COLD)
    await _ask(house)
    running = house.running
    with held_counts() as held:
        counting = asyncio.create_task(running.count())
        await held.reached()
        await house.platform.say("客服群", "客服甲", LEAK, house.clock.now())
        await running.work()
        while await running.delivery.drain():
            pass
        assert (await house.ticket(2)).type == "facility"
        assert house.last_in("检修群").meta["ticket"] == 2
        assert not counting.done()
        assert _figures(house) == []
        held.let_go()
        assert await counting == 1
    await running.drain()
    (said,) = _figures(house)
    assert said.startswith("本季投诉：共 1 单")  # as it was when the count began
    await house.say("客服甲", "统计 本季")
    assert _figures(house)[-1].startswith("本季投诉：共 2 单")


async def test_a_process_that_ends_while_it_counts_leaves_the_question(house: House) -> None:
    await house.say("客服甲", COLD)
    await _ask(house)
    with held_counts() as held:
        counting = asyncio.create_task(house.running.count())
        await held.reached()
        counting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await counting
    await house.running.drain()  # whoever starts next waits for no lease
    (said,) = _figures(house)
    assert said.startswith("本季投诉：共 1 单")


async def test_what_a_killed_process_held_is_free_within_a_minute(house: House) -> None:
    await house.say("客服甲", COLD)
    await _ask(house)
    storage, now = house.running.storage, house.clock.now()
    assert await storage.claim_outbox(now, 50, LEASE, "killed", kind=FIGURES)
    await house.running.drain()
    assert _figures(house) == []
    await house.forward(seconds=LEASE.total_seconds())
    assert len(_figures(house)) == 1


async def test_who_counts_for_long_is_not_taken_for_dead(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.say("客服甲", COLD)
    await _ask(house)
    running = house.running
    other = CountingWorker(running.storage, house.clock.now, running.zone, running.policy, "other")
    real, renewed = running.storage.keep_outbox, asyncio.Event()

    async def keep(ids: Sequence[int], owner: str, until: datetime) -> None:
        await real(ids, owner, until)
        if until == house.clock.now() + LEASE:
            renewed.set()

    monkeypatch.setattr(running.storage, "keep_outbox", keep)
    monkeypatch.setattr("bot.workers.apart.RENEWED", 0.001)
    with held_counts() as held:
        counting = asyncio.create_task(running.count())
        await held.reached()
        for _ in range(3):
            house.clock.forward(LEASE * 0.9)
            renewed.clear()
            await renewed.wait()
            assert await other.drain() == 0
        held.let_go()
        assert await counting == 1


async def test_it_is_answered_once_though_it_was_counted_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is taken for dead answers after another has; a restart finds nothing left to do."""
    await house.say("客服甲", COLD)
    await _ask(house)
    slow, running = house.running.counting, house.running
    other = CountingWorker(running.storage, house.clock.now, running.zone, running.policy, "other")
    with held_counts() as held:
        counting = asyncio.create_task(slow.drain())
        await held.reached()
        house.clock.forward(LEASE + timedelta(seconds=1))
        again = asyncio.create_task(other.drain())
        held.let_go()
        assert await asyncio.gather(counting, again) == [1, 1]
    await running.drain()
    assert len(_figures(house)) == 1
    await house.forward(minutes=5)
    assert len(_figures(house)) == 1


async def test_the_same_question_from_many_is_one_count(house: House) -> None:
    await house.say("客服甲", COLD)
    for who in ("客服甲", "运行甲", "检修甲"):
        await _ask(house, "统计 这个月", who)
    await _ask(house, "本月统计", "客服甲")
    with held_counts() as held:
        held.let_go()
        assert await house.running.count() == 4
        assert held.counted == 1
    await house.running.drain()
    assert [len(_figures(house, g)) for g in ("客服群", "运行群", "检修群")] == [2, 1, 1]


async def test_a_question_that_waited_is_about_the_day_it_was_asked_on(house: House) -> None:
    await house.say("客服甲", COLD)
    await _ask(house, "统计 今天")
    house.clock.forward(timedelta(days=1))
    await house.running.drain()
    assert _figures(house)[-1].startswith("今天投诉：共 1 单")


async def test_what_can_not_be_counted_is_said_in_the_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> None:
        raise OSError

    monkeypatch.setattr(Ledger, "figures", broken)
    await house.say("客服甲", "统计 本季")
    for _ in range(TRIES):
        await house.forward(minutes=11)
    assert sum("出了点问题" in text for text in house.said_in("客服群")) == 1
    monkeypatch.undo()
    await house.say("客服甲", "统计 本季")
    assert len(_figures(house)) == 1


async def test_a_restart_answers_what_was_asked_before(database_url: str) -> None:
    async with open_house(database_url) as before:
        await before.say("客服甲", COLD)
        await _ask(before)
    async with open_house(database_url) as house:
        await house.running.drain()
        (said,) = _figures(house)
        assert said.startswith("本季投诉：共 1 单")


async def test_lists_name_the_first_and_count_all(house: House) -> None:
    for room in range(1, 12):
        await house.say(
            "客服甲", f"幸福{room}里{room}号楼1单元101 138000{room:05} 家里不热只有15度"
        )
    await house.say("运行甲", "今日")
    said = house.last_in("运行群").text
    assert ("11" in said.splitlines()[0], "#1 " in said, "#11 " in said) == (True, True, False)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.forward(hours=2, minutes=1)
    await house.say("运行甲", "超时")
    said = house.last_in("运行群").text
    assert ("10" in said.splitlines()[0], "#1 " in said, "#2 " in said) == (True, False, True)
