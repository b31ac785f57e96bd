"""The one decision: what follows from an event on a ticket, or why it can't be.

    decide(ticket, event, policy, now) -> Decision | Refusal

The tables in matrix.py say what may happen when; the modules that APPLY names say what follows.
Nothing here reads a clock, a database or a chat.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.domain import (
    classing,
    events,
    gathering,
    keeping,
    opening,
    own_clocks,
    rereading,
    users,
    working,
)
from bot.domain.draft import Decision, Draft, Refusal, refuse
from bot.domain.matrix import answer_to
from bot.domain.policy import Policy
from bot.domain.ticket import Mark, Status, Ticket

__all__ = ["Decision", "Refusal", "decide"]

_Apply = Callable[[Draft, Any], Refusal | None]

APPLY: Mapping[type[events.Event], _Apply] = {
    events.Repeated: gathering.repeated,
    events.Acknowledged: working.acknowledged,
    events.Contacted: working.contacted,
    events.Arrived: working.arrived,
    events.Planned: working.planned,
    events.Progressed: working.progressed,
    events.Handled: working.handled,
    events.NotDone: working.not_done,
    events.Inspected: working.inspected,
    events.FedBack: working.fed_back,
    events.FollowedUp: working.followed_up,
    events.Reassigned: opening.reassigned,
    events.SupportAsked: keeping.support_asked,
    events.HandedOver: working.handed_over,
    events.Reclassified: classing.reclassified,
    events.Upgraded: classing.upgraded,
    events.Downgraded: classing.downgraded,
    events.Reopened: opening.reopened,
    events.GroupStood: opening.group_stood,
    events.GroupFailed: opening.group_failed,
    events.GroupLost: opening.group_lost,
    events.Sooner: working.sooner,
    events.ExtensionAsked: keeping.extension_asked,
    events.ExtensionAnswered: keeping.extension_answered,
    events.Corrected: keeping.corrected,
    events.Remarked: keeping.remarked,
    events.Added: users.added,
    events.Rated: users.rated,
    events.OuterLimit: own_clocks.outer_limit,
    events.UsersTold: own_clocks.users_told,
    events.Measured: own_clocks.measured,
    events.Voided: keeping.voided,
    events.Merged: keeping.merged,
    events.Absorbed: keeping.absorbed,
    events.Parted: keeping.parted,
    events.Joined: gathering.joined,
    events.Gathered: gathering.gathered,
    events.TakenOut: gathering.taken_out,
    events.Left: gathering.left,
    events.KeptApart: keeping.kept_apart,
    events.ClockDue: keeping.clock_due,
    events.DeliveryFailed: keeping.delivery_failed,
    events.CallsRead: keeping.calls_read,
    events.ReadAgain: rereading.read_again,
}

#: What must be there before an event can happen, for "too early".
_FIRST: Mapping[type[events.Event], Status] = {
    events.Inspected: Status.HANDLED,
    events.Sooner: Status.CONTACTED,
    events.ExtensionAsked: Status.CONTACTED,
    events.ExtensionAnswered: Status.CONTACTED,
    events.Rated: Status.FED_BACK,
}


def decide(
    ticket: Ticket | None, event: events.Event, policy: Policy, now: datetime
) -> Decision | Refusal:
    """What follows from `event` at the instant `now` (aware).

    `ticket` is None for `Received` alone. A Decision is written in one transaction; a Refusal is
    a user's mistake and becomes a polite answer. Raises TypeError on an event without a ticket.
    """
    if isinstance(event, events.Received):
        return opening.received(event, policy, now).decision()
    if ticket is None:
        raise TypeError(f"{type(event).__name__} needs a ticket")
    answer = answer_to(ticket, type(event))
    if answer == "s":
        return Decision(ticket)
    if answer != "y":
        return _refusal(answer, ticket, event)
    draft = Draft(ticket, event.by, policy, now)
    refusal = APPLY[type(event)](draft, event)
    if refusal is None and not isinstance(event, events.Added | events.Rated):
        own_clocks.heard(draft, event.by)  # what the user says is no word of the crew's
    return refusal or draft.decision()


def _refusal(answer: str, ticket: Ticket, event: events.Event) -> Refusal:
    what = type(event).__name__
    if answer == "e":
        if ticket.status is Status.REGISTERED:
            return refuse("not_dispatched", event=what)
        return refuse("too_early", event=what, first=_first_before(ticket, event).value)
    if answer == "p":
        return refuse("with_parent", event=what, other=ticket.parent)
    if answer == "n":
        return refuse("not_on_path", event=what)
    first = _what_happened_first(ticket, event)
    facts = {"at": first.at, "who": first.by} if first else {}
    return refuse("too_late", event=what, **facts)


def _first_before(ticket: Ticket, event: events.Event) -> Status:
    """What is owed next on the way to a step; to the user's being told and called it is the work,
    and of a major one that it is accepted (R3.3.5)."""
    if type(event) in _FIRST:
        return _FIRST[type(event)]
    order = list(Status)
    if order.index(ticket.status) < order.index(Status.HANDLED):
        return Status.HANDLED
    waits = ticket.is_major and ticket.status is Status.HANDLED
    return Status.ACCEPTED if waits else Status.FED_BACK


_REACHED: Mapping[type[events.Event], Status] = {
    events.Acknowledged: Status.ACKNOWLEDGED,
    events.Contacted: Status.CONTACTED,
    events.Handled: Status.HANDLED,
    events.Inspected: Status.ACCEPTED,
    events.FedBack: Status.FED_BACK,
}


def _what_happened_first(ticket: Ticket, event: events.Event) -> Mark | None:
    """Who was first: on the same step, else on the step that ended the ticket's way to it."""
    own = _REACHED.get(type(event))
    if ticket.is_open and own and (mark := ticket.marks.get(own.value)):
        return mark
    return ticket.marks.get(ticket.status.value)
