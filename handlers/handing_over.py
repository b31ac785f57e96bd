"""`3 让乙去`, `@小张 你去一下3号`: a colleague of the department has it from now on (0037)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain import events
from bot.domain.access import Need, called, may
from bot.domain.colleagues import bid, may_send, sent, shared_out, speaks_to_one, takes_himself
from bot.domain.commands import named_at_once
from bot.domain.complaint import Complaint
from bot.domain.draft import Decision, Refusal
from bot.domain.notices import Kind, Notice, Role, To, Who
from bot.domain.pointing import pointed_at
from bot.domain.ticket import Status, Ticket
from handlers.context import Handling
from handlers.recipients import chats_for, name_of
from handlers.targets import ask, offer

#: What is longer stands for itself.
_LONGEST = 40
_BEFORE_IT_IS_DONE = frozenset(
    (Status.DISPATCHED, Status.ACKNOWLEDGED, Status.CONTACTED, Status.ON_SITE, Status.PLANNED)
)


async def to_a_colleague(
    handling: Handling, ticket: Ticket, text: str, said: str | None = None
) -> str | None:
    """The colleague is rung, and what is owed rings him from now on; `said` is what is kept.

    None where the words send nobody. Of whoever is of another department it is asked what is meant.
    """
    actor, company, person = handling.actor, handling.company, _whom(handling, ticket, text)
    if actor is None:
        return None
    if person is None:
        return await _of_another_department(handling, ticket, text)
    words = text if said is None else said
    event = events.HandedOver(handling.by, person, words)
    outcome = await handling.happen_quietly(ticket, event)
    if not isinstance(outcome, Decision):
        return None
    before = ticket.handler if ticket.handler not in (actor.key, person) else None
    facts = {
        "words": words,
        "helper": name_of(company, person),
        "before": name_of(company, before) if before else None,
    }
    to = ring(handling, outcome.ticket, person, facts)
    if handling.chat not in chats_for(handling, outcome.ticket, to):
        handling.say(Kind.REPLY, "handed_over_told", facts, outcome.ticket)
    return "handed over"


def ring(handling: Handling, ticket: Ticket, person: str, facts: Mapping[str, Any]) -> To:
    """Whoever has it now is rung where it is worked on: in which chats, is the answer."""
    to = To.EMERGENCY if ticket.is_major else To.DEPARTMENT
    rung = (Who(Role.PERSON, key=person),)
    handling.tell(ticket, Notice(Kind.DISPATCHED, "handed_over", to, rung, facts=facts))
    return to


async def by_number(handling: Handling, text: str) -> str | None:
    """`1 我安排乙去`: whatever else its words look like."""
    number, words = named_at_once(text)
    ticket = await handling.unit.ticket(number) if number and may_send(words) else None
    return await to_a_colleague(handling, ticket, words) if ticket else None


async def passed_on(handling: Handling, ticket: Ticket, words: str) -> str | None:
    """`转 3 乙 我这没空`: what stands behind 转, where it is no department."""
    named = f"转给{words.replace(' ', ',', 1)}"
    done = await to_a_colleague(handling, ticket, words)
    return done or await to_a_colleague(handling, ticket, named, words)


def _whom(handling: Handling, ticket: Ticket, text: str) -> str | None:
    """Whom of the ticket's department the words send, where the speaker may send him."""
    actor, company = handling.actor, handling.company
    if actor is None or ticket.parent is not None or ticket.status not in _BEFORE_IT_IS_DONE:
        return None
    if not any(may(need, actor, ticket, company.service) for need in (Need.HANDLING, Need.HEAD)):
        return None
    department = company.department(ticket.department)
    others = [p for p in dict.fromkeys((*department.members, department.head)) if p != actor.key]
    return sent(text, {key: name_of(company, key) for key in others})


async def _of_another_department(handling: Handling, ticket: Ticket, text: str) -> str | None:
    """`让检修甲去3`, while another department has it: whether it moves there (转), or he but helps
    (支援), is for the speaker to say; his words are kept."""
    actor, company = handling.actor, handling.company
    crews = [d for d in company.departments.values() if d.key != company.service]
    others = {p: d for d in crews if d.key != ticket.department for p in (*d.members, d.head)}
    own = company.department(ticket.department)
    names = {p: name_of(company, p) for p in others if p not in (*own.members, own.head)}
    if ticket.status not in _BEFORE_IT_IS_DONE or ticket.parent is not None:
        return None
    if actor is None or not may(Need.HANDLING_OR_SERVICE, actor, ticket, company.service):
        return None
    if (person := sent(text, names)) is None:
        return None
    await handling.happen_quietly(ticket, events.Remarked(handling.by, text))
    facts = {"words": text, "helper": names[person], "whose": others[person].name}
    handling.say(Kind.QUESTION, "of_another", facts, ticket)
    ask(handling, "转", [ticket.id], f"{others[person].name} {text}")
    return "question"


