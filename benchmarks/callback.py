"""A signed DingTalk callback to its reply at the session webhook: `python -m benchmarks.callback`.

32 senders, each waits for its own reply before it speaks again. Beside the product, in the same run
and with the same sender and vendor, the least that could do it: the signature checked, eight bare
rows committed together with whoever waits, one line posted. All of it is in one process, sender and
vendor included; the ratio is what counts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from benchmarks.words import complaint
from bot.platforms.dingtalk import CARDS, MESSAGES
from bot.platforms.dingtalk.signing import sign
from bot.web.callbacks import add_dingtalk
from bot.workers.heartbeat import Heartbeat
from storage.migrate import migrate
from tests.dingtalk_house import PEOPLE, SERVICE, DingTalkHouse, open_dingtalk
from tests.servers.dingtalk import SECRET

SENDERS = 32
ROWS = 8
_NAME = re.compile(r"（n(\d+)）")


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    """The address of an application on a free port."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/callback/dingtalk/robot"
    await runner.cleanup()


class Senders:
    """People who speak, and hear what the robot answers them."""

    def __init__(self, house: DingTalkHouse) -> None:
        self._server = house.server
        self._waiting: dict[int, asyncio.Future[None]] = {}
        note = house.server.note

        def heard(event: str, **facts: Any) -> None:
            if event == "message" and facts.get("where", SERVICE) == SERVICE:
                for number in map(int, _NAME.findall(str(facts.get("text")))):
                    if number in self._waiting:
                        self._waiting.pop(number).set_result(None)
            note(event, **facts)

        house.server.note = heard  # type: ignore[method-assign]

    async def speak(self, session: aiohttp.ClientSession, url: str, number: int) -> None:
        """One complaint, until its reply is there."""
        words = complaint(number)
        body = self._server.envelope(SERVICE, PEOPLE["客服甲"])
        body |= {"msgtype": "text", "text": {"content": words}}
        stamp = str(int(self._server.now() * 1000))
        headers = {"timestamp": stamp, "sign": sign(SECRET, stamp)}
        reply = self._waiting[number] = asyncio.get_running_loop().create_future()
        async with session.post(url, json=body, headers=headers) as answer:
            assert answer.status == 200, answer.status
        await asyncio.wait_for(reply, 60)

    async def speed(self, url: str, first: int, count: int) -> float:
        """Messages answered in a second."""
        async with aiohttp.ClientSession() as session:
            await self.speak(session, url, first)
            numbers = iter(range(first + 1, first + 1 + count))

            async def sender() -> None:
                for number in numbers:
                    await self.speak(session, url, number)

            begun = time.perf_counter()
            await asyncio.gather(*(sender() for _ in range(SENDERS)))
            return count / (time.perf_counter() - begun)


class Least:
    """Nothing of the product: eight rows in a commit shared by all that wait, and one line back."""

    def __init__(self, path: Path) -> None:
        self._raw = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "CREATE TABLE least (id INTEGER PRIMARY KEY, message TEXT, words TEXT)",
        ):
            self._raw.execute(statement)
        self._rows: list[tuple[str, str]] = []
        self._writing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def _commit(self, rows: list[tuple[str, str]]) -> None:
        self._raw.execute("BEGIN IMMEDIATE")
        self._raw.executemany("INSERT INTO least (message, words) VALUES (?, ?)", rows)
        self._raw.execute("COMMIT")

    async def robot(self, request: web.Request) -> web.Response:
        """Checks, keeps, answers."""
        if request.headers["sign"] != sign(SECRET, request.headers["timestamp"]):
            raise web.HTTPForbidden
        body = json.loads(await request.read())
        words = body["text"]["content"]
        self._rows += [(body["msgId"], words)] * ROWS
        async with self._writing:
            rows, self._rows = self._rows, []
            if rows:
                await asyncio.to_thread(self._commit, rows)
        task = asyncio.create_task(self._answer(body["sessionWebhook"], words))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return web.json_response({})

    async def _answer(self, where: str, words: str) -> None:
        line = {"msgtype": "text", "text": {"content": f"已登记 {words}"}}
        async with self._session.post(where, json=line) as answer:
            await answer.read()

    async def serve(self, senders: Senders, count: int) -> float:
        """Messages answered in a second."""
        app = web.Application()
        app.router.add_post("/callback/dingtalk/robot", self.robot)
        async with aiohttp.ClientSession() as self._session, served(app) as url:
            speed = await senders.speed(url, 1_000_000, count)
        self._raw.close()
        return speed


async def product(house: DingTalkHouse, senders: Senders, count: int) -> float:
    """The same of the product: ticket, timeline, clocks, two messages with cards."""
    app = web.Application()
    add_dingtalk(app, house.platform, MESSAGES, CARDS)
    heartbeat = Heartbeat(house.running.work, house.running.deliver)
    house.running.poke = heartbeat.poke
    heartbeat.start()
    async with served(app) as url:
        speed = await senders.speed(url, 0, count)
    await heartbeat.stop()
    return speed


async def main(count: int) -> None:
    """Prints a table."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'heatdesk.db'}"
        await migrate(url)
        async with open_dingtalk(url, stream=False) as house:
            senders = Senders(house)
            least = await Least(Path(folder) / "least.db").serve(senders, count)
            ours = await product(house, senders, count)
    print(f"  {'the least, messages/s':34}{least:10.1f}")
    print(f"  {'heatdesk, messages/s':34}{ours:10.1f}")
    print(f"  {'share of the least':34}{ours / least:10.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=1000)
    asyncio.run(main(parser.parse_args().messages))
