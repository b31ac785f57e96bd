"""支援: another department helps with a ticket that stays where it is (R4.2.3, R4.3.3)."""

from __future__ import annotations

from bot.domain import events
from bot.domain.arguments import read_department
from bot.domain.commands import Command
from bot.domain.draft import Decision, Refusal, refuse
from bot.domain.notices import Kind, Notice, Role, To, Who
from bot.domain.ticket import Ticket
from handlers.context import Handling
from handlers.outgoing import message_row
from handlers.recipients import service_chats

#: Whose duty it is to support the others, where the company has the usual departments.
_RULES = {"operations": "R4.2.3", "repair": "R4.3.3"}


async def ask(handling: Handling, ticket: Ticket, command: Command) -> Decision | Refusal | None:
    """`支援 3 检修部 要电焊工`: said in that department's group, to whoever is on duty there."""
    company = handling.company
    names = company.department_names
    key, words = read_department(command.rest, names)
    if key is None or key == ticket.department:
        others = [name for k, name in names.items() if k != ticket.department]
        return refuse("support_of_whom", departments=others)
    outcome = await handling.happen_quietly(ticket, events.SupportAsked(handling.by, key, words))
    if not isinstance(outcome, Decision):
        return outcome
    ring = tuple(Who(Role.PERSON, key=p) for p in company.first_called(key, handling.now))
    facts, rule = {"words": words, "helper": names[key]}, _RULES.get(key)
    notice = Notice(Kind.DISPATCHED, "support", To.ASKER, ring, rule, facts)
    for chat in company.department(key).groups or service_chats(company):
        handling.unit.put(message_row(handling, notice, chat, outcome.ticket))
    handling.say(Kind.REPLY, "support_asked", facts, outcome.ticket)
    return outcome


async def asked_of(handling: Handling, ticket: Ticket) -> list[str]:
    """The speaker's departments that were asked to help with an open ticket."""
    actor = handling.actor
    if actor is None or not ticket.is_open:
        return []
    entries = await (await handling.unit.queries()).timeline(ticket.id)
    asked = {e.facts["department"] for e in entries if e.what == "support_asked"}
    return sorted(asked & actor.departments)


async def coming(handling: Handling, ticket: Ticket) -> bool:
    """`收到 3` of somebody whose department was asked: whoever asked hears that he comes."""
    asked = await asked_of(handling, ticket)
    if not asked:
        return False
    helper = handling.company.department(asked[0]).name
    await handling.happen_quietly(ticket, events.Remarked(handling.by, "收到，去支援"))
    facts = {"helper": helper}
    to = To.EMERGENCY if ticket.is_major else To.DEPARTMENT
    handling.tell(
        ticket, Notice(Kind.PROGRESS, "support_coming", to, (Who(Role.HANDLER),), facts=facts)
    )
    handling.say(Kind.REPLY, "heard", ticket=ticket)
    return True


async def comes_uncalled(handling: Handling, ticket: Ticket, verb: str) -> bool:
    """Whether somebody of the company who was not called is heard all the same: in the emergency
    group, or where his department was asked to help. Customer service is on no site."""
    actor = handling.actor
    if actor is None or not actor.known or verb not in ("接单", "到场"):
        return False
    here = handling.chat is not None and handling.chat == ticket.group
    if verb == "接单":
        return here
    if not ticket.is_major or handling.company.service in actor.departments:
        return False
    return here or bool(await asked_of(handling, ticket))
