"""The regulation's clocks, rule by rule: from what, how long, who is rung, and what ends it.

The figures and the duties here are the regulation's own words, written once more: whoever changes
a figure in `bot/domain/policy.py` changes what a company has promised its users.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.house import COLD, LEAK, MORNING, OUTAGE, House, open_house

UNSURE = "不热!"
GENERAL = ("收到 1", "已联系 1 约今天12点", "完成 1 换了阀门", "已反馈 1 满意")
MAJOR = ("到场 1", "方案 1 关阀换管", "完成 1 焊好了")
CREW, TEAM, SERVICE = ("运行甲", "运行乙"), ("运行甲", "运行乙", "运行主任"), ("客服甲",)


@dataclass(frozen=True)
class Duty:
    """One row of the regulation's tables."""

    rule: str
    complaint: str
    before: tuple[tuple[str, str], ...] = ()
    #: From the last of `before`, or from the complaint itself.
    limit: timedelta = timedelta()
    owes: tuple[str, ...] = ()
    met_by: tuple[str, str] = ("", "")
    #: What of it has gone by when `before` is over.
    already: timedelta = timedelta()


def by(person: str, *words: str) -> tuple[tuple[str, str], ...]:
    return tuple((person, said) for said in words)


ACCEPTED = by("运行甲", *MAJOR) + by("运行主任", "验收 1 合格")
DUTIES = (
    Duty("R3.2.1", UNSURE, (), timedelta(hours=1), SERVICE, ("客服甲", "转 1 运行部")),
    Duty("R3.2.2", COLD, (), timedelta(hours=2), CREW, ("运行甲", "已联系 1 约今天18点")),
    Duty("R3.2.3b", COLD, by("运行甲", "已联系 1 约后天12点"), timedelta(hours=24), ("运行甲",),
         ("运行甲", "完成 1 换了阀门"), timedelta(minutes=1)),
    Duty("R3.2.4", COLD, by("运行甲", *GENERAL[:3]), timedelta(hours=2), ("运行甲",),
         ("运行甲", "已反馈 1 满意")),
    Duty("R3.2.5", COLD, by("运行甲", *GENERAL), timedelta(hours=24), SERVICE,
         ("客服甲", "回访 1 满意")),
    Duty("R3.3.2", OUTAGE, (), timedelta(minutes=30), TEAM, ("运行甲", "到场 1")),
    Duty("R3.3.2b", OUTAGE, by("运行甲", *MAJOR[:1]), timedelta(minutes=30), TEAM,
         ("运行甲", "方案 1 关阀换管")),
    Duty("R3.3.4", OUTAGE, (), timedelta(hours=2), TEAM, ("运行甲", "完成 1 焊好了")),
    Duty("R3.3.4", OUTAGE, by("运行甲", *MAJOR[:2], "进展 1 挖开了"), timedelta(hours=2), TEAM,
         ("运行甲", "完成 1 焊好了")),
    Duty("R3.3.5", OUTAGE, by("运行甲", *MAJOR), timedelta(hours=2), ("运行主任",),
         ("运行主任", "验收 1 合格")),
    Duty("R3.3.6", OUTAGE, ACCEPTED, timedelta(hours=2), TEAM, ("运行甲", "已反馈 1 满意")),
    Duty("R3.3.7", OUTAGE, ACCEPTED + by("运行甲", "已反馈 1 满意"), timedelta(hours=48), SERVICE,
         ("客服甲", "回访 1 满意")),
)  # fmt: skip


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    """On one database: that the other keeps the same clocks is the other stories' matter."""
    async with open_house(sqlite_url) as opened:
        yield opened


@pytest.mark.parametrize("duty", DUTIES, ids=lambda d: f"{d.rule} after {len(d.before)}")
async def test_a_duty_has_its_limit_its_owner_and_its_end(house: House, duty: Duty) -> None:
    await house.say("客服甲", duty.complaint)
    for person, words in duty.before:
        await house.forward(minutes=1)
        await house.say(person, words)
    begun = house.clock.now() - duty.already
    assert (await house.ticket()).clocks[duty.rule].due_at == begun + duty.limit

    await house.forward(seconds=(duty.limit - duty.already).total_seconds() - 1)
    assert [kind for kind, _ in _told(house, duty.rule)] == ["reminder"] * 2
    assert duty.rule not in (await house.ticket()).missed
    await house.forward(seconds=1)
    assert _told(house, duty.rule)[-1] == ("overdue", duty.owes)
    assert duty.rule in (await house.ticket()).missed

    person, words = duty.met_by
    await house.say(person, words)
    ticket = await house.ticket()
    assert duty.rule not in ticket.clocks
    assert duty.rule in ticket.missed  # for ever
    told = len(_told(house, duty.rule))
    await house.forward(hours=3)
    assert len(_told(house, duty.rule)) == told


