"""What the user of the heat says himself, on his ticket's page."""

from __future__ import annotations

from bot.domain import events
from bot.domain.draft import Draft, Refusal
from bot.domain.notices import Kind, Notice, Role, To, Who
from bot.domain.ticket import DISSATISFIED, ENDED, Status


def added(draft: Draft, event: events.Added) -> Refusal | None:
    """R1.4: it goes to whoever has the ticket; where nobody has, to customer service."""
    draft.note("added", event.words)
    nobodys = draft.ticket.status in (*ENDED, Status.REGISTERED)
    to, ring = (To.SERVICE, Role.SERVICE) if nobodys else (To.EMERGENCY, Role.HANDLER)
    if draft.ticket.is_major and not nobodys:
        ring = Role.TEAM
    draft.tell(Kind.PROGRESS, "added", to, Who(ring), words=event.words)
    return None


def rated(draft: Draft, event: events.Rated) -> Refusal | None:
    """R3.2.4. His word stands; what follows from a bad one is for a person who has called him
    (R3.2.5), so customer service hears it at once."""
    draft.change(rating=event.rating)
    draft.note("rated" if event.own else "fed_back", event.words, rating=event.rating)
    if event.rating == DISSATISFIED:
        ring, facts = Who(Role.SERVICE), {"words": event.words, "reported": not event.own}
        draft.notices.append(Notice(Kind.PROGRESS, "rated", To.SERVICE, (ring,), facts=facts))
    if not event.own:
        draft.reply("fed_back")
    return None
