"""A clock that was set back: what waits must not wait until it has caught up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, Update, bindparam, func, select, update

from storage.store import Storage
from storage.tables import inbox, outbox

_NEWEST = (
    select(func.max(inbox.c.received_at)).where(inbox.c.state == "waiting"),
    select(func.max(outbox.c.created_at)).where(outbox.c.state.in_(["waiting", "sending"])),
)


def _sooner(table: Table) -> Update:
    until: Any = table.c.not_before
    now, last = (bindparam(name, type_=until.type) for name in ("b_now", "b_until"))
    waits = table.c.state == "waiting"
    return update(table).where(waits, until > now, until <= last).values(not_before=now)


_SOONER = (_sooner(inbox), _sooner(outbox))
_LEASE = bindparam("b_lease", type_=outbox.c.lease_until.type)
_SHORTER = (
    update(outbox)
    .where(outbox.c.state == "sending", outbox.c.lease_until > _LEASE)
    .values(lease_until=_LEASE)
)


async def newest(storage: Storage) -> datetime | None:
    """The latest instant at which anything that waits was written; None where nothing waits."""
    async with storage.looking() as connection:
        found = [(await connection.execute(query)).scalar_one() for query in _NEWEST]
    return max((at for at in found if at is not None), default=None)


async def turn_back(storage: Storage, now: datetime, until: datetime, lease: timedelta) -> int:
    """Rows of both queues that were to wait until `until` may go on now, and no lease is longer
    than a new one; how many rows that were."""
    async with storage.changing() as connection:
        given = {"b_now": now, "b_until": until}
        moved = [(await connection.execute(query, given)).rowcount for query in _SOONER]
        leased = await connection.execute(_SHORTER, {"b_lease": now + lease})
        return int(sum(moved) + leased.rowcount)
