"""`超时 检修部`, 今天多少, 名单: what is asked in few words."""

from __future__ import annotations

import pytest

from tests.house import COLD, LEAK, OUTAGE, House


@pytest.mark.parametrize("words", ["超时 检修部", "检修部超时的", "检修超时几个"])
async def test_what_one_department_is_late_with(house: House, words: str) -> None:
    """All departments' were shown, whosever was asked for."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.forward(hours=3)
    await house.say("值班领导", words)
    told = house.last_in("领导群").text
    assert told.startswith("检修部超时未办（1 单）")
    assert "#2" in told
    await house.say("值班领导", "超时")
    assert house.last_in("领导群").text.startswith("超时未办（2 单）")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("今天多少", "今天的投诉（2 单）"),
        ("今天有几个了", "今天的投诉（2 单）"),
        ("今日 检修部", "检修部今天的投诉（1 单）"),
        ("今天谁在", "现在值班"),
        ("检修部电话多少", "现在值班"),
    ],
)
async def test_few_words_are_understood(house: House, words: str, title: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("值班领导", words)
    assert house.last_in("领导群").text.startswith(title)


async def test_the_households_of_the_only_incident(house: House) -> None:
    await house.say("客服甲", "名单")
    assert "如「名单" in house.last_in("客服群").text
    assert "#0" not in house.last_in("客服群").text
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", "孙先生 13711112222 蓝天小区5号楼1单元201 没暖气")
    await house.say("客服甲", "名单")
    assert "孙先生" in house.last_in("客服群").text