def _told(house: House, rule: str) -> list[tuple[str, tuple[str, ...]]]:
    """What its clock has said so far, and to whom."""
    return [
        (h.meta["kind"], h.names)
        for h in house.platform.chats.transcript
        if h.event == "message"
        and h.meta.get("rule") == rule
        and h.meta["kind"] in ("reminder", "overdue", "escalation")
    ]


async def test_the_emergency_group_stands_within_a_minute(house: House) -> None:
    """R3.3.1, R2.2.4: those concerned are told at once, with the plan to fill in."""
    await house.say("客服甲", OUTAGE)
    await house.forward(minutes=1)
    room = await house.emergency_group()
    found = house.platform.chats.group_titled(room)
    assert found is not None
    assert set(found.members) >= {*TEAM, "客服甲", "值班领导"}
    assert any("应急预案 #1" in text for text in house.said_in(room))
    assert [m.name for m in house.last_in("领导群").mentions] == ["值班领导"]
    ticket = await house.ticket()
    assert ticket.missed == ()
    (stood,) = [clock for clock in ticket.past if clock.rule == "R3.3.1"]
    assert stood.due_at == MORNING + timedelta(minutes=1)


async def test_what_is_missing_is_asked_for_by_name_and_holds_up_nothing(house: House) -> None:
    """R2.2.2: five fields; the department has the ticket meanwhile, and its clocks run."""
    await house.say("客服甲", "阳光花园3号楼2单元501 家里不热只有15度")
    (asked,) = [m for m in house.heard_in("客服群") if m.meta["rule"] == "R2.2.2"]
    assert asked.meta["kind"] == "question"
    assert "还缺：姓名、电话" in asked.text
    ticket = await house.ticket()
    assert ticket.opened_at == MORNING
    assert set(ticket.clocks) == {"R3.2.2", "R3.2.3b"}
    assert house.last_in("运行群").meta["kind"] == "dispatched"
    await house.say("客服甲", "王女士 13912345678")
    ticket = await house.ticket()
    assert (ticket.name, ticket.phone) == ("王女士", "13912345678")


@pytest.mark.parametrize(
    "words",
    [
        "王女士 13912345678 阳光花园3号楼2单元501 家里才16度",
        "王女士 13912345678 阳光花园3号楼2单元501 暖气片接头渗水 拿盆接着呢",
        "王女士 13912345678 阳光花园3号楼2单元501 你们师傅上门态度很差",
        "王女士 13912345678 阳光花园二十八户都只有16度",
    ],
)
async def test_what_touches_daily_life_a_little_is_general(house: House, words: str) -> None:
    """R3.1.1: below the standard, a slight fault, poor service; no emergency is made of it."""
    await house.say("客服甲", words)
    ticket = await house.ticket()
    assert not ticket.is_major
    assert not ticket.team
    assert house.heard_in("领导群") == []
    assert house.calls == []


async def test_a_plan_is_carried_out_at_once_and_progress_reaches_the_user(house: House) -> None:
    """R3.3.3, R3.3.4: the crew is told to begin; service has something to tell the user."""
    await house.say("客服甲", OUTAGE)
    for words in MAJOR[:2]:
        await house.say("运行甲", words)
    assert "马上干" in house.last_in("运行群").text
    await house.say("运行甲", "进展 1 阀门已关 预计6点恢复")
    assert "阀门已关 预计6点恢复" in house.last_in("客服群").text


