"""The door's rows: put once, taken in order per chat, done or kept for a person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert

from storage.columns import dumps, one_of
from storage.engine import Connection
from storage.ids import Ids
from storage.rows import InboxRow, NewInbox
from storage.tables import inbox

_SETTLE = (
    update(inbox)
    .where(inbox.c.id == bindparam("b_id"))
    .values(
        state=bindparam("b_state"),
        attempts=bindparam("b_attempts"),
        not_before=bindparam("b_not_before"),
        outcome=bindparam("b_outcome"),
        done_at=bindparam("b_done_at"),
    )
)

_DIGESTS = select(inbox.c.key, inbox.c.digest)
_KNOWN = _DIGESTS.where(inbox.c.key == bindparam("key"))
_KNOWN_OF_MANY = {name: _DIGESTS.where(a) for name, a in one_of(inbox.c.key, "keys").items()}
_INSERTS: dict[str, Any] = {
    "sqlite": insert(inbox),
    "postgresql": postgres_insert(inbox)
    .on_conflict_do_nothing(index_elements=[inbox.c.key])
    .returning(inbox.c.key),
}


def settled(row: InboxRow, state: str, now: datetime, outcome: str, later: datetime) -> Any:
    """The parameters that settle one row."""
    return {
        "b_id": row.id,
        "b_state": state,
        "b_attempts": row.attempts + 1,
        "b_not_before": later,
        "b_outcome": outcome,
        "b_done_at": None if state == "waiting" else now,
    }


async def settle(connection: Connection, rows: Sequence[Any]) -> None:
    """Writes what came of the rows."""
    await connection.execute(_SETTLE, list(rows))


async def put(connection: Connection, ids: Ids, rows: Sequence[NewInbox]) -> list[bool]:
    """True for each row that is new. The same key with other contents is kept and flagged:
    losing a real message is worse than reading one twice."""
    known = await _digests(connection, [row.key for row in rows])
    fresh: list[dict[str, Any]] = []
    answers: list[bool] = []
    places: list[int] = []
    for place, row in enumerate(rows):
        digest = digest_of(row.payload)
        clash = row.key in known and known[row.key] != digest
        key = f"{row.key}#{digest}" if clash else row.key
        seen = known.get(key) == digest or (clash and await _there(connection, key))
        answers.append(not seen)
        if not seen:
            known[key] = digest
            fresh.append(_new(ids.next(), row, key, digest, clash))
            places.append(place)
    late = await _insert(connection, fresh) if fresh else set()
    if late:
        # Another process was first in this very moment: what it kept is there to be seen now.
        beaten = [place for place, row in zip(places, fresh, strict=True) if row["key"] in late]
        again = await put(connection, ids, [rows[place] for place in beaten])
        for place, answer in zip(beaten, again, strict=True):
            answers[place] = answer
    return answers


async def _digests(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """What is there under these keys."""
    if len(keys) == 1:
        found = await connection.execute(_KNOWN, {"key": keys[0]})
    else:
        many = _KNOWN_OF_MANY[connection.dialect.name]
        found = await connection.execute(many, {"keys": keys})
    return dict(iter(found))  # it has `keys`, and is no mapping


def digest_of(payload: Mapping[str, Any]) -> str:
    """What makes two payloads the same: neither when it was heard, for a vendor may not tell an
    instant and ours is another each time, nor what links are called, which may be signed anew."""
    told = {name: value for name, value in payload.items() if name != "sent_at"}
    if isinstance(links := told.get("images"), list | tuple):
        told["images"] = len(links)
    return hashlib.md5(dumps(told).encode(), usedforsecurity=False).hexdigest()


async def _there(connection: Connection, key: str) -> bool:
    found = await connection.execute(select(inbox.c.id).where(inbox.c.key == key))
    return found.first() is not None


async def _insert(connection: Connection, fresh: list[dict[str, Any]]) -> set[str]:
    """The keys of those that are not kept: somebody else's row has the key."""
    done = await connection.execute(_INSERTS[connection.dialect.name], fresh)
    if connection.dialect.name == "sqlite":  # one process
        return set()
    return {row["key"] for row in fresh} - set(done.scalars())


def _new(number: int, row: NewInbox, key: str, digest: str, flagged: bool) -> dict[str, Any]:
    return {
        "id": number,
        "lane": row.lane,
        "key": key,
        "digest": digest,
        "flagged": flagged,
        "payload": row.payload,
        "received_at": row.received_at,
        "state": "waiting",
        "attempts": 0,
        "not_before": row.received_at,
    }


_AHEAD = inbox.alias("ahead")
_WAITING = (
    select(inbox)
    .where(
        inbox.c.state == "waiting",
        ~select(_AHEAD.c.id)
        .where(
            _AHEAD.c.state == "waiting",
            _AHEAD.c.lane == inbox.c.lane,
            _AHEAD.c.id <= inbox.c.id,
            _AHEAD.c.not_before > bindparam("now", type_=inbox.c.not_before.type),
        )
        .exists(),
    )
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_HEADS = (
    select(inbox.c.lane)
    .where(
        inbox.c.state == "waiting",
        inbox.c.not_before <= bindparam("now", type_=inbox.c.not_before.type),
        ~select(_AHEAD.c.id)
        .where(
            _AHEAD.c.state == "waiting",
            _AHEAD.c.lane == inbox.c.lane,
            _AHEAD.c.id < inbox.c.id,
        )
        .exists(),
    )
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


async def take(connection: Connection, now: datetime, limit: int) -> list[InboxRow]:
    """Waiting rows in order. A row that backs off holds up its own lane and no other.

    On PostgreSQL the heads of the lanes are locked first: who holds a head owns the lane until
    he commits, so two processes never work in one chat at once.
    """
    parameters = {"now": now, "most": limit}
    query = _WAITING
    if connection.dialect.name == "postgresql":
        lanes = [lane for (lane,) in await connection.execute(_HEADS, parameters)]
        if not lanes:
            return []
        query = query.where(inbox.c.lane.in_(lanes))
    found = (await connection.execute(query, parameters)).mappings()
    return [
        InboxRow(r["id"], r["lane"], r["payload"], r["attempts"], r["received_at"], r["flagged"])
        for r in found
    ]
