"""`heatdesk export`: what was played stands in the workbook (R2.2.3)."""

from __future__ import annotations

import errno
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, FileSizeError

import bot.export.workbook
from bot.archive import ArchiveMistake
from bot.domain.draft import Decision
from bot.domain.events import Rated
from bot.domain.lifecycle import decide
from bot.domain.policy import Policy
from bot.export.ledger import export
from tests.house import COLD, LEAK, MORNING, OUTAGE, House, open_house

ZONE = ZoneInfo("Asia/Shanghai")
SINCE = datetime(2026, 11, 23, tzinfo=ZONE)
UNTIL = SINCE + timedelta(days=1)
NASTY = '=HYPERLINK("http://x.y")\x07 \ud800 +86 @SUM(1) <b>&amp; 一\t二'


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by what stands above them."""
    book = openpyxl.load_workbook(path)
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def local(at: datetime) -> datetime:
    return at.astimezone(ZONE).replace(tzinfo=None)


@pytest.fixture
async def story(database_url: str, tmp_path: Path) -> Path:
    """A complaint in time, one that is late and taken up again, an outage with one household."""
    async with open_house(database_url) as house:
        await house.say("客服甲", COLD)
        await house.say("运行甲", "收到 1")
        await house.forward(minutes=30)
        await house.say("运行甲", "已联系 1 约今天18点")
        await house.forward(minutes=30)
        await house.say("运行甲", "完成 1 放了气")
        await house.say("运行甲", "已反馈 1 满意")
        await house.say("客服甲", "回访 1 满意 大爷很高兴")
        await house.say("客服甲", LEAK)
        await house.forward(hours=3)
        await house.say("检修甲", "已联系 2 约一小时内")
        await house.say("检修甲", "完成 2 换了接头")
        await house.say("检修甲", "已反馈 2 基本满意")
        await house.say("客服甲", "回访 2 不满意 又漏了")
        await house.say("客服甲", OUTAGE)
        await house.say("客服甲", "蓝天小区3号楼2单元501 孙女士 13800005555 家里一点不热")
        now = house.clock.now()
    out = tmp_path / "台账.xlsx"
    assert await export(database_url, SINCE, UNTIL, out, now) == 4
    assert names_in(tmp_path) == ["台账.xlsx"]
    return out


async def test_the_ledger_has_what_happened(story: Path) -> None:
    first, second, third, fourth = rows_of(story, "台账")
    # R2.2.2's five fields and the source, as they were given.
    assert {name: first[name] for name in ("编号", "姓名", "电话", "地址", "投诉内容", "来源")} == {
        "编号": 1, "姓名": "王女士", "电话": "13912345678", "地址": "阳光花园3号楼2单元501",
        "投诉内容": COLD, "来源": "热线",
    }  # fmt: skip
    assert first["收到时间"] == local(MORNING)
    assert (first["类型"], first["级别"], first["状态"]) == ("供热质量", "一般", "已结单")
    assert (first["处理部门"], first["经手人"], first["登记人"]) == ("运行部", "运行甲", "客服甲")
    assert first["室温℃"] == 15
    assert first["约定时间"] == local(MORNING + timedelta(hours=10))
    assert first["联系用户时间"] == local(MORNING + timedelta(minutes=30))
    assert (first["处理结果"], first["反馈时的评价"], first["回访时的评价"]) == (
        "放了气",
        "满意",
        "满意",
    )
    assert (first["回访人"], first["回访时用户说的"]) == ("客服甲", "大爷很高兴")
    assert first["R3.2.2 联系用户、约定时间"] == "按时：限 11-23 10:00，办到 11-23 08:30"
    assert first["R3.3.2 到现场"] is None
    assert first["超时几项"] == 0
    # Taken up again: the first round's miss is still there, and what the user said.
    assert second["R3.2.2 联系用户、约定时间"] == "超时：限 11-23 11:00，办到 11-23 12:00"
    assert (second["重开次数"], second["回访时的评价"]) == (1, "不满意")
    assert second["R3.2.5 回访"].startswith("按时")
    assert (third["级别"], third["事件户数"]) == ("重大", 2)
    assert "运行甲" in third["应急小组"]
    assert fourth["并入事件"] == 3


async def test_missed_clocks_have_a_sheet(story: Path) -> None:
    (late,) = rows_of(story, "时限")
    assert (late["编号"], late["条款"], late["谁的事"], late["办的人"]) == (
        2, "R3.2.2", "检修部", "检修甲",
    )  # fmt: skip
    assert late["限"] == local(MORNING + timedelta(hours=3))
    assert late["办到"] == local(MORNING + timedelta(hours=4))
    assert late["晚了几小时"] == 1
    assert late["时限来源"] == "制度规定"


async def test_nothing_of_the_timeline_is_left_out(story: Path, database_url: str) -> None:
    async with open_house(database_url) as house:
        kept = [len(await house.timeline(number)) for number in (1, 2, 3, 4)]
    steps = rows_of(story, "经过")
    assert [sum(row["编号"] == n for row in steps) for n in (1, 2, 3, 4)] == kept
    (said,) = [row for row in steps if row["做了什么"] == "回访，用户不满意"]
    assert (said["谁"], said["原话"]) == ("客服甲", "又漏了")
    assert "重开" in [row["做了什么"] for row in steps]


async def test_sheets_can_be_worked_with(story: Path) -> None:
    book = openpyxl.load_workbook(story)
    assert book.sheetnames == ["台账", "时限", "经过"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
    sheet = book["台账"]
    column = {cell.value: cell for cell in sheet[2]}[COLD]
    assert column.alignment.wrap_text
    assert sheet.column_dimensions[column.column_letter].width > 40
    phone = next(cell for cell in sheet[2] if cell.value == "13912345678")
    assert (phone.data_type, phone.number_format) == ("s", "@")
    assert sheet["B2"].is_date


async def test_words_from_outside_stay_words(
    house: House, database_url: str, tmp_path: Path
) -> None:
    await house.say("客服甲", f"{NASTY} 王女士 13912345678 家里不热")
    await house.say("运行甲", "完成 1 =1+1 <b>&amp; 放了气")
    out = tmp_path / "a.xlsx"
    await export(database_url, SINCE, UNTIL, out, house.clock.now())
    book = openpyxl.load_workbook(out)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}  # no formula
    assert not any(cell.hyperlink for cell in cells)
    (row,) = rows_of(out, "台账")
    assert row["投诉内容"].startswith('=HYPERLINK("http://x.y")')
    assert "@SUM(1) <b>&amp; 一\t二" in row["投诉内容"]
    assert "\x07" not in row["投诉内容"]
    assert row["处理结果"] == "=1+1 <b>&amp; 放了气"


async def test_words_longer_than_a_cell_are_cut_and_say_so(
    house: House, database_url: str, tmp_path: Path
) -> None:
    await house.say("客服甲", "王女士 13912345678 家里不热" + "冷𠮷" * 20_000)
    out = tmp_path / "a.xlsx"
    await export(database_url, SINCE, UNTIL, out, house.clock.now())
    (row,) = rows_of(out, "台账")
    assert row["投诉内容"].endswith("全文见系统）")


async def test_a_sheet_that_is_full_goes_on_in_another(
    house: House, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.export.workbook, "MOST_ROWS", 3)
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "进展 1 在路上")
    out = tmp_path / "a.xlsx"
    await export(database_url, SINCE, UNTIL, out, house.clock.now())
    assert openpyxl.load_workbook(out).sheetnames == ["台账", "时限", "经过", "经过（2）"]
    assert len(rows_of(out, "经过") + rows_of(out, "经过（2）")) == len(await house.timeline())


async def test_days_are_the_companys_own(house: House, database_url: str, tmp_path: Path) -> None:
    await house.forward(hours=15.9)  # 23:54 there, 15:54 UTC
    await house.say("客服甲", COLD)
    await house.forward(hours=0.2)  # the next day there, the same one in UTC
    await house.say("客服甲", LEAK)
    for day, numbers in ((0, [1]), (1, [2]), (2, [])):
        out, since = tmp_path / f"{day}.xlsx", SINCE + timedelta(days=day)
        now = house.clock.now()
        assert await export(database_url, since, since + timedelta(days=1), out, now) == len(
            numbers
        )
        assert [row["编号"] for row in rows_of(out, "台账")] == numbers


async def test_the_users_own_rating_has_its_place(
    house: House, database_url: str, tmp_path: Path
) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1 放了气")
    await house.say("运行甲", "已反馈 1 未评价")
    async with house.running.storage.transaction() as transaction:
        unit = transaction.unit()
        ticket = await unit.ticket(1)
        decided = decide(ticket, Rated("网页", "不满意", "还凉"), Policy(), house.clock.now())
        assert isinstance(decided, Decision)
        unit.save(ticket, decided.ticket, decided.entries)
        transaction.keep(unit)
    out = tmp_path / "a.xlsx"
    await export(database_url, SINCE, UNTIL, out, house.clock.now())
    (row,) = rows_of(out, "台账")
    assert (row["反馈时的评价"], row["用户自己评的"]) == ("未评价", "不满意")
    assert row["用户评价时说的"] == "还凉"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileCreateError(OSError(errno.ENOSPC, "No space left on device")), "磁盘满了"),
        (FileSizeError("Filesize would require ZIP64 extensions."), "把日期分成几段"),
    ],
)
async def test_a_full_disk_and_too_many_rows_are_told(
    house: House, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    error: Exception, words: str,
) -> None:  # fmt: skip
    await house.say("客服甲", COLD)

    def close(_: xlsxwriter.Workbook) -> None:
        raise error

    monkeypatch.setattr(xlsxwriter.Workbook, "close", close)
    with pytest.raises(ArchiveMistake, match=words):
        await export(database_url, SINCE, UNTIL, tmp_path / "a.xlsx", house.clock.now())
    assert "a.xlsx" not in names_in(tmp_path)


async def test_no_half_file_ever_stands(
    house: House, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.say("客服甲", COLD)
    out = tmp_path / "a.xlsx"
    with monkeypatch.context() as broken:
        broken.setattr("bot.export.rows.timings", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await export(database_url, SINCE, UNTIL, out, datetime.now(UTC))
    assert names_in(tmp_path) == []
    out.write_text("mine")
    with pytest.raises(ArchiveMistake, match="已经有了"):
        await export(database_url, SINCE, UNTIL, out, datetime.now(UTC))
    assert out.read_text() == "mine"
