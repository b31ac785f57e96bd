"""What is said in passing: a slip put right, the rest of an address, a picture with a word."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, LEAK, House

NO_NAME = "你好，我是翠湖家园5号楼的，暖气一点都不热，电话13800002222"


@pytest.mark.parametrize(
    "words",
    ["刚才那个号码写错了 应该是13912345679", "电话打错了，是13912345679", "刚才说错了13912345679"],
)
async def test_a_slip_is_put_right_once_it_is_said_which(house: House, words: str) -> None:
    """A wrong number has a crew call a stranger; it is never changed unasked."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    asked = house.last_in("客服群")
    assert asked.meta["kind"] == "question"
    assert "补充" in asked.text
    assert "13912345679" in asked.text
    assert (await house.ticket()).phone == "13912345678"
    await house.say("客服甲", "是")
    assert (await house.ticket()).phone == "13912345679"


async def test_of_two_the_number_says_which(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "号码写错了，应该是13912345679")
    await house.say("客服甲", "1")
    assert (await house.ticket(1)).phone == "13912345679"
    assert (await house.ticket(2)).phone == "13800001111"


async def test_a_slip_on_a_ticket_that_is_named(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "1 号码写错了 应该是13912345679")
    assert (await house.ticket()).phone == "13912345679"


async def test_a_slip_without_what_is_right_is_asked_after(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "刚才那个号码写错了")
    assert "补充 1 电话" in house.last_in("客服群").text
    await house.say("客服甲", "地址写错了，是4号楼")  # without its community it is nobody's address
    assert "补充 1 地址" in house.last_in("客服群").text
    assert (await house.ticket()).address == "阳光花园3号楼2单元501"


@pytest.mark.parametrize("words", ["撤回", "刚才发错了"])
async def test_taken_back_after_a_yes(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    assert (await house.ticket()).is_open
    await house.say("客服甲", "是")
    assert (await house.ticket()).status is Status.VOID


async def test_a_quoted_one_sent_by_mistake(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "这个发错群了", quote=house.quote("客服群", 1))
    assert "「作废 1 这个发错群了」" in house.last_in("客服群").text
    assert (await house.ticket()).is_open


async def test_another_users_name_completes_nothing(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", NO_NAME)
    await house.say("客服甲", "王女士说师傅没来")
    assert (await house.ticket(2)).name is None
    await house.say("客服甲", "叫刘小兰")
    assert (await house.ticket(2)).name == "刘小兰"


async def test_an_hour_later_nothing_is_taken_back_by_a_word(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.forward(hours=1)
    await house.say("客服甲", "撤回")
    await house.say("客服甲", "是")
    assert (await house.ticket()).is_open


async def test_the_rest_of_an_address_goes_to_the_ticket_that_lacks_it(house: House) -> None:
    await house.say("客服甲", "家里不热")
    await house.say("客服甲", NO_NAME)
    await house.say("客服甲", "姓刘")
    await house.say("客服甲", "2单元302")
    assert (await house.ticket(2)).address == "翠湖家园5号楼 2单元302"
    assert (await house.ticket(1)).address is None


async def test_a_door_that_contradicts_is_no_rest(house: House) -> None:
    await house.say("客服甲", NO_NAME)
    await house.say("客服甲", "6号楼2单元302")
    assert (await house.ticket()).address == "翠湖家园5号楼"


async def test_the_users_number_says_whose_ticket_it_is(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服乙", "13912345678 又打电话了，很生气")
    await house.say("客服乙", "是")
    assert (await house.ticket()).repeats == 1


async def test_a_picture_with_a_word_is_not_lost(house: House) -> None:
    """R2.2.1: what can't be read still becomes a ticket."""
    await house.say("客服甲", "楼道", images=("1.jpg",))
    ticket = await house.ticket()
    assert (ticket.status, ticket.content) == (Status.REGISTERED, "楼道")
    assert (await house.timeline())[0].facts["images"] == ["1.jpg"]


async def test_a_crews_picture_goes_to_the_one_it_has_in_hand(house: House) -> None:
    await house.say("运行甲", "这个", images=("0.jpg",))
    assert "哪一单" in house.last_in("运行群").text
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "这个", images=("1.jpg",))
    assert (await house.timeline())[-1].facts["images"] == ["1.jpg"]


async def test_what_is_said_beside_a_receipt_is_kept(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到1 明早过去")
    entry = (await house.timeline())[-1]
    assert (entry.what, entry.words) == ("acknowledged", "明早过去")


async def test_a_vague_answer_is_asked_again(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "已联系 1")
    await house.say("运行甲", "过会儿")
    assert "约的几点" in house.last_in("运行群").text
    await house.say("运行甲", "晚上七点半左右")
    assert (await house.ticket()).promised_at is not None


@pytest.mark.parametrize("words", ["在吗", "在么？", "你好，在吗"])
async def test_somebody_knocks(house: House, words: str) -> None:
    await house.say("客服甲", words)
    assert "发给我就登记" in house.last_in("客服群").text
