"""What a platform noted so as to do nothing twice is not kept for ever."""

from __future__ import annotations

from sqlalchemy import select

from bot.domain.retry import KEPT
from storage.memory import Memory
from storage.tables import remembered
from tests import dingtalk_house, wecom_house
from tests.dingtalk_house import open_dingtalk
from tests.house import OUTAGE
from tests.premises import Premises
from tests.wecom_house import open_wecom


async def _noted(house: Premises) -> set[str]:
    async with house.running.storage.looking() as connection:
        names = (await connection.execute(select(remembered.c.name))).scalars()
        return {name.partition(":")[0] for name in names}


async def _long_after(house: Premises, platform: str) -> set[str]:
    """What is still noted when all of it has run out, and anything is noted again."""
    house.clock.set(house.clock.now() + KEPT)
    await Memory(house.running.storage, platform, house.clock.now).remember("news", 1)
    return await _noted(house)


async def test_an_incident_leaves_next_to_nothing_at_dingtalk(database_url: str) -> None:
    """A line for the group that was made; all else is one for the company or for a month."""
    async with open_dingtalk(database_url) as house:
        await house.say(dingtalk_house.SERVICE, "客服甲", OUTAGE)
        await house.forward(hours=3)
        assert {"ding", "dings", "group"} <= await _noted(house)
        for_ever = {"chatid", "ability", "calls", "messages", "news"}
        assert await _long_after(house, "dingtalk") == for_ever


async def test_an_incident_leaves_nothing_at_wecom(database_url: str) -> None:
    knobs = {"phone_reason": 4}
    async with open_wecom(database_url, voice=True, knobs=knobs) as house:
        await house.say(wecom_house.SERVICE, "客服甲", OUTAGE)
        await house.forward(hours=3)
        noted = {"voice", "unanswered", "told", "group", "code", "code_of"}
        assert noted <= await _noted(house)
        await house.platform.stop()
        left = await _long_after(house, "wecom")
        assert left - {"link"} == {"salt", "calls_watched", "news"}


async def test_a_room_that_nobody_has_bound_keeps_its_code(database_url: str) -> None:
    """It was posted once, before the season."""
    async with open_wecom(database_url, rooms=1) as house:
        await house.until(lambda: len(house.server.seen("group_created")) == 1)
        room = house.server.seen("group_created")[0]["in"]
        await house.until(lambda: bool(house.heard_in(room)))
        await _long_after(house, "wecom")
        await house.bind_room()
