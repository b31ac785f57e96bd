"""A day in a crew's group, as it is typed with cold fingers: no numbers, half a sentence."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, LEAK, OUTAGE, House, another

NAMELESS = "松涛苑4号楼2单元301 13700010002 姓顾 两个卧室不热"


async def test_several_numbers_answer_the_newer_of_two_questions(house: House) -> None:
    """Be both of one instant, as they are after an outage."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "管道里全是气 排了半天")
    await house.say("运行甲", "都我来弄吧 顺路")
    await house.say("运行甲", "1 2")
    for number in (1, 2):
        assert (await house.ticket(number)).handler == "运行甲"


@pytest.mark.parametrize("words", ["1 2 我的", "1、2我", "1 2 都归我", "1 2我包了"])
async def test_mine_takes_them_on(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", words)
    for number in (1, 2):
        assert (await house.ticket(number)).status is Status.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("words", "verb"),
    [("501弄好了", "完成"), ("到501了", "到场"), ("501 洗完了 在升 观察半小时", "完成")],
)
async def test_a_door_is_no_tickets_number(house: House, words: str, verb: str) -> None:
    """It was told that there is no #501."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", words)
    asked = house.last_in("运行群").text
    assert "说的是 #1" in asked
    assert f"「{verb}」" in asked


async def test_a_number_that_is_neither_is_told(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "602弄好了")
    assert "没有 #602" in house.last_in("运行群").text


async def test_what_is_told_of_one_home_is_kept_at_once(house: House) -> None:
    """A line on a general ticket takes nothing back; nobody need say 是 to it."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", "501测了 客厅15.8 卧室14.5")
    last = (await house.timeline(1))[-1]
    assert (last.what, last.words) == ("progressed", "501测了 客厅15.8 卧室14.5")


async def test_on_a_major_one_it_is_asked(house: House) -> None:
    """R3.3.4: there it puts off the next report."""
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", "蓝天那边人手不够")
    assert "「进展」" in house.last_in("运行群").text
    assert (await house.timeline(1))[-1].what != "progressed"


async def test_a_user_known_by_surname_is_named(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", NAMELESS)
    await house.say("运行甲", "顾女士约晚上6点半以后")
    assert "说的是 #2" in house.last_in("运行群").text


@pytest.mark.parametrize("words", ["跟王女士说了 她挺高兴", "王女士签字了", "给王女士说了"])
async def test_the_user_was_told(house: House, words: str) -> None:
    """R3.2.4."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1 排气")
    await house.say("运行甲", words)
    assert "「已反馈" in house.last_in("运行群").text


@pytest.mark.parametrize("words", ["三通拿到了 往回走", "看到了 是砂眼"])
async def test_who_has_got_something_has_not_arrived(house: House, words: str) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("运行甲", words)
    assert "「到场」" not in house.last_in("运行群").text


async def test_who_goes_tomorrow_is_a_question(house: House) -> None:
    """It was offered as an extension to 明天谁去."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.say("运行主任", "1 明天谁去")
    assert "延期" not in house.last_in("运行群").text
    await house.say("运行主任", "1 明天乙去吧 甲休")
    assert house.last_in("运行群").text.startswith("@运行乙 运行主任请你去办 #1")
    await house.say("运行乙", "1 行 我去")
    assert house.last_in("运行群").text.startswith("#1 运行乙已接手")


async def test_a_time_from_to_promises_no_arrival(house: House) -> None:
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "收到 1")
    await house.say("检修甲", "1 通知下那个单元 两点到三点停水")
    assert "已联系" not in house.last_in("检修群").text


async def test_customer_service_hears_what_a_crew_asks(house: House) -> None:
    """It was told that nothing waits to be taken on."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", "收到 马上通知")
    assert house.last_in("客服群").text == "好的"


async def test_a_greeting_before_a_question(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "早 今天几单")
    assert house.last_in("运行群").text.startswith("今天的投诉（1 单）")


async def test_what_must_be_done_today_holds_what_is_late(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.forward(hours=3)
    for words in ("哪些今天必须弄", "先去哪家"):
        await house.say("运行甲", words)
        assert "#1 阳光花园3号楼2单元501（运行部，已派单）超时" in house.last_in("运行群").text


async def test_the_same_as_another_is_merged_at_a_word(house: House) -> None:
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "阳光花园5号楼1单元202 刘女士 13600010077 楼上漏水把顶棚泡了")
    await house.say("客服甲", "刚才那个跟1是一件事")
    await house.say("客服甲", "是")
    assert (await house.ticket(2)).merged_into == 1


async def test_a_user_who_wants_them_back_presses(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("客服乙", "1 她说没听见敲门 让再去")
    assert "「催办" in house.last_in("客服群").text


async def test_anothers_ticket_is_none_of_those_at_hand(house: House) -> None:
    """It was offered for what he had in hand."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "李先生家弄好了 不漏了")
    assert "#1" not in house.last_in("运行群").text


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("今天还有没弄完的不", "在办的（1 单）"),
        ("有没有超过24小时没弄完的", "超时未办（1 单）"),
        ("今天总体咋样", "今天投诉：共 1 单"),
    ],
)
async def test_what_is_left_is_asked_in_passing(house: House, words: str, title: str) -> None:
    await house.say("客服甲", COLD)
    await house.forward(hours=3)
    await house.say("值班领导", words)
    assert house.last_in("领导群").text.startswith(title)
