"""`1 让乙去`: the colleague hears it; it was kept as a remark, and nobody went."""

from __future__ import annotations

import pytest

from bot.domain.colleagues import sent
from tests.house import COLD, House


@pytest.mark.parametrize("words", ["1 让乙去", "1 换运行乙去", "1给运行乙", "1 叫乙下午去吧"])
async def test_the_colleague_is_rung(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", words)
    told = house.last_in("运行群")
    assert told.text.startswith("@运行乙 运行甲请你去办 #1")
    assert "「收到 1」" in told.text
    await house.say("运行乙", "收到 1")
    assert (await house.ticket()).handler == "运行乙"


async def test_the_head_sends_somebody_of_his_crew(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行主任", "1 让乙去")
    told = house.last_in("运行群").text
    assert told.startswith("@运行乙 运行主任请你去办 #1")
    assert "今天18:00前" in told


@pytest.mark.parametrize("words", ["转给运行乙 1", "转 1 乙", "转 1 乙 我这没空"])
async def test_who_passes_it_to_a_colleague_gives_it_back_to_nobody(
    house: House, words: str
) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert house.last_in("运行群").text.startswith("@运行乙 运行甲请你去办 #1")
    ticket = await house.ticket()
    assert (ticket.department, ticket.handler) == ("operations", "运行甲")


@pytest.mark.parametrize("words", ["1 让用户晚上在家", "1 让检修去", "1 给用户打电话了"])
async def test_nobody_is_sent_who_is_not_named(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", words)
    assert not any("请你去办" in text for text in house.said_in("运行群"))


def test_names_as_colleagues_say_them() -> None:
    names = {"1": "张伟强", "2": "李娜", "3": "张敏"}
    assert sent("让伟强去", names) == "1"
    assert sent("派小李去看看", names) == "2"
    assert sent("给李师傅", names) == "2"
    assert sent("让小张去", names) is None  # two of that name
    assert sent("让师傅去", names) is None
