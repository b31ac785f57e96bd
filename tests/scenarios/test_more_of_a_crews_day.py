"""More of a crew's day: several numbers at once, doors, hours, and who is sent."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, LEAK, House, another


async def test_words_behind_several_numbers_are_of_each(house: House) -> None:
    """They were offered for one of all that was at hand."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行主任", "1 2 甲去")
    for number in (1, 2):
        assert (await house.ticket(number)).handler == "运行甲"
    await house.say("运行甲", "1 2 都打过了 10点到11点")
    await house.say("运行甲", "都是")
    for number in (1, 2):
        assert (await house.ticket(number)).status is Status.CONTACTED
    await house.say("运行甲", "1 2 冲立管 要停一会")
    for number in (1, 2):
        assert (await house.timeline(number))[-1].words == f"{number} 冲立管 要停一会"
    await house.say("运行甲", "1 2 冲完了 都热了")
    await house.say("运行甲", "是")
    assert "都是就回「都是」" in house.last_in("运行群").text
    await house.say("运行甲", "都是")
    for number in (1, 2):
        assert (await house.ticket(number)).status is Status.HANDLED


@pytest.mark.parametrize("words", ["1 2单元漏水", "1 2 3号楼都停热了 13900001111"])
async def test_two_numbers_before_a_house_are_no_tickets(house: House, words: str) -> None:
    """R1.1."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("客服甲", words)
    assert await house.count() == 3


async def test_what_is_found_at_ones_own_doors_opens_nothing(house: House) -> None:
    await house.say("客服甲", "槐安里2号楼1单元401 13100010001 牟先生 一个屋不热")
    await house.say("客服甲", "槐安里2号楼1单元501 13100010002 闻女士 也是那屋不热")
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", "2号楼立管堵了 401 501都是")
    assert await house.count() == 2
    await house.say("运行甲", "2号楼1单元301也不热")
    assert await house.count() == 3


async def test_an_hour_before_anything_was_promised_is_no_extension(house: House) -> None:
    """R3.2.2 comes first: it was refused."""
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "收到 1")
    await house.say("检修甲", "1 改明天上午9点")
    assert "和用户说定了吗" in house.last_in("检修群").text
    await house.say("检修甲", "是")
    assert (await house.ticket()).status is Status.CONTACTED


@pytest.mark.parametrize(
    ("words", "verb"), [("到阳光花园了", "「到场」"), ("到货了 下午换", "「进展」")]
)
async def test_where_somebody_has_come_to(house: House, words: str, verb: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "刘先生 13900139333 阳光花园9号楼1单元101 家里不热")
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", words)
    assert verb in house.last_in("运行群").text


@pytest.mark.parametrize("words", ["1 打了 她要晚上8点以后", "1 明天上午换", "1 打过了 10点到11点"])
async def test_an_hour_is_asked_about(house: House, words: str) -> None:
    """R3.2.2; it was kept, and the clock ran out."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert "回「是」" in house.last_in("运行群").text
    await house.say("运行甲", "是")
    assert (await house.ticket()).status is Status.CONTACTED


async def test_a_head_arranges_who_goes(house: House) -> None:
    """0037; 安排 was taken for his own 接单."""
    await house.say("客服甲", COLD)
    await house.say("运行主任", "1 我安排乙去")
    assert house.last_in("运行群").text.startswith("@运行乙 运行主任请你去办 #1")


async def test_a_leader_who_asks_why_it_takes_so_long(house: House) -> None:
    """It was kept, and he was told how to say 已联系."""
    await house.say("客服甲", COLD)
    await house.say("值班领导", "1怎么还没弄完")
    assert "要「催办 1 怎么还没弄完」吗" in house.last_in("领导群").text
    await house.say("值班领导", "501回访了吗")
    assert house.last_in("领导群").text.startswith("#1 阳光花园3号楼2单元501")


async def test_who_asks_whether_he_has_any_left(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "我手里没单了吧")
    assert house.last_in("运行群").text.startswith("我手上的（1 单）")


@pytest.mark.parametrize("words", ["1 半小时后到", "1 打通了 中午去"])
async def test_soon_there_is_asked_about(house: House, words: str) -> None:
    """R3.2.2; 打通了 was offered as 完成."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert "和用户说定了吗" in house.last_in("运行群").text


async def test_a_door_that_does_not_open_is_no_complaint(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "1 501门打不开 在等")
    assert await house.count() == 1
    await house.say("运行甲", "1 楼下401也漏水 13900001116")
    assert await house.count() == 2


async def test_a_user_called_cha_is_looked_up_by_nobody(house: House) -> None:
    await house.say("客服甲", "云栖苑2-1-901 13566660003 查先生 家里不热")
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "查先生手机空号")
    assert "这次没联系上" in house.last_in("运行群").text


async def test_what_was_forgotten_is_of_its_number(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "完成 1 排气")
    await house.say("运行甲", "忘说了 1 顺便换了个阀")
    assert "顺便换了个阀" in (await house.timeline(1))[-1].words


@pytest.mark.parametrize("words", ["王女士家收到", "王女士那家交给我", "阳光花园那单收到了"])
async def test_a_home_is_taken_on_by_its_name(house: House, words: str) -> None:
    """It was kept as progress of a ticket that nobody had."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", words)
    assert "「接单」" in house.last_in("运行群").text


async def test_the_hour_is_the_one_of_the_way(house: House) -> None:
    """今天 was read, of 今天先这样."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "1 今天先这样 明天上午再去")
    assert "明天12:00去" in house.last_in("运行群").text


async def test_what_a_user_wants_is_not_what_he_has(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "1 他要22度")
    assert "完成" not in house.last_in("运行群").text


async def test_a_number_before_a_door_plate(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", "2门牌多少")
    assert house.last_in("运行群").text.startswith("#2")
