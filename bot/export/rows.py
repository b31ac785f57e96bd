"""Tickets as rows of the ledger's sheets: plain values by the columns' names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from bot.domain.company import Company
from bot.domain.notices import Role
from bot.domain.policy import RULES
from bot.domain.ticket import Entry, Outcome, Status, Ticket
from bot.domain.timing import Timing, missed, timings
from bot.render import Renderer
from bot.timeline import done
from handlers.recipients import name_of

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as of `now`. `words` are the workbook's own, `zone` is the company's."""

    company: Company
    renderer: Renderer
    words: Mapping[str, str]
    zone: tzinfo
    now: datetime
    _told: dict[str, str] = field(default_factory=dict)

    def ledger(self, ticket: Ticket, entries: Sequence[Entry]) -> Row:
        """One ticket: R2.2.2's fields, where it stands, when each step was, each rule's clock."""
        labels = self.renderer.labels
        told, called, rated = (_last(entries, w) for w in ("fed_back", "followed_up", "rated"))
        row: dict[str, Any] = {
            "number": ticket.id,
            "opened_at": ticket.opened_at,
            "source": ticket.source.value,
            "type": labels("type")[ticket.type.value],
            "severity": labels("severity")[ticket.severity.value],
            "status": labels("status")[ticket.status.value],
            "why": "、".join(ticket.why),
            "needs_check": self.words["yes"] if ticket.needs_check else None,
            "department": self._department(ticket.department),
            "handler": ticket.handler and name_of(self.company, ticket.handler),
            "team": "、".join(name_of(self.company, a.person) for a in ticket.team),
            "reporter": name_of(self.company, ticket.reporter),
            "told_rating": told and told.facts.get("rating"),
            "called_by": called and name_of(self.company, called.by),
            "called_rating": called and called.facts.get("rating"),
            "called_words": called and called.words,
            "user_rating": rated and rated.facts.get("rating"),
            "user_words": rated and rated.words,
            "missed": len(list(missed(ticket, self.now))),
            "reopened": ticket.rounds - 1,
            "households": ticket.households if ticket.households > 1 else None,
        }
        row |= {name: getattr(ticket, name) for name in _AS_THEY_ARE}
        for name, status in _STEPS.items():
            mark = ticket.marks.get(status.value)
            row[name] = mark.at if mark else None
        contacted = _last(entries, "contacted")  # on a major ticket it is no step of its own
        row["contacted_at"] = contacted and contacted.at
        for timing in timings(ticket, self.now):
            row[timing.rule] = self._timing(timing)
        return row

    def clocks(self, ticket: Ticket) -> Iterator[Row]:
        """Every clock that was missed, by its rule's number."""
        labels = self.renderer.labels
        for each in missed(ticket, self.now):
            rule = RULES[each.rule]
            until = each.ended_at or self.now
            late = (until - each.due_at).total_seconds() / 3600 if each.due_at else None
            service = rule.owner is Role.SERVICE
            yield {
                "number": ticket.id,
                "rule": rule.id,
                "duty": rule.duty,
                "ours": self.words["ours" if rule.ours else "regulation"],
                "department": self._department(
                    self.company.service if service else each.department
                ),
                "by": name_of(self.company, each.by) if each.by else None,
                "due_at": each.due_at,
                "ended_at": each.ended_at,
                "late_hours": late and round(late, 2),
                "address": ticket.address or ticket.community,
                "type": labels("type")[ticket.type.value],
                "severity": labels("severity")[ticket.severity.value],
                "status": labels("status")[ticket.status.value],
            }

    def steps(self, ticket: Ticket, entries: Sequence[Entry]) -> Iterator[Row]:
        """R1.3: who did what, when, in whose words."""
        for entry in entries:
            yield {
                "number": ticket.id,
                "at": entry.at,
                "by": name_of(self.company, entry.by),
                "what": self._done(entry),
                "words": entry.words,
            }

    def _done(self, entry: Entry) -> str:
        """What was done. Most steps are told in the words of thousands before them."""
        if not _TIMES.isdisjoint(entry.facts):
            return done(self.renderer, self.company, entry)
        key = f"{entry.what} {entry.facts}"
        if key not in self._told:
            if len(self._told) >= _KEPT:
                self._told.clear()
            self._told[key] = done(self.renderer, self.company, entry)
        return self._told[key]

    def _department(self, key: str) -> str:
        found = self.company.departments.get(key)
        return found.name if found else key

    def _timing(self, timing: Timing) -> str:
        outcome = self.words[timing.outcome.value]
        if timing.due_at is None:
            return outcome
        parts = [f"{self.words['limit']} {self._at(timing.due_at)}"]
        if timing.ended_at is not None:
            parts.append(f"{self.words['done']} {self._at(timing.ended_at)}")
        elif timing.outcome is Outcome.MISSED:
            parts.append(self.words["not_done"])
        return f"{outcome}：{'，'.join(parts)}"

    def _at(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%m-%d %H:%M}"


#: Facts whose words depend on the day they are told: 今天, 明天.
_TIMES = frozenset(("promised_at", "until"))
_KEPT = 2000
_AS_THEY_ARE = (
    "name",
    "phone",
    "address",
    "community",
    "content",
    "happened",
    "room_temp_c",
    "promised_at",
    "plan",
    "result",
    "closed_at",
    "repeats",
    "returns",
    "parent",
    "incident",
    "merged_into",
)
#: When a step was reached; after a reopening the last time.
_STEPS: Mapping[str, Status] = {
    "dispatched_at": Status.DISPATCHED,
    "arrived_at": Status.ON_SITE,
    "handled_at": Status.HANDLED,
    "accepted_at": Status.ACCEPTED,
    "told_at": Status.FED_BACK,
    "called_at": Status.FOLLOWED_UP,
}


def _last(entries: Sequence[Entry], what: str) -> Entry | None:
    return next((entry for entry in reversed(entries) if entry.what == what), None)
