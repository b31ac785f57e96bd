"""Open tickets that somebody means without naming them, chosen by the database.

In a storm hundreds are open, and a bare 收到 is answered in the transaction that writes: no ticket
is read that is not wanted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, type_coerce
from sqlalchemy.types import Text

from bot.domain.access import Reach
from bot.domain.chat import ChatRef
from bot.domain.ticket import DONE, ENDED, Severity, Status, Ticket, Type
from storage.columns import dumps
from storage.engine import Connection
from storage.tables import outbox, tickets
from storage.tickets import ticket_of

_OPEN = tickets.c.status.in_([literal(s.value) for s in Status if s not in ENDED])
#: Until the user was told it is the crew's; then customer service follows up (R3.2.5, R3.3.7).
_UNFINISHED = _OPEN & tickets.c.status.not_in(
    [literal(s.value) for s in (Status.FED_BACK, Status.FOLLOWED_UP)]
)
#: So many open tickets are looked through for what words point at.
LOOKED_AT = 100
_UNDER_NONE = tickets.c.parent.is_(None)

#: Statuses in which something can be said, of a severity; under an incident where it is None.
Cell = tuple[Severity | None, Status]


class AtWork:
    """Questions on one connection; nothing here writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def mine(
        self, person: str, departments: Collection[str], most: int
    ) -> tuple[list[Ticket], int]:
        """What somebody has brought in, taken on or been called to, and what nobody of his
        departments has taken on: the first of them, and how many there are."""
        untaken = tickets.c.handler.is_(None) & tickets.c.department.in_(departments)
        own = or_(tickets.c.handler == person, tickets.c.reporter == person, _on_team(person))
        return await self._first((_UNDER_NONE, or_(own, untaken)), most)

    async def open_ones(
        self,
        most: int,
        *,
        major: bool = False,
        untaken: bool = False,
        department: str | None = None,
        kind: Type | None = None,
        statuses: Collection[Status] = (),
    ) -> tuple[list[Ticket], int]:
        """What is not done, all of it, the `major` ones, those that nobody has taken on, a
        department's, of a `kind` or in some `statuses`: the first, and how many; households under
        an incident are not counted beside it."""
        wanted: list[ColumnElement[bool]] = [_UNDER_NONE]
        if untaken:
            wanted.append(tickets.c.handler.is_(None))
        if major:
            wanted.append(tickets.c.severity == Severity.MAJOR.value)
        if department is not None:
            wanted.append(tickets.c.department == department)
        if kind is not None:
            wanted.append(tickets.c.type == kind.value)
        if statuses:
            wanted.append(tickets.c.status.in_([status.value for status in statuses]))
        return await self._first(wanted, most)

    async def in_hand(self, person: str) -> list[Ticket]:
        """What somebody has taken on or been called to, oldest first."""
        return await self._all(or_(tickets.c.handler == person, _on_team(person)))

    async def held(self) -> list[tuple[str, str | None, int]]:
        """How many of each department's tickets each has taken on and not yet finished; of those
        that nobody has, the handler is None."""
        department, handler = tickets.c.department, tickets.c.handler
        query = (
            select(department, handler, func.count())
            .where(_UNFINISHED, _UNDER_NONE)
            .group_by(department, handler)
            .order_by(department, handler)
        )
        return [(d, h, int(n)) for d, h, n in await self._connection.execute(query)]

    async def unfinished(self, person: str) -> list[Ticket]:
        """What somebody has taken on or been called to and not yet told the user of."""
        return await self._all(_UNFINISHED, or_(tickets.c.handler == person, _on_team(person)))

    async def finished(self, person: str, since: datetime, until: datetime) -> list[Ticket]:
        """What somebody said in [since, until) was done, and is not being worked on again."""
        done = tickets.c.status.in_([status.value for status in DONE])
        query = select(tickets).where(done, or_(_OPEN, tickets.c.closed_at >= since))
        found = await self._read(query.order_by(tickets.c.id))
        marks = ((ticket, ticket.marks.get(Status.HANDLED)) for ticket in found)
        return [t for t, m in marks if m and m.by == person and since <= m.at < until]

    async def untaken(self, departments: Collection[str]) -> list[Ticket]:
        """What nobody of these departments has taken on, oldest first."""
        return await self._all(
            tickets.c.handler.is_(None), tickets.c.department.in_(sorted(departments))
        )

    async def sayable(
        self,
        cells: Iterable[Cell],
        reach: Reach,
        most: int,
        *,
        handler: str | None = None,
        asked: bool = False,
        among: Collection[int] = (),
    ) -> tuple[list[Ticket], int]:
        """On which something can be said within a `reach`: the first of them, and how many.

        With a `handler` only his, with `asked` only those likened to another, with `among` only
        these numbers.
        """
        wanted = [_in_cells(cells), _within(reach)]
        if handler is not None:
            wanted.append(tickets.c.handler == handler)
        if asked:
            wanted.append(tickets.c.alike.is_not(None))
        if among:
            wanted.append(tickets.c.id.in_(sorted(among)))
        return await self._first(wanted, most)

    async def of_chat(self, chat: ChatRef, since: datetime, most: int) -> list[Ticket]:
        """What was brought in by a chat since then, the newest first."""
        here = (tickets.c.origin_platform == chat.platform, tickets.c.origin_chat == chat.chat_id)
        query = select(tickets).where(_OPEN, *here, tickets.c.opened_at >= since)
        return await self._read(query.order_by(tickets.c.id.desc()).limit(most))

    async def majors_spoken_of(self, chat: ChatRef, since: datetime) -> list[Ticket]:
        """The major ones of which we have said something in a chat since then, oldest first."""
        here = (
            outbox.c.lane == chat.lane,
            outbox.c.kind == "message",
            outbox.c.created_at >= since,
        )
        spoken = select(outbox.c.id).where(outbox.c.ticket == tickets.c.id, *here).exists()
        major = tickets.c.severity == Severity.MAJOR.value
        return await self._all(_UNDER_NONE, major, spoken)

    async def newest(self) -> list[Ticket]:
        """What was opened last, as many as are looked through."""
        query = select(tickets).where(_OPEN).order_by(tickets.c.id.desc()).limit(LOOKED_AT)
        return await self._read(query)

    async def ended_since(self, since: datetime, most: int) -> list[Ticket]:
        """What came to its end since then, the newest first."""
        query = select(tickets).where(tickets.c.closed_at >= since)
        return await self._read(query.order_by(tickets.c.id.desc()).limit(most))

    async def with_phone_in(self, words: str, most: int) -> list[Ticket]:
        """Those whose phone stands in the words, oldest first."""
        told = (tickets.c.phone != "") & literal(words).contains(tickets.c.phone)
        return await self._read(
            select(tickets).where(_OPEN, told).order_by(tickets.c.id).limit(most)
        )

    async def _first(
        self, wanted: Iterable[ColumnElement[bool]], most: int
    ) -> tuple[list[Ticket], int]:
        where = (_OPEN, *wanted)
        found = await self._read(select(tickets).where(*where).order_by(tickets.c.id).limit(most))
        if len(found) < most:
            return found, len(found)
        count = select(func.count()).select_from(tickets).where(*where)
        return found, int((await self._connection.execute(count)).scalar_one())

    async def _all(self, *wanted: ColumnElement[bool]) -> list[Ticket]:
        return await self._read(select(tickets).where(_OPEN, *wanted).order_by(tickets.c.id))

    async def _read(self, query: Any) -> list[Ticket]:
        return [ticket_of(row) for row in (await self._connection.execute(query)).mappings()]


