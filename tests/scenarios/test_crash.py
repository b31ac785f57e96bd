"""A story killed between any two awaits or statements ends as the undisturbed one does.

What outlives a process is what it has written. So the files are copied at each step, and another
process starts on each copy that differs from the one before. At some of these steps the process is
really gone as well: a forked child leaves without a word.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
from collections.abc import Coroutine, Generator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from bot.domain.chat import ChatRef, Message, Sender
from bot.platforms.local import LocalChats, LocalPlatform
from tests.house import MORNING, OUTAGE, House, open_house
from tests.process import in_child

NEVER = 10**9
KILLED = 9


class _Fate:
    """Counts awaits and statements to the database; at the n-th the process is gone."""

    def __init__(self, inner: Coroutine[Any, Any, Any], kill_at: int, copied: Path | None) -> None:
        self._inner = inner
        self._kill_at = kill_at
        self._copied = copied
        self.steps = 0
        #: by step, the files as it found them, where they differ from those of the step before
        self.left: dict[int, dict[str, bytes]] = {}

    def step(self, _statement: str = "") -> None:
        self.steps += 1
        if self.steps == self._kill_at:
            os._exit(KILLED)
        if self._copied:
            # SQLite makes its -shm anew from the others.
            files = [f for f in self._copied.iterdir() if not f.name.endswith("-shm")]
            found = {f.name: f.read_bytes() for f in files}
            if not self.left or found != self.left[max(self.left)]:
                self.left[self.steps] = found

    def __await__(self) -> Generator[Any, Any, Any]:
        stepper = self._inner.__await__()
        while True:
            try:
                waited_for = next(stepper)
            except StopIteration as stop:
                return stop.value
            self.step()
            yield waited_for


async def _story(house: House) -> None:
    """A major complaint comes in, somebody answers, somebody asks for figures, and the first
    reminder goes out."""
    for chat, person, words in (
        ("客服群", "客服甲", OUTAGE),
        ("运行群", "运行甲", "收到 1"),
        ("领导群", "总经理", "统计 今天"),
    ):
        message = Message(ChatRef("local", chat), "v1", Sender(person, person), words, MORNING)
        # A vendor repeats what was not acknowledged.
        await house.running.intake.accept(message)
        await house.running.drain()
    await house.running.advance(MORNING + timedelta(minutes=16))


async def _state(house: House) -> str:
    async with house.running.storage.reading() as queries:
        tickets = [repr(t.but(version=0)) for t in await queries.all_tickets()]
        timeline = [(e.what, e.words, str(e.at)) for e in await queries.timeline(1)]
        counts = await queries.counts()
    chats = house.platform.chats
    said = sorted((m.chat_id, m.text) for m in chats.messages.values())
    faces = sorted(str(m.card) for m in chats.messages.values())
    groups = sorted(g.title for g in chats.groups.values())
    calls = sorted(c.text for c in chats.calls)
    sent = {k: v for k, v in counts["outbox"].items() if k != "dropped"}
    found = [tickets, timeline, counts["inbox"], sorted(sent), said, faces, groups, calls]
    return json.dumps(found, ensure_ascii=False)


async def _live(folder: Path, kill_at: int = NEVER, *, copied: bool = False) -> tuple[str, _Fate]:
    """One life of the process on these files."""
    platform = LocalPlatform(LocalChats(folder / "chats.jsonl"))
    url = f"sqlite:///{folder / 'heatdesk.db'}"
    opened: list[sqlite3.Connection] = []

    def connect(*args: Any, **options: Any) -> sqlite3.Connection:
        opened.append(sqlite3.Connection(*args, **options))
        return opened[-1]

    # Every commit is waited for, so that each life has the same steps.
    with patch.object(sqlite3.dbapi2, "connect", connect), patch("storage.sqlite.HOP", 0.0):
        async with open_house(url, platform=platform) as house:
            fate = _Fate(_story(house), kill_at, folder if copied else None)
            looked_at = [*opened]  # a count opens one of its own
            for connection in looked_at:
                connection.set_trace_callback(fate.step)
            await fate
            for connection in looked_at:
                connection.set_trace_callback(None)
            return await _state(house), fate


def _started_on(folder: Path, files: Mapping[str, bytes]) -> str:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return asyncio.run(_live(folder))[0]


def _killed_and_restarted(folder: Path, template: Path, kill_at: int) -> str:
    folder.mkdir()
    shutil.copy(template, folder / "heatdesk.db")
    code = in_child(lambda: asyncio.run(_live(folder, kill_at)))
    assert code == KILLED, f"kill at step {kill_at} left with {code}"
    return asyncio.run(_live(folder))[0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="需要 os.fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_kill_anywhere_changes_nothing(sqlite_template: Path, tmp_path: Path) -> None:
    calm = tmp_path / "calm"
    calm.mkdir()
    shutil.copy(sqlite_template, calm / "heatdesk.db")
    undisturbed, fate = asyncio.run(_live(calm, copied=True))
    assert fate.steps > 200
    assert len(fate.left) > 30
    states = {
        f"as it was at step {at}": _started_on(tmp_path / f"left-{at}", files)
        for at, files in fate.left.items()
    }
    for at in [*fate.left][::6]:
        killed = _killed_and_restarted(tmp_path / f"kill-{at}", sqlite_template, at)
        states[f"killed at step {at}"] = killed
    differing = [f"{how}\n{state}" for how, state in states.items() if state != undisturbed]
    assert not differing, "\n".join([undisturbed, *differing])
