"""What is typed at a door, with cold fingers: where is it, who is it; 302好了 402没在家."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, House

LI = "李先生 13800001111 阳光花园5号楼1单元302 家里不热 只有14度"
ZHANG = "张先生 13800002222 幸福里7号楼1单元402 家里不热 只有16度"
QIAN = "钱先生 13800007777 锦绣苑9号楼1单元302 家里不热 只有14度"


async def _two_homes(house: House) -> None:
    await house.say("客服甲", LI)
    await house.say("客服甲", ZHANG)
    await house.say("运行甲", "1 2 我的")


@pytest.mark.parametrize(
    "words",
    ["2几楼", "2哪户", "2电话", "2在哪", "2 几单元", "2地址", "2什么小区", "2 用户电话多少",
     "2怎么走", "张先生电话多少", "402几单元"],
)  # fmt: skip
async def test_the_place_and_the_number_in_one_line(house: House, words: str) -> None:
    """Nobody scrolls past a timeline with his gloves off; and a question is no progress."""
    await _two_homes(house)
    before = len(await house.timeline(2))
    await house.say("运行甲", words)
    assert house.last_in("运行群").text == "#2 幸福里7号楼1单元402｜张先生 13800002222"
    assert len(await house.timeline(2)) == before


@pytest.mark.parametrize("words", ["几楼", "在哪", "电话"])
async def test_the_same_to_a_quote(house: House, words: str) -> None:
    await _two_homes(house)
    await house.say("运行甲", words, quote=house.quote("运行群", 2))
    assert house.last_in("运行群").text == "#2 幸福里7号楼1单元402｜张先生 13800002222"


async def test_a_number_that_nobody_left_is_asked_for(house: House) -> None:
    await house.say("客服甲", "张先生 幸福里7号楼1单元402 家里不热")
    await house.say("运行甲", "1电话")
    assert house.last_in("运行群").text == (
        "#1 幸福里7号楼1单元402｜张先生，没留电话。问到了回「补充 1 电话 …」"
    )


@pytest.mark.parametrize("words", ["1师傅在哪", "1谁在弄", "1啥情况"])
async def test_how_it_stands_is_the_whole_sheet(house: House, words: str) -> None:
    await _two_homes(house)
    await house.say("客服甲", words)
    assert "归 运行部，运行甲经手" in house.last_in("客服群").text


@pytest.mark.parametrize("words", ["302好了 402没在家", "302好了，402没在家", "302修好了 402没人"])
async def test_what_is_said_of_two_doors_is_parted(house: House, words: str) -> None:
    """Who was not at home is written down; that it is done is asked, for a door is no number."""
    await _two_homes(house)
    await house.say("运行甲", words)
    done, absent = house.last_in("运行群").text.splitlines()
    assert done.startswith("说的是 #1 阳光花园5号楼1单元302，要「完成」吗？回「是」就办")
    assert absent.startswith("#2 幸福里7号楼1单元402 已记下")
    entry = (await house.timeline(2))[-1]
    assert (entry.what, entry.words[:3]) == ("progressed", "402")
    await house.say("运行甲", "是")
    assert (await house.ticket(1)).status is Status.HANDLED
    assert (await house.ticket(2)).status is Status.ACKNOWLEDGED


async def test_a_number_and_a_door(house: House) -> None:
    await _two_homes(house)
    await house.say("运行甲", "1换了阀门好了 402没在家")
    assert (await house.ticket(1)).status is Status.ACKNOWLEDGED  # in mid-sentence: asked
    assert "要「完成」" in house.last_in("运行群").text or "完成 1" in house.last_in("运行群").text
    assert (await house.timeline(2))[-1].what == "progressed"


async def test_where_doors_clash_it_is_asked(house: House) -> None:
    await _two_homes(house)
    await house.say("客服甲", QIAN)
    await house.say("运行甲", "3收到")
    await house.say("运行甲", "302那家的阀门锈死了")
    asked = house.last_in("运行群")
    assert asked.meta["kind"] == "question"
    assert "#1 阳光花园5号楼1单元302" in asked.text
    assert "#3 锦绣苑9号楼1单元302" in asked.text
    await house.say("运行甲", "3")
    assert (await house.timeline(3))[-1].words == "302那家的阀门锈死了"


async def test_what_is_written_down_unasked_says_where(house: House) -> None:
    """The place beside the number: a wrong one is seen at once."""
    await _two_homes(house)
    await house.say("运行甲", "302那家的阀门锈死了")
    assert house.last_in("运行群").text.startswith("#1 阳光花园5号楼1单元302 已记下")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("1 通知用户了 半小时到", Status.CONTACTED),
        ("1 已告知用户 下午三点过去", Status.CONTACTED),
        ("1 通知用户了 马上到", Status.DISPATCHED),
    ],
)
async def test_the_user_was_told_that_somebody_comes(
    house: House, words: str, status: Status
) -> None:
    """R3.2.2, not R3.2.4; an hour that nobody told is asked for, and never guessed."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", words)
    ticket = await house.ticket()
    assert ticket.status is status
    if ticket.promised_at is None:
        assert house.last_in("运行群").text.startswith("#1 和用户约的几点？")
        assert "马上到" in (await house.timeline())[-1].words  # R1.3
        await house.say("运行甲", "十点")
        assert (await house.ticket()).status is Status.CONTACTED


async def test_the_user_was_told_once_the_hour_is_known(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 今天18点")
    before = (await house.ticket()).promised_at
    await house.say("运行甲", "1 通知用户了 堵车要晚到一会")
    assert (await house.ticket()).promised_at == before
    assert (await house.timeline())[-1].what == "progressed"
    await house.say("运行甲", "1 已反馈 满意")
    assert house.last_in("运行群").meta["kind"] == "refusal"


async def test_a_bare_word_says_both_ways_on(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "1 通知用户了")
    told = house.last_in("运行群").text
    assert "「完成 1 结果」" in told
    assert "「已联系 1 约几点」" in told


@pytest.mark.parametrize("words", ["让检修甲去1", "1 让检修甲去看看"])
@pytest.mark.parametrize(("person", "group"), [("值班领导", "领导群"), ("运行主任", "运行群")])
async def test_whoever_is_of_another_department_is_not_sent_on_a_guess(
    house: House, person: str, group: str, words: str
) -> None:
    await house.say("客服甲", COLD)
    await house.say(person, words)
    asked = house.last_in(group)
    assert asked.text.startswith("检修甲是检修部的，#1 阳光花园3号楼2单元501 归运行部")
    assert "「支援 1 检修部" in asked.text
    assert (await house.ticket()).department == "operations"
    assert (await house.timeline())[-1].words  # kept (R1.3)
    await house.say(person, "是")
    assert (await house.ticket()).department == "repair"
    assert house.kinds_in("检修群")[-1] == "dispatched"


async def test_his_own_department_s_are_sent_at_once(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("值班领导", "让运行乙去1")
    assert (await house.ticket()).handler == "运行乙"
