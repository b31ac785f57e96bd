"""Which ticket is meant: by number, by quote, by the group, else the only one that fits."""

from __future__ import annotations

import re

from bot.domain.access import may
from bot.domain.chat import ChatRef, Quote
from bot.domain.events import Event
from bot.domain.matrix import ANSWERS
from bot.domain.ticket import Ticket
from handlers.catalog import ROWS
from handlers.context import Handling

_NUMBER = re.compile(r"#(\d{1,6})")


async def quoted_ticket(handling: Handling, chat: ChatRef, quote: Quote | None) -> Ticket | None:
    """The ticket of a quoted message: by its id, else by the number that every message prints."""
    if quote is None:
        return None
    number = None
    if quote.message_id:
        number = await handling.unit.ticket_of_message(chat, quote.message_id)
    if number is None and quote.text and (found := _NUMBER.search(quote.text)):
        number = int(found.group(1))
    return await handling.unit.ticket(number) if number else None


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
        if ANSWERS[ticket.severity][event, ticket.status] == "y"
        and may(need, actor, ticket, service)
    ]
    own = [ticket for ticket in fits if ticket.handler == actor.key]
    return own or fits
