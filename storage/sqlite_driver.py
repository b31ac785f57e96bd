"""SQLite through aiosqlite with one hop to its thread for a statement, where there were four.

The driver asks its thread for a cursor, then to execute, to fetch, to close. Each hop costs more
than a small statement does. Here the four are one; everything else is the driver's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import aiosqlite


class _Cursor:
    """What SQLAlchemy's adapter wants of a cursor; the rows are here when `execute` returns."""

    arraysize = 1

    def __init__(self, connection: OneHop) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> _Cursor:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> _Cursor:
        """Runs, fetches and closes."""
        await self._connection.run(lambda c: self._keep(c.execute(statement, parameters)))
        return self

    async def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> _Cursor:
        """The same for many rows."""
        await self._connection.run(lambda c: self._keep(c.executemany(statement, rows)))
        return self

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        try:
            self._rows = cursor.fetchall() if cursor.description else []
            self.description = cursor.description
            self.rowcount = cursor.rowcount
            self.lastrowid = cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> list[Any]:
        """The rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open."""


class OneHop(aiosqlite.Connection):
    """A connection whose cursors do everything in one hop."""

    def cursor(self) -> Any:
        """Without asking the thread: there is nothing to prepare."""
        return _Cursor(self)

    async def run(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Runs in the connection's own thread."""
        await self._execute(work, self._conn)  # type: ignore[no-untyped-call]


def connect(path: str, **options: Any) -> OneHop:
    """As `aiosqlite.connect`; the thread ends with the process."""
    connection = OneHop(lambda: sqlite3.connect(path, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
