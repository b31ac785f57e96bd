"""A ticket is asked after, or something is said of it, in the words people have for it."""

from __future__ import annotations

import pytest

from tests.house import COLD, OUTAGE, House, another


@pytest.mark.parametrize(
    "words",
    [
        "1 谁在跟", "1 师傅到了没", "1 联系了吗", "1 怎么样了", "1号单啥进展",
        "把1号单给我看看", "那个云杉里的怎么样了",
    ],
)  # fmt: skip
async def test_who_asks_after_a_ticket_is_shown_it(house: House, words: str) -> None:
    """A question is no remark, and nothing is asked back."""
    await house.say("客服甲", "云杉里3-2-501 王女士 13800000011 家里不热 只有15度")
    before = len(await house.timeline())
    for who, group in (("客服甲", "客服群"), ("运行甲", "运行群")):
        await house.say(who, words)
        shown = house.last_in(group).text
        assert shown.startswith("#1 云杉里3-2-501")
        assert "运行部" in shown
    assert len(await house.timeline()) == before


@pytest.mark.parametrize("words", ["13800000011", "云杉里3-2-501"])
async def test_who_says_but_a_users_number_or_place_looks_for_the_ticket(
    house: House, words: str
) -> None:
    """A user calls again, and the agent types what the telephone shows."""
    await house.say("客服甲", "云杉里3-2-501 王女士 13800000011 家里不热 只有15度")
    await house.say("客服甲", words)
    assert house.last_in("客服群").text.startswith("#1 云杉里3-2-501")
    assert [entry.what for entry in await house.timeline()] == ["registered", "dispatched"]


async def test_how_many_are_left_is_what_is_not_done(house: House) -> None:
    """Of yesterday as well; a major one and a department's are told from the others."""
    await house.say("客服甲", COLD)
    await house.forward(hours=24)
    for words in ("今天有几个没办完", "还有多少单没处理？", "还剩几个", "在办", "现在啥情况"):
        await house.say("客服甲", words)
        assert house.last_in("客服群").text.startswith("在办的（1 单）\n#1 ")
    for words in ("有没有重大的", "检修部还有几单没办"):
        await house.say("总经理", words)
        assert house.last_in("领导群").text.endswith("：没有")
    await house.say("总经理", "运行部还有几单没办")
    assert house.last_in("领导群").text.startswith("运行部在办的（1 单）")
    await house.say("客服甲", OUTAGE)
    await house.say("总经理", "有没有重大的")
    assert house.last_in("领导群").text.startswith("在办的重大投诉（1 单）\n#2 ")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("今天投诉多少", "今天的投诉（1 单）"),
        ("今天来了几个电话", "今天的投诉（1 单）"),
        ("昨天几个投诉", "昨天投诉：共 0 单"),
        ("这周怎么样", "本周投诉：共 1 单"),
        ("上个月呢", "上月投诉：共 0 单"),
        ("运行部这个月几单", "本月投诉：共 1 单"),
        ("哪个小区投诉最多", "本月投诉：共 1 单"),
        ("满意率多少", "本月投诉：共 1 单"),
        ("今天办完几个", "今天投诉：共 1 单"),
        ("还有几个超时的", "超时未办：没有"),
        ("晚上谁在值班", "现在值班"),
    ],
)
async def test_who_asks_how_many_hears_it(house: House, words: str, answer: str) -> None:
    """R4.1: those above ask in their own words, and nobody has to know the bot's."""
    await house.say("客服甲", COLD)
    await house.say("总经理", words)
    assert house.last_in("领导群").text.startswith(answer)


@pytest.mark.parametrize(
    "words", ["今天打了几个电话都没人管", "我家几天没暖气了谁管", "多少度算达标"]
)
async def test_what_a_user_asks_is_no_question_about_figures(house: House, words: str) -> None:
    await house.say("客服甲", words)
    assert house.last_in("客服群").meta["kind"] != "report"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("你能干啥", "这样说就行"),
        ("这个怎么用啊", "这样说就行"),
        ("谢谢", "不客气"),
        ("好的 辛苦了", "不客气"),
        ("收到谢谢", "不客气"),
        ("知道了", "好的"),
        ("早上好", "你好"),
    ],
)
async def test_courtesy_is_answered_in_a_word(house: House, words: str, answer: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    assert house.last_in("客服群").text.startswith(answer)
    assert await house.count() == 1


@pytest.mark.parametrize("words", ["1 整个小区都停了", "#1 整个小区都停了", "1号单整个小区都停了"])
async def test_something_major_said_by_number_raises_that_ticket_only_by_a_tap(
    house: House, words: str
) -> None:
    """R3.1.2: it is said of #1; no second ticket, no emergency group."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    asked = house.last_in("客服群")
    assert "要升为重大吗" in asked.text
    assert not (await house.ticket()).is_major
    await house.say("客服甲", "是")
    assert (await house.ticket()).is_major
    await house.say("客服甲", "收到 2")
    assert "没有 #2" in house.last_in("客服群").text


async def test_a_number_that_no_ticket_has_is_told_so(house: House) -> None:
    await house.say("客服甲", COLD)
    for who, group in (("客服甲", "客服群"), ("运行甲", "运行群")):
        await house.say(who, "3 师傅说明天来")
        assert "没有 #3" in house.last_in(group).text
    assert [entry.what for entry in await house.timeline()] == ["registered", "dispatched"]


async def test_a_trouble_of_a_number_that_no_ticket_has_opens_none(house: House) -> None:
    """`7 漏水` was registered as a complaint without a place, and nobody was told why."""
    await house.say("客服甲", COLD)
    for who, group in (("客服甲", "客服群"), ("运行甲", "运行群")):
        await house.say(who, "7 漏水")
        assert "没有 #7" in house.last_in(group).text
        assert "写上地址" in house.last_in(group).text
    assert await house.count() == 1


async def test_what_service_was_told_is_kept_though_it_is_no_progress(house: House) -> None:
    """R3.3.4 asks the crew for progress; a user tells customer service that he is out."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", "1 用户不在家")
    assert "已记到这一单里" in house.last_in("客服群").text
    last = (await house.timeline())[-1]
    assert (last.what, last.words) == ("remarked", "用户不在家")
    await house.say("运行甲", "1 用户不在家")
    assert (await house.timeline())[-1].what == "progressed"


@pytest.mark.parametrize(
    ("person", "words", "shown"),
    [
        ("客服甲", "值班电话多少", "现在值班"),
        ("值班领导", "超时多不多", "超时未办"),
        ("客服甲", "那俩单怎么样了", "在办的（2 单）"),
        ("运行主任", "谁手上有单", "每人手上没办完的\n运行部（2 单）"),
        ("运行主任", "还有哪些没人接单", "没人接的（2 单）"),
        ("值班领导", "阳光花园今年投诉几次了", "#1 阳光花园3号楼2单元501｜"),
    ],
)
async def test_lists_are_asked_for_in_many_ways(
    house: House, person: str, words: str, shown: str
) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say(person, words)
    group = {"客服甲": "客服群", "运行主任": "运行群", "值班领导": "领导群"}[person]
    assert house.last_in(group).text.startswith(shown)
