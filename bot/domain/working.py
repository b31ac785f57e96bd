"""The steps of the work itself, from acknowledging to the follow-up call (R3.2, R3.3)."""

from __future__ import annotations

from bot.domain import events
from bot.domain.contact import doubt
from bot.domain.draft import Draft, Refusal, refuse
from bot.domain.gathering import household_called, household_told
from bot.domain.notices import Kind, Role, To, Who
from bot.domain.opening import close_group, restart
from bot.domain.ticket import TO_ARRIVE, Status


def acknowledged(draft: Draft, event: events.Acknowledged) -> Refusal | None:
    """接单. On a major ticket each person called answers for himself."""
    if draft.ticket.is_major:
        answers = {a.person: a.answered_at for a in draft.ticket.team}
        if answers.get(event.by) is not None:
            return refuse("already_answered", at=answers[event.by])
        draft.answer(event.by)
        if draft.ticket.status in (Status.REGISTERED, Status.DISPATCHED):
            draft.reach(Status.ACKNOWLEDGED)
        _all_answered(draft)
    else:
        draft.change(handler=event.by)
        draft.reach(Status.ACKNOWLEDGED)
    draft.note("acknowledged", event.words)
    draft.reply("acknowledged")
    return None


def handed_over(draft: Draft, event: events.HandedOver) -> Refusal | None:
    """The department owes the same as before, so no clock changes; its words ring him now. On a
    major ticket he is called, and answers for himself (R3.3.1)."""
    if draft.ticket.is_major:
        draft.call_up((event.person,))
    else:
        draft.change(handler=event.person)
    draft.note("handed_over", event.words, person=event.person)
    return None


def contacted(draft: Draft, event: events.Contacted) -> Refusal | None:
    """R3.2.2, and R3.2.3 starts with the promise."""
    if event.promised_at <= draft.now:
        return refuse("promise_past", promised_at=event.promised_at)
    if draft.ticket.is_major:
        draft.note("contacted", event.words, promised_at=event.promised_at.isoformat())
        draft.reply("noted")
        return None
    draft.change(promised_at=event.promised_at, handler=draft.ticket.handler or event.by)
    draft.reach(Status.CONTACTED)
    draft.note("contacted", event.words, promised_at=event.promised_at.isoformat())
    draft.end("R3.2.2")
    draft.start("R3.2.3", event.promised_at)
    outer = draft.ticket.clocks.get("R3.2.3b")
    beyond = outer.due_at if outer and event.promised_at > outer.due_at else None
    draft.reply("contacted", beyond=beyond)
    return None


def sooner(draft: Draft, event: events.Sooner) -> Refusal | None:
    """R3.2.3: the promise holds the crew to the earlier time; a later one is 延期's."""
    promised = draft.ticket.promised_at
    if event.promised_at <= draft.now or promised is None or event.promised_at >= promised:
        return refuse("promise_past", promised_at=event.promised_at)
    draft.change(promised_at=event.promised_at, extension=None)
    draft.start("R3.2.3", event.promised_at)
    draft.note("sooner", event.words, promised_at=event.promised_at.isoformat())
    draft.reply("contacted", beyond=None)
    return None


def arrived(draft: Draft, event: events.Arrived) -> Refusal | None:
    """R3.3.2. On the general path it is a word of progress."""
    if not draft.ticket.is_major:
        if draft.ticket.status is Status.DISPATCHED:
            draft.change(handler=event.by)
            draft.reach(Status.ACKNOWLEDGED)
        draft.note("arrived")
        draft.reply("noted")
        return None
    arrivals = {a.person: a.arrived_at for a in draft.ticket.team}
    if arrivals.get(event.by) is not None:
        return refuse("already_arrived", at=arrivals[event.by])
    draft.answer(event.by, arrived=True)
    draft.note("arrived")
    _on_site(draft)
    draft.reply("arrived")
    return None


def _on_site(draft: Draft) -> None:
    """The first to come meets the clock; those who have not answered hear it to its end."""
    if draft.ticket.status in TO_ARRIVE:
        draft.reach(Status.ON_SITE)
        draft.start("R3.3.2b")
    _all_answered(draft)


def _all_answered(draft: Draft) -> None:
    clock = draft.ticket.clocks.get("R3.3.2")
    if clock is None or draft.ticket.status in TO_ARRIVE:
        return
    if draft.now >= clock.due_at or all(a.answered_at for a in draft.ticket.team):
        draft.met_at("R3.3.2", draft.ticket.marks[Status.ON_SITE.value].at)


def planned(draft: Draft, event: events.Planned) -> Refusal | None:
    """R3.3.2b. A plan comes from somebody who is there: it says 到场 as well."""
    if not event.words:
        return refuse("words_missing")
    if not draft.ticket.is_major:
        draft.note("planned", event.words)
        draft.reply("noted")
        return None
    draft.answer(event.by, arrived=True)
    _on_site(draft)
    draft.change(plan=event.words)
    draft.reach(Status.PLANNED)
    draft.note("planned", event.words)
    draft.end("R3.3.2b")
    draft.tell(Kind.PROGRESS, "planned", To.SERVICE, rule="R3.3.2b", words=event.words)
    draft.tell(Kind.PROGRESS, "planned", To.LEADERS, rule="R3.3.2b", words=event.words)
    draft.reply("planned")
    return None


