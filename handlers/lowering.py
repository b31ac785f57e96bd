"""Why a ticket may be lowered or raised: what was said of its size (R3.1.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain import events
from bot.domain.access import Actor, Need, may, oversees
from bot.domain.draft import Decision
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind, Notice, Priority, Role, To, Who
from bot.domain.smaller import makes_smaller
from bot.domain.ticket import Ticket
from handlers.context import Handling
from handlers.recipients import chats_for, name_of, people_for
from handlers.targets import ask, ask_all

#: After these what was said of its size before says nothing any more.
_CLASSED = frozenset(("registered", "upgraded", "raised", "downgraded", "reopened"))


async def reason(handling: Handling, ticket: Ticket, verb: str, says: Callable[[str], bool]) -> str:
    """What was last said of its size since it has its class, and by whom: the reason that a tap on
    降为一般 or 升为重大 puts on record. `says` tells such words from others, and so does the `verb`
    before them. Empty where nobody has said anything."""
    found = ""
    for entry in await (await handling.unit.queries()).timeline(ticket.id):
        if entry.what in _CLASSED:
            found = ""
        elif entry.what == "remarked" and (entry.words.startswith(verb) or says(entry.words)):
            said = entry.words.removeprefix(verb).strip()
            found = f"{name_of(handling.company, entry.by)}：{said}"
    return found


async def smaller(handling: Handling, ticket: Ticket, text: str) -> str | None:
    """Keeps the words and offers 降级 with one tap; the ticket stays major until somebody taps.

    None where the words say nothing of its size, or it cannot be lowered (any more).
    """
    return await offered(handling, ticket, text) if makes_smaller(text) else None


async def offered(handling: Handling, ticket: Ticket, text: str) -> str | None:
    """The same where it is beyond doubt what the words are for: `降级 3 就一户`, of a crew."""
    actor = handling.actor
    if actor is None or not text or not sizes(handling, actor, ticket):
        return None
    lowers = oversees(actor)
    outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, text))
    if not isinstance(outcome, Decision):
        return None
    ticket = outcome.ticket
    if lowers:
        handling.say(Kind.QUESTION, "lowering", {"words": text, "own": True}, ticket, card=True)
        ask(handling, "降级", [ticket.id], text)
        return "question"
    ring, facts = (Who(Role.HEAD),), {"words": text, "own": False}
    notice = Notice(Kind.QUESTION, "lowering", To.EMERGENCY, ring, facts=facts, card=True)
    handling.tell(ticket, replace(notice, priority=Priority.MAJOR))
    heard = chats_for(handling, ticket, To.EMERGENCY)
    ask_all(handling, heard, "降级", ticket, text)
    if handling.chat not in heard:
        heads = people_for(handling.company, ticket, ring, handling.now)
        names = [name_of(handling.company, head) for head in heads]
        handling.say(Kind.REPLY, "lowering_asked", {"heads": names}, ticket)
    return "remarked"


def sizes(handling: Handling, actor: Actor, ticket: Ticket) -> bool:
    """Whether what this person says of the size of a ticket is asked about."""
    if answer_to(ticket, events.Downgraded) != "y":
        return False
    return oversees(actor) or may(Need.HANDLING_OR_SERVICE, actor, ticket, handling.company.service)
