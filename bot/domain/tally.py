"""Counts a period's figures, ticket by ticket.

tally = Tally(period, service="service", now=now)
for ticket, entries in ledger:      # those received in the period, in order
    tally.add(ticket, entries)
figures = tally.figures()
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import fmean, median

from bot.domain.figures import Department, Figures, Kept, Length, Share
from bot.domain.notices import Role
from bot.domain.opinions import Opinions
from bot.domain.periods import Period
from bot.domain.places import Places
from bot.domain.policy import RULES
from bot.domain.ticket import DISSATISFIED, DONE, RATINGS, Entry, Outcome, Status, Ticket
from bot.domain.timing import timings

#: Timeline entries that figures are made of.
TELLING = (
    "contacted",
    "handled",
    "fed_back",
    "followed_up",
    "rated",
    "reopened",
    "reclassified",
    "upgraded",
    "downgraded",
)
_SATISFIED = frozenset(RATINGS) - {DISSATISFIED}
_CORRECTED = frozenset(("reclassified", "upgraded", "downgraded"))
_NOT_VALID = (Status.VOID, Status.MERGED)


@dataclass(slots=True)
class Tally:
    """Adds tickets up; keeps counts and lengths, only major tickets themselves, and some words.

    `service` is the key of the department that owes what is customer service's.
    """

    period: Period
    service: str
    now: datetime
    received: int = 0
    _count: dict[str, Counter[str]] = field(default_factory=dict)
    _clocks: dict[tuple[str, str], Counter[Outcome]] = field(default_factory=dict)
    _days: Counter[date] = field(default_factory=Counter)
    _closed_days: Counter[date] = field(default_factory=Counter)
    _lengths: dict[str, list[float]] = field(default_factory=dict)
    _places: Places = field(default_factory=Places)
    _majors: list[Ticket] = field(default_factory=list)
    _opinions: Opinions = field(default_factory=Opinions)

    def add(self, ticket: Ticket, entries: Sequence[Entry]) -> None:
        """One ticket received in the period; `entries` are those of its timeline in `TELLING`."""
        self.received += 1
        missed = self._add_clocks(ticket)
        self._one("facts", "missed" if missed else "kept")
        self._one("facts", "corrected", sum(entry.what in _CORRECTED for entry in entries))
        if ticket.status in _NOT_VALID:
            self._one("facts", ticket.status.value)
            return
        zone = self.period.since.tzinfo
        self._days[ticket.opened_at.astimezone(zone).date()] += 1
        if ticket.status is Status.CLOSED and ticket.closed_at is not None:
            self._closed_days[ticket.closed_at.astimezone(zone).date()] += 1
            self._one("closed", ticket.department)
        self._one("sources", ticket.source.value)
        self._one("types", ticket.type.value)
        self._one("severities", ticket.severity.value)
        self._one("departments", ticket.department)
        self._one("facts", "repeats", ticket.repeats)
        self._one("facts", "incidents", ticket.households > 1)
        self._one("facts", "under", ticket.parent is not None)
        self._places.add(ticket, missed=missed)
        if ticket.is_major and ticket.parent is None:
            self._majors.append(ticket)
        self._opinions.add(ticket, entries)
        self._add_ratings(entries)
        self._add_lengths(ticket, entries)

    def _one(self, kind: str, key: str, times: int = 1) -> None:
        if times:
            self._count.setdefault(kind, Counter())[key] += times

    def _add_clocks(self, ticket: Ticket) -> bool:
        missed = False
        for each in timings(ticket, self.now):
            owner = self.service if RULES[each.rule].owner is Role.SERVICE else each.department
            self._clocks.setdefault((each.rule, owner), Counter())[each.outcome] += 1
            missed = missed or each.outcome is Outcome.MISSED
        return missed

    def _add_ratings(self, entries: Sequence[Entry]) -> None:
        said = [str(e.facts["rating"]) for e in entries if e.facts.get("rating")]
        rated = [rating for rating in said if rating in RATINGS]
        told = any(entry.what == "fed_back" for entry in entries)
        called = any(entry.what == "followed_up" for entry in entries)
        self._one("facts", "told", told)
        self._one("facts", "called", told and called)
        if rated:
            self._one("ratings", rated[-1])
        else:
            self._one("facts", "unrated", told)
        self._one("facts", "dissatisfied", DISSATISFIED in rated)
        self._one("facts", "reopened", any(entry.what == "reopened" for entry in entries))

    def _add_lengths(self, ticket: Ticket, entries: Sequence[Entry]) -> None:
        contacted = next((e.at for e in entries if e.what == "contacted"), None)
        handled = next((e.at for e in reversed(entries) if e.what == "handled"), None)
        closed = ticket.closed_at if ticket.status is Status.CLOSED else None
        reached = {
            "contact": contacted,
            "handle": handled if ticket.status in DONE else None,
            "close": closed,
        }
        for step, at in reached.items():
            if at is not None:
                took = (at - ticket.opened_at).total_seconds()
                self._lengths.setdefault(step, []).append(took)

    def figures(self) -> Figures:
        """What it comes to so far."""
        facts, ratings = self._counted("facts"), self._counted("ratings")
        void, merged = facts.get(Status.VOID.value, 0), facts.get(Status.MERGED.value, 0)
        valid = self.received - void - merged
        departments = self._departments()
        return Figures(
            period=self.period,
            now=self.now,
            received=self.received,
            void=void,
            merged=merged,
            valid=valid,
            closed=Share(sum(self._counted("closed").values()), valid),
            followed_up=Share(facts.get("called", 0), facts.get("told", 0)),
            satisfied=Share(sum(ratings.get(r, 0) for r in _SATISFIED), sum(ratings.values())),
            ratings=ratings,
            unrated=facts.get("unrated", 0),
            once_dissatisfied=facts.get("dissatisfied", 0),
            reopened=facts.get("reopened", 0),
            repeats=facts.get("repeats", 0),
            corrected=facts.get("corrected", 0),
            incidents=facts.get("incidents", 0),
            under_incidents=facts.get("under", 0),
            missed_tickets=facts.get("missed", 0),
            clocks=_kept(self._clocks.values()),
            rules={
                rule: _kept(counted)
                for rule in RULES
                if (counted := [c for (r, _), c in self._clocks.items() if r == rule])
            },
            sources=self._counted("sources"),
            types=self._counted("types"),
            severities=self._counted("severities"),
            departments=departments,
            days=self._every_day(self._days),
            closed_by_day=dict(sorted(self._closed_days.items())),
            to_contact=_length(self._lengths.get("contact", ())),
            to_handle=_length(self._lengths.get("handle", ())),
            to_close=_length(self._lengths.get("close", ())),
            places=self._places.places(),
            repeaters=self._places.repeaters(),
            majors=tuple(self._majors),
            opinions=tuple(self._opinions.first()),
            opinions_given=self._opinions.count,
        )

    def _counted(self, kind: str) -> dict[str, int]:
        counted = self._count.get(kind, Counter[str]())
        return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))

    def _departments(self) -> dict[str, Department]:
        tickets, closed = self._counted("departments"), self._counted("closed")
        owing = sorted({owner for _, owner in self._clocks} - set(tickets))
        return {
            key: Department(
                tickets.get(key, 0),
                closed.get(key, 0),
                _kept(c for (_, owner), c in self._clocks.items() if owner == key),
            )
            for key in (*tickets, *owing)
        }

    def _every_day(self, counted: Counter[date]) -> dict[date, int]:
        first, zone = self.period.since.date(), self.period.since.tzinfo
        last = self.period.cut(self.now).until.astimezone(zone)
        days = max(1, (last - timedelta(microseconds=1)).date().toordinal() - first.toordinal() + 1)
        every = (first + timedelta(days=n) for n in range(days))
        return {day: counted[day] for day in every}


def _kept(counted: Iterable[Counter[Outcome]]) -> Kept:
    total: Counter[Outcome] = Counter()
    for each in counted:
        total.update(each)
    return Kept(*(total[Outcome(o)] for o in ("met", "missed", "running", "dropped")))


def _length(seconds: Sequence[float]) -> Length:
    if not seconds:
        return Length(0, None, None)
    return Length(len(seconds), fmean(seconds), median(seconds))
