"""Whether a platform hears, as the settings page says it: a break is seen, and its end."""

from __future__ import annotations

from datetime import timedelta

from tests.dingtalk_house import open_dingtalk
from tests.house import MORNING
from tests.wecom_house import open_wecom


async def test_dingtalk_is_deaf_while_it_has_no_socket(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        assert house.platform.hears_since == MORNING
        house.clock.forward(timedelta(hours=1))
        house.server.knobs.gateway_down = True
        house.server.cut()
        await house.until(lambda: house.platform.hears_since is None)
        house.server.knobs.gateway_down = False
        await house.until(lambda: house.platform.hears_since is not None)
        assert house.platform.hears_since == MORNING + timedelta(hours=1)


async def test_a_handover_is_no_break(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        house.clock.forward(timedelta(hours=1))
        await house.server.disconnect()
        await house.until(lambda: bool(house.server.sockets))
        await house.server.finish_disconnect()
        assert house.platform.hears_since == MORNING


async def test_wecom_hears_from_its_subscription_on(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url) as house:
        assert house.platform.hears_since == MORNING
