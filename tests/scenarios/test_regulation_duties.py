"""R1 and R4, rule by rule: what the principles and the departments' duties come to in the house."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from bot.domain.periods import Kind, whole
from bot.domain.ticket import Entry, Status
from bot.export.ledger import export
from bot.report.report import report
from tests.house import COLD, LEAK, MORNING, OUTAGE, House, open_house

ZONE = ZoneInfo("Asia/Shanghai")
WHOLE_WAY = (
    ("运行甲", "收到 1"), ("运行甲", "已联系 1 约今天18点 大爷说下午在家"),
    ("客服甲", "补充 1 电话 13900001111"), ("客服甲", "催办 1 用户又来电"),
    ("运行甲", "延期 1 今天20点 等配件"), ("运行主任", "同意延期 1"),
    ("运行甲", "进展 1 正在换阀"), ("运行甲", "完成 1 换了阀门 室温20度"),
    ("运行甲", "已反馈 1 基本满意 嫌慢"), ("客服甲", "回访 1 不满意 又凉了"),
    ("运行乙", "完成 1 放了气"), ("运行乙", "已反馈 1 满意"), ("客服甲", "回访 1 满意"),
)  # fmt: skip


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    """On one database: the duties are the same on the other."""
    async with open_house(sqlite_url) as opened:
        yield opened


async def test_the_timeline_keeps_who_when_and_whose_words(house: House) -> None:
    """R1.3: each step adds to it, and nothing that stood there before is ever another."""
    await house.say("客服甲", COLD)
    before: list[Entry] = await house.timeline()
    for person, words in WHOLE_WAY:
        await house.forward(minutes=1)
        await house.say(person, words)
        after = await house.timeline()
        assert after[: len(before)] == before
        new = [entry for entry in after[len(before) :] if entry.by == person]
        assert new, words
        assert {entry.at for entry in new} == {house.clock.now()}
        kept = [f"{entry.words} {entry.facts.get('rating', '')}" for entry in new]
        assert any(all(said in told for said in words.split()[2:]) for told in kept), words
        before = after
    ticket = await house.ticket()
    assert ticket.status is Status.CLOSED
    assert before[0].words == COLD  # the user's own, to the last character
    changed = next(e for e in before if e.what == "corrected")
    assert changed.facts["before"] == {"phone": "13912345678"}


async def test_the_user_is_told_and_the_ticket_shows_that_it_was_done(house: House) -> None:
    """R1.4: nothing is closed over the user's head; who told him what he answered is on record."""
    await house.say("客服甲", COLD)
    for early in ("已反馈 1 满意", "回访 1 满意"):
        await house.say("客服甲", early)
        assert house.last_in("客服群").meta["kind"] == "refusal"
    await house.say("运行甲", "完成 1 换了阀门")
    assert "告诉用户结果" in house.last_in("运行群").text
    await house.say("客服甲", "回访 1 满意")  # nobody has told the user yet
    assert (await house.ticket()).status is Status.HANDLED
    await house.say("运行甲", "已反馈 1 满意")
    told = (await house.timeline())[-1]
    assert (told.what, told.by, told.facts["rating"]) == ("fed_back", "运行甲", "满意")
    await house.say("客服甲", "回访 1 满意")
    await house.say("客服甲", "查 1")
    sheet = house.last_in("客服群").text
    assert "运行甲 反馈用户，用户满意" in sheet
    assert "客服甲 回访，用户满意" in sheet


async def test_progress_of_an_outage_comes_to_whoever_talks_with_the_users(house: House) -> None:
    """R1.4: customer service hears each word of it, and is reminded when none comes."""
    await house.say("客服甲", OUTAGE)
    for words in ("到场 1", "方案 1 换循环泵", "进展 1 泵已拆下 预计中午恢复"):
        await house.say("运行甲", words)
    heard = house.said_in("客服群")
    assert any("换循环泵" in text for text in heard)
    assert any("预计中午恢复" in text for text in heard)


async def test_a_week_is_counted_compared_and_reported(
    house: House, sqlite_url: str, tmp_path: Path
) -> None:
    """R1.5: fewer than last week, and the report says so."""
    await house.say("客服甲", COLD)  # the ledger begins a week before that one
    await house.forward(days=7)
    for number in (1, 2):
        await house.say("客服甲", f"翠湖小区{number}号楼1单元101 1391234000{number} 家里不热")
    await house.forward(days=7, hours=1)  # a week that is not over is held against as much of that
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "统计 本周")
    assert "共 1 单" in house.last_in("客服群").text
    out = tmp_path / "week.md"
    week = whole(Kind.WEEK, house.clock.now().astimezone(ZONE))
    await report(sqlite_url, week, out, house.clock.now(), ZONE, None)
    (row,) = [
        line for line in out.read_text("utf-8").splitlines() if line.startswith("| 收到（单）")
    ]
    assert [cell.strip() for cell in row.split("|")[2:4]] == ["1", "2"]


async def test_customer_service_receives_registers_classifies_and_passes_on(house: House) -> None:
    """R4.1.1: four steps of one message; what the bot is unsure of is passed on by a person."""
    await house.say("客服甲", LEAK)
    ticket = await house.ticket()
    assert (ticket.id, ticket.reporter, ticket.opened_at) == (1, "客服甲", MORNING)
    assert (ticket.type.value, ticket.severity.value) == ("facility", "general")
    assert [e.what for e in await house.timeline()] == ["registered", "dispatched"]
    assert house.last_in("检修群").meta["ticket"] == 1
    await house.say("客服甲", "不热!")
    (asked,) = [m for m in house.heard_in("客服群") if m.meta["rule"] == "R3.2.1" and m.mentions]
    assert [m.name for m in asked.mentions] == ["客服甲"]
    assert (await house.ticket(2)).status is Status.REGISTERED
    await house.say("检修甲", "转 2 运行部")  # not his to pass on
    assert (await house.ticket(2)).status is Status.REGISTERED
    await house.say("客服甲", "转 2 运行部")
    assert house.last_in("运行群").meta["ticket"] == 2


