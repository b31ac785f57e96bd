"""R3.1.2: a general ticket of which something major is said is raised by one tap of who may, and
never in silence."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Severity
from tests.house import COLD, OUTAGE, House

MAJOR = ["有人烫伤了", "水是黄的", "整个小区都停了"]


@pytest.mark.parametrize(
    ("way", "words"),
    [*((way, words) for way in ("supplement", "quote") for words in MAJOR), ("number", MAJOR[0])],
)
async def test_who_may_raise_it_is_asked_and_taps_once(house: House, way: str, words: str) -> None:
    await house.say("客服甲", COLD)
    if way == "quote":
        await house.say("运行甲", words, quote=house.quote("运行群", 1))
    else:
        await house.say("运行甲", f"{'补充 ' if way == 'supplement' else ''}1 {words}")
    assert (await house.ticket()).severity is Severity.GENERAL
    assert (await house.timeline())[-1].words.endswith(words)
    for group, who in (("运行群", "运行主任"), ("客服群", "客服甲")):
        asked = house.last_in(group)
        assert f"运行甲说：{words}" in asked.text
        assert who in [m.name for m in asked.mentions]
        assert asked.card is not None
        (button,) = asked.card.buttons
        assert (button.action, button.fields) == ("升为重大", ())
    await house.press("运行甲", "升为重大", 1, group="运行群")
    assert not (await house.ticket()).is_major
    await house.press("客服甲", "升为重大", 1, group="客服群")
    assert (await house.ticket()).is_major
    entry = next(e for e in await house.timeline() if e.what == "upgraded")
    assert (entry.by, entry.words) == ("客服甲", f"运行甲：{words}")


@pytest.mark.parametrize("words", MAJOR)
async def test_who_may_raise_it_himself_says_yes(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", f"补充 1 {words}")
    assert "回「是」" in house.last_in("客服群").text
    assert not (await house.ticket()).is_major
    await house.say("客服甲", "是")
    assert (await house.ticket()).is_major
    entry = next(e for e in await house.timeline() if e.what == "upgraded")
    assert (entry.by, entry.words) == ("客服甲", words)
    for group in ("运行群", "领导群", await house.emergency_group(1)):  # called, they see why
        assert any(f"重大依据：{words}" in said for said in house.said_in(group))


async def test_a_picture_with_the_words_is_kept(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "水是黄的", quote=house.quote("运行群", 1), images=("p.jpg",))
    assert "升为重大" in house.last_in("客服群").text
    assert (await house.timeline())[-1].facts["images"] == ["p.jpg"]


@pytest.mark.parametrize(
    "words",
    ["家里有老人", "没有人烫伤", "整个小区都停了吗？", "不是整个小区都停了", "是不是水是黄的"],
)
async def test_other_words_ask_for_nothing(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", f"补充 1 {words}")
    assert "升为重大" not in house.last_in("客服群").text
    assert (await house.timeline())[-1].words == words


async def test_a_major_ticket_keeps_it_as_a_remark(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", "补充 1 有人烫伤了")
    assert "升为重大" not in house.last_in("客服群").text
    assert (await house.timeline())[-1].words == "有人烫伤了"


async def _dealt_with(house: House, *said: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "完成 1 放了气 现在21度")
    for words in said:
        await house.say("客服甲", words)


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("quoted", [False, True])
async def test_of_what_is_dealt_with_it_is_a_new_one(
    house: House, *, closed: bool, quoted: bool
) -> None:
    await _dealt_with(house, *(["已反馈 1 满意", "回访 1 满意"] if closed else []))
    if quoted:
        await house.say("客服甲", "整个小区都停了", quote=house.quote("客服群", 1))
    else:
        await house.say("客服甲", "1号单整个小区都停了")
    assert (await house.timeline(1))[-1].words == "整个小区都停了"
    new = await house.ticket(2)
    assert (new.is_major, new.address, new.community) == (True, "阳光花园", "阳光花园")
    assert await house.emergency_group(2)


async def test_of_the_same_home_it_is_taken_up_again(house: House) -> None:
    await _dealt_with(house)
    await house.say("运行甲", "1 有人烫伤了")
    assert (await house.ticket(1)).is_major
    assert await house.count() == 1
    assert "重大依据：烫伤" in house.said_in("领导群")[-1]


async def test_who_was_hurt_where_all_was_closed_is_called_back(house: House) -> None:
    await _dealt_with(house, "已反馈 1 满意", "回访 1 满意")
    await house.say("运行甲", "1 有人烫伤了")
    old, new = await house.ticket(1), await house.ticket(2)
    assert new.is_major
    assert (new.name, new.phone, new.address) == (old.name, old.phone, old.address)
