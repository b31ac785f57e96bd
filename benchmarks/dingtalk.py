"""DingTalk, on the scripted server in the same process: `python -m benchmarks.dingtalk`.

Frames a second from the socket to their acknowledgement (kept by then) and to the posted reply; and
a storm of tickets through the vendor's rate limits, with and without merging: minutes until the
department's group knows of each and who is on duty was rung, messages and calls used.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.vendors.dingtalk import ALLOWANCE
from bot.workers.heartbeat import Heartbeat
from storage.migrate import migrate
from tests.dingtalk_house import OPERATIONS, PEOPLE, SERVICE, DingTalkHouse, open_dingtalk


def complaint(number: int) -> str:
    """A complaint of its own community: no large area comes of it."""
    return f"幸福{number}里{number % 40 + 1}号楼2单元501室不热 室温15度 张女士1391234{number:04d}"


async def frames(url: str, count: int) -> dict[str, float]:
    """All frames are sent at once; the session webhook answers each."""
    async with open_dingtalk(url) as house:
        heartbeat = Heartbeat(house.running.work, house.running.deliver)
        house.running.poke = heartbeat.poke
        heartbeat.start()
        begun = time.perf_counter()
        before = len(house.server.acknowledged)
        for number in range(count):
            await house.server.say(SERVICE, PEOPLE["客服甲"], complaint(number))
        await _until(lambda: len(house.server.acknowledged) >= before + count)
        kept = time.perf_counter() - begun
        await _until(lambda: len(house.heard_in(SERVICE)) >= count)
        answered = time.perf_counter() - begun
        await heartbeat.stop()
    return {"frames/s to acknowledged": count / kept, "frames/s to reply": count / answered}


async def storm(url: str, count: int, *, webhooks: bool, merge: int) -> dict[str, float]:
    """`count` tickets in one instant; the clock is moved until the group has heard of all."""
    allowance = replace(ALLOWANCE, merge=merge)
    async with open_dingtalk(url, webhooks=webhooks, allowance=allowance) as house:
        for number in range(count):
            await house.server.say(SERVICE, PEOPLE["客服甲"], complaint(number))
        push = house.server.last_push
        await _until(lambda: push in house.server.acknowledged)
        begun = house.clock.now()
        await house.running.drain()
        while len(_told(house)) < count and house.clock.now() - begun < timedelta(hours=2):
            await house.forward(minutes=1)
        minutes = (house.clock.now() - begun).total_seconds() / 60
        used = len(house.heard_in(OPERATIONS))
        calls, messages = (usage.used for usage in await house.platform.usage())
    kind = f"{'webhook' if webhooks else 'app'}, {'merged' if merge > 1 else 'each alone'}"
    return {
        f"minutes until everybody knows ({kind})": minutes,
        f"messages in that group ({kind})": used,
        f"calls of the month's quota ({kind})": calls,
        f"messages of the month's quota ({kind})": messages,
    }


def _told(house: DingTalkHouse) -> set[str]:
    """The tickets that stand in the group, and of which who is on duty was rung."""
    rung = [m for m in house.server.seen("message") if PEOPLE["运行甲"] in m["rung"]]
    return _numbers(house.heard_in(OPERATIONS)) & _numbers(rung)


def _numbers(messages: list[dict[str, Any]]) -> set[str]:
    return set(re.findall(r"#(\d+) ", "\n".join(m["text"] for m in messages)))


async def _until(true: object) -> None:
    assert callable(true)
    while not true():
        await asyncio.sleep(0.005)


async def main(count: int, tickets: int) -> None:
    """Prints a table."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as where:
        for name, webhooks, merge in (
            ("frames", False, 1), ("app", False, 20), ("app1", False, 1),
            ("hook", True, 20), ("hook1", True, 1),
        ):  # fmt: skip
            url = f"sqlite:///{Path(where) / name}.db"
            await migrate(url)
            if name == "frames":
                figures |= await frames(url, count)
            else:
                figures |= await storm(url, tickets, webhooks=webhooks, merge=merge)
    for label, value in figures.items():
        print(f"  {label:56}{value:10.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--frames", type=int, default=1000)
    parser.add_argument("--tickets", type=int, default=300)
    given = parser.parse_args()
    asyncio.run(main(given.frames, given.tickets))
