"""Which ticket is meant: by number, by quote, by the group, else the only one that fits."""

from __future__ import annotations

import re

from bot.domain.access import may
from bot.domain.chat import ChatRef, Quote
from bot.domain.events import Event
from bot.domain.matrix import answer_to
from bot.domain.ticket import Ticket
from handlers.catalog import ASKED_BACK, ROWS
from handlers.context import Handling

_NUMBER = re.compile(r"#(\d{1,6})")
_AT_LINE = re.compile(r"^#(\d{1,6}) ", re.MULTILINE)
MOST_QUOTED = 30


async def quoted_tickets(handling: Handling, chat: ChatRef, quote: Quote | None) -> list[Ticket]:
    """The tickets of a quoted message: by its id, else by the numbers that every message prints.

    Several where it was a digest.
    """
    if quote is None:
        return []
    numbers: list[int] = []
    if quote.message_id:
        numbers = await handling.unit.tickets_of_message(chat, quote.message_id)
    if not numbers and quote.text:
        # A digest has one at the beginning of each line; elsewhere the first one is meant.
        lines = dict.fromkeys(int(n) for n in _AT_LINE.findall(quote.text))
        first = _NUMBER.search(quote.text)
        numbers = list(lines) if len(lines) > 1 else [int(first.group(1))] if first else []
    found = [await handling.unit.ticket(number) for number in numbers[:MOST_QUOTED]]
    return [ticket for ticket in found if ticket is not None]


async def group_ticket(handling: Handling, chat: ChatRef) -> Ticket | None:
    """The ticket whose emergency group this chat is."""
    if handling.company.is_bound(chat):
        return None
    number = await handling.unit.ticket_of_group(chat)
    return await handling.unit.ticket(number) if number else None


async def fitting(handling: Handling, verb: str, event: type[Event]) -> list[Ticket]:
    """The open tickets on which this person could say this now; his own ones if he has any."""
    actor = handling.actor
    if actor is None or (not actor.departments and not actor.leader):
        return []
    need = ROWS[verb].need
    service = handling.company.service
    fits = [
        ticket
        for ticket in await handling.unit.open_tickets()
        if answer_to(ticket, event) == "y"
        and (verb not in ASKED_BACK or ticket.alike is not None)
        and may(need, actor, ticket, service)
    ]
    if handling.among:
        fits = [ticket for ticket in fits if ticket.id in handling.among]
    own = [ticket for ticket in fits if ticket.handler == actor.key]
    return own or fits
