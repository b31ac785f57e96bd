"""A decision in the making: the next ticket, what to write down, whom to tell.

Lives only inside one call of `decide`. Clocks are started, met and ended here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.notices import Kind, Notice, Priority, Request, TakeBack, To, Who
from bot.domain.policy import RULES, Policy
from bot.domain.ticket import Attendance, Clock, Entry, Mark, Outcome, PastClock, Status, Ticket


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that follows from one event; written in one transaction or not at all."""

    ticket: Ticket
    entries: tuple[Entry, ...] = ()
    notices: tuple[Notice, ...] = ()
    requests: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A user's mistake, as a value: `reason` names the words that will be said."""

    reason: str
    facts: dict[str, Any]


def refuse(reason: str, **facts: Any) -> Refusal:
    """A refusal with its facts."""
    return Refusal(reason, facts)


class Draft:
    """Collects what one event leads to."""

    def __init__(self, ticket: Ticket, by: str, policy: Policy, now: datetime) -> None:
        self.ticket = ticket
        self.by = by
        self.policy = policy
        self.now = now
        self.entries: list[Entry] = []
        self.notices: list[Notice] = []
        self.requests: list[Request] = []

    def decision(self) -> Decision:
        """The finished value."""
        return Decision(self.ticket, tuple(self.entries), tuple(self.notices), tuple(self.requests))

    def change(self, **changes: Any) -> None:
        """Sets fields of the ticket."""
        self.ticket = self.ticket.but(**changes)

    def reach(self, status: Status) -> None:
        """Moves the ticket to a status and remembers who did it when."""
        marks = {**self.ticket.marks, status.value: Mark(self.now, self.by)}
        self.change(status=status, marks=marks)

    def note(self, what: str, words: str = "", /, **facts: Any) -> None:
        """One timeline line (R1.3)."""
        self.entries.append(Entry(self.now, self.by, what, words, facts))

    def tell(
        self,
        kind: Kind,
        template: str,
        to: To,
        /,
        *ring: Who,
        rule: str | None = None,
        card: bool = False,
        pin: bool = False,
        priority: Priority | None = None,
        **facts: Any,
    ) -> None:
        """One message. A major ticket's messages go first."""
        urgent = Priority.MAJOR if self.ticket.is_major else Priority.RECEIPT
        self.notices.append(
            Notice(
                kind,
                template,
                to,
                ring,
                rule,
                facts,
                card,
                pin,
                urgent if priority is None else priority,
            )
        )

    def reply(self, template: str, /, **facts: Any) -> None:
        """The answer to whoever caused this."""
        self.tell(Kind.REPLY, template, To.ASKER, **facts)

    def ask(self, request: Request) -> None:
        """Something beside a message: a group, a call."""
        self.requests.append(request)

    # -- clocks -----------------------------------------------------------------------------

    def start(self, rule: str, due_at: datetime | None = None) -> None:
        """Arms a rule from now; an earlier running one of the same rule is superseded."""
        self.drop(rule)
        limit = self.policy.limit(rule, self.now)
        if due_at is None:
            due_at = self.now + (limit or timedelta(0))
        generation = self.ticket.generations.get(rule, 0) + 1
        steps = self.policy.steps(rule, self.now, due_at)
        overdue = next((i for i, s in enumerate(steps) if s.kind is Kind.OVERDUE), 0)
        index = next((i for i, step in enumerate(steps) if step.at > self.now), overdue)
        clock = Clock(rule, generation, self.now, due_at, index, steps[index].at)
        self.change(
            clocks={**self.ticket.clocks, rule: clock},
            generations={**self.ticket.generations, rule: generation},
        )

    def end(self, *rules: str) -> None:
        """What these clocks wait for is done. One past its limit stays missed for ever."""
        for rule in rules:
            self._stop(rule, Outcome.MET, self.now)

    def drop(self, *rules: str) -> None:
        """What these clocks wait for is not owed any more; one past its limit stays missed."""
        for rule in rules:
            self._stop(rule, Outcome.DROPPED, self.now)

    def drop_all(self) -> None:
        """Ours, and always so: an ended ticket has no clocks."""
        self.drop(*self.ticket.clocks)

    def met_at(self, rule: str, at: datetime) -> None:
        """The same as `end` where it was done before now."""
        self._stop(rule, Outcome.MET, at)

    def _stop(self, rule: str, outcome: Outcome, at: datetime) -> None:
        clock = self.ticket.clocks.get(rule)
        if clock is None:
            return
        called_late = rule in self.ticket.missed and at == clock.due_at
        late = at > clock.due_at or called_late
        if late:
            self.miss(rule)
            spoken = self.policy.steps(rule, clock.started_at, clock.due_at)[: clock.step]
            if any(step.call for step in spoken):
                self.ask(TakeBack(rule))
        self.change(clocks={r: c for r, c in self.ticket.clocks.items() if r != rule})
        if RULES[rule].asks:
            return
        ended = PastClock(
            rule,
            clock.generation,
            clock.started_at,
            clock.due_at,
            at,
            self.by,
            self.ticket.department,
            Outcome.MISSED if late else outcome,
        )
        self.change(past=(*self.ticket.past, ended))

    def miss(self, rule: str) -> None:
        """A missed clock is counted once."""
        if not RULES[rule].asks and rule not in self.ticket.missed:
            self.change(missed=(*self.ticket.missed, rule))

    # -- 到岗 list --------------------------------------------------------------------------

    def call_up(self, people: tuple[str, ...]) -> None:
        """Puts people on the list; who is on it already keeps his answer."""
        known = {a.person for a in self.ticket.team}
        fresh = tuple(Attendance(p) for p in dict.fromkeys(people) if p not in known)
        self.change(team=(*self.ticket.team, *fresh))

    def answer(self, person: str, *, arrived: bool = False) -> None:
        """A called person's own answer; somebody who came uncalled is put on the list."""
        self.call_up((person,))
        self.change(
            team=tuple(
                Attendance(
                    a.person,
                    a.answered_at or self.now,
                    a.arrived_at or (self.now if arrived else None),
                )
                if a.person == person
                else a
                for a in self.ticket.team
            )
        )
