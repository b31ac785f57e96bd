"""What a crew names by its flats' doors: `302好了 402没在家`, `401 501都是`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import complaint
from bot.domain.household import door_of
from bot.domain.pointing import doors_in
from handlers.context import Handling

#: From here on a bare number may be a flat's: 302 漏水.
FIRST = 100
#: What is longer stands for itself.
_HALF = 60


async def _own(handling: Handling) -> set[str]:
    """The buildings, entrances and rooms where the speaker has work in hand."""
    if handling.actor is None or not handling.crews:
        return set()
    hand = await (await handling.unit.at_work()).in_hand(handling.actor.key)
    return set().union(*(doors_in(ticket.address or "") for ticket in hand))


async def all_told(
    handling: Handling, text: str, found: Sequence[complaint.Complaint] | None = None
) -> bool:
    """`2号楼立管堵了 401 501都是`, of whoever has both: what he found there. A door beside them, a
    phone or a compound is another home's."""
    if found is None:
        found = complaint.read(text, handling.policy.large_area)
    if any(c.phone or c.severity == "major" for c in found) or len(text) > _HALF:
        return False
    if any(c.address and door_of(c.address).before for c in found):
        return False
    told = doors_in(text)
    return bool(told) and told <= await _own(handling)


async def any_is_one(handling: Handling, numbers: Sequence[int]) -> bool:
    """Whether one of the numbers is no ticket's but a flat's where the speaker has work."""
    doors = [n for n in numbers if n >= FIRST and await handling.unit.ticket(n) is None]
    return bool(doors) and not (await _own(handling)).isdisjoint(map(str, doors))


async def parts_tickets(handling: Handling, text: str, numbers: Sequence[int]) -> bool:
    """Whether each number that parts the words is a ticket's, or such a flat's, and none of them
    speaks of another home."""
    found = complaint.read(text, handling.policy.large_area)
    if any(c.phone or c.address for c in found) and not await all_told(handling, text, found):
        return False
    for number in numbers:
        known = await handling.unit.ticket(number) is not None
        if not (known or await any_is_one(handling, (number,))):
            return False
    return True
