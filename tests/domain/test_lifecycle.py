"""Every event in every status has an answer, and the answer is what the table says."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain import events
from bot.domain.chat import ChatRef
from bot.domain.lifecycle import APPLY, Decision, Refusal, decide
from bot.domain.matrix import ANSWERS, WITH_PARENT
from bot.domain.policy import RULES, Policy
from bot.domain.ticket import ENDED, Clock, Extension, Severity, Status, Ticket, Type

NOW = datetime(2026, 11, 23, tzinfo=UTC)
POLICY = Policy()

EVENTS = [
    kind
    for kind in vars(events).values()
    if isinstance(kind, type)
    and issubclass(kind, events.Event)
    and kind not in (events.Event, events.Received)
]

#: Values with which each event is worth deciding.
VALUES: dict[str, Any] = {
    "by": "运行甲",
    "promised_at": NOW + timedelta(hours=4),
    "until": NOW + timedelta(hours=20),
    "words": "有原因",
    "passed": True,
    "rating": "满意",
    "satisfied": True,
    "department": "repair",
    "returned": False,
    "service": "service",
    "approved": True,
    "changes": {"name": "王女士"},
    "into": 9,
    "other": 9,
    "rule": "R3.2.2",
    "generation": 1,
    "chat": ChatRef("local", "g1"),
    "dissolved": False,
    "title": "应急",
    "reason": "不行",
    "where": "运行群",
    "read": ("值班领导",),
    "unread": ("总经理",),
    "parent": 7,
    "type": Type.FACILITY,
    "others": (8, 9),
    "due_at": NOW + timedelta(hours=9),
    "degrees": 17.9,
    "person": "运行乙",
}


def an_event(kind: type[events.Event]) -> events.Event:
    given = {f.name: VALUES[f.name] for f in fields(kind) if f.name in VALUES}
    return kind(**given)


def a_ticket(status: Status, severity: Severity) -> Ticket:
    return Ticket(
        id=1,
        status=status,
        severity=severity,
        type=Type.QUALITY,
        department="operations",
        policy=POLICY.version,
        opened_at=NOW - timedelta(hours=1),
        content="不热",
        origin_platform="local",
        origin_chat="客服群",
        alike=9,
        promised_at=NOW + timedelta(hours=5),
        extension=Extension(NOW + timedelta(hours=9), "等件", "运行甲"),
        group_platform="local",
        group_chat="g1",
        clocks={}
        if status in ENDED
        else {
            "R3.2.2": Clock("R3.2.2", 1, NOW - timedelta(hours=1), NOW + timedelta(hours=1), 0, NOW)
        },
        generations={"R3.2.2": 1},
    )


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_every_event_in_every_status(
    kind: type[events.Event], status: Status, severity: Severity
) -> None:
    answer = ANSWERS[severity][kind, status]
    ticket = a_ticket(status, severity)
    outcome = decide(ticket, an_event(kind), POLICY, NOW)
    if answer == "y":
        assert isinstance(outcome, Decision), outcome
        assert outcome.entries or kind is events.ClockDue
        if not outcome.ticket.is_open:
            assert not outcome.ticket.clocks  # ours, and always so
    elif answer == "s":
        assert outcome == Decision(ticket)
    else:
        assert isinstance(outcome, Refusal)
        reasons = {"e": {"too_early", "not_dispatched"}, "l": {"too_late"}, "n": {"not_on_path"}}
        assert outcome.reason in reasons[answer]


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_every_event_on_a_household_of_an_incident(
    kind: type[events.Event], status: Status, severity: Severity
) -> None:
    answer = WITH_PARENT[kind, status]
    ticket = a_ticket(status, severity).but(parent=7, clocks={})
    event = an_event(kind)
    if isinstance(event, events.ClockDue):  # the limit of an order is a household's own
        order = Clock("O1", 1, NOW - timedelta(hours=9), NOW, 0, NOW)
        ticket, event = ticket.but(clocks={"O1": order}), replace(event, rule="O1")
    outcome = decide(ticket, event, POLICY, NOW)
    if answer == "y":
        assert isinstance(outcome, Decision), outcome
        assert outcome.entries
        if outcome.ticket.parent is not None:
            assert set(outcome.ticket.clocks) <= {"O1"}  # its incident's carry it
        elif outcome.ticket.is_open:
            assert outcome.ticket.clocks
    elif answer == "s":
        assert outcome == Decision(ticket)
    else:
        assert isinstance(outcome, Refusal)
        reasons = {
            "e": {"too_early", "not_dispatched"},
            "l": {"too_late"},
            "n": {"not_on_path"},
            "p": {"with_parent"},
        }
        assert outcome.reason in reasons[answer]


def test_no_event_is_without_its_function() -> None:
    assert set(APPLY) == set(EVENTS)


def test_every_rule_with_a_clock_is_started_somewhere() -> None:
    """R3.2 and R3.3: walking both paths arms every rule of the regulation."""
    seen: set[str] = set()
    for severity in Severity:
        for sure in (True, False):
            seen |= _walk(severity, sure=sure)
    assert seen == {rule for rule in RULES if rule.startswith("R")}


def _walk(severity: Severity, *, sure: bool) -> set[str]:
    event = events.Received(
        by="客服甲",
        number=1,
        content="不热",
        origin=ChatRef("local", "客服群"),
        type=Type.QUALITY,
        severity=severity,
        department="operations",
        sure=sure,
        team=("运行甲",),
    )
    outcome = decide(None, event, POLICY, NOW)
    assert isinstance(outcome, Decision)
    seen, ticket, now = set(outcome.ticket.clocks), outcome.ticket, NOW
    for kind in (
        events.Reassigned, events.Acknowledged, events.Contacted, events.Arrived, events.Planned,
        events.Handled, events.Inspected, events.FedBack, events.FollowedUp,
    ):  # fmt: skip
        now += timedelta(minutes=1)
        step = decide(ticket, an_event(kind), POLICY, now)
        if isinstance(step, Decision):
            ticket = step.ticket
            seen |= set(ticket.clocks)
    assert ticket.status is Status.CLOSED
    assert ticket.clocks == {}
    return seen


def test_a_stale_clock_closes_itself_in_silence() -> None:
    ticket = a_ticket(Status.DISPATCHED, Severity.GENERAL)
    outcome = decide(ticket, events.ClockDue("heatdesk", "R3.2.2", 7), POLICY, NOW)
    assert isinstance(outcome, Decision)
    assert (outcome.notices, outcome.entries) == ((), ())


def test_deciding_is_pure() -> None:
    ticket = a_ticket(Status.DISPATCHED, Severity.GENERAL)
    event = an_event(events.Contacted)
    assert decide(ticket, event, POLICY, NOW) == decide(ticket, event, POLICY, NOW)
