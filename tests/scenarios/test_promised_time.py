"""A promise is a time that can be kept to: what can't be read is asked about, never guessed."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, LEAK, House


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


async def test_who_found_nobody_at_home_is_asked_whether_the_user_knows_the_hour(
    house: House,
) -> None:
    """R3.2.2 is met by an hour that the user knows, so that is asked, and 是 is enough."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "1收到 去了家里没人 明早九点再去")
    asked = house.last_in("运行群").text
    assert "已接单，「去了家里没人 明早九点再去」已记下" in asked
    assert "明天09:00去，和用户说定了吗" in asked
    assert "没说定，今天10:00前联系用户" in asked
    await house.say("运行甲", "是")
    ticket = await house.ticket()
    assert (ticket.status, ticket.handler) == (Status.CONTACTED, "运行甲")
    assert "约明天09:00" in house.last_in("运行群").text


@pytest.mark.parametrize(
    "words", ["1 家里没人 今晚七点再去", "1 刚去没人 七点再去", "七点吧", "已联系 1 约七点"]
)
async def test_a_later_hour_than_was_promised_is_offered_as_an_extension(
    house: House, words: str
) -> None:
    """R3.2.3: a promise moves with 延期, which his head decides."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行甲", words)
    assert "原约今天18:00，要改到今天19:00吗" in house.last_in("运行群").text
    await house.say("运行甲", "是")
    assert "申请延期到 今天19:00" in house.last_in("运行群").text


@pytest.mark.parametrize(
    "words", ["1 家里没人 四点再去", "四点吧", "改四点", "1改四点", "1用户要改下午四点"]
)
async def test_an_earlier_hour_needs_nobody_s_leave(house: House, words: str) -> None:
    """R3.2.3: it holds the crew to more than was promised."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行甲", words)
    assert "原约今天18:00，要改到今天16:00吗？回「是」就改" in house.last_in("运行群").text
    await house.say("运行甲", "是")
    assert "约今天16:00" in house.last_in("运行群").text
    clock = (await house.ticket()).clocks["R3.2.3"]
    assert clock.due_at == (await house.ticket()).promised_at
    await house.forward(hours=8, minutes=1)
    assert [m.rule for m in (await house.ticket()).past if m.rule == "R3.2.3"] == ["R3.2.3"]
    assert house.kinds_in("运行群")[-1] == "overdue"


async def test_an_earlier_hour_takes_the_wish_for_a_later_one_away(house: House) -> None:
    """R3.2.3: the head is not to grant what the crew does not want any more."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行甲", "延期 1 今天20点 等配件")
    await house.say("运行甲", "已联系 1 约今天16点")
    assert (await house.ticket()).extension is None
    promised = (await house.ticket()).promised_at
    await house.say("运行主任", "同意延期 1")
    assert house.last_in("运行群").meta["kind"] == "refusal"
    assert (await house.ticket()).promised_at == promised


async def test_whoever_wished_for_it_hears_what_his_head_says(house: House) -> None:
    """R1.3: the wish, its reason and the answer stay on record, whoever has the ticket."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行乙", "延期 1 今天18点 等配件")
    assert house.last_in("运行群").meta["kind"] == "refusal"  # no later than it was
    await house.say("运行乙", "延期 1 今天20点 等配件")
    await house.say("运行主任", "不同意延期 1 有现货")
    assert [m.name for m in house.last_in("运行群").mentions] == ["运行乙"]
    refused = (await house.timeline())[-1]
    assert (refused.what, refused.words) == ("extension_refused", "有现货")
    assert (await house.ticket()).extension is None
    await house.say("运行乙", "延期 1 今天20点 等配件")
    await house.say("运行主任", "同意延期 1")
    granted = (await house.timeline())[-1]
    assert (granted.what, granted.words) == ("extended", "今天20点 等配件")
    await house.say("运行乙", "延期 1 明天9点 还在等")
    await house.say("运行主任", "延期 1 明天12点 明早到货")  # he says when himself
    assert (await house.ticket()).extension is None


async def test_what_is_done_waits_for_no_extension(house: House) -> None:
    """A 完成 that is taken back (0039) brings no old wish to the head again."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行甲", "延期 1 今天20点 等配件")
    await house.say("运行甲", "完成 1 换了阀门")
    await house.say("运行甲", "撤销完成 1 发错单了")
    await house.say("运行主任", "同意延期 1")
    assert house.last_in("运行群").meta["kind"] == "refusal"


async def test_a_promise_to_the_very_limit_is_within_it(house: House) -> None:
    """R3.2.3b: 24 hours from when the department received it, and not a minute more."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("运行甲", "已联系 1 约明天8点")
    assert "超过了 24 小时" not in house.last_in("运行群").text
    await house.say("检修甲", "已联系 2 约明天8点01分")
    assert "明天08:00前要处理好，约的时间超过了 24 小时" in house.last_in("检修群").text


async def test_who_calls_for_a_colleague_does_not_take_it_off_him(house: House) -> None:
    """R3.2.3: whoever took it on is rung before the promised hour."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行乙", "已联系 1 约今天18点")
    called = [(p.rule, p.by) for p in (await house.ticket()).past if p.rule == "R3.2.2"]
    assert called == [("R3.2.2", "运行乙")]  # R1.3: who did it
    await house.forward(hours=9, minutes=51)
    reminded = [m for m in house.heard_in("运行群") if m.meta.get("rule") == "R3.2.3"][-1]
    assert [m.name for m in reminded.mentions] == ["运行甲"]


async def test_what_was_said_too_roughly_is_said_anew(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 下午去")
    await house.say("运行甲", "1约下午两点")
    assert "约今天14:00" in house.last_in("运行群").text
    await house.say("运行甲", "1约下午两点")
    assert "不用再联系" in house.last_in("运行群").text


@pytest.mark.parametrize(
    ("first", "at"),
    [("晚饭后", "今天18:00"), ("明天晚饭后", "明天18:00"), ("吃完晚饭以后吧", "今天18:00")],
)
async def test_half_a_time_and_its_hour_are_joined(house: House, first: str, at: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1")
    await house.say("运行甲", first)
    assert f"约的几点？「{first}」说不准" in house.last_in("运行群").text
    await house.say("运行甲", "六点吧")
    assert f"约{at}" in house.last_in("运行群").text


async def test_who_names_no_hour_twice_means_the_end_of_it(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "1 联系了 约明天晚饭后")
    await house.say("运行甲", "就晚饭后")
    assert "约明天22:00" in house.last_in("运行群").text


@pytest.mark.parametrize("words", ["1明天上午来", "1 用户说明天上午10点就行"])
async def test_an_earlier_hour_in_passing_asks_nobodys_leave(house: House, words: str) -> None:
    """0038; it was offered as an extension, which takes no earlier hour."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约明天下午3点")
    await house.say("运行甲", words)
    asked = house.last_in("运行群").text
    assert "原约明天15:00" in asked
    assert "回「是」就改" in asked
    await house.say("运行甲", "是")
    assert "约明天1" in house.last_in("运行群").text
    assert (await house.timeline())[-1].what == "sooner"
