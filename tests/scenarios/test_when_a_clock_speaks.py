"""To the minute: when a clock speaks, in which group, to whom, and whom it calls (R1.2).

A change of these is a change of what a company was promised, so they are written out once more.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.policy_config import policy_from_config
from bot.domain.ticket import Outcome
from tests.house import COLD, LEAK, MORNING, OUTAGE, House, open_house

CREW, TEAM = ("运行甲", "运行乙"), ("运行甲", "运行乙", "运行主任")
FED_BACK = (("运行甲", "完成 1 放了气"), ("运行甲", "已反馈 1 满意"))
ROOM = "应急群"
DAY = 24 * 60
#: rule: the complaint, what was done of it at once, and each word: minutes, kind, group, people
SPOKEN = {
    "R3.2.2": (COLD, (), (
        (60, "reminder", "运行群", CREW),
        (110, "reminder", "运行群", CREW),
        (120, "overdue", "运行群", CREW),
        (135, "escalation", "运行群", ("运行主任",)),
        (150, "app", "", ("值班领导",)),
        (150, "escalation", "领导群", ("值班领导",)),
        (240, "app", "", ("总经理",)),
        (240, "escalation", "领导群", ("总经理",)),
        (240 + DAY, "overdue", "运行群", (*CREW, "运行主任")),
        (240 + 2 * DAY, "overdue", "运行群", (*CREW, "运行主任")),
    )),
    "R3.2.5": (COLD, FED_BACK, (
        (DAY // 2, "reminder", "客服群", ("客服甲",)),
        (DAY - 10, "reminder", "客服群", ("客服甲",)),
        (DAY, "overdue", "客服群", ("客服甲",)),
        (DAY + 15, "escalation", "客服群", ("客服主管",)),
        (DAY + 30, "app", "", ("值班领导",)),
        (DAY + 30, "escalation", "领导群", ("值班领导",)),
        (DAY + 120, "app", "", ("总经理",)),
        (DAY + 120, "escalation", "领导群", ("总经理",)),
        (2 * DAY + 120, "overdue", "客服群", ("客服甲", "客服主管")),
    )),
    "R3.3.2": (OUTAGE, (), (
        (15, "reminder", ROOM, TEAM),
        (25, "reminder", ROOM, TEAM),
        (30, "overdue", ROOM, TEAM),
        (35, "escalation", ROOM, ("运行主任",)),
        (35, "phone", "", ("运行主任",)),
        (40, "escalation", "领导群", ("值班领导",)),
        (40, "phone", "", ("值班领导",)),
        (60, "escalation", "领导群", ("总经理",)),
        (60, "phone", "", ("总经理",)),
        (60 + DAY, "overdue", ROOM, TEAM),
    )),
}  # fmt: skip


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    """On one database: that the other keeps the same clocks is the other stories' matter."""
    async with open_house(sqlite_url) as opened:
        yield opened


@pytest.mark.parametrize("rule", SPOKEN)
async def test_a_clock_speaks_to_the_minute(house: House, rule: str) -> None:
    """R3.2.2, R3.2.5, R3.3.2: half the time, ten minutes or a sixth before, then step by step."""
    complaint, done, expected = SPOKEN[rule]
    await house.say("客服甲", complaint)
    for person, words in done:
        await house.say(person, words)
    room = await house.emergency_group() if complaint is OUTAGE else ""
    await house.forward(minutes=expected[-1][0] + 1)
    heard = []
    for h in house.platform.chats.transcript:
        if h.meta.get("rule") != rule or h.event not in ("message", "call"):
            continue
        if h.meta.get("kind") in ("emergency", "dispatched"):
            continue
        minutes = (h.at - MORNING).total_seconds() / 60
        group = ROOM if h.title == room else h.title
        kind = h.level if h.event == "call" else h.meta["kind"]
        heard.append((minutes, kind, "" if h.event == "call" else group, h.names))
    assert heard == list(expected)


async def test_the_ledger_says_who_was_told_that_it_is_late(house: House) -> None:
    """R1.3: each step up is on the timeline with whom it went to."""
    await house.say("客服甲", COLD)
    await house.forward(hours=4)
    await house.say("客服甲", "查 1")
    sheet = house.last_in("客服群").text
    for whom in ("部门负责人", "值班领导", "总经理"):
        assert f"机器人 超时上报 R3.2.2 给{whom}" in sheet


