"""The regulation as data: every clock, who owes it, when it speaks and to whom.

A policy is immutable and has a version made from its contents; a ticket keeps the one it was
opened under. Figures marked `ours` are not the regulation's and are never shown as if they were.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from bot.domain.notices import Kind, Role, To, Who
from bot.domain.own_limits import NONE_KEPT, OwnLimits
from bot.domain.reading.severity import LARGE_AREA, LargeArea


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the regulation. `limit` is None where the ticket itself holds the due time."""

    id: str
    duty: str
    owner: Role
    limit: timedelta | None
    ours: bool = False
    asks: bool = False  # speaks, and can't be missed


def _minutes(value: float) -> timedelta:
    return timedelta(minutes=value)


#: R3.2 and R3.3, row by row. CREW is the ticket's department, TEAM the emergency team. O1 to O4
#: are not the regulation's: a company keeps them or not (own_limits.py).
RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("R3.2.1", "转给处理部门", Role.SERVICE, _minutes(60)),
        Rule("R3.2.2", "联系用户、约定时间", Role.HANDLER, _minutes(120)),
        Rule("R3.2.3", "按约定时间处理好", Role.HANDLER, None),
        Rule("R3.2.3b", "处理好", Role.HANDLER, _minutes(24 * 60)),
        Rule("R3.2.4", "向用户反馈结果、请用户评价", Role.HANDLER, _minutes(120), ours=True),
        Rule("R3.2.5", "回访", Role.SERVICE, _minutes(24 * 60)),
        Rule("R3.3.1", "成立应急处理小组", Role.SERVICE, _minutes(1), ours=True),
        Rule("R3.3.2", "到现场", Role.ABSENT, _minutes(30)),
        Rule("R3.3.2b", "报处理方案", Role.TEAM, _minutes(30), ours=True),
        Rule("R3.3.4", "报进展、告诉用户", Role.TEAM, _minutes(120)),
        Rule("R3.3.5", "验收", Role.HEAD, _minutes(120), ours=True),
        Rule("R3.3.6", "向用户反馈结果、请用户评价", Role.TEAM, _minutes(120), ours=True),
        Rule("R3.3.7", "回访", Role.SERVICE, _minutes(48 * 60)),
        Rule("O1", "按来单时限办结、回复", Role.SERVICE, None, ours=True),
        Rule("O2", "把停热告诉用户", Role.SERVICE, None, ours=True),
        Rule("O3", "入户测温达标、用户确认", Role.HANDLER, None, ours=True),
        Rule("O4", "说一声还在处理", Role.HANDLER, None, ours=True, asks=True),
    )
}

#: The clocks of a general ticket, and those of a major one; O1 goes with either.
ON_GENERAL = tuple(rule for rule in RULES if rule.startswith("R3.2") or rule in ("O3", "O4"))
ON_MAJOR = tuple(rule for rule in RULES if rule.startswith("R3.3") or rule == "O2")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step up the escalation chain, `after` the limit. `call` is app, sms, phone or none."""

    after: timedelta
    tell: Role
    level: int = 0
    call: str | None = None


#: Ours, by configuration: owner, then head, then leader on duty, then general manager.
ESCALATION: Mapping[str, tuple[Rung, ...]] = {
    "general": (
        Rung(_minutes(15), Role.HEAD),
        Rung(_minutes(30), Role.LEADER, 0, "app"),
        Rung(_minutes(120), Role.LEADER, 1, "app"),
    ),
    "major": (
        Rung(_minutes(5), Role.HEAD, 0, "phone"),
        Rung(_minutes(10), Role.LEADER, 0, "phone"),
        Rung(_minutes(30), Role.LEADER, 1, "phone"),
    ),
}


@dataclass(frozen=True, slots=True)
class Repeats:
    """重复投诉 (ours): again `within` this time. From the `head`th on the head hears as well.

    The very same words again in the time of `forwarded` are one message that two people forwarded.
    A phone under which so many `doors` were told is somebody's who speaks for others.
    """

    within: timedelta = timedelta(hours=72)
    head: int = 3
    forwarded: timedelta = timedelta(minutes=5)
    doors: int = 3


@dataclass(frozen=True, slots=True)
class Incidents:
    """A common cause (ours): so many `flats` of one building are put to the agent as one.

    An incident takes households in for as long as it `lasts`; departments hear how it grows at
    these numbers of households. `stations` names each and the keys of the communities it heats.
    """

    flats: int = 3
    lasts: timedelta = timedelta(days=7)
    told_at: tuple[int, ...] = (5, 10, 20, 50, 100, 200, 500, 1000)
    stations: tuple[tuple[str, tuple[str, ...]], ...] = ()


REPEATS = Repeats()
INCIDENTS = Incidents()
#: So many open tickets of one phone or door are looked at, and so many neighbours: no number that
#: a company sets for them can be greater.
MOST_ALIKE, MOST_NEAR = 20, 50
BEFORE = _minutes(10)
UNREMINDED = _minutes(5)
AGAIN = _minutes(24 * 60)


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a running clock."""

    at: datetime
    kind: Kind
    ring: tuple[Who, ...]
    to: To
    call: str | None = None


