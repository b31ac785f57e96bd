"""How far a complaint is, as its user may know it: no names, no numbers to call, nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.company import Company
from bot.domain.opening import TO_DO
from bot.domain.reading.masking import mask
from bot.domain.ticket import Status, Ticket
from bot.web.pages import environment
from storage.store import Storage

#: What a user of the heat is waiting for, in the order of the two paths; the page has the words.
_AWAITED = ("R3.2.1", "R3.2.2", "R3.2.3", "R3.2.3b", "R3.3.2", "R3.3.4", "R3.2.4", "R3.3.6")
_TOLD = (Status.FED_BACK, Status.FOLLOWED_UP, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a page shows. `awaits` is the rule whose turn it is, until `due_at`."""

    number: int
    status: str
    opened_at: datetime
    promised_at: datetime | None
    result: str
    rating: str
    awaits: str
    due_at: datetime | None
    late: bool
    together: bool
    may_urge: bool
    may_rate: bool


async def progress_of(
    storage: Storage, number: int, company: Company | None, now: datetime
) -> Progress | None:
    """None where there is no such ticket."""
    async with storage.reading() as queries:
        ticket = await queries.ticket(number)
        if ticket is not None and ticket.merged_into is not None:
            ticket = await queries.ticket(ticket.merged_into)
        cause = ticket
        if ticket is not None and ticket.parent is not None and ticket.status in TO_DO:
            cause = await queries.ticket(ticket.parent)
    return _shown(number, ticket, cause or ticket, company, now) if ticket else None


def without_people(words: str, company: Company | None) -> str:
    """What is said outside the company of words said inside: without whose names and numbers stood
    in them, those of the directory and those that the reading finds."""
    names = [p.name for p in company.people.values()] if company else []
    shown, marks = mask(words, names)
    withheld: Any = environment().get_template("_words.html.j2").module
    for mark in marks:
        what = next(each for each in withheld.withheld if mark.startswith(f"【{each}"))
        shown = shown.replace(mark, withheld.withheld[what])
    return shown


def _shown(
    number: int, ticket: Ticket, cause: Ticket, company: Company | None, now: datetime
) -> Progress:
    """`cause` is the ticket whose work it is: a common cause's, or its own."""
    clocks = cause.clocks
    awaits = next((rule for rule in _AWAITED if rule in clocks), "")
    due_at = clocks[awaits].due_at if awaits else None
    result = ticket.result or cause.result
    return Progress(
        number=number,
        status=cause.status.value,
        opened_at=ticket.opened_at,
        promised_at=cause.promised_at if cause.status in TO_DO else None,
        result=without_people(result, company) if result and cause.status not in TO_DO else "",
        rating=ticket.rating or "" if ticket.status in _TOLD else "",
        awaits=awaits,
        due_at=due_at,
        late=due_at is not None and due_at <= now,
        together=cause is not ticket,
        may_urge=cause.status in TO_DO,
        may_rate=ticket.status in _TOLD,
    )
