"""`3 空号`, `3 没有这户`: a wrong number or address is looked up, and the crew hears what is right
(R2.2.2); a locked door is no end of it."""

from __future__ import annotations

import pytest

from bot.domain.contact import nobody_home, wrong_in
from tests.house import COLD, House


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("空号", ("phone",)), ("电话是空号", ("phone",)), ("手机停机", ("phone",)),
        ("打过去说打错了", ("phone",)), ("接电话的说不是他家", ("phone",)),
        ("号码登记的不对", ("phone",)), ("没有这户", ("address",)), ("楼号不对", ("address",)),
        ("3号楼没有2单元", ("address",)), ("敲门的人说没报修", ("address",)),
        ("查无此人", ("address",)), ("电话不对 地址也不对", ("phone", "address")),
        ("打不通", ()), ("没人接", ()), ("关机", ()), ("换热站停机了", ()), ("型号不对", ()),
        ("单元阀门关错了", ()), ("3号楼没有暖气", ()), ("5楼没有热水", ()),
        ("号码不对 应该是13800138222", ()), ("地址不对吗", ()),
    ],
)  # fmt: skip
def test_what_words_call_wrong(words: str, wrong: tuple[str, ...]) -> None:
    assert wrong_in(words) == wrong


@pytest.mark.parametrize(
    ("words", "away"),
    [("家里没人", True), ("敲门没人", True), ("用户不在家", True), ("没人", True),
     ("家里没人接电话", False), ("没人管", False), ("没人接", False)],
)  # fmt: skip
def test_a_locked_door(words: str, away: bool) -> None:
    assert nobody_home(words) is away


async def _on_the_way(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")


@pytest.mark.parametrize(
    "words", ["1 空号", "空号", "1 电话不对", "已联系 1 打过去说打错了", "1接电话的说不是他家"]
)
async def test_customer_service_is_asked_for_the_right_number(house: House, words: str) -> None:
    await _on_the_way(house)
    due = (await house.ticket()).clocks["R3.2.2"].due_at
    await house.say("运行甲", words)
    asked = house.last_in("客服群")
    assert (asked.meta["kind"], asked.meta["rule"]) == ("question", "R2.2.2")
    assert asked.text.startswith("@客服甲 #1 王女士的电话不对，运行甲说：")
    assert "登记的是 13912345678。" in asked.text
    assert "回「补充 1 电话 139…」" in asked.text
    assert (await house.ticket()).clocks["R3.2.2"].due_at == due


async def test_the_crew_hears_that_it_is_looked_up(house: House) -> None:
    await _on_the_way(house)
    await house.say("运行甲", "1 空号")
    assert house.last_in("运行群").text.startswith(
        "#1 阳光花园3号楼2单元501 已记下，已请客服部核对电话。"
    )
    await house.say("运行甲", "查 1")
    assert "13912345678（电话待核对）" in house.last_in("运行群").text


async def test_it_is_asked_once(house: House) -> None:
    await _on_the_way(house)
    await house.say("运行甲", "1 空号")
    count = len(house.heard_in("客服群"))
    await house.say("运行甲", "1 电话是空号")
    assert len(house.heard_in("客服群")) == count


@pytest.mark.parametrize("answer", ["补充 1 电话 13812345678", "1 13812345678", "quoted"])
async def test_the_crew_is_rung_with_the_right_number(house: House, answer: str) -> None:
    await _on_the_way(house)
    await house.say("运行甲", "1 空号")
    quote = house.quote("客服群", 1) if answer == "quoted" else None
    await house.say("客服乙", "13812345678" if quote else answer, quote=quote)
    told = house.last_in("运行群").text
    assert told.startswith("@运行甲 #1 阳光花园3号楼2单元501 核对过了：电话 13812345678。")
    assert told.endswith("今天10:00前联系用户、约定时间，回「已联系 1 约几点」")
    assert (await house.ticket()).phone == "13812345678"
    await house.say("运行甲", "查 1")
    assert "待核对" not in house.last_in("运行群").text


async def test_a_number_that_was_right_is_said_to_be(house: House) -> None:
    await _on_the_way(house)
    await house.say("运行甲", "1 空号")
    await house.say("客服甲", "补充 1 电话 13912345678")
    assert "核对过了：电话 13912345678" in house.last_in("运行群").text


async def test_an_address_that_is_not_there(house: House) -> None:
    await _on_the_way(house)
    await house.say("运行甲", "1 没有这户")
    asked = house.last_in("客服群").text
    assert "王女士的地址不对" in asked
    assert "登记的是 阳光花园3号楼2单元501。" in asked
    await house.say("客服甲", "补充 1 地址 阳光花园5号楼2单元501")
    assert "核对过了：地址 阳光花园5号楼2单元501" in house.last_in("运行群").text


async def test_the_user_calls_again_from_the_right_number(house: House) -> None:
    """It is one household's ticket still, and the number that he calls from is the right one."""
    await _on_the_way(house)
    await house.say("运行甲", "1 空号")
    await house.say("客服甲", COLD.replace("13912345678", "13812345678"))
    assert await house.count() == 1
    assert (await house.ticket()).phone == "13812345678"
    assert any("核对过了：电话 13812345678" in words for words in house.said_in("运行群"))


async def test_what_customer_service_puts_right_the_crew_hears(house: House) -> None:
    """Nobody has called it wrong; whoever has taken it on does not look at a card again."""
    await _on_the_way(house)
    await house.say("客服甲", "补充 1 电话 13812345678")
    assert house.last_in("运行群").text.startswith("@运行甲 #1")


async def test_customer_service_itself_is_not_rung_by_its_own_word(house: House) -> None:
    await _on_the_way(house)
    await house.say("客服甲", "1 电话是空号")
    asked = house.last_in("客服群").text
    assert asked.startswith("#1 王女士的电话不对")
    assert "@" not in asked


async def test_a_locked_door_is_no_end_of_it(house: House) -> None:
    await _on_the_way(house)
    await house.say("运行甲", "1 敲门没人")
    assert house.last_in("运行群").text.endswith("打电话约好再去，回「已联系 1 约几点」")
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行甲", "1 家里没人")
    assert house.last_in("运行群").text.endswith("改约了回「延期 1 明天9点 家里没人」")
