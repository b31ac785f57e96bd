"""Brings a database to this version's schema."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from storage.engine import open_engine

_HERE = Path(__file__).parent / "migrations"


async def migrate(url: str) -> None:
    """Runs every migration that the database does not have yet."""
    engine = open_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


async def migrate_new(url: str) -> None:
    """The same, but only for a database that has no table yet; any other is left as it is."""
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            tables = await connection.run_sync(lambda c: inspect(c).get_table_names())
    finally:
        await engine.dispose()
    if not tables:
        await migrate(url)


def _upgrade(connection: Connection) -> None:
    # Alembic takes a third of a second to import; only migrating needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
