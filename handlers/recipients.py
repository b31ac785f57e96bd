"""Roles into people, audiences into chats: the directory's side of a notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.domain.events import ADMINISTRATOR, BOT
from bot.domain.notices import Role, To, Who
from bot.domain.ticket import Ticket

if TYPE_CHECKING:
    from handlers.context import Handling


def people_for(
    company: Company, ticket: Ticket, ring: Iterable[Who], now: datetime
) -> tuple[str, ...]:
    """The keys of everybody these roles mean on this ticket now, in order, once each.

    Whoever has left is no longer among them; where none of them can be reached, customer
    service's head hears it beside them.
    """
    found = (person for who in ring for person in _people(company, ticket, who, now))
    people = company.reachable(tuple(dict.fromkeys(p for p in found if p)))
    if people and all(company.is_away(p) for p in people):
        head = company.departments[company.service].head
        people = people if head in people or company.is_away(head) else (*people, head)
    return people


def _people(company: Company, ticket: Ticket, who: Who, now: datetime) -> tuple[str, ...]:
    department = ticket.department
    service = company.departments[company.service]
    # R3.1.3: complaints about service are ours to give to customer service's head.
    own = company.head(company.service, now) if department == company.service else ()
    match who.role:
        case Role.FIRST:
            return own or company.first_called(department, now)
        case Role.HANDLER:
            handler = (ticket.handler,) if ticket.handler else ()
            # Nobody has taken it on, or he has left since: now the whole crew hears it.
            return company.reachable(handler, own or company.crew(department, now))
        case Role.CREW:
            return company.crew(department, now)
        case Role.HEAD:
            return company.head(department, now)
        case Role.SERVICE:
            reporter = (ticket.reporter,) if ticket.reporter in service.members else ()
            singles = ((member,) for member in service.members)
            return company.reachable(company.rostered(service.key, now), reporter, *singles)
        case Role.SERVICE_HEAD:
            return company.head(service.key, now)
        case Role.LEADER:
            return company.leader(who.level, now)
        case Role.TEAM:
            team = tuple(a.person for a in ticket.team)
            return company.reachable(team, company.crew(department, now))
        case Role.ABSENT | Role.SILENT:
            return company.reachable(_not_yet(ticket, who.role), company.head(department, now))
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
    head = company.department(department).head
    team = tuple(dict.fromkeys((*company.crew(department, now), head)))
    # A vendor makes no group with somebody who has left.
    return company.reachable(team, company.head(department, now))


#: Who writes on timelines and is nobody of the directory.
_OURS = {BOT: "机器人", ADMINISTRATOR: "管理员"}


def name_of(company: Company, key: str) -> str:
    """What a person is called; somebody outside the directory by the name he came with."""
    person = company.people.get(key)
    return person.name if person else _OURS.get(key, key)


def service_chats(company: Company) -> tuple[ChatRef, ...]:
    """Where customer service hears what nobody said in a chat; before it has a group, whoever has
    one hears it."""
    others = (d.groups for d in company.departments.values())
    groups = (company.departments[company.service].groups, company.leader_groups, *others)
    return next(filter(None, groups), ())


def chats_for(handling: Handling, ticket: Ticket, to: To) -> tuple[ChatRef, ...]:
    """The chats of an audience. Where a group isn't bound, customer service hears it instead."""
    company = handling.company
    origin = ticket.origin
    # Before any group is bound the words stay where the complaint was said; what came online was
    # said in none.
    if origin.platform == "web":
        service = service_chats(company)
    else:
        service = company.departments[company.service].groups or (origin,)
    match to:
        case To.ASKER:
            return (handling.chat,) if handling.chat else ()
        case To.ORIGIN:
            return (origin,) if origin.platform != "web" else service
        case To.SERVICE:
            return service
        case To.DEPARTMENT:
            return company.department(ticket.department).groups or service
        case To.LEADERS:
            return company.leader_groups or service
        case To.EMERGENCY:
            if ticket.group is not None:
                return (ticket.group,)
            return company.department(ticket.department).groups or service
