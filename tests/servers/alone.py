"""What scripted servers have in common when they run alone: arguments, and the transcript."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Protocol


class Scripted(Protocol):
    """A server with doors for a person."""

    happened: list[dict[str, Any]]

    def found(self, company: dict[str, Any]) -> None:
        """Departments, people and groups."""
        ...

    async def open(self, port: int) -> None:
        """Listens, and notes where."""
        ...


def line(happened: dict[str, Any]) -> str:
    """One line of the transcript; a file's bytes are given by their number."""
    return json.dumps(happened, ensure_ascii=False, default=lambda data: f"<{len(data)} bytes>")


def run(name: str, make: Callable[[], Scripted], company: dict[str, Any]) -> None:
    """Serves until it is ended."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.servers.{name}")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--company", default="", help="people and groups as JSON")
    parser.add_argument("--transcript", default="", help="a file instead of stdout")
    given = parser.parse_args()
    if given.company:
        company = json.loads(Path(given.company).read_text("utf-8"))
    with ExitStack() as stack, suppress(KeyboardInterrupt):
        told = Path(given.transcript)
        out = stack.enter_context(told.open("w", encoding="utf-8")) if given.transcript else None

        async def serve() -> None:
            server = make()
            server.found(company)
            await server.open(given.port)
            told = 0
            while True:
                for happened in server.happened[told:]:
                    print(line(happened), file=out or sys.stdout, flush=True)
                    told += 1
                await asyncio.sleep(0.1)

        asyncio.run(serve())
