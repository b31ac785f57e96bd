"""Read-only questions, for people's queries, pages and the watchdog."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
)

from bot.domain.policy import RULES
from bot.domain.ticket import Entry, Ticket
from storage.at_work import AtWork
from storage.board import Board
from storage.engine import Connection
from storage.ledger import Ledger
from storage.lookups import OPEN, TICKET
from storage.rows import SECOND_READING
from storage.tables import deadlines, inbox, outbox, tickets, timeline
from storage.tickets import entry_of, ticket_of

_QUEUES = (
    (deadlines.c.speaks_at, deadlines.c.state == "armed"),
    (inbox.c.not_before, inbox.c.state == "waiting"),
    (outbox.c.not_before, outbox.c.state == "waiting"),
)


def _least(column: Any, where: Any) -> Any:
    """One end of an index, as a column of a bigger question."""
    return select(column).where(where).order_by(column).limit(1).scalar_subquery()


_ALL = select(tickets).order_by(tickets.c.id.desc()).limit(bindparam("most"))
_TIMELINE = select(timeline).where(timeline.c.ticket == bindparam("ticket")).order_by(timeline.c.id)
_INSTANT = tickets.c.opened_at.type
_BETWEEN = and_(
    tickets.c.opened_at >= bindparam("since", type_=_INSTANT),
    tickets.c.opened_at < bindparam("until", type_=_INSTANT),
)
_PAST_LIMIT = OPEN & tickets.c.id.in_(
    select(deadlines.c.ticket).where(
        deadlines.c.state == "armed", deadlines.c.due_at <= bindparam("now", type_=_INSTANT)
    )
)
_NEAREST = (
    select(deadlines.c.ticket, func.min(deadlines.c.due_at).label("due"))
    .where(
        deadlines.c.state == "armed",
        deadlines.c.rule.not_in([rule for rule, of in RULES.items() if of.asks]),
    )
    .group_by(deadlines.c.ticket)
    .subquery()
)
_NEXT_WORD = select(func.min(deadlines.c.speaks_at)).where(deadlines.c.state == "armed")

_AFTER = bindparam("after", type_=inbox.c.not_before.type)
_NOW = bindparam("now", type_=inbox.c.not_before.type)
#: A slow second reader breaks no promise: what waits for him is not overdue.
_OWED = (*_QUEUES[:2], (outbox.c.not_before, _QUEUES[2][1] & (outbox.c.kind != SECOND_READING)))
_OLDEST = select(*(_least(column, where) for column, where in _OWED))
_NEXT = select(*(_least(column, where & (column > _AFTER)) for column, where in _QUEUES))
_EXPIRED = (outbox.c.state == "sending") & (outbox.c.lease_until <= _NOW)
_WAITING = select(
    select(inbox.c.id).where(inbox.c.state == "waiting", inbox.c.not_before <= _NOW).exists(),
    select(deadlines.c.rule)
    .where(deadlines.c.state == "armed", deadlines.c.speaks_at <= _NOW)
    .exists(),
    or_(
        select(outbox.c.id)
        .where(outbox.c.state == "waiting", outbox.c.not_before <= _NOW)
        .exists(),
        select(outbox.c.id).where(_EXPIRED).exists(),
    ),
)


class Queries:
    """Questions on one connection; nothing here writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def board(self) -> Board:
        """What is open and whose turn it is; searches."""
        return Board(self._connection)

    @property
    def at_work(self) -> AtWork:
        """What somebody means without naming it."""
        return AtWork(self._connection)

    @property
    def ledger(self) -> Ledger:
        """R2.2.3, R4.1.3: tickets in pages, and a period's figures."""
        return Ledger(self._connection)

    async def _tickets(self, query: Select[Any], **named: Any) -> list[Ticket]:
        rows = (await self._connection.execute(query, named)).mappings()
        return [ticket_of(row) for row in rows]

    async def ticket(self, number: int) -> Ticket | None:
        """One ticket."""
        found = await self._tickets(TICKET, number=number)
        return found[0] if found else None

    async def causes_of(self, households: Iterable[Ticket]) -> dict[int, Ticket]:
        """The incidents that these go with, by their numbers."""
        numbers = {t.parent for t in households if t.parent is not None}
        query = select(tickets).where(tickets.c.id.in_(sorted(numbers)))
        return {t.id: t for t in await self._tickets(query)} if numbers else {}

    async def all_tickets(self, limit: int = 500) -> list[Ticket]:
        """The ledger, newest first."""
        return await self._tickets(_ALL, most=limit)

    async def timeline(self, number: int) -> list[Entry]:
        """R1.3: who did what, when, in whose words."""
        rows = (await self._connection.execute(_TIMELINE, {"ticket": number})).mappings()
        return [entry_of(row) for row in rows]

    async def overdue(
        self, now: datetime, most: int, department: str | None = None
    ) -> tuple[list[Ticket], int]:
        """Open tickets with a clock past its limit, all or a department's: the oldest of them, and
        how many there are."""
        return await self._first(_PAST_LIMIT, most, department, now=now)

    async def due_next(
        self,
        since: datetime | None,
        until: datetime | None,
        most: int,
        departments: Collection[str],
    ) -> tuple[list[Ticket], int]:
        """Open tickets whose next limit is after `since`, up to `until`, of these departments or of
        all: the most urgent of them, and how many there are."""
        wanted: list[ColumnElement[bool]] = [OPEN]
        if since is not None:
            wanted.append(_NEAREST.c.due > since)
        if until is not None:
            wanted.append(_NEAREST.c.due <= until)
        if departments:
            wanted.append(tickets.c.department.in_(sorted(departments)))
        joined = tickets.join(_NEAREST, _NEAREST.c.ticket == tickets.c.id)
        query = select(tickets).select_from(joined).where(*wanted)
        counted = select(func.count()).select_from(joined).where(*wanted)
        count = (await self._connection.execute(counted)).scalar_one()
        first = query.order_by(_NEAREST.c.due, tickets.c.id).limit(most)
        return await self._tickets(first), int(count)

    async def opened_between(
        self, since: datetime, until: datetime, most: int, department: str | None = None
    ) -> tuple[list[Ticket], int]:
        """The first tickets opened in [since, until), and how many there are."""
        return await self._first(_BETWEEN, most, department, since=since, until=until)

    async def _first(
        self, wanted: ColumnElement[bool], most: int, department: str | None, **named: datetime
    ) -> tuple[list[Ticket], int]:
        if department is not None:
            wanted = and_(wanted, tickets.c.department == department)
        query = select(tickets).where(wanted).order_by(tickets.c.id).limit(most)
        counted = select(func.count()).select_from(tickets).where(wanted)
        count = (await self._connection.execute(counted, named)).scalar_one()
        return await self._tickets(query, **named), int(count)

    async def search(self, text: str, limit: int) -> list[Ticket]:
        """Tickets whose number is this, or whose fields or words hold it; newest first."""
        columns = ("name", "phone", "address", "community", "content")
        holds = [tickets.c[name].contains(text, autoescape=True) for name in columns]
        number = cast(tickets.c.id, String) == text
        query = select(tickets).where(or_(number, *holds))
        return await self._tickets(query.order_by(tickets.c.id.desc()).limit(limit))

    async def oldest_due(self, now: datetime) -> datetime | None:
        """The instant since which something waits that should have been done; one question."""
        row = (await self._connection.execute(_OLDEST)).one()
        return min((at for at in row if at is not None and at <= now), default=None)

    async def next_due(self, after: datetime) -> datetime | None:
        """The next instant after this one at which anything that waits can go on."""
        row = (await self._connection.execute(_NEXT, {"after": after})).one()
        return min((at for at in row if at is not None), default=None)

    async def next_word(self) -> datetime | None:
        """The next instant at which a clock will speak."""
        found: datetime | None = (await self._connection.execute(_NEXT_WORD)).scalar_one()
        return found

    async def waiting(self, now: datetime) -> tuple[bool, bool, bool]:
        """Whether causes, clocks and outgoing rows wait that may go on now."""
        row = (await self._connection.execute(_WAITING, {"now": now})).one()
        return bool(row[0]), bool(row[1]), bool(row[2])

    async def counts(self) -> dict[str, dict[str, int]]:
        """Rows of inbox and outbox by state."""
        answer: dict[str, dict[str, int]] = {}
        for table in (inbox, outbox):
            query = select(table.c.state, func.count()).group_by(table.c.state)
            rows = await self._connection.execute(query)
            answer[table.name] = {str(row[0]): int(row[1]) for row in rows}
        return answer
