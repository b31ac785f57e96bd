"""How long a message waits while a season's figures are counted for somebody else.

    .venv/bin/python -m benchmarks.counting [--tickets 20000] [--url postgresql+asyncpg://…]

Messages are said one after another, each when the one before has been answered: first on an idle
house, then from `统计 上季` until its answer. Beside them stands how long the count takes where it
holds everybody up, as it did under the write lock: that long the next message waited.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.ledger import FIRST, fill
from benchmarks.run import START, Counting, one, opened
from bot.app import House
from bot.domain.chat import ChatRef, Message, Sender
from bot.domain.periods import Kind, whole

ZONE = ZoneInfo("Asia/Shanghai")
IDLE = 100


async def _held_up(house: House) -> float:
    """Seconds of a count in the loop's own thread, with nothing else going on."""
    period = whole(Kind.SEASON, FIRST.astimezone(ZONE))
    began = time.perf_counter()
    async with house.storage.reading() as queries:
        await queries.ledger.figures(period, "service", START)
    return time.perf_counter() - began


async def _counted(house: House, platform: Counting) -> tuple[float, list[float]]:
    """Seconds from the question to its answer, and of each message meanwhile."""
    answered = platform.answered["上季"] = asyncio.get_running_loop().create_future()
    chat = ChatRef("local", "客服群")
    began = time.perf_counter()
    await house.intake.accept(
        Message(chat, "season", Sender("客服甲", "客服甲"), "统计 上季", START.astimezone(UTC))
    )
    ways: list[float] = []
    while not answered.done():
        ways.append(await one(house, platform, 10_000_000 + IDLE + len(ways)))
    return await answered - began, ways


async def _measure(url: str, count: int) -> None:
    await fill(url, count)
    async with opened(url, apart=True) as (house, platform):
        idle = [await one(house, platform, 10_000_000 + n) for n in range(IDLE)]
        held_up = await _held_up(house)
        took, ways = await _counted(house, platform)
    usual = statistics.median(idle)
    print(f"{count} tickets, counted where it holds everybody up: {held_up:.2f} s")
    print(f"counted apart, while {len(ways)} messages were answered: {took:.2f} s")
    print(f"a message on an idle house: median {usual * 1e3:.1f} ms")
    for name, way in (("median", statistics.median(ways)), ("longest", max(ways))):
        print(f"  meanwhile, {name}: {way * 1e3:.1f} ms, {way / usual:.1f} times that", end=", ")
        print(f"{way / held_up:.3f} of being held up")


def main() -> None:
    """Prints a few lines."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tickets", type=int, default=20_000)
    parser.add_argument("--url", help="an empty database; without it SQLite in a temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{Path(folder) / 'heatdesk.db'}"
        asyncio.run(_measure(url, given.tickets))


if __name__ == "__main__":
    main()
