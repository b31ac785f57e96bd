"""Step by step, which group hears what of a ticket, under which rule, and who is rung there.

Whoever takes a message away, or rings somebody else, changes what people count on (R1.4, R2.2.4).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.ticket import Status
from bot.scenario import demo_company
from tests.house import COLD, OUTAGE, House, open_house

TEAM = ("运行甲", "运行乙", "运行主任")
ROOM = "应急群"
GENERAL = (
    ("客服甲", COLD, {
        ("客服群", "opened", None, ()),
        ("运行群", "dispatched", "R3.2.1", ("运行甲",)),
    }),
    ("运行甲", "收到 1", {("运行群", "reply", None, ())}),
    ("运行甲", "已联系 1 约今天18点", {("运行群", "reply", None, ())}),
    ("运行甲", "延期 1 今天20点 等配件", {("运行群", "question", "R3.2.3", ("运行主任",))}),
    ("运行主任", "同意延期 1", {("运行群", "reply", None, ("运行甲",))}),
    ("运行甲", "完成 1 换了阀门", {("运行群", "reply", None, ())}),
    ("运行甲", "已反馈 1 基本满意", {
        ("运行群", "reply", None, ()),
        ("客服群", "dispatched", "R3.2.5", ("客服甲",)),
    }),
    ("客服甲", "回访 1 满意", {
        ("客服群", "closed", None, ()),
        ("运行群", "closed", None, ()),
    }),
)  # fmt: skip
MAJOR = (
    ("客服甲", OUTAGE, {
        ("客服群", "opened", None, ()),
        ("运行群", "emergency", "R3.3.1", TEAM),
        ("领导群", "emergency", "R3.3.1", ("值班领导",)),
        ("", "app", "R3.3.1", (*TEAM, "值班领导")),
        (ROOM, "emergency", "R3.3.2", TEAM),
        (ROOM, "emergency", "R3.3.2b", ()),
        ("客服群", "emergency", "R3.3.1", ()),
    }),
    ("运行甲", "到场 1", {(ROOM, "reply", None, ())}),
    ("运行甲", "方案 1 换循环泵", {
        (ROOM, "reply", None, ()),
        ("客服群", "progress", "R3.3.2b", ()),
        ("领导群", "progress", "R3.3.2b", ()),
    }),
    ("运行甲", "进展 1 泵已拆下", {
        (ROOM, "reply", None, ()),
        ("客服群", "progress", "R3.3.4", ()),
        ("领导群", "progress", "R3.3.4", ()),
    }),
    ("运行甲", "完成 1 泵换好了", {
        (ROOM, "dispatched", "R3.3.5", ("运行主任", "值班领导")),
        ("客服群", "progress", "R3.3.5", ()),
    }),
    ("运行主任", "验收 1 不合格 3号楼还凉", {
        (ROOM, "dispatched", "R3.3.5", TEAM),
        ("客服群", "progress", "R3.3.5", ()),
    }),
    ("运行甲", "完成 1 都热了", {
        (ROOM, "dispatched", "R3.3.5", ("运行主任", "值班领导")),
        ("客服群", "progress", "R3.3.5", ()),
    }),
    ("运行主任", "验收 1 合格", {
        (ROOM, "dispatched", "R3.3.6", TEAM),
    }),
    ("运行甲", "已反馈 1 满意", {
        (ROOM, "reply", None, ()),
        ("客服群", "dispatched", "R3.3.7", ("客服甲",)),
    }),
    ("客服甲", "回访 1 满意", {
        ("客服群", "closed", None, ()),
        (ROOM, "closed", None, ()),
        ("领导群", "closed", None, ()),
    }),
)  # fmt: skip


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    """On one database: that the other tells the same is the other stories' matter."""
    async with open_house(sqlite_url) as opened:
        yield opened


Heard = tuple[str, object, object, tuple[str, ...]]


def _heard(house: House, since: int) -> set[Heard]:
    """What the bot said and whom it called since then."""
    found: set[Heard] = set()
    for h in house.platform.chats.transcript[since:]:
        if h.event == "call":
            found.add(("", h.level, h.meta.get("rule"), h.names))
        elif h.event == "message" and h.meta.get("kind"):
            group = ROOM if "应急 #" in h.title else h.title
            found.add((group, h.meta["kind"], h.meta.get("rule"), h.names))
    return found


