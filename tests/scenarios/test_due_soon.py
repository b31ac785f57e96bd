"""Which limits are near: asked before they are missed (R1.2)."""

from __future__ import annotations

import pytest

from tests.house import COLD, LEAK, House, another


@pytest.mark.parametrize(
    "words", ["哪些快超时了", "有没有要超时的", "今天到期的有哪些", "快到期的", "临期的有几个"]
)
async def test_a_leader_sees_what_is_near(house: House, words: str) -> None:
    """It was answered with what is overdue already: none."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "已联系 2 约明天下午3点")
    await house.say("总经理", words)
    told = house.last_in("领导群").text
    assert "#1 阳光花园3号楼2单元501（运行部，已派单）今天10:00前联系用户、约定时间" in told
    assert "#2" not in told


async def test_a_crew_is_told_of_its_own(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "有没有快超时的")
    told = house.last_in("检修群").text
    assert "#2" in told
    assert "#1" not in told


@pytest.mark.parametrize("words", ["还有多久超时", "先去哪家", "哪个最急"])
async def test_the_most_urgent_stands_first(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.forward(minutes=5)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "已联系 1 约明天下午3点")
    await house.say("运行甲", words)
    told = house.last_in("运行群").text
    assert 0 < told.index("#2") < told.index("#1")


async def test_of_one_ticket_it_is_shown(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "还有多久超时", quote=house.quote("运行群", 2))
    told = house.last_in("运行群").text
    assert told.startswith("#2")
    assert "今天10:00前" in told


async def test_where_none_is_near_the_first_to_come_is_told(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约明天下午3点")
    await house.say("总经理", "有没有快超时的")
    assert "两小时内到时限的没有，最早的（1 单）" in house.last_in("领导群").text


async def test_what_is_missed_already_is_another_question(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.forward(hours=3)
    await house.say("客服甲", LEAK)
    await house.say("总经理", "还有超时的吗")
    told = house.last_in("领导群").text
    assert "#1" in told
    assert "#2" not in told
    await house.say("总经理", "还有没有快超时的")
    told = house.last_in("领导群").text
    assert "#2" in told
    assert "#1" not in told


@pytest.mark.parametrize("words", ["明天有几单", "明天要弄的有哪些", "我明天还有啥"])
async def test_tomorrow_is_asked_for_today(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约明天下午3点")
    await house.say("运行甲", words)
    assert house.last_in("运行群").text.startswith("今明两天要办（1 单）\n#1")
