"""What crews, heads and agents say while they work, in words of no command: it is asked about."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, LEAK, OUTAGE, House


@pytest.mark.parametrize("words", ["还没去 堵路上", "堵路上了 还没去"])
async def test_where_a_crew_is_held_up_is_no_complaint(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert "「进展」" in house.last_in("运行群").text
    assert await house.count() == 1


@pytest.mark.parametrize("words", ["出发了", "在路上了"])
async def test_who_has_answered_a_major_ticket_is_not_asked_again(house: House, words: str) -> None:
    """R3.3.1: each answers once; what he says on the way is a nod."""
    await house.say("客服甲", OUTAGE)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert house.last_in("运行群").meta["kind"] == "reply"
    assert "今天08:30前到现场" in house.last_in("运行群").text


async def test_a_plan_and_a_verdict_said_in_passing_are_offered(house: House) -> None:
    """R3.3.2b, R3.3.5: nobody at a broken pump looks up the word for it."""
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.say("运行甲", "到了", group=room)
    await house.say("运行甲", "循环泵坏了 准备换备用泵 一个小时", group=room)
    assert "要「方案 1 循环泵坏了 准备换备用泵 一个小时」吗" in house.last_in(room).text
    await house.say("运行甲", "是", group=room)
    assert (await house.ticket()).plan == "循环泵坏了 准备换备用泵 一个小时"
    await house.say("运行甲", "完成 换好了", group=room)
    await house.say("运行甲", "可以 没问题", group=room)
    assert house.last_in(room).text == "好的"  # no verdict of his
    await house.say("运行主任", "可以 没问题", group=room)
    assert "要「验收 1 可以 没问题」吗" in house.last_in(room).text
    await house.say("运行主任", "是", group=room)
    assert (await house.ticket()).status is Status.ACCEPTED


@pytest.mark.parametrize("words", ["1要检修来 焊工", "1让检修的来个人焊一下", "1 喊维修师傅来个人"])
async def test_who_wants_another_crew_beside_him_is_asked_for_support(
    house: House, words: str
) -> None:
    """R4.3.3: 让检修去 passes it on, 让检修来个人 does not."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert "要「支援 1 检修部 " in house.last_in("运行群").text
    await house.say("运行甲", "是")
    assert "运行部请检修部支援 #1" in house.last_in("检修群").text
    assert (await house.ticket()).department == "operations"


async def test_the_middle_rating_is_not_taken_for_the_best(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1 放气")
    await house.say("客服甲", "1 基本满意吧")
    assert "要「已反馈 1 基本满意吧」吗" in house.last_in("客服群").text
    await house.say("客服甲", "是")
    assert (await house.ticket()).rating == "基本满意"
    await house.say("客服甲", "1 没接电话")
    assert "这次没回访成" in house.last_in("客服群").text


@pytest.mark.parametrize("words", ["可以", "行"])
async def test_a_head_s_leave_is_not_taken_for_courtesy(house: House, words: str) -> None:
    """R3.2.3: he thinks that he has allowed it; so it is asked, and 是 allows it."""
    await house.say("客服甲", COLD)
    await house.say("运行主任", words)
    assert house.last_in("运行群").text == "好的"  # nothing is before him
    await house.say("运行甲", "已联系 1 今天15点")
    await house.say("运行甲", "延期 1 今天17点 等配件")
    await house.say("运行主任", words)
    assert "「同意延期」" in house.last_in("运行群").text
    await house.say("运行主任", "是")
    assert "#1 已延期到 今天17:00" in house.last_in("运行群").text


async def test_a_flood_below_is_for_those_who_had_the_leak(house: House) -> None:
    """R4.3.1: what is done is taken up again as a major one, and by those whose work it was."""
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "完成 1 换片子")
    await house.say("客服主管", "1 楼下三户都淹了")
    ticket = await house.ticket()
    assert (ticket.severity, ticket.department) == ("major", "repair")
    assert await house.count() == 1
