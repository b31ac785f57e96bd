"""The ticket as a message will show it: names instead of keys, plain JSON values.

A row is rendered from these facts alone, so it says later what was true when it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.company import Company
from bot.domain.missing import missing
from bot.domain.notices import Who
from bot.domain.policy import Policy
from bot.domain.ticket import Clock, Ticket
from handlers.recipients import name_of, people_for


def plain(value: Any) -> Any:
    """Facts as JSON: instants in ISO 8601, tuples as lists."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(v) for name, v in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [plain(v) for v in value]
    return value


def named_facts(company: Company, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A timeline entry's facts with departments' and people's names instead of their keys."""
    keys = ("department", "of", "to")
    names = {
        key: company.departments[facts[key]].name
        for key in keys
        if facts.get(key) in company.departments
    }
    if "person" in facts:
        names["person"] = name_of(company, facts["person"])
    return {**facts, **names}


def ticket_facts(ticket: Ticket, company: Company, policy: Policy, now: datetime) -> dict[str, Any]:
    """Everything about a ticket that words are made of."""
    department = company.department(ticket.department)
    return {
        "number": ticket.id,
        "status": ticket.status.value,
        "severity": ticket.severity.value,
        "type": ticket.type.value,
        "department": department.name,
        "department_key": ticket.department,
        "service": company.departments[company.service].name,
        "name": ticket.name,
        "phone": ticket.phone,
        "address": ticket.address,
        "community": ticket.community,
        "room_temp_c": ticket.room_temp_c,
        "happened": ticket.happened,
        "source": ticket.source.value,
        "content": ticket.content,
        "why": list(ticket.why),
        "needs_check": ticket.needs_check,
        "missing": list(missing(ticket)),
        "opened_at": ticket.opened_at.isoformat(),
        "closed_at": plain(ticket.closed_at),
        "promised_at": plain(ticket.promised_at),
        "plan": ticket.plan,
        "result": ticket.result,
        "rating": ticket.rating,
        "rounds": ticket.rounds,
        "repeats": ticket.repeats,
        "alike": ticket.alike,
        "parent": ticket.parent,
        "incident": ticket.incident_place,
        "households": ticket.households,
        "returns": ticket.returns,
        "merged_into": ticket.merged_into,
        "group_title": ticket.group_title,
        "missed": list(ticket.missed),
        "reporter": name_of(company, ticket.reporter),
        "handler": name_of(company, ticket.handler) if ticket.handler else None,
        "duties": [
            duty_facts(ticket, clock, company, policy, now)
            for clock in ticket.running()
            if not policy.rule(clock.rule).asks
        ],
        "team": [
            {
                "name": name_of(company, a.person),
                "answered_at": plain(a.answered_at),
                "arrived_at": plain(a.arrived_at),
            }
            for a in ticket.team
        ],
        "marks": {
            status: {"at": mark.at.isoformat(), "by": name_of(company, mark.by)}
            for status, mark in ticket.marks.items()
        },
    }


def duty_facts(
    ticket: Ticket, clock: Clock, company: Company, policy: Policy, now: datetime
) -> dict[str, Any]:
    """One running clock: what is owed, by whom, until when."""
    rule = policy.rule(clock.rule)
    owners = people_for(company, ticket, (Who(rule.owner),), now)
    return {
        "rule": rule.id,
        "duty": rule.duty,
        "ours": rule.ours,
        "who": [name_of(company, p) for p in owners],
        "due_at": clock.due_at.isoformat(),
        "overdue": now >= clock.due_at,
    }