def progressed(draft: Draft, event: events.Progressed) -> Refusal | None:
    """R3.3.4: each report re-arms the two hours, until it is handled."""
    if not event.words:
        return refuse("words_missing")
    draft.note("progressed", event.words)
    told = doubt(draft, event.words)
    if draft.ticket.is_major and draft.ticket.parent is None:
        if draft.ticket.status not in (Status.HANDLED, Status.ACCEPTED, Status.FED_BACK):
            draft.end("R3.3.4")
            draft.start("R3.3.4")
        draft.tell(Kind.PROGRESS, "progress", To.SERVICE, rule="R3.3.4", words=event.words)
        draft.tell(Kind.PROGRESS, "progress", To.LEADERS, rule="R3.3.4", words=event.words)
    draft.reply("noted", **told)
    return None


def handled(draft: Draft, event: events.Handled) -> Refusal | None:
    """R3.2.3, R3.3.3: done. A general ticket goes to feedback, a major one to inspection."""
    draft.change(result=event.words or None, handler=draft.ticket.handler or event.by)
    draft.reach(Status.HANDLED)
    draft.note("handled", event.words)
    if draft.ticket.is_major:
        draft.end("R3.3.1", "R3.3.2", "R3.3.2b", "R3.3.4")
        draft.start("R3.3.5")
        draft.tell(
            Kind.DISPATCHED,
            "inspect",
            To.EMERGENCY,
            Who(Role.HEAD),
            Who(Role.LEADER),
            rule="R3.3.5",
            card=True,
            words=event.words,
        )
        draft.tell(Kind.PROGRESS, "handled_major", To.SERVICE, rule="R3.3.5", words=event.words)
    else:
        draft.change(extension=None)
        draft.end("R3.2.2", "R3.2.3", "R3.2.3b")
        draft.start("R3.2.4")
    draft.reply("handled")
    return None


def not_done(draft: Draft, event: events.NotDone) -> Refusal | None:
    """Ours: what ended with a mistaken 完成 runs on to the limit that it had (R1.3). A limit that
    went by meanwhile is missed."""
    promised = draft.ticket.promised_at is not None
    owed = ("R3.2.3" if promised else "R3.2.2", "R3.2.3b")
    ended = {c.rule: c.due_at for c in draft.ticket.past}  # of each rule its last arming
    marks = {s: m for s, m in draft.ticket.marks.items() if s != Status.HANDLED.value}
    before = Status.CONTACTED if promised else Status.ACKNOWLEDGED
    draft.drop("R3.2.4")
    draft.change(result=None, status=before, marks=marks)
    for rule in owed:
        if rule in ended:
            draft.start(rule, ended[rule])
    draft.note("not_done", event.words)
    draft.reply("noted")
    return None


def inspected(draft: Draft, event: events.Inspected) -> Refusal | None:
    """R3.3.5: accepted, or sent back to handling."""
    draft.end("R3.3.5")
    if event.passed:
        draft.reach(Status.ACCEPTED)
        draft.note("accepted", event.words)
        draft.start("R3.3.6")
        draft.tell(
            Kind.DISPATCHED, "accepted", To.EMERGENCY, Who(Role.TEAM), rule="R3.3.6", card=True
        )
    else:
        draft.change(result=None)
        draft.reach(Status.PLANNED)
        draft.note("sent_back", event.words)
        draft.start("R3.3.4")
        draft.tell(
            Kind.DISPATCHED,
            "sent_back",
            To.EMERGENCY,
            Who(Role.TEAM),
            rule="R3.3.5",
            card=True,
            words=event.words,
        )
        # R1.4: it was told that it is done, and may have told the users so.
        draft.tell(Kind.PROGRESS, "not_accepted", To.SERVICE, rule="R3.3.5", words=event.words)
    draft.reply("inspected", passed=event.passed)
    return None


def fed_back(draft: Draft, event: events.FedBack) -> Refusal | None:
    """R3.2.4, R3.3.6; the follow-up call's clock starts (R3.2.5, R3.3.7)."""
    if draft.ticket.parent is not None:
        return household_told(draft, event)
    draft.change(rating=event.rating)
    draft.reach(Status.FED_BACK)
    draft.note("fed_back", event.words, rating=event.rating)
    draft.end("R3.2.4", "R3.3.6", "O1", "O2")
    rule = "R3.3.7" if draft.ticket.is_major else "R3.2.5"
    draft.start(rule)
    draft.tell(Kind.DISPATCHED, "follow_up", To.SERVICE, Who(Role.SERVICE), rule=rule, card=True)
    draft.reply("fed_back")
    return None


def followed_up(draft: Draft, event: events.FollowedUp) -> Refusal | None:
    """R3.2.5, R3.3.7: a satisfied user closes the ticket, another one reopens it (ours)."""
    if draft.ticket.parent is not None:
        return household_called(draft, event)
    draft.reach(Status.FOLLOWED_UP)
    draft.note("followed_up", event.words, rating=event.rating)
    draft.end("R3.2.5", "R3.3.7")
    if not event.satisfied:
        draft.note("reopened", event.words)
        restart(draft, event.words, dissatisfied=True)
        draft.reply("restarted")
        return None
    draft.change(rating=event.rating, closed_at=draft.now)
    draft.drop_all()
    draft.reach(Status.CLOSED)
    draft.note("closed")
    draft.tell(Kind.CLOSED, "closed", To.ASKER)
    if draft.ticket.is_major:
        draft.tell(Kind.CLOSED, "closed_major", To.EMERGENCY)
        draft.tell(Kind.CLOSED, "closed_major", To.LEADERS)
        close_group(draft)
    else:
        draft.tell(Kind.CLOSED, "closed", To.DEPARTMENT)
    return None
