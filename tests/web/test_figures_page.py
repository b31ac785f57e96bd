"""A period's figures on a page, and the ledger and the report to take away."""

from __future__ import annotations

import asyncio
import io
import re
from datetime import timedelta
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from bot.app import ZONE
from bot.domain.periods import Period
from bot.papers import LedgerPapers
from bot.web.counted import Counted
from bot.web.site import NoPaper
from tests.counting import held_counts
from tests.house import COLD, LEAK, MORNING
from tests.web.desk_house import bare
from tests.web.online_house import open_outside


async def test_figures_of_a_period_beside_the_one_before(database_url: str) -> None:
    async with open_outside(database_url) as outside:
        house, browser = outside.house, outside.browser
        await house.say("客服甲", COLD)
        await house.say("运行甲", "完成 1 换了阀门")
        await house.say("运行甲", "已反馈 1 满意")
        await house.say("客服甲", "回访 1 满意")
        await house.forward(days=7, hours=1)
        await house.say("客服甲", LEAK)
        await outside.browser.come_as("总经理", "local")
        words = bare(await browser.get("/figures?period=week"))
        assert "2026年11月30日 至 2026年12月6日" in words
        assert "收到 1 1 —" in words
        assert "满意率 — 0/0 100% 1/1" in words
        way = re.search(r'href="([^"]+)" data-testid="earlier"', browser.words)
        assert way
        words = bare(await browser.get(way[1].replace("&amp;", "&")))
        assert "2026年11月23日 至 2026年11月29日" in words
        # From a week that is over one goes to its own month, not to today's.
        assert 'href="/figures?period=month&amp;at=2026-11-23"' in browser.words
        for query in ("period=x", "period=season", "period=day&at=9999-12-31", "at=0001-01-01"):
            await browser.get(f"/figures?{query}")
            assert browser.status == 200, query
        await house.say("客服甲", COLD)
        await house.say("客服甲", "改判 2 服务")
        house.clock.forward(timedelta(minutes=2))
        words = bare(await browser.get("/figures?period=week"))
        assert "收到 2 1 —" in words
        assert "改判（次） 1 0 —" in words
        assert re.search(r"，\s*算到今天09:02", words)


async def test_a_period_without_a_complaint_says_so_once(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        await outside.browser.come_as("总经理", "local")
        words = await outside.browser.get("/figures?period=week")
        assert words.count("没有") == 1
        assert "本期没有投诉" in words
        assert "各部门" not in words
        assert "<svg xmlns" not in words
        await outside.house.say("客服甲", COLD)
        outside.house.clock.forward(timedelta(minutes=2))
        words = await outside.browser.get("/figures?period=week")
        assert "本期没有投诉" not in words
        assert "各部门" in words


async def test_what_was_counted_stands_as_long_as_counting_is_worth() -> None:
    ticks, done = iter([0.0, 0.5, 10.0, 10.5]), iter("ab")

    async def count() -> str:
        return next(done)

    counted = Counted[str, str](lambda: next(ticks))
    assert await counted.get("week", MORNING, count) == "a"
    assert await counted.get("week", MORNING + timedelta(seconds=9.9), count) == "a"
    assert await counted.get("week", MORNING + timedelta(seconds=10), count) == "b"
    assert await counted.get("week", MORNING + timedelta(seconds=11), count) == "b"


async def test_what_stands_does_not_wait_for_what_is_being_counted() -> None:
    let_go, ticks = asyncio.Event(), iter([0.0, 0.5, 1.0, 9.0])

    async def day() -> str:
        return "a day"

    async def season() -> str:
        await let_go.wait()
        return "a season"

    counted = Counted[str, str](lambda: next(ticks))
    await counted.get("day", MORNING, day)
    counting = asyncio.create_task(counted.get("season", MORNING, season))
    await asyncio.sleep(0)  # it has begun
    async with asyncio.timeout(5):
        assert await counted.get("day", MORNING, day) == "a day"
    assert not counting.done()
    let_go.set()
    assert await counting == "a season"


async def test_a_season_on_a_page_keeps_nobody_waiting(database_url: str) -> None:
    async with open_outside(database_url) as outside:
        await outside.house.say("客服甲", COLD)
        await outside.browser.come_as("总经理", "local")
        with held_counts() as held:
            asked = asyncio.create_task(outside.browser.get("/figures?period=season"))
            await held.reached()
            await outside.house.say("客服甲", LEAK)
            assert outside.house.last_in("检修群").meta["ticket"] == 2
            assert not asked.done()
            held.let_go()
            assert "阳光花园" in await asked


async def test_the_ledger_and_the_report_are_for_those_who_answer_for_them(
    database_url: str,
) -> None:
    papers = LedgerPapers(database_url, ZONE, None, lambda: MORNING + timedelta(hours=5))
    async with open_outside(database_url, papers=papers) as outside:
        await outside.house.say("客服甲", "=1+1 " + COLD)
        for person, status in (("检修甲", 403), ("客服乙", 200), ("检修主任", 200)):
            await outside.browser.come_as(person, "local")
            words = await outside.browser.get("/figures?period=day")
            assert ("ledger.xlsx" in words) is (status == 200)
            await outside.browser.get("/figures/ledger.xlsx?period=day")
            assert outside.browser.status == status
        async with outside.client.get("/figures/ledger.xlsx?period=day") as answer:
            assert answer.content_disposition is not None
            assert answer.content_disposition.filename == "暖城热力台账20261123.xlsx"
            book = load_workbook(io.BytesIO(await answer.read()))
        cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
        assert "13912345678" in [str(c.value) for c in cells]
        assert {c.data_type for c in cells if str(c.value).startswith("=1+1")} == {"s"}
        async with outside.client.get("/figures/report.docx?period=week") as answer:
            assert answer.content_disposition is not None
            named = answer.content_disposition.filename
            assert named == "暖城热力投诉处理报告20261123-20261129.docx"
            paper = Document(io.BytesIO(await answer.read()))
        assert len(paper.inline_shapes) == 3
        for other in ("passwd", "..%2f..%2fetc", "ledger.xlsx.part"):
            await outside.browser.get(f"/figures/{other}")
            assert outside.browser.status == 404


class _Papers:
    """Makes files too large for what lies between a server and somebody who doesn't read on."""

    full = False

    async def ledger(self, period: Period, out: Path) -> None:
        if self.full:
            raise NoPaper("No space left on device")
        await asyncio.to_thread(out.write_bytes, b"x" * 30_000_000)

    report = ledger


async def test_who_takes_his_download_slowly_keeps_nobody_waiting(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, papers=_Papers()) as outside:
        await outside.browser.come_as("客服乙", "local")
        async with outside.client.get("/figures/ledger.xlsx") as slow:
            assert slow.status == 200  # it has begun, and he reads no further
            async with asyncio.timeout(10), outside.client.get("/figures/report.docx") as other:
                assert len(await other.read()) == 30_000_000


async def test_a_file_that_could_not_be_made_is_told_in_a_page(sqlite_url: str) -> None:
    papers = _Papers()
    papers.full = True
    async with open_outside(sqlite_url, papers=papers) as outside:
        await outside.browser.come_as("客服乙", "local")
        await outside.browser.get("/figures/ledger.xlsx")
        assert (outside.browser.status, outside.browser.reason) == (503, "paper_failed")
        assert "No space" not in outside.browser.words
