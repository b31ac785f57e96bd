"""Which version of the schema a database has; asked at every start without loading Alembic."""

from __future__ import annotations

from sqlalchemy import inspect, text

from storage.engine import Connection

#: The newest migration. A test makes sure that it is.
HEAD = "0011"


class SchemaMissing(Exception):
    """The database is not of this version's schema; `heatdesk migrate` brings it there."""


async def current(connection: Connection) -> bool:
    """Whether the database is of this version's schema."""
    if not await connection.run_sync(lambda c: inspect(c).has_table("alembic_version")):
        return False
    found = await connection.execute(text("SELECT version_num FROM alembic_version"))
    return bool(found.scalar_one_or_none() == HEAD)
