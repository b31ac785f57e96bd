"""SQLite in the event loop's own thread; only what waits for the disk goes to another one.

A statement on pages in memory takes 5 to 30 µs, a hop to a driver's thread and back 80 µs. So
statements run where they are asked for. COMMIT waits for the disk, and a BEGIN may wait for another
process: these two, and nothing else, are handed to a thread. Where the disk answers faster than the
thread would, as one in memory does, a COMMIT stays here too.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import Dialect, Executable, create_engine, make_url
from sqlalchemy.pool import NullPool

from storage.prepared import prepared

#: How long a BEGIN waits for another process that writes.
PATIENCE_MS = 10_000
#: A COMMIT that is sooner done than this is not worth a hop, in seconds.
HOP = 0.0002
#: What one slow COMMIT says about the next ones fades by this, commit by commit.
FADE = 0.9

_T = TypeVar("_T")


class SQLiteConnection:
    """One connection, used by one task at a time."""

    def __init__(self, sync: SyncConnection) -> None:
        self._sync = sync
        self.raw: sqlite3.Connection = sync.connection.driver_connection  # type: ignore[assignment]
        self.dialect: Dialect = sync.dialect

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Any:
        """Without leaving the loop's thread."""
        ready = prepared(statement, parameters, self.dialect)
        if ready is not None:
            return ready.run(self.raw, parameters)
        return self._sync.execute(statement, parameters)

    async def run_sync(self, work: Callable[[SyncConnection], _T], /) -> _T:
        """The same for many statements."""
        return work(self._sync)

    def close(self) -> None:
        """Ends it."""
        self._sync.close()


class SQLite:
    """One writer, and a reader for each that asks while others read."""

    def __init__(self, url: str) -> None:
        self.url = url
        # Whatever driver an older settings file names. A connection may be committed by another
        # thread than the one that opened it; SQLite itself sees to it that they don't collide.
        self._engine = create_engine(
            make_url(url).set(drivername="sqlite"),
            hide_parameters=True,  # an error goes to the log, and they are what people said
            poolclass=NullPool,
            connect_args={"check_same_thread": False, "isolation_level": None},
        )
        self.dialect: Dialect = self._engine.dialect
        self._disk = ThreadPoolExecutor(1, "sqlite-disk")
        self._lock = asyncio.Lock()
        self._commit_takes = 0.0
        self._writer: SQLiteConnection | None = None
        self._idle: list[SQLiteConnection] = []

    def _connect(self) -> SQLiteConnection:
        connection = SQLiteConnection(self._engine.connect())
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={PATIENCE_MS}",
        ):
            connection.raw.execute(f"PRAGMA {pragma}")
        return connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SQLiteConnection]:
        """Commits on leaving, rolls back on an exception."""
        async with self._lock:
            if self._writer is None:
                self._writer = self._connect()
            raw = self._writer.raw
            try:
                # A transaction that reads and then writes loses updates silently unless it holds
                # the write lock from its first statement.
                await self._begin(raw)
                before = raw.total_changes
                yield self._writer
                # Else there is nothing to wait for. It counts rows, no tables: a migration puts
                # its number down in one.
                if raw.total_changes != before:
                    await self._commit(raw)
            finally:
                raw.rollback()  # nothing is left of it after a commit

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SQLiteConnection]:
        """One unchanging view, beside whoever writes."""
        connection = self._idle.pop() if self._idle else self._connect()
        connection.raw.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.raw.rollback()
            self._idle.append(connection)

    async def _begin(self, raw: sqlite3.Connection) -> None:
        """Takes the lock at once where it is free, else waits for it outside the loop."""
        raw.execute("PRAGMA busy_timeout=0")
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            raw.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
            await self._wait(lambda: raw.execute("BEGIN IMMEDIATE"))
        else:
            raw.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")

    async def _commit(self, raw: sqlite3.Connection) -> None:
        """Here where the disk has been quick lately, else outside the loop."""

        def commit() -> None:
            began = time.perf_counter()
            raw.commit()
            took = time.perf_counter() - began
            self._commit_takes = max(took, self._commit_takes * FADE)

        if self._commit_takes < HOP:
            commit()
        else:
            await self._wait(commit)

    async def _wait(self, work: Callable[[], object]) -> None:
        done = asyncio.get_running_loop().run_in_executor(self._disk, work)
        try:
            await asyncio.shield(done)
        except asyncio.CancelledError:
            await asyncio.wait([done])  # the thread is still on this connection
            raise

    async def close(self) -> None:
        """Lets go of every connection."""
        for connection in (*self._idle, *filter(None, [self._writer])):
            connection.close()
        self._idle, self._writer = [], None
        self._disk.shutdown()
        self._engine.dispose()
