"""A chat or a platform that does not answer holds up itself and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.domain.chat import ChatRef
from bot.platforms.base import Outgoing
from bot.platforms.local import LocalChats, LocalPlatform
from bot.workers import delivery as delivery_module
from bot.workers.delivery import LEASE, DeliveryWorker
from bot.workers.heartbeat import Heartbeat
from bot.workers.limits import Limits
from bot.workers.sending import Messenger
from storage.rows import NewOutbox
from storage.store import Storage
from tests.house import COLD, MORNING, House, open_house
from tests.premises import until


class Hanging(LocalPlatform):
    """In one of its chats a message is taken, and not answered until it is let go."""

    def __init__(self, chat: str) -> None:
        super().__init__(LocalChats())
        self.chat = chat
        self.taken = 0
        self.let_go = asyncio.Event()

    async def send(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        if chat.chat_id == self.chat:
            self.taken += 1
            await self.let_go.wait()
        return await super().send(chat, message, key, now)


async def test_a_chat_that_hangs_holds_up_no_other(database_url: str) -> None:
    platform = Hanging("客服群")
    async with open_house(database_url, platform=platform) as house:
        heart = Heartbeat(house.running.work, house.running.deliver)
        house.running.poke = heart.poke
        heart.start()
        try:
            await _say(house, "客服甲", COLD)
            await until(lambda: platform.taken == 1)
            await until(lambda: house.kinds_in("运行群") == ["dispatched"])
            await _say(house, "客服甲", "谁值班")
            await _say(house, "运行甲", "收到 1")
            await until(lambda: len(house.said_in("运行群")) == 2)
            # The moved clock makes the lease look old; what is under way is not begun again.
            house.clock.forward(LEASE + timedelta(minutes=1))
            heart.poke()
            await _say(house, "运行甲", "今日")
            await until(lambda: house.kinds_in("运行群")[-1] == "report")
            assert (platform.taken, house.said_in("客服群")) == (1, [])
            platform.let_go.set()
            await until(lambda: len(house.said_in("客服群")) > 1)
            assert house.kinds_in("客服群") == ["opened", "report"]
        finally:
            platform.let_go.set()
            await heart.stop()
            await house.running.delivery.stop(5)


async def _say(house: House, person: str, words: str) -> None:
    chat = house.platform.chats.groups_of(person)[0].chat_id
    await house.platform.say(chat, person, words, house.clock.now())


class Silent:
    """A platform as far as taking back a call goes; it answers when it is let go."""

    form = "text"
    is_thrifty = False

    def __init__(self, name: str, *, answers: bool) -> None:
        self.name = name
        self.took: list[str] = []
        self.let_go = asyncio.Event()
        if answers:
            self.let_go.set()

    async def take_back(self, _ticket: int, _rule: str, key: str) -> None:
        self.took.append(key)
        if not key.endswith("quick"):
            await self.let_go.wait()


class _Delivery:
    """A worker between a platform that hangs and one that does not."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.clock = MovableClock(MORNING)
        self.slow, self.quick = Silent("slow", answers=False), Silent("quick", answers=True)
        platforms: Any = {"slow": self.slow, "quick": self.quick}
        nothing: Any = None
        messenger = Messenger(storage, platforms, nothing, nothing)
        self.worker = DeliveryWorker(
            storage, platforms, messenger, Limits(storage, {}), nothing, self.clock.now, "me"
        )

    async def put(self, *keys: str) -> None:
        """A row in each of these lanes; the key is the lane with what stands behind it."""
        async with self.storage.transaction() as transaction:
            unit = transaction.unit()
            for key in keys:
                lane = key.partition("/")[0]
                unit.put(NewOutbox(lane, "take_back", key, {"rule": ""}, 3, MORNING, MORNING))
            transaction.keep(unit)

    async def taken_over(self) -> list[str]:
        """What another process gets to send now."""
        rows = await self.storage.claim_outbox(self.clock.now(), 50, LEASE, "another")
        return [row.key for row in rows]

    async def states(self) -> dict[str, int]:
        """The outgoing rows by state."""
        async with self.storage.reading() as queries:
            return (await queries.counts())["outbox"]


@pytest.fixture
async def delivery(database_url: str) -> AsyncIterator[_Delivery]:
    storage = await Storage.open(database_url)
    found = _Delivery(storage)
    yield found
    await found.worker.stop(0)
    await storage.close()


async def test_a_platform_that_hangs_everywhere_takes_no_others_turn(
    delivery: _Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_module, "TOGETHER", 2)
    monkeypatch.setattr(delivery_module, "MOST_LANES", 2)
    await delivery.put("slow:a", "slow:b", "slow:c", "slow:d", "quick:e")
    await delivery.worker.begin()
    await delivery.worker.begin()
    await until(lambda: delivery.quick.took == ["quick:e"])
    assert delivery.slow.took == ["slow:a", "slow:b"]
    delivery.slow.let_go.set()
    while await delivery.worker.drain():
        pass
    assert delivery.slow.took == ["slow:a", "slow:b", "slow:c", "slow:d"]
    assert await delivery.states() == {"sent": 5}


async def test_a_lease_is_kept_while_its_owner_lives(delivery: _Delivery) -> None:
    await delivery.put("slow:a")
    await delivery.worker.begin()
    await until(lambda: delivery.slow.took == ["slow:a"])
    for _ in range(4):
        delivery.clock.forward(LEASE * 0.75)
        await delivery.worker.begin()
        assert await delivery.taken_over() == []
    delivery.clock.forward(LEASE * 1.1)  # the process is gone, or its loop stands still
    assert await delivery.taken_over() == ["slow:a"]
    await delivery.worker.begin()
    delivery.clock.forward(LEASE * 0.5)
    # What another one has taken over is not taken back from him.
    assert await delivery.taken_over() == []
    assert delivery.slow.took == ["slow:a"]


async def test_at_the_end_what_was_sent_is_on_record(delivery: _Delivery) -> None:
    await delivery.put("slow:a/quick", "slow:a/hangs", "slow:a/behind")
    await delivery.worker.begin()
    await until(lambda: len(delivery.slow.took) == 2)
    await delivery.worker.stop(0)
    assert await delivery.states() == {"sent": 1, "sending": 2}
    delivery.clock.forward(LEASE)
    assert await delivery.taken_over() == ["slow:a/hangs", "slow:a/behind"]
