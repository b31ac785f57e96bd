"""The words that the company's own clocks listen to (O1 to O3), where it keeps them."""

from __future__ import annotations

from bot.domain import events, own_words
from bot.domain.draft import Decision, Refusal
from bot.domain.notices import Kind
from bot.domain.opening import TO_DO
from bot.domain.ticket import Ticket
from handlers.context import Handling


async def order_came(handling: Handling, ticket: Ticket, words: str) -> None:
    """O1: an order of 12345 with its limit; a limit that can't be read is asked for."""
    if not handling.policy.own.outer or not own_words.is_order(words):
        return
    number, limit = own_words.order_number(words), own_words.limit_words(words)
    due_at = handling.time_in(limit) if limit else None
    if due_at is None:
        handling.say(Kind.QUESTION, "outer_asked", {"order": number}, ticket)
    else:
        await handling.happen(ticket, events.OuterLimit(handling.by, due_at, number))


async def limit_given(handling: Handling, ticket: Ticket, words: str) -> Decision | Refusal | None:
    """`补充 3 时限 明天17点`. None where it says nothing of a limit."""
    limit = own_words.limit_words(words) if handling.policy.own.outer else None
    due_at = handling.time_in(limit) if limit else None
    if due_at is None:
        return None
    return await handling.happen(
        ticket, events.OuterLimit(handling.by, due_at, own_words.order_number(words))
    )


async def users_told(handling: Handling, ticket: Ticket, words: str) -> Decision | Refusal | None:
    """O2: `已告知 7 群里发了通知` while the outage lasts. None where it is the last word on it."""
    if "O2" not in ticket.clocks or ticket.status not in TO_DO:
        return None
    return await handling.happen(ticket, events.UsersTold(handling.by, words))


async def measured(handling: Handling, ticket: Ticket, words: str) -> Decision | Refusal | None:
    """O3: `测温 3 客厅 18.5 用户确认`. None where nothing was measured, or nobody asks for it."""
    degrees = own_words.degrees(words) if "O3" in ticket.clocks else None
    if degrees is None:
        return None
    event = events.Measured(
        handling.by, degrees, own_words.room(words), own_words.is_confirmed(words), words
    )
    return await handling.happen(ticket, event)
