"""What the outside answered, in by the same door as everything else."""

from __future__ import annotations

from bot.domain import events
from bot.domain.chat import GaveUp, GroupMade, GroupRefused
from bot.domain.draft import Decision, Refusal
from bot.domain.events import BOT
from handlers.context import Handling


async def group_made(handling: Handling, made: GroupMade) -> str:
    """The emergency group stands."""
    return await _happen(
        handling, made.ticket, events.GroupStood(BOT, made.chat, made.title, made.members)
    )


async def group_refused(handling: Handling, refused: GroupRefused) -> str:
    """The platform won't make it."""
    return await _happen(handling, refused.ticket, events.GroupFailed(BOT, refused.reason))


async def gave_up(handling: Handling, failed: GaveUp) -> str:
    """A message reached nobody. A notice about that notice which fails too ends here."""
    if failed.ticket is None or failed.what == "undelivered":
        return "kept"
    where = handling.company.chat_name(failed.chat)
    return await _happen(handling, failed.ticket, events.DeliveryFailed(BOT, where, failed.reason))


async def _happen(handling: Handling, number: int, event: events.Event) -> str:
    ticket = await handling.unit.ticket(number)
    if ticket is None:
        return "no ticket"
    outcome: Decision | Refusal = await handling.happen(ticket, event)
    return type(event).__name__ if isinstance(outcome, Decision) else outcome.reason
