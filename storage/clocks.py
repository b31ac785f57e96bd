"""Clocks of several hosts beside the one of the database server, which all of them share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from storage.engine import Connection

#: A network and a busy machine take so long to answer.
TOLERATED = timedelta(seconds=5)


def wall() -> datetime:
    """What this machine's clock says, whatever instant its work is done for."""
    return datetime.now(UTC)


async def ahead(connection: Connection) -> timedelta:
    """How far this machine's clock is before the server's; nothing where both are one machine's."""
    if connection.dialect.name != "postgresql":
        return timedelta()
    theirs: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
    return beside(theirs)


def beside(theirs: datetime) -> timedelta:
    """How far this machine's clock is before what the server's said just now."""
    off = wall() - theirs
    return off if abs(off) > TOLERATED else timedelta()


async def shared(connection: Connection, now: datetime) -> datetime:
    """This instant by the server's clock: what one host holds is not over for another's."""
    return now - await ahead(connection)
