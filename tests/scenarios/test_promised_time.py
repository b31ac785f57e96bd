"""A promise is a time that can be kept to: what can't be read is asked about, never guessed."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, House


@pytest.mark.parametrize(
    "words",
    ["约改天", "约饭后", "约明年", "尽快去", "等配件到了就去", "明天再说", "今天去不了", ""],
)
async def test_words_that_name_no_time_are_asked_about(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", f"已联系 1 {words}")
    ticket = await house.ticket()
    assert ticket.status is Status.ACKNOWLEDGED
    assert ticket.promised_at is None
    asked = house.last_in("运行群")
    assert asked.meta["kind"] == "question"
    assert "今天18点" in asked.text
    await house.say("运行甲", "今晚8点")
    ticket = await house.ticket()
    assert ticket.status is Status.CONTACTED
    assert ticket.promised_at is not None


@pytest.mark.parametrize("words", ["收到 1 跟用户约了今天15点", "1收到 联系了 下午三点去"])
async def test_who_takes_it_on_and_has_called_says_it_once(house: House, words: str) -> None:
    """R3.2.2: 收到 that tells of the call and its hour is both."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", words)
    ticket = await house.ticket()
    assert (ticket.status, ticket.handler) == (Status.CONTACTED, "运行甲")
    assert ticket.promised_at is not None
    assert "约今天15:00" in house.last_in("运行群").text


@pytest.mark.parametrize(
    "words",
    ["1收到 去了家里没人 明早九点再去", "1收到 电话打不通 下午三点再打", "1收到 还没联系 三点联系"],
)
async def test_who_reached_nobody_promised_nothing(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", words)
    ticket = await house.ticket()
    assert (ticket.status, ticket.promised_at) == (Status.ACKNOWLEDGED, None)
    assert words.partition(" ")[2] in (await house.timeline())[-1].words
