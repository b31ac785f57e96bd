"""What an incident and one of its households leave to each other: clocks, numbers, the record."""

from __future__ import annotations

from bot.domain.policy_config import policy_from_config
from bot.domain.ticket import Severity, Status
from tests.house import OUTAGE, House, open_house

ORDER = "【12345工单】办结时限：11月24日17:00 王女士 13912345678 蓝天小区3号楼2单元501 家里不热"
FLAT = "赵女士 13900001111 蓝天小区5号楼1单元302 家里不热"
BUILDINGS = "蓝天小区3号楼、5号楼、6号楼都没暖气 钱师傅 13900002222"


async def _accepted(house: House, number: int = 1) -> None:
    room = await house.emergency_group(number)
    await house.say("运行甲", "到场", group=room)
    await house.say("运行甲", "方案 换循环泵", group=room)
    await house.say("运行甲", "完成 全部恢复", group=room)
    await house.say("运行主任", "验收 合格", group=room)


async def test_what_is_not_accepted_is_told_to_nobody(house: House) -> None:
    """R3.3.5, R3.3.6: done is not yet accepted, and an inspection that fails names none to tell."""
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", FLAT)
    room = await house.emergency_group()
    for words in ("到场", "方案 换循环泵", "完成 全部恢复"):
        await house.say("运行甲", words, group=room)
    await house.say("客服甲", "已反馈 2 满意")
    assert house.last_in("客服群").meta["kind"] == "refusal"
    await house.say("运行主任", "验收 不合格 5号楼还凉", group=room)
    assert "report" not in house.kinds_in(room)
    assert (await house.ticket(2)).status is Status.DISPATCHED


async def test_one_who_is_dissatisfied_speaks_for_himself_alone(house: House) -> None:
    """R3.3.6: the others are still to be asked; who was told is on no list any more."""
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", FLAT)
    await house.say("客服甲", FLAT.replace("302", "402").replace("1111", "2222"))
    await _accepted(house)
    await house.say("客服甲", "已反馈 2 满意")
    await house.say("客服甲", "名单 1")
    assert "13900002222" in house.last_in("客服群").text
    assert "13900001111" not in house.last_in("客服群").text
    await house.say("运行甲", "已反馈 1 不满意 嫌慢")
    assert [(await house.ticket(n)).rating for n in (1, 2, 3)] == ["不满意", "满意", "未评价"]
    assert [(await house.ticket(n)).parent for n in (2, 3)] == [1, 1]


async def test_of_many_flats_of_one_building_it_is_asked_once(house: House) -> None:
    """R3.1.2: three look like one cause; the fourth is not put to the agent again."""
    for flat in (101, 201, 301, 401):
        await house.say("客服甲", f"孙女士 13900003{flat} 翠湖小区6号楼1单元{flat} 家里不热")
    asked = [text for text in house.said_in("客服群") if "#1" in text and "#3" in text]
    assert len(asked) == 1


async def test_an_orders_own_limit_is_owed_whatever_the_incident(database_url: str) -> None:
    """O1: whoever sent the order waits for his answer, and for no longer than until it is told."""
    policy = policy_from_config({"outer": True})
    async with open_house(database_url, policy=policy) as house:
        await house.say("客服甲", ORDER)
        await house.say("客服甲", OUTAGE)
        household = await house.ticket(1)
        assert (household.parent, set(household.clocks)) == (2, {"O1"})
        await _accepted(house, 2)
        await house.say("客服甲", "已反馈 1 满意")
        assert (await house.ticket(1)).clocks == {}
        assert (await house.ticket(1)).missed == ()


async def test_who_complains_again_once_he_was_told_goes_his_own_way(house: House) -> None:
    """R3.2: the work of the incident is done, and his flat is cold all the same."""
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", FLAT)
    await _accepted(house)
    await house.say("运行甲", "已反馈 1 满意")
    assert (await house.ticket(2)).status is Status.FED_BACK
    await house.say("客服甲", FLAT.replace("家里不热", "家里还是不热"))
    again = await house.ticket(2)
    assert (again.parent, again.status) == (None, Status.DISPATCHED)
    assert {"R3.2.2", "R3.2.3b"} <= set(again.clocks)
    await house.say("运行甲", "完成 2 放了气")
    assert (await house.ticket(2)).status is Status.HANDLED
    gone = (await house.timeline(1))[-1]
    assert (gone.what, gone.facts["other"]) == ("left", 2)  # R1.3


async def test_what_stays_cold_of_a_cold_compound_is_a_general_ticket(
    house: House,
) -> None:
    """R3.1.1: what is left of the outage is these buildings' own trouble."""
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", BUILDINGS)
    told = await house.ticket(2)
    assert (told.parent, told.is_major) == (1, True)
    await _accepted(house)
    await house.say("客服甲", "已反馈 2 不满意 还是凉")
    alone = await house.ticket(2)
    assert (alone.parent, alone.severity) == (None, Severity.GENERAL)
    assert {"R3.2.2", "R3.2.3b"} <= set(alone.clocks)


async def test_a_household_that_is_worse_than_the_others_has_an_emergency_of_its_own(
    house: House,
) -> None:
    """R3.3.1: it is nobody's household any more, and its own team is called."""
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", FLAT)
    await house.say("客服甲", "升级 2 暖气爆裂，屋里淹了")
    raised = await house.ticket(2)
    assert (raised.parent, raised.is_major) == (None, True)
    assert "R3.3.2" in raised.clocks
    assert (await house.ticket(1)).households == 1
    await house.say("运行甲", "到场 2")
    assert (await house.ticket(2)).status is Status.ON_SITE


async def test_an_incident_that_is_none_keeps_who_came_for_it(house: House) -> None:
    """R3.1.2: lowered, it is a ticket like any other, and who answered has it in hand."""
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", FLAT)
    await house.say("运行甲", "到场 1")
    await house.say("运行主任", "降级 1 各家阀门没开")
    lowered = await house.ticket(1)
    assert lowered.status is Status.ACKNOWLEDGED
    assert (lowered.incident, lowered.households) == (None, 0)


async def test_the_ledger_says_when_each_of_them_was_closed(house: House) -> None:
    """R2.2.3, R3.3.7: one call closes all, and each has its own line."""
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", FLAT)
    await _accepted(house)
    await house.say("运行甲", "已反馈 1 满意")
    await house.forward(hours=1)
    await house.say("客服甲", "回访 1 满意")
    for number in (1, 2):
        assert (await house.ticket(number)).closed_at == house.clock.now()
