"""The clock and the stories of the page: one thing moves time at once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.web.demo.requests import Mistake
from bot.web.demo.stage import Stage

_log = logging.getLogger(__name__)
_FURTHEST = timedelta(days=31)


class Theatre:
    """Moves the stage's clock and plays its stories, telling the page about both."""

    def __init__(self, stage: Stage, pace: float) -> None:
        self.stage = stage
        self.playing: dict[str, Any] | None = None
        self._pace = pace
        self._busy = asyncio.Lock()
        self._stopped = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def clock(self) -> dict[str, Any]:
        """The demo's present, and when a clock speaks next."""
        due = await self.stage.next_due()
        return {"now": self.stage.now().isoformat(), "next_due": due and due.isoformat()}

    async def tell_clock(self) -> None:
        """Lets every open page know the time."""
        self.stage.platform.chats.announce({"what": "clock", "clock": await self.clock()})

    async def move(self, *, by: float | None = None, to: str | None = None) -> None:
        """Moves time forward by seconds, to the `next` clock that speaks, or to the real `now`."""
        async with self._alone():
            target = self._later(by) if by is not None else await self._named(to)
            await self.stage.advance(target)
            await self.stage.settle()
        await self.tell_clock()

    async def start(self, key: str) -> None:
        """Begins a story in the background."""
        if key not in {s["key"] for s in self.stage.scenarios()}:
            raise Mistake("没有这个情景，请刷新页面再选。", 404)
        if self._busy.locked() or (self._task is not None and not self._task.done()):
            raise Mistake("时间正在走，请等它停下再开始。", 409)
        self._stopped.clear()
        self._task = asyncio.create_task(self._play(key), name=f"demo play {key}")

    async def stop(self) -> None:
        """Ends the story that is being played, after the step that it is in."""
        self._stopped.set()
        if self._task is not None:
            await self._task

    def _later(self, by: float) -> datetime:
        if not 0 <= by <= _FURTHEST.total_seconds():
            raise Mistake("只能往前走，一次最多 31 天。")
        return self.stage.now() + timedelta(seconds=by)

    async def _named(self, to: str | None) -> datetime:
        if to == "now":
            real = datetime.now(UTC)
            if real < self.stage.now():
                raise Mistake("演示时间已经走在前面了，只能往前走，不能往回拨。", 409)
            return real
        if to != "next":
            raise Mistake("请说明要走多久。")
        due = await self.stage.next_due()
        if due is None:
            raise Mistake("现在没有在走的时限。先转发一条投诉试试。", 409)
        return due  # in the past while its word is only just on its way

    async def _play(self, key: str) -> None:
        story = next(s for s in self.stage.scenarios() if s["key"] == key)
        about = {"key": key, "title": story["title"]}
        outcome = "failed"
        try:
            async with self._alone():
                self._tell({**about, "text": story["about"], "done": 0, "of": 0})
                outcome = await self._steps(key, about)
        except Exception:
            _log.exception("a story of the demo failed: %s", key)
        finally:
            self._tell(None, outcome)

    async def _steps(self, key: str, about: dict[str, str]) -> str:
        steps = self.stage.play(key)
        async for step in steps:
            self._tell({**about, **step})
            await self.tell_clock()
            with contextlib.suppress(TimeoutError):
                pause = 0 if step.get("rush") else self._pace
                await asyncio.wait_for(self._stopped.wait(), pause)
            if self._stopped.is_set():
                if isinstance(steps, AsyncGenerator):
                    await steps.aclose()
                return "stopped"
        return "ended"

    def _tell(self, progress: dict[str, Any] | None, outcome: str = "") -> None:
        self.playing = progress
        self.stage.platform.chats.announce(
            {"what": "play", "play": self.playing, "outcome": outcome}
        )

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        if self._busy.locked():
            raise Mistake("时间正在走，请等它停下，或先停止情景演示。", 409)
        async with self._busy:
            yield
