"""What an agent says of the ticket that she has just opened (R2.2.2)."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Source, Type
from tests.house import COLD, LEAK, House

OTHER = "刘先生 13900139333 海棠湾2号楼1单元101 家里不热"


@pytest.mark.parametrize(
    ("words", "phone"),
    [
        ("刚才那个… 尾号应该是0034", "13900130034"),
        ("刚才那单电话错了 是13800138222", "13800138222"),
        ("刚才那个电话是13800138222", "13800138222"),
        ("上一单号码不对 应该是13800138222", "13800138222"),
    ],
)
async def test_the_number_is_put_right_in_her_own(house: House, words: str, phone: str) -> None:
    """It opened a ticket to look at, or was not understood."""
    await house.say("客服甲", OTHER)
    await house.say("客服乙", COLD)
    await house.say("客服甲", words)
    assert "说的是 #1" in house.last_in("客服群").text
    await house.say("客服甲", "是")
    assert (await house.ticket(1)).phone == phone
    assert await house.count() == 2


@pytest.mark.parametrize(
    ("words", "name", "told"),
    [
        ("刚才那家姓柳 不姓刘", "name", "柳先生"),
        ("刚才那个是3单元不是1单元", "address", "海棠湾2号楼3单元101"),
        ("刚才那个是窗口来的", "source", Source.WINDOW),
        ("刚登的那个 是漏水不是不热", "type", Type.FACILITY),
    ],
)
async def test_so_is_what_else_was_wrong(house: House, words: str, name: str, told: object) -> None:
    await house.say("客服甲", OTHER)
    await house.say("客服甲", words)
    await house.say("客服甲", "是")
    assert getattr(await house.ticket(1), name) == told
    assert await house.count() == 1


async def test_a_door_tells_which_of_her_own(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "刚才3号楼那个 电话是13800010009")
    await house.say("客服甲", "是")
    assert (await house.ticket(1)).phone == "13800010009"
    assert await house.count() == 2


async def test_what_its_user_says_now_is_asked_about(house: House) -> None:
    await house.say("客服甲", OTHER)
    await house.say("客服乙", COLD)
    await house.say("客服甲", "刚才那个用户又打电话了 说还没人来")
    told = house.last_in("客服群").text
    assert "说的是 #1" in told
    assert "「催办」" in told


@pytest.mark.parametrize(
    "words",
    ["刚才8号楼3单元201也打电话说不热 13955556666", "刚才海棠湾5号楼1单元302漏水 13955556666"],
)
async def test_another_complaint_is_one(house: House, words: str) -> None:
    """R1.1."""
    await house.say("客服甲", OTHER)
    await house.say("客服甲", words)
    assert await house.count() == 2


async def test_anothers_number_is_not_hers(house: House) -> None:
    """It is of the ticket that has it."""
    await house.say("客服乙", COLD)
    await house.say("客服甲", OTHER)
    await house.say("客服甲", "刚才那个13912345678又催了")
    assert "说的是 #1" in house.last_in("客服群").text
    assert (await house.ticket(2)).phone == "13900139333"
