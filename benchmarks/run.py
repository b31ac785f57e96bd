"""`make bench`: the whole durable way of a message, printed as a table. Nothing is asserted.

    python -m benchmarks.run [--messages 2000] [--tickets 100000] [--only NAME]

One process; every figure is of this machine in this run. Messages are closed-loop from 32 senders:
each waits until its own reply has been posted before it sends the next.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.words import complaint
from bot.app import House, build
from bot.clock import MovableClock
from bot.domain.chat import ChatRef, Message, Sender
from bot.domain.policy import Policy
from bot.platforms.base import Outgoing
from bot.platforms.local import LocalChats, LocalPlatform
from bot.scenario import demo_company
from bot.workers.heartbeat import Heartbeat
from storage.migrate import migrate

START = datetime(2026, 11, 23, tzinfo=UTC)
SENDERS = 32


class Counting(LocalPlatform):
    """The embedded platform without a memory: it tells who was answered and forgets the rest."""

    def __init__(self) -> None:
        super().__init__(LocalChats())
        self.answered: dict[str, asyncio.Future[float]] = {}

    async def send(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        """Resolves the waiting sender, found by the words that the reply repeats."""
        if chat.chat_id == "客服群":
            start = message.text.find("（n")
            name = message.text[start : message.text.find("）", start) + 1] or message.text[:2]
            future = self.answered.pop(name, None)
            if future is not None and not future.done():
                future.set_result(time.perf_counter())
        return key

    async def update(self, chat: ChatRef, message_id: str, message: Outgoing, key: str) -> None:
        """What it forgot it can't change."""


@asynccontextmanager
async def opened(url: str, *, apart: bool = False) -> AsyncIterator[tuple[House, Counting]]:
    """A house with a beating heart; `apart` it does all at once, as the service does."""
    await migrate(url)
    platform = Counting()
    house = await build(url, demo_company(), Policy(), MovableClock(START), {"local": platform})
    drains = (house.work, house.deliver, house.count) if apart else (house.drain,)
    heartbeat = Heartbeat(*drains)
    house.poke = heartbeat.poke
    heartbeat.start()
    try:
        yield house, platform
    finally:
        await heartbeat.stop()
        await house.close()


async def one(house: House, platform: Counting, number: int) -> float:
    """One message's way, in seconds, from the door to its posted reply."""
    name = f"（n{number}）"
    text = complaint(number)
    future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    platform.answered[name] = future
    message = Message(
        ChatRef("local", "客服群"), f"v{number}", Sender("客服甲", "客服甲"), text, START
    )
    begun = time.perf_counter()
    await house.intake.accept(message)
    return await asyncio.wait_for(future, 60) - begun


async def messages(url: str, count: int) -> dict[str, float]:
    """Messages a second from accepted payload to committed ticket and posted reply."""
    async with opened(url) as (house, platform):
        for number in range(50):
            await one(house, platform, number)
        idle = [await one(house, platform, number) for number in range(50, 150)]
        numbers = iter(range(150, 150 + count))
        ways: list[float] = []

        async def sender() -> None:
            for number in numbers:
                ways.append(await one(house, platform, number))

        begun = time.perf_counter()
        await asyncio.gather(*(sender() for _ in range(SENDERS)))
        took = time.perf_counter() - begun
        async with house.storage.reading() as queries:
            newest = (await queries.all_tickets(limit=1))[0].id
        assert newest == 150 + count, "lost"
    ways.sort()
    return {
        "messages/s": count / took,
        "median ms (32 in flight)": statistics.median(ways) * 1e3,
        "p99 ms (32 in flight)": ways[int(len(ways) * 0.99)] * 1e3,
        "median ms (idle)": statistics.median(idle) * 1e3,
    }


def memory() -> float:
    """Peak resident memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def many(url: str, count: int) -> dict[str, float]:
    """Memory with many tickets, and what a tick costs with all their deadlines open."""
    figures = {"memory at start MB": memory()}
    async with opened(url) as (house, _platform):
        begun = time.perf_counter()
        for first in range(0, count, 500):
            batch = [
                Message(
                    ChatRef("local", "客服群"),
                    f"v{n}",
                    Sender("客服甲", "客服甲"),
                    complaint(n),
                    START,
                )
                for n in range(first, min(first + 500, count))
            ]
            await house.intake.accept(*batch)
            await house.drain()
        figures["tickets/s in bulk"] = count / (time.perf_counter() - begun)
        figures[f"memory after {count} tickets MB"] = memory()
        ticks = []
        for _ in range(50):
            begun = time.perf_counter()
            await house.deadlines.drain()
            ticks.append(time.perf_counter() - begun)
        figures["idle deadline tick ms"] = statistics.median(ticks) * 1e3
        clock = house.clock
        assert isinstance(clock, MovableClock)
        clock.forward(timedelta(minutes=59))
        begun = time.perf_counter()
        async with house.storage.reading() as queries:
            await queries.oldest_due(clock.now())
        figures["watchdog's question ms"] = (time.perf_counter() - begun) * 1e3
    return figures


def start_up() -> dict[str, float]:
    """Process start until `parse` has answered, and until the whole program is imported."""
    answers = {}
    for name, code in (
        ("import of the service s", "import bot.serve"),
        ("parse one line s", "from bot.cli import main; main(['parse'])"),
    ):
        times = []
        for _ in range(5):
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", code], input=b'{"id":"1","text":"x"}\n', check=True,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
            times.append(time.perf_counter() - begun)
        answers[name] = statistics.median(times)
    return answers


def show(title: str, figures: dict[str, float]) -> None:
    """One block of the table."""
    print(f"\n{title}")
    for name, value in figures.items():
        print(f"  {name:<34}{value:>12,.2f}")


def main() -> None:
    """Runs what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--only", choices=("start", "sqlite", "postgres", "many"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        if asked.only in (None, "start"):
            show("start-up", start_up())
        if asked.only in (None, "sqlite"):
            url = f"sqlite:///{path / 'a.db'}"
            show("SQLite, WAL, FULL", asyncio.run(messages(url, asked.messages)))
        if asked.only in (None, "postgres"):
            url = os.environ.get("HEATDESK_TEST_BENCH_PG", "")
            if url:
                show("PostgreSQL", asyncio.run(messages(url, asked.messages)))
            else:
                print("\nPostgreSQL: set HEATDESK_TEST_BENCH_PG to an empty database's URL")
        if asked.only in (None, "many"):
            url = f"sqlite:///{path / 'b.db'}"
            show("many tickets, SQLite", asyncio.run(many(url, asked.tickets)))


if __name__ == "__main__":
    main()
