"""Where complaints come from: problem communities, and households that complain again.

R4.3.2 asks for hidden dangers; the same household again, and many from one place, point at them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.household import community_key, door_of
from bot.domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Place:
    """A community. `households` are told apart by door, else by phone."""

    name: str
    tickets: int
    households: int
    missed: int
    repeats: int
    major: int


@dataclass(frozen=True, slots=True)
class Household:
    """One that complained `times`, on these tickets, the last of them received `last_at`."""

    address: str
    name: str
    phone: str
    times: int
    numbers: tuple[int, ...]
    last_at: datetime
    is_open: bool


@dataclass(slots=True)
class _Counted:
    name: str = ""
    tickets: int = 0
    missed: int = 0
    repeats: int = 0
    major: int = 0
    households: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Places:
    """Adds tickets up by community and by household."""

    _places: dict[str, _Counted] = field(default_factory=dict)
    _households: dict[str, Household] = field(default_factory=dict)

    def add(self, ticket: Ticket, *, missed: bool) -> None:
        """One ticket that is neither void nor merged."""
        household = household_key(ticket)
        key = community_key(ticket.community) or ticket.incident
        if key:
            counted = self._places.setdefault(key, _Counted())
            counted.name = counted.name or ticket.community or key
            counted.tickets += 1
            counted.missed += missed
            counted.repeats += ticket.repeats
            counted.major += ticket.is_major
            counted.households.add(household or f"#{ticket.id}")
        if household:
            known = self._households.get(household)
            self._households[household] = Household(
                address=ticket.address or (known.address if known else ""),
                name=ticket.name or (known.name if known else ""),
                phone=ticket.phone or (known.phone if known else ""),
                times=(known.times if known else 0) + 1 + ticket.repeats,
                numbers=(*(known.numbers if known else ()), ticket.id),
                last_at=ticket.opened_at,
                is_open=ticket.is_open or (known is not None and known.is_open),
            )

    def places(self) -> tuple[Place, ...]:
        """All of them, the one with most tickets first, then the one that complains again."""
        found = [
            Place(c.name, c.tickets, len(c.households), c.missed, c.repeats, c.major)
            for c in self._places.values()
        ]
        return tuple(sorted(found, key=lambda place: (-place.tickets, -place.repeats, place.name)))

    def repeaters(self) -> tuple[Household, ...]:
        """Households that complained more than once, the most often first."""
        found = [each for each in self._households.values() if each.times > 1]
        return tuple(sorted(found, key=lambda each: (-each.times, each.numbers)))


def household_key(ticket: Ticket) -> str | None:
    """What tells households apart: the door within its community, else the phone."""
    community, door = community_key(ticket.community), door_of(ticket.address).key
    return f"{community} {door}" if community and door else ticket.phone
