"""Which version of the schema a database has; asked at every start without loading Alembic."""

from __future__ import annotations

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import inspect, text

from storage.engine import Connection

#: The newest migration. A test makes sure that it is.
HEAD = "0012"


class SchemaMissing(Exception):
    """The database is not of this version's schema; `heatdesk migrate` brings it there."""


class SchemaNewer(SchemaMissing):
    """A later version has brought it further; this one knows neither its tables nor a way back."""


async def check(connection: Connection) -> None:
    """Raises SchemaMissing, or SchemaNewer, unless the database is of this version's schema."""
    found = await connection.run_sync(version)
    if found is None or found < HEAD:
        raise SchemaMissing
    if found > HEAD:
        raise SchemaNewer


def version(connection: SyncConnection) -> str | None:
    """The newest migration that it has had; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version"))
    return found.scalar_one_or_none()
