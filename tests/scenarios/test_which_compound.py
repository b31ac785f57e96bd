"""R2.2.2: `2号楼的也不热` is a ticket at once, and an address only with its compound: asked for by
name, answered by the name alone."""

from __future__ import annotations

import pytest

from tests.house import COLD, House

BARE = "2号楼的也不热"


@pytest.mark.parametrize(
    "words", ["阳光花园", "是阳光花园的", "在阳光花园那边", "阳光花园2号楼", "小区是阳光花园"]
)
async def test_a_quote_with_the_name_completes_the_address(house: House, words: str) -> None:
    await house.say("客服甲", BARE)
    asked = house.last_in("客服群").text
    assert "2号楼是哪个小区的？引用这条回小区名" in asked
    assert "姓名、电话" in asked
    assert "哪个小区待问" in house.last_in("运行群").text
    await house.say("客服甲", words, quote=house.quote("客服群", 1))
    ticket = await house.ticket()
    assert (ticket.address, ticket.community) == ("阳光花园2号楼", "阳光花园")
    assert await house.count() == 1
    assert "阳光花园2号楼" in house.last_in("运行群").text  # who is under way needs it
    assert "待问" not in house.last_in("客服群").text
    entry = next(e for e in await house.timeline() if e.what == "corrected")
    assert entry.facts["before"]["address"] == "2号楼"  # R1.3


@pytest.mark.parametrize(
    ("flat", "whole"),
    [
        ("3单元502家里不热 13912340001", "阳光花园3单元502"),
        ("3-2-501 张女士 13912340009 家里才15度", "阳光花园3-2-501"),
        ("二期5号楼2单元301不热 李先生", "阳光花园二期5号楼2单元301"),
    ],
)
async def test_the_name_said_after_the_question_needs_no_quote(
    house: House, flat: str, whole: str
) -> None:
    await house.say("客服甲", flat)
    await house.say("客服甲", "阳光花园")
    assert (await house.ticket()).address == whole


async def test_no_crew_hears_where_it_is_before_it_is_theirs(house: House) -> None:
    """R3.2.1: customer service looks at it first, and passes on the whole."""
    await house.say("客服甲", "13912345678 2号楼2单元501 温度")
    assert not house.heard_in("运行群")
    await house.say("客服甲", "补充 1 小区 阳光花园")
    assert (await house.ticket()).address == "阳光花园2号楼2单元501"
    assert not house.heard_in("运行群")


@pytest.mark.parametrize("words", ["1 阳光花园", "补充 1 小区 阳光花园", "补充 1 地址 阳光花园"])
async def test_the_same_by_number(house: House, words: str) -> None:
    await house.say("客服甲", BARE)
    await house.say("客服甲", words)
    ticket = await house.ticket()
    assert (ticket.address, ticket.community) == ("阳光花园2号楼", "阳光花园")


async def test_a_crew_that_knows_it_says_it(house: House) -> None:
    await house.say("客服甲", BARE)
    await house.say("运行甲", "阳光花园的", quote=house.quote("运行群", 1))
    assert (await house.ticket()).address == "阳光花园2号楼"


async def test_what_is_still_missing_is_waited_for(house: House) -> None:
    await house.say("客服甲", BARE)
    await house.say("客服甲", "阳光花园")
    await house.say("客服甲", "王女士 13912345678")
    ticket = await house.ticket()
    assert (ticket.name, ticket.phone, ticket.address) == ("王女士", "13912345678", "阳光花园2号楼")
    assert await house.count() == 1


@pytest.mark.parametrize(
    "words", ["不是阳光花园的", "不知道哪个小区", "是阳光花园吗？", "问一下用户"]
)
async def test_what_is_no_answer_changes_nothing(house: House, words: str) -> None:
    await house.say("客服甲", BARE)
    await house.say("客服甲", words, quote=house.quote("客服群", 1))
    assert (await house.ticket()).address == "2号楼"


async def test_another_building_is_another_place(house: House) -> None:
    await house.say("客服甲", BARE)
    await house.say("客服甲", "阳光花园5号楼")
    assert (await house.ticket()).address == "2号楼"


async def test_who_told_the_compound_is_not_asked(house: House) -> None:
    await house.say("客服甲", COLD)
    assert "哪个小区" not in "".join(house.said_in("客服群"))
    await house.say("客服甲", "人民路5号家里不热 赵先生 13512340000")
    assert "哪个小区" not in "".join(house.said_in("客服群"))
