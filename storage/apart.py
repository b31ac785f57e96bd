"""What takes long, beside everybody who waits: in a thread and a loop of its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


async def apart(work: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
    """Runs it to its end there. Whoever is cancelled meanwhile does not wait for the thread: the
    work is cancelled too, where it next lets others run."""
    begun: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = []
    unwanted = False

    async def cancellable() -> _T:
        task = asyncio.current_task()
        if task is None or unwanted:
            raise asyncio.CancelledError
        begun.append((asyncio.get_running_loop(), task))
        return await work()

    running = asyncio.get_running_loop().run_in_executor(None, lambda: asyncio.run(cancellable()))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        unwanted = True
        for loop, task in begun:
            with contextlib.suppress(RuntimeError):  # it has just come to its end
                loop.call_soon_threadsafe(task.cancel)
        running.add_done_callback(lambda done: done.cancelled() or done.exception())
        raise
