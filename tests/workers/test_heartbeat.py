"""The heart beats on, whatever its drains run into and wherever its words can't be written."""

from __future__ import annotations

import asyncio
import errno
import io
import sys

import pytest

from bot.log import set_up
from bot.workers.heartbeat import Heartbeat, Hurt


class _FullDisk(io.StringIO):
    """What the log is written to when the disk it lies on has no room left."""

    def write(self, words: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("log", [_FullDisk, io.StringIO])
async def test_a_disk_that_is_full_for_the_log_too_stops_no_clock(
    monkeypatch: pytest.MonkeyPatch, log: type[io.StringIO]
) -> None:
    """R1.2: the database could not write, and neither can the log; a beat later both can."""
    monkeypatch.setattr(sys, "stderr", log())
    set_up()
    beats: list[int] = []
    again = asyncio.Event()

    async def drain() -> int:
        beats.append(1)
        if len(beats) == 1:
            raise OSError(errno.ENOSPC, "database or disk is full")
        again.set()
        return 0

    heartbeat = Heartbeat(drain, seconds=0.01)
    heartbeat.start()
    try:
        async with asyncio.timeout(10):
            await again.wait()
    finally:
        await heartbeat.stop()


async def test_an_hour_without_a_database_is_a_page_of_log_and_not_a_book(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whole at first, a line a minute, and that it goes again; then the next trouble is whole."""

    async def work() -> int:
        return 0

    set_up()
    hurt = Hurt(work)
    for _ in range(3600):
        hurt.again(OSError(errno.ECONNREFUSED, "Connection refused"))
    hurt.is_over()
    hurt.is_over()
    hurt.again(OSError(errno.ENOSPC, "No space left on device"))
    said = [line.split(" ", 1)[0] for line in capsys.readouterr().err.splitlines()]
    assert said == ["drain_failed", *["drain_still_fails"] * 59, "drain_goes_on", "drain_failed"]