async def test_customer_service_follows_up_and_collects_what_users_say(
    house: House, sqlite_url: str, tmp_path: Path
) -> None:
    """R4.1.2: what became of it is asked after, opinions and suggestions stand in the ledger, and a
    suggestion that comes by itself is a ticket like any other."""
    await house.say("客服甲", COLD)
    for person, words in (("运行甲", "完成 1 放了气"), ("运行甲", "已反馈 1 满意")):
        await house.say(person, words)
    assert [m.name for m in house.last_in("客服群").mentions] == ["客服甲"]
    await house.say("客服甲", "回访 1 满意 建议停暖提前一天通知")
    await house.say("客服甲", "李先生 13800001111 翠湖家园3号楼1单元101 建议缴费窗口周末也开")
    suggested = await house.ticket(2)
    assert (suggested.type.value, suggested.department) == ("other", "service")
    out = tmp_path / "ledger.xlsx"
    day = datetime(2026, 11, 23, tzinfo=ZONE)
    await export(sqlite_url, day, day + timedelta(days=1), out, house.clock.now())
    head, first, second = openpyxl.load_workbook(out)["台账"].iter_rows(values_only=True)
    assert first[head.index("回访时用户说的")] == "建议停暖提前一天通知"
    assert "缴费窗口周末也开" in str(second[head.index("投诉内容")])


async def test_operations_takes_the_running_of_facilities(house: House) -> None:
    """R4.2.2: a fault that is one of running goes to operations in one step; its clocks run on, and
    who had it first is on record."""
    await house.say("客服甲", "阳光花园换热站循环泵异响 王女士13912345678")
    due = (await house.ticket()).clocks["R3.2.2"].due_at
    await house.forward(minutes=10)
    await house.say("检修甲", "转 1 运行部 站里设备归运行管")
    ticket = await house.ticket()
    assert (ticket.department, ticket.clocks["R3.2.2"].due_at) == ("operations", due)
    assert house.last_in("运行群").meta["kind"] == "dispatched"
    moved = next(e for e in await house.timeline() if e.what == "reassigned")
    assert (moved.facts["of"], moved.facts["to"], moved.by) == ("repair", "operations", "检修甲")
    await house.say("运行甲", "收到 1")
    assert (await house.ticket()).handler == "运行甲"


@pytest.mark.parametrize(
    ("complaint", "asks", "crew", "helper", "group", "rule"),
    [
        (LEAK, "检修甲", "检修群", "运行部", "运行群", "R4.2.3"),
        (COLD, "运行甲", "运行群", "检修部", "检修群", "R4.3.3"),
    ],
)
async def test_another_department_supports_and_the_ticket_stays(
    house: House, complaint: str, asks: str, crew: str, helper: str, group: str, rule: str
) -> None:
    """R4.2.3, R4.3.3: asked by name in its own group; whoever asked hears that somebody comes."""
    await house.say("客服甲", complaint)
    await house.say(asks, "收到 1")
    clocks = (await house.ticket()).clocks
    await house.say(asks, f"支援 1 {helper} 要看一眼二次网压差")
    asked = house.last_in(group)
    assert (asked.meta["kind"], asked.meta["rule"]) == ("dispatched", rule)
    assert "要看一眼二次网压差" in asked.text
    came = asked.mentions[0].name
    ticket = await house.ticket()
    assert (ticket.handler, ticket.clocks) == (asks, clocks)
    await house.say(came, "收到 1")
    heard = house.last_in(crew)
    assert [m.name for m in heard.mentions] == [asks]
    assert came in heard.text
    assert (await house.ticket()).handler == asks
    entries = [(e.what, e.by) for e in await house.timeline()][-2:]
    assert entries == [("support_asked", asks), ("remarked", came)]
    await house.say("客服甲", "查 1")
    assert f"请求支援，发给{helper}" in house.last_in("客服群").text


async def test_support_is_asked_of_somebody_else_and_not_by_a_stranger(house: House) -> None:
    await house.say("客服甲", COLD)
    for words in ("支援 1 运行部 来人", "支援 1 来人"):
        await house.say("运行甲", words)
        assert "检修部" in house.last_in("运行群").text
        assert house.last_in("运行群").meta["kind"] == "refusal"
    await house.say("检修甲", "支援 1 客服部")
    assert house.last_in("检修群").meta["kind"] == "refusal"
    await house.say("检修甲", "收到 1")  # nobody has asked his department
    assert house.last_in("检修群").meta["kind"] == "refusal"


async def test_hidden_dangers_are_pointed_at(house: House, sqlite_url: str, tmp_path: Path) -> None:
    """R4.3.2: who complains again, and the community that many complain from, head the list of
    what an inspection should look at."""
    await house.say("客服甲", LEAK)
    await house.forward(hours=1)
    await house.say("客服甲", f"{LEAK} 又漏了")
    await house.say("客服甲", "翠湖小区1号楼1单元101 13912340001 家里不热")
    out = tmp_path / "week.md"
    week = whole(Kind.WEEK, MORNING.astimezone(ZONE))
    await report(sqlite_url, week, out, house.clock.now(), ZONE, None)
    text = out.read_text("utf-8")
    dangers = text.partition("隐患线索，R4.3.2")[2].partition("\n## ")[0]
    assert "阳光花园5号楼1单元302" in dangers
    assert "翠湖" not in dangers
    places = text.partition("问题小区")[2].partition("\n## ")[0]
    assert places.index("阳光花园") < places.index("翠湖小区")
