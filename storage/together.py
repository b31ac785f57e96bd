"""Commits of several callers in one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Together(Generic[_In, _Out]):
    """`commit` gets what several callers brought, and answers each of them, in order.

    Whoever comes while a commit is under way, or in the same turn of the loop, shares the next one.
    """

    def __init__(self, commit: Callable[[Sequence[_In]], Awaitable[Sequence[_Out]]]) -> None:
        self._commit = commit
        self._waiting: list[tuple[_In, asyncio.Future[_Out]]] = []
        self._lock = asyncio.Lock()

    async def share(self, brought: _In) -> _Out:
        """Returns once it is durable; raises what spoiled the commit."""
        future: asyncio.Future[_Out] = asyncio.get_running_loop().create_future()
        self._waiting.append((brought, future))
        async with self._lock:
            await asyncio.sleep(0)  # the turn of the loop
            if not future.done():
                await self._all()
        return await future

    async def _all(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            answers = await self._commit([brought for brought, _ in waiting])
        except BaseException as error:
            for _, future in waiting:
                if not future.done():
                    future.set_exception(error)
                    future.exception()  # whoever was cancelled does not ask any more
            raise
        for (_, future), answer in zip(waiting, answers, strict=True):
            if not future.done():
                future.set_result(answer)