async def shared(handling: Handling, text: str) -> str | None:
    """`1 2 甲 3 4 乙`: a head shares out what has come; each hears of his own."""
    actor, company = handling.actor, handling.company
    if actor is None or actor.outsider or len(text) > _LONGEST:
        return None
    given = shared_out(text, [person.name for person in company.people.values()])
    tickets = [await handling.unit.ticket(number) for number, _ in given]
    if not given or None in tickets:
        return None
    handling.gather()
    for ticket, (_, whom) in zip(tickets, given, strict=True):
        if ticket and not await to_a_colleague(handling, ticket, f"让{whom}去", text):
            await handling.happen(ticket, events.Remarked(handling.by, text))
    handling.scatter()
    return "several"


def is_talk(handling: Handling, text: str, found: Sequence[Complaint]) -> bool:
    """`行那你等一会再走啊 别走了又不热`, in a crew's own chat: what names neither home nor
    number, is no sure complaint, and is said to one man."""
    here = handling.company.department_of_chat(handling.chat) if handling.chat else None
    own = here is not None and here.key in handling.crews
    complains = any(c.sure or c.phone or c.address or c.severity == "major" for c in found)
    return own and not complains and speaks_to_one(text)


async def by_name(handling: Handling, text: str) -> str | None:
    """`@运行乙 你去一下3号`, `小张 你去阳光花园那户`: who goes stands first, the ticket behind.

    Where none is told, it is one of the speaker's own, else one that nobody has taken on.
    """
    actor = handling.actor
    if actor is None or actor.outsider or len(text) > _LONGEST or not may_send(text):
        return None
    at_work = await handling.unit.at_work()
    if number := bid(text):
        named = await handling.unit.ticket(number)
        found = [named] if named else []
    elif not (found := pointed_at(text, await at_work.newest())):
        found = await at_work.in_hand(actor.key) or await at_work.untaken(actor.departments)
    if number and found and _urges(handling, found[0], text):
        return offer(handling, found, "催办", text)
    if not number:
        found = [ticket for ticket in found if _whom(handling, ticket, text)]
    if len(found) > 1:
        return offer(handling, found, "转", text)
    return await to_a_colleague(handling, found[0], text) if found else None


def _urges(handling: Handling, ticket: Ticket, text: str) -> bool:
    """Whether it is customer service that says so to one of the crew: `@运行甲 麻烦去看下1号`."""
    actor, company = handling.actor, handling.company
    if actor is None or ticket.status not in _BEFORE_IT_IS_DONE or "@" not in text:
        return False
    serves = may(Need.SERVICE, actor, ticket, company.service)
    return serves and not may(Need.HANDLING, actor, ticket, company.service)


async def taken_over(handling: Handling, ticket: Ticket, words: str) -> Decision | Refusal | None:
    """`2我去吧` where a colleague has it: he has it from now on, and the other need not go."""
    actor, before = handling.actor, ticket.handler
    begun = ticket.status in _BEFORE_IT_IS_DONE - {Status.DISPATCHED}
    if actor is None or before in (None, actor.key) or not begun or ticket.is_major:
        return None
    if ticket.parent is not None or not called(actor, ticket) or not takes_himself(words):
        return None
    outcome = await handling.happen_quietly(
        ticket, events.HandedOver(handling.by, actor.key, words)
    )
    if isinstance(outcome, Decision):
        facts = {"before": name_of(handling.company, before)}
        ring = (Who(Role.PERSON, key=before),)
        told = Notice(Kind.PROGRESS, "taken_over", To.DEPARTMENT, ring, facts=facts)
        handling.tell(outcome.ticket, told)
        if handling.chat not in chats_for(handling, outcome.ticket, To.DEPARTMENT):
            handling.say(Kind.REPLY, "taken_up", ticket=outcome.ticket)
    return outcome


async def goes_himself(handling: Handling, ticket: Ticket, words: str) -> bool:
    """`3 行 我去`, of whom it was handed to or of who takes it over."""
    if not takes_himself(words):
        return False
    done = await taken_up(handling, ticket, words) or await taken_over(handling, ticket, words)
    return isinstance(done, Decision)


async def taken_up(handling: Handling, ticket: Ticket, words: str) -> Decision | Refusal | None:
    """收到 of him to whom it was handed over when somebody had taken it on already."""
    mark = ticket.marks.get(Status.ACKNOWLEDGED) or ticket.marks.get(Status.CONTACTED)
    given = ticket.handler == handling.by and mark is not None and mark.by != handling.by
    if not given or ticket.is_major or ticket.status not in _BEFORE_IT_IS_DONE:
        return None
    outcome = await handling.happen_quietly(
        ticket, events.Remarked(handling.by, f"收到 {words}".strip())
    )
    handling.say(Kind.REPLY, "taken_up", ticket=ticket)
    return outcome
