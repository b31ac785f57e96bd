"""Calling people on WeCom: a message first, a voice call within its limits, its result read."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.platforms.base import Mention, Refused
from storage.memory import Memory
from tests.house import OUTAGE
from tests.wecom_house import PEOPLE, SERVICE, open_wecom

BOSS = Mention(PEOPLE["总经理"], "总经理")


async def test_a_voice_call_says_no_ticket_so_a_message_comes_first(database_url: str) -> None:
    async with open_wecom(database_url, voice=True) as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.forward(minutes=36)
        head = PEOPLE["运行主任"]
        (rung,) = [h for h in house.server.seen("call") if h["to"] == [head]]
        before = house.server.happened[: house.server.happened.index(rung)]
        told = [h for h in before if h["event"] == "message" and h["in"] == head]
        assert "#1" in told[-1]["text"]
        assert "超时" in told[-1]["text"]


async def test_who_was_not_reached_is_named(sqlite_url: str) -> None:
    """It stands on the page of what could not be delivered."""
    async with open_wecom(sqlite_url) as house:
        house.server.people[BOSS.user_id].in_range = False
        meta = {"ticket": 1, "rule": "R3.3.1"}
        with pytest.raises(Refused, match=f"没叫到{BOSS.name}"):
            await house.platform.call("app", [BOSS], "#1 请过问", meta, "k", house.clock.now())


async def test_nobody_is_rung_more_often_than_would_be_connected(sqlite_url: str) -> None:
    """Three in eight minutes and eight a day; who can't be rung is told in writing."""
    async with open_wecom(sqlite_url, voice=True) as house:

        async def call(number: int) -> None:
            meta = {"ticket": number, "rule": "R3.3.2"}
            words, key, now = f"#{number} 超时", f"k{number}", house.clock.now()
            await house.platform.call("phone", [BOSS], words, meta, key, now)

        for number in range(1, 5):
            await call(number)
        assert len(house.server.seen("call")) == 3
        for number in range(5, 20):
            house.clock.set(house.clock.now() + timedelta(minutes=9))
            await call(number)
        assert len(house.server.seen("call")) == 8
        assert not house.server.seen("call_not_connected")
        told = {m["text"] for m in house.heard_in(BOSS.user_id)}
        assert told >= {f"#{number} 超时" for number in range(1, 20)}


async def test_the_result_of_a_dead_processs_call_is_read_by_the_next_one(
    sqlite_url: str,
) -> None:
    """It rang and died; whether anybody picked up is looked after all the same."""
    knobs = {"phone_reason": 4}
    async with open_wecom(sqlite_url, voice=True, knobs=knobs, look_after=60) as house:
        meta = {"ticket": 1, "rule": "R3.3.2"}
        await house.platform.call("phone", [BOSS], "#1 超时", meta, "k", house.clock.now())
        await house.platform.stop()
        assert "pstncc/getstates" not in house.server.calls
        next_one = house.another(look_after=0.01)
        next_one.start()
        await house.until(lambda: "pstncc/getstates" in house.server.calls)
        memory = Memory(house.running.storage, "wecom", house.clock.now)
        async with asyncio.timeout(30):
            while await memory.recall("calls_watched"):
                await asyncio.sleep(0.002)
        await next_one.stop()
        assert house.server.calls.count("pstncc/getstates") == 1
        assert len(house.server.seen("call")) == 1
