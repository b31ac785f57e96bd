"""是, and which of the questions that are open it answers."""

from __future__ import annotations

from bot.domain.ticket import Severity, Status
from tests.house import COLD, LEAK, House


async def test_yes_of_customer_service_to_what_a_crew_asked(house: House) -> None:
    """Nobody was asked by his name: whoever may raise a ticket answers (R3.1.2)."""
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "收到 1")
    await house.say("检修甲", "1 管子爆了，水淹了好几家")
    assert "像是重大" in house.last_in("客服群").text
    await house.say("检修乙", "是")
    assert (await house.ticket()).severity is Severity.GENERAL
    await house.say("客服乙", "好的")
    assert (await house.ticket()).severity is Severity.GENERAL
    await house.say("客服乙", "是")
    ticket = await house.ticket()
    assert ticket.severity is Severity.MAJOR
    assert "水淹了好几家" in house.said_in("领导群")[-1]


async def test_a_second_yes_does_it_no_second_time(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "1 用户急得不行")
    await house.say("客服甲", "是")
    await house.say("客服甲", "是")
    assert (await house.ticket()).repeats == 1


async def test_yes_answers_what_was_asked_last(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "王女士又来电话催了")
    await house.forward(minutes=1)
    await house.say("客服甲", "2 用户急得不行")
    await house.forward(minutes=1)
    await house.say("客服甲", "是")
    assert (await house.ticket(2)).repeats == 1
    assert (await house.ticket(1)).repeats == 0


async def test_yes_to_several_at_once_is_asked_back(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "这个用户急得不行")
    await house.say("客服甲", "是")
    asked = house.last_in("客服群").text
    assert "「是」说的是哪一单" in asked
    assert "#1" in asked
    await house.say("客服甲", "2")
    assert (await house.ticket(2)).repeats == 1


async def test_whether_it_is_a_complaint_is_answered_in_a_word(house: House) -> None:
    await house.say("客服甲", "家里冰凉")
    await house.say("客服甲", "楼道漏水")
    assert [(await house.ticket(n)).status for n in (1, 2)] == [Status.REGISTERED] * 2
    await house.say("客服乙", "好的")
    assert (await house.ticket(2)).status is Status.REGISTERED
    await house.say("客服乙", "是")
    assert "说的是哪一单" in house.last_in("客服群").text


async def test_yes_that_comes_too_late_is_told_so(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "1 又去了一趟 阀门没开 好了")
    assert "「是」" in house.last_in("运行群").text
    await house.forward(minutes=31)
    await house.say("运行甲", "是")
    assert "问过 30 分钟就不算了" in house.last_in("运行群").text
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
