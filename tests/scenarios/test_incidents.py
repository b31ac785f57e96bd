"""A common cause: one incident, its households under it, one closing that feeds back to all."""

from __future__ import annotations

import pytest

from bot.domain.policy_config import policy_from_config
from bot.domain.ticket import Status
from tests.house import OUTAGE, House, open_house


def cold(room: int, community: str = "阳光花园", building: int = 3) -> str:
    phone = f"139{building:02d}{room:06d}"
    return f"王女士 {phone} {community}{building}号楼1单元{room} 家里不热只有15度"


async def five(house: House) -> None:
    for room in (101, 102, 201, 202, 301):
        await house.say("客服甲", cold(room))
        await house.forward(minutes=1)


async def handled(house: House, number: int) -> None:
    room = await house.emergency_group(number)
    await house.say("运行甲", "方案 关阀换管", group=room)
    await house.say("运行甲", "完成 全部恢复", group=room)
    await house.say("运行主任", "验收 合格", group=room)


async def test_the_fifth_household_makes_an_incident(house: House) -> None:
    await five(house)
    parent = await house.ticket(5)
    assert parent.is_major
    assert (parent.incident, parent.households) == ("阳光花园", 5)
    for number in (1, 2, 3, 4):
        child = await house.ticket(number)
        assert (child.parent, child.clocks) == (5, {})
        assert child.phone
    assert len(house.heard_in("运行群")) == 5  # four tickets and the incident
    groups = [h for h in house.platform.chats.transcript if h.event == "group_created"]
    assert len(groups) == 1


async def test_a_look_up_between_them_hides_none(house: House) -> None:
    """All of them in one transaction, which a look-up makes write half-way."""
    said = [*(cold(room) for room in (101, 102, 201, 202)), "查 1", cold(301)]
    for text in said:
        await house.platform.say("客服群", "客服甲", text, house.clock.now())
    await house.running.drain()
    assert (await house.ticket(5)).households == 5
    assert [(await house.ticket(number)).parent for number in (1, 2, 3, 4)] == [5] * 4


async def test_later_households_are_told_of_in_steps(house: House) -> None:
    await five(house)
    room = await house.emergency_group(5)
    departments = len(house.heard_in("运行群"))
    for number in range(401, 417):
        await house.say("客服乙", cold(number))
        receipt = house.last_in("客服群").text
        assert "并入 #5 阳光花园停热事件" in receipt
        assert f"第 {number - 395} 户" in receipt
    assert (await house.ticket(5)).households == 21
    assert len(house.heard_in("运行群")) == departments
    grown = [text for text in house.said_in(room) if "户反映，都算" in text]
    assert len(grown) == 2  # at 10 and at 20
    await house.forward(hours=2)
    assert not [n for n in range(6, 22) if (await house.ticket(n)).missed]


@pytest.mark.parametrize(
    "words",
    ["家里不热，邻居都热", "就我家不热", "别人家都热，就我这凉", "只有我们一户不热 楼上楼下都热"],
)
async def test_who_alone_is_cold_is_no_part_of_it(house: House, words: str) -> None:
    """A clogged filter is not mended with the main: his ticket keeps clocks of its own."""
    await five(house)
    await house.say("客服乙", f"韩女士 13900000007 阳光花园8号楼1单元101 {words}")
    alone = await house.ticket(6)
    assert (alone.parent, alone.status) == (None, Status.DISPATCHED)
    assert "R3.2.2" in alone.clocks
    assert (await house.ticket(5)).households == 5


@pytest.mark.parametrize(
    "words", ["家里不热，邻居也不热", "是不是就我家不热？", "不热，楼上楼下热不热不知道"]
)
async def test_who_is_cold_like_the_others_is(house: House, words: str) -> None:
    await five(house)
    await house.say("客服乙", f"韩女士 13900000007 阳光花园8号楼1单元101 {words}")
    assert (await house.ticket(6)).parent == 5


async def test_four_and_one_alone_make_no_incident(house: House) -> None:
    await house.say("客服甲", f"{cold(101)} 就我家不热")
    for room in (102, 201, 202, 301):
        await house.say("客服甲", cold(room))
    tickets = [await house.ticket(number) for number in range(1, 6)]
    assert not any(ticket.is_major or ticket.parent or ticket.incident for ticket in tickets)


