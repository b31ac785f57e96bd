"""The emergency group on WeCom where a person, the bot or a mention's target is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import Later, Mention, Outgoing
from tests.house import OUTAGE
from tests.wecom_house import OPERATIONS, PEOPLE, SERVICE, open_wecom


@pytest.mark.parametrize("rooms", [0, 1])
async def test_one_whom_the_app_can_not_see_keeps_nobody_else_out(
    sqlite_url: str, rooms: int
) -> None:
    async with open_wecom(sqlite_url, rooms=rooms) as house:
        if rooms:
            await house.bind_room()
        house.server.people[PEOPLE["运行乙"]].in_range = False
        await house.say(SERVICE, "客服甲", OUTAGE)
        ticket = await house.ticket()
        assert ticket.group_chat is not None
        group = house.server.group(ticket.group_chat.removeprefix("app:"))
        assert group is not None
        assert {PEOPLE["运行甲"], PEOPLE["运行主任"]} <= group.members
        assert PEOPLE["运行乙"] not in group.members
        told = [m["text"] for m in house.heard_in(PEOPLE["总经理"])]
        assert any(PEOPLE["运行乙"] in text and "可见范围" in text for text in told)


async def test_who_is_not_in_the_group_is_rung_by_himself(sqlite_url: str) -> None:
    """A mention of somebody who is not there rings nobody, and nothing says so."""
    async with open_wecom(sqlite_url) as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        chat = ChatRef("wecom", (await house.ticket()).group_chat or "")
        there = Mention(PEOPLE["运行甲"], "运行甲")
        away = Mention(PEOPLE["检修甲"], "检修甲")
        message = Outgoing("#1 @运行甲 @检修甲 请到场", (there, away), meta={"kind": "reminder"})
        before = len(house.heard_in(there.user_id))
        for _ in range(2):  # a repeated row says nothing twice
            await house.platform.send(chat, message, "in-9/1", house.clock.now())
        (said,) = [m for m in house.heard_in(chat.chat_id[4:]) if "请到场" in m["text"]]
        assert said["rung"] == [there.user_id]
        assert len(house.heard_in(there.user_id)) == before
        (rung,) = house.heard_in(away.user_id)
        assert rung["rung"] == [away.user_id]


async def test_a_room_does_not_wait_long_for_a_bot_that_is_away(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url, rooms=1) as house:
        room = await house.bind_room()
        await house.server.go_down()
        await house.until(lambda: house.platform.hears_since is None)
        await house.platform.stop()
        await house.server.come_back()
        people = [Mention(PEOPLE[n], n) for n in ("运行甲", "运行主任")]
        app_alone = house.another()  # a process that has not got the link
        now = house.clock.now()
        with pytest.raises(Later):
            await app_alone.make_group("#1 应急", people, "k", now)
        chat = await app_alone.make_group("#1 应急", people, "k", now + timedelta(seconds=31))
        assert house.server.group(chat.chat_id.removeprefix("app:")).chatid == room
        assert house.heard_in(room)[-1]["way"] == "appchat"
        assert "到场" in house.heard_in(room)[-1]["text"]
        await app_alone.stop()


async def test_a_room_that_was_dissolved_is_passed_over_and_told(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url, rooms=1) as house:
        room = await house.bind_room()
        house.server.groups[room].dissolved = True
        await house.say(SERVICE, "客服甲", OUTAGE)
        made = house.server.seen("group_created")[-1]
        assert (await house.ticket()).group_chat == f"app:{made['appchat']}"
        admin = PEOPLE["总经理"]
        await house.until(lambda: any("用不了" in m["text"] for m in house.heard_in(admin)))
        (told,) = [m["text"] for m in house.heard_in(admin) if "用不了" in m["text"]]
        assert told.startswith("应急备用1（空闲）用不了，这次没用它：应用建的这个群解散了")


async def test_an_emergency_group_that_was_dissolved_in_the_midst_of_it(sqlite_url: str) -> None:
    """R3.3.2b: all who owe the next step hear it, in the group that was made in its place."""
    async with open_wecom(sqlite_url) as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        (made,) = house.server.seen("group_created")
        house.server.groups[made["in"]].dissolved = True
        await house.say(OPERATIONS, "运行甲", "到场 1")
        await house.forward(minutes=40)
        _, anew = house.server.seen("group_created")
        (told,) = [m for m in house.heard_in(anew["in"]) if "超时了" in m["text"]]
        assert {PEOPLE[name] for name in ("运行甲", "运行乙", "运行主任")} <= set(told["rung"])
