"""What several messages have in common: one household again, a common cause."""

from __future__ import annotations

from bot.domain import events
from bot.domain.draft import Draft, Refusal
from bot.domain.notices import Kind, Priority, Who
from bot.domain.opening import restart, start_emergency
from bot.domain.policy import place_of
from bot.domain.ticket import Severity, Status

#: Called done, so a user who complains again says that it is not.
_DONE = {Status.HANDLED, Status.FED_BACK, Status.FOLLOWED_UP}


def repeated(draft: Draft, event: events.Repeated) -> Refusal | None:
    """重复投诉: counted and kept; who has the ticket hears it, and in the end his head."""
    ticket = draft.ticket
    times = ticket.repeats + 2
    draft.change(repeats=ticket.repeats + 1, **event.fields)
    draft.note("repeated", event.words, times=times, fields=dict(event.fields))
    raised = bool(event.why) and not ticket.is_major
    again = not ticket.is_major and ticket.status in _DONE
    if raised:
        draft.change(severity=Severity.MAJOR, needs_check=False, why=(*ticket.why, *event.why))
        draft.note("raised", "、".join(event.why))
        start_emergency(draft, event.team)
    elif again:
        draft.note("reopened")
        restart(draft, event.words)
    else:
        _remind(draft, event.words, times)
    draft.reply("repeated", times=times, raised=raised, again=again, fields=dict(event.fields))
    return None


def _remind(draft: Draft, words: str, times: int) -> None:
    """Whoever owes the next thing hears it where he hears his clocks."""
    clock = min(draft.ticket.clocks.values(), key=lambda c: (c.due_at, c.rule), default=None)
    if clock is None:
        return
    owner, head = draft.policy.rule(clock.rule).owner, draft.policy.head_of(clock.rule)
    ring = (owner, head) if times >= draft.policy.repeats.head else (owner,)
    draft.tell(
        Kind.REMINDER,
        "repeated_reminder",
        place_of(clock.rule),
        *map(Who, ring),
        rule=clock.rule,
        priority=Priority.MAJOR if draft.ticket.is_major else Priority.REMINDER,
        words=words,
        times=times,
    )
