"""Who hears, sees and owes what: outsiders, leaders who look on, emergencies that begin again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.policy_config import policy_from_config
from bot.domain.ticket import Status
from handlers.catalog import TABLE
from tests.house import COLD, MORNING, OUTAGE, House, another, open_house


@pytest.mark.parametrize(
    "words", ["查 1", "查 13912345678", "查 王女士", "#1", "今日", "统计", "谁值班", "我的", "超时"]
)
async def test_an_outsider_sees_nobodys_name_and_phone(house: House, words: str) -> None:
    """Contract: queries are for anyone within his permissions."""
    house.platform.chats.add_person("x1", "路人")
    house.platform.chats.add_group("别的群", "别的群", ["x1"], house.clock.now())
    await house.say("客服甲", COLD)
    await house.say("x1", words, group="别的群")
    answer = house.last_in("别的群")
    assert answer.meta["kind"] == "refusal"
    assert "王女士 139" not in answer.text
    assert "运行甲" not in answer.text


async def test_an_outsider_corrects_his_own_complaint_only(house: House) -> None:
    """Contract: 补充 is for anyone in the ticket's groups."""
    house.platform.chats.add_person("x1", "路人")
    house.platform.chats.add_group("别的群", "别的群", ["x1"], house.clock.now())
    await house.say("客服甲", COLD)
    await house.say("x1", "补充 1 电话 13800000009", group="别的群")
    assert house.last_in("别的群").meta["kind"] == "refusal"
    assert (await house.ticket(1)).phone == "13912345678"
    await house.say("x1", "翠湖家园1号楼101 家里漏水 13600003333", group="别的群")
    await house.say("x1", "补充 2 姓名 赵先生", group="别的群")
    assert (await house.ticket(2)).name == "赵先生"
    await house.say("x1", "查 2", group="别的群")
    assert "赵先生" in house.last_in("别的群").text


async def test_a_leader_who_has_heard_takes_no_work_off_anybody(house: House) -> None:
    """R3.3.2: he is on no list and stops no clock; R3.2.2: nor does he handle a flat."""
    await house.say("客服甲", OUTAGE)
    await house.say("值班领导", "收到 1", group="领导群")
    ticket = await house.ticket()
    assert ticket.status is Status.DISPATCHED
    assert "值班领导" not in {a.person for a in ticket.team}
    assert "运行" in house.last_in("领导群").text
    assert (await house.timeline())[-1].words == "收到"
    await house.say("客服甲", "收到", group=await house.emergency_group())
    assert (await house.ticket()).status is Status.DISPATCHED
    await house.say("客服甲", COLD)
    await house.say("值班领导", "收到 2", group="领导群")
    assert (await house.ticket(2)).handler is None


async def test_a_call_that_reached_nobody_is_no_contact(house: House) -> None:
    """R3.2.2: whatever time is named, the user does not know of it."""
    await house.say("客服甲", COLD)
    for words in ("已联系 1 没人接 晚上8点再打", "1打过电话了没人接"):
        await house.say("运行甲", words)
        assert (await house.ticket()).status is Status.DISPATCHED
        assert "没联系上" in house.last_in("运行群").text
        assert (await house.timeline())[-1].what == "remarked"
    await house.say("运行甲", "已联系 1 早上没人接，刚联系上了 约今晚8点")
    assert (await house.ticket()).status is Status.CONTACTED


async def test_an_emergency_that_begins_again_has_a_group_again(house: House) -> None:
    """R3.3.1: lowered and raised, closed and reopened: within a minute a live group stands."""
    await house.say("客服甲", OUTAGE)
    first = (await house.ticket()).group_chat
    await house.say("运行主任", "降级 1 就一户", group="运行群")
    await house.say("客服甲", "升级 1 整栋楼都没热")
    second = (await house.ticket()).group_chat
    assert second not in (None, first)
    await house.forward(minutes=5)
    ticket = await house.ticket()
    assert "R3.3.1" not in ticket.missed
    await house.say("客服甲", "作废 1 报错了")
    await house.say("客服甲", "重开 1 用户又来电")
    third = (await house.ticket()).group_chat
    assert third not in (None, first, second)
    groups = house.platform.chats.groups
    assert [groups[c or ""].archived for c in (first, second, third)] == [True, True, False]
    assert "用户不满意" not in "".join(house.said_in("运行群"))


