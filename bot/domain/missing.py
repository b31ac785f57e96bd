"""What a ticket still lacks of R2.2.2's fields; an address is one only with its compound."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.contact import doubted
from bot.domain.household import Door, door_of
from bot.domain.reading.communities import community as community_in
from bot.domain.ticket import Ticket

#: A part of a compound is none: 二期3号楼, 东区5栋.
_PART = re.compile(r"(?:[一二三四五六七八九十\dA-Z东西南北中]{1,2}[期区])?")


def missing(ticket: Ticket) -> tuple[str, ...]:
    """R2.2.2: what is to be asked for, by field name; `community` where an address has none."""
    wrong = doubted(ticket)
    empty = tuple(f for f in ("name", "phone", "address") if f in wrong or not getattr(ticket, f))
    return (*empty, "community") if lacks_compound(ticket) else empty


def lacks_compound(ticket: Ticket) -> bool:
    """Whether building or flat are told, and not of which compound: `2号楼`, `3-2-501`."""
    unnamed = _PART.fullmatch(ticket.community or "") is not None
    return bool(ticket.address) and unnamed and _is_bare(door_of(ticket.address))


def _is_bare(door: Door) -> bool:
    return bool(door.building or door.unit or door.room) and bool(_PART.fullmatch(door.before))


def placed(changes: Mapping[str, object], ticket: Ticket) -> dict[str, object]:
    """Corrected fields with address and community as one: `阳光花园`, told of a ticket at `2号楼`,
    makes it 阳光花园2号楼."""
    found = dict(changes)
    told = found.get("address") or found.get("community")
    if not isinstance(told, str):
        return found
    if lacks_compound(ticket) and ticket.address:
        found["address"] = _joined(told, ticket.address)
    if community := community_in(str(found.get("address") or "")):
        found.setdefault("community", community)
    return found


def _joined(told: str, known: str) -> str:
    new, old = door_of(told), door_of(known)
    if _is_bare(new) or new.contradicts(old):
        return told
    if not (new.building or new.unit or new.room):
        return f"{told.strip()}{known}"
    lacks = [n for n in ("building", "unit", "room") if getattr(old, n) and not getattr(new, n)]
    if not lacks:
        return told
    return f"{told.strip()}{known}" if new.building and not old.building else new.before + known
