"""A head, a leader or a colleague presses: who owes the next step is rung, and no user has
complained again; and what a head says to an extension that is before him."""

from __future__ import annotations

import pytest

from tests.house import COLD, House


async def _asked_for_more_time(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 今天15点")
    await house.say("运行甲", "延期 1 明天上午 没配件")


@pytest.mark.parametrize(
    ("person", "words"),
    [("运行主任", "抓紧1"), ("值班领导", "催办 1 今天必须弄好"), ("检修甲", "催办 1")],
)
async def test_who_presses_for_himself_is_no_user(house: House, person: str, words: str) -> None:
    """R4.3.2: repeated complaints point at hidden dangers; a head's word does not."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say(person, words)
    rung = house.last_in("运行群")
    assert (rung.meta["kind"], [m.name for m in rung.mentions]) == ("reminder", ["运行甲"])
    assert f"{person}催办" in rung.text
    assert "「已联系 1 约几点」" in rung.text
    assert (await house.ticket()).repeats == 0
    assert "催办" in (await house.timeline())[-1].words


@pytest.mark.parametrize(
    ("person", "words"), [("客服甲", "催办 1"), ("运行主任", "催办 1 用户又打电话了")]
)
async def test_a_user_by_anybody_s_mouth_is_counted(house: House, person: str, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say(person, words)
    assert (await house.ticket()).repeats == 1
    assert "用户第 2 次投诉" in house.said_in("运行群")[-1]


async def test_he_who_is_elsewhere_hears_whom_he_pressed(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("值班领导", "催办 1")
    assert house.last_in("领导群").text.startswith("#1 已催 运行甲、运行乙")
    await house.say("运行主任", "催办 1")
    assert house.kinds_in("运行群")[-1] == "reminder"


async def test_a_head_s_no_is_asked_about(house: House) -> None:
    """R3.2.3: he thinks that he has refused it."""
    await _asked_for_more_time(house)
    await house.say("运行主任", "不行今天必须弄完")
    assert "要「不同意延期」吗" in house.last_in("运行群").text
    await house.say("运行主任", "是")
    ticket = await house.ticket()
    assert ticket.extension is None
    assert (await house.timeline())[-1].words == "不行今天必须弄完"


@pytest.mark.parametrize("words", ["那行吧延到明天", "那就可以吧"])
async def test_a_head_s_yes_in_other_words(house: House, words: str) -> None:
    await _asked_for_more_time(house)
    await house.say("运行主任", words)
    assert "要「同意延期」吗" in house.last_in("运行群").text
    await house.say("运行主任", "是")
    assert "已延期到 明天12:00" in house.last_in("运行群").text


async def test_leave_is_given_to_what_was_asked_for(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 今天15点")
    await house.say("运行主任", "同意")
    assert "没有可以「同意延期」的单" in house.last_in("运行群").text
