"""A database that is away, and one that can only be read, for as long as a story wants it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from unittest.mock import patch

from storage.store import Storage
from storage.trouble import DatabaseAway


@contextmanager
def away(storage: Storage) -> Iterator[None]:
    """No connection can be had."""

    @asynccontextmanager
    async def nobody() -> AsyncIterator[Any]:
        raise DatabaseAway("nobody is there")
        yield

    database = storage._database
    with patch.object(database, "writing", nobody), patch.object(database, "reading", nobody):
        yield


@asynccontextmanager
async def read_only(storage: Storage) -> AsyncIterator[None]:
    """SQLite's own refusal to write, as on a disk that was mounted so after a fault."""
    async with storage.changing() as connection:
        raw: Any = connection.raw  # type: ignore[attr-defined]
    raw.execute("PRAGMA query_only=ON")
    yield
    raw.execute("PRAGMA query_only=OFF")
