"""What only served to hear and to deliver, taken away when nothing asks for it any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, literal, or_, select

from storage.columns import one_of
from storage.lookups import OPEN
from storage.rows import FILED
from storage.store import Storage
from storage.tables import inbox, outbox, tickets

_BEFORE = bindparam("before", type_=inbox.c.received_at.type)
#: Its cards are drawn anew and its messages are quoted.
_STILL_SPOKEN_OF = (
    select(tickets.c.id)
    .where(
        tickets.c.id == outbox.c.ticket,
        or_(OPEN, tickets.c.closed_at > _BEFORE),
    )
    .exists()
)
#: What waits, is being sent or was set aside for a person is never over.
_OVER: Mapping[str, Any] = {
    "inbox": (inbox.c.state == "done")
    & (inbox.c.done_at <= _BEFORE)
    & ~inbox.c.key.startswith(FILED, autoescape=True),
    "outbox": outbox.c.state.in_([literal(state) for state in ("sent", "dropped")])
    & (func.coalesce(outbox.c.sent_at, outbox.c.created_at) <= _BEFORE)
    & ~_STILL_SPOKEN_OF,
}
_CAME = {"inbox": inbox.c.received_at, "outbox": outbox.c.created_at}
#: Whether it is over is asked of each row that is met: by its state it would be looked for among
#: all that was ever sent.
_NEXT = {
    name: select(at.table.c.id, at.label("came"), _OVER[name].label("over"))
    .where(at.table.c.id > bindparam("after"))
    .order_by(at.table.c.id)
    .limit(bindparam("most"))
    for name, at in _CAME.items()
}
#: What is over stays over: nothing need be asked again.
_LET_GO = {
    (name, dialect): delete(at.table).where(among)
    for name, at in _CAME.items()
    for dialect, among in one_of(at.table.c.id, "ids").items()
}
QUEUES = tuple(_CAME)


async def let_go(
    storage: Storage, queue: str, after: int, before: datetime, most: int
) -> int | None:
    """Looks at the next rows of a queue and lets go of those done with before an instant.

    One short transaction. The last row looked at comes back; None where all that old have been.
    """
    async with storage.changing() as connection:
        named = {"after": after, "before": before, "most": most}
        found = (await connection.execute(_NEXT[queue], named)).all()
        # They stand in the order in which they came.
        old = [row for row in found if row.came <= before]
        if ids := [row.id for row in old if row.over]:
            await connection.execute(_LET_GO[queue, connection.dialect.name], {"ids": ids})
    return int(old[-1].id) if old else None
