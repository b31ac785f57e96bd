"""More people than DingTalk takes in one call: everybody is reached, and nobody twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import Mention, Outgoing
from tests.dingtalk_house import OPERATIONS, DingTalkHouse, open_dingtalk

CREW = [f"8{i:03}" for i in range(95)]
MENTIONS = tuple(Mention(userid, f"班员{userid}") for userid in CREW)


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[DingTalkHouse]:
    """All of them are in the company."""
    async with open_dingtalk(sqlite_url) as opened:
        for mention in MENTIONS:
            opened.server.add_person(mention.user_id, mention.name)
        yield opened


async def test_all_of_them_are_in_the_emergency_group(house: DingTalkHouse) -> None:
    """Forty in one call, and the rest after them."""
    made = await house.platform.make_group("应急", MENTIONS, "k", house.clock.now())
    assert house.server.groups[made.chat_id].members == set(CREW)
    assert house.server.calls.count("/v1.0/im/group/create") == 1


@pytest.mark.parametrize("level", ["app", "sms", "phone"])
async def test_all_of_them_are_called_once(house: DingTalkHouse, level: str) -> None:
    """Twenty in one call."""
    meta = {"ticket": 1, "rule": "R3.3.2"}
    for _ in range(2):
        await house.platform.call(level, MENTIONS, "到锅炉房集合", meta, "k", house.clock.now())
    calls = house.server.seen("call")
    assert Counter(user for c in calls for user in c["to"]) == Counter(CREW)
    assert {c["level"] for c in calls} == {level}


async def test_all_of_them_are_told_one_by_one(house: DingTalkHouse) -> None:
    """Twenty in one call, where the group itself rings nobody; one of them has left the company."""
    del house.server.people[CREW[30]]
    said = Outgoing("到锅炉房集合", MENTIONS, meta={"kind": "x"})
    chat = ChatRef("dingtalk", OPERATIONS)
    await house.platform.send(chat, said, "k", house.clock.now())
    told = Counter({user: len(house.heard_in(user)) for user in CREW if house.heard_in(user)})
    assert told == Counter(set(CREW) - {CREW[30]})
