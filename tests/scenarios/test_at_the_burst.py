"""A team works on a major complaint and talks in its room; those above look on (R3.3)."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import OUTAGE, House

STATION = "锦绣城换热站停电了 锦绣城全停 13800050001"


@pytest.fixture
async def planned(house: House) -> House:
    """The team is on site and has its plan."""
    await house.say("客服甲", STATION)
    await house.say("检修甲", "到场 1")
    await house.say("检修甲", "方案 1 接发电机")
    return house


@pytest.mark.parametrize(
    "words", ["挖到管子了 正在抽水", "焊完了 开始注水", "注水完成 压力正常", "预计六点恢复"]
)
async def test_what_the_team_tells_of_its_work_is_progress(planned: House, words: str) -> None:
    """R3.3.4: it was kept as a remark, the clock ran out, and the general manager was rung."""
    await planned.forward(minutes=100)
    await planned.say("检修乙", words, group=await planned.emergency_group())
    assert (await planned.timeline())[-1].what == "progressed"
    assert planned.last_in("客服群").text.endswith(f"进展：{words}")
    await planned.forward(minutes=30)
    assert (await planned.ticket()).status is Status.PLANNED
    assert "overdue" not in [entry.what for entry in await planned.timeline()]


@pytest.mark.parametrize("words", ["我去买点水", "拍照看下", "让老高带焊机过来"])
async def test_talk_is_none(planned: House, words: str) -> None:
    await planned.say("检修乙", words, group=await planned.emergency_group())
    assert "progressed" not in [entry.what for entry in await planned.timeline()]


async def test_the_result_keeps_its_words(planned: House) -> None:
    """The user was to be told that the result is 供暖了."""
    await planned.say("检修甲", "恢复供暖了", group=await planned.emergency_group())
    assert (await planned.ticket()).result == "恢复供暖了"


async def test_a_clock_that_has_run_out_is_not_said_to_run(planned: House) -> None:
    await planned.forward(minutes=150)
    room = await planned.emergency_group()
    await planned.say("检修甲", "今天真冷", group=room)
    assert "已超时（限 今天10:00），回「进展 1 …」" in planned.last_in(room).text


@pytest.mark.parametrize("words", ["需要什么支援 几点能好", "多久能好"])
async def test_a_leader_who_wants_to_know_when_is_shown_it(planned: House, words: str) -> None:
    room = await planned.emergency_group()
    await planned.say("值班领导", words, group=room)
    assert planned.last_in(room).text.startswith("#1 锦绣城换热站｜重大")
    await planned.say("值班领导", "1号多久能好")
    assert planned.last_in("领导群").text.startswith("#1 锦绣城换热站｜重大")


@pytest.mark.parametrize("words", ["可以降", "同意降级", "降吧"])
async def test_leave_to_lower_it_is_heard(planned: House, words: str) -> None:
    await planned.say("客服甲", "降级 1 就一栋楼")
    await planned.say("值班领导", words)
    assert "要「降级」吗" in planned.last_in("领导群").text
    await planned.say("值班领导", "是")
    assert not (await planned.ticket()).is_major


async def test_a_heads_bare_leave_in_the_room_is_no_courtesy(planned: House) -> None:
    """He was answered 好的, and nothing was lowered."""
    room = await planned.emergency_group()
    await planned.say("检修主任", "可以", group=room)
    assert planned.last_in(room).text.startswith("好的")
    await planned.say("客服甲", "降级 1 就一栋楼")
    await planned.forward(minutes=1)
    await planned.say("检修主任", "可以", group=room)
    assert "要「降级」吗" in planned.last_in(room).text
    await planned.say("检修主任", "是", group=room)
    assert not (await planned.ticket()).is_major


async def test_who_comes_to_help_is_on_the_list(house: House) -> None:
    """R4.3.3; he was told that it is for another department to arrive."""
    await house.say("客服甲", OUTAGE)
    await house.say("检修甲", "到场", group=await house.emergency_group())
    came = {a.person for a in (await house.ticket()).team if a.arrived_at}
    assert came == {"检修甲"}


async def test_a_department_that_was_asked_says_so_in_its_own_group(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("检修甲", "到场 1")
    assert house.kinds_in("检修群")[-1] == "refusal"
    await house.say("运行甲", "支援 1 检修部 带焊机")
    await house.say("检修甲", "到场 1")
    assert "检修甲已到场" in house.last_in("检修群").text


async def test_customer_service_is_on_no_site(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", "到场了", group=await house.emergency_group())
    assert not any(a.arrived_at for a in (await house.ticket()).team)
