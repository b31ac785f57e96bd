"""The company's own clocks (ours, off by default): O1 to O4, and seasons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain import own_words
from bot.domain.own_limits import NONE_KEPT
from bot.domain.policy import Policy
from bot.domain.policy_config import policy_from_config
from tests.house import COLD, OUTAGE, House, open_house

ORDER = (
    "12345工单 编号：JD2026112300 诉求人 王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度 "
    "办结时限：11月24日17:00"
)
STATION = "阳光花园换热站停了 整个小区都没暖气 赵主任 13811112222"


@asynccontextmanager
async def keeping(url: str, **policy: object) -> AsyncIterator[House]:
    async with open_house(url, policy=policy_from_config(policy)) as house:
        yield house


async def test_nothing_of_it_is_kept_unless_it_is_written(house: House) -> None:
    await house.say("客服甲", ORDER)
    await house.say("客服甲", STATION)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行甲", "测温 1 客厅 17.9 用户确认")
    await house.forward(hours=30)
    for number in (1, 2):
        ticket = await house.ticket(number)
        assert not any(rule.startswith("O") for rule in (*ticket.clocks, *ticket.missed))
    assert "own" not in Policy().to_json()  # a policy of before is the same version


async def test_an_order_of_12345_brings_its_own_limit(database_url: str) -> None:
    async with keeping(database_url, outer=True) as house:
        await house.say("客服甲", ORDER)
        clock = (await house.ticket()).clocks["O1"]
        assert clock.due_at == datetime.fromisoformat("2026-11-24T17:00:00+08:00")
        assert "JD2026112300" in house.last_in("客服群").text
        await house.say("客服甲", "补充 1 时限 今天20点")
        assert (await house.ticket()).clocks["O1"].due_at.hour == 12  # UTC
        await house.say("运行甲", "完成 1 换了阀门")
        await house.forward(hours=13)
        assert "O1" in (await house.ticket()).missed
        late = [m for m in house.heard_in("领导群") if m.meta["rule"] == "O1"]
        assert late  # escalated as any other
        await house.say("运行甲", "已反馈 1 满意")
        assert "O1" not in (await house.ticket()).clocks
        assert "O1" in (await house.ticket()).missed


async def test_an_order_for_a_household_that_called_before_counts_too(database_url: str) -> None:
    async with keeping(database_url, outer=True) as house:
        await house.say("客服甲", COLD)
        await house.forward(hours=1)
        await house.say("客服甲", ORDER)
        assert await house.count() == 1
        assert "O1" in (await house.ticket()).clocks


async def test_an_order_without_a_readable_limit_is_asked_about(database_url: str) -> None:
    async with keeping(database_url, outer=True) as house:
        await house.say("客服甲", COLD + " 12345转来 办结时限：尽快")
        asked = [m for m in house.heard_in("客服群") if "几点前要办结" in m.text]
        assert "补充 1 时限" in asked[0].text
        assert "O1" not in (await house.ticket()).clocks


async def test_users_of_an_outage_are_told_within_two_hours(database_url: str) -> None:
    async with keeping(database_url, users_told="2h") as house:
        await house.say("客服甲", STATION)
        await house.say("客服甲", "李先生 13687654321 金色家园5号楼1单元302 暖气爆了 烫伤了人")
        assert "O2" not in (await house.ticket(2)).clocks  # no outage
        await house.forward(minutes=110)
        reminders = [m for m in house.heard_in("客服群") if m.meta["rule"] == "O2"]
        assert "已告知 1" in reminders[-1].text
        await house.say("客服甲", "已告知 1 业主群发了通知")
        ticket = await house.ticket()
        assert ticket.status.value == "dispatched"  # the work goes on
        assert "O2" not in ticket.clocks
        await house.forward(minutes=20)
        assert "O2" not in (await house.ticket()).missed
        assert "业主群发了通知" in [e.words for e in await house.timeline()]


async def test_who_tells_nobody_misses_it_on_the_major_ladder(database_url: str) -> None:
    async with keeping(database_url, users_told="2h") as house:
        await house.say("客服甲", STATION)
        await house.forward(minutes=126)
        assert "O2" in (await house.ticket()).missed
        assert any(m.meta["rule"] == "O2" for m in house.heard_in("客服群") if "客服主管" in m.text)


@pytest.mark.parametrize(
    ("said", "met", "answer"),
    [
        ("测温 1 客厅 17.9 用户确认", False, "17.9℃，不到 18℃"),
        ("测温 1 客厅 17.95度 用户确认", False, "不到 18℃"),
        ("测温 1 主卧18度 用户已签字", True, "达标"),
        ("测温 1 客厅 18.5", False, "请用户确认"),
        ("测温 1 北屋 19℃ 用户不认可", False, "请用户确认"),
        ("测温 1 客厅20度 北屋17度 用户确认", False, "17℃，不到"),
        ("完成 1 换了阀门，测温客厅20度，用户确认", True, "达标"),
    ],
)
async def test_a_measured_temperature_counts_as_it_is(
    database_url: str, said: str, met: bool, answer: str
) -> None:
    async with keeping(database_url, measured={"standard": 18, "within": "24h"}) as house:
        await house.say("客服甲", COLD)
        await house.say("运行甲", "已联系 1 约今天18点")
        await house.say("运行甲", said)
        assert ("O3" not in (await house.ticket()).clocks) is met
        assert any(answer in m.text for m in house.heard_in("运行群"))
        (entry,) = [e for e in await house.timeline() if e.what == "measured"]
        assert set(entry.facts) == {"degrees", "room", "confirmed"}
        assert entry.by
        assert (await house.ticket()).room_temp_c == 15.0  # what the user told stays


async def test_users_who_hear_the_result_need_not_hear_of_the_outage(database_url: str) -> None:
    """O2 ends with R3.3.6: they have been told."""
    async with keeping(database_url, users_told="2h") as house:
        await house.say("客服甲", OUTAGE)
        for words in ("到场 1", "方案 1 换管", "完成 1 换好了"):
            await house.say("运行甲", words)
        await house.say("运行主任", "验收 1 合格")
        assert "O2" in (await house.ticket()).clocks
        await house.say("运行甲", "已反馈 1 满意")
        assert set((await house.ticket()).clocks) == {"R3.3.7"}


async def test_work_without_a_measurement_is_asked_for_it_until_it_is_closed(
    database_url: str,
) -> None:
    async with keeping(database_url, measured={"within": "5h"}) as house:
        await house.say("客服甲", COLD)
        await house.say("客服甲", "李先生 13687654321 金色家园5号楼1单元302 暖气片漏水")
        assert "O3" not in (await house.ticket(2)).clocks  # of warmth alone
        await house.say("运行甲", "完成 1 放了气")
        await house.forward(hours=6)
        told = [m for m in house.heard_in("运行群") if m.meta["rule"] == "O3"]
        late = [m for m in told if m.meta["kind"] == "overdue"]
        assert "测温 1 客厅 20 用户确认" in late[-1].text
        await house.say("运行甲", "已反馈 1 满意")
        await house.say("客服甲", "回访 1 满意")
        ticket = await house.ticket()
        assert not ticket.clocks
        assert "O3" in ticket.missed


async def test_after_a_long_silence_the_crew_is_asked(database_url: str) -> None:
    async with keeping(database_url, **{"silence": "8h", "R3.2.3b": "9d"}) as house:
        await house.say("客服甲", COLD)
        await house.say("运行甲", "已联系 1 约后天18点")
        await house.forward(hours=7)
        assert not _asked(house)
        await house.say("运行甲", "进展 1 等配件")
        await house.forward(hours=7)
        assert not _asked(house)
        await house.forward(hours=1)
        (question,) = _asked(house)
        assert question.meta["kind"] == "question"
        assert "还在处理吗" in question.text
        await house.forward(hours=8)
        assert len(_asked(house)) == 2  # asked again
        await house.say("运行甲", "超时")
        assert "#1" not in house.last_in("运行群").text  # a question is nothing missed
        await house.say("运行甲", "完成 1 换了阀门")
        await house.forward(hours=20)
        assert len(_asked(house)) == 2
        assert "O4" not in (await house.ticket()).missed


async def test_what_the_bot_itself_says_breaks_no_silence(database_url: str) -> None:
    """O4: it has reminded and escalated meanwhile; of the crew nobody has said a word."""
    async with keeping(database_url, silence="8h") as house:
        await house.say("客服甲", COLD)
        await house.forward(hours=8)
        assert len(_asked(house)) == 1
        assert (await house.timeline())[-1].what == "still_working"  # R1.3


async def test_a_question_is_no_limit_that_is_near(database_url: str) -> None:
    async with keeping(database_url, silence="1h") as house:
        await house.say("客服甲", COLD)
        await house.say("运行甲", "已联系 1 约明天7点")
        await house.say("总经理", "有没有快超时的")
        assert "两小时内到时限的没有" in house.last_in("领导群").text


def _asked(house: House) -> list[Any]:
    return [m for m in house.heard_in("运行群") if m.meta["rule"] == "O4"]


SEASON = {
    "from": "2026-11-15", "to": "2027-03-15", "trial": "2026-11-05", "first_days": 10,
    "limits": {"R3.2.2": "4h"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "hours"),
    [("11-04T23:59", 2), ("11-05T00:00", 4), ("11-24T23:59", 4), ("11-25T00:00", 2)],
)
def test_the_first_days_of_a_season_have_limits_of_their_own(day: str, hours: int) -> None:
    policy = policy_from_config({"season": SEASON, "R3.2.4": "1h"})
    now = datetime.fromisoformat(f"2026-{day}:00+08:00")
    assert policy.limit("R3.2.2", now) == timedelta(hours=hours)
    assert policy.limit("R3.2.4", now) == timedelta(hours=1)
    assert Policy.from_json(policy.to_json()) == policy


def test_what_is_kept_is_kept_with_the_policy() -> None:
    policy = policy_from_config(
        {"outer": True, "users_told": "2h", "measured": {"standard": 20}, "silence": "1d"}
    )
    assert Policy.from_json(policy.to_json()) == policy
    assert policy.version != Policy().version
    assert policy_from_config({"outer": False}).own == NONE_KEPT


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"outer": "是"}, "true 或 false"),
        ({"users_told": "快点"}, "policy.users_told"),
        ({"measured": 18}, "standard"),
        ({"measured": {"standard": 99}}, "10 到 30"),
        ({"silense": "8h"}, "silence"),
        ({"season": {"from": "2026-11-15"}}, "policy.season"),
        ({"season": {**SEASON, "to": "2026-11-01"}}, "policy.season"),
        ({"season": {**SEASON, "trial": "2026-12-01"}}, "policy.season"),
        ({"season": {**SEASON, "limits": {"R9": "1h"}}}, "R9"),
        ({"O1": "2h"}, "outer"),
    ],
)
def test_a_mistake_in_it_is_told_with_its_mend(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        policy_from_config(wrong)


@pytest.mark.parametrize(
    ("text", "number", "limit"),
    [
        (ORDER, "JD2026112300", "11月24日17:00"),
        ("工单编号:20261123-0001\n办理期限：明天12点\n不热", "20261123-0001", "明天12点"),
        ("12345来电 处理时限为24小时内，用户不热", None, "24小时内"),
        ("受理单号 ABC123456 家里冷", "ABC123456", None),
        ("供暖期限是什么时候", None, None),
        ("手机13912345678 家里冷", None, None),
    ],
)
def test_an_orders_number_and_limit_are_found(
    text: str, number: str | None, limit: str | None
) -> None:
    assert own_words.order_number(text) == number
    assert not own_words.is_order(text) or own_words.limit_words(text) == limit
