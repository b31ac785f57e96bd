"""The same household again (重复投诉): one ticket, counted, completed, heard by who has it."""

from __future__ import annotations

import pytest

from bot.domain.policy_config import policy_from_config
from bot.domain.ticket import Status
from bot.platforms.local import Posted
from tests.house import COLD, House, open_house

AGAIN = "王女士 13912345678 阳光花园3号楼2单元501 还是不热，孩子都冻感冒了"


async def test_a_household_complains_three_times(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.forward(minutes=30)
    await house.say("客服乙", AGAIN)
    assert await house.count() == 1
    assert (await house.ticket()).repeats == 1
    entry = (await house.timeline())[-1]
    assert (entry.what, entry.words) == ("repeated", AGAIN)  # in the user's words
    receipt = house.last_in("客服群").text
    for part in ("#1", "第 2 次", "运行甲", "已接单", "联系用户"):
        assert part in receipt
    heard = house.last_in("运行群")
    assert heard.meta["kind"] == "reminder"
    assert [m.name for m in heard.mentions] == ["运行甲"]
    assert "冻感冒" in heard.text

    await house.forward(minutes=10)
    await house.say("客服甲", "13912345678 王女士又打电话 怎么还没人来")
    assert [m.name for m in house.last_in("运行群").mentions] == ["运行甲", "运行主任"]
    assert "升级 1" in house.last_in("客服群").text
    await house.say("客服甲", "查 1")
    assert "共 3 次" in house.last_in("客服群").text
    await house.say("客服甲", "统计 今天")
    assert "重复投诉 2 次" in house.last_in("客服群").text
    assert await house.count() == 1


async def test_a_repeat_completes_what_was_missing(house: House) -> None:
    await house.say("客服甲", "阳光花园3号楼2单元501 不热")
    await house.say("客服甲", "王女士 13912345678 阳光花园3-2-501 家里不热 才13度")
    ticket = await house.ticket()
    assert await house.count() == 1
    assert (ticket.name, ticket.phone, ticket.room_temp_c) == ("王女士", "13912345678", 13.0)
    assert "电话" in house.last_in("客服群").text


async def test_a_repeat_that_is_worse_raises_it_at_once(house: House) -> None:
    """R3.1.2: severity by meaning, as on opening."""
    await house.say("客服甲", "李先生 13800001111 阳光花园5号楼1单元302 家里暖气片漏水")
    await house.forward(minutes=10)
    await house.say("客服甲", "李先生 13800001111 阳光花园5号楼1单元302 暖气片爆了 屋里都淹了")
    ticket = await house.ticket()
    assert await house.count() == 1
    assert ticket.is_major
    assert set(ticket.clocks) == {"R3.3.2", "R3.3.4"}
    assert await house.emergency_group()
    assert "升为重大" in "".join(house.said_in("客服群"))
    assert "raised" in [entry.what for entry in await house.timeline()]  # R1.3


async def test_a_repeat_that_is_major_needs_nobody_s_look_first(house: House) -> None:
    """R2.2.4: a person was still to look at the first of them."""
    await house.say("客服甲", "13912345678 阳光花园3号楼2单元501 温度")
    assert (await house.ticket()).needs_check
    await house.say("客服甲", "13912345678 阳光花园3号楼2单元501 暖气水是黄的 不热")
    ticket = await house.ticket()
    assert (await house.count(), ticket.is_major, ticket.needs_check) == (1, True, False)


async def test_called_done_and_still_cold(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完成 1 放了气")
    await house.forward(hours=1)
    await house.say("客服甲", AGAIN)
    ticket = await house.ticket()
    assert ticket.status is Status.DISPATCHED
    assert ticket.rounds == 2
    assert "R3.2.2" in ticket.clocks
    assert "重新" in house.last_in("运行群").text


async def test_two_people_forward_one_message(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.forward(minutes=2)
    await house.say("客服乙", COLD)
    assert await house.count() == 1
    assert (await house.ticket()).repeats == 0
    await house.forward(hours=1)
    await house.say("客服乙", COLD)
    assert (await house.ticket()).repeats == 1


async def test_neighbours_and_ended_tickets_are_no_repeats(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "赵先生 13912340000 阳光花园3号楼2单元502 家里不热只有15度")
    assert await house.count() == 2
    await house.say("客服甲", "作废 1 登记错了")
    await house.forward(minutes=10)
    await house.say("客服甲", COLD)
    assert await house.count() == 3


async def test_the_window_and_the_head_are_the_companys(database_url: str) -> None:
    policy = policy_from_config({"repeats": {"within": "2h", "head": 2}})
    async with open_house(database_url, policy=policy) as house:
        await house.say("客服甲", COLD)
        await house.forward(minutes=30)
        await house.say("客服甲", AGAIN)
        assert [m.name for m in house.last_in("运行群").mentions] == [
            "运行甲", "运行乙", "运行主任"
        ]  # fmt: skip
        await house.forward(hours=2)
        await house.say("客服甲", AGAIN)
        assert await house.count() == 2
    with pytest.raises(ValueError, match="repeats"):
        policy_from_config({"repeats": {"head": 1}})


async def test_how_long_one_message_is_forwarded_is_the_companys(sqlite_url: str) -> None:
    policy = policy_from_config({"repeats": {"forwarded": "1m"}})
    async with open_house(sqlite_url, policy=policy) as house:
        await house.say("客服甲", COLD)
        await house.forward(minutes=2)
        await house.say("客服乙", COLD)
        assert (await house.ticket()).repeats == 1


HUSBAND = "李先生 13800001111 阳光花园3号楼2单元501 不热"


async def test_a_near_match_is_opened_and_asked_about(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服乙", HUSBAND)
    assert (await house.ticket(2)).status is Status.DISPATCHED  # nothing is held back
    asked = house.last_in("客服群")
    assert asked.meta["kind"] == "question"
    assert "#1" in asked.text
    assert _buttons(asked) == ["同一件事", "各办各的"]
    opened = [p for p in house.heard_in("客服群") if p.meta["kind"] == "opened"][-1]
    assert "补充" not in _buttons(opened)
    assert "转" in _buttons(opened)
    assert "各办各的" not in _buttons(opened)
    await house.press("客服乙", "同一件事", 2)
    merged, first = await house.ticket(2), await house.ticket(1)
    assert (merged.status, merged.merged_into) == (Status.MERGED, 1)
    assert first.repeats == 1
    assert (await house.timeline(1))[-1].words == HUSBAND


def _buttons(posted: Posted) -> list[str]:
    assert posted.card is not None
    return [button.action for button in posted.card.buttons]


async def test_a_card_that_asks_keeps_to_its_question(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服乙", HUSBAND)

    def asked() -> Posted:
        return next(p for p in house.heard_in("客服群") if "像是同一件事" in p.text)

    await house.say("运行甲", "收到 2")  # the ticket goes on meanwhile
    assert _buttons(asked()) == ["同一件事", "各办各的"]
    await house.press("客服乙", "各办各的", 2)
    assert _buttons(asked()) == []


@pytest.mark.parametrize("words", ["不是", "各办各的 2", "不是同一件事", "两回事"])
async def test_a_near_match_that_is_none(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服乙", HUSBAND)
    await house.say("客服乙", words)
    second = await house.ticket(2)
    assert second.is_open
    assert second.alike is None
    assert (await house.timeline(2))[-1].what == "kept_apart"
    assert "各办各的" in house.last_in("客服群").text
    await house.say("客服乙", "同一件事 2")
    assert house.last_in("客服群").meta["kind"] == "refusal"


@pytest.mark.parametrize(
    "words", ["是", "是的", "同一件事", "同一件事 2", "是同一件事", "对，并了"]
)
async def test_said_instead_of_pressed(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服乙", HUSBAND)
    await house.say("客服乙", words)
    assert (await house.ticket(2)).merged_into == 1


async def test_a_question_unanswered_changes_nothing(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服乙", HUSBAND)
    await house.forward(hours=1)
    await house.say("客服乙", "王女士 13912345678 翠湖家园1号楼1单元101 不热")
    assert [(await house.ticket(n)).is_open for n in (1, 2, 3)] == [True, True, True]


async def test_what_the_first_told_stays_and_the_second_fills_it_up(house: House) -> None:
    """R2.2.2, R1.3: the ticket keeps whom it was opened for, and gets the number that it lacked."""
    await house.say("客服甲", "王女士 阳光花园3号楼2单元501 家里不热")
    await house.say("客服乙", "郑先生 13900001234 阳光花园三期3号楼2单元501 家里不热")
    assert (await house.ticket(2)).alike == 1
    await house.say("客服乙", "是")
    kept = await house.ticket(1)
    assert (kept.name, kept.phone) == ("王女士", "13900001234")
    assert kept.address == "阳光花园3号楼2单元501"


async def test_the_major_one_of_two_remains(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服乙", "王女士 13912345678 阳光花园3号楼2单元501 暖气爆了 屋里都淹了 漏水")
    assert (await house.ticket(2)).is_major
    await house.say("客服乙", "是")
    assert (await house.ticket(1)).merged_into == 2
    assert (await house.ticket(2)).is_open


async def test_two_places_of_one_message_are_not_asked_about(house: House) -> None:
    """Whoever tells of two places and one number to call has told them apart himself."""
    await house.say(
        "客服甲",
        "来电人:崔浩 13812340001\n地址一:松柏里 3-1-201,阀门漏水\n地址二:柳荫苑 4-3-402,要求报停",
    )
    assert await house.count() == 2
    assert {(await house.ticket(n)).phone for n in (1, 2)} == {"13812340001"}
    assert not any("像是同一件事" in text for text in house.said_in("客服群"))
    await house.say("客服甲", "云杉里 2-2-202 不热 13812340001")
    assert "像是同一件事" in house.said_in("客服群")[-1]
