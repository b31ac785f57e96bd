"""A long message goes in parts: what stands is not said again when a later part has to wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import Later, Mention, Outgoing
from tests.dingtalk_house import (
    OPERATIONS,
    PEOPLE,
    SEND,
    SERVICE,
    DingTalkHouse,
    open_dingtalk,
)
from tests.house import COLD
from tests.platforms import in_parts

BUSY = (403, {"code": "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"}, False)
OLD_BUSY = (200, {"errcode": -1, "errmsg": "系统繁忙"}, False)
NOTICE = "/topapi/message/corpconversation/asyncsend_v2"
SINGLE = "/v1.0/robot/oToMessages/batchSend"
WAY: dict[str, tuple[str, Any, Any]] = {
    "group": (SEND, {"processQueryKey": "q"}, BUSY),
    "session": ("/robot/sendBySession", {"errcode": 0}, OLD_BUSY),
    "single": (SINGLE, {"processQueryKey": "q"}, BUSY),
    "ring": (SINGLE, {"processQueryKey": "q"}, BUSY),
    "notice": (NOTICE, {"errcode": 0, "task_id": 7}, OLD_BUSY),
}  # fmt: skip


def long(rings: str = "") -> Outgoing:
    """Three parts as this vendor takes them."""
    return in_parts.long(20, 150, *([Mention(PEOPLE[rings], rings)] if rings else ()))


def lines(house: DingTalkHouse, where: str) -> list[int]:
    return in_parts.times_read(20, house.heard_in(where))


@pytest.mark.parametrize("way", WAY)
async def test_a_part_that_stands_is_not_said_again(sqlite_url: str, way: str) -> None:
    async with open_dingtalk(sqlite_url, agent_id=1234) as house:
        path, good, busy = WAY[way]
        chat, where = ChatRef("dingtalk", OPERATIONS), OPERATIONS
        if way in ("single", "notice"):
            chat, where = ChatRef("dingtalk", f"single:{PEOPLE['运行甲']}"), PEOPLE["运行甲"]
        if way == "ring":
            where = PEOPLE["运行甲"]
        if way == "session":
            await house.say(OPERATIONS, "运行甲", "今日")
        if way == "notice":
            missed = {"processQueryKey": "q", "flowControlledStaffIdList": [where]}
            house.server.knobs.instead[SINGLE] = [(200, missed, False)] * 3
        message = long(rings="运行甲" if way == "ring" else "")
        house.server.knobs.instead[path] = [(200, good, True), busy]
        with pytest.raises(Later):
            await house.platform.send(chat, message, "k", house.clock.now())
        assert 0 < sum(lines(house, where)) < 20
        house.clock.forward(timedelta(minutes=1))
        await house.platform.send(chat, message, "k", house.clock.now())
        assert lines(house, where) == [1] * 20
        if way == "ring":
            assert lines(house, OPERATIONS) == [1] * 20


async def test_an_answers_address_that_runs_out_between_parts(house: DingTalkHouse) -> None:
    """The rest of it goes by the app, and the part that stands is left."""
    await house.say(OPERATIONS, "运行甲", "今日")
    gone = (200, {"errcode": 300001, "errmsg": "session 不存在"}, False)
    house.server.knobs.instead["/robot/sendBySession"] = [(200, {"errcode": 0}, True), gone]
    chat = ChatRef("dingtalk", OPERATIONS)
    await house.platform.send(chat, long(), "k", house.clock.now())
    assert lines(house, OPERATIONS) == [1] * 20
    assert {m["way"] for m in house.heard_in(OPERATIONS) if "行" in m["text"]} == {
        "session",
        "group",
    }


async def test_somebody_speaks_while_a_ring_still_waits(house: DingTalkHouse) -> None:
    """The group's words stand, the answer's way is open again: who must hear it is rung all the
    same, and the group does not read it twice."""
    house.server.knobs.instead[SINGLE] = [BUSY, BUSY]
    await house.say(SERVICE, "客服甲", COLD)
    assert not house.heard_in(PEOPLE["运行甲"])
    await house.say(OPERATIONS, "运行乙", "谁值班")
    await house.forward(minutes=1)
    assert len([m for m in house.heard_in(OPERATIONS) if "#1" in m["text"]]) == 1
    assert len(house.heard_in(PEOPLE["运行甲"])) == 1


async def test_a_notice_holds_all_of_a_long_message(sqlite_url: str) -> None:
    """Whom no single message reaches reads every line in the app's own window."""
    async with open_dingtalk(sqlite_url, agent_id=1234) as house:
        where = PEOPLE["运行甲"]
        missed = {"processQueryKey": "q", "flowControlledStaffIdList": [where]}
        house.server.knobs.instead[SINGLE] = [(200, missed, False)] * 3
        chat = ChatRef("dingtalk", f"single:{where}")
        await house.platform.send(chat, long(), "k", house.clock.now())
        assert lines(house, where) == [1] * 20
        assert all(m["way"] == "notice" for m in house.heard_in(where))


async def test_more_people_than_one_message_rings(sqlite_url: str) -> None:
    """A webhook rings fifty: whoever stands behind them is told by himself."""
    async with open_dingtalk(sqlite_url, webhooks=True) as house:
        for i in range(60):
            house.server.add_person(f"7{i:03}", f"班员{i}")
            house.server.groups[OPERATIONS].members.add(f"7{i:03}")
        mentions = tuple(Mention(f"7{i:03}", f"班员{i}") for i in range(60))
        everybody = Outgoing("到锅炉房集合", mentions, meta={"kind": "x"})
        chat = ChatRef("dingtalk", OPERATIONS)
        await house.platform.send(chat, everybody, "k", house.clock.now())
        (said,) = house.heard_in(OPERATIONS)
        assert len(said["rung"]) == 50
        alone = [m for i in range(60) for m in house.heard_in(f"7{i:03}")]
        assert {person for m in alone for person in m["rung"]} == {
            f"7{i:03}" for i in range(50, 60)
        }
