"""One connection, one commit: the unit of work.

A worker opens a Transaction and takes several causes. Each is handled in a Unit of its own, whose
writes are only remembered; a unit that failed is forgotten, so nothing of it was written. What was
kept goes to the database in a few statements before the one commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from bot.domain.company import Company
from bot.domain.ticket import Entry, Ticket, Type
from storage import deadlines, directory, inbox, outbox, receipts
from storage.engine import Connection
from storage.lookups import INCIDENT, NEAR_BY, TICKET
from storage.rows import (
    DeadlineRow,
    InboxRow,
    NewOutbox,
    OutboxRow,
    Question,
    Receipt,
    Sent,
)
from storage.tables import counters, questions, tickets, timeline
from storage.tickets import deadline_changes, entry_row, ticket_of, ticket_row
from storage.unit import Unit

if TYPE_CHECKING:
    from storage.store import Storage


class Conflict(Exception):
    """Somebody else saved this ticket, or the directory, first."""


_SAVE = (
    update(tickets)
    .where(tickets.c.id == bindparam("b_id"), tickets.c.version == bindparam("b_version"))
    .values({c.name: bindparam(f"v_{c.name}", type_=c.type) for c in tickets.c if c.name != "id"})
)
_COUNTER = counters.c.name == "ticket"
_LAST_NUMBER = select(counters.c.value).where(_COUNTER).with_for_update()
_COUNT = update(counters).where(_COUNTER).values(value=bindparam("b_value"))
_OPEN, _ENTRIES, _ASK = insert(tickets), insert(timeline), insert(questions)
_ASKED = select(questions).where(questions.c.lane == bindparam("lane"))
_FORGET = questions.delete().where(
    questions.c.lane == bindparam("b_lane"),
    questions.c.user_id == bindparam("b_user_id"),
    questions.c.ticket == bindparam("b_ticket"),
    questions.c.about == bindparam("b_about"),
)
#: Nobody answers a question so old; who asks looks back by far less.
_STALE = timedelta(days=1)
_FORGET_STALE = questions.delete().where(
    questions.c.lane == bindparam("b_lane"),
    questions.c.asked_at < bindparam("b_before", type_=questions.c.asked_at.type),
)


class Transaction:
    """Several causes, one commit."""

    def __init__(self, storage: Storage, connection: Connection) -> None:
        self.storage = storage
        self.connection = connection
        self.saves: dict[int, tuple[Ticket | None, Ticket]] = {}
        self.outgoing: list[tuple[int, NewOutbox]] = []
        self.receipts: dict[str, Receipt] = {}
        self._written: set[str] = set()
        self._seen: dict[int, Ticket | None] = {}
        self._entries: list[tuple[int, Entry]] = []
        self._incidents: dict[str, list[Ticket]] = {}
        self._near: dict[tuple[str, Type], list[Ticket]] = {}
        self._asks: list[tuple[Question, bool]] = []
        self._settled: list[Any] = []
        self._apart: list[tuple[int, datetime]] = []
        self._troubled: list[Any] = []
        self._closed: list[DeadlineRow] = []
        self._company: Company | None = None
        self._company_seen: tuple[int, Company] | None = None
        self._number: int | None = None
        self._questions: dict[str, dict[tuple[str, int, str], Question]] = {}

    async def take_inbox(self, now: datetime, limit: int) -> list[InboxRow]:
        """See storage.inbox.take."""
        return await inbox.take(self.connection, now, limit)

    async def take_deadlines(self, now: datetime, limit: int) -> list[DeadlineRow]:
        """See storage.deadlines.take."""
        return await deadlines.take(self.connection, now, limit)

    def unit(self) -> Unit:
        """A unit for one cause."""
        return Unit(self)

    def keep(self, unit: Unit) -> None:
        """The cause was handled: its changes will be written."""
        for number, (old, new) in unit.saves.items():
            first = self.saves[number][0] if number in self.saves else old
            self.saves[number] = (first, new)
        self._entries += unit.entries
        self.outgoing += unit.outgoing
        for question, is_open in unit.asks:
            self._asks.append((question, is_open))
            known = self._questions.get(question.lane)
            if known is not None:
                known.pop(question.key, None)
                if is_open:
                    known[question.key] = question
        self._closed += unit.closed
        self.receipts |= unit.receipts
        self._company = unit.company_changed or self._company

    def inbox_done(self, row: InboxRow, now: datetime, outcome: str) -> None:
        """Consumed, with everything that follows from it."""
        self._settled.append(inbox.settled(row, "done", now, outcome, now))

    def inbox_later(self, row: InboxRow, now: datetime, not_before: datetime, error: str) -> None:
        """It will be tried again."""
        self._settled.append(inbox.settled(row, "waiting", now, error, not_before))

    def inbox_quarantine(self, row: InboxRow, now: datetime, error: str) -> None:
        """Kept for a person to look at."""
        self._settled.append(inbox.settled(row, "quarantined", now, error, now))

    def done_apart(self, row: OutboxRow, now: datetime) -> None:
        """What was to be done apart is done, with everything that follows from it."""
        self._apart.append((row.id, now))

    def deadline_later(self, row: DeadlineRow, speaks_at: datetime, error: str) -> None:
        """It failed: armed again for later."""
        trouble = {"b_attempts": row.attempts + 1, "b_speaks_at": speaks_at, "b_error": error}
        self._troubled.append({**deadlines.named(row), **trouble})

    def seen(self, ticket: Ticket) -> Ticket:
        """The version of a ticket that this transaction goes on with."""
        if ticket.id in self.saves:
            return self.saves[ticket.id][1]
        return self._seen.setdefault(ticket.id, ticket) or ticket

    async def ticket(self, number: int) -> Ticket | None:
        """One ticket, with what was kept before."""
        if number in self.saves:
            return self.saves[number][1]
        if number not in self._seen:
            row = (await self.connection.execute(TICKET, {"number": number})).mappings().first()
            self._seen[number] = ticket_of(row) if row else None
        return self._seen[number]

    async def company(self) -> Company | None:
        """The directory, as the causes kept before have left it."""
        if self._company is not None:
            return self._company
        if self._company_seen is None:
            self._company_seen = await self.storage.company_seen(self.connection)
        return self._company_seen[1] if self._company_seen else None

    async def alone(self) -> int:
        """Until the commit no other process opens a ticket, or looks whether one is open.

        Two that look at once would both find nothing, and open two. What holds them apart is the
        row of the last number, which whoever opens a ticket needs anyway; the number is returned.
        """
        if self._number is None:
            self._number = int((await self.connection.execute(_LAST_NUMBER)).scalar_one())
        return self._number

    async def next_number(self) -> int:
        """Numbers 1, 2, 3 …, from one row that every process counts on and this one now holds."""
        self._number = await self.alone() + 1
        return self._number

    async def open_questions(self, lane: str) -> list[Question]:
        """The questions of a chat that nobody has answered; asked of the database once a chat."""
        if lane not in self._questions:
            rows = (await self.connection.execute(_ASKED, {"lane": lane})).mappings()
            self._questions[lane] = {(q := Question(**row)).key: q for row in rows}
            for question, is_open in self._asks:
                if question.lane == lane:
                    self._questions[lane].pop(question.key, None)
                    if is_open:
                        self._questions[lane][question.key] = question
        return list(self._questions[lane].values())

    async def incidents(self, place: str, since: datetime) -> list[Ticket]:
        """For Unit.incidents: what the database says; asked once until something is written."""
        if place not in self._incidents:
            await self.alone()
            named = {"place": place, "since": since}
            rows = (await self.connection.execute(INCIDENT, named)).mappings()
            self._incidents[place] = [ticket_of(row) for row in rows]
        return self._incidents[place]

    async def opened_near(self, compound: str, kind: Type, since: datetime) -> list[Ticket]:
        """For Unit.opened_near: what the database says; asked once until something is written."""
        key = (compound, kind)
        if key not in self._near:
            await self.alone()
            named = {"compound": compound, "type": kind.value, "since": since}
            rows = (await self.connection.execute(NEAR_BY, named)).mappings()
            self._near[key] = [ticket_of(row) for row in rows]
        return self._near[key]

    async def flush(self) -> None:
        """Writes what was kept. Raises Conflict where somebody else has saved meanwhile."""
        await self._flush_tickets()
        ids = self.storage.ids
        if self._entries:
            rows = [entry_row(number, entry, ids.next()) for number, entry in self._entries]
            await self.connection.execute(_ENTRIES, rows)
        if self.outgoing:
            await outbox.put(self.connection, self.outgoing)
        if fresh := [r for r in self.receipts.values() if r.id not in self._written]:
            await receipts.write(self.connection, fresh)
            self._written |= self.receipts.keys()
        if self._asks:
            await _ask(self.connection, self._asks)
        if self._number is not None:
            await self.connection.execute(_COUNT, {"b_value": self._number})
        if self._settled:
            await inbox.settle(self.connection, self._settled)
        for number, now in self._apart:
            await outbox.settle(self.connection, [Sent(number, None)], now)
        if self._company is not None:
            await self._save_company(self._company)
        self._entries, self.outgoing, self._asks, self._settled = [], [], [], []
        self._apart, self._company = [], None
        self._incidents, self._near = {}, {}  # what they were first asked for has changed

    async def _save_company(self, company: Company) -> None:
        seen = self._company_seen[0] if self._company_seen else 0
        if not await directory.save(self.connection, company, seen):
            raise Conflict("the directory was saved by somebody else")
        self._company_seen = seen + 1, company
        self.storage.forget_company()

    async def _flush_tickets(self) -> None:
        fresh, changed = [], []
        armed: list[Any] = []
        moved: list[Any] = []
        ended: list[Any] = [deadlines.named(row) for row in self._closed]
        for number, (old, new) in self.saves.items():
            version = old.version + 1 if old else 1
            saved = new.but(version=version)
            self._seen[number] = saved
            if old is None:
                fresh.append(ticket_row(saved))
            else:
                changed.append((old.version, ticket_row(saved)))
            before = old.clocks if old else {}
            for rows, more in zip(
                (armed, moved, ended), deadline_changes(before, new.clocks, number), strict=True
            ):
                rows += more
        if fresh:
            await self.connection.execute(_OPEN, fresh)
        for version, row in changed:
            await self._save(version, row)
        await deadlines.write(self.connection, armed, moved, ended, self._troubled)
        self.saves, self._closed, self._troubled = {}, [], []

    async def _save(self, version: int, row: Mapping[str, Any]) -> None:
        values = {f"v_{name}": value for name, value in row.items() if name != "id"}
        values |= {"b_id": row["id"], "b_version": version}
        if (await self.connection.execute(_SAVE, values)).rowcount != 1:
            raise Conflict(f"ticket {row['id']} was saved by somebody else")


async def _ask(connection: Connection, asks: Sequence[tuple[Question, bool]]) -> None:
    last = {(q.lane, q.key): (q, is_open) for q, is_open in asks}
    rows = [
        {"b_lane": q.lane, "b_user_id": q.user_id, "b_ticket": q.ticket, "b_about": q.about}
        for q, _ in last.values()
    ]
    await connection.execute(_FORGET, rows)
    newest = {q.lane: q.asked_at for q, _ in last.values()}
    stale = [{"b_lane": lane, "b_before": at - _STALE} for lane, at in newest.items()]
    await connection.execute(_FORGET_STALE, stale)
    still_open = [asdict(q) for q, is_open in last.values() if is_open]
    if still_open:
        await connection.execute(_ASK, still_open)
