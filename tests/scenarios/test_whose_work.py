"""`甲手上几单`, `谁手上最多`: who has how much to do is asked by name, and for all at once."""

from __future__ import annotations

import pytest

from bot.domain.whose_work import asked_of
from tests.house import COLD, LEAK, House, another


async def _morning(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", another(3))
    await house.say("运行甲", "收到 1 3")
    await house.say("运行甲", "已联系 3 今天9点")


@pytest.mark.parametrize(
    ("person", "group", "words"),
    [
        ("运行主任", "运行群", "甲手上几单"),
        ("运行乙", "运行群", "小甲手里还有啥"),
        ("运行主任", "运行群", "甲那边还剩几个"),
        ("运行主任", "运行群", "@运行甲 手上还有几个没弄"),
        ("客服甲", "客服群", "运行甲还有几单没办"),
        ("值班领导", "领导群", "运行甲忙不忙"),
    ],
)
async def test_one_colleague_s_work_the_most_urgent_first(
    house: House, person: str, group: str, words: str
) -> None:
    await _morning(house)
    await house.say(person, words)
    told = house.last_in(group).text
    assert told.startswith("运行甲手上没办完的（2 单）\n#3 幸福里3号楼1单元101")
    assert "今天09:00前" in told
    assert "#1 阳光花园3号楼2单元501" in told
    assert "#2" not in told
    assert await house.count() == 3


async def test_what_the_user_was_told_of_is_off_his_hands(house: House) -> None:
    """R3.2.5: what is left is customer service's call."""
    await _morning(house)
    await house.say("运行甲", "完成 3 放了气")
    await house.say("运行甲", "已反馈 3 满意")
    await house.say("运行主任", "甲手上几单")
    assert "（1 单）" in house.last_in("运行群").text
    await house.say("运行甲", "乙手里还有啥")
    assert house.last_in("运行群").text == "运行乙手上没办完的：没有"


async def test_of_several_of_one_name_it_is_asked_who(house: House) -> None:
    """A leader has no department that says which 甲; a crew means its own."""
    await _morning(house)
    await house.say("值班领导", "甲手上几单")
    asked = house.last_in("领导群")
    assert asked.meta["kind"] == "question"
    assert "运行甲、" in asked.text or "、运行甲" in asked.text
    await house.say("检修主任", "甲手上几单")
    assert house.last_in("检修群").text.startswith("检修甲手上没办完的")


@pytest.mark.parametrize("words", ["谁手上最多", "谁最忙", "每个人手上几单", "大家手上都几单啊"])
async def test_how_much_each_of_the_department_has(house: House, words: str) -> None:
    await _morning(house)
    await house.say("运行主任", words)
    told = house.last_in("运行群").text
    assert "运行部（2 单）：运行甲 2、运行乙 0" in told
    assert "检修" not in told
    await house.say("值班领导", words)
    assert "检修部（1 单）：检修甲 0、检修乙 0；没人接的 1" in house.last_in("领导群").text


@pytest.mark.parametrize(
    "words", ["乙手上有伤", "让乙去", "乙去几楼", "甲完成了吗", "甲没去", "刘大爷家还有几个没修"]
)
def test_what_speaks_of_somebody_asks_for_no_list(words: str) -> None:
    assert asked_of(words, {"1": "运行甲", "2": "运行乙"}) == ()


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("运行主任", "甲今天弄了几个"),
        ("运行主任", "运行甲今天干完几单了"),
        ("运行乙", "小甲这周处理了多少"),
        ("运行甲", "我今天干了几单"),
    ],
)
async def test_what_somebody_has_finished_and_what_is_left(
    house: House, person: str, words: str
) -> None:
    await _morning(house)
    await house.say("运行甲", "完成 3 放了气")
    await house.say(person, words)
    told = house.last_in("运行群").text.splitlines()
    assert told[0] in ("运行甲今天办完的（1 单）", "运行甲本周办完的（1 单）")
    assert told[1].startswith("#3 幸福里3号楼1单元101")
    assert told[2:] == ["手上还有 1 单没办完"]


async def test_what_was_finished_before_is_of_no_other_day(house: House) -> None:
    await _morning(house)
    await house.say("运行甲", "完成 3 放了气")
    await house.say("运行甲", "完成 1 换了阀门")
    await house.say("运行甲", "撤销完成 1 还没干完")
    await house.forward(hours=24)
    await house.say("运行主任", "甲今天弄了几个")
    assert house.last_in("运行群").text == "运行甲今天办完的：没有\n手上还有 2 单没办完"
    await house.say("运行主任", "甲昨天弄了几个")
    assert house.last_in("运行群").text.startswith("运行甲昨天办完的（1 单）\n#3 ")
    await house.say("运行主任", "甲还有几个没弄")
    assert house.last_in("运行群").text.startswith("运行甲手上没办完的（2 单）")
