"""Why a major ticket may be lowered: what was said of its size (R3.1.2)."""

from __future__ import annotations

from bot.domain.smaller import makes_smaller
from bot.domain.ticket import Ticket
from handlers.context import Handling
from handlers.recipients import name_of

#: After these what was said of its size before says nothing any more.
_RAISED = frozenset(("registered", "upgraded", "raised", "downgraded", "reopened"))


async def reason(handling: Handling, ticket: Ticket) -> str:
    """What was last said of its size since it is major, and by whom: the reason that a tap on
    降为一般 puts on record. Empty where nobody has said anything."""
    found = ""
    for entry in await (await handling.unit.queries()).timeline(ticket.id):
        if entry.what in _RAISED:
            found = ""
        elif entry.what == "remarked" and makes_smaller(entry.words):
            found = f"{name_of(handling.company, entry.by)}：{entry.words}"
    return found
