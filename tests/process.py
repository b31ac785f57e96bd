"""The product as a real process, its commands in this one, and work in a process of its own."""

from __future__ import annotations

import asyncio
import io
import os
import random
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.cli import main
from tests.forked import Forked
from tests.premises import until


def free_port() -> int:
    """A port that nobody listens on, below those that are given out by themselves.

    Between this and its use, another process that asks for any port is not given this one.
    """
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port


async def start(*arguments: str) -> Process:
    """`heatdesk …`."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("HEATDESK_DATABASE")}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, stdout=PIPE, stderr=PIPE, env=environ
    )


def heatdesk(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """As a process: once for each command, and wherever processes differ. Else it is `here`."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "bot", *arguments],
        input=stdin, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def here(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """`heatdesk …` without a process: the same command, where how it is started is no matter."""
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with patch.object(sys, "stdin", given), redirect_stdout(out), redirect_stderr(err):
        try:
            code: Any = main(arguments)
        except SystemExit as left:
            code = left.code
    told = []
    for stream in (out, err):
        stream.seek(0)
        told.append(stream.read())
    return subprocess.CompletedProcess(arguments, code, *told)


async def look(platform: str, config: Path, *more: str) -> tuple[int, str]:
    """`heatdesk check` at one platform, as `here`: its code and what it said."""
    asked = ("check", "--platform", platform, "--config", str(config), *more)
    done = await asyncio.to_thread(here, *asked)
    return done.returncode, done.stdout + done.stderr


async def migrate(config: Path) -> None:
    """`heatdesk migrate`, as `here`."""
    done = await asyncio.to_thread(here, "migrate", "--config", str(config))
    assert done.returncode == 0, done.stderr


@asynccontextmanager
async def service(written: Path, platform: str) -> AsyncIterator[Forked]:
    """`heatdesk run` until the story ends; it hears when this begins, and ends as it should."""
    process = await Forked.start("run", "--config", str(written))
    try:
        async with asyncio.timeout(30):
            said: list[str] = []
            while not said or f"ready platform={platform}" not in said[-1]:
                line = (await process.stderr.readline()).decode()
                assert line, said
                said.append(line)
        yield process
        if process.returncode is not None:
            return  # killed by the story itself
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def heard(server: Any, where: str, words: str) -> dict[str, Any]:
    """Waits for a message in a chat of the vendor's server."""
    found: list[dict[str, Any]] = []

    def there() -> bool:
        found[:] = [m for m in server.seen("message", where) if words in m["text"]]
        return bool(found)

    await until(there)
    return found[0]


def in_child(work: Callable[[], object]) -> int:
    """Runs it in a forked process; the exit code comes back."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
