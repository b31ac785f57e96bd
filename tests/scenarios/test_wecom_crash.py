"""A story on WeCom whose process is really killed around any of its calls to the vendor.

What was heard is committed; then the process is gone, before the call went out or after it was
done and before its answer was kept. Another one starts on the same database: nothing is lost,
there is no second ticket, no second group and no second phone call.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
from collections import Counter
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.app import House, build
from bot.clock import MovableClock
from bot.domain.company_config import company_from_config
from bot.domain.policy import Policy
from bot.platforms.asking import Http
from bot.platforms.wecom import WeComPlatform
from bot.platforms.wecom.lease import LASTS
from bot.platforms.wecom.socket import Socket
from bot.render import renderer_for
from storage.engine import file_of
from storage.memory import Memory
from storage.store import Storage
from tests.databases import Emptied
from tests.house import MORNING, OUTAGE
from tests.process import in_child
from tests.servers.wecom.__main__ import Alone
from tests.wecom_house import COMPANY, FAST, PEOPLE, SERVICE, furnish, wecom_config

NEVER = 10**9
KILLED = 9
ENDS = MORNING + timedelta(minutes=50)  # a group is made, and its head is called
ZONE = ZoneInfo("Asia/Shanghai")


class _Fate:
    """Counts what goes out: odd steps are before a call, even ones after it was answered."""

    def __init__(self, kill_at: int, clock: MovableClock, died: Path) -> None:
        self.steps: list[str] = []
        self._kill_at = kill_at
        self._clock = clock
        self._died = died

    def step(self, what: str) -> None:
        self.steps.append(what)
        if len(self.steps) == self._kill_at:
            self._died.write_text(self._clock.now().isoformat())
            os.kill(os.getpid(), signal.SIGKILL)

    async def around(self, what: str, calling: Awaitable[Any]) -> Any:
        self.step(f"before {what}")
        answer = await calling
        self.step(f"after {what}")
        return answer


@contextmanager
def _fated(fate: _Fate) -> Iterator[None]:
    ask, say = Http.ask, Socket.ask

    async def http(self: Http, method: str, url: str, *more: Any) -> Any:
        path = url.partition("/cgi-bin/")[2].partition("?")[0]
        calling = ask(self, method, url, *more)
        return await (calling if path == "gettoken" else fate.around(path, calling))

    async def socket(self: Socket, command: str, *more: Any, **named: Any) -> Any:
        calling = say(self, command, *more, **named)
        quiet = command in ("ping", "aibot_subscribe")
        return await (calling if quiet else fate.around(command, calling))

    with patch.object(Http, "ask", http), patch.object(Socket, "ask", socket):
        yield


async def _live(folder: Path, url: str, base: str, kill_at: int) -> list[str]:
    """One life of the process on this database; what went out."""
    died = folder / "died"
    again = died.exists()
    begins = datetime.fromisoformat(died.read_text()) + 2 * LASTS if again else MORNING
    clock = MovableClock(begins)
    fate = _Fate(kill_at, clock, died)
    storage = await Storage.open(url)
    heard = asyncio.Event()

    def words(template: str, facts: Any) -> str:
        return renderer_for(ZONE).words(template, "text", facts, clock.now())

    memory = Memory(storage, "wecom", clock.now)
    platform = WeComPlatform(
        wecom_config(base, voice=True), memory, clock.now, words=words, timing=FAST,
        patience=0.3, look_after=60,
    )  # fmt: skip
    company = company_from_config(COMPANY, ZONE, embedded=False)
    house = await build(storage, company, Policy(), clock, {"wecom": platform})

    async def accept(incoming: Any) -> None:
        await house.intake.accept(incoming)
        heard.set()

    platform.on_incoming = accept
    platform.start()
    try:
        with _fated(fate):
            async with asyncio.timeout(60):
                while platform.hears_since is None:  # noqa: ASYNC110 -- a socket sets no event
                    await asyncio.sleep(0.002)
                if not again:
                    await _say(base)
                    await heard.wait()
                await _play(house)
    finally:
        await platform.stop()
        await house.close()
    return fate.steps


async def _say(base: str) -> None:
    said = {"in": SERVICE, "by": PEOPLE["客服甲"], "words": OUTAGE}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{base}/people/say", json=said) as answer,
    ):
        assert (await answer.json())["heard"]


async def _play(house: House) -> None:
    await house.drain()
    await house.advance(ENDS)


@contextmanager
def _vendor() -> Iterator[str]:
    """The scripted server in a process of its own: it outlives the killed one."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(_serve(writes))
        finally:
            os._exit(1)
    os.close(writes)
    with os.fdopen(reads) as told:
        base = told.readline().strip()
    try:
        yield base
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


