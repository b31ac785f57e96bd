"""What was taken down wrongly is put right on the ticket that it is of, in short words."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Type
from tests.house import COLD, LEAK, House

#: Its user has told neither name nor number.
BARE = "滨河湾12-1-202 暖气漏水"


@pytest.mark.parametrize("words", ["2 姓武 不姓李", "2 不姓李 姓武", "2 其实姓武"])
async def test_another_surname(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", words)
    await house.say("客服甲", "是")
    assert (await house.ticket(2)).name == "武先生"


async def test_it_completes_no_other_ticket(house: House) -> None:
    """#2 lacked a name, and became Mr Wu's."""
    await house.say("客服乙", LEAK)
    await house.say("客服乙", BARE)
    await house.say("客服乙", "那个李先生其实姓武")
    assert (await house.ticket(2)).name is None


async def test_a_type_and_an_address_that_were_wrong(house: House) -> None:
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "1 类型搞错了 应该是质量")
    assert (await house.ticket()).type is Type.QUALITY
    await house.say("客服甲", "1的地址写错了，应该是阳光花园15-1-302")
    assert (await house.ticket()).address == "阳光花园15-1-302"


async def test_a_user_who_loses_his_temper_is_no_complaint_of_ours(house: House) -> None:
    """It went to customer service's head as one about manners."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", "13912345678 用户第三次打来 骂人了")
    assert await house.count() == 1
    assert (await house.ticket()).repeats == 1


async def test_one_of_ours_who_does_is(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "13912345678 用户又来电 说师傅上门骂人")
    assert await house.count() == 2


async def test_who_asks_how_his_stands_is_shown(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", BARE)
    await house.say("客服甲", "用户要查进度 13912345678")
    assert house.last_in("客服群").text.startswith("#1 阳光花园3号楼2单元501｜")
    assert (await house.ticket(2)).phone is None
