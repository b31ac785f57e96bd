"""One connection, one commit: the unit of work.

A worker opens a Transaction and takes several causes. Each is handled in a Unit of its own, whose
writes are only remembered; a unit that failed is forgotten, so nothing of it was written. What was
kept goes to the database in a few statements before the one commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, literal, or_, select, update

from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.domain.household import community_key, door_of
from bot.domain.policy import Policy
from bot.domain.ticket import ENDED, Entry, Severity, Ticket, Type
from storage import deadlines, directory, inbox, outbox
from storage.engine import Connection
from storage.queries import Queries
from storage.rows import DeadlineRow, InboxRow, NewOutbox, Question
from storage.tables import counters, questions, tickets, timeline
from storage.tables import outbox as outbox_table
from storage.tickets import content_digest, deadline_changes, entry_row, ticket_of, ticket_row

if TYPE_CHECKING:
    from storage.store import Storage


class Conflict(Exception):
    """Somebody else saved this ticket first."""


_SAVE = (
    update(tickets)
    .where(tickets.c.id == bindparam("b_id"), tickets.c.version == bindparam("b_version"))
    .values({c.name: bindparam(f"v_{c.name}", type_=c.type) for c in tickets.c if c.name != "id"})
)
_TICKET = select(tickets).where(tickets.c.id == bindparam("number"))
_ENDED = [literal(status.value) for status in ENDED]
_COUNTER = counters.c.name == "ticket"
_LAST_NUMBER = select(counters.c.value).where(_COUNTER).with_for_update()
_COUNT = update(counters).where(_COUNTER).values(value=bindparam("b_value"))
_OPEN, _ENTRIES, _ASK = insert(tickets), insert(timeline), insert(questions)
_ASKED = select(questions).where(questions.c.lane == bindparam("lane"))

#: So many tickets of one phone or door are looked at.
ALIKE = 20
#: So many neighbours tell whether something is wrong with the whole place.
NEAR = 50

_OF_MESSAGE = select(outbox_table.c.ticket).where(
    outbox_table.c.lane == bindparam("lane"),
    outbox_table.c.sent_id == bindparam("sent_id"),
    outbox_table.c.ticket.is_not(None),
)
_OF_GROUP = (
    select(tickets.c.id)
    .where(
        tickets.c.group_chat == bindparam("chat"),
        tickets.c.group_platform == bindparam("platform"),
    )
    .order_by(tickets.c.id.desc())
)
_CARDS = select(outbox_table.c.lane, outbox_table.c.id).where(
    outbox_table.c.ticket == bindparam("ticket"),
    outbox_table.c.has_card.is_(True),
    outbox_table.c.state.in_([literal(state) for state in ("waiting", "sending", "sent")]),
)
_SINCE = tickets.c.opened_at >= bindparam("since")
_ALIKE = (
    select(tickets)
    .where(
        or_(  # nothing is equal to a phone or a door that is not known
            tickets.c.content_digest == bindparam("digest"),
            (tickets.c.phone == bindparam("phone")) & _SINCE,
            (tickets.c.door == bindparam("door")) & _SINCE,
        ),
        tickets.c.status.not_in(_ENDED),
        _SINCE,
    )
    .order_by(tickets.c.id.desc())
    .limit(ALIKE)
)
_THERE = (
    tickets.c.compound == bindparam("compound"),
    _SINCE,
    tickets.c.type == bindparam("type"),
)
_INCIDENT = (
    select(tickets)
    .where(
        tickets.c.incident == bindparam("place"),
        _SINCE,
        tickets.c.parent.is_(None),
        tickets.c.status.not_in(_ENDED),
    )
    .order_by(tickets.c.id)
)
_CHILDREN = select(tickets).where(
    tickets.c.parent == bindparam("parent"), tickets.c.status.not_in(_ENDED)
)
_IS_MAJOR = tickets.c.severity == Severity.MAJOR.value
# In a storm hundreds are there; then only the major one among them is of interest.
_KNOWN = select(tickets.c.id).where(*_THERE, _IS_MAJOR).correlate(None).exists()
_NEAR = (
    select(tickets)
    .where(*_THERE, or_(_IS_MAJOR, ~_KNOWN))
    .order_by(tickets.c.id.desc())
    .limit(NEAR)
)


class Unit:
    """What one cause reads and writes. It sees its own changes, then what was kept before it."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self.saves: dict[int, tuple[Ticket | None, Ticket]] = {}
        self.entries: list[tuple[int, Entry]] = []
        self.outgoing: list[tuple[int, NewOutbox]] = []
        self.asks: list[tuple[Question, bool]] = []
        self.closed: list[DeadlineRow] = []
        self.company_changed: Company | None = None

    async def ticket(self, number: int) -> Ticket | None:
        """One ticket by its number."""
        if number in self.saves:
            return self.saves[number][1]
        return await self._transaction.ticket(number)

    async def next_number(self) -> int:
        """The next ticket's number. A failed cause leaves a gap rather than a repeated number."""
        return await self._transaction.next_number()

    def save(
        self, old: Ticket | None, new: Ticket, entries: Sequence[Entry], now: datetime
    ) -> None:
        """The ticket after an event, its timeline, and by them its deadline rows."""
        before = self.saves[new.id][0] if new.id in self.saves else old
        if new is not old or old is None:
            self.saves[new.id] = (before, new)
        self.entries.extend((new.id, entry) for entry in entries)

    def put(self, row: NewOutbox) -> None:
        """Something to send; a second row of the same key is ignored."""
        self.outgoing.append((self._transaction.storage.ids.next(), row))

    async def policy(self, version: str) -> Policy:
        """The policy a ticket was opened under. Raises KeyError on one that was never saved."""
        return await self._transaction.storage.policy(version, self._transaction.connection)

    def save_company(self, company: Company) -> None:
        """Replaces the directory."""
        self.company_changed = company

    async def tickets_of_message(self, chat: ChatRef, message_id: str) -> list[int]:
        """Which tickets a message of ours was about; several where it was a digest."""
        named = {"lane": chat.lane, "sent_id": message_id}
        found = (await self._transaction.connection.execute(_OF_MESSAGE, named)).scalars()
        return sorted(set(found))

    async def ticket_of_group(self, chat: ChatRef) -> int | None:
        """The newest ticket whose emergency group this chat is."""
        for _, new in [*self._transaction.saves.values()][::-1]:
            if (new.group_platform, new.group_chat) == (chat.platform, chat.chat_id):
                return new.id
        named = {"platform": chat.platform, "chat": chat.chat_id}
        rows = await self._transaction.connection.execute(_OF_GROUP, named)
        found: int | None = rows.scalars().first()
        return found

    async def cards(self, ticket: int) -> list[tuple[str, int]]:
        """Lane and outbox id of every card about the ticket, sent or still to be sent."""
        rows = await self._transaction.connection.execute(_CARDS, {"ticket": ticket})
        found = [(lane, key) for lane, key in rows]
        kept = self._transaction.outgoing
        return found + [(r.lane, k) for k, r in kept if r.ticket == ticket and r.has_card]

    async def open_tickets(self) -> list[Ticket]:
        """Everything open, oldest first."""
        return await (await self.queries()).open_tickets()

    async def alike(
        self, phone: str | None, address: str | None, content: str, since: datetime
    ) -> list[Ticket]:
        """Open tickets opened since then with this phone, this door or exactly these words.

        The newest `ALIKE` of them, in the order of their numbers.
        """
        digest, door = content_digest(content), door_of(address).key
        named = {"digest": digest, "phone": phone or None, "door": door, "since": since}
        rows = (await self._transaction.connection.execute(_ALIKE, named)).mappings()
        found = {t.id: self._transaction.seen(t) for t in map(ticket_of, rows)}
        for _, new in [*self._transaction.saves.values(), *self.saves.values()]:
            same = (phone and new.phone == phone) or (door and door_of(new.address).key == door)
            if new.id in found or same or content_digest(new.content) == digest:
                found[new.id] = new
        return sorted((t for t in found.values() if t.is_open), key=lambda t: t.id)

    async def opened_near(self, community: str, kind: Type, since: datetime) -> list[Ticket]:
        """Tickets of this type from one community opened since then, oldest first.

        At most the newest `NEAR` of them; where a major one is among them, major ones alone.
        """
        compound = community_key(community) or community
        kept = await self._transaction.opened_near(compound, kind, since)
        found = {t.id: self._transaction.seen(t) for t in kept}
        for _, new in [*self._transaction.saves.values(), *self.saves.values()]:
            near = (community_key(new.community), new.type) == (compound, kind)
            if near and new.opened_at >= since:
                found[new.id] = new
        return sorted(found.values(), key=lambda t: t.id)

    async def incidents(self, place: str, since: datetime) -> list[Ticket]:
        """Open incidents of a place, oldest first."""
        rows = await self._transaction.incidents(place, since)
        found = {t.id: self._transaction.seen(t) for t in rows}
        for _, new in [*self._transaction.saves.values(), *self.saves.values()]:
            if new.id in found or new.incident == place:
                found[new.id] = new
        there = (t for t in found.values() if t.is_open and t.parent is None)
        return sorted(there, key=lambda t: t.id)

    async def children(self, parent: int) -> list[Ticket]:
        """Open tickets that go with this one, oldest first."""
        named = {"parent": parent}
        rows = (await self._transaction.connection.execute(_CHILDREN, named)).mappings()
        found = {t.id: self._transaction.seen(t) for t in map(ticket_of, rows)}
        for _, new in [*self._transaction.saves.values(), *self.saves.values()]:
            if new.id in found or new.parent == parent:
                found[new.id] = new
        there = (t for t in found.values() if t.is_open and t.parent == parent)
        return sorted(there, key=lambda t: t.id)

    def ask(self, chat: ChatRef, user_id: str, ticket: int, about: str, now: datetime) -> None:
        """An open question to a person."""
        self.asks.append((Question(chat.lane, user_id, ticket, about, now), True))

    def answered(self, question: Question) -> None:
        """It is answered."""
        self.asks.append((question, False))

    async def asked(self, chat: ChatRef, user_id: str, since: datetime) -> list[Question]:
        """Open questions to this person in this chat, the newest first."""
        found = await self._transaction.open_questions(chat.lane)
        mine = [q for q in found if q.user_id == user_id and q.asked_at >= since]
        return sorted(mine, key=lambda q: (q.asked_at, q.ticket), reverse=True)

    def close_deadline(self, row: DeadlineRow) -> None:
        """A stale deadline closes itself."""
        self.closed.append(row)

    async def queries(self) -> Queries:
        """Questions about everything kept so far; the unit's own changes are not in it."""
        await self._transaction.flush()
        return Queries(self._transaction.connection)


