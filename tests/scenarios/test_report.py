"""`heatdesk report`: the report tells what was played (R4.1.3), in Markdown and in Word."""

from __future__ import annotations

import re
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from docx.oxml.ns import qn

from bot.archive import ArchiveMistake
from bot.domain.periods import Kind, Period, whole
from bot.report.report import report
from tests.house import COLD, LEAK, MORNING, OUTAGE, House, open_house

ZONE = ZoneInfo("Asia/Shanghai")
WEEK = whole(Kind.WEEK, MORNING.astimezone(ZONE))
NASTY = (
    "|a|b| **粗** <script>x</script> [点](http://x.y) `码` &amp; www.x.y @所有人 \x07\ufffe # 冷"
)


async def _written(url: str, out: Path, now: datetime, period: Period = WEEK) -> Path:
    await report(url, period, out, now, ZONE, None)
    return out


@pytest.fixture
async def played(database_url: str) -> AsyncIterator[House]:
    """One in time, one late and dissatisfied, one major that is late with its progress."""
    async with open_house(database_url) as house:
        await house.say("客服甲", COLD)
        await house.say("客服甲", COLD.replace("15度", "14度"))
        await house.say("运行甲", "已联系 1 约一小时内")
        await house.forward(minutes=30)
        await house.say("运行甲", "完成 1 放了气")
        await house.say("运行甲", "已反馈 1 满意")
        await house.say("客服甲", "回访 1 满意")
        await house.say("客服甲", LEAK)
        await house.forward(hours=3)
        await house.say("检修甲", "完成 2 换了接头")
        await house.say("检修甲", "已反馈 2 不满意 来得太晚")
        await house.say("客服甲", OUTAGE)
        room = await house.emergency_group(3)
        await house.forward(minutes=10)
        await house.say("运行甲", "到场", group=room)
        await house.say("运行甲", "方案 换循环泵", group=room)
        await house.forward(hours=3)
        yield house


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("13912340000", "139****0000"),
        ("139-1234-0000 3 2001", "139****0000 3 2001"),
        ("139 1234 0000", "139****0000"),
        ("0416-3301122", "0416****1122"),
        ("024 83301122", "024****1122"),
        ("一三九一二三四零零零零", "139****0000"),
        (f"{'家里有老人孩子' * 5}13912340000", "139****…"),  # cut only after it is masked
    ],
)
async def test_no_number_to_call_is_in_it_in_whole(
    sqlite_url: str, tmp_path: Path, said: str, kept: str
) -> None:
    async with open_house(sqlite_url) as house:
        await house.say("客服甲", f"蓝天小区整个小区都停暖了 李师傅 {said}")
        out = await _written(sqlite_url, tmp_path / "r.md", house.clock.now())
    text = out.read_text("utf-8")
    assert _md(kept) in text
    assert said not in text


