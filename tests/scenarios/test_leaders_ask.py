"""R4.1.3: those above ask in their own words, and get the figure, or hear where it is."""

from __future__ import annotations

import pytest

from tests.house import COLD, LEAK, House, another

RUDE = "滨河湾12-1-202 梁女士 13800010004 反映上门师傅态度很差"


@pytest.fixture
async def monday(house: House) -> House:
    """Three complaints, and nobody has done anything for three hours but 运行甲."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", RUDE)
    await house.say("运行甲", "收到 1")
    await house.forward(hours=3)
    return house


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("这周投诉多不多", "本周投诉：共 3 单"),
        ("检修部今天干得咋样", "今天投诉：共 3 单，重大 0\n检修部：1 单，已结 0，时限及时率 0%"),
        ("出个周报", "本周投诉：共 3 单"),
        ("平均多久处理一个", "本月投诉：共 3 单"),
        ("有没有反复投诉的", "本月投诉：共 3 单"),
        ("有没有用户不满意的", "本月投诉：共 3 单"),
        ("昨天夜里有没有事", "昨天投诉：共 0 单"),
        ("上周和这周比怎么样", "本周投诉：共 3 单"),
        ("比昨天呢", "今天投诉：共 3 单"),
        ("环比呢", "本月投诉：共 3 单"),
        ("发我个表", "正在导出本月台账"),
        ("给我发个台账", "正在导出本月台账"),
        ("漏水的有几个", "在办的供热设施投诉（1 单）"),
        ("不热的投诉有几个", "在办的供热质量投诉（1 单）"),
        ("服务态度的投诉有几个", "在办的供热服务投诉（1 单）"),
        ("有没有漏水的", "在办的供热设施投诉（1 单）"),
        ("今天哪几个小区停热了", "在办的重大投诉：没有"),
        ("没接单的有几个", "没人接的（2 单）"),
        ("没回访的有哪些", "没回访的：没有"),
        ("没反馈的有几个", "没反馈用户的：没有"),
        ("还有谁没到场", "没到场的重大投诉：没有"),
    ],
)
async def test_a_leader_gets_what_he_asks_for(monday: House, words: str, answer: str) -> None:
    await monday.say("总经理", words)
    said = monday.said_in("领导群")
    assert any(text.startswith(answer) for text in said[-2:])
    assert await monday.count() == 3


async def test_what_is_beside_the_figures_is_told_with_them(monday: House) -> None:
    await monday.say("总经理", "画个图")
    assert "图在网页「统计」页" in monday.last_in("领导群").text
    await monday.say("总经理", "出个周报")
    assert "要 Word 报告" in monday.last_in("领导群").text
    await monday.say("总经理", "比去年呢")
    assert "去年同期没有台账" in monday.last_in("领导群").text


async def test_this_week_stands_beside_the_last(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.forward(days=7, hours=1)
    await house.say("客服甲", another(2))
    await house.say("总经理", "这周比上周呢")
    assert "上一周同期 2 单（少 1 单）" in house.last_in("领导群").text


async def test_how_long_it_took_on_average(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "已联系 1 约今天18点")
    await house.forward(hours=5)
    await house.say("运行甲", "完成 1 排了气")
    await house.say("总经理", "平均处理时长多少")
    assert "处理好平均用 5小时" in house.last_in("领导群").text


async def test_what_waits_for_a_step_is_listed(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("运行甲", "完成 1 排了气")
    await house.say("客服甲", "哪些还没反馈")
    assert house.last_in("客服群").text.startswith("没反馈用户的（1 单）\n#1 ")
    await house.say("客服甲", "已反馈 1 满意")
    for words in ("我今天要回访哪些", "今天要回访的有哪些", "在办 没回访"):
        await house.say("客服甲", words)
        assert house.last_in("客服群").text.startswith("没回访的（1 单）\n#1 ")
    await house.say("客服甲", "帮我把今天没接单的列一下")
    assert house.last_in("客服群").text.startswith("没人接的（1 单）\n#2 ")


async def test_a_head_asks_of_his_own(monday: House) -> None:
    await monday.say("运行主任", "我们部门今天几个")
    assert monday.last_in("运行群").text.startswith("运行部今天的投诉（1 单）\n#1 ")


async def test_a_compound_is_asked_for_by_its_name(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("总经理", "阳光花园几个投诉")
    assert house.last_in("领导群").text.startswith("查「阳光花园」（2 单）")


@pytest.mark.parametrize(
    "words",
    [
        "漏水几天了没人管",
        "家里漏水几个小时了",
        "我们楼不热的有几户",
        "还没人去现场",
        "没人来几次了",
    ],
)
async def test_what_a_user_says_is_no_question_of_those_above(house: House, words: str) -> None:
    await house.say("客服甲", words)
    assert house.last_in("客服群").meta["kind"] != "report"
