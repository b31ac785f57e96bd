"""Rows ⇄ tickets and timeline entries."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.domain.household import community_key, door_of
from bot.domain.ticket import (
    Attendance,
    Clock,
    Entry,
    Extension,
    Mark,
    Outcome,
    PastClock,
    Severity,
    Source,
    Status,
    Ticket,
    Type,
)

_FIELDS = tuple(f.name for f in fields(Ticket))


@lru_cache(maxsize=1024)  # a batch asks for the words of each of its tickets again and again
def content_digest(content: str) -> str:
    """Finds the same words again, whatever the blanks between them."""
    folded = unicodedata.normalize("NFKC", content)
    plain = "".join(folded.split()).encode("utf-8", "backslashreplace")
    return hashlib.md5(plain, usedforsecurity=False).hexdigest()


def places(address: str | None, community: str | None) -> dict[str, str | None]:
    """What finds a household and its neighbours again, whatever the spelling."""
    door, compound = door_of(address).key, community_key(community)
    return {"door": door and door[:64], "compound": compound and compound[:64]}


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def ticket_row(ticket: Ticket) -> dict[str, Any]:
    """A ticket as a row; `version` is the one it is saved under."""
    row = {name: getattr(ticket, name) for name in _FIELDS}
    for name in ("status", "severity", "type", "source"):
        row[name] = row[name].value
    row["content_digest"] = content_digest(ticket.content)
    row |= places(ticket.address, ticket.community)
    row["why"] = list(ticket.why)
    row["missed"] = list(ticket.missed)
    row["generations"] = dict(ticket.generations)
    row["extension"] = ticket.extension and {
        "until": _iso(ticket.extension.until),
        "reason": ticket.extension.reason,
        "by": ticket.extension.by,
    }
    row["team"] = [[a.person, _iso(a.answered_at), _iso(a.arrived_at)] for a in ticket.team]
    row["clocks"] = {
        rule: [c.generation, _iso(c.started_at), _iso(c.due_at), c.step, _iso(c.speaks_at)]
        for rule, c in ticket.clocks.items()
    }
    row["past"] = [
        [
            p.rule, p.generation, _iso(p.started_at), _iso(p.due_at), _iso(p.ended_at),
            p.by, p.department, p.outcome.value,
        ]
        for p in ticket.past
    ]  # fmt: skip
    row["marks"] = {status: [_iso(mark.at), mark.by] for status, mark in ticket.marks.items()}
    return row


def _clock(rule: str, value: list[Any]) -> Clock:
    generation, started, due, step, speaks = value
    at = datetime.fromisoformat
    return Clock(rule, generation, at(started), at(due), step, at(speaks))


def _past(value: list[Any]) -> PastClock:
    rule, generation, started, due, ended, by, department, outcome = value
    at = datetime.fromisoformat
    return PastClock(
        rule, generation, at(started), at(due), at(ended), by, department, Outcome(outcome)
    )


def ticket_of(row: Mapping[str, Any]) -> Ticket:
    """The inverse of `ticket_row`."""
    value = {name: row[name] for name in _FIELDS}
    value["status"] = Status(row["status"])
    value["severity"] = Severity(row["severity"])
    value["type"] = Type(row["type"])
    value["source"] = Source(row["source"])
    value["why"] = tuple(row["why"])
    value["missed"] = tuple(row["missed"])
    if asked := row["extension"]:
        until = datetime.fromisoformat(asked["until"])
        value["extension"] = Extension(until, asked["reason"], asked["by"])
    value["team"] = tuple(Attendance(p, _instant(a), _instant(b)) for p, a, b in row["team"])
    value["clocks"] = {rule: _clock(rule, c) for rule, c in row["clocks"].items()}
    value["past"] = tuple(map(_past, row["past"]))
    value["marks"] = {
        status: Mark(datetime.fromisoformat(at), by) for status, (at, by) in row["marks"].items()
    }
    return Ticket(**value)


def entry_row(ticket: int, entry: Entry, key: int) -> dict[str, Any]:
    """One timeline line as a row."""
    return {
        "id": key,
        "ticket": ticket,
        "at": entry.at,
        "by": entry.by,
        "what": entry.what,
        "words": entry.words,
        "facts": dict(entry.facts),
    }


def entry_of(row: Mapping[str, Any]) -> Entry:
    """The inverse of `entry_row`."""
    return Entry(row["at"], row["by"], row["what"], row["words"], row["facts"])


def deadline_changes(
    old: Mapping[str, Clock], new: Mapping[str, Clock], ticket: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Clocks before and after, as deadline rows: armed anew, moved on, ended."""
    armed, moved, ended = [], [], []
    for rule, clock in new.items():
        before = old.get(rule)
        row = {"b_ticket": ticket, "b_rule": rule, "b_generation": clock.generation}
        if before is None or before.generation != clock.generation:
            armed.append(
                {
                    "ticket": ticket,
                    "rule": rule,
                    "generation": clock.generation,
                    "started_at": clock.started_at,
                    "due_at": clock.due_at,
                    "speaks_at": clock.speaks_at,
                    "step": clock.step,
                    "state": "armed",
                    "attempts": 0,
                }
            )
        elif before != clock:
            moved.append({**row, "b_step": clock.step, "b_speaks_at": clock.speaks_at})
    for rule, clock in old.items():
        after = new.get(rule)
        if after is None or after.generation != clock.generation:
            ended.append({"b_ticket": ticket, "b_rule": rule, "b_generation": clock.generation})
    return armed, moved, ended
