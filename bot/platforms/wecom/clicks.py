"""Clicks on cards: told once, to be answered within five seconds, with the card as it is now.

A card can be changed in answer to a click and never otherwise. So the newest face of every card is
kept, and an old card shows how things stand as soon as somebody presses anything on it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain.card import Card
from bot.domain.chat import Press
from bot.log import logger
from bot.platforms.base import PlatformError
from bot.platforms.wecom.appcards import Face
from bot.platforms.wecom.faces import Faces
from bot.platforms.wecom.hearing import NAME

#: What the house has not said by then comes as words; theirs is five seconds.
PATIENCE = 3.0

_log = logger()


class Clicks:
    """Who waits for which card's new face."""

    def __init__(self, faces: Faces, patience: float = PATIENCE) -> None:
        self._faces = faces
        self._patience = patience
        self._waiting: dict[str, list[asyncio.Future[Face]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def update(self, task: str, card: Card) -> None:
        """The ticket has changed: who pressed on its card sees it, others when they press."""
        face = await self._faces.keep(task, card)
        await self._faces.app.update(task, face)
        for waiting in self._waiting.pop(task, []):
            if not waiting.done():
                waiting.set_result(face)

    def expect(self, task: str, press: Press) -> Awaitable[Face | None]:
        """Before the click is handed on: the face that it leads to, else the newest known one."""
        waiting: asyncio.Future[Face] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(task, []).append(waiting)
        return self._shown(task, press, waiting)

    async def _shown(self, task: str, press: Press, waiting: asyncio.Future[Face]) -> Face | None:
        face = await self._face(task, waiting)
        return face and await self._faces.marked(face, press.chat, press.ticket)

    async def _face(self, task: str, waiting: asyncio.Future[Face]) -> Face | None:
        try:
            async with asyncio.timeout(self._patience):
                return await waiting
        except TimeoutError:
            return await self._faces.newest(task)
        finally:
            left = [w for w in self._waiting.get(task, []) if w is not waiting]
            if left:
                self._waiting[task] = left
            else:
                self._waiting.pop(task, None)

    async def in_time(self, waits: asyncio.Future[dict[str, Any]]) -> dict[str, Any] | None:
        """What a callback is answered with; None, for good, where nothing has come by then."""
        # Not a timeout around it: what comes in the very last moment would be lost.
        done, _ = await asyncio.wait({waits}, timeout=self._patience)
        if done:
            return waits.result()
        waits.cancel()  # whoever comes later sees that
        return None

    def answer_app(self, face: Awaitable[Face | None], code: str, user: str) -> None:
        """The same for a card of the app, by the code that came with the click."""

        async def say(new: dict[str, Any]) -> None:
            await self._faces.app.answer(code, [user], new["template_card"])

        self.answer(face, say)

    def answer(
        self, face: Awaitable[Face | None], say: Callable[[dict[str, Any]], Awaitable[object]]
    ) -> None:
        """Beside everything else: says the face when it is known."""
        task = asyncio.ensure_future(self._answer(face, say))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(
        self, face: Awaitable[Face | None], say: Callable[[dict[str, Any]], Awaitable[object]]
    ) -> None:
        found = await face
        if found is None:
            return
        try:
            await say(updated(found))
        except PlatformError as error:
            # Too late or lost: the words that follow say the same.
            _log.warning("click_not_answered", platform=NAME, reason=str(error)[:120])

    async def stop(self) -> None:
        """Nobody waits any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def updated(face: Face) -> dict[str, Any]:
    """A card's new face for everybody who sees it."""
    return {"response_type": "update_template_card", "template_card": dict(face)}
