"""A story killed between any two awaits ends in the same state as the undisturbed one."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine, Generator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.domain.chat import ChatRef, Message, Sender
from tests.house import MORNING, OUTAGE, House, open_house


class Killed(BaseException):
    """The process is gone."""


class _Counted:
    """Drives a coroutine and kills it at its n-th await."""

    def __init__(self, inner: Coroutine[Any, Any, Any], kill_at: int) -> None:
        self._inner = inner
        self._left = kill_at
        self.awaits = 0

    def __await__(self) -> Generator[Any, Any, Any]:
        sent: Any = None
        stepper = self._inner.__await__()
        while True:
            try:
                waited_for = stepper.send(sent)
            except StopIteration as stop:
                return stop.value
            self.awaits += 1
            if self.awaits == self._left:
                stepper.throw(Killed)
            sent = yield waited_for


async def _story(house: House) -> None:
    """A major complaint comes in, is answered, and two hours go by."""
    message = Message(ChatRef("local", "客服群"), "v1", Sender("客服甲", "客服甲"), OUTAGE, MORNING)
    await house.running.intake.accept(message)  # a vendor repeats what was not acknowledged
    await house.running.drain()
    await house.running.advance(MORNING + timedelta(minutes=35))


async def _state(house: House) -> tuple[object, ...]:
    async with house.running.storage.reading() as queries:
        tickets = [t.but(version=0) for t in await queries.all_tickets()]
        timelines = [
            [(e.what, e.words, e.at) for e in await queries.timeline(t.id)] for t in tickets
        ]
        counts = await queries.counts()
    said = sorted((m.chat_id, m.text, m.key) for m in house.platform.chats.messages.values())
    groups = sorted(g.title for g in house.platform.chats.groups.values())
    calls = sorted(c.key or "" for c in house.platform.chats.calls)
    return tickets, timelines, counts["inbox"], _keyless(said), groups, len(calls)


def _keyless(said: list[tuple[str, str, str | None]]) -> list[tuple[str, str]]:
    return [(chat, text) for chat, text, _ in said]


async def _killed(url: str, kill_at: int) -> tuple[tuple[object, ...] | None, int]:
    """The state after a kill and a restart, and how many awaits the story got to."""
    async with open_house(url) as house:
        platform = house.platform
        counted = _Counted(_story(house), kill_at)
        try:
            await counted
        except Killed:
            pass
        else:
            return await _state(house), counted.awaits
        at = house.clock.now()
    async with open_house(url, platform=platform, at=at) as house:
        await _story(house)
        return await _state(house), counted.awaits


def test_a_kill_anywhere_changes_nothing(sqlite_url: str, tmp_path: Path) -> None:
    template = Path(sqlite_url.removeprefix("sqlite+aiosqlite:///"))

    def fresh(name: int) -> str:
        copy = tmp_path / f"{name}.db"
        shutil.copy(template, copy)
        return f"sqlite+aiosqlite:///{copy}"

    run: Callable[[int], tuple[tuple[object, ...] | None, int]] = lambda at: asyncio.run(  # noqa: E731
        _killed(fresh(at), at)
    )
    undisturbed, awaits = run(10**9)
    assert awaits > 50
    for kill_at in range(1, awaits + 1):
        state, _ = run(kill_at)
        assert state == undisturbed, f"killed at await {kill_at} of {awaits}"
