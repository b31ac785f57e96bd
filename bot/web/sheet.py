"""A ticket as pages show it: what it is about, who owes what until when, what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NotRequired, TypedDict

from bot.domain.company import Company
from bot.domain.notices import Who
from bot.domain.policy import Policy
from bot.domain.ticket import Entry, Ticket
from bot.render import Renderer
from handlers.facts import ticket_facts
from handlers.recipients import name_of, people_for

#: A timeline entry in words: `t`, `by`, `what`.
Told = Callable[[Company | None, Entry], Mapping[str, str]]
#: The field that says who the user of the heat is.
USER = "用户"
_DUTIES = frozenset({"时限", "超时", "级别", "归口"})


class Duty(TypedDict):
    """A clock of a ticket. `state` is running, overdue, met, missed or ended; `due` is ISO 8601."""

    rule: str
    duty: str
    who: str
    due: str
    state: str


class Line(TypedDict):
    """One line of a ticket's timeline; `t` is ISO 8601, `words` are the person's own or empty.

    `images` are addresses on this page.
    """

    t: str
    by: str
    what: str
    words: str
    images: NotRequired[list[str]]


class Sheet(TypedDict):
    """A ticket as the ledger's drawer shows it, in the order given."""

    number: int
    title: str
    status_label: str
    severity_label: str
    type_label: str
    department: str
    fields: list[tuple[str, str]]
    duties: list[Duty]
    timeline: list[Line]
    missed: list[str]


def sheet_of(
    ticket: Ticket,
    entries: Sequence[Entry],
    company: Company,
    policy: Policy,
    renderer: Renderer,
    told: Told,
    now: datetime,
) -> Sheet:
    """Everything at once. `policy` is the one that the ticket was opened under."""
    card = renderer.card({"ticket": ticket_facts(ticket, company, policy, now)}, [], "text", now)
    labels = dict(card.lines)
    severity, _, kind = labels.get("级别", "·").partition("·")
    shown = [("内容", ticket.content), *((k, v) for k, v in card.lines if k not in _DUTIES)]
    return Sheet(
        number=ticket.id,
        title=card.title,
        status_label=card.status,
        severity_label=severity,
        type_label=kind,
        department=company.department(ticket.department).name,
        fields=shown,
        duties=_running(ticket, company, policy, now),
        timeline=[_line(told(company, entry), entry) for entry in entries],
        missed=list(ticket.missed),
    )


def _line(told: Mapping[str, str], entry: Entry) -> Line:
    line = Line(t=told["t"], by=told["by"], what=told["what"], words="")
    if images := entry.facts.get("images"):
        line["images"] = list(images)
    return line


def _running(ticket: Ticket, company: Company, policy: Policy, now: datetime) -> list[Duty]:
    duties: list[Duty] = []
    for clock in ticket.running():
        rule = policy.rule(clock.rule)
        people = people_for(company, ticket, (Who(rule.owner),), now)
        duties.append(
            Duty(
                rule=rule.id,
                duty=rule.duty,
                who="、".join(name_of(company, p) for p in people),
                due=clock.due_at.isoformat(),
                state="overdue" if now >= clock.due_at else "running",
            )
        )
    return duties
