"""Whether a ticket's clocks were kept: one answer for each rule, from its own record.

A ticket counts once for each rule, however often the rule was armed on it: missed once is missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.policy import RULES
from bot.domain.ticket import TO_ARRIVE, Clock, Outcome, PastClock, Ticket


@dataclass(frozen=True, slots=True)
class Timing:
    """One rule on one ticket. `due_at` and `ended_at` are those of the arming that decided: the
    first that was missed, else the one that runs, else the last. Tickets from before clocks were
    kept on record have neither. `department` owed it then, `by` ended it.
    """

    rule: str
    outcome: Outcome
    department: str
    due_at: datetime | None = None
    ended_at: datetime | None = None
    by: str = ""


def timing(ticket: Ticket, rule: str, now: datetime) -> Timing | None:
    """What became of a rule on a ticket as of `now`; None where it never ran."""
    if rule not in ticket.generations or RULES[rule].asks:
        return None
    ended = [clock for clock in ticket.past if clock.rule == rule]
    running = ticket.clocks.get(rule)
    for clock in ended:
        if clock.outcome is Outcome.MISSED:
            return _ended(clock)
    if running is not None and is_late(ticket, running, now):
        return Timing(rule, Outcome.MISSED, ticket.department, running.due_at)
    if rule in ticket.missed:
        return Timing(rule, Outcome.MISSED, ticket.department)
    if running is not None:
        return Timing(rule, Outcome.RUNNING, ticket.department, running.due_at)
    met = [clock for clock in ended if clock.outcome is Outcome.MET]
    if met or ended:
        return _ended((met or ended)[-1])
    return Timing(rule, Outcome.MET, ticket.department)


def timings(ticket: Ticket, now: datetime) -> Iterator[Timing]:
    """Every rule that ever ran on a ticket, in the order of the regulation."""
    for rule in RULES:
        if rule in ticket.generations and (found := timing(ticket, rule, now)) is not None:
            yield found


def missed(ticket: Ticket, now: datetime) -> Iterator[Timing]:
    """Every arming that was missed, so a rule may come several times; the oldest first."""
    for clock in ticket.past:
        if clock.outcome is Outcome.MISSED:
            yield _ended(clock)
    running = late(ticket, now)
    for each in running:
        yield Timing(each.rule, Outcome.MISSED, ticket.department, each.due_at)
    known = {each.rule for each in running} | {
        clock.rule for clock in ticket.past if clock.outcome is Outcome.MISSED
    }
    for rule in ticket.missed:
        if rule not in known:
            yield Timing(rule, Outcome.MISSED, ticket.department)


def late(ticket: Ticket, now: datetime) -> list[Clock]:
    """The running clocks that are past their limit, the longest overdue first."""
    found = [clock for clock in ticket.clocks.values() if is_late(ticket, clock, now)]
    return sorted(found, key=lambda clock: (clock.due_at, clock.rule))


def is_late(ticket: Ticket, clock: Clock, now: datetime) -> bool:
    """Past its limit. R3.3.2 is met by the first who came; it runs on for the others' answers."""
    if RULES[clock.rule].asks or now <= clock.due_at:
        return False
    return clock.rule != "R3.3.2" or ticket.status in TO_ARRIVE


def _ended(clock: PastClock) -> Timing:
    return Timing(
        clock.rule, clock.outcome, clock.department, clock.due_at, clock.ended_at, clock.by
    )
