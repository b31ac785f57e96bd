"""Roles into people, audiences into chats: the directory's side of a notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.domain.notices import Role, To, Who
from bot.domain.ticket import Ticket

if TYPE_CHECKING:
    from handlers.context import Handling


def people_for(
    company: Company, ticket: Ticket, ring: Iterable[Who], now: datetime
) -> tuple[str, ...]:
    """The keys of everybody these roles mean on this ticket now, in order, once each."""
    found = (person for who in ring for person in _people(company, ticket, who, now))
    return tuple(dict.fromkeys(p for p in found if p))


def _people(company: Company, ticket: Ticket, who: Who, now: datetime) -> tuple[str, ...]:
    department = ticket.department
    service = company.departments[company.service]
    # R3.1.3: complaints about service are ours to give to customer service's head.
    own = (service.head,) if department == company.service else ()
    match who.role:
        case Role.FIRST:
            return own or company.first_called(department, now)
        case Role.HANDLER:
            handler = (ticket.handler,) if ticket.handler else ()
            # Nobody has taken it on: now the whole crew hears it.
            return handler or own or company.crew(department, now)
        case Role.CREW:
            return company.crew(department, now)
        case Role.HEAD:
            return (company.departments[department].head,)
        case Role.SERVICE:
            reporter = (ticket.reporter,) if ticket.reporter in service.members else ()
            return company.rostered(service.key, now) or reporter or service.members[:1]
        case Role.SERVICE_HEAD:
            return (service.head,)
        case Role.LEADER:
            return company.leader(who.level, now)
        case Role.TEAM:
            return tuple(a.person for a in ticket.team) or company.crew(department, now)
        case Role.ABSENT | Role.SILENT:
            return _not_yet(ticket, who.role) or (company.departments[department].head,)
        case Role.REPORTER:
            return (ticket.reporter,) if ticket.reporter in company.people else ()
        case Role.PERSON:
            return (who.key,)


def _not_yet(ticket: Ticket, role: Role) -> tuple[str, ...]:
    """Those of the emergency team who have not come, or have not answered at all."""
    return tuple(
        a.person
        for a in ticket.team
        if (a.arrived_at if role is Role.ABSENT else a.answered_at) is None
    )


def team_of(company: Company, department: str, now: datetime) -> tuple[str, ...]:
    """R3.3.1: the emergency team is the department's duty crew and its head."""
    head = company.departments[department].head
    return tuple(dict.fromkeys((*company.crew(department, now), head)))


def name_of(company: Company, key: str) -> str:
    """What a person is called; somebody outside the directory by the name he came with."""
    person = company.people.get(key)
    return person.name if person else key


def chats_for(handling: Handling, ticket: Ticket, to: To) -> tuple[ChatRef, ...]:
    """The chats of an audience. Where a group isn't bound, customer service hears it instead."""
    company = handling.company
    origin = ChatRef(ticket.origin_platform, ticket.origin_chat)
    # Before any group is bound the words stay where the complaint was said.
    service = company.departments[company.service].groups or (origin,)
    match to:
        case To.ASKER:
            return (handling.chat,) if handling.chat else ()
        case To.ORIGIN:
            return (origin,) if origin.platform != "web" else service
        case To.SERVICE:
            return service
        case To.DEPARTMENT:
            return company.departments[ticket.department].groups or service
        case To.LEADERS:
            return company.leader_groups or service
        case To.EMERGENCY:
            if ticket.group is not None:
                return (ticket.group,)
            return company.departments[ticket.department].groups or service