async def test_after_a_standstill_the_ledger_names_all_who_were_told(house: House) -> None:
    """R1.3: what a standstill made one word of was told to three."""
    await house.say("客服甲", OUTAGE)
    house.clock.set(house.clock.now().replace(hour=6))
    await house.running.drain()
    ups = [e for e in await house.timeline() if e.what == "escalation" and "R3.3.2" in str(e.facts)]
    assert [e.facts["told"] for e in ups] == [["head", "leader", "leader1"]]
    # The last word of it was due an hour after the complaint.
    told = [m.text for m in house.heard_in("领导群") if m.meta["rule"] == "R3.3.2"]
    assert "这条提醒晚了 5小时）" in told[-1]


async def test_at_the_very_limit_it_is_still_kept(house: House) -> None:
    """R3.2.2: two hours are two hours; what is said with their last second is in time."""
    await house.say("客服甲", COLD)
    clock = (await house.ticket()).clocks["R3.2.2"]
    house.clock.set(clock.due_at)
    await house.say("运行甲", "已联系 1 约今天18点")
    (kept,) = (p for p in (await house.ticket()).past if p.rule == "R3.2.2")
    assert (kept.ended_at, kept.outcome) == (clock.due_at, Outcome.MET)


async def test_a_ticket_keeps_the_limits_it_was_opened_under(sqlite_url: str) -> None:
    """What a company changes tomorrow binds the tickets of tomorrow."""
    async with open_house(sqlite_url) as before:
        await before.say("客服甲", COLD)
    policy = policy_from_config({"R3.2.4": "5h"})
    async with open_house(sqlite_url, policy=policy) as house:
        await house.say("客服甲", LEAK)
        await house.platform.say("运行群", "运行甲", "完成 1 放了气", house.clock.now())
        await house.platform.say("检修群", "检修甲", "完成 2 换了垫", house.clock.now())
        await house.running.drain()
        clocks = [(await house.ticket(n)).clocks["R3.2.4"] for n in (1, 2)]
        assert [clock.due_at - clock.started_at for clock in clocks] == [
            timedelta(hours=2), timedelta(hours=5),
        ]  # fmt: skip


async def test_once_somebody_is_on_site_the_next_thing_owed_is_another(house: House) -> None:
    """R3.3.2: who has not answered is named on the ticket; what is owed next is the plan."""
    await house.say("客服甲", OUTAGE)
    await house.say("运行甲", "到场 1")
    await house.say("客服甲", "查 1")
    sheet = house.last_in("客服群").text
    assert sheet.index("报处理方案") < sheet.index("\n运行乙、运行主任：到现场")
    await house.say("运行甲", "方案 1 关阀换管")
    await house.say("客服甲", "进展 1 用户又来问了")
    assert (
        house.last_in("客服群").text == "#1 已记到这一单里。时限照走：今天10:00前报进展、告诉用户"
    )
    await house.say("客服甲", "在办")
    assert "今天10:00前报进展" in house.last_in("客服群").text


async def test_who_told_users_that_it_is_done_hears_that_it_is_not(house: House) -> None:
    """R1.4, R3.3.5: customer service was told 已处理; an inspection that fails reaches it too."""
    await house.say("客服甲", OUTAGE)
    for words in ("到场 1", "方案 1 关阀换管", "完成 1 焊好了"):
        await house.say("运行甲", words)
    assert "已处理，等验收" in house.last_in("客服群").text
    await house.say("运行主任", "验收 1 不合格 3号楼还凉")
    heard = house.last_in("客服群")
    assert (heard.meta["kind"], heard.meta["rule"]) == ("progress", "R3.3.5")
    assert "验收不合格，退回处理：3号楼还凉。先别告诉用户已经好了" in heard.text


async def test_the_plan_is_owed_from_the_first_who_came(house: House) -> None:
    """R3.3.2b: whoever comes later gives nobody more time."""
    await house.say("客服甲", OUTAGE)
    await house.say("运行甲", "到场 1")
    due = (await house.ticket()).clocks["R3.3.2b"].due_at
    await house.forward(minutes=10)
    await house.say("运行乙", "到场 1")
    assert (await house.ticket()).clocks["R3.3.2b"].due_at == due


async def test_progress_is_owed_until_it_is_handled_and_no_longer(house: House) -> None:
    """R3.3.4: a word after 完成 is kept and starts nothing; a failed inspection starts it anew."""
    await house.say("客服甲", OUTAGE)
    for words in ("到场 1", "方案 1 关阀换管", "完成 1 焊好了", "进展 1 正在回填"):
        await house.say("运行甲", words)
    assert set((await house.ticket()).clocks) == {"R3.3.5"}
    assert (await house.timeline())[-1].words == "正在回填"
    await house.say("运行主任", "验收 1 不合格 3号楼还凉")
    assert set((await house.ticket()).clocks) == {"R3.3.4"}