@dataclass(frozen=True)
class Policy:
    """What a company works by: the regulation's rules with its own limits and steps.

    Reminders come at half the time, and `before` the limit or a sixth of it, whichever is
    shorter. A limit under `unreminded` only speaks when it is missed. After the last rung an
    open clock speaks again every `again`.
    """

    limits: Mapping[str, timedelta] = field(default_factory=dict)
    escalation: Mapping[str, tuple[Rung, ...]] = field(default_factory=lambda: ESCALATION)
    before: timedelta = BEFORE
    unreminded: timedelta = UNREMINDED
    again: timedelta = AGAIN
    large_area: LargeArea = LARGE_AREA
    repeats: Repeats = REPEATS
    incidents: Incidents = INCIDENTS
    own: OwnLimits = NONE_KEPT

    @cached_property
    def version(self) -> str:
        """Names this policy by its contents, so that equal policies are one row."""
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def rule(self, rule: str) -> Rule:
        """The rule with this company's limit."""
        found = RULES[rule]
        limit = self.limits.get(rule) or self.own.limit(rule)
        return replace(found, limit=limit) if limit else found

    def limit(self, rule: str, now: datetime) -> timedelta | None:
        """A limit that starts now: in the first days of a season it may be another."""
        season = self.own.season
        early = season.limits.get(rule) if season and season.is_early(now) else None
        return early or self.rule(rule).limit

    def steps(self, rule: str, started_at: datetime, due_at: datetime) -> tuple[Step, ...]:
        """Everything one clock will say, in order of time."""
        owner = (Who(self.rule(rule).owner),)
        place = place_of(rule)
        limit = due_at - started_at
        if RULES[rule].asks:
            return (Step(due_at, Kind.QUESTION, owner, place),)
        steps: list[Step] = []
        if limit >= self.unreminded:
            lead = min(self.before, limit / 6)
            steps.append(Step(started_at + limit / 2, Kind.REMINDER, owner, place))
            steps.append(Step(due_at - lead, Kind.REMINDER, owner, place))
        steps.append(Step(due_at, Kind.OVERDUE, owner, place))
        for rung in self.escalation["major" if rule in ON_MAJOR else "general"]:
            who = (Who(self.head_of(rule) if rung.tell is Role.HEAD else rung.tell, rung.level),)
            to = place if rung.tell is Role.HEAD else To.LEADERS
            steps.append(Step(due_at + rung.after, Kind.ESCALATION, who, to, rung.call))
        return tuple(steps)

    def step(self, rule: str, started_at: datetime, due_at: datetime, index: int) -> Step:
        """The step at `index`; beyond the last, the daily repetition, so no clock goes silent."""
        steps = self.steps(rule, started_at, due_at)
        if index < len(steps):
            return steps[index]
        last = steps[-1].at
        again = (index - len(steps) + 1) * self.again
        who = (Who(self.rule(rule).owner), Who(self.head_of(rule)))
        return Step(last + again, Kind.OVERDUE, who, place_of(rule))

    def head_of(self, rule: str) -> Role:
        """Whose head is above whoever owes this."""
        return Role.SERVICE_HEAD if self.rule(rule).owner is Role.SERVICE else Role.HEAD

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, durations in seconds."""
        # What is off is left out: such a policy is the version that it was before it could be on.
        own = {"own": self.own.to_json()} if self.own != NONE_KEPT else {}
        return {
            **own,
            "limits": {rule: limit.total_seconds() for rule, limit in self.limits.items()},
            "escalation": {
                path: [[r.after.total_seconds(), r.tell, r.level, r.call] for r in rungs]
                for path, rungs in self.escalation.items()
            },
            "before": self.before.total_seconds(),
            "unreminded": self.unreminded.total_seconds(),
            "again": self.again.total_seconds(),
            "large_area": [
                self.large_area.buildings,
                self.large_area.households,
                self.large_area.complaints,
                self.large_area.within.total_seconds(),
            ],
            "repeats": [
                self.repeats.within.total_seconds(),
                self.repeats.head,
                self.repeats.forwarded.total_seconds(),
                self.repeats.doors,
            ],
            "incidents": [
                self.incidents.flats,
                self.incidents.lasts.total_seconds(),
                self.incidents.told_at,
                *([self.incidents.stations] if self.incidents.stations else ()),
            ],
        }

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Policy:
        """The inverse of `to_json`."""
        return Policy(
            limits={rule: timedelta(seconds=s) for rule, s in value["limits"].items()},
            escalation={
                path: tuple(
                    Rung(timedelta(seconds=after), Role(tell), level, call)
                    for after, tell, level, call in rungs
                )
                for path, rungs in value["escalation"].items()
            },
            before=timedelta(seconds=value["before"]),
            unreminded=timedelta(seconds=value["unreminded"]),
            again=timedelta(seconds=value["again"]),
            large_area=_area_of(value.get("large_area")),
            repeats=_repeats_of(value.get("repeats")),
            incidents=_incidents_of(value.get("incidents")),
            own=OwnLimits.from_json(value["own"]) if "own" in value else NONE_KEPT,
        )


def _area_of(value: Sequence[float] | None) -> LargeArea:
    """A policy kept before these figures could be set has the usual ones."""
    if value is None:
        return LARGE_AREA
    buildings, households, complaints, within = value
    return LargeArea(int(buildings), int(households), int(complaints), timedelta(seconds=within))


def _repeats_of(value: Sequence[float] | None) -> Repeats:
    if value is None:
        return REPEATS
    within, head, *rest = value
    repeats = Repeats(timedelta(seconds=within), int(head))
    if not rest:
        return repeats
    return replace(repeats, forwarded=timedelta(seconds=rest[0]), doors=int(rest[1]))


def _incidents_of(value: Sequence[Any] | None) -> Incidents:
    if value is None:
        return INCIDENTS
    flats, lasts, told_at, *rest = value
    stations = tuple((name, tuple(places)) for name, places in (rest[0] if rest else ()))
    return Incidents(int(flats), timedelta(seconds=lasts), tuple(told_at), stations)


def place_of(rule: str) -> To:
    """The group in which a rule's owner is spoken to."""
    if RULES[rule].owner is Role.SERVICE:
        return To.SERVICE
    return To.EMERGENCY if rule.startswith("R3.3") else To.DEPARTMENT
