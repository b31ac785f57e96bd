"""The engine for SQLite and for PostgreSQL, with the hooks that keep writers honest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.sqlite_driver import connect

#: An execution option: this connection only reads and takes no write lock.
READ_ONLY = "heatdesk_read_only"


def open_engine(url: str) -> AsyncEngine:
    """Opens `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`; connects on first use."""
    if not url.startswith("sqlite"):
        return create_async_engine(url, pool_size=10, pool_pre_ping=True)
    engine = create_async_engine(
        url,
        connect_args={"timeout": 10, "async_creator_fn": connect},
        pool_reset_on_return=None,  # ours end by commit or rollback before they go back
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        # The driver must not begin transactions by itself: ours begin as `_begun` says.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Connection) -> None:
        # A transaction that reads and then writes loses updates silently unless it holds the
        # write lock from its first statement.
        reads = connection.get_execution_options().get(READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine
