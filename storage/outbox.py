"""The outgoing rows: put with the ticket, claimed under a lease, settled after the send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.clocks import beside, shared
from storage.columns import one_of
from storage.engine import Connection
from storage.rows import (
    APART,
    Dropped,
    Failed,
    NewOutbox,
    OutboxRow,
    Postponed,
    Result,
    Sent,
)
from storage.tables import outbox

_INSERTS = {
    "sqlite": sqlite_insert(outbox).on_conflict_do_nothing(index_elements=[outbox.c.key]),
    "postgresql": postgres_insert(outbox).on_conflict_do_nothing(index_elements=[outbox.c.key]),
}

#: A card drawn anew is the ticket of that moment; nobody asks for it again, and there are more of
#: them than of all else.
_NOTHING = literal({}, outbox.c.payload.type)
_SUPERSEDE = (
    update(outbox)
    .where(outbox.c.supersede == bindparam("b_supersede"), outbox.c.state == "waiting")
    .values(state="dropped", payload=_NOTHING)
)
_RELEASE = (
    update(outbox)
    .where(outbox.c.state == "sending")
    .values(state="waiting", owner=None, lease_until=None)
)


async def put(connection: Connection, rows: Sequence[tuple[int, NewOutbox]]) -> None:
    """Adds rows under keys made beforehand; superseded waiting ones are dropped."""
    named = [row.supersede for _, row in rows if row.supersede]
    if named:
        await connection.execute(_SUPERSEDE, [{"b_supersede": name} for name in named])
    newest = {row.supersede: key for key, row in rows if row.supersede}
    values = [
        {
            "id": key,
            "lane": row.lane,
            "kind": row.kind,
            "key": row.key,
            "payload": row.payload,
            "priority": row.priority,
            "created_at": row.created_at,
            "not_before": row.not_before,
            "ticket": row.ticket,
            "has_card": row.has_card,
            "supersede": row.supersede,
            "state": "waiting",
            "attempts": 0,
        }
        for key, row in rows
        if not row.supersede or newest[row.supersede] == key
    ]
    await connection.execute(_INSERTS[connection.dialect.name], values)


_AHEAD = outbox.alias("ahead")
_BUSY = outbox.alias("busy")
#: Of a full lane most rows are left for later; only those that are taken are read.
_TAKEN = {
    name: select(outbox).where(among).order_by(outbox.c.priority, outbox.c.id)
    for name, among in one_of(outbox.c.id, "ids").items()
}
_PLATFORM = {
    "sqlite": func.substr(outbox.c.lane, 1, func.instr(outbox.c.lane, ":") - 1),
    "postgresql": func.split_part(outbox.c.lane, ":", 1),
}
_ANY_READY = (
    select(outbox.c.id, outbox.c.lane)
    .where(
        outbox.c.state == "waiting",
        outbox.c.not_before <= bindparam("now", type_=outbox.c.not_before.type),
        ~select(_BUSY.c.id)
        .where(_BUSY.c.state == "sending", _BUSY.c.lane == outbox.c.lane)
        .exists(),
        ~select(_AHEAD.c.id)
        .where(
            _AHEAD.c.state == "waiting",
            _AHEAD.c.lane == outbox.c.lane,
            or_(
                _AHEAD.c.priority < outbox.c.priority,
                and_(_AHEAD.c.priority == outbox.c.priority, _AHEAD.c.id < outbox.c.id),
            ),
            _AHEAD.c.not_before > bindparam("now", type_=outbox.c.not_before.type),
        )
        .exists(),
    )
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
)
_TO_SEND = outbox.c.kind.not_in([literal(kind) for kind in APART])
_READY = {
    name: _ANY_READY.where(_TO_SEND, ~one_of(platform, "without")[name])
    for name, platform in _PLATFORM.items()
}
_READY_APART = _ANY_READY.where(outbox.c.kind == bindparam("kind"))
_EXPIRE = (
    update(outbox)
    .where(
        outbox.c.state == "sending",
        outbox.c.lease_until <= bindparam("b_now", type_=outbox.c.lease_until.type),
    )
    .values(state="waiting", owner=None, lease_until=None)
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(state="sending", owner=bindparam("b_owner"), lease_until=bindparam("b_lease"))
)
_KEEP = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("b_id"),
        outbox.c.state == "sending",
        outbox.c.owner == bindparam("b_owner"),
    )
    .values(lease_until=bindparam("b_lease"))
)
_LET_GO = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("b_id"),
        outbox.c.state == "sending",
        outbox.c.owner == bindparam("b_owner"),
    )
    .values(state="waiting", owner=None, lease_until=None)
)
#: Claims of several processes are made one after another; they are short. The clock that leases
#: are of is asked for on the same way.
_ONE_CLAIM = text("SELECT clock_timestamp() FROM pg_advisory_xact_lock(740815)")


def row_of(row: Mapping[Any, Any]) -> OutboxRow:
    """A database row as a value."""
    return OutboxRow(
        row["id"],
        row["lane"],
        row["kind"],
        row["key"],
        row["payload"],
        row["attempts"],
        row["ticket"],
        row["created_at"],
        row["priority"],
        row["has_card"],
    )


async def claim(
    connection: Connection,
    now: datetime,
    limit: int,
    lease: timedelta,
    owner: str,
    per_lane: int,
    kind: str | None = None,
    without: Sequence[str] = (),
) -> list[OutboxRow]:
    """The next rows of each lane that nobody is sending, by priority, then in order.

    A row that backs off holds up what stands behind it in its own lane; an expired lease is
    free again. What is done apart comes only to who names its `kind`; of all else nothing of
    the platforms `without` comes.
    """
    there = now
    if connection.dialect.name == "postgresql":
        there -= beside((await connection.execute(_ONE_CLAIM)).scalar_one())
    await connection.execute(_EXPIRE, {"b_now": there})
    taken: dict[str, int] = {}
    ids: list[int] = []
    ready, about = _READY[connection.dialect.name], {"without": without}
    if kind is not None:
        ready, about = _READY_APART, {"kind": kind}
    for number, lane in await connection.execute(ready, {"now": now, "most": limit, **about}):
        taken[lane] = taken.get(lane, 0) + 1
        if taken[lane] <= per_lane:
            ids.append(number)
    if not ids:
        return []
    await connection.execute(
        _CLAIM, [{"b_id": n, "b_owner": owner, "b_lease": there + lease} for n in ids]
    )
    taking = _TAKEN[connection.dialect.name]
    rows = (await connection.execute(taking, {"ids": ids})).mappings()
    return [row_of(row) for row in rows]


_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(
        state="sent",
        sent_id=bindparam("b_sent_id"),
        sent_at=bindparam("b_now"),
        payload=case((outbox.c.kind == "refresh", _NOTHING), else_=outbox.c.payload),
        # A line of a digest has no buttons: nothing is to be refreshed there.
        has_card=and_(outbox.c.has_card, bindparam("b_alone", type_=outbox.c.has_card.type)),
        lease_until=None,
        owner=None,
        error=None,
    )
)
#: Of a row that another process took over and sent meanwhile this is no news.
_STILL_SENDING = and_(outbox.c.id == bindparam("b_id"), outbox.c.state == "sending")
_POSTPONED = (
    update(outbox)
    .where(_STILL_SENDING)
    .values(
        state="waiting",
        not_before=bindparam("b_not_before"),
        error=bindparam("b_error"),
        attempts=outbox.c.attempts + bindparam("b_tried"),
        lease_until=None,
        owner=None,
    )
)
_FAILED = (
    update(outbox)
    .where(_STILL_SENDING)
    .values(state=bindparam("b_state"), error=bindparam("b_error"), lease_until=None, owner=None)
)


_ENDS = {Failed: "failed", Dropped: "dropped"}


async def release(connection: Connection) -> None:
    """Lets go of every lease; only where no other process can hold one."""
    await connection.execute(_RELEASE)


async def let_go(connection: Connection, ids: Sequence[int], owner: str) -> None:
    """Leases given back before their time, as far as the owner still has them."""
    await connection.execute(_LET_GO, [{"b_id": n, "b_owner": owner} for n in ids])


async def keep(connection: Connection, ids: Sequence[int], owner: str, until: datetime) -> None:
    """Leases for longer, as far as the owner still has them."""
    until = await shared(connection, until)
    await connection.execute(_KEEP, [{"b_id": n, "b_owner": owner, "b_lease": until} for n in ids])


async def settle(connection: Connection, results: Sequence[Result], now: datetime) -> None:
    """Writes what came of the sends."""
    sent = [{"b_id": r.id, "b_sent_id": r.sent_id, "b_now": now, "b_alone": not r.merged}
            for r in results if isinstance(r, Sent)]  # fmt: skip
    postponed: list[dict[str, Any]] = [
        {
            "b_id": r.id,
            "b_not_before": r.not_before,
            "b_error": r.error,
            "b_tried": int(r.tried),
        }
        for r in results
        if isinstance(r, Postponed)
    ]
    failed = [
        {"b_id": r.id, "b_error": r.error, "b_state": _ENDS[type(r)]}
        for r in results
        if isinstance(r, Failed | Dropped)
    ]
    for statement, rows in ((_SENT, sent), (_POSTPONED, postponed), (_FAILED, failed)):
        if rows:
            await connection.execute(statement, rows)