async def _serve(writes: int) -> None:
    server = Alone()
    furnish(server)
    server.knobs.eviction_wait = 0
    base = await server.start()
    with os.fdopen(writes, "w") as tell:
        tell.write(f"{base}\n")
    await asyncio.Event().wait()


class _Ending:
    """What people have in the end."""

    def __init__(self, url: str, base: str) -> None:
        with urlopen(f"{base}/people/transcript") as answer:  # noqa: S310 -- our own server
            happened = json.load(answer)
        self.groups = sum(h["event"] == "group_created" for h in happened)
        self.rung = Counter(h["to"][0] for h in happened if h["event"] == "call")
        self.told = {
            (self._place(h, happened), self._words(h)) for h in happened if h["event"] == "message"
        }
        self.tickets = asyncio.run(_count(url))

    @staticmethod
    def _place(message: dict[str, Any], happened: list[dict[str, Any]]) -> str:
        made = {h["in"] for h in happened if h["event"] == "group_created"}
        return "the group" if message["in"] in made else str(message["in"])

    @staticmethod
    def _words(message: dict[str, Any]) -> str:
        """The first line without what tells the time, and without a room's code."""
        line = message["text"].removeprefix("（重发）").split("\n")[0]
        return re.sub(r"绑定 \w+", "绑定", re.sub(r"\d+", "0", line))


async def _count(url: str) -> int:
    storage = await Storage.open(url)
    async with storage.reading() as queries:
        found = len(await queries.all_tickets())
    await storage.close()
    return found


def _undisturbed(folder: Path, url: str) -> tuple[_Ending, list[str]]:
    folder.mkdir()
    with _vendor() as base:
        steps = asyncio.run(_live(folder, url, base, NEVER))
        return _Ending(url, base), steps


def _killed_and_restarted(folder: Path, url: str, kill_at: int) -> _Ending:
    folder.mkdir()
    with _vendor() as base:
        code = in_child(lambda: asyncio.run(_live(folder, url, base, kill_at)))
        assert code == -KILLED, f"killed at step {kill_at}, it left with {code}"
        asyncio.run(_live(folder, url, base, NEVER))
        return _Ending(url, base)


def _what_is_wrong(urls: Iterator[str], folder: Path, every: int = 1) -> list[str]:
    """Of every so many calls, the kill before it and the one after it."""
    calm, steps = _undisturbed(folder / "calm", next(urls))
    assert (calm.tickets, calm.groups) == (1, 1)
    assert calm.rung
    wrong = []
    for kill_at, what in enumerate(steps, 1):
        if (kill_at - 1) // 2 % every:
            continue
        ended = _killed_and_restarted(folder / f"kill-{kill_at}", next(urls), kill_at)
        if (ended.tickets, ended.groups) != (1, 1) or ended.rung - calm.rung:
            wrong.append(f"{kill_at} {what}: doubled {ended.tickets} {ended.groups} {ended.rung}")
        if lost := calm.told - ended.told:
            wrong.append(f"{kill_at} {what}: lost {sorted(lost)}")
        # Whoever may have been rung already is not rung again, and is told in writing.
        for person in calm.rung - ended.rung:
            if not any(place == person and "超时" in words for place, words in ended.told):
                wrong.append(f"{kill_at} {what}: {person} was neither rung nor told")
    return wrong


@pytest.mark.skipif(not hasattr(os, "fork"), reason="os.fork is needed")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_kill_around_any_call_loses_and_doubles_nothing(
    sqlite_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    place = file_of(sqlite_url)
    assert place

    def urls() -> Iterator[str]:
        while True:
            for left in place.parent.iterdir():
                left.unlink()
            shutil.copy(sqlite_template, place)
            yield sqlite_url

    wrong = _what_is_wrong(urls(), tmp_path)
    assert not wrong, "\n".join(wrong)


@pytest.mark.postgres
@pytest.mark.skipif(not hasattr(os, "fork"), reason="os.fork is needed")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_neither_does_it_on_postgresql(postgres_database: Emptied, tmp_path: Path) -> None:
    """A sample: what is written is the same, who locks and who commits is not."""
    wrong = _what_is_wrong(iter(postgres_database.take, None), tmp_path, every=7)
    assert not wrong, "\n".join(wrong)
