"""DingTalk: a secret that is made anew while we run, an address that is not let in any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from storage.attention import set_aside, waits_longest
from tests.dingtalk_house import (
    OPERATIONS,
    PEOPLE,
    SERVICE,
    DingTalkHouse,
    open_dingtalk,
)
from tests.house import COLD, OUTAGE
from tests.servers.dingtalk import SECRET

Turn = Callable[[DingTalkHouse], None]


def _rotate(house: DingTalkHouse) -> None:
    house.server.rotate_secret("another")


def _mend(house: DingTalkHouse) -> None:
    house.server.secret = SECRET
    house.server.knobs.address_refused = False


def _distrust(house: DingTalkHouse) -> None:
    house.server.knobs.address_refused = True


@pytest.mark.parametrize(
    ("lock", "mend"), [(_rotate, "凭证 核对"), (_distrust, "服务器出口 IP 加上")]
)
async def test_what_was_to_be_said_waits_and_goes_once(
    sqlite_url: str, lock: Turn, mend: str
) -> None:
    """Nobody can be told by a vendor who does not let us in, so nothing is given up: it stands on
    the page and in the log what to do, and then all of it goes, once."""
    async with open_dingtalk(sqlite_url) as house:
        lock(house)
        with capture_logs() as logs:
            await house.say(SERVICE, "客服甲", COLD)
            await house.forward(minutes=60)
        (line,) = [each for each in logs if each["event"] == "needs_a_person"]
        assert mend in line["what"]
        assert house.platform.locked == line["what"]
        assert not house.heard_in(OPERATIONS)
        assert (await set_aside(house.running.storage))[1] == 0
        waits = await waits_longest(house.running.storage, house.clock.now())
        assert waits is None or mend in str(waits.error)
        _mend(house)
        await house.forward(minutes=2)
        assert house.platform.locked == ""
        said = [m["text"] for m in house.heard_in(OPERATIONS)]
        assert len([text for text in said if "新投诉 #1" in text]) == 1


async def test_the_free_ways_go_on(sqlite_url: str) -> None:
    """A webhook and an answer need no token."""
    async with open_dingtalk(sqlite_url, webhooks=True) as house:
        _rotate(house)
        await house.say(SERVICE, "客服甲", COLD)
        assert "#1" in house.heard_in(SERVICE)[0]["text"]
        assert house.heard_in(OPERATIONS)[0]["rung"] == [PEOPLE["运行甲"]]


async def test_an_emergency_group_is_made_once_it_may_be(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        _distrust(house)
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.forward(minutes=20)
        assert not house.server.seen("group_created")
        _mend(house)
        await house.forward(minutes=2)
        assert len(house.server.seen("group_created")) == 1
