"""R3.1.2: a major that turns out smaller is lowered by one tap of who may, and never in silence."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Severity
from tests.house import COLD, OUTAGE, House

SMALLER = "不是全停，就一栋楼"


@pytest.mark.parametrize(("person", "group"), [("运行甲", "运行群"), ("客服甲", "客服群")])
async def test_the_head_is_asked_and_taps_once(house: House, person: str, group: str) -> None:
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.say(person, SMALLER, quote=house.quote(group, 1))
    ticket = await house.ticket()
    assert ticket.is_major
    assert {"R3.3.2", "R3.3.4"} <= set(ticket.clocks)
    assert "照重大办" in house.last_in(group).text
    asked = house.last_in(room)
    assert [m.name for m in asked.mentions] == ["运行主任"]
    assert f"{person}说：{SMALLER}" in asked.text
    assert asked.card is not None
    (button,) = asked.card.buttons
    assert (button.action, button.fields) == ("降为一般", ())
    await house.press(person, "降为一般", 1, group=room if person == "运行甲" else group)
    assert (await house.ticket()).is_major  # R3.1.2: a head or a leader, and nobody else
    await house.press("运行主任", "降为一般", 1, group=room)
    assert (await house.ticket()).severity is Severity.GENERAL
    entry = next(e for e in await house.timeline() if e.what == "downgraded")
    assert (entry.by, entry.words) == ("运行主任", f"{person}：{SMALLER}")


async def test_a_yes_of_who_may_not_lower_it_leaves_the_question_to_who_may(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.say("运行甲", SMALLER, group=room)
    heard = len(house.heard_in(room))
    await house.say("运行乙", "是", group=room)
    assert "refusal" not in house.kinds_in(room)[heard:]
    assert (await house.ticket()).is_major
    await house.say("运行主任", "是", group=room)
    assert (await house.ticket()).severity is Severity.GENERAL


async def test_who_may_lower_it_is_asked_himself(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("客服主管", SMALLER, quote=house.quote("客服群", 1))
    assert "回「是」" in house.last_in("客服群").text
    assert (await house.ticket()).is_major
    await house.say("客服主管", "是")
    assert not (await house.ticket()).is_major
    assert (await house.timeline())[-1].words == SMALLER


async def test_in_the_emergency_group_nobody_quotes(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.say("运行甲", "没那么严重，就3号楼", group=room)
    assert house.last_in(room).meta["kind"] == "question"
    await house.say("值班领导", "降级 1", group=room)
    assert not (await house.ticket()).is_major


@pytest.mark.parametrize("words", ["不止一栋楼", "是不是就一栋楼？", "先停一栋楼的水", "没有全好"])
async def test_other_words_are_but_a_remark(house: House, words: str) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("运行甲", words, quote=house.quote("运行群", 1))
    assert house.last_in("运行群").meta["kind"] == "reply"
    await house.say("运行主任", "降级 1", group="运行群")
    assert "要写原因" in house.last_in("运行群").text
    assert (await house.ticket()).is_major


async def test_what_was_said_before_it_was_raised_again_is_no_reason(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("运行甲", SMALLER, quote=house.quote("运行群", 1))
    await house.say("运行主任", "降级 1", group="运行群")
    await house.say("客服甲", "升级 1 又停了两栋")
    await house.say("运行主任", "降级 1", group="运行群")
    assert (await house.ticket()).is_major


async def test_a_general_ticket_keeps_it_as_a_remark(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", SMALLER, quote=house.quote("运行群", 1))
    assert house.last_in("运行群").meta["kind"] == "reply"
    assert (await house.timeline())[-1].words == SMALLER


async def test_the_class_is_corrected_by_the_word_for_it(house: House) -> None:
    """`改判` is for the type; of a severity it means 降级 and 升级, by their rules."""
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", "改判 1 一般 就一栋楼")
    assert "负责人" in house.last_in("客服群").text
    assert (await house.ticket()).is_major
    await house.say("客服主管", "改判 1 一般 就一栋楼")
    assert not (await house.ticket()).is_major
    await house.say("客服甲", "改判 1 重大 整个小区都停了")
    assert (await house.ticket()).is_major


@pytest.mark.parametrize(("person", "group"), [("运行甲", "运行群"), ("客服甲", "客服群")])
async def test_in_passing_it_is_of_the_major_last_spoken_of(
    house: House, person: str, group: str
) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", COLD)  # a general one beside it is not meant
    room = await house.emergency_group()
    await house.say(person, SMALLER, group=group)
    assert "照重大办" in house.last_in(group).text
    assert f"{person}说：{SMALLER}" in house.last_in(room).text
    assert (await house.ticket()).is_major
    await house.press("运行主任", "降为一般", 1, group=room)
    entry = next(e for e in await house.timeline() if e.what == "downgraded")
    assert entry.words == f"{person}：{SMALLER}"


async def test_in_passing_of_several_the_number_says_which(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", "翠湖家园整个小区都停暖了，李先生 13800002222，翠湖家园5号楼")
    assert (await house.ticket(2)).is_major
    await house.say("运行甲", SMALLER, group="运行群")
    answer = house.last_in("运行群").text
    assert f"「#2 {SMALLER}」" in answer
    assert "#1" in answer
    assert "remarked" not in {e.what for e in (*await house.timeline(1), *await house.timeline(2))}
    await house.say("运行甲", f"#2 {SMALLER}", group="运行群")
    assert "remarked" in {e.what for e in await house.timeline(2)}
    assert "照重大办" in house.last_in("运行群").text


async def test_in_passing_of_none_it_is_said_how_to_name_it(house: House) -> None:
    await house.say("客服甲", SMALLER)
    assert f"「#3 {SMALLER}」" in house.last_in("客服群").text
    await house.say("客服甲", OUTAGE)
    await house.say("检修甲", SMALLER)  # nobody has spoken of it there, and it is not theirs
    assert f"「#3 {SMALLER}」" in house.last_in("检修群").text
    assert "remarked" not in {e.what for e in await house.timeline()}
