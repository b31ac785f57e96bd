"""The bot read it wrongly: one tap corrects the class, and it is counted."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status, Type
from tests.house import COLD, House


async def test_one_tap_corrects_the_type(house: House) -> None:
    await house.say("客服甲", COLD)
    opened = house.last_in("客服群")
    assert "判断依据：不热" in opened.text
    assert opened.card is not None
    assert {"改判", "升级"} <= {button.action for button in opened.card.buttons}
    due = (await house.ticket()).clocks["R3.2.2"].due_at
    await house.press("客服甲", "改判", 1, {"type": "设施"})
    ticket = await house.ticket()
    assert (ticket.type, ticket.department) == (Type.FACILITY, "repair")
    assert ticket.clocks["R3.2.2"].due_at == due  # the clock runs on
    assert house.last_in("检修群").meta["kind"] == "dispatched"
    assert "改判为供热设施" in house.last_in("客服群").text
    entry = next(e for e in await house.timeline() if e.what == "reclassified")
    assert (entry.by, entry.facts["was"], entry.facts["now"]) == ("客服甲", "quality", "facility")
    assert "不热" in entry.facts["why"]
    await house.say("客服甲", "查 1")
    assert "质量 → 设施" in house.last_in("客服群").text


@pytest.mark.parametrize(
    "words", ["改判 1 设施", "改 1 设施", "补充 1 类型 设施", "改判 1 设施 是阀门坏了"]
)
async def test_the_same_in_words(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    ticket = await house.ticket()
    assert (ticket.type, ticket.department) == (Type.FACILITY, "repair")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("暖气片漏水", "设施"),
        ("上次维修师傅骂人", "服务"),
        ("阀门拧不动", "设施"),
    ],
)
async def test_a_supplement_that_sounds_like_another_type_moves_nothing(
    house: House, words: str, kind: str
) -> None:
    await house.say("客服甲", COLD)
    heard = len(house.heard_in("检修群"))
    await house.say("客服甲", f"补充 1 {words}")
    ticket = await house.ticket()
    assert (ticket.type, ticket.department) == (Type.QUALITY, "operations")
    assert len(house.heard_in("检修群")) == heard
    assert (await house.timeline())[-1].words == words
    asked = house.last_in("客服群")
    assert asked.meta["kind"] == "question"
    assert asked.card is not None
    (button,) = asked.card.buttons
    assert (button.action, button.fields) == (f"改为{kind}", ())
    await house.press("客服甲", button.action, 1)
    assert (await house.ticket()).type.value == {"设施": "facility", "服务": "service"}[kind]


async def test_yes_is_the_same_tap_and_keeps_the_words(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "补充 1 暖气片漏水")
    assert "检修部" in house.last_in("客服群").text  # where it would go
    await house.say("客服甲", "是")
    ticket = await house.ticket()
    assert (ticket.type, ticket.department) == (Type.FACILITY, "repair")
    entry = next(e for e in await house.timeline() if e.what == "reclassified")
    assert "暖气片漏水" in entry.words


@pytest.mark.parametrize(
    "words", ["窗口漏风", "家里有老人", "用户家里还是不热", "阀门在楼道", "性质恶劣，影响不好"]
)
async def test_other_supplements_are_kept_and_nobody_is_asked(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", f"补充 1 {words}")
    assert (await house.timeline())[-1].words == words
    assert house.last_in("客服群").meta["kind"] == "reply"
    assert (await house.ticket()).type is Type.QUALITY


async def test_who_may_not_correct_the_type_is_not_asked(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("检修甲", "补充 1 暖气片漏水")
    assert house.last_in("检修群").meta["kind"] == "reply"
    assert (await house.timeline())[-1].words == "暖气片漏水"


@pytest.mark.parametrize(
    "words", ["小区停电了", "门牌号看不清", "地址写错了", "姓名不知道", "住址楼下有狗"]
)
async def test_words_about_a_field_are_not_its_value(house: House, words: str) -> None:
    """They would take the address away that the crew drives to."""
    await house.say("客服甲", COLD)
    before = await house.ticket()
    await house.say("客服甲", f"补充 1 {words}")
    after = await house.ticket()
    assert (after.name, after.address) == (before.name, before.address)
    assert after.community == before.community
    assert (await house.timeline())[-1].words == words


async def test_what_is_denied_is_not_the_type(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "改判 1 不是设施")
    assert house.last_in("客服群").meta["kind"] == "refusal"
    await house.say("客服甲", "改判 1 不是温度问题 设施")
    assert (await house.ticket()).type is Type.FACILITY


async def test_corrections_are_counted(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "改判 1 服务")
    await house.say("客服甲", "升级 1 整栋楼都没热")
    await house.say("客服主管", "降级 1 就一户", group="客服群")
    await house.say("客服甲", "统计 今天")
    assert "改判 3 次" in house.last_in("客服群").text


async def test_wrong_words_and_late_ones(house: House) -> None:
    await house.say("客服甲", COLD)
    for words in ("改判 1", "改判 1 天气", "改判 1 质量"):
        await house.say("客服甲", words)
        assert house.last_in("客服群").meta["kind"] == "refusal"
    await house.say("运行甲", "完成 1 放气")
    await house.say("客服甲", "改判 1 设施")
    ticket = await house.ticket()
    assert (ticket.type, ticket.department) == (Type.FACILITY, "operations")  # for the record
    assert ticket.status is Status.HANDLED


async def test_name_number_and_address_said_after_the_question_are_its_answer(house: House) -> None:
    """R2.2.2: who is asked for 姓名、电话、地址 and says all three opens no second ticket."""
    await house.say("客服甲", "家里暖气不热")
    await house.say("客服甲", "阳光花园3号楼2单元501 王女士 13912345678")
    assert await house.count() == 1
    ticket = await house.ticket()
    assert (ticket.name, ticket.phone) == ("王女士", "13912345678")
    assert ticket.address == "阳光花园3号楼2单元501"
    assert "转 1 运行部" in house.last_in("客服群").text  # what comes next


async def test_another_households_number_and_address_are_no_answer(house: House) -> None:
    await house.say("客服甲", "陈大爷 幸福里2号楼1单元101 暖气不热")
    await house.say("客服甲", "李姐 锦绣城9号楼1单元101 13511112222")
    assert await house.count() == 2
    assert (await house.ticket()).phone is None


async def test_trouble_said_after_the_question_is_a_complaint_of_its_own(house: House) -> None:
    await house.say("客服甲", "陈大爷 幸福里2号楼1单元101 暖气不热")
    await house.say("客服甲", "孙先生 13500002222 暖气漏水")
    assert await house.count() == 2


@pytest.mark.parametrize("action", ["接单", "收到"])
async def test_a_button_may_be_pressed_by_any_of_its_words(house: House, action: str) -> None:
    await house.say("客服甲", COLD)
    await house.press("运行甲", action, 1)
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
    await house.press("运行甲", "飞", 1)
    assert "没有「飞」这个按钮" in house.last_in("运行群").text


@pytest.mark.parametrize(
    "words",
    ["1 姓李 13800001111", "补充 1 电话13800001111 姓李", "1 电话13800001111 姓李"],
)
async def test_number_and_name_are_both_taken(house: House, words: str) -> None:
    """R2.2.2: what a ticket lacks may come hours later, by its number and in one breath."""
    await house.say("客服甲", "蓝天小区5号楼2单元302漏水")
    await house.forward(hours=1)
    await house.say("客服甲", words)
    ticket = await house.ticket()
    assert (ticket.name, ticket.phone) == ("李", "13800001111")


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("1 电话错了 尾号是5679", "电话 13912345679"),
        ("1 名字写错了 不姓王 姓汪", "姓名 汪女士"),
        ("1 不姓王，姓汪", "姓名 汪女士"),
    ],
)
async def test_a_part_of_what_is_wrong_is_enough(house: House, words: str, right: str) -> None:
    """R2.2.2: the whole is shown and asked before it is changed."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", words)
    assert f"要「补充 1 {right}」吗" in house.last_in("客服群").text
    await house.say("客服甲", "是")
    ticket = await house.ticket()
    assert right.split()[1] in (ticket.name, ticket.phone)
