"""R2.2.3: those who answer for the ledger get it as a workbook in the chat; nobody else does."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.app import ZONE
from bot.clock import MovableClock
from bot.domain.periods import Period
from bot.papers import LedgerPapers
from bot.workers import handing_out
from bot.workers.handing_out import Ledgers
from tests.house import COLD, LEAK, MORNING, House, open_house


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    papers = LedgerPapers(database_url, ZONE, None, MovableClock(MORNING).now)
    async with open_house(database_url, ledgers=Ledgers(papers.ledger, tmp_path / "l")) as opened:
        yield opened


def _files(house: House, group: str) -> list[str]:
    return [str(m.meta["file"]) for m in house.heard_in(group) if m.meta.get("file")]


async def _rows(folder: Path) -> list[list[str]]:
    (path,) = await asyncio.to_thread(lambda: [*folder.glob("*.xlsx")])
    book = load_workbook(io.BytesIO(await asyncio.to_thread(path.read_bytes)))
    return [[str(cell.value) for cell in row] for row in book.worksheets[0].iter_rows()]


@pytest.mark.parametrize(
    ("who", "group"),
    [("总经理", "领导群"), ("客服甲", "客服群"), ("检修主任", "领导群")],
)
async def test_who_answers_for_it_gets_the_workbook(
    house: House, tmp_path: Path, who: str, group: str
) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say(who, "导出 今天", group=group)
    assert "正在导出今天台账（20261123）" in house.said_in(group)[-2]
    assert _files(house, group) == ["暖城热力台账20261123.xlsx"]
    rows = await _rows(tmp_path / "l")
    assert sum("13912345678" in row for row in rows) == 1
    assert sum("13800001111" in row for row in rows) == 1


@pytest.mark.parametrize(
    ("who", "group", "words"),
    [
        ("检修甲", "检修群", "只给客服部、部门负责人和领导"),
        ("运行甲", "客服群", "只给客服部、部门负责人和领导"),
        ("检修主任", "检修群", "不发在这个群：单聊我说「导出 本周」，或在客服群、领导群里说"),
        ("客服甲", "运行群", "不发在这个群"),
    ],
)
async def test_numbers_do_not_go_where_they_are_nobodys_business(
    house: House, tmp_path: Path, who: str, group: str, words: str
) -> None:
    await house.say("客服甲", COLD)
    await house.say(who, "导出 本周", group=group)
    assert words in house.last_in(group).text
    assert _files(house, group) == []
    assert not await asyncio.to_thread((tmp_path / "l").exists)


async def test_a_stranger_in_customer_services_group_gets_none(house: House) -> None:
    house.platform.chats.add_person("路人", "路人", "", "")
    await house.say("路人", "导出 本周", group="客服群")
    assert "要在名录里" in house.last_in("客服群").text
    assert _files(house, "客服群") == []


async def test_the_help_names_it_to_whom_it_is_for(house: House) -> None:
    await house.say("总经理", "帮助 全部")
    assert "导出 本周" in house.last_in("领导群").text
    await house.say("检修甲", "帮助 全部")
    assert "导出 本周" not in house.last_in("检修群").text


async def test_a_process_that_ends_while_it_writes_leaves_the_question(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.say("客服甲", COLD)
    ledgers = house.running.handing_out.ledgers
    assert ledgers is not None
    real, at_work = ledgers.write, asyncio.Event()

    async def hangs(period: Period, path: Path) -> None:
        at_work.set()
        await asyncio.Event().wait()

    house.running.handing_out.ledgers = Ledgers(hangs, ledgers.folder)
    await house.platform.say("客服群", "客服甲", "导出 今天", house.clock.now())
    await house.running.work()
    writing = asyncio.create_task(house.running.hand_out())
    await at_work.wait()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    house.running.handing_out.ledgers = Ledgers(real, ledgers.folder)
    await house.running.drain()  # whoever starts next waits for no lease
    assert _files(house, "客服群") == ["暖城热力台账20261123.xlsx"]


async def test_what_no_chat_takes_is_said_with_the_way_round(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_out, "MOST_BYTES", 1000)
    await house.say("客服甲", "导出 本季")
    assert "超过 20 MB" in house.last_in("客服群").text
    assert not await asyncio.to_thread(lambda: [*(tmp_path / "l").iterdir()])
    house.running.handing_out.ledgers = None
    await house.say("客服甲", "导出 本季")
    assert "到网页的「统计」页下载" in house.last_in("客服群").text
    assert _files(house, "客服群") == []


async def test_no_workbook_lies_there_for_ever(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.say("客服甲", "导出 今天")
    monkeypatch.setattr(handing_out, "_KEPT", -1.0)
    await house.say("客服甲", "导出 今天")
    assert len(await asyncio.to_thread(lambda: [*(tmp_path / "l").iterdir()])) == 1
    assert len(_files(house, "客服群")) == 2
