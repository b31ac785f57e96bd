"""Tickets as lines of a list: what, where, whose turn, until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.access import masked, sees_contact
from bot.domain.company import Company
from bot.domain.policy import RULES
from bot.domain.reading.masking import mask
from bot.domain.ticket import SERVICES_TURN, Status, Ticket
from bot.web.gate import Visitor
from handlers.recipients import name_of

#: What stands for a name or a number that is taken out of people's words.
_MARK = re.compile(r"【(姓名|电话)[0-9]+】")


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket. `duty` is the next thing owed, until `due_at`; `missed` rules were not kept."""

    number: int
    place: str
    words: str
    status: str
    type: str
    major: bool
    department: str
    turn: str
    user: str
    handler: str
    opened_at: datetime
    duty: str
    due_at: datetime | None
    late: bool
    missed: int
    households: int
    parent: int | None


def lines_of(
    tickets: Iterable[Ticket],
    causes: Mapping[int, Ticket],
    company: Company,
    visitor: Visitor,
    now: datetime,
) -> list[Line]:
    """As this visitor may see them; `causes` are the incidents they go with."""
    return [
        _line(ticket, may_call(visitor, ticket, causes, company), company, now)
        for ticket in tickets
    ]


def may_call(
    visitor: Visitor, ticket: Ticket, causes: Mapping[int, Ticket], company: Company
) -> bool:
    """Whether he is shown the user's number. The administrator answers for the house."""
    cause = causes.get(ticket.parent) if ticket.parent is not None else None
    return visitor.actor is None or sees_contact(visitor.actor, ticket, company.service, cause)


def hidden(words: str, names: Iterable[str] = ()) -> str:
    """People's words without names and numbers."""
    return _MARK.sub(lambda mark: f"（{mark[1]}略）", mask(words, names)[0])


def user_of(ticket: Ticket, shown: bool) -> str:
    """Name and number of the user of the heat; not `shown`, only so that two are told apart."""
    phone = ticket.phone and (ticket.phone if shown else masked(ticket.phone))
    name = ticket.name and (ticket.name if shown else ticket.name[:1] + "*")
    return " ".join(filter(None, (name, phone)))


def turn_of(department: str, status: Status, company: Company) -> str:
    """The department whose turn it is."""
    return company.service if status in SERVICES_TURN else company.department(department).key


def _line(ticket: Ticket, shown: bool, company: Company, now: datetime) -> Line:
    words = ticket.content if shown else hidden(ticket.content, filter(None, (ticket.name,)))
    clock = next((c for c in ticket.running() if not RULES[c.rule].asks), None)
    turn = turn_of(ticket.department, ticket.status, company)
    return Line(
        number=ticket.id,
        place=_place(ticket, words),
        words=words,
        status=ticket.status.value,
        type=ticket.type.value,
        major=ticket.is_major,
        department=company.department(ticket.department).name,
        turn=turn,
        user=user_of(ticket, shown),
        handler=name_of(company, ticket.handler) if ticket.handler else "",
        opened_at=ticket.opened_at,
        duty=RULES[clock.rule].duty if clock else "",
        due_at=clock.due_at if clock else None,
        late=clock is not None and clock.due_at <= now,
        missed=len(ticket.missed),
        households=ticket.households,
        parent=ticket.parent,
    )


def _place(ticket: Ticket, words: str) -> str:
    if ticket.households > 1:
        return f"{ticket.incident_place or ticket.community or ''}停热事件"
    return ticket.address or ticket.community or words
