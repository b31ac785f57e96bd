"""The machine's clock was wrong and is set back: nothing waits until it has caught up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.platforms.base import Later
from bot.platforms.dingtalk import Config, Webhook
from bot.platforms.dingtalk.addresses import WEBHOOK_MOST, Addresses
from bot.platforms.wecom.budget import WEBHOOK, Budget
from bot.platforms.wecom.counting import APPCHAT, Counted
from bot.workers.limits import Allowance, Limits
from storage.memory import Memory
from tests.house import COLD, LEAK, MORNING, House, local, open_house

HOUR = timedelta(hours=1)


async def _beat(house: House) -> None:
    """As the heart does it; a story's own way looks at nothing that is still to wait."""
    await house.running.work()
    await house.running.drain()


async def test_a_chat_goes_on_at_once(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One message had to wait five seconds; without this its chat would be silent for an hour."""
    async with open_house(database_url) as house:
        await _beat(house)
        house.platform.faults.append(Later("429", timedelta(seconds=5)))
        await house.say("客服甲", COLD)
        await house.platform.say("检修群", "检修甲", LEAK, house.clock.now())
        assert house.said_in("客服群") == []
        house.clock.set(MORNING - HOUR)
        await _beat(house)
        assert house.kinds_in("客服群")[0] == "opened"
        assert house.kinds_in("检修群")  # what had just been heard is not an hour away either
        assert "clock_set_back seconds=3600 rows=" in capsys.readouterr().err


async def test_a_restart_sees_it_by_what_is_written(database_url: str) -> None:
    """A machine that comes up with a wrong clock, which is put right between two starts."""
    async with open_house(database_url) as house:
        house.platform.faults.append(Later("429", timedelta(seconds=5)))
        await house.say("客服甲", COLD)
        platform = house.platform
    async with open_house(database_url, at=MORNING - HOUR, platform=platform) as house:
        await _beat(house)
        assert house.kinds_in("客服群") == ["opened"]


async def test_a_clock_that_is_kept_right_moves_nothing(sqlite_url: str) -> None:
    async with open_house(sqlite_url) as house:
        await _beat(house)
        house.platform.faults.append(Later("429", timedelta(seconds=5)))
        await house.say("客服甲", COLD)
        house.clock.set(house.clock.now() - timedelta(seconds=1))
        await _beat(house)
        assert house.said_in("客服群") == []


async def test_no_limit_counts_what_lies_ahead(sqlite_url: str) -> None:
    """Neither what a process keeps in mind, nor what all of them count together."""
    ahead, chat = MORNING + HOUR, local("客服群")
    async with open_house(sqlite_url) as house:
        memory = Memory(house.running.storage, "wecom", lambda: ahead)
        budget, counted = Budget(WEBHOOK), Counted(memory, "often", APPCHAT)
        for _ in range(18):
            budget.take("hook", ahead)
        budget.close("hook", ahead, timedelta(minutes=1))
        await counted.take(["group"], ahead, 180)
        with pytest.raises(Later):
            await counted.take(["group"], ahead)
        budget.take("hook", MORNING)
        await counted.take(["group"], MORNING)

    addresses = Addresses(Config("id", "secret", webhooks={chat.chat_id: Webhook("token", "")}))
    for _ in range(WEBHOOK_MOST):
        addresses.webhook_used(chat, ahead)
    assert not addresses.has_webhook(chat, ahead)
    assert addresses.has_webhook(chat, MORNING)
    addresses.webhook_silent(chat, ahead + timedelta(minutes=10))
    assert not addresses.has_webhook(chat, ahead)
    assert addresses.has_webhook(chat, MORNING)


async def test_a_busy_chat_is_not_silent_for_the_hour(sqlite_url: str) -> None:
    async with open_house(sqlite_url) as house:
        limits = Limits(house.running.storage, {"local": Allowance(2, timedelta(minutes=1))})
        await house.say("客服甲", COLD)
        await house.say("客服甲", "谁值班")
        before, lane = house.clock.now(), local("客服群").lane
        full = await limits.room(lane, before)
        free = await limits.room(lane, before - HOUR)
        assert [room and room.has(urgent=True) for room in (full, free)] == [False, True]
