"""Words that hold no command, said of a ticket: what they mean of it in its state is asked."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, LEAK, OUTAGE, House

FINISHED = (("运行甲", "收到 1"), ("运行甲", "完成 1 换了阀门"))
TOLD = (*FINISHED, ("运行甲", "已反馈 1 满意"))
CLOSED = (*TOLD, ("客服甲", "回访 1 满意"))
BOTH = (("客服甲", COLD), ("客服甲", LEAK))


async def _go_through(house: House, said: tuple[tuple[str, str], ...]) -> None:
    for who, words in said:
        await house.say(who, words)


@pytest.mark.parametrize(
    ("before", "words", "offered", "status", "rating"),
    [
        (FINISHED, "1 用户说还是不热", "已反馈 1 不满意", Status.FED_BACK, "不满意"),
        (FINISHED, "1 还是15度", "已反馈 1 不满意", Status.FED_BACK, "不满意"),
        (FINISHED, "1 热是热了 但是卧室不热", "已反馈 1 不满意", Status.FED_BACK, "不满意"),
        (FINISHED, "1 用户说热了", "已反馈 1 满意", Status.FED_BACK, "满意"),
        (FINISHED, "1 已经好了", "已反馈 1 满意", Status.FED_BACK, "满意"),
        (TOLD, "1 又不热了", "回访 1 不满意", Status.DISPATCHED, None),
        (FINISHED, "1 师傅修完了 用户很感谢", "已反馈 1 满意", Status.FED_BACK, "满意"),
        (TOLD, "1 用户说可以", "回访 1 满意", Status.CLOSED, "满意"),
        (CLOSED, "1 用户说又凉了", "重开 1 ", Status.DISPATCHED, None),
    ],
)
async def test_how_the_user_finds_it_is_asked_as_what_it_is_now(
    house: House,
    before: tuple[tuple[str, str], ...],
    words: str,
    offered: str,
    status: Status,
    rating: str | None,
) -> None:
    """R3.2.4, R3.2.5: kept at once; only 是 makes it the user's rating."""
    await house.say("客服甲", COLD)
    await _go_through(house, before)
    was = (await house.ticket()).status
    await house.say("客服甲", words)
    assert f"「{offered}" in house.last_in("客服群").text
    assert (await house.ticket()).status is was
    assert (await house.timeline())[-1].what == "remarked"
    await house.say("客服甲", "是")
    ticket = await house.ticket()
    assert ticket.status is status
    assert rating is None or ticket.rating == rating
    assert await house.count() == 1


@pytest.mark.parametrize("words", ["1 用户说热了", "1 满意"])
async def test_while_the_crew_is_at_it_the_same_is_only_kept(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    assert "已记到这一单里" in house.last_in("客服群").text
    assert "「" not in house.last_in("客服群").text


@pytest.mark.parametrize(
    ("words", "number", "verb"),
    [
        ("漏水那个催一下", 2, "催办"),
        ("不热那家又打电话了", 1, "催办"),
        ("501那户催一下", 1, "催办"),
        ("501催一下", 1, "催办"),
        ("302那家催了", 2, "催办"),
        ("阳光花园李先生说漏得更大了", 2, "催办"),
        ("阳光花园5号楼那家很着急", 2, "催办"),
        ("王女士说师傅还没来", 1, "催办"),
        ("不热那家说要退费", 1, "补充"),
    ],
)
async def test_what_is_open_and_described_is_meant(
    house: House, words: str, number: int, verb: str
) -> None:
    """No second ticket; which one, is asked."""
    await _go_through(house, BOTH)
    await house.say("客服甲", words)
    asked = house.last_in("客服群").text
    assert asked.startswith(f"说的是 #{number} ")
    assert f"「{verb}" in asked
    await house.say("客服甲", "是")
    assert words in (await house.timeline(number))[-1].words
    assert await house.count() == 2


async def test_of_several_it_is_asked_which(house: House) -> None:
    await _go_through(house, BOTH)
    await house.say("客服甲", "这个单子急")
    assert "哪一单" in house.last_in("客服群").text
    await house.say("客服甲", "2")
    assert (await house.ticket(2)).repeats == 1
    assert (await house.ticket(1)).repeats == 0


async def test_another_household_is_registered_after_all(house: House) -> None:
    """R2.2.1: a complaint that was taken for talk is one word away from its ticket."""
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "漏水那家楼下也漏水")
    assert "回「不是」" in house.last_in("客服群").text
    await house.say("客服甲", "不是")
    assert await house.count() == 2
    assert (await house.ticket(2)).content == "漏水那家楼下也漏水"


@pytest.mark.parametrize(
    "words",
    [
        "家里还是不热，催了好几次没人管",
        "我家又漏水了",
        "翠湖家园李先生说家里还是冷",
        "翠湖家园那边又停暖了",
        "翠湖家园2号楼还是不热 13800009999",
        "阳光花园7号楼那家又不热了 13800009999",
    ],
)
async def test_a_users_own_words_are_a_complaint(house: House, words: str) -> None:
    """R1.1: whatever is open, and however much they sound like talk of it."""
    await _go_through(house, (*BOTH, *FINISHED))
    await house.say("客服甲", words)
    assert await house.count() == 3


