"""Words that belong to a ticket which is there already, though nobody says its number."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Type
from tests.house import House

OLD_LI = "李大爷13800001111翠湖家园7号楼1单元102暖气管漏水"
ZHAO = "金色家园12号楼3单元1802 赵先生 13700002222 卧室暖气片不热"
NAMELESS = "云杉里2号楼1单元301不热"


async def all_three(house: House) -> None:
    for words in (OLD_LI, ZHAO, NAMELESS):
        await house.say("客服甲", words)


async def test_another_users_new_number_completes_nothing(house: House) -> None:
    """The ticket that was asked about took the name and the number of somebody else's user."""
    await all_three(house)
    await house.say("客服甲", "李大爷换电话了13800009998")
    assert (await house.ticket(3)).phone is None
    assert "#1" in house.last_in("客服群").text
    await house.say("客服甲", "是")
    assert (await house.ticket(1)).phone == "13800009998"


async def test_what_is_asked_completes_nothing(house: House) -> None:
    await all_three(house)
    await house.say("客服甲", "赵先生那个几点去")
    assert (await house.ticket(3)).name is None
    assert house.last_in("客服群").text.startswith("#2")
    assert house.last_in("客服群").meta["kind"] == "report"


async def test_a_namesake_is_told_by_name_and_number_alone(house: House) -> None:
    await all_three(house)
    await house.say("客服甲", "李大爷 13655554444")
    assert ((await house.ticket(3)).name, (await house.ticket(3)).phone) == (
        "李大爷",
        "13655554444",
    )


@pytest.mark.parametrize("told_back", [False, True])
async def test_the_same_user_again_is_no_second_ticket(house: House, told_back: bool) -> None:
    await all_three(house)
    if told_back:
        await house.say("检修甲", "完成 1 换好了")
        await house.say("检修甲", "已反馈 1 满意")
    await house.say("客服甲", "李大爷家又漏了")
    assert house.last_in("客服群").meta["kind"] == "question"
    assert "#1" in house.last_in("客服群").text
    assert await house.count() == 3
    await house.say("客服甲", "是")
    ticket = await house.ticket(1)
    assert (ticket.rounds, ticket.repeats) == ((2, 0) if told_back else (1, 1))


async def test_another_of_that_name_is_registered_after_all(house: House) -> None:
    await all_three(house)
    await house.say("客服甲", "李大爷家又漏了")
    await house.say("客服甲", "不是")
    assert "漏" in (await house.ticket(4)).content


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("2 不是赵先生 是邵先生", "name", "邵先生"),
        ("2 不是3单元是2单元", "address", "金色家园12号楼2单元1802"),
        ("2 是邵先生不是赵先生", "name", "邵先生"),
        ("2 姓名不是赵先生，是邵先生", "name", "邵先生"),
        ("2 不是不热 是漏水", "type", Type.FACILITY),
    ],
)
async def test_what_it_is_and_what_it_is_not(
    house: House, words: str, field: str, value: object
) -> None:
    await all_three(house)
    await house.say("客服甲", words)
    assert getattr(await house.ticket(2), field) != value
    await house.say("客服甲", "是")
    assert getattr(await house.ticket(2), field) == value


@pytest.mark.parametrize("words", ["2 名字是邵先生不是赵先生", "补充 2 姓名不是赵先生，是邵先生"])
async def test_the_old_value_is_no_part_of_the_new_one(house: House, words: str) -> None:
    await all_three(house)
    await house.say("客服甲", words)
    assert (await house.ticket(2)).name == "邵先生"


async def test_a_wrong_type_without_the_right_one_is_asked_after(house: House) -> None:
    await all_three(house)
    await house.say("客服甲", "2类型错了")
    assert "改判 2 设施" in house.last_in("客服群").text


async def test_whose_it_is_by_its_departments_short_name(house: House) -> None:
    await all_three(house)
    await house.say("客服甲", "1应该是运行的")
    assert "转 1 运行部" in house.last_in("客服群").text