async def test_a_place_that_says_so_itself_is_the_incident(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", cold(101, "蓝天小区"))
    assert (await house.ticket(2)).parent == 1
    await house.say("客服甲", "蓝天小区全小区都没暖气了 张先生 13700001111")
    assert (await house.ticket(3)).parent == 1  # no second emergency group
    groups = [h for h in house.platform.chats.transcript if h.event == "group_created"]
    assert len(groups) == 1
    await house.say("客服甲", "赵女士 13600001111 蓝天小区2号楼1单元101 暖气片漏水")
    await house.say("客服甲", cold(101, "翠湖家园"))
    assert [(await house.ticket(n)).parent for n in (4, 5)] == [None, None]


async def test_one_closing_feeds_back_to_all(house: House) -> None:
    await five(house)
    await house.say("客服甲", "已反馈 1 满意")
    assert "#5" in house.last_in("客服群").text  # not before it is handled
    await handled(house, 5)
    room = await house.emergency_group(5)
    calling = house.said_in(room)[-1]
    assert "还要告诉结果" in "".join(house.said_in(room))
    assert "13903000101" in "".join(house.said_in(room)), calling
    await house.say("运行甲", "已反馈 2 基本满意")
    await house.say("运行甲", "5 全部已反馈 满意")
    assert (await house.ticket(2)).rating == "基本满意"
    for number in (1, 3, 4, 5):
        ticket = await house.ticket(number)
        assert (ticket.status, ticket.rating) == (Status.FED_BACK, "满意")
    await house.say("客服甲", "回访 3 不满意 还是凉")
    single = await house.ticket(3)
    assert (single.parent, single.is_major, single.status) == (None, False, Status.DISPATCHED)
    assert "R3.2.2" in single.clocks
    assert (await house.ticket(5)).households == 4
    await house.say("客服甲", "名单 5")
    assert "3 户" in house.last_in("客服群").text
    await house.say("客服甲", "回访 5 满意")
    for number in (1, 2, 4, 5):
        ticket = await house.ticket(number)
        assert (ticket.status, ticket.clocks) == (Status.CLOSED, {})
        assert (await house.timeline(number))[-1].what == "closed"
    assert (await house.ticket(3)).is_open


async def test_a_dissatisfied_household_is_general_again(house: House) -> None:
    await five(house)
    await handled(house, 5)
    await house.say("运行甲", "已反馈 5 满意")
    await house.say("客服甲", "已反馈 4 不满意")
    ticket = await house.ticket(4)
    assert (ticket.parent, ticket.status) == (None, Status.DISPATCHED)
    assert house.last_in("运行群").meta["ticket"] == 4


async def test_what_comes_after_it_was_handled_stands_alone(house: House) -> None:
    await five(house)
    await handled(house, 5)
    await house.say("客服甲", cold(601))
    assert (await house.ticket(6)).parent is None
    assert "R3.2.2" in (await house.ticket(6)).clocks


async def test_taken_out_by_word_and_by_button(house: House) -> None:
    await five(house)
    await house.say("运行甲", "收到 1")
    assert "5" in house.last_in("运行群").text
    await house.say("客服甲", "拆出 1")
    assert (await house.ticket(1)).parent == 5  # a reason is wanted
    await house.say("客服甲", "拆出 1 他家阀门关着")
    assert (await house.ticket(1)).parent is None
    assert "R3.2.2" in (await house.ticket(1)).clocks
    await house.press("客服甲", "拆出", 2, {"words": "单户"})
    assert (await house.ticket(2)).parent is None
    assert (await house.ticket(5)).households == 3
    await house.say("客服甲", "拆出 2 再来")
    assert house.last_in("客服群").meta["kind"] == "refusal"


async def test_an_incident_that_is_none_lets_all_go(house: House) -> None:
    await five(house)
    before = len(house.heard_in("运行群"))
    await house.say("运行主任", "降级 5 各家阀门没开")
    for number in (1, 2, 3, 4):
        ticket = await house.ticket(number)
        assert ticket.parent is None
        assert "R3.2.2" in ticket.clocks
    assert len(house.heard_in("运行群")) <= before + 2
    assert "#1" in "".join(house.said_in("运行群")[before:])


async def test_a_household_of_an_incident_again(house: House) -> None:
    await five(house)
    before = len(house.heard_in("运行群"))
    await house.say("客服甲", cold(102).replace("家里不热", "家里还是不热"))
    assert (await house.ticket(2)).repeats == 1
    assert await house.count() == 5
    assert len(house.heard_in("运行群")) == before
    await house.say("客服甲", "合并 2 到 1")
    assert (await house.ticket(5)).households == 4


async def test_an_unhappy_follow_up_takes_all_up_again(house: House) -> None:
    await five(house)
    await handled(house, 5)
    await house.say("运行甲", "已反馈 5 满意")
    await house.say("客服甲", "回访 5 不满意 又都凉了")
    assert (await house.ticket(5)).status is Status.DISPATCHED
    for number in (1, 2, 3, 4):
        child = await house.ticket(number)
        assert (child.parent, child.status) == (5, Status.DISPATCHED)


async def test_three_flats_of_one_building_are_put_to_the_agent(house: House) -> None:
    for room in (101, 102):
        await house.say("客服甲", cold(room))
    await house.say("客服甲", cold(101, building=5))
    assert not [m for m in house.heard_in("客服群") if m.meta["kind"] == "question"]
    await house.say("客服甲", cold(201))
    asked = house.last_in("客服群")
    assert asked.meta["kind"] == "question"
    for part in ("3号楼", "#1", "#2", "#4", "升级 4"):
        assert part in asked.text
    assert not (await house.ticket(4)).is_major  # a person decides
    await house.say("客服甲", "升级 4 3号楼都不热")
    assert [(await house.ticket(n)).parent for n in (1, 2, 3)] == [4, 4, None]
    assert (await house.ticket(4)).households == 3


async def test_the_sizes_and_windows_of_incidents_are_the_companys(database_url: str) -> None:
    figures = {"flats": 2, "lasts": "1h", "told_at": [3]}
    policy = policy_from_config({"incidents": figures})
    async with open_house(database_url, policy=policy) as house:
        await house.say("客服甲", cold(101))
        await house.say("客服甲", cold(102))
        assert "2 户" in house.last_in("客服群").text
        await house.say("客服甲", OUTAGE)
        room = await house.emergency_group(3)
        for household in (101, 102):
            await house.say("客服甲", cold(household, "蓝天小区", household))
        assert len([text for text in house.said_in(room) if "户反映，都算" in text]) == 1
        assert (await house.ticket(5)).parent == 3
        await house.forward(minutes=61)
        await house.say("客服甲", cold(103, "蓝天小区", 9))
        assert (await house.ticket(6)).parent is None


async def test_who_complained_before_the_place_did_goes_under_it(house: House) -> None:
    await house.say("客服甲", cold(101, "蓝天小区"))
    await house.say("客服甲", cold(201, "蓝天小区", 5))
    await house.say("客服甲", OUTAGE)
    assert [(await house.ticket(n)).parent for n in (1, 2)] == [3, 3]
    assert (await house.ticket(3)).households == 3


BURST = "阳光花园主管道爆了，整个小区都没暖气了 李师傅 13912340000"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("收到 2", "收到"),
        ("已联系 2 约今天18点", "已联系 约今天18点"),
        ("已联系 2", "已联系"),
        ("到场 2", "到场"),
        ("方案 2 换立管", "方案 换立管"),
        ("完成 2 放气，室温20度", "完成 放气，室温20度"),
    ],
)
async def test_who_has_the_incident_speaks_of_its_households(
    house: House, said: str, kept: str
) -> None:
    """A burst is the repair crew's, and so is the cold flat under it, whose type is operations'."""
    await house.say("客服甲", BURST)
    await house.say("客服甲", cold(101))
    parent, child = await house.ticket(1), await house.ticket(2)
    assert (parent.department, child.department, child.parent) == ("repair", "operations", 1)
    await house.say("检修甲", said)
    answer = house.last_in("检修群")
    assert answer.meta["kind"] == "reply"
    assert "#2 已记下，它随 #1 一起办" in answer.text
    assert "运行部" not in answer.text
    assert (await house.timeline(2))[-1].words == kept
    parent, child = await house.ticket(1), await house.ticket(2)
    assert (child.parent, child.status, child.clocks) == (1, Status.DISPATCHED, {})
    answered = {a.person for a in parent.team if a.answered_at}
    assert answered == ({"检修甲"} if said.startswith("收到") else set())
    assert parent.status is (Status.ACKNOWLEDGED if answered else Status.DISPATCHED)


async def test_the_household_s_own_department_does_not_work_on_anothers_incident(
    house: House,
) -> None:
    await house.say("客服甲", BURST)
    await house.say("客服甲", cold(101))
    await house.say("运行甲", "完成 2 放气")
    refused = house.last_in("运行群")
    assert refused.meta["kind"] == "refusal"
    assert "检修部" in refused.text  # who has the incident
    await house.say("值班领导", "收到 2", group="领导群")
    assert "#2 知道了，已记下。仍由检修部办" in house.last_in("领导群").text
