"""Questions that pages ask of the tickets: what is open and whose turn it is, and which fit a
search. Each answer is bounded, however many tickets there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, not_, or_, select

from bot.domain.policy import RULES
from bot.domain.ticket import SERVICES_TURN, Severity, Status, Ticket
from storage.engine import Connection
from storage.lookups import OPEN
from storage.tables import deadlines, tickets
from storage.tickets import ticket_of

_ASKING = [literal(rule.id) for rule in RULES.values() if rule.asks]
_ARMED = (deadlines.c.state == "armed") & deadlines.c.rule.not_in(_ASKING)
_NOW = bindparam("now", type_=deadlines.c.due_at.type)
_COUNTS = (
    select(tickets.c.department, tickets.c.status, func.count())
    .where(OPEN)
    .group_by(tickets.c.status, tickets.c.department)
)
_LATE = (
    select(tickets.c.department, tickets.c.status, func.count(tickets.c.id.distinct()))
    .join(deadlines, deadlines.c.ticket == tickets.c.id)
    .where(_ARMED, deadlines.c.due_at <= _NOW, OPEN)
    .group_by(tickets.c.department, tickets.c.status)
)
#: No ticket has more clocks at once: among so many times the clocks are as many tickets as wanted.
#: A major one may have R3.3.1, R3.3.2, R3.3.2b, R3.3.4 and two of the company's own.
_CLOCKS = 6
_COMING = (
    select(deadlines.c.ticket, deadlines.c.due_at)
    .where(_ARMED)
    .order_by(deadlines.c.due_at, deadlines.c.ticket)
    .limit(bindparam("clocks"))
    .subquery()
)
_NEXT = (
    select(_COMING.c.ticket, func.min(_COMING.c.due_at).label("due_at"))
    .group_by(_COMING.c.ticket)
    .subquery()
)
_FIRST = (
    select(tickets)
    .join(_NEXT, _NEXT.c.ticket == tickets.c.id)
    .where(OPEN)
    .order_by(_NEXT.c.due_at, tickets.c.id)
    .limit(bindparam("most"))
)
_CAUSES = (OPEN, tickets.c.severity == Severity.MAJOR.value, tickets.c.parent.is_(None))
_MAJOR = select(tickets).where(*_CAUSES).order_by(tickets.c.id).limit(bindparam("most"))
_MAJORS = select(func.count()).select_from(tickets).where(*_CAUSES)
_SERVICES_TURN = tickets.c.status.in_([literal(status.value) for status in SERVICES_TURN])


@dataclass(frozen=True, slots=True)
class Group:
    """Open tickets of one department in one state: how many, and on how many a clock is late."""

    department: str
    status: Status
    count: int
    late: int


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; what is empty narrows nothing. `state` is open, late, closed or dropped.

    `turn` is the department whose turn it is; `service` is customer service, where that is asked.
    `text` is a number, a phone or its last four figures, or words; `since` and `until` are of
    receiving.
    """

    text: str = ""
    state: str = ""
    department: str = ""
    turn: str = ""
    service: str = ""
    major: bool = False
    since: datetime | None = None
    until: datetime | None = None


class Board:
    """On one connection; nothing here writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def groups(self, now: datetime) -> list[Group]:
        """How many are open, by department and state."""
        late = await self._connection.execute(_LATE, {"now": now})
        lates = {(department, status): count for department, status, count in late}
        rows = await self._connection.execute(_COUNTS)
        return [
            Group(department, Status(status), count, lates.get((department, status), 0))
            for department, status, count in rows
        ]

    async def first_due(self, most: int) -> list[Ticket]:
        """The open tickets whose clocks come next, the latest ones first."""
        return await self._tickets(_FIRST, {"most": most, "clocks": _CLOCKS * most})

    async def majors(self, most: int) -> tuple[list[Ticket], int]:
        """Open major tickets, oldest first, and how many; of a common cause only the cause."""
        count = (await self._connection.execute(_MAJORS)).scalar_one()
        return await self._tickets(_MAJOR, {"most": most}), count

    async def found(self, search: Search, now: datetime, skip: int, most: int) -> list[Ticket]:
        """Tickets that fit, newest first."""
        query = select(tickets).where(*_fits(search, now))
        query = query.order_by(tickets.c.id.desc()).offset(skip).limit(most)
        return await self._tickets(query, {})

    async def count(self, search: Search, now: datetime, most: int) -> int:
        """How many fit; counted no further than `most`."""
        fitting = select(tickets.c.id).where(*_fits(search, now)).limit(most).subquery()
        query = select(func.count()).select_from(fitting)
        return int((await self._connection.execute(query)).scalar_one())

    async def _tickets(self, query: Any, named: Mapping[str, Any]) -> list[Ticket]:
        rows = (await self._connection.execute(query, dict(named))).mappings()
        return [ticket_of(row) for row in rows]


def _fits(search: Search, now: datetime) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.text:
        found.append(_holds(search.text))
    if search.department:
        found.append(tickets.c.department == search.department)
    if search.turn:
        own = tickets.c.department == search.turn
        services = search.turn == search.service
        found += [OPEN, or_(own, _SERVICES_TURN) if services else and_(own, not_(_SERVICES_TURN))]
    if search.major:
        found.append(tickets.c.severity == Severity.MAJOR.value)
    if search.since is not None:
        found.append(tickets.c.opened_at >= search.since)
    if search.until is not None:
        found.append(tickets.c.opened_at < search.until)
    match search.state:
        case "open":
            found.append(OPEN)
        case "late":
            late = select(deadlines.c.ticket).where(_ARMED, deadlines.c.due_at <= now)
            found += [OPEN, tickets.c.id.in_(late)]
        case "closed":
            found.append(tickets.c.status == Status.CLOSED.value)
        case "dropped":
            found.append(tickets.c.status.in_([Status.VOID.value, Status.MERGED.value]))
    return found


#: figures of a phone that a masked one shows at its end, and of a local number without its area
_SHOWN, _LOCAL = 4, 7


def _holds(text: str) -> ColumnElement[bool]:
    """`#12` is a number and nothing else; digits are a number, or a phone's end that is shown to
    everybody, or so much of it that the hidden part can't be asked for figure by figure."""
    number = text.removeprefix("#")
    if number.isascii() and number.isdecimal() and len(number) < 19:
        here = tickets.c.id == int(number)
        phone = text == number and (len(number) == _SHOWN or len(number) >= _LOCAL)
        return or_(here, tickets.c.phone.like(f"%{number}")) if phone else here
    columns = (tickets.c.name, tickets.c.address, tickets.c.community, tickets.c.content)
    return or_(*(column.contains(text, autoescape=True) for column in columns))
