"""What a crew says of the emergency it was sent to opens no second one."""

from __future__ import annotations

from bot.domain.ticket import Severity
from tests.house import OUTAGE, House

FOUND = "换热站循环泵跳闸 正在抢修"


async def test_what_a_crew_found_is_of_its_emergency(house: House) -> None:
    """It began an emergency of its own, with another department called out for it."""
    await house.say("客服甲", OUTAGE)
    await house.say("运行甲", "到场 1")
    await house.say("运行甲", FOUND)
    assert await house.count() == 1
    assert (await house.timeline())[-1].words == FOUND
    assert "没有另开" in house.last_in("运行群").text
    await house.say("运行甲", "是")
    assert (await house.timeline())[-1].what == "progressed"


async def test_another_emergency_is_registered_at_a_word(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("运行甲", "到场 1")
    await house.say("运行甲", FOUND)
    await house.say("运行甲", "不是")
    assert (await house.ticket(2)).severity is Severity.MAJOR


async def test_a_place_that_is_told_is_another_emergency(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("运行甲", "到场 1")
    await house.say("运行甲", "云杉里小区整个小区都停暖了")
    assert await house.count() == 2


async def test_who_is_at_no_emergency_begins_one(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("检修甲", "换热站循环泵跳闸 全停了")
    assert (await house.ticket(2)).severity is Severity.MAJOR
