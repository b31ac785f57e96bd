"""Why a ticket may be lowered or raised: what was said of its size (R3.1.2)."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.ticket import Ticket
from handlers.context import Handling
from handlers.recipients import name_of

#: After these what was said of its size before says nothing any more.
_CLASSED = frozenset(("registered", "upgraded", "raised", "downgraded", "reopened"))


async def reason(handling: Handling, ticket: Ticket, says: Callable[[str], bool]) -> str:
    """What was last said of its size since it has its class, and by whom: the reason that a tap on
    降为一般 or 升为重大 puts on record. `says` tells such words from others. Empty where nobody has
    said anything."""
    found = ""
    for entry in await (await handling.unit.queries()).timeline(ticket.id):
        if entry.what in _CLASSED:
            found = ""
        elif entry.what == "remarked" and says(entry.words):
            found = f"{name_of(handling.company, entry.by)}：{entry.words}"
    return found
