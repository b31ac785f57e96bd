"""Merged or voided by mistake: taken back, with new clocks and its history (R1.3)."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, LEAK, House


@pytest.mark.parametrize("words", ["刚才合错了", "2 不该并 是两家", "2 合错了"])
async def test_a_wrong_merge_is_taken_back(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "合并 2 到 1")
    await house.say("客服甲", words)
    assert "重开" in house.last_in("客服群").text
    await house.say("客服甲", "是")
    ticket = await house.ticket(2)
    assert (ticket.status, ticket.merged_into) == (Status.DISPATCHED, None)
    assert {"R3.2.2", "R3.2.3b"} <= ticket.clocks.keys()
    assert "merged" in [entry.what for entry in await house.timeline(2)]
    assert (await house.timeline(1))[-1].words == "#2 不再合并，单独办"


async def test_it_is_said_outright(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "合并 2 到 1")
    await house.say("客服甲", "重开 2 是两家")
    assert (await house.ticket(2)).is_open


@pytest.mark.parametrize("words", ["2 撤错了 恢复", "撤错了"])
async def test_what_was_voided_by_mistake_is_taken_up_again(house: House, words: str) -> None:
    """It was offered as 完成."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "作废 2 用户不要了")
    await house.say("客服甲", words)
    await house.say("客服甲", "是")
    assert (await house.ticket(2)).is_open


async def test_nothing_was_merged(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "刚才合错了")
    assert (await house.ticket(1)).is_open
