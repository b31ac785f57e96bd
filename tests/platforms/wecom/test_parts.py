"""A long message goes in parts: what stands is not said again when a later part has to wait."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import Later, Mention, Outgoing, PlatformError
from tests.house import OUTAGE
from tests.platforms import in_parts
from tests.wecom_house import OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom

BUSY, NO_ANSWER = (-1, False), (504, "<html>timeout</html>", False)
WAY = {
    "webhook": "webhook/send", "made": "appchat/send", "app": "message/send",
    "ring": "message/send",
}  # fmt: skip


def long(rings: str = "") -> Outgoing:
    """Three parts as this vendor takes them."""
    return in_parts.long(18, 40, *([Mention(PEOPLE[rings], rings)] if rings else ()))


def lines(house: WeComHouse, where: str) -> list[int]:
    return in_parts.times_read(18, house.heard_in(where))


async def _place(house: WeComHouse, way: str) -> tuple[ChatRef, str]:
    if way == "made":
        await house.say(SERVICE, "客服甲", OUTAGE)
        (group,) = house.server.seen("group_created")
        return ChatRef("wecom", f"app:{group['appchat']}"), group["in"]
    if way == "webhook":
        return ChatRef("wecom", OPERATIONS), OPERATIONS
    if way == "ring":  # nothing rings in this group, so who must hear it is told by the app
        house.server.groups[OPERATIONS].has_bot = False
        return ChatRef("wecom", OPERATIONS), PEOPLE["运行甲"]
    return ChatRef("wecom", f"single:{PEOPLE['运行甲']}"), PEOPLE["运行甲"]


@pytest.mark.parametrize("way", WAY)
@pytest.mark.parametrize("restarted", [False, True])
async def test_a_part_that_stands_is_not_said_again(
    sqlite_url: str, way: str, restarted: bool
) -> None:
    """Three parts, and at the second the vendor is busy; another process may go on with it."""
    async with open_wecom(sqlite_url, webhooks=way == "webhook") as house:
        chat, where = await _place(house, way)
        message = long("" if way == "app" else "运行甲")
        house.server.knobs.instead[WAY[way]] = [(0, True), BUSY]
        with pytest.raises(Later):
            await house.platform.send(chat, message, "k", house.clock.now())
        assert 0 < sum(lines(house, where)) < 18
        house.clock.forward(timedelta(minutes=1))
        platform = house.another() if restarted else house.platform
        with suppress(Later):  # the bot's own link is the other process's
            await platform.send(chat, message, "k", house.clock.now())
        assert lines(house, where) == [1] * 18
        said = house.heard_in(where)[-3:]
        assert all("#1" in m["text"] for m in said[1:])
        if way in ("webhook", "made"):  # he is rung once, not by every part
            assert [m["rung"] for m in said] == [[PEOPLE["运行甲"]], [], []]
        if restarted:
            await platform.stop()


async def test_the_part_that_nobody_answered_says_that_it_may_be_the_second(
    sqlite_url: str,
) -> None:
    """Not the first one, which certainly stands."""
    async with open_wecom(sqlite_url, webhooks=True) as house:
        house.server.knobs.pages["webhook/send"] = [(200, '{"errcode":0}', True), NO_ANSWER]
        chat = ChatRef("wecom", OPERATIONS)
        with pytest.raises(PlatformError):
            await house.platform.send(chat, long("运行甲"), "k", house.clock.now())
        await house.platform.send(chat, long("运行甲"), "k", house.clock.now())
        said = [m["text"] for m in house.heard_in(OPERATIONS)]
        assert [text.startswith("（重发）") for text in said] == [False, True, False]
        assert lines(house, OPERATIONS) == [1] * 18


async def test_a_rest_takes_the_room_of_a_rest_only(sqlite_url: str) -> None:
    """Eighteen a minute go by a webhook; what stands is not counted against them again."""
    async with open_wecom(sqlite_url, webhooks=True) as house:
        house.server.knobs.instead["webhook/send"] = [(0, True)] * 2 + [BUSY]
        chat, now = ChatRef("wecom", OPERATIONS), house.clock.now()
        for _ in range(2):
            with pytest.raises(Later):
                await house.platform.send(chat, long("运行甲"), "k", now)
            house.clock.forward(timedelta(seconds=10))
            now = house.clock.now()
            house.server.knobs.instead["webhook/send"] = [BUSY]
        house.server.knobs.instead.clear()
        await house.platform.send(chat, long("运行甲"), "k", now)
        for i in range(13):
            await house.platform.send(
                chat, Outgoing(f"短{i}", long("运行甲").mentions, meta={"kind": "x"}), f"s{i}", now
            )
        assert [m["way"] for m in house.heard_in(OPERATIONS)] == ["webhook"] * 16


async def test_who_is_out_of_the_apps_range_is_rung_every_time(sqlite_url: str) -> None:
    """The bot tells him by himself: the first of two rings does not stand for the second."""
    async with open_wecom(sqlite_url) as house:
        house.server.people[PEOPLE["运行甲"]].in_range = False
        await house.say("", "运行甲", "帮助")
        chat, now = ChatRef("wecom", OPERATIONS), house.clock.now()
        for i in range(2):
            rung = Outgoing(f"第{i}次", (Mention(PEOPLE["运行甲"], "运行甲"),), meta={"kind": "x"})
            await house.platform.send(chat, rung, f"k{i}", now)
        said = [m["text"] for m in house.heard_in(PEOPLE["运行甲"])]
        assert [sum(f"第{i}次" in text for text in said) for i in range(2)] == [1, 1]


async def test_words_that_are_refused_to_a_person_become_a_neutral_line(sqlite_url: str) -> None:
    """The moderation's no is not taken for somebody who can't be reached."""
    async with open_wecom(sqlite_url) as house:
        house.server.knobs.illegal_words = {"阳光花园"}
        chat = ChatRef("wecom", f"single:{PEOPLE['运行甲']}")
        message = Outgoing("#7 阳光花园", meta={"kind": "x"}, neutral=lambda: "#7 有新情况")
        await house.platform.send(chat, message, "k", house.clock.now())
        assert [m["text"] for m in house.heard_in(PEOPLE["运行甲"])] == ["#7 有新情况"]
