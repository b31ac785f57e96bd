"""A class that was read wrongly is put right, on record: type, up, down (R3.1)."""

from __future__ import annotations

from bot.domain import events
from bot.domain.draft import Draft, Refusal, refuse
from bot.domain.notices import Kind, To
from bot.domain.opening import TO_DO, close_group, reassigned, start_emergency
from bot.domain.policy import ON_MAJOR
from bot.domain.ticket import Severity, Status


def upgraded(draft: Draft, event: events.Upgraded) -> Refusal | None:
    """To major: the major clocks start, the general ones end, on record."""
    draft.change(parent=None, incident=event.incident, households=1 if event.incident else 0)
    draft.change(severity=Severity.MAJOR, needs_check=False, extension=None, promised_at=None)
    draft.note("upgraded", event.words, why=list(draft.ticket.why))
    if event.words:  # what was written down first does not tell whoever is called why
        draft.change(why=(*draft.ticket.why, event.words))
    start_emergency(draft, event.team)
    draft.reply("upgraded")
    return None


def downgraded(draft: Draft, event: events.Downgraded) -> Refusal | None:
    """A head or a leader may lower it, with a reason that stays on record."""
    if not event.words:
        return refuse("reason_missing")
    draft.drop(*ON_MAJOR)
    draft.note("downgraded", event.words, why=list(draft.ticket.why))
    draft.tell(Kind.EMERGENCY, "downgraded", To.EMERGENCY, words=event.words)
    draft.tell(Kind.EMERGENCY, "downgraded", To.LEADERS, words=event.words)
    close_group(draft)
    draft.change(severity=Severity.GENERAL, needs_check=False, incident=None, households=0)
    if any(a.answered_at for a in draft.ticket.team):
        draft.reach(Status.ACKNOWLEDGED)
    for rule in ("R3.2.2", "R3.2.3b"):
        draft.start(rule)
    draft.reply("downgraded", words=event.words)
    return None


def reclassified(draft: Draft, event: events.Reclassified) -> Refusal | None:
    """改判: from what, to what, by which words it was read; then to whoever owes such work."""
    ticket = draft.ticket
    if event.type is ticket.type:
        return refuse("nothing_new")
    draft.note(
        "reclassified",
        event.words,
        was=ticket.type.value,
        now=event.type.value,
        why=list(ticket.why),
    )
    draft.change(type=event.type)
    owed = ticket.status in TO_DO and ticket.parent is None
    moves = owed and event.department != ticket.department
    draft.reply("reclassified", was=ticket.type.value, moves=moves)
    if moves or (owed and ticket.status is Status.REGISTERED):
        words = f"改判 {event.words}".strip()
        move = events.Reassigned(
            event.by, event.department, False, event.service, words, event.team
        )
        return reassigned(draft, move)
    return None
