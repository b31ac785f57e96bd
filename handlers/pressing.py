"""`催办 3` of a head, a leader or another department: whoever owes the next step is rung. No user
has complained again, so none is counted (R4.3.2)."""

from __future__ import annotations

import re

from bot.domain import events
from bot.domain.draft import Decision, Refusal
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind, Notice, Priority, Who
from bot.domain.policy import place_of
from bot.domain.ticket import Ticket
from handlers.context import Handling
from handlers.recipients import chats_for

#: 用户又来电, 王女士急了: somebody who waits for heat speaks through him.
_USER = re.compile(
    r"用户|[户业]主|住户|居民|[人他她]家|来电|电话|[又再](?:来|打|问|催)|投诉|女士|先生|阿姨|大[爷妈姐哥]"
)


def is_colleague(handling: Handling, words: str) -> bool:
    """Whether it is the speaker himself who wants it done, and no user by his mouth."""
    actor, service = handling.actor, handling.company.service
    serves = actor is None or actor.outsider or service in actor.departments | actor.heads
    return not serves and not _USER.search(words)


async def pressed(handling: Handling, ticket: Ticket, words: str) -> Decision | Refusal:
    """It is kept, and rings whoever owes what is due next."""
    clock = next(iter(ticket.running()), None)
    event = events.Remarked(handling.by, words if words.startswith("催") else f"催办 {words}")
    if clock is None or answer_to(ticket, events.Repeated) != "y":
        return await handling.happen(ticket, event)
    outcome = await handling.happen_quietly(ticket, event)
    if isinstance(outcome, Decision):
        policy = await handling.unit.policy(ticket.policy)
        ring = (Who(policy.rule(clock.rule).owner),)
        urgency = Priority.MAJOR if ticket.is_major else Priority.REMINDER
        to, facts = place_of(clock.rule), {"words": words}
        notice = Notice(Kind.REMINDER, "pressed", to, ring, clock.rule, facts, priority=urgency)
        handling.tell(outcome.ticket, notice)
        if handling.chat not in chats_for(handling, outcome.ticket, to):
            handling.say(Kind.REPLY, "pressed_told", ticket=outcome.ticket)
    return outcome
