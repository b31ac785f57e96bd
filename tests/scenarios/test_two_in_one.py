"""Two tickets in one message: each gets its own words, and none is lost."""

from __future__ import annotations

from bot.domain.ticket import Status
from tests.house import COLD, House, another


async def two(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(8))


async def test_both_are_taken_on(house: House) -> None:
    await two(house)
    await house.say("运行甲", "1收到 2也收到")
    assert [(await house.ticket(n)).status for n in (1, 2)] == [Status.ACKNOWLEDGED] * 2
    assert house.kinds_in("运行群").count("reply") == 1


async def test_each_has_its_own_promise(house: House) -> None:
    """The second one's time was written to the first."""
    await two(house)
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", "1约了下午三点 2约了今天下午五点")
    promised = [(await house.ticket(n)).promised_at for n in (1, 2)]
    assert [at and at.hour for at in promised] == [7, 9]  # in UTC


async def test_one_done_the_other_waits(house: House) -> None:
    await two(house)
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", "完成 1 放了气，2还得换阀门")
    assert (await house.ticket(1)).status is Status.HANDLED
    assert (await house.ticket(2)).status is Status.ACKNOWLEDGED
    told = await house.timeline(2)
    assert any("还得换阀门" in entry.words for entry in told)
    assert not any("换阀门" in entry.words for entry in await house.timeline(1))


async def test_a_number_that_is_no_ticket_parts_nothing(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1 放了气 2 楼还要看看")
    assert (await house.ticket(1)).result == "放了气 2 楼还要看看"