async def test_an_emergency_that_goes_to_others_gathers_them(house: House) -> None:
    """R3.3.1: who is called must be able to read; the second return is for 客服's head (R1.2)."""
    await house.say("客服甲", OUTAGE)
    old = (await house.ticket()).group_chat or ""
    await house.say("运行甲", "转 1 检修部 主管道爆了", group="运行群")
    ticket = await house.ticket()
    groups = house.platform.chats.groups
    assert ticket.group_chat not in (None, old)
    assert {"检修甲", "检修主任", "运行甲"} <= set(groups[ticket.group_chat or ""].members)
    assert groups[old].archived
    await house.say("检修甲", "转 1 运行部 不归我们", group="检修群")
    assert (await house.ticket()).department == "operations"
    asked = [m for m in house.heard_in("客服群") if m.meta["kind"] == "question"][-1]
    assert [m.name for m in asked.mentions] == ["客服主管"]


async def test_taken_up_again_says_why(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "作废 1 打错了")
    await house.say("客服甲", "重开 1 用户又来电")
    told = house.last_in("运行群").text
    assert "用户又来电" in told
    assert "不满意" not in told


async def test_a_ticket_keeps_the_policy_it_was_opened_under(database_url: str) -> None:
    """Tomorrow's policy does not change today's ticket, nor the clocks it has yet to start."""
    async with open_house(database_url) as house:
        await house.say("客服甲", COLD)
        old = (await house.ticket()).policy
    company = policy_from_config({"R3.2.2": "30m", "R3.2.4": "10m", "R3.2.5": "1h"})
    later = MORNING + timedelta(minutes=10)
    async with open_house(database_url, policy=company, at=later) as house:
        await house.say("客服甲", "李先生 13800001111 翠湖家园5号楼1单元302 家里不热")
        first, second = await house.ticket(1), await house.ticket(2)
        assert (first.policy, second.policy) == (old, company.version)
        limits = [t.clocks["R3.2.2"].due_at - t.opened_at for t in (first, second)]
        assert limits == [timedelta(hours=2), timedelta(minutes=30)]
        for number in (1, 2):
            await house.say("运行甲", f"完成 {number} 放了气")
        clocks = [(await house.ticket(n)).clocks["R3.2.4"] for n in (1, 2)]
        limits = [c.due_at - c.started_at for c in clocks]
        assert limits == [timedelta(hours=2), timedelta(minutes=10)]
        await house.say("运行甲", "已反馈 1 满意")
        clock = (await house.ticket(1)).clocks["R3.2.5"]
        assert clock.due_at - clock.started_at == timedelta(hours=24)


ROLES = (
    ("运行甲", "运行群", "完成 3", "回访 3"),
    ("客服甲", "客服群", "回访 3", "验收 3"),
    ("客服主管", "客服群", "回访 3", "统计 本周"),
    ("运行主任", "运行群", "验收 3", "回访 3"),
    ("值班领导", "领导群", "降级 3", "回访 3"),
)


@pytest.mark.parametrize(("person", "group", "shown", "hidden"), ROLES)
async def test_the_help_is_what_ones_own_role_says_most(
    house: House, person: str, group: str, shown: str, hidden: str
) -> None:
    await house.say(person, "帮助", group=group)
    text = house.last_in(group).text
    assert shown in text
    assert hidden not in text
    assert text.count(" —— ") == 10
    assert "「帮助 全部」" in text


@pytest.mark.parametrize(("person", "group", "shown", "hidden"), ROLES)
async def test_all_of_the_help(
    house: House, person: str, group: str, shown: str, hidden: str
) -> None:
    await house.say(person, "帮助 全部", group=group)
    text = house.last_in(group).text
    assert text.count(" —— ") > 20
    assert shown in text
    assert "看图 3" in text
    assert "「帮助 全部」" not in text.replace("「帮助 全部」看全部", "")


async def test_all_that_the_help_offers_is_answered(house: House) -> None:
    for number in range(1, 4):
        await house.say("客服甲", another(number))
    for usage in (usage for row in TABLE for usage in row.usage.split(" / ")):
        before = len(house.heard_in("领导群"))
        await house.say("值班领导", usage)
        assert len(house.heard_in("领导群")) > before, usage


async def test_a_stranger_is_helped_too(house: House) -> None:
    house.platform.chats.add_person("x1", "路人")
    house.platform.chats.add_group("别的群", "别的群", ["x1"], house.clock.now())
    await house.say("x1", "帮助", group="别的群")
    text = house.last_in("别的群").text
    assert "查 3" in text
    assert "作废" not in text


async def test_figures_are_of_the_time_that_was_named(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.forward(days=1)
    await house.say("运行甲", "统计 昨天")
    assert "昨天投诉：共 1 单" in house.last_in("运行群").text
    await house.say("运行甲", "统计 今天")
    assert "今天投诉：共 0 单" in house.last_in("运行群").text


async def test_a_rating_stands_once_on_the_timeline(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1 放了气")
    await house.say("运行甲", "已反馈 1 满意")
    await house.say("客服甲", "回访 1 不满意 还是不热")
    said = {e.what: e.words for e in await house.timeline() if "rating" in e.facts}
    assert said == {"fed_back": "", "followed_up": "还是不热"}
