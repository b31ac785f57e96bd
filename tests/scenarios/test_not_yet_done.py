"""What a crew says of work that is not done: later, half, if, how long it takes. No step is taken
for it, and a promise that will not be kept is offered to be moved (R3.2.3)."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, House


async def _promised(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "已联系 1 今天15点")


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("1明天才能完成", "明天22:00"),
        ("明天才能完成", "明天22:00"),
        ("1还没修完明天接着干", "明天22:00"),
        ("1三点去不了 四点吧", "今天16:00"),
        ("1配件明天到 明天上午才能换", "明天12:00"),
        ("1这单得明天上午了", "明天12:00"),
    ],
)
async def test_when_instead_is_offered_as_an_extension(
    house: House, words: str, until: str
) -> None:
    await _promised(house)
    await house.say("运行甲", words)
    assert f"原约今天15:00，要改到{until}吗？回「是」就申请延期" in house.last_in("运行群").text
    assert (await house.timeline())[-1].what == "progressed"
    await house.say("运行甲", "是")
    assert f"申请延期到 {until}" in house.last_in("运行群").text
    assert (await house.ticket()).status is Status.CONTACTED


@pytest.mark.parametrize("words", ["1今天弄不完", "1下班前弄不完了", "1三点赶不上"])
async def test_who_gives_up_the_hour_is_told_how_it_moves(house: House, words: str) -> None:
    """The hour that can't be kept is no new one."""
    await _promised(house)
    await house.say("运行甲", words)
    assert f"「延期 1 几点 {words[1:]}」" in house.last_in("运行群").text
    assert (await house.timeline())[-1].words == words[1:]


@pytest.mark.parametrize(
    "words",
    ["1快修好了", "1修好了一半", "1差不多好了", "1要是修好了就告诉你", "1修好了才怪",
     "1约3个小时修好", "1约三个小时能修完", "1等修好了再说"],
)  # fmt: skip
async def test_half_done_is_kept_and_not_offered_as_done(house: House, words: str) -> None:
    await _promised(house)
    was = await house.ticket()
    await house.say("运行甲", words)
    assert "完成" not in house.last_in("运行群").text
    assert words in (await house.timeline())[-1].words
    await house.say("运行甲", "是")
    now = await house.ticket()
    assert (now.status, now.promised_at) == (Status.CONTACTED, was.promised_at)


async def test_how_long_it_takes_is_no_hour_that_the_user_knows(house: House) -> None:
    """R3.2.2 was met by `约3个小时修好`, and nobody had called."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "1约3个小时修好")
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
    await house.say("运行甲", "1约的三点")
    assert "约今天15:00" in house.last_in("运行群").text


async def test_a_call_that_will_be_made_again_is_an_attempt(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "打了没接我等会再打一遍")
    assert "这次没联系上" in house.last_in("运行群").text
    assert (await house.timeline())[-1].what == "remarked"


async def test_a_head_who_asks_why_nobody_took_it_has_called_nobody(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行主任", "1怎么还没人接")
    assert "要「催办 1 怎么还没人接」吗" in house.last_in("运行群").text
    await house.say("运行主任", "1几点能到")
    assert house.last_in("运行群").text.startswith("#1 阳光花园3号楼2单元501｜")


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("打电话了 用户说晚饭后在家", "今天18:00"),
        ("1约晚饭后", "今天18:00"),
        ("联系了 晚饭后去", "今天18:00"),
        ("打通了说明天晚饭后家里有人", "明天18:00"),
    ],
)
async def test_the_hour_after_a_talk_with_the_user_is_the_promise(
    house: House, words: str, at: str
) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    await house.say("运行甲", "六点吧")
    assert f"约{at}" in house.last_in("运行群").text
    assert (await house.ticket()).status is Status.CONTACTED


async def test_the_hour_of_a_way_in_vain_promises_nothing(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "1刚去没人 七点再去")
    await house.say("运行甲", "六点吧")
    assert "今天18:00去，和用户说定了吗" in house.last_in("运行群").text
    assert (await house.ticket()).status is Status.ACKNOWLEDGED


@pytest.mark.parametrize("words", ["用户挺满意", "满意", "1 用户非常满意"])
async def test_a_rating_is_not_taken_for_the_result(house: House, words: str) -> None:
    """R3.2.4: it overwrote what had been done."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1")
    await house.say("运行甲", words)
    asked = house.last_in("运行群")
    assert asked.meta["kind"] == "question"
    assert "已反馈" in asked.text
    await house.say("运行甲", "完成 1 洗了过滤网")
    await house.say("运行甲", "换了两个阀")
    ticket = await house.ticket()
    assert (ticket.result, ticket.status) == ("洗了过滤网", Status.HANDLED)


async def test_what_was_done_and_a_rating_in_one_are_the_result(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1")
    await house.say("运行甲", "放了气 用户挺满意")
    assert (await house.ticket()).result == "放了气 用户挺满意"


@pytest.mark.parametrize(
    ("words", "at"),
    [("1改八点半", "明天08:30"), ("1明早八点", "明天08:00"), ("改十点吧", "明天10:00")],
)
async def test_an_hour_is_meant_of_the_day_that_is_promised(
    house: House, words: str, at: str
) -> None:
    """It was the next such hour to come: tonight's."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 明天九点")
    await house.say("运行甲", words)
    assert f"原约明天09:00，要改到{at}吗" in house.last_in("运行群").text


async def test_what_is_said_beside_an_arrival_is_kept(house: House) -> None:
    """R1.3: nobody was at home, and the record said but that he came."""
    await _promised(house)
    await house.say("运行甲", "1到了 敲门没人")
    entries = (await house.timeline())[-2:]
    assert [(e.what, e.words) for e in entries] == [("arrived", ""), ("remarked", "敲门没人")]
    await house.say("运行甲", "1到了 没人 下午五点再去")
    assert "要改到今天17:00吗" in house.last_in("运行群").text
    assert await house.count() == 1


async def test_the_result_is_what_stands_behind_its_number(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "1ok了")
    await house.say("运行甲", "1妥")
    assert (await house.ticket()).result is None
    await house.say("运行甲", "1 放了放气")
    assert (await house.ticket()).result == "放了放气"