@pytest.mark.parametrize("words", ["给1打电话没人接", "1的用户电话打不通", "打了三遍没人接"])
async def test_a_call_that_reached_nobody_is_an_attempt(house: House, words: str) -> None:
    """R3.2.2 is not met by it, and the record says that it was made."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert "没联系上" in house.last_in("运行群").text
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
    assert (await house.timeline())[-1].what == "remarked"
    await house.say("客服甲", "给1打电话没人接")
    assert "已记到这一单里" in house.last_in("客服群").text
    assert await house.count() == 1


@pytest.mark.parametrize(
    ("before", "words", "next_"),
    [
        ((), "1 关单", "已联系 1"),
        (FINISHED, "1 结案", "已反馈 1 满意"),
        (FINISHED, "1 可以关了", "已反馈 1 满意"),
        (TOLD, "1 销单", "回访 1 满意"),
        (CLOSED, "1 结单", "重开 1"),
    ],
)
async def test_what_is_to_be_closed_hears_what_it_lacks(
    house: House, before: tuple[tuple[str, str], ...], words: str, next_: str
) -> None:
    await house.say("客服甲", COLD)
    await _go_through(house, before)
    was = (await house.ticket()).status
    await house.say("客服甲", words)
    assert f"「{next_}" in house.last_in("客服群").text
    await house.say("客服甲", "是")
    assert (await house.ticket()).status is was


async def test_what_is_there_twice_is_merged_or_voided_by_whoever_says_so(house: House) -> None:
    await _go_through(house, BOTH)
    await house.say("客服甲", "1 重复了")
    assert "「合并 1 到 编号」" in house.last_in("客服群").text
    assert "「作废 1 重复登记」" in house.last_in("客服群").text
    await house.say("客服甲", "1 和2是一家")
    assert (await house.ticket(2)).is_open
    await house.say("客服甲", "是")
    assert (await house.ticket(2)).merged_into == 1


@pytest.mark.parametrize(
    ("who", "group", "words"),
    [
        ("客服甲", "客服群", "1 派错了 应该是检修"),
        ("客服甲", "客服群", "派错了 应该归检修"),
        ("运行甲", "运行群", "这个归检修"),
        ("运行甲", "运行群", "1 弄不了 得检修来"),
    ],
)
async def test_whose_work_it_is_moves_it_after_a_yes(
    house: House, who: str, group: str, words: str
) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say(who, words)
    assert "「转" in house.last_in(group).text
    assert (await house.ticket()).department == "operations"
    await house.say(who, "是")
    assert (await house.ticket()).department == "repair"


@pytest.mark.parametrize("words", ["不是我们的活", "这不是我们的活", "1 这不归我们管"])
async def test_what_is_not_the_crews_goes_back_after_a_yes(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert "「转" in house.last_in("运行群").text
    await house.say("运行甲", "是")
    assert (await house.ticket()).department == "service"


@pytest.mark.parametrize("words", ["1 急", "1 用户很急"])
async def test_what_is_urgent_by_number_is_urged(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    assert house.last_in("运行群").text.startswith("⏰")


@pytest.mark.parametrize(
    "words", ["1 处理的怎么样了", "1 约的几点", "王女士家处理完了吗", "师傅去了吗", "谁在跟1"]
)
async def test_how_it_stands_is_shown(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    before = len(await house.timeline())
    await house.say("客服甲", words)
    assert house.last_in("客服群").text.startswith("#1 阳光花园3号楼2单元501｜")
    assert len(await house.timeline()) == before


async def test_a_report_with_a_look_in_it_is_no_question(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "现场查看是过滤网堵了已清洗")
    await house.say("运行甲", "是")
    assert (await house.timeline())[-1].words == "现场查看是过滤网堵了已清洗"


async def test_whoever_only_looks_on_asks_for_progress(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("总经理", "1 进展")
    assert house.last_in("领导群").text.startswith("#1 蓝天小区｜重大")
    await house.say("总经理", "好")
    assert house.last_in("领导群").text == "好的"


async def test_what_the_user_wants_no_more_is_voided_only_after_a_yes(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "1 先别去了 用户自己弄好了")
    assert (await house.ticket()).is_open
    await house.say("客服甲", "是")
    assert (await house.ticket()).status is Status.VOID


async def test_an_address_that_nobody_finds_is_no_address(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "1 地址不对 找不到")
    assert (await house.ticket()).address == "阳光花园3号楼2单元501"


async def test_thanks_for_an_answer_is_no_remark(house: House) -> None:
    await house.say("客服甲", COLD)
    before = len(await house.timeline())
    for words in ("谢谢", "好的", "收到"):
        await house.say("客服甲", words, quote=house.quote("客服群", 1))
        assert house.last_in("客服群").text in ("不客气", "好的")
    assert len(await house.timeline()) == before


async def test_another_time_after_the_promise_is_asked_for(house: House) -> None:
    """R3.2.3: it was kept as a remark, and the promise ran out all the same."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天15点")
    await house.say("运行甲", "1明天上午十点再去")
    assert "延期 1 明天上午十点再去" in house.last_in("运行群").text
    await house.say("运行甲", "是")
    await house.say("运行主任", "同意延期 1")
    promised = (await house.ticket()).promised_at
    assert promised is not None
    assert (promised.day, promised.hour) == (24, 2)


async def test_who_told_the_user_is_asked_whether_that_was_the_result(house: House) -> None:
    """R3.2.4: without a rating none was given."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "1 通知用户了")
    assert (await house.ticket()).is_open
    await house.say("运行甲", "完成 1 放了气")
    await house.say("客服甲", "1 都告诉他们了")
    assert "已反馈 1 都告诉他们了" in house.last_in("客服群").text
    await house.say("客服甲", "是")
    assert (await house.ticket()).status is Status.FED_BACK
