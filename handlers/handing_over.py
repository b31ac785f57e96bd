"""`3 让乙去`, `3 给小张`: a colleague of the department is asked to take the ticket."""

from __future__ import annotations

from bot.domain import events
from bot.domain.access import Need, may
from bot.domain.colleagues import sent
from bot.domain.draft import Decision
from bot.domain.notices import Kind, Notice, Role, To, Who
from bot.domain.ticket import Status, Ticket
from handlers.context import Handling
from handlers.recipients import chats_for, name_of

_BEFORE_IT_IS_DONE = frozenset(
    (Status.DISPATCHED, Status.ACKNOWLEDGED, Status.CONTACTED, Status.ON_SITE, Status.PLANNED)
)


async def to_a_colleague(handling: Handling, ticket: Ticket, text: str) -> str | None:
    """Kept on the ticket, and the colleague is rung: nobody is bound by what he has not heard.

    None where the words send nobody of the department.
    """
    actor, company = handling.actor, handling.company
    if actor is None or ticket.parent is not None or ticket.status not in _BEFORE_IT_IS_DONE:
        return None
    service = company.service
    if not any(may(need, actor, ticket, service) for need in (Need.HANDLING, Need.HEAD)):
        return None
    department = company.department(ticket.department)
    others = [p for p in dict.fromkeys((*department.members, department.head)) if p != actor.key]
    person = sent(text, {key: name_of(company, key) for key in others})
    if person is None:
        return None
    outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, text))
    if not isinstance(outcome, Decision):
        return None
    facts = {"words": text, "helper": name_of(company, person)}
    ring = (Who(Role.PERSON, key=person),)
    to = To.EMERGENCY if ticket.is_major else To.DEPARTMENT
    notice = Notice(Kind.DISPATCHED, "handed_over", to, ring, facts=facts)
    handling.tell(outcome.ticket, notice)
    if handling.chat not in chats_for(handling, outcome.ticket, to):
        handling.say(Kind.REPLY, "handed_over_told", facts, outcome.ticket)
    return "remarked"
