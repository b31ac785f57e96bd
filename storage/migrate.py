"""Brings a database to this version's schema."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from storage.engine import open_database
from storage.schema import HEAD, SchemaNewer, version

_HERE = Path(__file__).parent / "migrations"


async def migrate(url: str) -> None:
    """Runs every migration that the database does not have yet. Raises SchemaNewer where it has
    more than there are."""
    database = open_database(url)
    try:
        async with database.writing() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await database.close()


async def migrate_new(url: str) -> None:
    """The same, but only for a database that has no table yet; any other is left as it is."""
    database = open_database(url)
    try:
        async with database.reading() as connection:
            tables = await connection.run_sync(lambda c: inspect(c).get_table_names())
    finally:
        await database.close()
    if not tables:
        await migrate(url)


def _upgrade(connection: Connection) -> None:
    if (version(connection) or "") > HEAD:
        raise SchemaNewer
    # Alembic takes a third of a second to import; only migrating needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
