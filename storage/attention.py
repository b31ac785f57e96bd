"""What a person should look at: what waits longest, and what was set aside.

A set-aside row is a cause that could not be worked on or something that could not be sent. It
waits for somebody's word: once more, or let it be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, insert, select, tuple_, update

from bot.domain.chat import ChatRef
from bot.domain.ticket import Entry
from storage.engine import Connection
from storage.rows import SECOND_READING
from storage.store import Storage
from storage.tables import deadlines, inbox, outbox, tickets, timeline
from storage.tables import decided as decided_rows
from storage.tickets import entry_row

_TABLES: Mapping[str, tuple[Table, str, str]] = {
    "inbox": (inbox, "quarantined", "done"),
    "outbox": (outbox, "failed", "dropped"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """The row that has waited longest. `where` is inbox, outbox or deadlines."""

    where: str
    since: datetime
    lane: str | None
    ticket: int | None
    rule: str | None
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that nobody works on any more. `kind` is an incoming's or an outbox row's."""

    where: str
    id: int
    lane: str
    kind: str
    payload: Mapping[str, Any]
    ticket: int | None
    at: datetime
    attempts: int
    reason: str

    @property
    def what(self) -> str:
        """The kind, and of a call by which way."""
        return self.kind if self.kind != "call" else f"call_{self.payload.get('level')}"

    @property
    def chat(self) -> ChatRef:
        """Where it came from, or was to go."""
        platform, _, chat_id = self.lane.partition(":")
        return ChatRef(platform, chat_id)


async def waits_longest(storage: Storage, now: datetime) -> Waiting | None:
    """What should have been done by now and was not, the oldest of it."""
    async with storage.looking() as connection:
        found = [
            await _oldest(connection, deadlines, deadlines.c.speaks_at, "armed", now),
            await _oldest(connection, inbox, inbox.c.not_before, "waiting", now),
            await _oldest(connection, outbox, outbox.c.not_before, "waiting", now),
        ]
    there = [waiting for waiting in found if waiting is not None]
    return min(there, key=lambda waiting: waiting.since, default=None)


async def _oldest(
    connection: Connection, table: Table, since: Any, state: str, now: datetime
) -> Waiting | None:
    query = select(table).where(table.c.state == state, since <= now)
    query = query.order_by(since, *table.primary_key.columns).limit(1)  # of one instant the first
    if table is outbox:
        query = query.where(outbox.c.kind != SECOND_READING)  # nobody waits for a second reader
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        return None
    return Waiting(
        table.name,
        row[since.name],
        row.get("lane"),
        row.get("ticket"),
        row.get("rule"),
        row["attempts"],
        row.get("error") or row.get("outcome"),
    )


async def set_aside(storage: Storage, limit: int = 50) -> tuple[list[SetAside], int]:
    """The newest of what was set aside, of both directions, and how much there is in all."""
    rows: list[SetAside] = []
    count = 0
    async with storage.looking() as connection:
        for name, (table, state, _) in _TABLES.items():
            there = table.c.state == state
            query = select(func.count()).select_from(table).where(there)
            count += (await connection.execute(query)).scalar_one()
            newest = select(table).where(there).order_by(table.c.id.desc()).limit(limit)
            found = (await connection.execute(newest)).mappings()
            rows += [_set_aside(name, row) for row in found]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:limit], count


def _set_aside(where: str, row: Mapping[Any, Any]) -> SetAside:
    payload = row["payload"]
    if where == "inbox":
        kind, ticket, at = str(payload.get("kind")), payload.get("ticket"), row["received_at"]
        reason = row["outcome"]
    else:
        kind, ticket, at, reason = row["kind"], row["ticket"], row["created_at"], row["error"]
    return SetAside(
        where, row["id"], row["lane"], kind, payload, ticket, at, row["attempts"], reason or ""
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody said about a set-aside row. `by` is a person's key, or the administrator's."""

    at: datetime
    by: str
    action: str
    kind: str
    lane: str
    ticket: int | None


async def decided(storage: Storage, limit: int = 10) -> list[Decided]:
    """What was said last, the newest first."""
    query = select(decided_rows).order_by(decided_rows.c.id.desc()).limit(limit)
    async with storage.looking() as connection:
        rows = (await connection.execute(query)).mappings()
        return [
            Decided(r["at"], r["by"], r["action"], r["kind"], r["lane"], r["ticket"]) for r in rows
        ]


async def decide(
    storage: Storage, action: str, rows: Sequence[tuple[str, int]], by: str, now: datetime
) -> int:
    """`again`: back into its lane, with all its tries before it; `let_be`: nobody will work on it.

    Each of `rows` is a place, inbox or outbox, and a number there. Who said so is on record, and
    on the ticket's timeline where it was about one. How many it was done with comes back: those
    that are not set aside any more are left out. Raises KeyError for a place that has no set-aside
    rows.
    """
    async with storage.changing() as connection:
        done = [
            await _decide(connection, storage, action, where, number, by, now)
            for where, number in rows
        ]
    return sum(done)


async def _decide(
    connection: Connection,
    storage: Storage,
    action: str,
    where: str,
    number: int,
    by: str,
    now: datetime,
) -> bool:
    table, state, rest = _TABLES[where]
    values: dict[str, Any] = {"state": rest}
    if action == "again":
        values = {"state": "waiting", "attempts": 0, "not_before": now}
        if where == "inbox":
            values["done_at"] = None
    this = (table.c.id == number) & (table.c.state == state)
    found = (await connection.execute(select(table).where(this))).mappings().first()
    done = await connection.execute(update(table).where(this).values(**values))
    if found is None or not done.rowcount:
        return False
    await _record(connection, storage, _set_aside(where, found), action, by, now)
    return True


async def _record(
    connection: Connection, storage: Storage, row: SetAside, action: str, by: str, now: datetime
) -> None:
    number = row.ticket if isinstance(row.ticket, int) else None
    said = {
        "id": storage.ids.next(),
        "at": now,
        "by": by,
        "action": action,
        "queue": row.where,
        "row": row.id,
        "kind": row.what[:32],
        "lane": row.lane,
        "ticket": number,
        "reason": row.reason,
    }
    await connection.execute(insert(decided_rows).values(**said))
    there = select(tickets.c.id).where(tickets.c.id == number)
    if number is not None and (await connection.execute(there)).first():
        entry = Entry(now, by, f"set_aside_{action}", facts={"kind": said["kind"]})
        line = entry_row(number, entry, storage.ids.next())
        await connection.execute(insert(timeline).values(**line))


async def group_titles(storage: Storage, chats: Sequence[ChatRef]) -> dict[ChatRef, str]:
    """What tickets' own groups are called."""
    if not chats:
        return {}
    pair = tuple_(tickets.c.group_platform, tickets.c.group_chat)
    query = select(tickets.c.group_platform, tickets.c.group_chat, tickets.c.group_title).where(
        pair.in_([(chat.platform, chat.chat_id) for chat in chats])
    )
    async with storage.looking() as connection:
        rows = await connection.execute(query)
        return {ChatRef(row[0], row[1]): row[2] for row in rows if row[2]}