async def test_what_is_promised_binds(house: House) -> None:
    """R3.2.3: the promise is a limit of its own, beside the day that it may take in general."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天10点")
    await house.forward(hours=2)
    assert _told(house, "R3.2.3")[-1] == ("overdue", ("运行甲",))
    await house.say("运行甲", "完成 1 换了阀门")
    ticket = await house.ticket()
    assert (ticket.missed, set(ticket.clocks)) == (("R3.2.3",), {"R3.2.4"})


@pytest.mark.parametrize(
    ("words", "department", "group"),
    [
        (COLD, "operations", "运行群"),  # R4.2.1
        (LEAK, "repair", "检修群"),  # R4.3.1
        ("张女士 13700002222 翠湖家园2号楼 投诉你们师傅态度特别差，骂人", "service", "客服群"),
    ],
)
async def test_each_department_gets_what_it_owes(
    house: House, words: str, department: str, group: str
) -> None:
    """R3.1.3, R4: by type; those of service, which the text gives nobody, are its own."""
    await house.say("客服甲", words)
    assert (await house.ticket()).department == department
    (told,) = [m for m in house.heard_in(group) if m.meta["kind"] == "dispatched"]
    assert told.meta["rule"] == "R3.2.1"


@pytest.mark.parametrize(
    "words",
    [
        "家里不热只有15度",
        "13912345678 不热!",
        "暖气漏水 快来人",
        "老人在家冻得直哆嗦 你们到底管不管",
    ],
)
async def test_no_complaint_is_refused_whatever_its_form(house: House, words: str) -> None:
    """R1.1, R2.2.1: what can't be read in whole is a ticket that somebody completes."""
    await house.say("客服甲", words)
    assert await house.count() == 1
    assert (await house.ticket()).content == words


@pytest.mark.parametrize(
    ("words", "source"),
    [
        (COLD, "热线"),  # R2.1.1
        (f"窗口登记：{COLD}", "窗口"),  # R2.1.3
        (f"【服务窗口】{COLD}", "窗口"),
        (f"来源：窗口\n{COLD}", "窗口"),
        (f"来信：{COLD}", "来信"),
        ("王女士 13912345678 阳光花园3号楼2单元501 窗口漏风 家里不热只有15度", "热线"),
    ],
)
async def test_how_a_complaint_came_is_on_record(house: House, words: str, source: str) -> None:
    """R2.1: what an agent types at the service window is told by a word before it."""
    await house.say("客服甲", words)
    ticket = await house.ticket()
    assert ticket.source.value == source
    assert ticket.phone == "13912345678"
    assert ("窗口｜" in house.heard_in("客服群")[0].text) == (source == "窗口")


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("补充 1 来源 窗口", "窗口"),  # R2.1.3
        ("补充 1 来源：服务窗口", "窗口"),
        ("补充 1 窗口来的", "窗口"),
        ("1 来源窗口", "窗口"),
        ("1号来源改成来信", "来信"),
        ("改来源 1 来信", "来信"),
        ("补充 1 来源 微信公众号", "网络"),  # R2.1.2
        ("补充 1 来源 12345", "网络"),
    ],
)
async def test_the_source_is_put_right_afterwards(house: House, words: str, source: str) -> None:
    """R2.1, R1.3: who forgot the word before it says it later; what stood before is kept."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    assert (await house.ticket()).source.value == source
    assert f"来源：{source}" in house.last_in("客服群").text
    entry = (await house.timeline())[-1]
    assert (entry.what, entry.facts["before"]) == ("corrected", {"source": "热线"})
    await house.say("客服甲", "查 1")
    assert f"来源 {source}" in house.last_in("客服群").text
    await house.say("客服甲", "补充 1 来源 热线")
    assert (await house.ticket()).source.value == "热线"


@pytest.mark.parametrize(
    "words", ["来源窗口", "窗口来的", "是窗口来的", "来源是窗口", "补充 来源 窗口"]
)
async def test_the_source_in_a_quote_of_the_receipt(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", words, quote=house.quote("客服群", 1))
    assert (await house.ticket()).source.value == "窗口"
    assert await house.count() == 1


async def test_a_source_that_is_none_is_asked_for(house: House) -> None:
    await house.say("客服甲", COLD)
    for words in ("补充 1 来源 邻居", "补充 1 来源"):
        await house.say("客服甲", words)
        assert "热线、网络、窗口、来信" in house.last_in("客服群").text
    for words in ("补充 1 窗口那屋最冷", "补充 1 用户又来电"):
        await house.say("客服甲", words)
        assert (await house.timeline())[-1].what == "remarked"
    assert (await house.ticket()).source.value == "热线"