def table(text: str, head: str) -> list[list[str]]:
    """The rows of the Markdown table whose head begins so."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {head}"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


async def test_the_markdown_tells_the_story(
    played: House, database_url: str, tmp_path: Path
) -> None:
    out = await _written(database_url, tmp_path / "周报.md", played.clock.now())
    text = out.read_text("utf-8")
    assert text.startswith(
        "# 暖城热力投诉处理周报\n\n2026年11月23日至2026年11月29日。本期还没有过完"
    )
    happened, missed, look = re.findall(r"^(?:本期|到期|要盯).*$", text, re.MULTILINE)[:3]
    assert happened.startswith("本期收到投诉 3 单，其中重大 1 单；已结 1 单，办结率 33.3%")
    assert "满意率 50%（2 户给了评价）" in happened
    assert missed.startswith("到期的 14 项时限超时 2 项，及时率 85.7%；超时最多的是 R3.2.2")
    assert "现在有 1 单超时未结，最久的是 #3（蓝天小区）" in look
    assert "1 户投诉过不止一次" in look
    assert "1 户说过不满意" in look
    whole = {row[0]: row[1:] for row in table(text, "指标")}
    assert whole["收到（单）"] == ["3", "—", "—", "按收到时间计"]
    assert whole["时限及时率"][0] == "85.7%（12/14）"
    assert whole["重复投诉（次）"][0] == "1"
    assert whole["改判（次）"][0] == "0"
    assert whole["联系用时"][0] == "不到1分钟 / 不到1分钟"
    rules = {row[0]: row[2:6] for row in table(text, "条款")}
    assert rules["R3.2.2"] == ["2", "1", "1", "50%"]
    assert rules["R3.3.2"] == ["1", "1", "0", "100%"]
    assert rules["R3.3.4"] == ["1", "0", "1", "0%"]
    assert "向用户反馈结果、请用户评价（公司自定）" in text
    # 11-23 8:30 + 3 h: the outage came in at 11:30, was seen to by 11:40, and is still open.
    (major,) = re.findall(r"^- .*$", text, re.MULTILINE)
    assert major.startswith("- #3 蓝天小区：蓝天小区整个小区都停暖了")
    assert (
        "11-23 11:30 收到，11-23 11:40 到场，11-23 11:40 报方案（换循环泵），现在方案已定" in major
    )
    assert "超时：R3.3.4。" in major
    assert table(text, "地址")[0][:4] == ["阳光花园3号楼2单元501", "王女士", "2", "#1"]
    assert table(text, "小区")[0][:3] == ["阳光花园", "2", "2"]
    (late,) = table(text, "工单")
    assert late[0] == "#3"
    assert late[3].startswith("R3.3.4")
    assert table(text, "日期")[0] == ["11-23", "3"]
    # A report goes from hand to hand.
    assert "13912340000" not in text
    assert r"139\*\*\*\*0000" in text


async def test_word_and_markdown_have_the_same_tables(
    played: House, database_url: str, tmp_path: Path
) -> None:
    now = played.clock.now()
    text = (await _written(database_url, tmp_path / "a.md", now)).read_text("utf-8")
    document = Document(str(await _written(database_url, tmp_path / "a.docx", now)))
    tables = [
        [[cell.text for cell in row.cells] for row in shown.rows] for shown in document.tables
    ]
    for head, *rows in tables:
        assert table(text, head[0]) == [[_md(cell) for cell in row] for row in rows]
    assert [t[0][0] for t in tables] == [
        "指标", "来源（R2.1）", "类型（R3.1.3）", "级别（R3.1）", "部门", "条款",
        "小区或换热站", "地址", "工单", "用户说",
    ]  # fmt: skip
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [f"## {head}" for head in heads] == re.findall(r"^## .*$", text, re.MULTILINE)
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == [
        "暖城热力投诉处理周报"
    ]


def _md(cell: str) -> str:
    return cell.replace("*", "\\*")


async def test_word_is_fit_to_be_printed(played: House, database_url: str, tmp_path: Path) -> None:
    out = await _written(database_url, tmp_path / "a.docx", played.clock.now())
    document = Document(str(out))
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体"
    assert document.styles["Heading 1"].element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    footer = document.sections[0].footer.paragraphs[0]._p.xml
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    assert round(document.sections[0].page_width.cm, 1) == 21.0
    assert document.core_properties.author == "暖城热力"
    with zipfile.ZipFile(out) as parts:
        pictures = [name for name in parts.namelist() if name.endswith(".png")]
        assert len(pictures) == 3
        assert all(parts.read(name).startswith(b"\x89PNG") for name in pictures)


async def test_words_from_outside_break_neither(
    house: House, database_url: str, tmp_path: Path
) -> None:
    await house.say("客服甲", f"蓝天小区整个小区都停暖了 李师傅 13912340000 {NASTY}")
    await house.say("运行甲", f"方案 1 {NASTY}", group=await house.emergency_group())
    now = house.clock.now()
    text = (await _written(database_url, tmp_path / "a.md", now)).read_text("utf-8")
    for broken in (
        "<script>",
        "**粗**",
        "[点]",
        "`码`",
        "@",
        "\x07",
        "\ufffe",
        "http://",
        "www.",
    ):
        assert broken not in text
    assert r"\|a\|b\|" in text
    document = Document(str(await _written(database_url, tmp_path / "a.docx", now)))
    shown = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "|a|b| **粗** <script>" in shown
    assert "\x07" not in shown


async def test_a_period_without_a_complaint(
    house: House, database_url: str, tmp_path: Path
) -> None:
    now = house.clock.now()
    for period in (whole(kind, now.astimezone(ZONE)) for kind in Kind):
        out = await _written(database_url, tmp_path / f"{period.kind}.md", now, period)
        text = out.read_text("utf-8")
        for words in (
            "本期没有收到投诉。", "本期没有到期的时限", "没有超时未结的", "本期没有有效投诉。",
            "本期没有重大投诉。", "本期没有一户投诉过两次。", "现在没有超时未结的投诉。",
            "本期没有记下用户的意见和建议。",
        ):  # fmt: skip
            assert words in text
        assert not re.search(r"^## .*\n+(?=## |\Z)", text, re.MULTILINE)  # no section is empty
        Document(str(await _written(database_url, tmp_path / f"{period.kind}.docx", now, period)))


async def test_it_stands_beside_the_period_before(
    house: House, database_url: str, tmp_path: Path
) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.forward(days=7)
    await house.say("客服甲", OUTAGE)
    await house.forward(days=7)
    period = whole(Kind.WEEK, house.clock.now().astimezone(ZONE) - timedelta(days=7))
    out = await _written(database_url, tmp_path / "a.md", house.clock.now(), period)
    text = out.read_text("utf-8")
    assert "上周 2 单，少 1 单" in text
    assert "还没有过完" not in text
    assert {row[0]: row[1:4] for row in table(text, "指标")}["收到（单）"] == ["1", "2", "—"]


async def test_a_season_is_told_by_weeks(house: House, database_url: str, tmp_path: Path) -> None:
    await house.say("客服甲", COLD)
    for words in ("完成 1 换了阀门", "已反馈 1 满意"):
        await house.say("运行甲", words)
    await house.say("客服甲", "回访 1 满意")  # no clock rings in the two months
    await house.forward(days=60)
    season = whole(Kind.SEASON, house.clock.now().astimezone(ZONE))
    out = await _written(database_url, tmp_path / "a.md", house.clock.now(), season)
    text = out.read_text("utf-8")
    assert text.startswith("# 暖城热力投诉处理采暖季报告\n\n2026年11月15日至2027年3月15日。")
    weeks = dict(map(tuple, table(text, "周（周一）")))  # type: ignore[arg-type]
    assert (weeks["11-23"], weeks["11-30"]) == ("1", "0")


async def test_no_half_report_ever_stands(
    house: House, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.say("客服甲", COLD)
    now = house.clock.now()
    with monkeypatch.context() as broken:
        broken.setattr("bot.charts.png", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await _written(database_url, tmp_path / "a.docx", now)
    assert _names(tmp_path) == []
    await _written(database_url, tmp_path / "a.md", now)
    with pytest.raises(ArchiveMistake, match="已经有了"):
        await _written(database_url, tmp_path / "a.md", now)
    assert _names(tmp_path) == ["a.md"]


def _names(folder: Path) -> Sequence[str]:
    return [path.name for path in folder.iterdir()]
