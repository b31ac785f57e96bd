"""What a crew says in one breath: numbers glued together, two tickets without a stop, another
user's complaint on top, and what a voice message begins with."""

from __future__ import annotations

import pytest

from bot.domain.household import with_door
from bot.domain.ticket import Status
from tests.house import COLD, House, another


async def _two(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))


@pytest.mark.parametrize(("words", "answer"), [("12收到", "都是"), ("收到12", "1 2")])
async def test_glued_numbers_are_asked_about(house: House, words: str, answer: str) -> None:
    await _two(house)
    await house.say("运行甲", words)
    assert house.last_in("运行群").text.startswith("没有 #12 这一单。是 #1、#2 都接吗")
    assert (await house.ticket(1)).status is Status.DISPATCHED
    await house.say("运行甲", answer)
    for number in (1, 2):
        assert (await house.ticket(number)).status is Status.ACKNOWLEDGED


@pytest.mark.parametrize("words", ["13收到", "11收到", "2收到 30"])
async def test_a_number_that_is_no_two_tickets_is_said_to_be_none(house: House, words: str) -> None:
    await _two(house)
    await house.say("运行甲", words)
    assert "没有 #" in house.last_in("运行群").text
    assert "都接吗" not in house.last_in("运行群").text


@pytest.mark.parametrize("words", ["1约的两点2约的四点", "1约两点2约四点", "1约好两点了2约的四点"])
async def test_each_has_its_own_hour_without_a_stop_between(house: House, words: str) -> None:
    """R3.2.2: one of them had the other's."""
    await _two(house)
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", words)
    promised = [(await house.ticket(n)).promised_at for n in (1, 2)]
    assert [at and (at.hour + 8) for at in promised] == [14, 16]


async def test_another_users_complaint_on_top_is_registered(house: House) -> None:
    """R1.1: it was lost in the words of a 收到."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "1 收到 另外阳光花园6号楼那边也报了个不热的 王叔 13900001234")
    assert (await house.ticket(1)).status is Status.ACKNOWLEDGED
    assert await house.count() == 2
    assert (await house.ticket(2)).phone == "13900001234"
    await house.say("运行甲", "进展 1 换阀门 另外用户说下午在家")
    assert (await house.timeline(1))[-1].words == "换阀门 另外用户说下午在家"
    assert await house.count() == 2


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("1的用户电话打不通 换个号 13987654321", "phone", "13987654321"),
        ("1用户改电话了13987654321", "phone", "13987654321"),
        ("1地址不对应该是阳光花园3号楼2单元502", "address", "阳光花园3号楼2单元502"),
        ("1 房号不对 是503", "address", "阳光花园3号楼2单元503"),
        ("补充 1 房号 503", "address", "阳光花园3号楼2单元503"),
    ],
)
async def test_what_is_wrong_of_a_ticket_opens_none(
    house: House, words: str, field: str, value: str
) -> None:
    """And a flat's number that is put right takes nothing of the address away (R2.2.2)."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", words)
    if house.last_in("运行群").meta["kind"] == "question":
        await house.say("运行甲", "是")
    assert await house.count() == 1
    assert getattr(await house.ticket(), field) == value


def test_a_door_is_put_into_its_address() -> None:
    assert with_door("阳光花园3号楼2单元501", "1单元503") == "阳光花园3号楼1单元503"
    assert with_door("云杉里3-2-501", "503") == "云杉里3-2-503"
    assert with_door("云杉里3-2-501", "十九号楼") == "云杉里19-2-501"
    assert with_door("云杉里3-2-501", "13-2-501") == "云杉里13-2-501"
    assert with_door("阳光花园3号楼2单元501", "翠湖家园1号楼") == "翠湖家园1号楼"
    assert with_door(None, "503") == "503"


@pytest.mark.parametrize("words", ["嗯那个什么一号我接了啊", "喂一号单收到了", "哎那个1收到"])
async def test_what_a_voice_message_begins_with_is_nothing(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", words)
    assert (await house.ticket()).status is Status.ACKNOWLEDGED


async def test_still_at_it_is_no_question(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "哎呀我现在过不去啊这边还有个活没干完呢")
    assert "要「进展」吗" in house.last_in("运行群").text
