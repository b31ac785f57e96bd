"""`1 让乙去`: the colleague hears it and has it; the department owes what it owed (0037)."""

from __future__ import annotations

import pytest

from bot.domain.colleagues import sent
from bot.domain.ticket import Status
from tests.house import COLD, OUTAGE, House, another


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
    assert (ticket.department, ticket.handler) == ("operations", "运行乙")


@pytest.mark.parametrize(
    "words",
    ["@运行乙 你去一下1号", "运行乙 你去趟1", "小乙去1", "1号 @运行乙 你去", "@运行乙 你去吧",
     "@运行乙 你去阳光花园那户", "让乙把1弄了", "运行乙 1号你跟一下", "乙，1你盯着点"],
)  # fmt: skip
async def test_who_goes_may_stand_first(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert house.last_in("运行群").text.startswith("@运行乙 运行甲请你去办 #1")
    assert (await house.ticket()).handler == "运行乙"
    entry = (await house.timeline())[-1]
    assert (entry.what, entry.facts["person"]) == ("handed_over", "运行乙")


async def test_of_several_it_is_asked_which(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", "@运行乙 你去吧")
    assert house.last_in("运行群").meta["kind"] == "question"
    await house.say("运行甲", "2")
    assert [(await house.ticket(n)).handler for n in (1, 2)] == ["运行甲", "运行乙"]


async def test_what_is_owed_rings_him_who_was_sent(house: House) -> None:
    """R3.2.2 runs on from the dispatch; his 收到 is not too late, though another's came first."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    due = (await house.ticket()).clocks["R3.2.2"].due_at
    await house.say("运行主任", "1 让乙去")
    assert "（原来运行甲在办）" in house.last_in("运行群").text
    await house.say("运行乙", "收到 1 马上")
    assert "运行乙已接手" in house.last_in("运行群").text
    assert (await house.timeline())[-1].words == "收到 马上"
    ticket = await house.ticket()
    assert (ticket.status, ticket.clocks["R3.2.2"].due_at) == (Status.ACKNOWLEDGED, due)
    await house.forward(minutes=61)
    reminder = house.last_in("运行群")
    assert (reminder.meta["kind"], [m.name for m in reminder.mentions]) == ("reminder", ["运行乙"])
    await house.say("客服甲", "查 1")
    assert "交给运行乙" in house.last_in("客服群").text


async def test_on_a_major_ticket_he_is_called_and_nobody_relieved(house: House) -> None:
    """R3.3.1: he answers for himself."""
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.say("运行主任", "@运行乙 你去一下", group=room)
    assert house.last_in(room).text.startswith("@运行乙 运行主任请你去办 #1")
    assert (await house.ticket()).handler is None
    await house.say("运行乙", "收到", group=room)
    assert "还没应答：运行甲、运行主任" in house.last_in(room).text


@pytest.mark.parametrize("words", ["1 乙去了 没人", "1 乙去不了", "1 运行乙 去过没修好"])
async def test_what_tells_of_a_colleague_sends_nobody(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert (await house.ticket()).handler == "运行甲"


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


async def test_customer_service_sends_nobody_but_urges(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "@运行甲 麻烦去看下1号")
    assert "要「催办」吗" in house.last_in("客服群").text
    assert (await house.ticket()).handler is None
    await house.say("客服甲", "是")
    assert house.kinds_in("运行群")[-1] == "reminder"


@pytest.mark.parametrize("words", ["1我去吧", "1号我去", "我来 1", "1 我马上过去"])
async def test_a_colleague_takes_it_over(house: House, words: str) -> None:
    """It was refused, with 不用再接单, and the ledger named who did not go."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行乙", words)
    told = house.last_in("运行群").text
    assert told.startswith("@运行甲 #1")
    assert "改由运行乙去，运行甲不用去了" in told
    assert "今天18:00前" in told
    ticket = await house.ticket()
    assert (ticket.handler, ticket.status) == ("运行乙", Status.CONTACTED)


async def test_a_bare_receipt_takes_nothing_off_a_colleague(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行乙", "收到 1")
    assert "换你去请回「1 我去」" in house.last_in("运行群").text
    assert (await house.ticket()).handler == "运行甲"


@pytest.mark.parametrize("words", ["1我也去", "1 我跟你一起去", "1 我去帮忙"])
async def test_who_comes_along_relieves_nobody(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行乙", words)
    assert (await house.ticket()).handler == "运行甲"


async def test_nobody_is_relieved_of_an_emergency(house: House) -> None:
    """R3.3.1: each who was called answers for himself."""
    await house.say("客服甲", OUTAGE)
    await house.say("运行甲", "收到 1")
    await house.say("运行乙", "1我去")
    answered = {a.person for a in (await house.ticket()).team if a.answered_at}
    assert answered == {"运行甲", "运行乙"}


@pytest.mark.parametrize("words", ["1 在路上了", "1 我去", "1出发了 堵车"])
async def test_who_has_it_tells_that_he_is_on_his_way(house: House, words: str) -> None:
    """He was told that he had taken it on already."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert house.last_in("运行群").meta["kind"] == "reply"
    assert (await house.timeline())[-1].what == "progressed"
