"""What those who come online are told: what became of theirs, and whether they may go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select

from storage.engine import Connection
from storage.inbox import digest_of
from storage.rows import NewInbox, Receipt
from storage.tables import inbox, knocks, receipts

if TYPE_CHECKING:
    from storage.store import Storage

_RECEIPT = select(receipts).where(receipts.c.id == bindparam("id"))
_KEPT = select(inbox.c.payload, inbox.c.state).where(inbox.c.key == bindparam("key"))
_SAID = select(inbox.c.digest).where(inbox.c.key == bindparam("key"))
_HIS = knocks.c.who == bindparam("who")
_SINCE = bindparam("since", type_=knocks.c.at.type)
_KNOCKED = select(func.count(), func.min(knocks.c.at)).where(_HIS, knocks.c.at > _SINCE)
_KNOCK = insert(knocks)
_WRITE = insert(receipts)
_OLD = delete(knocks).where(knocks.c.at <= _SINCE)
#: No limit looks back further.
_FORGOTTEN = timedelta(days=1)


async def find(connection: Connection, receipt: str) -> Receipt | None:
    """What became of it; None where nothing has yet."""
    row = (await connection.execute(_RECEIPT, {"id": receipt})).mappings().first()
    return Receipt(**row) if row else None


async def write(connection: Connection, found: Sequence[Receipt]) -> None:
    """In the transaction that opens the tickets."""
    await connection.execute(_WRITE, [asdict(each) for each in found])


class Desk:
    """Each question and each change is a short transaction of its own."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def receipt(self, receipt: str) -> Receipt | None:
        """See `find`."""
        async with self._storage.looking() as connection:
            return await find(connection, receipt)

    async def kept(self, key: str) -> tuple[dict[str, Any], str] | None:
        """What came in under this key, and whether it waits, is done or was set aside."""
        async with self._storage.looking() as connection:
            row = (await connection.execute(_KEPT, {"key": key})).first()
        return (row.payload, row.state) if row else None

    async def said(self, row: NewInbox) -> bool | None:
        """Whether the same came in under this key, however often; None where nothing did."""
        async with self._storage.looking() as connection:
            found = (await connection.execute(_SAID, {"key": row.key})).first()
        return found.digest == digest_of(row.payload) if found else None

    async def knock(self, who: str, most: int, per: timedelta, now: datetime) -> timedelta | None:
        """None: come in, it is counted. Otherwise so long nobody of this name is let in."""
        async with self._storage.changing() as connection:
            return await _knock(self._storage, connection, who, most, per, now)


async def _knock(
    storage: Storage, connection: Connection, who: str, most: int, per: timedelta, now: datetime
) -> timedelta | None:
    named = {"who": who, "since": now - per}
    count, first = (await connection.execute(_KNOCKED, named)).one()
    if count >= most:
        wait: timedelta = first + per - now
        return wait
    await connection.execute(_OLD, {"since": now - _FORGOTTEN})
    await connection.execute(_KNOCK, {"id": storage.ids.next(), "who": who, "at": now})
    return None
