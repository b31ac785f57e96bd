"""WeCom: secrets that are made anew while we run, and an address that is not trusted any more."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from storage.attention import set_aside
from tests.house import COLD, another
from tests.servers.wecom import APP_SECRET, SECRET
from tests.wecom_house import LEADERS, OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom

ADMIN = PEOPLE["总经理"]


def rotate(house: WeComHouse) -> None:
    """The app's secret is made anew on the vendor's page."""
    house.server.app.rotate_secret("another")


def distrust(house: WeComHouse) -> None:
    """Our way out has another address from now on."""
    house.server.knobs.trusted = False


@pytest.mark.parametrize(
    ("lock", "mend"),
    [(rotate, "Secret 不对"), (distrust, "企业可信IP")],
)
async def test_an_app_that_is_locked_out_leaves_the_bot_who_tells_it(
    sqlite_url: str, lock: Any, mend: str
) -> None:
    """The groups go on by the bot; the administrator is told by it too, and customer service hears
    whom nothing rang."""
    async with open_wecom(sqlite_url) as house:
        await house.say("", "总经理", "帮助")
        lock(house)
        await house.say(SERVICE, "客服甲", COLD)
        assert any("新投诉 #1" in m["text"] for m in house.heard_in(OPERATIONS))
        await house.until(lambda: any(mend in m["text"] for m in house.heard_in(ADMIN)))
        assert {m["way"] for m in house.heard_in(ADMIN)} == {"reply", "push"}
        await house.forward(minutes=1)
        lost = [m["text"] for m in house.heard_in(SERVICE) if "没送到「运行群」" in m["text"]]
        assert len(lost) == 1
        assert "没叫到运行甲" in lost[0]
        rows, _ = await set_aside(house.running.storage)
        assert all(mend in row.reason for row in rows)
        assert mend in house.platform.locked
        house.server.app_secret, house.server.knobs.trusted = APP_SECRET, True
        await house.say(SERVICE, "客服甲", another(2))
        assert house.platform.locked == ""


async def test_the_bots_new_secret_is_waited_for_and_nothing_is_lost(sqlite_url: str) -> None:
    """Refused at the next connection; the app tells the administrator, and what waited goes once
    the bot is let in."""
    async with open_wecom(sqlite_url) as house:
        house.server.secret = "another"  # noqa: S105 -- a test's
        with capture_logs() as logs:
            house.server.link.cut()
            told = "机器人的 Secret 不对"
            await house.until(lambda: any(told in m["text"] for m in house.heard_in(ADMIN)))
        assert "s3cr3t" not in str(logs)
        assert house.platform.hears_since is None
        house.server.secret = SECRET
        await house.back(2)
        await house.say(SERVICE, "客服甲", COLD)
        assert any("新投诉 #1" in m["text"] for m in house.heard_in(OPERATIONS))
        assert not house.heard_in(LEADERS)
