"""What may happen when: every event in every status, on both paths and under an incident, as
three tables to read.

    y  it happens            e  too early: something else comes first
    l  too late: it has happened, or the ticket is past it
    n  not on this path      s  nothing to do, in silence (a stale clock, a group nobody needs)
    p  its incident has the clocks and the work: it is said of that one

The columns are the statuses in their order. A test makes sure that no event and no status is
missing.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain import events
from bot.domain.ticket import Severity, Status, Ticket

_GENERAL = """
                   reg dis ack con ons pla han acc fed fol clo voi mer
Repeated            y   y   y   y   y   y   y   y   y   y   l   l   l
Acknowledged        e   y   l   l   l   l   l   l   l   l   l   l   l
Contacted           e   y   y   l   y   y   l   l   l   l   l   l   l
Arrived             e   y   y   y   y   y   l   l   l   l   l   l   l
Planned             e   y   y   y   y   y   l   l   l   l   l   l   l
Progressed          y   y   y   y   y   y   y   y   y   y   l   l   l
Handled             e   y   y   y   y   y   l   l   l   l   l   l   l
NotDone             e   e   e   e   e   e   y   l   l   l   l   l   l
Inspected           n   n   n   n   n   n   n   n   n   n   l   l   l
FedBack             e   e   e   e   e   e   y   y   l   l   l   l   l
FollowedUp          e   e   e   e   e   e   e   e   y   y   l   l   l
Reassigned          y   y   y   y   y   y   l   l   l   l   l   l   l
SupportAsked        e   y   y   y   y   y   l   l   l   l   l   l   l
HandedOver          e   y   y   y   y   y   y   l   l   l   l   l   l
Reclassified        y   y   y   y   y   y   y   y   y   y   l   l   l
Upgraded            y   y   y   y   y   y   l   l   l   l   l   l   l
Downgraded          n   n   n   n   n   n   n   n   n   n   l   l   l
Sooner              e   e   e   y   e   e   l   l   l   l   l   l   l
ExtensionAsked      e   e   e   y   e   e   l   l   l   l   l   l   l
ExtensionAnswered   e   e   e   y   e   e   l   l   l   l   l   l   l
Corrected           y   y   y   y   y   y   y   y   y   y   y   l   l
Remarked            y   y   y   y   y   y   y   y   y   y   y   y   y
Added               y   y   y   y   y   y   y   y   y   y   y   y   y
Rated               e   e   e   e   e   e   e   e   y   y   y   l   l
OuterLimit          y   y   y   y   y   y   y   y   l   l   l   l   l
UsersTold           n   n   n   n   n   n   n   n   n   n   l   l   l
Measured            e   y   y   y   y   y   y   y   y   y   l   l   l
Voided              y   y   y   y   y   y   y   y   y   y   l   l   l
Merged              y   y   y   y   y   y   y   y   y   y   l   l   l
Absorbed            y   y   y   y   y   y   y   y   y   y   l   l   l
Parted              y   y   y   y   y   y   y   y   y   y   y   y   y
KeptApart           y   y   y   y   y   y   y   y   y   y   l   l   l
Joined              y   y   y   y   y   y   l   l   l   l   l   l   l
TakenOut            n   n   n   n   n   n   n   n   n   n   l   l   l
Gathered            n   n   n   n   n   n   n   n   n   n   l   l   l
Left                s   s   s   s   s   s   s   s   s   s   s   s   s
Reopened            n   n   n   n   n   n   n   n   n   n   y   y   y
ClockDue            y   y   y   y   y   y   y   y   y   y   s   s   s
GroupStood          y   y   y   y   y   y   y   y   y   y   y   y   y
GroupFailed         s   s   s   s   s   s   s   s   s   s   s   s   s
GroupLost           y   y   y   y   y   y   y   y   y   y   s   s   s
DeliveryFailed      y   y   y   y   y   y   y   y   y   y   y   y   y
CallsRead           y   y   y   y   y   y   y   y   y   y   s   s   s
ReadAgain           y   y   y   y   y   y   y   y   y   y   s   s   s
"""

_MAJOR = """
                   reg dis ack con ons pla han acc fed fol clo voi mer