class Transaction:
    """Several causes, one commit."""

    def __init__(self, storage: Storage, connection: Connection) -> None:
        self.storage = storage
        self.connection = connection
        self.saves: dict[int, tuple[Ticket | None, Ticket]] = {}
        self.outgoing: list[tuple[int, NewOutbox]] = []
        self._seen: dict[int, Ticket | None] = {}
        self._entries: list[tuple[int, Entry]] = []
        self._incidents: dict[str, list[Ticket]] = {}
        self._near: dict[tuple[str, Type], list[Ticket]] = {}
        self._asks: list[tuple[Question, bool]] = []
        self._settled: list[Any] = []
        self._troubled: list[Any] = []
        self._closed: list[DeadlineRow] = []
        self._company: Company | None = None
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
            row = (await self.connection.execute(_TICKET, {"number": number})).mappings().first()
            self._seen[number] = ticket_of(row) if row else None
        return self._seen[number]

    async def next_number(self) -> int:
        """Numbers 1, 2, 3 …, from one row that every process counts on and this one now holds."""
        if self._number is None:
            self._number = int((await self.connection.execute(_LAST_NUMBER)).scalar_one())
        self._number += 1
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
        """The same, of what was in the database when this transaction first asked."""
        if place not in self._incidents:
            named = {"place": place, "since": since}
            rows = (await self.connection.execute(_INCIDENT, named)).mappings()
            self._incidents[place] = [ticket_of(row) for row in rows]
        return self._incidents[place]

    async def opened_near(self, compound: str, kind: Type, since: datetime) -> list[Ticket]:
        """The same, of what was in the database when this transaction first asked."""
        key = (compound, kind)
        if key not in self._near:
            named = {"compound": compound, "type": kind.value, "since": since}
            rows = (await self.connection.execute(_NEAR, named)).mappings()
            self._near[key] = [ticket_of(row) for row in rows]
        return self._near[key]

    async def flush(self) -> None:
        """Writes what was kept. Raises Conflict when a ticket was saved by somebody else."""
        await self._flush_tickets()
        ids = self.storage.ids
        if self._entries:
            rows = [entry_row(number, entry, ids.next()) for number, entry in self._entries]
            await self.connection.execute(_ENTRIES, rows)
        if self.outgoing:
            await outbox.put(self.connection, self.outgoing)
        if self._asks:
            await _ask(self.connection, self._asks)
        if self._number is not None:
            await self.connection.execute(_COUNT, {"b_value": self._number})
        if self._settled:
            await inbox.settle(self.connection, self._settled)
        if self._company is not None:
            await directory.save(self.connection, self._company)
            self.storage.forget_company()
        self._entries, self.outgoing, self._asks, self._settled = [], [], [], []
        self._company = None

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


_FORGET = questions.delete().where(
    questions.c.lane == bindparam("b_lane"),
    questions.c.user_id == bindparam("b_user_id"),
    questions.c.ticket == bindparam("b_ticket"),
    questions.c.about == bindparam("b_about"),
)


async def _ask(connection: Connection, asks: Sequence[tuple[Question, bool]]) -> None:
    last = {(q.lane, q.key): (q, is_open) for q, is_open in asks}
    rows = [
        {"b_lane": q.lane, "b_user_id": q.user_id, "b_ticket": q.ticket, "b_about": q.about}
        for q, _ in last.values()
    ]
    await connection.execute(_FORGET, rows)
    still_open = [asdict(q) for q, is_open in last.values() if is_open]
    if still_open:
        await connection.execute(_ASK, still_open)