@pytest.mark.parametrize("path", [GENERAL, MAJOR], ids=["R3.2", "R3.3"])
async def test_each_step_is_heard_where_it_is_owed(
    house: House, path: tuple[tuple[str, str, set[Heard]], ...]
) -> None:
    """R3.2, R3.3: the whole way of a ticket; nothing more and nothing less."""
    for person, words, expected in path:
        since = len(house.platform.chats.transcript)
        crew = person.startswith("运行") and path is MAJOR
        room = await house.emergency_group() if crew else None
        await house.say(person, words, group=room)
        assert _heard(house, since) == expected, words
    assert (await house.ticket()).status is Status.CLOSED


async def test_without_a_group_of_its_own_all_hear_of_it_where_they_are(house: House) -> None:
    """R3.3.1, R2.2.4: team, service and leader are told, and the plan is asked for."""
    house.platform.refuse_groups = "没有建群权限"
    await house.say("客服甲", OUTAGE)
    assert {
        ("运行群", "emergency", "R3.3.1", TEAM),
        ("客服群", "emergency", "R3.3.1", ()),
        ("领导群", "emergency", "R3.3.1", ("值班领导",)),
        ("运行群", "emergency", "R3.3.2b", ()),
    } <= _heard(house, 0)
    assert any("应急预案 #1" in text for text in house.said_in("运行群"))
    assert any("没建成" in text for text in house.said_in("领导群"))


@pytest.mark.parametrize("words", ["作废 1 演练", "降级 1 就一户"])
async def test_leaders_hear_that_it_is_none_any_more(house: House, words: str) -> None:
    """R3.1.2, R3.3.1: whoever was called up hears that he is not needed."""
    await house.say("客服甲", OUTAGE)
    since = len(house.platform.chats.transcript)
    await house.say("客服主管", words, group="客服群")
    heard = {(group, kind) for group, kind, _, _ in _heard(house, since)}
    assert {group for group, _ in heard} == {"客服群", ROOM, "领导群"}


async def test_who_works_on_one_hears_of_the_other_that_was_merged_into_it(house: House) -> None:
    """R1.4: its user is owed the result as well; both are rung who have it."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", "李四 13800000000 桐花苑1号楼1单元101 暖气不热")
    await house.say("运行乙", "收到 1")
    since = len(house.platform.chats.transcript)
    await house.say("客服甲", "合并 2 到 1")
    assert ("运行群", "progress", None, ("运行乙",)) in _heard(house, since)
    assert (await house.ticket(2)).clocks == {}


async def test_where_a_group_is_missing_customer_service_hears_it(sqlite_url: str) -> None:
    """R2.2.4: a company that has bound no group of its leaders, nor of a crew, is told all."""
    company = demo_company()
    crews = {k: replace(d, groups=()) for k, d in company.departments.items() if k != "service"}
    company = replace(company, leader_groups=(), departments={**company.departments, **crews})
    async with open_house(sqlite_url, company=company) as house:
        house.platform.refuse_groups = "没有建群权限"
        await house.say("客服甲", OUTAGE)
        heard = {(group, kind, rule) for group, kind, rule, _ in _heard(house, 0) if group}
        assert heard == {("客服群", kind, rule) for _, kind, rule in heard}
        assert {"值班领导", "运行甲"} <= {
            m.name for p in house.heard_in("客服群") for m in p.mentions
        }


async def test_what_no_department_was_given_is_taken_off_none(house: House) -> None:
    """R3.2.1: customer service looks at it first, and voids it among itself."""
    await house.say("客服甲", "不热!")
    assert (await house.ticket()).status is Status.REGISTERED
    since = len(house.platform.chats.transcript)
    await house.say("客服甲", "作废 1 打错了")
    assert {group for group, *_ in _heard(house, since)} == {"客服群"}


async def test_a_ticket_that_is_voided_is_silent(house: House) -> None:
    """R3.2, ours and always so: no clock is left, and none speaks."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", "作废 1 打错了")
    assert (await house.ticket()).clocks == {}
    since = len(house.platform.chats.transcript)
    await house.forward(days=3)
    assert _heard(house, since) == set()
