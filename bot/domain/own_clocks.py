"""What happens to a ticket by the company's own clocks, O1 to O4."""

from __future__ import annotations

from bot.domain import events
from bot.domain.draft import Draft, Refusal
from bot.domain.notices import Kind, To, Who
from bot.domain.policy import RULES
from bot.domain.ticket import Status, Type

#: On the way to being handled: silence means something.
_AT_WORK = (Status.DISPATCHED, Status.ACKNOWLEDGED, Status.CONTACTED)


def with_department(draft: Draft) -> None:
    """A general ticket came to a department."""
    own = draft.policy.own
    if own.measured and draft.ticket.type is Type.QUALITY and "O3" not in draft.ticket.clocks:
        draft.start("O3")
    if own.silence:
        draft.start("O4")


def outage(draft: Draft) -> None:
    """A whole place is without heat."""
    if draft.policy.own.users_told and draft.ticket.incident:
        draft.start("O2")


def heard(draft: Draft, by: str) -> None:
    """Somebody said something of the ticket: the silence begins anew, or is over."""
    if "O4" not in draft.ticket.clocks or by == events.BOT or not draft.entries:
        return
    if draft.ticket.status in _AT_WORK and not draft.ticket.is_major:
        draft.start("O4")
    else:
        draft.end("O4")


def still_working(draft: Draft) -> None:
    """O4: nobody said anything for so long. Asked, and asked again; it can't be missed."""
    draft.note("still_working", rule="O4")
    who = Who(RULES["O4"].owner)
    draft.tell(Kind.QUESTION, "still_working", To.DEPARTMENT, who, rule="O4", card=True)
    draft.start("O4")


def outer_limit(draft: Draft, event: events.OuterLimit) -> Refusal | None:
    """O1: an order's own limit, set when it is received or put right later."""
    number = {"number": event.number} if event.number else {}
    draft.note("outer_limit", until=event.due_at.isoformat(), **number)
    draft.start("O1", event.due_at)
    draft.reply("outer_limit", due_at=event.due_at, order=event.number)
    return None


def users_told(draft: Draft, event: events.UsersTold) -> Refusal | None:
    """O2: the users of an outage know of it."""
    draft.note("users_told", event.words)
    draft.end("O2")
    draft.reply("users_told")
    return None


def measured(draft: Draft, event: events.Measured) -> Refusal | None:
    """O3: what was measured counts as it is; 17.9 is not 18. The user confirms it."""
    draft.note(
        "measured",
        event.words,
        degrees=event.degrees,
        room=event.room,
        confirmed=event.confirmed,
    )
    warm = event.degrees >= draft.policy.own.standard
    if warm and event.confirmed:
        draft.end("O3")
    draft.reply(
        "measured",
        degrees=event.degrees,
        room=event.room,
        warm=warm,
        confirmed=event.confirmed,
        standard=draft.policy.own.standard,
    )
    return None
