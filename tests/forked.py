"""`heatdesk …` forked from a Python that has imported it: a process like any other, but at once.

To import what it needs takes a process longer than most stories do. So one imports, waits, and
forks a process for each that is asked for: with its own arguments, environment and streams, and
nothing else open. Starting as users start it is for the tests of just that.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

_ROOT = Path(__file__).parents[1]
#: In its environment: the seconds that a story of the demo leaves to read each step.
PACE = "HEATDESK_TEST_PACE"


@cache
def _ready() -> socket.socket:
    """The waiting one's ear; it ends with this process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-X", "utf8", "-m", __name__, str(theirs.fileno())]
    waiting = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, cwd=_ROOT, pass_fds=[theirs.fileno()]
    )
    theirs.close()

    def end() -> None:
        ours.close()
        waiting.wait()

    atexit.register(end)
    return ours


class Forked:
    """What there is of `asyncio.subprocess.Process`; made by `start`, or plain where no loop is."""

    stdout: asyncio.StreamReader
    stderr: asyncio.StreamReader

    def __init__(self, *arguments: str, **environ: str) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("HEATDESK_DATABASE")}
        asked = json.dumps({"arguments": arguments, "environ": kept | environ}).encode()
        pipes = [os.pipe() for _ in range(3)]
        socket.send_fds(_ready(), [asked], [writes for _, writes in pipes])
        for _, writes in pipes:
            os.close(writes)
        self.out, self.err, self._told = (os.fdopen(reads, "rb", 0) for reads, _ in pipes)
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    @classmethod
    async def start(cls, *arguments: str) -> Forked:
        """With streams to read from; `wait` or `communicate` lets go of them."""
        made = cls(*arguments)
        loop = asyncio.get_running_loop()
        made.stdout, made.stderr, told = (asyncio.StreamReader() for _ in range(3))
        made._pipes = []
        for stream, pipe in (
            (made.stdout, made.out), (made.stderr, made.err), (told, made._told)
        ):  # fmt: skip
            protocol = asyncio.StreamReaderProtocol(stream)
            made._pipes.append((await loop.connect_read_pipe(lambda p=protocol: p, pipe))[0])

        async def end() -> int:
            made.returncode = int(await told.readline())
            return made.returncode

        made._end = asyncio.create_task(end())
        return made

    _pipes: list[asyncio.ReadTransport]
    _end: asyncio.Task[int]

    async def wait(self) -> int:
        """Its exit code, negative where a signal ended it."""
        code = await self._end
        for pipe in self._pipes:
            pipe.close()
        return code

    async def communicate(self) -> tuple[bytes, bytes]:
        """All that it says until it has ended."""
        said = await asyncio.gather(self.stdout.read(), self.stderr.read())
        await self.wait()
        return said[0], said[1]

    def ended(self) -> int:
        """The same as `wait`, where no loop is."""
        self.returncode = int(self._told.readline())
        for pipe in (self.out, self.err, self._told):
            pipe.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _wait(ear: socket.socket) -> None:
    """Forks a keeper for each that is asked for; the system sees to what keepers leave."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        asked, pipes, _, _ = socket.recv_fds(ear, 2**20, 3)
        if not asked:
            return
        if os.fork() == 0:
            ear.close()
            _keep(json.loads(asked), *pipes)
        for pipe in pipes:
            os.close(pipe)


def _keep(asked: dict[str, Any], out: int, err: int, told: int) -> NoReturn:
    """Starts it, tells its id, then how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        os.close(told)
        _be(asked, out, err)
    os.close(out)
    os.close(err)
    os.write(told, b"%d\n" % child)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.write(told, b"%d\n" % code)
    os._exit(0)


def _be(asked: dict[str, Any], out: int, err: int) -> NoReturn:
    code: Any = 1
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.close(out)
        os.close(err)
        os.environ.clear()
        os.environ.update(asked["environ"])
        time.tzset()
        sys.stdout, sys.stderr = (os.fdopen(n, "w", buffering=1, closefd=False) for n in (1, 2))
        if pace := asked["environ"].get(PACE):
            add_demo.__kwdefaults__["pace"] = float(pace)
        code = _heatdesk(asked["arguments"])
    except SystemExit as left:
        code = left.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else code is not None)


if __name__ == "__main__":
    from bot import check, serve  # noqa: F401 -- what `run` and `demo` import when they are called
    from bot.cli import main as _heatdesk
    from bot.web.demo import add_demo
    from storage import migrate  # noqa: F401

    gc.freeze()
    _wait(socket.socket(fileno=int(sys.argv[1])))
