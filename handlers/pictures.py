"""What people photographed, shown where the work is done: sent after the words, or asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain import events
from bot.domain.access import belongs
from bot.domain.chat import ChatRef
from bot.domain.commands import Command
from bot.domain.draft import Decision
from bot.domain.notices import Kind, Priority, To
from bot.domain.ticket import Entry, Status, Ticket
from handlers.recipients import chats_for
from storage.rows import NewOutbox

if TYPE_CHECKING:
    from handlers.context import Handling

#: So many follow a ticket by themselves; so many come when somebody asks.
FOLLOW, ASKED = 3, 9
#: A platform fetches what was sent beside the words; this is mostly done by then.
_FETCHED = timedelta(seconds=5)
#: By these words a group hears of a ticket.
_TOLD = {"dispatched", "emergency"}


async def follow(handling: Handling, old: Ticket | None, decision: Decision) -> None:
    """The pictures of a ticket into the groups that hear of it now, or had heard of it before."""
    fresh = _in(decision.entries)
    if old is None and not fresh:
        return
    ticket = decision.ticket
    chats: list[ChatRef] = []
    new_there = (
        old is None or old.status is Status.REGISTERED or old.department != ticket.department
    )
    for notice in decision.notices:
        if (new_there and notice.template in _TOLD) or notice.template == "emergency_room":
            chats += chats_for(handling, ticket, notice.to)
    if chats:
        await _send(handling, ticket, chats, await _all(handling, ticket, fresh))
    elif fresh and ticket.status is not Status.REGISTERED and ticket.is_open:
        there = chats_for(handling, ticket, To.DEPARTMENT)
        await _send(handling, ticket, (*there, *filter(None, (ticket.group,))), fresh)


async def _send(
    handling: Handling, ticket: Ticket, chats: Iterable[ChatRef], names: Sequence[str]
) -> None:
    for chat in dict.fromkeys(chats):
        if chat != handling.chat:
            for nth, name in enumerate(names[:FOLLOW], 1):
                handling.unit.put(picture_row(handling, chat, ticket, name, nth, asked=False))


async def keep(handling: Handling, names: tuple[str, ...]) -> None:
    """Pictures that came with a command or an answer: on the record of the ticket it was about."""
    if any(_in([entry]) for _, entry in handling.unit.entries):
        return
    numbers = list(handling.unit.saves)
    ticket = await handling.unit.ticket(numbers[0]) if len(numbers) == 1 else None
    if ticket is not None:
        await handling.happen_quietly(ticket, events.Remarked(handling.by, "", names))


async def asked(handling: Handling, command: Command, meant: Ticket | None) -> None:
    """`看图 3`."""
    number = command.tickets[0] if command.tickets else meant.id if meant else 0
    ticket = await handling.unit.ticket(number)
    if ticket is None or handling.actor is None or not belongs(handling.actor, ticket):
        handling.say(Kind.REFUSAL, "refusal", {"reason": "no_ticket", "number": number})
        return
    names = await _all(handling, ticket, ())
    if not names or handling.chat is None:
        handling.say(Kind.REFUSAL, "refusal", {"reason": "no_pictures", "number": number}, ticket)
        return
    facts = {"count": len(names), "sent": min(len(names), ASKED)}
    handling.say(Kind.REPLY, "pictures", facts, ticket)
    for nth, name in enumerate(names[:ASKED], 1):
        handling.unit.put(picture_row(handling, handling.chat, ticket, name, nth, asked=True))


def picture_row(
    handling: Handling, chat: ChatRef, ticket: Ticket, kept: str, nth: int, *, asked: bool
) -> NewOutbox:
    """Something that people sent, by the name that it is kept under. Unasked it holds up nothing:
    it waits until it has been fetched, is left out where a quota runs low, and never asks twice."""
    payload = {"name": f"{ticket.id}号单图{nth}", "kept": kept, "asked": asked}
    priority = Priority.RECEIPT if asked else Priority.PICTURE
    row = handling.row(chat.lane, "file", payload, priority, ticket)
    return row if asked else replace(row, not_before=row.not_before + _FETCHED)


async def _all(handling: Handling, ticket: Ticket, fresh: Sequence[str]) -> tuple[str, ...]:
    """Those on record, then those that have just come, each once."""
    kept = _in(await (await handling.unit.queries()).timeline(ticket.id))
    return tuple(dict.fromkeys((*kept, *fresh)))


def _in(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(str(name) for entry in entries for name in entry.facts.get("images") or ())