Repeated            y   y   y   y   y   y   y   y   y   y   l   l   l
Acknowledged        y   y   y   y   y   y   l   l   l   l   l   l   l
Contacted           y   y   y   y   y   y   y   y   l   l   l   l   l
Arrived             y   y   y   y   y   y   l   l   l   l   l   l   l
Planned             y   y   y   y   y   y   l   l   l   l   l   l   l
Progressed          y   y   y   y   y   y   y   y   y   y   l   l   l
Handled             y   y   y   y   y   y   l   l   l   l   l   l   l
NotDone             n   n   n   n   n   n   n   n   n   n   l   l   l
Inspected           e   e   e   e   e   e   y   l   l   l   l   l   l
FedBack             e   e   e   e   e   e   e   y   l   l   l   l   l
FollowedUp          e   e   e   e   e   e   e   e   y   y   l   l   l
Reassigned          y   y   y   y   y   y   l   l   l   l   l   l   l
SupportAsked        e   y   y   y   y   y   l   l   l   l   l   l   l
HandedOver          e   y   y   y   y   y   l   l   l   l   l   l   l
Reclassified        y   y   y   y   y   y   y   y   y   y   l   l   l
Upgraded            n   n   n   n   n   n   n   n   n   n   l   l   l
Downgraded          y   y   y   y   y   y   l   l   l   l   l   l   l
Sooner              n   n   n   n   n   n   n   n   n   n   l   l   l
ExtensionAsked      n   n   n   n   n   n   n   n   n   n   l   l   l
ExtensionAnswered   n   n   n   n   n   n   n   n   n   n   l   l   l
Corrected           y   y   y   y   y   y   y   y   y   y   y   l   l
Remarked            y   y   y   y   y   y   y   y   y   y   y   y   y
Added               y   y   y   y   y   y   y   y   y   y   y   y   y
Rated               e   e   e   e   e   e   e   e   y   y   y   l   l
OuterLimit          y   y   y   y   y   y   y   y   l   l   l   l   l
UsersTold           y   y   y   y   y   y   l   l   l   l   l   l   l
Measured            y   y   y   y   y   y   y   y   y   y   l   l   l
Voided              y   y   y   y   y   y   y   y   y   y   l   l   l
Merged              y   y   y   y   y   y   y   y   y   y   l   l   l
Absorbed            y   y   y   y   y   y   y   y   y   y   l   l   l
Parted              y   y   y   y   y   y   y   y   y   y   y   y   y
KeptApart           y   y   y   y   y   y   y   y   y   y   l   l   l
Joined              y   y   y   y   y   y   l   l   l   l   l   l   l
TakenOut            n   n   n   n   n   n   n   n   n   n   l   l   l
Gathered            y   y   y   y   y   y   l   l   l   l   l   l   l
Left                y   y   y   y   y   y   y   y   y   y   s   s   s
Reopened            n   n   n   n   n   n   n   n   n   n   y   y   y
ClockDue            y   y   y   y   y   y   y   y   y   y   s   s   s
GroupStood          y   y   y   y   y   y   y   y   y   y   y   y   y
GroupFailed         y   y   y   y   y   y   y   y   y   y   s   s   s
GroupLost           y   y   y   y   y   y   y   y   y   y   s   s   s
DeliveryFailed      y   y   y   y   y   y   y   y   y   y   y   y   y
CallsRead           y   y   y   y   y   y   y   y   y   y   s   s   s
ReadAgain           y   y   y   y   y   y   y   y   y   y   s   s   s
"""

_WITH_PARENT = """
                   reg dis ack con ons pla han acc fed fol clo voi mer
