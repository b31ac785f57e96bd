"""What a team, customer service and a leader say in the emergency chat while it goes on (R3.3)."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import OUTAGE, House


async def _said(house: House, who: str, *lines: str) -> str:
    group = await house.emergency_group()
    for words in lines:
        await house.say(who, words, group=group)
    return house.last_in(group).text


@pytest.mark.parametrize("words", ["到站了", "到换热站了", "到泵房了"])
async def test_the_heat_station_is_the_site(house: House, words: str) -> None:
    """R3.3.2; it was kept as a remark, and the clock ran out."""
    await house.say("客服甲", OUTAGE)
    assert "运行甲已到场" in await _said(house, "运行甲", words)


async def test_so_many_minutes_away_is_an_answer(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    assert "「接单" in await _said(house, "运行甲", "我在3号站 过去15分钟")


@pytest.mark.parametrize("words", ["先启备用泵", "定了 备用泵顶着 电工修主泵 预计中午恢复"])
async def test_a_plan_is_heard_as_one(house: House, words: str) -> None:
    """R3.3.2b."""
    await house.say("客服甲", OUTAGE)
    assert "「方案" in await _said(house, "运行甲", "到场", words)
    await _said(house, "运行甲", "是")
    assert (await house.ticket()).status is Status.PLANNED


@pytest.mark.parametrize("words", ["回水28了", "启了 压力0.35", "供温50 回水36"])
async def test_figures_from_the_site_are_progress(house: House, words: str) -> None:
    """R3.3.4: customer service and the leaders hear them."""
    await house.say("客服甲", OUTAGE)
    await _said(house, "运行甲", "到场", words)
    assert words in house.last_in("客服群").text
    assert (await house.timeline())[-1].what == "progressed"


async def test_who_will_tell_the_users_has_not_told_them(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await _said(house, "客服甲", "好 我回复用户")
    assert (await house.timeline())[-1].what == "remarked"


async def test_what_comes_before_the_call_is_the_inspection(house: House) -> None:
    """R3.3.5; 已反馈 was told of, which is refused as well."""
    await house.say("客服甲", OUTAGE)
    await _said(house, "运行甲", "到场", "完成 换了泵")
    assert "先验收" in await _said(house, "客服甲", "回访 满意")
