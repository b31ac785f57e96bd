"""The database underneath: one that reads and writes, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import Dialect, Executable, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.util import await_only

from storage.sqlite import SQLite
from storage.trouble import DatabaseAway

_T = TypeVar("_T")


class Connection(Protocol):
    """One transaction's connection: what `AsyncConnection` offers, and we need."""

    @property
    def dialect(self) -> Dialect:
        """Which database this is."""
        ...

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Any:
        """Runs a statement once, or for each of a list of parameters."""
        ...

    async def run_sync(self, work: Callable[[SyncConnection], _T], /) -> _T:
        """For libraries that want SQLAlchemy's own connection."""
        ...


class Database(Protocol):
    """Transactions. SQLite has one writer at a time; the others wait in order."""

    @property
    def url(self) -> str:
        """What it was opened by."""
        ...

    @property
    def dialect(self) -> Dialect:
        """Which database this is."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Connection]:
        """Commits on leaving, rolls back on an exception."""
        ...

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """One unchanging view; nothing may be written."""
        ...

    async def close(self) -> None:
        """Lets go of every connection."""
        ...


def _ask_whether_there(connection: Any, _record: object, _taken: object) -> None:
    """Whether the server is still there, in one question; SQLAlchemy's own `pool_pre_ping` asks
    three, for it begins a transaction and takes it back."""
    try:
        await_only(connection.driver_connection.execute("SELECT 1"))
    except Exception as error:  # the driver's own or the system's
        raise InvalidatePoolError from error  # the others are as old: it connects anew


class PostgreSQL:
    """Through asyncpg."""

    def __init__(self, url: str) -> None:
        self.url = url
        # An error goes to the log, and the parameters are what people said. The connection used
        # last is taken first: it has the statements prepared.
        self._engine = create_async_engine(
            url, pool_size=10, pool_use_lifo=True, hide_parameters=True
        )
        event.listen(self._engine.sync_engine, "checkout", _ask_whether_there)
        self.dialect: Dialect = self._engine.dialect

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """Commits on leaving, rolls back on an exception."""
        async with self._connected() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """Ends by a rollback, which is what SQLAlchemy does with what nobody committed."""
        async with self._connected() as connection:
            yield connection

    async def _connect(self) -> AsyncConnection:
        try:
            return await self._engine.connect()
        except Exception as error:  # the driver's own, the system's, SQLAlchemy's: nobody is there
            raise DatabaseAway(str(error) or type(error).__name__) from error

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        connection = await self._connect()
        try:
            yield connection
        finally:
            await connection.close()

    async def close(self) -> None:
        """Lets go of every connection."""
        await self._engine.dispose()


def open_database(url: str) -> Database:
    """Opens `sqlite:///…` or `postgresql+asyncpg://…`; connects on first use."""
    return SQLite(url) if url.startswith("sqlite") else PostgreSQL(url)


def file_of(url: str) -> Path | None:
    """The file that the database is, where it is one."""
    found = make_url(url).database if url.startswith("sqlite") else None
    return Path(found) if found else None
