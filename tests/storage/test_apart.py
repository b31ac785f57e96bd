"""What takes long, in a thread and a loop of its own."""

from __future__ import annotations

import asyncio
import threading

import pytest

from storage.apart import apart

#: Nothing is timed by it.
_PATIENCE = 30


async def test_whoever_is_cancelled_ends_the_work_there_too() -> None:
    """The end of a service does not wait for a season."""
    began, ended = threading.Event(), threading.Event()

    async def work() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    asking = asyncio.create_task(apart(work))
    assert await asyncio.to_thread(began.wait, _PATIENCE)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await asyncio.to_thread(ended.wait, _PATIENCE)


async def test_what_goes_wrong_there_goes_wrong_here() -> None:
    async def work() -> int:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        await apart(work)
