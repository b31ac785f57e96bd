"""What is said once more, or by somebody who may not do it, is not lost (R1.1, R1.3)."""

from __future__ import annotations

from tests.house import COLD, LEAK, OUTAGE, House


async def _fed_back(house: House, *words: str) -> None:
    await house.say("客服甲", COLD)
    await _step(house, "收到 1", "已联系 1 约今天18点", *words)


async def _step(house: House, *words: str) -> None:
    for said in words:
        await house.say("运行甲", said)


async def test_the_result_comes_with_the_same_word_once_more(house: House) -> None:
    """`完成 1`, "how was it done?", `完成 1 换了阀门`."""
    await _fed_back(house, "完成 1", "完成 1 换了阀门 20度")
    assert (await house.ticket()).result == "换了阀门 20度"
    assert house.kinds_in("运行群")[-1] == "reply"
    await house.say("运行甲", "已反馈 1 满意")
    assert "处理结果：换了阀门 20度" in house.last_in("客服群").text


async def test_who_says_it_second_hears_so_and_his_words_are_kept(house: House) -> None:
    await _fed_back(house, "完成 1 换了阀门")
    await house.say("运行乙", "完成 1 过滤网也洗了")
    assert "运行甲今天08:00已经处理了" in house.last_in("运行群").text
    assert "\n你说的已记到这一单里" in house.last_in("运行群").text
    assert [e.words for e in await house.timeline()][-1] == "完成 过滤网也洗了"
    assert (await house.ticket()).result == "换了阀门"
    await house.say("运行乙", "完成 1 过滤网也洗了")
    assert [e.words for e in await house.timeline()].count("完成 过滤网也洗了") == 1


async def test_a_rating_that_was_left_out_or_wrong_is_put_right(house: House) -> None:
    await _fed_back(house, "完成 1 换了阀门", "已反馈 1")
    await house.say("运行甲", "已反馈 1 不满意 说卧室还凉")
    assert (await house.ticket()).rating == "不满意"
    assert "用户不满意" in house.last_in("运行群").text
    told = house.last_in("客服群").text  # who is about to call him
    assert "运行甲" not in told
    assert "不满意" in told
    assert "说卧室还凉" in told
    assert [e.facts.get("rating") for e in await house.timeline() if e.what == "fed_back"] == [
        "未评价",
        "不满意",
    ]
    await house.say("运行甲", "已反馈 1 不满意")
    assert house.kinds_in("运行群")[-1] == "refusal"


async def test_the_reason_of_a_dissatisfied_user_comes_second(house: House) -> None:
    await _fed_back(house, "完成 1 换了阀门", "已反馈 1 满意")
    await house.say("客服甲", "回访 1 不满意")
    await house.say("客服甲", "回访 1 不满意 卧室还是凉")
    assert [e.words for e in await house.timeline()][-1] == "回访 不满意 卧室还是凉"


async def test_a_time_is_not_asked_for_where_there_is_one(house: House) -> None:
    await _fed_back(house)
    await house.say("运行甲", "已联系 1")
    assert house.kinds_in("运行群")[-1] == "refusal"
    assert "延期 1" in house.last_in("运行群").text


async def test_a_crew_that_may_not_raise_is_heard_by_who_may(house: House) -> None:
    """R2.2.4, R3.1.2: who is there and sees it says 升级; nobody had heard of it."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "升级 1 管道像要爆")
    assert not (await house.ticket()).is_major
    for group, rung in (("客服群", "客服甲"), ("运行群", "运行主任")):
        asked = house.last_in(group)
        assert f"@{rung}" in asked.text
        assert "管道像要爆" in asked.text
    await house.press("客服甲", "升级", 1)
    assert (await house.ticket()).is_major
    raised = [e.words for e in await house.timeline() if e.what == "upgraded"]
    assert raised == ["运行甲：管道像要爆"]


async def test_a_crew_that_may_not_lower_is_heard_by_its_head(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    group = await house.emergency_group()
    await house.say("运行甲", "降级 1 电表跳了", group=group)
    assert (await house.ticket()).is_major
    assert "@运行主任" in house.last_in(group).text
    assert "电表跳了" in house.last_in(group).text
    await house.press("运行主任", "降级", 1, group=group)
    assert not (await house.ticket()).is_major


async def test_whoever_gets_a_ticket_from_others_reads_why(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "不归我们 1 是他家暖气片堵")
    returned = house.last_in("客服群").text
    assert "运行部退回 #1" in returned
    assert "运行甲说：不归我们 是他家暖气片堵" in returned
    await house.say("客服甲", "转 1 检修部 暖气片堵了")
    passed = house.last_in("检修群").text
    assert "客服部转来 #1" in passed
    assert "客服甲说：暖气片堵了" in passed


async def test_an_emergency_that_moves_says_why(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("运行主任", "转 1 检修部 主管破了", group=await house.emergency_group())
    assert "运行部转来，运行主任说：主管破了" in house.last_in("检修群").text


async def test_who_works_on_it_hears_what_was_merged_into_it(house: House) -> None:
    """R1.4: the other user is owed the result too."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "合并 2 到 9")
    assert "合并 2 到 1" in house.last_in("客服群").text
    await house.say("客服甲", "合并 2 到 1")
    told = house.last_in("运行群").text
    assert "#2" in told
    assert "暖气片漏水" in told
    assert "13800001111" in told


async def test_what_is_not_closed_need_not_be_reopened(house: House) -> None:
    """It was answered with how a general ticket becomes a major one."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", "重开 1 用户又来电")
    assert "催办 1" in house.last_in("客服群").text
    await _step(house, "收到 1", "已联系 1 约今天18点", "完成 1 换了阀门", "已反馈 1 满意")
    await house.say("客服甲", "重开 1 卧室还是凉")
    assert "还没结单" in house.last_in("客服群").text
    assert "回访 1 不满意" in house.last_in("客服群").text
    assert "升级" not in house.last_in("客服群").text
    assert (await house.timeline())[-1].words == "重开 卧室还是凉"
