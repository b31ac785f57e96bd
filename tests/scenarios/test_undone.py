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
    last = (await house.timeline(1))[-1]
    assert (last.what, last.facts["other"]) == ("parted", 2)
    await house.say("客服甲", "查 1")
    assert "不再合并，单独办 #2" in house.last_in("客服群").text


async def test_what_was_no_repeat_is_counted_as_none(house: House) -> None:
    """R1.5: repeats are counted, and point at hidden dangers (R4.3.2)."""
    await house.say("客服甲", COLD)
    await house.say("客服乙", "郑女士 13900001234 阳光花园3号楼2单元501 暖气不热")
    await house.say("客服乙", "是")
    assert (await house.ticket(1)).repeats == 1
    await house.say("客服乙", "重开 2 不是一家")
    assert (await house.ticket(1)).repeats == 0
    assert (await house.ticket(2)).alike is None  # it was answered: nobody is asked again


async def test_a_merge_that_counted_nothing_takes_no_count_away(house: House) -> None:
    """R1.5: the first user did call again, whatever was merged into his ticket."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "催办 1 用户又来电")
    await house.say("客服甲", "合并 2 到 1")
    await house.say("客服甲", "重开 2 是两家")
    assert (await house.ticket(1)).repeats == 1


async def test_nothing_goes_on_in_a_ticket_that_is_over(house: House) -> None:
    """R1.1: merged into it, the other would be lost."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "作废 1 打错了")
    await house.say("客服甲", "合并 2 到 1")
    assert house.last_in("客服群").meta["kind"] == "refusal"
    assert (await house.ticket(2)).is_open


async def test_what_was_merged_the_other_way_round_is_not_asked_about(house: House) -> None:
    """The question stood on the newer one, and that is the one that goes on."""
    await house.say("客服甲", COLD)
    await house.say("客服乙", "郑女士 13900001234 阳光花园3号楼2单元501 暖气不热")
    assert (await house.ticket(2)).alike == 1
    await house.say("客服乙", "合并 1 到 2")
    assert (await house.ticket(2)).alike is None


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
