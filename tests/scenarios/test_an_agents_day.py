"""What customer service says of its open tickets while users call."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, LEAK, House


@pytest.mark.parametrize(
    "words", ["王女士那个没人接单呢", "1 没派人呢", "1 用户说3点不在 改5点行不行"]
)
async def test_the_crew_hears_of_it(house: House, words: str) -> None:
    """It was kept, and the crew knew nothing of it."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    assert "「催办" in house.last_in("客服群").text


async def test_what_she_brought_in_is_hers_whoever_works_on_it(house: House) -> None:
    """R4.1.2: she follows it to its end."""
    await house.say("客服甲", COLD)
    await house.say("客服乙", LEAK)
    await house.say("运行甲", "收到 1")
    await house.say("检修甲", "收到 2")
    await house.say("客服甲", "我的")
    assert "#1" in house.last_in("客服群").text
    assert "#2" not in house.last_in("客服群").text


async def test_another_hour_that_suits_is_asked_as_one(house: House) -> None:
    """R3.2.3."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天下午3点")
    await house.say("运行甲", "1 5点可以")
    assert "要改到今天17:00吗" in house.last_in("运行群").text


async def test_a_crews_own_word_is_not_how_the_user_finds_it(house: House) -> None:
    """R3.2.4."""
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "完成 1 换了活接")
    await house.say("检修甲", "1 又紧了紧 这回不滴了")
    assert "满意" not in house.last_in("检修群").text
    await house.say("检修甲", "1 用户说可以了")
    assert "「已反馈 1 满意" in house.last_in("检修群").text


async def test_what_leaks_again_before_it_is_closed_is_taken_up_again(house: House) -> None:
    """0012; she was told that it is not closed."""
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "完成 1 换了活接")
    await house.say("客服乙", "重开 1 又漏了")
    ticket = await house.ticket()
    assert (ticket.status, ticket.repeats) == (Status.DISPATCHED, 1)
    assert house.kinds_in("检修群")[-1] == "dispatched"


@pytest.mark.parametrize("words", ["1 撤", "1 撤了吧", "1 用户要求退单"])
async def test_a_user_takes_it_back(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    assert "「作废 1" in house.last_in("客服群").text


async def test_who_asks_for_a_name_registers_nothing(house: House) -> None:
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "早上那个漏水的用户叫啥")
    assert house.kinds_in("客服群")[-1] == "report"
    assert await house.count() == 1


async def test_the_end_of_a_phone_is_no_tickets_number(house: House) -> None:
    """It was kept on #2."""
    await house.say("客服甲", "万女士 13200010002 雅居园4-2-802 家里不热")
    await house.say("客服甲", COLD)
    await house.say("客服甲", "0002那个")
    assert "说的是 #1" in house.last_in("客服群").text


@pytest.mark.parametrize("words", ["今晚谁", "检修部今晚谁", "晚上谁在"])
async def test_who_is_there_tonight(house: House, words: str) -> None:
    await house.say("客服甲", words)
    assert house.last_in("客服群").text.startswith("现在值班")


async def test_who_presses_and_was_never_registered_complains(house: House) -> None:
    """R1.1: it was asked whether it is of a ticket of another home."""
    await house.say("客服甲", COLD)
    await house.say("客服乙", "用户催供暖 什么时候能热 银河湾8-1-301 13900001119")
    assert (await house.ticket(2)).address == "银河湾8-1-301"
    await house.say("客服乙", "用户催供暖 什么时候能热 阳光花园3号楼2单元501")
    assert await house.count() == 2
    await house.say("客服乙", "催办 13912345678 又打来了")
    assert "说的是 #1" in house.last_in("客服群").text


async def test_no_hurry_is_no_pressing(house: House) -> None:
    await house.say("客服甲", LEAK)
    await house.say("客服乙", "1 李先生说水停了 不用急")
    assert "催办" not in house.last_in("客服群").text


async def test_what_is_done_is_not_voided_in_passing(house: House) -> None:
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "完成 1 换了垫")
    await house.say("客服主管", "1 费用的事我解释 不用再去")
    assert "作废" not in house.last_in("客服群").text


async def test_who_asks_once_more_presses_nobody(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "1 用户留的号就是这个 我再问问")
    assert "催办" not in house.last_in("客服群").text
