"""A trouble is spoken of as something known: how it stands, what it comes from."""

from __future__ import annotations

import pytest

from tests.house import House, another

BURST = "望江路与新华街交口 一次网主管道爆了 路面冒水很大 过路人打来 13800001111"
DARK = "翠屏山庄 全小区不热了 13800002222"


@pytest.mark.parametrize(
    "words",
    [
        "昨晚那个爆管处理完没", "爆管影响多少用户", "望江路爆管几点能恢复", "昨天的爆管写个报告",
        "爆管事故报告发我", "爆管的原因查清了吗",
    ],
)  # fmt: skip
async def test_a_leader_who_asks_how_it_stands_begins_no_second_emergency(
    house: House, words: str
) -> None:
    """R2.2.4 is for complaints: each of these called the team out at night once more."""
    await house.say("客服甲", BURST)
    await house.say("客服甲", another(2))
    calls = len(house.calls)
    await house.say("总经理", words)
    assert house.last_in("领导群").text.startswith("#1 望江路与新华街交口｜重大")
    assert await house.count() == 2
    assert len(house.calls) == calls


async def test_it_is_found_when_it_is_closed_by_now(house: House) -> None:
    await house.say("客服甲", BURST)
    await house.say("值班领导", "作废 1 是消防演练")
    await house.say("总经理", "昨晚那个爆管处理完没")
    assert house.last_in("领导群").text.startswith("#1 望江路与新华街交口｜重大")


async def test_what_points_at_one_that_is_not_there_is_answered_with_those_there_are(
    house: House,
) -> None:
    await house.say("客服甲", another(2))
    await house.say("总经理", "昨晚那个爆管处理完没")
    assert house.last_in("领导群").text.startswith("在办的重大投诉：没有")
    assert await house.count() == 1


async def test_a_leader_who_tells_of_a_new_one_has_it_registered(house: House) -> None:
    """R1.1: a question too, where nothing like it is known."""
    await house.say("总经理", "江心岛主管道爆管几点能恢复")
    assert (await house.ticket()).is_major
    await house.say("总经理", "东湖湾5号楼1单元301不热 几点能修好")
    assert await house.count() == 2


async def test_what_an_agent_is_asked_may_be_a_users_own(house: House) -> None:
    """R1.1: with one word it is registered after all."""
    await house.say("客服甲", BURST)
    await house.say("客服甲", "望江路爆管几点能恢复")
    assert "说的是 #1" in house.last_in("客服群").text
    assert await house.count() == 1
    await house.say("客服甲", "不是")
    assert await house.count() == 2


async def test_somebody_calls_from_the_same_street(house: House) -> None:
    await house.say("客服甲", BURST)
    await house.say("客服乙", "同一个地方又有人打 说望江路冒热气 水漫到便道了")
    assert "说的是 #1" in house.last_in("客服群").text
    await house.say("客服乙", "是")
    assert (await house.ticket()).repeats == 1
    assert await house.count() == 1


async def test_one_comes_from_the_other(house: House) -> None:
    """It was put under the incident as one more household."""
    await house.say("客服甲", BURST)
    await house.say("客服甲", DARK)
    await house.say("客服甲", "翠屏山庄也是因为望江路爆管")
    assert "要「合并 2 到 1」吗" in house.last_in("客服群").text
    assert await house.count() == 2
    await house.say("客服甲", "是")
    assert (await house.ticket(2)).merged_into == 1


async def test_what_a_crew_tells_of_its_own_major_ticket_begins_no_other(house: House) -> None:
    """`1 人送医院了` named a hospital, and the team was called out there."""
    await house.say("客服甲", "百合园7号楼地下室 热水烫伤人了 13800003333 常师傅")
    await house.say("检修甲", "1 人送医院了 家属在闹")
    assert await house.count() == 1
    assert (await house.timeline())[-1].words.endswith("人送医院了 家属在闹")
    await house.say("检修甲", "1 蓝湾小区整个也停了")
    assert await house.count() == 2
