"""How tickets are found again: by their number, their words, their place, their messages."""

from __future__ import annotations

from sqlalchemy import bindparam, literal, or_, select

from bot.domain.policy import MOST_ALIKE, MOST_NEAR
from bot.domain.ticket import ENDED, Severity
from storage.tables import outbox, tickets

OPEN = tickets.c.status.not_in([literal(status.value) for status in ENDED])
_SINCE = tickets.c.opened_at >= bindparam("since")

TICKET = select(tickets).where(tickets.c.id == bindparam("number"))
OF_MESSAGE = select(outbox.c.ticket).where(
    outbox.c.lane == bindparam("lane"),
    outbox.c.sent_id == bindparam("sent_id"),
    outbox.c.ticket.is_not(None),
)
OUTGOING = select(outbox).where(outbox.c.id == bindparam("number"))
OF_GROUP = (
    select(tickets.c.id)
    .where(
        tickets.c.group_chat == bindparam("chat"),
        tickets.c.group_platform == bindparam("platform"),
    )
    .order_by(tickets.c.id.desc())
)
CARDS = (
    select(outbox.c.lane, outbox.c.id)
    .where(
        outbox.c.ticket == bindparam("ticket"),
        outbox.c.has_card.is_(True),
        outbox.c.state.in_([literal(state) for state in ("waiting", "sending", "sent")]),
    )
    .order_by(outbox.c.id)
)
ALIKE_TO = (
    select(tickets)
    .where(
        or_(  # nothing is equal to a phone or a door that is not known
            tickets.c.content_digest == bindparam("digest"),
            (tickets.c.phone == bindparam("phone")) & _SINCE,
            (tickets.c.door == bindparam("door")) & _SINCE,
        ),
        OPEN,
        _SINCE,
    )
    .order_by(tickets.c.id.desc())
    .limit(MOST_ALIKE)
)
_THERE = (
    tickets.c.compound == bindparam("compound"),
    _SINCE,
    tickets.c.type == bindparam("type"),
)
INCIDENT = (
    select(tickets)
    .where(
        tickets.c.incident == bindparam("place"),
        _SINCE,
        tickets.c.parent.is_(None),
        OPEN,
    )
    .order_by(tickets.c.id)
)
CHILDREN = select(tickets).where(tickets.c.parent == bindparam("parent"), OPEN)
_IS_MAJOR = tickets.c.severity == Severity.MAJOR.value
# In a storm hundreds are there; then only the major one among them is of interest.
_KNOWN = select(tickets.c.id).where(*_THERE, _IS_MAJOR).correlate(None).exists()
NEAR_BY = (
    select(tickets)
    .where(*_THERE, or_(_IS_MAJOR, ~_KNOWN))
    .order_by(tickets.c.id.desc())
    .limit(MOST_NEAR)
)
