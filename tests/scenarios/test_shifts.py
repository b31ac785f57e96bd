"""`交班 运行乙`: a shift ends in one line, and nothing is left with who went home (0037)."""

from __future__ import annotations

import pytest

from bot.domain.shifts import Shift, shift
from tests.house import COLD, LEAK, OUTAGE, House, another

CREW = {"甲": "运行甲", "乙": "运行乙", "丙": "张伟强"}


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("交班 运行乙", Shift((), ("乙",))),
        ("交接班，我手上的单子都交给小张", Shift((), ("丙",))),
        ("我下班了 手上的都给@运行乙 辛苦了", Shift((), ("乙",))),
        ("下班了乙你接一下", Shift((), ("乙",))),
        ("明天休息 剩下的给乙", Shift((), ("乙",))),
        ("我手上没办完的3单都给乙", Shift((), ("乙",))),
        ("甲下班了，单子都转给乙", Shift(("甲",), ("乙",))),
        ("运行甲手上的都给老张", Shift(("甲",), ("丙",))),
        ("我下班了", Shift()),
        ("接班 运行甲", Shift(("甲",), (), takes=True)),
        ("我接甲的班", Shift(("甲",), (), takes=True)),
        ("运行甲的活我接了", Shift(("甲",), (), takes=True)),
        ("接班", Shift((), (), takes=True)),
    ],
)
def test_how_a_shift_is_handed_over(words: str, meant: Shift) -> None:
    assert shift(words, CREW) == meant


@pytest.mark.parametrize(
    "words",
    ["运行甲下班了吗", "约到下班前", "我下班后去", "今晚运行乙值班", "3 让小张去", "这几单给乙",
     "单子给乙", "乙手上几单", "乙手上的活给谁了", "交班的时候再说", "上班"],
)  # fmt: skip
def test_what_hands_over_nothing(words: str) -> None:
    assert shift(words, CREW) is None


async def _evening(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("客服甲", another(3))
    await house.say("运行甲", "收到 1 2 3")
    await house.say("运行甲", "1 敲门没人")
    await house.say("运行甲", "完成 3 放了气")


@pytest.mark.parametrize("words", ["交班 运行乙", "我下班了 手上的都给乙"])
async def test_the_next_one_has_all_of_it_and_reads_where_it_stands(
    house: House, words: str
) -> None:
    """What is done and not yet told the user (R3.2.4) is work as well."""
    await _evening(house)
    before = await house.ticket(1)
    await house.say("运行甲", words)
    told = house.last_in("运行群")
    assert told.text.startswith("@运行乙 运行甲交班给运行乙，3 单归运行乙，时限照走：")
    assert "#1 阳光花园3号楼2单元501｜已接单，今天10:00前联系用户、约定时间" in told.text
    assert "　运行甲：敲门没人" in told.text
    assert "#3 幸福里3号楼1单元101｜已处理" in told.text
    assert told.text.endswith("看到了回「收到 1 2 3」")
    after = await house.ticket(1)
    assert {(await house.ticket(n)).handler for n in (1, 2, 3)} == {"运行乙"}
    assert (after.status, after.clocks) == (before.status, before.clocks)
    assert (await house.timeline())[-1].what == "handed_over"


async def test_reminders_ring_the_next_one(house: House) -> None:
    await _evening(house)
    await house.say("运行甲", "交班 乙")
    await house.forward(hours=1, minutes=1)
    reminder = next(m for m in reversed(house.heard_in("运行群")) if m.meta["kind"] == "reminder")
    assert "@运行乙" in reminder.text
    assert "@运行甲" not in reminder.text


async def test_the_next_one_answers_for_all_of_them(house: House) -> None:
    await _evening(house)
    await house.say("运行甲", "交班 乙")
    await house.say("运行乙", "收到 1 2")
    assert "refusal" not in house.kinds_in("运行群")[-2:]
    await house.say("运行乙", "我的")
    assert "我手上的（3 单）" in house.last_in("运行群").text


async def test_who_comes_takes_it_and_who_went_hears_of_it(house: House) -> None:
    await _evening(house)
    await house.say("运行乙", "接班 运行甲")
    assert house.last_in("运行群").text.startswith("@运行甲 运行乙接了运行甲的班，3 单归运行乙")
    assert (await house.ticket(1)).handler == "运行乙"


async def test_a_head_hands_over_for_who_has_gone(house: House) -> None:
    await _evening(house)
    await house.say("运行主任", "甲下班了，单子都转给乙")
    assert house.last_in("运行群").text.startswith("@运行乙 运行甲交班给运行乙，3 单")


async def test_no_department_hands_over_another_s_work(house: House) -> None:
    await _evening(house)
    await house.say("检修甲", "运行甲手上的都给检修乙")
    assert (await house.ticket(1)).handler == "运行甲"


@pytest.mark.parametrize("words", ["我下班了", "交班"])
async def test_without_a_name_it_is_asked_to_whom(house: House, words: str) -> None:
    await _evening(house)
    await house.say("运行甲", words)
    asked = house.last_in("运行群")
    assert asked.meta["kind"] == "question"
    assert asked.text.startswith("您手上还有 3 单：\n#1 阳光花园3号楼2单元501｜已接单")
    assert "回「交班 运行乙」" in asked.text
    assert (await house.ticket(1)).handler == "运行甲"


async def test_whose_shift_is_asked_too(house: House) -> None:
    await _evening(house)
    await house.say("运行乙", "接班")
    assert "手上有单的：运行甲。回「接班 运行甲」" in house.last_in("运行群").text


async def test_nothing_in_hand_needs_no_handing_over(house: House) -> None:
    await house.say("运行甲", "交班 运行乙")
    assert house.last_in("运行群").text == "您手上没有没办完的，不用交"


async def test_a_name_that_nobody_has_is_asked_about(house: House) -> None:
    await _evening(house)
    await house.say("运行甲", "交班 李四")
    assert "带全名再说，如「交班 运行甲」" in house.last_in("运行群").text
    assert (await house.ticket(1)).handler == "运行甲"


async def test_a_major_relieves_nobody_and_says_so(house: House) -> None:
    """R3.3.1: 运行乙 is called already and answers for himself."""
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "收到 3")
    await house.say("运行甲", "交班 运行乙", group="运行群")
    told = house.last_in("运行群").text
    assert "1 单归运行乙" in told
    assert "没交的：#1（重大，各人各报）" in told
    assert {a.person for a in (await house.ticket(1)).team} == {"运行甲", "运行乙", "运行主任"}


async def test_of_one_that_is_quoted_only_that_one_goes(house: House) -> None:
    await _evening(house)
    quote = house.quote("运行群", 1)
    await house.say("运行甲", "交班给运行乙", quote=quote)
    assert (await house.ticket(1)).handler == "运行乙"
    assert (await house.ticket(2)).handler == "运行甲"
