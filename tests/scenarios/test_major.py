"""A major complaint (R3.3): the group, the list, the plan, the two hours, the inspection."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.policy_config import policy_from_config
from bot.domain.ticket import Outcome, Status
from tests.house import COLD, OUTAGE, House, open_house


async def test_the_whole_major_path(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    ticket = await house.ticket()
    assert ticket.is_major
    room = await house.emergency_group()
    assert "#1" in room
    group = house.platform.chats.group_titled(room)
    assert group is not None
    assert set(group.members) == {"运行甲", "运行乙", "运行主任", "客服甲", "值班领导"}
    assert len(group.pinned) == 2
    assert "R3.3.1" not in ticket.clocks
    assert "预案" in "".join(house.said_in(room))
    assert [m.name for m in house.last_in("领导群").mentions] == ["值班领导"]

    await house.say("运行甲", "收到", group=room)
    assert "运行乙" in house.last_in(room).text  # who has not answered
    await house.forward(minutes=25)
    assert [m.name for m in house.last_in(room).mentions] == ["运行甲", "运行乙", "运行主任"]
    await house.say("运行甲", "到场", group=room)
    assert (await house.ticket()).status is Status.ON_SITE
    came = (await house.ticket()).team[0]
    assert came.answered_at is not None
    assert came.arrived_at == came.answered_at + timedelta(minutes=25)
    await house.say("运行乙", "到场", group=room)  # each for himself
    assert [a.person for a in (await house.ticket()).team if a.arrived_at] == ["运行甲", "运行乙"]

    await house.say("运行甲", "方案 1 关阀换管，预计两小时", group=room)
    assert (await house.ticket()).plan == "关阀换管，预计两小时"
    first = (await house.ticket()).clocks["R3.3.4"]
    await house.forward(minutes=30)
    await house.say("运行甲", "进展 1 挖开了", group=room)
    second = (await house.ticket()).clocks["R3.3.4"]
    assert second.generation == first.generation + 1
    assert second.due_at > first.due_at
    told = [p for p in (await house.ticket()).past if p.rule == "R3.3.4"]
    assert [p.outcome for p in told] == [Outcome.MET]
    assert house.last_in("客服群").meta["kind"] == "progress"

    await house.say("运行甲", "完成 1 焊好了 正在升温", group=room)
    assert "R3.3.4" not in (await house.ticket()).clocks
    await house.say("运行甲", "验收 1 合格", group=room)
    assert house.last_in(room).meta["kind"] == "refusal"
    await house.say("运行主任", "验收 1 不合格 3号楼还凉", group=room)
    assert (await house.ticket()).status is Status.PLANNED
    assert "验收不合格：3号楼还凉。" in house.last_in(room).text
    assert (await house.ticket()).result is None  # nobody is told that it is done
    assert "R3.3.4" in (await house.ticket()).clocks
    await house.say("运行甲", "完成 1 全部恢复", group=room)
    await house.say("值班领导", "验收 1 合格", group=room)
    await house.say("运行甲", "已反馈 1 基本满意", group=room)
    await house.say("运行甲", "进展 1 又巡了一遍，都热", group=room)
    assert set((await house.ticket()).clocks) == {"R3.3.7"}
    await house.say("客服甲", "回访 1 满意", group="客服群")
    ticket = await house.ticket()
    assert (ticket.status, ticket.rating) == (Status.CLOSED, "满意")
    assert ticket.missed == ()
    closed = house.platform.chats.groups[group.chat_id]
    assert closed.archived
    assert "到岗" in house.said_in(closed.title)[-1]


async def test_what_is_mended_needs_no_plan_any_more(house: House) -> None:
    """R3.3.2b: who comes and mends it at once is not asked for a plan afterwards."""
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.say("运行甲", "到场", group=room)
    await house.say("运行甲", "完成 1 阀门复位，已升温", group=room)
    assert set((await house.ticket()).clocks) == {"R3.3.5"}
    await house.forward(hours=1)
    assert "R3.3.2b" not in (await house.ticket()).missed


async def test_nobody_comes(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.forward(minutes=30)
    assert house.kinds_in(room)[-1] == "overdue"
    await house.forward(minutes=10)
    phoned = [c for c in house.calls if c.level == "phone"]
    assert [c.names for c in phoned] == [("运行主任",), ("值班领导",)]
    assert (await house.ticket()).missed == ("R3.3.2",)


async def test_the_platform_refuses_the_group(house: House) -> None:
    house.platform.refuse_groups = "没有建群权限"
    await house.say("客服甲", OUTAGE)
    assert (await house.ticket()).group_chat is None
    for group in ("运行群", "客服群", "领导群"):
        assert any("没建成" in text for text in house.said_in(group))
    failed = [e for e in await house.timeline() if e.what == "group_failed"]
    assert failed[0].words == "没有建群权限"
    await house.say("运行甲", "到场 1")
    assert (await house.ticket()).status is Status.ON_SITE


async def test_upgrade_and_downgrade(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行甲", "延期 1 今天20点 等配件")
    await house.say("客服甲", "升级 1 整栋楼都没热")
    ticket = await house.ticket()
    assert ticket.is_major
    assert (ticket.promised_at, ticket.extension) == (None, None)  # nobody waits for that now
    assert set(ticket.clocks) == {"R3.3.2", "R3.3.4"}
    room = await house.emergency_group()
    await house.say("运行甲", "降级 1", group=room)
    assert house.last_in(room).meta["kind"] == "refusal"
    await house.say("运行主任", "降级 1", group=room)
    assert (await house.ticket()).is_major  # a reason is wanted
    await house.say("运行主任", "降级 1 就一户", group=room)
    ticket = await house.ticket()
    assert not ticket.is_major
    assert set(ticket.clocks) == {"R3.2.2", "R3.2.3b"}
    assert house.platform.chats.groups[ticket.group_chat or ""].archived


async def test_words_in_the_emergency_group_are_kept(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.say("运行乙", "那边楼道的灯坏了，带手电", group=room)
    entries = await house.timeline()
    assert entries[-1].what == "remarked"
    assert entries[-1].words == "那边楼道的灯坏了，带手电"
    assert "#1" in house.last_in(room).text


async def test_each_person_called_answers_for_himself(house: House) -> None:
    """R3.3.2: who is silent is rung although others have come; the clock is met all the same."""
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.say("运行甲", "到场", group=room)
    await house.forward(minutes=26)
    asked = [m for m in house.heard_in(room) if m.meta["rule"] == "R3.3.2"][-1]
    assert asked.meta["kind"] == "reminder"
    assert [m.name for m in asked.mentions] == ["运行乙", "运行主任"]
    reminded = [e for e in await house.timeline() if e.what == "reminder"]
    assert [e.facts["rule"] for e in reminded].count("R3.3.2") == 2  # R1.3
    await house.say("运行乙", "收到 1", group=room)
    await house.forward(minutes=5)
    asked = [m for m in house.heard_in(room) if m.meta["rule"] == "R3.3.2"][-1]
    assert [m.name for m in asked.mentions] == ["运行主任"]
    ticket = await house.ticket()
    assert "R3.3.2" not in ticket.clocks
    assert "R3.3.2" not in ticket.missed
    before = len(house.heard_in("领导群"))
    await house.forward(minutes=20)
    assert not [m for m in house.heard_in("领导群")[before:] if m.meta.get("rule") == "R3.3.2"]


async def test_the_silence_ends_when_all_have_answered(house: House) -> None:
    """R3.3.2: nobody is rung about it any more; it was kept by who came first, and then."""
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.say("运行甲", "到场", group=room)
    came = house.clock.now()
    await house.forward(minutes=5)
    await house.say("运行乙", "到场", group=room)
    await house.say("运行主任", "收到 1", group=room)
    assert "R3.3.2" not in (await house.ticket()).clocks
    assert [p.ended_at for p in (await house.ticket()).past if p.rule == "R3.3.2"] == [came]
    told = len([m for m in house.heard_in(room) if m.meta["rule"] == "R3.3.2"])
    await house.forward(hours=1)
    assert len([m for m in house.heard_in(room) if m.meta["rule"] == "R3.3.2"]) == told
    assert "R3.3.2" not in [c.meta.get("rule") for c in house.calls[1:]]  # after the first call


async def test_five_households_of_one_community_are_a_large_area(house: House) -> None:
    """R3.1.2: five separate complaints of no heat within 30 minutes; one of them twice is four."""
    for room in (101, 102, 102, 201, 202):
        await house.say("客服甲", f"阳光花园3号楼1单元{room} 1391234{room}0 家里不热只有15度")
        await house.forward(minutes=1)
    numbers = range(1, await house.count() + 1)
    assert not any([(await house.ticket(n)).is_major for n in numbers])
    await house.say("客服乙", "翠湖家园1号楼1单元301 13712345678 家里不热")
    await house.say("客服乙", "阳光花园5号楼1单元301 13612345678 家里不热只有13度")
    last = await house.ticket(await house.count())
    assert last.is_major
    assert "第5起" in last.why[-1]
    assert await house.emergency_group(last.id) == f"应急 #{last.id} 阳光花园"
    assert (await house.ticket(1)).parent == last.id
    assert (await house.timeline(1))[-1].facts["other"] == last.id
    await house.say("客服乙", "阳光花园6号楼1单元301 13512345678 家里不热")
    assert not (await house.ticket(await house.count())).is_major
    await house.forward(minutes=40)


async def test_taken_up_again_everybody_answers_anew(house: House) -> None:
    """R3.3.1, R3.3.2: in the group that stands already, with a list that is empty again."""
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    for words in ("到场 1", "方案 1 换管", "完成 1 换好了"):
        await house.say("运行甲", words, group=room)
    await house.say("运行主任", "验收 1 合格", group=room)
    await house.say("运行甲", "已反馈 1", group=room)
    await house.say("客服甲", "回访 1 不满意 3号楼又凉了", group="客服群")
    ticket = await house.ticket()
    assert set(ticket.clocks) == {"R3.3.2", "R3.3.4"}
    assert not [a for a in ticket.team if a.answered_at]
    await house.forward(minutes=16)
    assert [m.name for m in house.last_in(room).mentions] == ["运行甲", "运行乙", "运行主任"]


async def test_the_size_of_a_large_area_is_the_companys(database_url: str) -> None:
    """R3.1.2, ours: `policy: {large_area: …}`."""
    policy = policy_from_config({"large_area": {"complaints": 2, "buildings": 2}})
    async with open_house(database_url, policy=policy) as house:
        await house.say("客服甲", "阳光花园3号楼1单元101 13912341010 家里不热只有15度")
        await house.say("客服甲", "阳光花园3号楼1单元102 13912341020 家里不热只有15度")
        assert (await house.ticket(2)).is_major
        await house.say("客服甲", "翠湖家园1号楼、2号楼停暖了，都没热")
        assert (await house.ticket(3)).is_major
    with pytest.raises(ValueError, match="large_area"):
        policy_from_config({"large_area": {"buildings": 0}})


async def test_a_call_leaves_the_company_with_nothing_that_people_said(house: House) -> None:
    """By SMS and telephone it goes through others' hands: number and place, no name, no phone."""
    await house.say("客服甲", "王女士 13912345678 有人被暖气烫伤了")
    await house.forward(hours=1)
    assert {c.level for c in house.calls} == {"app", "phone"}
    for call in house.calls:
        assert "#1" in call.text
        assert "王女士" not in call.text
        assert "139" not in call.text
