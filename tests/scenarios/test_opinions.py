"""R4.1.2: what users said and suggest stands in the report, bounded, masked, by ticket number."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.periods import Kind, whole
from bot.report.report import report
from tests.house import COLD, LEAK, MORNING, OUTAGE, House
from tests.scenarios.test_report import table

ZONE = ZoneInfo("Asia/Shanghai")
WEEK = whole(Kind.WEEK, MORNING.astimezone(ZONE))


async def _report(url: str, folder: Path, house: House) -> str:
    out = folder / "r.md"
    await report(url, WEEK, out, house.clock.now(), ZONE, None)
    return out.read_text("utf-8")


async def test_what_users_said_and_suggest_is_in_it(
    house: House, database_url: str, tmp_path: Path
) -> None:
    """R4.1.2: the agent's note of the call, and a suggestion that is no complaint of its own."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1 放了气")
    await house.say("运行甲", "已反馈 1 满意 师傅来得快")
    await house.say("客服甲", "回访 1 满意 建议早点试水，来电一三九一二三四零零零零")
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "完成 2 换了接头")
    await house.say("检修甲", "已反馈 2 不满意 来得太晚")
    await house.say("客服甲", "孙先生 13500002222 幸福里2号楼1单元101 建议缴费大厅周末也开门")
    await house.say("客服甲", "改判 3 其他")
    text = await _report(database_url, tmp_path, house)
    rows = table(text, "用户说")
    assert [(row[3], row[1]) for row in rows] == [
        ("#1", "满意"), ("#3", "—"), ("#2", "不满意"), ("#1", "满意"),
    ]  # fmt: skip
    assert rows[0][0].startswith("建议早点试水")
    assert "周末也开门" in rows[1][0]
    for number in ("13500002222", "13912340000", "一三九一二三四零零零零"):
        assert number not in text
    assert "共 4 条" in text


async def test_an_incidents_words_stand_once_and_many_are_counted(
    house: House, database_url: str, tmp_path: Path
) -> None:
    await house.say("客服甲", OUTAGE)
    for room in (101, 102):
        await house.say("客服甲", f"蓝天小区2号楼1单元{room} 139000001{room:02d} 家里不热")
    room = await house.emergency_group()
    for who, words in (
        ("运行甲", "方案 关阀换管"), ("运行甲", "完成 换好了"), ("运行主任", "验收 合格"),
        ("运行甲", "已反馈 1 满意 都说热了"),
    ):  # fmt: skip
        await house.say(who, words, group=room)
    for number in range(4, 26):
        await house.say("客服甲", f"幸福里{number}号楼1单元101 139123400{number:02d} 家里不热")
        await house.say("运行甲", f"完成 {number} 放气")
        await house.say("运行甲", f"已反馈 {number} 满意 来得快{number}")
    text = await _report(database_url, tmp_path, house)
    assert text.count("都说热了") == 1
    assert len(table(text, "用户说")) == 20
    assert "这里列前 20 条" in text
