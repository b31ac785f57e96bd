"""A crew answers our messages by quoting them, in three words."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, LEAK, House


async def _to(house: House, who: str, words: str, number: int = 1) -> str:
    group = "客服群" if who.startswith("客服") else f"{who[:2]}群"
    await house.say(who, words, quote=house.quote(group, number))
    return house.last_in(group).text


@pytest.mark.parametrize("words", ["接", "我去这个", "那我现在过去", "行 我去"])
async def test_it_is_taken_on(house: House, words: str) -> None:
    """It was kept as a remark."""
    await house.say("客服甲", COLD)
    assert "已接单" in await _to(house, "运行甲", words)
    assert (await house.ticket()).status is Status.ACKNOWLEDGED


async def test_who_has_it_and_goes_on_telling_is_not_refused(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    assert "不用再接单" not in await _to(house, "运行甲", "收到 我打电话问下")
    assert (await house.timeline())[-1].what == "progressed"


async def test_what_the_user_wishes_reaches_the_crew(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天下午2点")
    assert "「催办" in await _to(house, "客服甲", "王女士问能不能早点")
    await house.say("客服甲", "是")
    assert "王女士问能不能早点" in house.last_in("运行群").text


async def test_a_colleague_who_is_told_to_let_it_be_voids_nothing(house: House) -> None:
    await house.say("客服甲", "秦大爷 13912340000 要求退上个月的采暖费")
    assert "作废" not in await _to(house, "客服主管", "我联系收费 你别管了")


@pytest.mark.parametrize("words", ["换完 试水不漏", "用户签完字了", "热上来了"])
async def test_it_is_done(house: House, words: str) -> None:
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "收到 1")
    assert "「完成" in await _to(house, "检修甲", words)


@pytest.mark.parametrize(
    "words", ["隔壁也是这个立管 估计也好了", "观察中 一小时后再看", "升到18 用户看了"]
)
async def test_it_is_not_done_yet(house: House, words: str) -> None:
    """The hour to look again was taken for what the user was promised; 升到18 for 升级."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "1 联系上了")
    assert "回「是」" not in await _to(house, "运行甲", words)
    assert (await house.ticket()).promised_at is None


async def test_an_hour_and_why(house: House) -> None:
    """R3.2.3."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约明早9点")
    assert "申请延期" in await _to(house, "运行甲", "改10点吧 早上有个急的")


async def test_a_call_before_anybody_told_the_user(house: House) -> None:
    """R3.2.4 comes before R3.2.5: her call may have been both."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1 排气")
    assert "「已反馈 1 说热了 满意」" in await _to(house, "客服甲", "回访 说热了 满意")
    await house.say("客服甲", "是")
    assert (await house.ticket()).status is Status.FED_BACK
    await house.say("客服甲", "回访 1 满意")
    assert (await house.ticket()).status is Status.CLOSED


async def test_nobody_is_offered_what_he_may_not_say(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1 排气")
    assert "进展" not in await _to(house, "客服乙", "打了没人接")
