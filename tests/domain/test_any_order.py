"""Whatever happens in whatever order, what is promised of every ticket holds.

A state machine throws every event at one ticket, at random instants; after each step the promises
of the lifecycle are looked at, not the single case.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain import events
from bot.domain.chat import ChatRef
from bot.domain.draft import Decision, Refusal
from bot.domain.lifecycle import decide
from bot.domain.policy import RULES, Policy
from bot.domain.ticket import ENDED, Clock, Entry, Outcome, Severity, Status, Ticket, Type

START = datetime(2026, 11, 23, tzinfo=UTC)
POLICY = Policy()
TEAM = ("运行甲", "运行乙", "运行主任")

people = st.sampled_from((*TEAM, "检修甲", "客服甲", "值班领导", "路人"))
words = st.sampled_from(("", "换了阀门", "等配件"))
departments = st.sampled_from(("operations", "repair", "service"))


class AnyOrder(RuleBasedStateMachine):
    """One ticket; `before` is how it stood a step ago."""

    ticket: Ticket

    @initialize(
        severity=st.sampled_from(Severity), sure=st.booleans(), team=st.sampled_from(((), TEAM))
    )
    def received(self, severity: Severity, sure: bool, team: tuple[str, ...]) -> None:
        self.now = START
        self.entries: list[Entry] = []
        event = events.Received(
            by="客服甲",
            number=1,
            content="家里不热",
            origin=ChatRef("local", "客服群"),
            type=Type.QUALITY,
            severity=severity,
            department="operations",
            sure=sure,
            team=team,
        )
        outcome = decide(None, event, POLICY, self.now)
        assert isinstance(outcome, Decision)
        self.ticket = self.before = outcome.ticket
        self.event: events.Event = event
        self.entries.extend(outcome.entries)

    def happens(self, event: events.Event) -> None:
        outcome = decide(self.ticket, event, POLICY, self.now)
        assert decide(self.ticket, event, POLICY, self.now) == outcome
        if isinstance(outcome, Refusal):
            assert outcome.reason
            return
        self.before, self.ticket, self.event = self.ticket, outcome.ticket, event
        self.entries.extend(outcome.entries)
        for entry in outcome.entries:
            assert entry.at == self.now
            json.dumps(dict(entry.facts), ensure_ascii=False)
        changed = replace(self.ticket, clocks={}) != replace(self.before, clocks={})
        assert outcome.entries or not changed, "a change without a line in the timeline"
        self.no_late_end_is_forgotten()

    @rule(minutes=st.sampled_from((0, 1, 4, 10, 31, 65, 125, 26 * 60)))
    def time_goes_by(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def every_due_clock_speaks(self) -> None:
        for name in sorted(self.ticket.clocks):
            if clock := self.ticket.clocks.get(name):
                self.happens(events.ClockDue(events.BOT, name, clock.generation))
                self.happens(events.ClockDue(events.BOT, name, clock.generation - 1))

    @rule(
        by=people,
        kind=st.sampled_from((events.Acknowledged, events.Arrived)),
    )
    def said(self, by: str, kind: type[events.Event]) -> None:
        self.happens(kind(by))

    @rule(
        by=people,
        words=words,
        kind=st.sampled_from(
            (
                events.Planned,
                events.Progressed,
                events.Handled,
                events.Remarked,
                events.Voided,
                events.Downgraded,
                events.Reopened,
                events.Repeated,
            )
        ),
    )
    def told(self, by: str, words: str, kind: type[events.Remarked]) -> None:
        self.happens(kind(by, words))

    @rule(by=people, hours=st.sampled_from((-1, 1, 30)), asked=st.booleans(), head=st.booleans())
    def promised(self, by: str, hours: int, asked: bool, head: bool) -> None:
        at = self.now + timedelta(hours=hours)
        self.happens(
            events.ExtensionAsked(by, at, "等件", head) if asked else events.Contacted(by, at)
        )

    @rule(by=people, yes=st.booleans())
    def answered(self, by: str, yes: bool) -> None:
        self.happens(events.ExtensionAnswered(by, yes))

    @rule(by=people, yes=st.booleans())
    def inspected(self, by: str, yes: bool) -> None:
        self.happens(events.Inspected(by, yes, "看过了"))

    @rule(words=words, rating=st.sampled_from(("", "满意", "不满意")))
    def the_user_says(self, words: str, rating: str) -> None:
        by = events.online("网页")
        self.happens(events.Rated(by, rating, words) if rating else events.Added(by, words))

    @rule(by=people, rating=st.sampled_from(("满意", "不满意", "未评价")), last=st.booleans())
    def rated(self, by: str, rating: str, last: bool) -> None:
        happy = rating != "不满意"
        self.happens(events.FollowedUp(by, happy, rating) if last else events.FedBack(by, rating))

    @rule(by=people, to=departments, returned=st.booleans())
    def reassigned(self, by: str, to: str, returned: bool) -> None:
        self.happens(events.Reassigned(by, to, returned, "service", "不归我们", ("检修甲",)))

    @rule(by=people)
    def raised(self, by: str) -> None:
        self.happens(events.Upgraded(by, "整栋楼", TEAM))

    @rule(name=st.sampled_from(("王女士", "李先生")))
    def corrected(self, name: str) -> None:
        self.happens(events.Corrected("客服甲", {"name": name}))

    @rule(into=st.integers(1, 3))
    def merged(self, into: int) -> None:
        self.happens(events.Merged("客服甲", into))
        self.happens(events.Absorbed("客服甲", 7))

    @rule(stood=st.booleans(), n=st.integers(1, 3))
    def group(self, stood: bool, n: int) -> None:
        self.happens(
            events.GroupStood(events.BOT, ChatRef("local", f"g{n}"), f"应急 {n}", TEAM)
            if stood
            else events.GroupFailed(events.BOT, "没有权限")
        )

    @rule(n=st.integers(1, 3), dissolved=st.booleans())
    def lost(self, n: int, dissolved: bool) -> None:
        self.happens(events.GroupLost(events.BOT, ChatRef("local", f"g{n}"), dissolved))

    @rule()
    def undelivered(self) -> None:
        self.happens(events.DeliveryFailed(events.BOT, "运行群", "群没了"))

    @rule(unread=st.lists(st.sampled_from(TEAM)))
    def looked_at(self, unread: list[str]) -> None:
        self.happens(events.CallsRead(events.BOT, "R3.3.1", (), tuple(unread)))

    # -- what is promised ------------------------------------------------------------------

    @invariant()
    def an_ended_ticket_has_no_clocks(self) -> None:
        if hasattr(self, "ticket") and self.ticket.status in ENDED:
            assert self.ticket.clocks == {}

    @invariant()
    def somebody_always_owes_something(self) -> None:
        if hasattr(self, "ticket") and self.ticket.is_open:
            assert self.ticket.clocks, self.ticket.status

    @invariant()
    def a_path_keeps_to_its_own_rules(self) -> None:
        if hasattr(self, "ticket") and self.ticket.is_open:
            path = "R3.3" if self.ticket.is_major else "R3.2"
            assert all(name.startswith(path) for name in self.ticket.clocks)
            assert set(self.ticket.clocks) <= set(RULES)

    @invariant()
    def the_past_stays(self) -> None:
        if not hasattr(self, "ticket"):
            return
        assert set(self.before.missed) <= set(self.ticket.missed)
        assert self.ticket.opened_at == START
        assert self.ticket.content == "家里不热"
        for name, generation in self.before.generations.items():
            assert self.ticket.generations[name] >= generation
        assert [e.at for e in self.entries] == sorted(e.at for e in self.entries)

    @invariant()
    def every_clock_is_on_record(self) -> None:
        if not hasattr(self, "ticket"):
            return
        kept = [(p.rule, p.generation) for p in self.ticket.past]
        running = [(c.rule, c.generation) for c in self.ticket.clocks.values()]
        ever = [(r, g + 1) for r, last in self.ticket.generations.items() for g in range(last)]
        assert sorted([*kept, *running]) == sorted(ever)
        late = {p.rule for p in self.ticket.past if p.outcome is Outcome.MISSED}
        assert late <= set(self.ticket.missed) <= late | set(self.ticket.clocks)

    def no_late_end_is_forgotten(self) -> None:
        for name, clock in self.before.clocks.items():
            if self.now > clock.due_at and self._ended(name, clock):
                assert name in self.ticket.missed, name

    def _ended(self, name: str, clock: Clock) -> bool:
        """R3.3.2 may end late without a miss: somebody came in time, others are only asked."""
        now = self.ticket.clocks.get(name)
        came = self.before.status not in (
            Status.REGISTERED,
            Status.DISPATCHED,
            Status.ACKNOWLEDGED,
            Status.CONTACTED,
        )
        if name == "R3.3.2" and came:
            return False
        return now is None or now.generation != clock.generation

    @invariant()
    def a_clock_has_its_next_word(self) -> None:
        if not hasattr(self, "ticket"):
            return
        for clock in self.ticket.clocks.values():
            assert clock.generation == self.ticket.generations[clock.rule]
            assert clock.started_at <= clock.due_at
            step = POLICY.step(clock.rule, clock.started_at, clock.due_at, clock.step)
            assert step.at == clock.speaks_at


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