Repeated            y   y   y   y   y   y   y   y   y   y   l   l   l
Acknowledged        p   p   p   p   p   p   p   p   p   p   l   l   l
Contacted           p   p   p   p   p   p   p   p   p   p   l   l   l
Arrived             p   p   p   p   p   p   p   p   p   p   l   l   l
Planned             p   p   p   p   p   p   p   p   p   p   l   l   l
Progressed          y   y   y   y   y   y   y   y   y   y   l   l   l
Handled             p   p   p   p   p   p   p   p   p   p   l   l   l
NotDone             p   p   p   p   p   p   p   p   p   p   l   l   l
Inspected           p   p   p   p   p   p   p   p   p   p   l   l   l
FedBack             y   y   y   y   y   y   y   y   y   y   l   l   l
FollowedUp          e   e   e   e   e   e   e   e   y   y   l   l   l
Reassigned          p   p   p   p   p   p   p   p   p   p   l   l   l
SupportAsked        p   p   p   p   p   p   p   p   p   p   l   l   l
HandedOver          p   p   p   p   p   p   p   p   p   p   l   l   l
Reclassified        y   y   y   y   y   y   y   y   y   y   l   l   l
Upgraded            y   y   y   y   y   y   y   y   y   y   l   l   l
Downgraded          p   p   p   p   p   p   p   p   p   p   l   l   l
Sooner              p   p   p   p   p   p   p   p   p   p   l   l   l
ExtensionAsked      p   p   p   p   p   p   p   p   p   p   l   l   l
ExtensionAnswered   p   p   p   p   p   p   p   p   p   p   l   l   l
Corrected           y   y   y   y   y   y   y   y   y   y   y   l   l
Remarked            y   y   y   y   y   y   y   y   y   y   y   y   y
Added               y   y   y   y   y   y   y   y   y   y   y   y   y
Rated               e   e   e   e   e   e   e   e   y   y   y   l   l
OuterLimit          y   y   y   y   y   y   y   y   l   l   l   l   l
UsersTold           p   p   p   p   p   p   p   p   p   p   l   l   l
Measured            y   y   y   y   y   y   y   y   y   y   l   l   l
Voided              y   y   y   y   y   y   y   y   y   y   l   l   l
Merged              y   y   y   y   y   y   y   y   y   y   l   l   l
Absorbed            y   y   y   y   y   y   y   y   y   y   l   l   l
Parted              y   y   y   y   y   y   y   y   y   y   y   y   y
KeptApart           y   y   y   y   y   y   y   y   y   y   l   l   l
Joined              y   y   y   y   y   y   y   y   y   y   l   l   l
TakenOut            y   y   y   y   y   y   y   y   y   y   l   l   l
Gathered            n   n   n   n   n   n   n   n   n   n   l   l   l
Left                s   s   s   s   s   s   s   s   s   s   s   s   s
Reopened            n   n   n   n   n   n   n   n   n   n   y   y   y
ClockDue            y   y   y   y   y   y   y   y   y   y   s   s   s
GroupStood          y   y   y   y   y   y   y   y   y   y   y   y   y
GroupFailed         s   s   s   s   s   s   s   s   s   s   s   s   s
GroupLost           s   s   s   s   s   s   s   s   s   s   s   s   s
DeliveryFailed      y   y   y   y   y   y   y   y   y   y   y   y   y
CallsRead           y   y   y   y   y   y   y   y   y   y   s   s   s
ReadAgain           y   y   y   y   y   y   y   y   y   y   s   s   s
"""

Cell = tuple[type[events.Event], Status]


def _read(table: str) -> Mapping[Cell, str]:
    cells: dict[Cell, str] = {}
    for line in table.strip().splitlines()[1:]:
        name, *answers = line.split()
        for status, answer in zip(Status, answers, strict=True):
            cells[getattr(events, name), status] = answer
    return cells


ANSWERS: Mapping[Severity, Mapping[Cell, str]] = {
    Severity.GENERAL: _read(_GENERAL),
    Severity.MAJOR: _read(_MAJOR),
}
WITH_PARENT: Mapping[Cell, str] = _read(_WITH_PARENT)


def answer_to(ticket: Ticket, event: type[events.Event]) -> str:
    """What the tables say of this event on this ticket."""
    table = ANSWERS[ticket.severity] if ticket.parent is None else WITH_PARENT
    return table[event, ticket.status]


def sayable_in(event: type[events.Event]) -> tuple[tuple[Severity | None, Status], ...]:
    """In which statuses it happens: by severity, and under an incident with None for one."""
    tables = (*ANSWERS.items(), (None, WITH_PARENT))
    return tuple(
        (severity, status)
        for severity, table in tables
        for status in Status
        if table[event, status] == "y"
    )
