"""Which of several tickets words point at without a number: a place, a door, a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.ticket import Ticket
from bot.domain.ticket_numbers import plainly

_KIND = re.compile(r"(?:家园|花园|嘉园|小区|社区|新村|苑|城|里|园|府|湾|庄)$")
_DOORS = re.compile(r"\d{1,3}(?:号楼|栋|幢|单元)|(?<!\d)\d{3,4}(?!\d)")
#: Said as a whole these name the user's household; a part of an address may be another's too.
_WHOLE, _PART = 4, 1


def pointed_at(text: str, tickets: Sequence[Ticket]) -> list[Ticket]:
    """The tickets that the words fit best; none where they fit no ticket."""
    plain = plainly(text)
    signs = [(_signs(plain, ticket), ticket) for ticket in tickets]
    best = max((count for count, _ in signs), default=0)
    return [ticket for count, ticket in signs if count == best] if best else []


def _signs(plain: str, ticket: Ticket) -> int:
    community = plainly(ticket.community or "")
    stem = _KIND.sub("", community)
    name = plainly(ticket.name or "")
    tail = (ticket.phone or "")[-4:]
    found = _WHOLE * any(len(word) > 1 and word in plain for word in (community, stem))
    found += _WHOLE * (len(name) > 1 and name in plain)
    found += _WHOLE * bool(tail and re.search(rf"\d*{tail}(?!\d)", plain))
    doors = set(_DOORS.findall(plainly(ticket.address or "")))
    return found + _PART * len(doors.intersection(_DOORS.findall(plain)))
