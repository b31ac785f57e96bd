"""A general ticket of which something major is said: who may raise it is asked (R3.1.2)."""

from __future__ import annotations

from bot.domain import complaint, events
from bot.domain.access import Need, may
from bot.domain.draft import Decision
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind, Notice, Priority, Role, To, Who
from bot.domain.ticket import Ticket
from handlers.context import Handling
from handlers.recipients import chats_for, name_of, people_for
from handlers.targets import ask

#: Customer service may raise a ticket, and so may the head of whoever has it.
_WHO = ((To.SERVICE, Who(Role.SERVICE)), (To.DEPARTMENT, Who(Role.HEAD)))


async def larger(
    handling: Handling, ticket: Ticket, text: str, images: tuple[str, ...] = ()
) -> str | None:
    """Keeps the words and offers 升级 with one tap; the ticket stays general until somebody taps.

    None where the words tell of nothing major, or it cannot be raised (any more).
    """
    return await offered(handling, ticket, text, images) if sounds_major(handling, text) else None


async def offered(
    handling: Handling, ticket: Ticket, text: str, images: tuple[str, ...] = ()
) -> str | None:
    """The same where it is beyond doubt what the words are for: `升级 3 整栋楼没暖`, of a crew."""
    actor, service = handling.actor, handling.company.service
    if actor is None or not may(Need.ANYONE, actor, ticket, service):
        return None
    able = not ticket.is_major and answer_to(ticket, events.Upgraded) == "y"
    # What goes with an incident is worked on as a major one already.
    if not able or ticket.parent is not None:
        return None
    outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, text, images))
    if not isinstance(outcome, Decision):
        return None
    ticket = outcome.ticket
    if may(Need.SERVICE_OR_HEADS, actor, ticket, service):
        handling.say(Kind.QUESTION, "raising", {"words": text, "own": True}, ticket, card=True)
        ask(handling, "升级", [ticket.id], text)
        return "question"
    _ask_who_may(handling, ticket, text)
    return "remarked"


def sounds_major(handling: Handling, words: str) -> bool:
    """Whether words of a ticket tell of something major (R3.1.2)."""
    return complaint.is_major(words, handling.policy.large_area)


def _ask_who_may(handling: Handling, ticket: Ticket, text: str) -> None:
    everybody = tuple(who for _, who in _WHO)
    heard = [chats_for(handling, ticket, to) for to, _ in _WHO]
    together = heard[0] == heard[1]
    facts = {"words": text, "own": False}
    asked = [
        Notice(Kind.QUESTION, "raising", to, everybody if together else (who,), facts=facts,
               card=True, priority=Priority.MAJOR)
        for to, who in _WHO
    ]  # fmt: skip
    handling.tell(ticket, *asked)
    if not any(handling.chat in chats for chats in heard):
        people = people_for(handling.company, ticket, everybody, handling.now)
        names = [name_of(handling.company, person) for person in people]
        handling.say(Kind.REPLY, "raising_asked", {"heads": names}, ticket)
