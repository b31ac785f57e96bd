"""What is said of a ticket that was quoted, or in its group, and is no command beyond doubt."""

from __future__ import annotations

from bot.domain import events
from bot.domain.access import Need, may
from bot.domain.asked import civil
from bot.domain.commands import Command, Unclear
from bot.domain.draft import Refusal
from bot.domain.ticket import Status, Ticket
from handlers import commands, half_said, lowering, meant, raising
from handlers.context import Handling
from handlers.corrections import WHOLE_SLIP


async def remark(
    handling: Handling,
    ticket: Ticket,
    text: str,
    images: tuple[str, ...],
    guess: Command | Unclear | None = None,
) -> str:
    """Smaller or larger than thought, courtesy, what it means, or kept as it is."""
    if not images and (done := await lowering.smaller(handling, ticket, text)):
        return done
    if done := await raising.larger(handling, ticket, text, images):
        return done
    if (
        not images
        and _inspects(handling, ticket)
        and (done := await meant.of_it(handling, ticket, text))
    ):
        return done  # "可以 没问题" of a head is more than courtesy
    if not images and (done := await commands.lowering_granted(handling, text)):
        return done
    promise = civil(text) == "promise"  # to whom it is made, is on record (R1.4)
    if not (images or promise) and (done := meant.courtesy(handling, text)):
        return done
    if (
        not images
        and not half_said.sure(guess)
        and (done := await meant.of_it(handling, ticket, text))
    ):
        return done
    if guess is None and WHOLE_SLIP.search(text):
        guess = Command("作废", (ticket.id,), text, certain=False)
    if isinstance(guess, Command) and not images:
        await half_said.kept(handling, ticket, text, guess)
        return "remarked"
    outcome = await handling.happen(ticket, events.Remarked(handling.by, text, images))
    if isinstance(outcome, Refusal):
        commands.refused(handling, outcome, ticket, "补充")
    return "remarked"


def _inspects(handling: Handling, ticket: Ticket) -> bool:
    """Whether this person's verdict is waited for (R3.3.5)."""
    actor, service = handling.actor, handling.company.service
    waits = ticket.is_major and ticket.status is Status.HANDLED
    return waits and actor is not None and may(Need.INSPECTOR, actor, ticket, service)