def _on_team(person: str) -> ColumnElement[bool]:
    """Each of a team is `["key",…]`. LIKE takes A for a on SQLite; taking it out does not."""
    team = type_coerce(tickets.c.team, Text)
    return func.replace(team, dumps([person])[:-1] + ",", "") != team


def _in_cells(cells: Iterable[Cell]) -> ColumnElement[bool]:
    by_severity: dict[Severity | None, list[str]] = {}
    for severity, status in cells:
        by_severity.setdefault(severity, []).append(status.value)
    found = []
    for severity, statuses in by_severity.items():
        where = tickets.c.status.in_(statuses)
        if severity is None:
            found.append(and_(where, tickets.c.parent.is_not(None)))
        else:
            found.append(and_(where, _UNDER_NONE, tickets.c.severity == severity.value))
    return or_(literal(False), *found)


def _within(reach: Reach) -> ColumnElement[bool]:
    """As `Reach.covers`."""
    if reach.everything:
        return literal(True)
    found: list[ColumnElement[bool]] = [tickets.c.department.in_(sorted(reach.departments))]
    if reach.on_team is not None:
        found.append((tickets.c.severity == Severity.MAJOR.value) & _on_team(reach.on_team))
    if (chat := reach.chat) is not None:
        for platform, place in (
            ("origin_platform", "origin_chat"),
            ("group_platform", "group_chat"),
        ):
            here = tickets.c[platform] == chat.platform
            found.append(here & (tickets.c[place] == chat.chat_id))
    return or_(*found)
