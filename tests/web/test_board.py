"""Board, ledger and ticket: what staff see, and who does not see a user's number."""

from __future__ import annotations

import re

import pytest

from bot.domain.access import masked
from bot.web.board import STEPS
from bot.web.pages import STATIC
from bot.web.tickets import PAGE
from tests.house import COLD, LEAK, OUTAGE
from tests.web.desk_house import bare
from tests.web.online_house import open_outside

PHONE, HIDDEN = "13912345678", "139****5678"

PAGES = ("/board", "/board/now", "/tickets", "/tickets/1", "/figures")


def _lines(words: str) -> list[int]:
    return [int(n) for n in re.findall(r'href="/tickets/(\d+)" data-testid="line"', words)]


async def test_nobody_from_outside_sees_any_of_it(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        await outside.house.say("客服甲", COLD)
        for path in PAGES:
            await outside.browser.get(path)
            assert outside.browser.status == 303
            assert outside.browser.location.startswith("/sign-in")


async def test_the_board_shows_whose_turn_it_is_and_what_is_late(database_url: str) -> None:
    async with open_outside(database_url) as outside:
        house, browser = outside.house, outside.browser
        await house.say("客服甲", COLD)
        await house.say("客服甲", LEAK)
        await house.say("客服甲", OUTAGE)
        await house.say("检修甲", "收到 2")
        await house.forward(hours=2, minutes=30)
        await house.say("客服甲", "翠湖小区7号楼1单元101 13700002222 屋里不热")
        await outside.browser.come_as("值班领导", "local")
        words = bare(await browser.get("/board"))
        assert "script-src 'self'" in browser.headers["Content-Security-Policy"]
        assert "4 在办" in words
        assert "3 超时" in words
        assert "重大 #3" in words
        assert "#1 阳光花园3号楼2单元501 已派单 联系用户、约定时间 超时 30分钟" in words
        assert "#4 翠湖小区7号楼1单元101 已派单 联系用户、约定时间 今天12:30 前，剩2小时" in words
        assert words.index("#1 阳光") < words.index("#4 翠湖")
        await house.say("运行甲", "完成 1 换了阀门")
        await house.say("运行甲", "已反馈 1 满意")
        inside = bare(await browser.get("/board/now"))
        assert "<html" not in browser.words
        assert re.search(r"客服部 在办 1 .*待回访 1.*#1 .* 回访", inside)


async def test_a_search_finds_and_leafs(database_url: str) -> None:
    async with open_outside(database_url) as outside:
        house, browser = outside.house, outside.browser
        await house.say("客服甲", COLD)
        await house.say("客服甲", LEAK)
        await house.say("客服甲", "作废 2 打错了")
        await house.say("客服甲", OUTAGE)
        await house.forward(hours=30)
        await house.say("客服甲", "翠湖小区7号楼1单元101 13700002222 屋里不热 100%")
        await outside.browser.come_as("运行甲", "local")
        for query, found in (
            ("", [4, 3, 2, 1]),
            ("q=2", [2]),  # a number, too little of a phone
            ("q=2222", [4]),  # the end of a phone that everybody is shown
            ("q=02222", []),  # what is hidden of it is not to be found out
            ("q=13700002222", [4]),
            ("q=%232", [2]),
            ("q=5678", [1]),
            ("q=翠湖", [4]),
            ("q=100%25", [4]),
            ("q=_", []),
            ("q=' or 1=1 --", []),
            ("state=open", [4, 3, 1]),
            ("state=late", [3, 1]),
            ("state=dropped", [2]),
            ("state=nonsense&department=nobody&page=x&from=2026-99-99", [4, 3, 2, 1]),
            ("department=repair", [2]),
            ("turn=service", []),
            ("turn=operations", [4, 3, 1]),
            ("major=1", [3]),
            ("from=2026-11-24", [4]),
            ("to=2026-11-23", [3, 2, 1]),
            ("to=9999-12-31", [4, 3, 2, 1]),
            ("from=0001-01-01", [4, 3, 2, 1]),
            ("q=99999999999999999999", []),
        ):
            assert _lines(await browser.get(f"/tickets?{query}")) == found, query


async def test_a_narrowed_ledger_leads_back_to_all_of_it(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        browser = outside.browser
        await browser.come_as("运行甲", "local")
        assert "看全部" not in await browser.get("/tickets")
        assert "看全部" in await browser.get("/tickets?turn=operations")
        words = await browser.get("/tickets?from=2026-11-24&to=2026-11-23")
        assert "请把两个日期换过来再找" in words


async def test_a_long_ledger_has_pages(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        rows = [f"桐花苑{n}号楼1单元{n}01 1350000{n:04} 漏水" for n in range(1, PAGE + 3)]
        for row in rows:
            await outside.house.say("客服甲", row)
        await outside.browser.come_as("客服甲", "local")
        first = _lines(await outside.browser.get("/tickets?q=桐花苑"))
        assert f"找到 {PAGE + 2} 张，第 1 页，共 2 页" in outside.browser.words
        assert first == [*range(PAGE + 2, 2, -1)]
        way = re.search(r'href="([^"]+)" rel="next"', outside.browser.words)
        assert way
        assert _lines(await outside.browser.get(way[1].replace("&amp;", "&"))) == [2, 1]
        assert 'rel="next"' not in outside.browser.words
        assert _lines(await outside.browser.get("/tickets?q=桐花苑&page=9999")) == [2, 1]
        await outside.browser.get("/tickets?q=桐花苑1号楼")
        assert "找到 1 张<" in outside.browser.words


async def test_the_board_tells_what_it_has_no_room_for(database_url: str) -> None:
    async with open_outside(database_url) as outside:
        house, browser = outside.house, outside.browser
        for n in range(1, 12):
            await house.say("客服甲", f"桐花苑{n}号楼1单元{n}01 1350000{n:04} 漏水")
        for n in range(1, 9):
            await house.say("客服主管", f"升级 {n} 主管道漏水")
        await house.say("客服甲", COLD)
        await house.say("运行甲", "完成 12 换了阀门")
        await house.say("运行甲", "已反馈 12 满意")
        await outside.browser.come_as("总经理", "local")
        words = await browser.get("/board")
        assert "还有 2 起重大 →" in words
        assert "还有 2 张 →" in words  # of the repair department's eleven, six and three are shown
        ways = dict(re.findall(r'href="([^"]+)" data-testid="(more[^"]*)"', words))
        assert sorted(ways.values()) == ["more", "more-majors"]
        for way, name in ways.items():
            await browser.get(way.replace("&amp;", "&"))
            assert f"找到 {11 if name == 'more' else 8} 张" in browser.words
        # Another department's ticket is customer service's to follow up: its turn, on both pages.
        assert _lines(await browser.get("/tickets?turn=service")) == [12]
        assert _lines(await browser.get("/tickets?turn=operations")) == []


async def test_a_ticket_has_its_clocks_and_its_history(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        await outside.house.say("客服甲", COLD)
        await outside.house.say("运行甲", "收到 1")
        await outside.house.forward(hours=3)
        await outside.browser.come_as("总经理", "local")
        words = bare(await outside.browser.get("/tickets/1"))
        assert "超时： 今天10:00 前联系用户、约定时间 R3.2.2 · 运行甲" in words
        assert "运行甲 接单" in words
        assert "超过的时限：联系用户、约定时间（R3.2.2）" in words
        for wrong in ("9", "999999999999", "x", "0"):
            await outside.browser.get(f"/tickets/{wrong}")
            assert outside.browser.status == 404


@pytest.mark.parametrize(
    ("person", "sees"),
    [("运行甲", True), ("客服乙", True), ("检修主任", True), ("值班领导", True), ("检修甲", False)],
)
async def test_a_users_number_is_for_those_who_would_call(
    sqlite_url: str, person: str, sees: bool
) -> None:
    async with open_outside(sqlite_url) as outside:
        await outside.house.say("客服甲", COLD)
        await outside.house.say("运行甲", f"进展 1 给王女士打 {PHONE} 没人接")
        await outside.browser.come_as(person, "local")
        for path in ("/tickets", "/tickets/1", "/board", "/figures"):
            words = await outside.browser.get(path)
            assert outside.browser.status == 200
            assert (PHONE in words) <= sees, path
        assert (PHONE in await outside.browser.get("/tickets/1")) is sees
        if not sees:
            words = bare(outside.browser.words)
            assert "王女士" not in words
            assert f"用户 王* {HIDDEN}" in words  # as in the ledger
            assert "给（姓名略）打 （电话略） 没人接" in words
            assert HIDDEN in await outside.browser.get("/tickets")
        assert (f'href="tel:{PHONE}"' in await outside.browser.get("/tickets/1")) is sees


async def test_a_ticket_says_what_can_be_said_of_it_now(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        house, browser = outside.house, outside.browser
        await house.say("客服甲", COLD)
        await browser.come_as("客服甲", "local")
        assert "完成 1" in await browser.get("/tickets/1")
        await house.say("客服主管", "作废 1 报错了")
        words = await browser.get("/tickets/1")
        assert "重开 1" in words
        assert "完成 1" not in words
        await browser.get("/tickets/9")
        assert (browser.status, browser.reason) == (404, "no_ticket")
        assert ">去台账<" in browser.words


async def test_who_has_the_incident_calls_its_households(database_url: str) -> None:
    """As in chat: the ticket itself is of another department than its cause."""
    async with open_outside(database_url) as outside:
        house, browser = outside.house, outside.browser
        await house.say("客服甲", "阳光花园整个小区都停暖了 李师傅 13912340000")
        await house.say("客服甲", COLD)
        await browser.come_as("检修甲", "local")
        for path in ("/tickets", "/tickets/2"):
            assert PHONE not in await browser.get(path)
        await house.say("客服甲", "转 1 检修部 主管漏了")
        household, cause = await house.ticket(2), await house.ticket(1)
        assert household.parent == 1
        assert (household.department, cause.department) == ("operations", "repair")
        for path in ("/tickets", "/tickets/2"):
            assert PHONE in await browser.get(path), path
        await browser.come_as("运行甲", "local")
        assert PHONE in await browser.get("/tickets/2")


def test_a_hidden_number_calls_nobody() -> None:
    assert masked(PHONE) == HIDDEN
    assert masked("04518888") == "045****8888"
    assert masked("88886") == "****"


async def test_words_from_outside_break_no_staff_page(sqlite_url: str) -> None:
    evil = '"><script>alert(1)</script>'
    async with open_outside(sqlite_url, public=True) as outside:
        await outside.post({"content": evil, "name": evil, "address": evil[:200], "source": "<b>"})
        await outside.browser.come_as("总经理", "local")
        for path in (*PAGES, f"/tickets?q={evil}&from={evil}", "/figures?period=day"):
            words = await outside.browser.get(path)
            assert outside.browser.status == 200
            assert "<script>alert" not in words
            assert "<b>）" not in words


def test_every_open_state_is_a_step_of_the_board() -> None:
    from bot.domain.ticket import ENDED, Status

    assert {status for states in STEPS.values() for status in states} == set(Status) - ENDED


def test_the_boards_script_is_short() -> None:
    assert len((STATIC / "site" / "board.js").read_text("utf-8").splitlines()) <= 40
