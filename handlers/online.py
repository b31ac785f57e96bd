"""A complaint that came by the online platform (R2.1.2): one ticket, or one more word on it."""

from __future__ import annotations

from bot.domain import events, online
from bot.domain.access import Actor
from bot.domain.chat import Filed, Message, SaidOnline, Sender
from bot.domain.draft import Decision, Refusal
from bot.domain.ticket import Source
from handlers import pictures
from handlers.complaints import take
from handlers.context import Handling
from handlers.recipients import service_chats
from storage.rows import Receipt


async def filed(handling: Handling, came: Filed) -> str:
    """Opens a ticket, or adds to the household's own; its receipt leads there from now on.

    Nobody of the company has said it, so customer service hears what is otherwise answered, and is
    asked for what is missing (R2.2.2).
    """
    speak_for_service(handling, came.label)
    words = online.words_of(came)
    if known := await handling.unit.receipt(came.message_id):
        # The same receipt with other words, at the same time: kept, and never a second ticket.
        if ticket := await handling.unit.ticket(known.ticket):
            remark = events.Remarked(handling.by, words, came.images)
            await handling.happen_quietly(ticket, remark)
        return "repeated"
    complaint = online.read_filed(came, handling.policy.large_area)
    sender = Sender("", handling.by, proven=False)
    message = Message(came.chat, came.message_id, sender, words, came.sent_at, images=came.images)
    number, opened = await take(handling, message, complaint, Source.ONLINE, words)
    if came.images and not opened:
        await pictures.keep(handling, came.images)
    handling.unit.keep_receipt(Receipt(came.message_id, came.label, number, opened, handling.now))
    return "opened" if opened else "repeated"


async def said(handling: Handling, came: SaidOnline) -> str:
    """More words, a rating, or that it takes too long; of a merged ticket where it goes on."""
    speak_for_service(handling, came.label)
    ticket = await handling.unit.ticket(came.ticket)
    if ticket is not None and ticket.merged_into is not None:
        ticket = await handling.unit.ticket(ticket.merged_into)
    if ticket is None:
        return "no_ticket"
    event: events.Event = events.Added(handling.by, came.words)
    if came.rating:
        event = events.Rated(handling.by, came.rating, came.words)
    elif came.urges:
        event = events.Repeated(handling.by, came.words or "催办")
    outcome = await handling.happen(ticket, event)
    if isinstance(outcome, Refusal) and came.words:
        # The ticket has gone on meanwhile; the words are not lost.
        await handling.happen(ticket, events.Added(handling.by, came.words))
    return "said" if isinstance(outcome, Decision) else f"refused: {outcome.reason}"


def speak_for_service(handling: Handling, label: str) -> None:
    """The user of the heat is nobody of the chats: what is said to him is said to those who care
    for him."""
    name = events.online(label)
    handling.actor = Actor(name, name, frozenset(), frozenset(), False, False, outsider=True)
    handling.chat = next(iter(service_chats(handling.company)), None)
