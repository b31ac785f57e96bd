"""What keeps a ticket straight beside the work: clocks, corrections, extensions, ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain import events, own_clocks
from bot.domain.contact import doubt, looked_up, tell_crew
from bot.domain.draft import Draft, Refusal, refuse
from bot.domain.missing import lacks_compound, placed
from bot.domain.notices import Call, Kind, Notice, Priority, Role, To, Who
from bot.domain.opening import TO_DO, close_group
from bot.domain.policy import RULES, Step
from bot.domain.ticket import TO_ARRIVE, Clock, Extension, Status

#: A word that comes later than this says how late it is.
LATE = timedelta(minutes=1)

_WORDS: Mapping[Kind, str] = {
    Kind.REMINDER: "reminder",
    Kind.OVERDUE: "overdue",
    Kind.ESCALATION: "escalation",
}
_URGENCY: Mapping[Kind, Priority] = {
    Kind.REMINDER: Priority.REMINDER,
    Kind.OVERDUE: Priority.ESCALATION,
    Kind.ESCALATION: Priority.ESCALATION,
}


def clock_due(draft: Draft, event: events.ClockDue) -> Refusal | None:
    """A deadline's next word. A stale generation closes itself in silence.

    After a standstill every word that was missed is said once, together, and says how late it is.
    """
    clock = draft.ticket.clocks.get(event.rule)
    if clock is None or clock.generation != event.generation or draft.now < clock.speaks_at:
        return None
    if RULES[event.rule].asks:
        own_clocks.still_working(draft)
        return None
    due: list[Step] = []
    index = clock.step
    while (step := _step(draft, clock.rule, index)).at <= draft.now:
        due.append(step)
        index += 1
    later = replace(clock, step=index, speaks_at=step.at)
    draft.change(clocks={**draft.ticket.clocks, event.rule: later})
    if not due:
        return None
    if event.rule == "R3.3.2" and draft.ticket.status not in TO_ARRIVE:
        _still_silent(draft, clock)
        return None
    if draft.now >= clock.due_at:
        draft.miss(event.rule)
    late = draft.now - due[-1].at
    facts: dict[str, Any] = {"late": int(late.total_seconds())} if late > LATE else {}
    up = [who for step in due if step.kind is Kind.ESCALATION for who in step.ring]
    told = {"told": [f"{who.role}{who.level or ''}" for who in up]} if up else {}
    draft.note(_WORDS[due[-1].kind], rule=event.rule, **facts, **told)
    for to in dict.fromkeys(step.to for step in due):
        _speak(draft, event.rule, [step for step in due if step.to is to], facts)
    return None


def _still_silent(draft: Draft, clock: Clock) -> None:
    """The team is on site in time; each person called still answers for himself (R3.3.2)."""
    if draft.now >= clock.due_at:
        draft.met_at(clock.rule, draft.ticket.marks[Status.ON_SITE.value].at)
    draft.note("reminder", rule=clock.rule)
    draft.tell(
        Kind.REMINDER,
        "still_silent",
        To.EMERGENCY,
        Who(Role.SILENT),
        rule=clock.rule,
        priority=Priority.MAJOR,
    )


def _step(draft: Draft, rule: str, index: int) -> Step:
    clock = draft.ticket.clocks[rule]
    return draft.policy.step(rule, clock.started_at, clock.due_at, index)


def _speak(draft: Draft, rule: str, steps: list[Step], facts: Mapping[str, Any]) -> None:
    last = steps[-1]
    ring = tuple(dict.fromkeys(who for step in steps for who in step.ring))
    draft.tell(
        last.kind,
        _WORDS[last.kind],
        last.to,
        *ring,
        rule=rule,
        card=last.kind is not Kind.ESCALATION,
        priority=Priority.MAJOR if draft.ticket.is_major else _URGENCY[last.kind],
        due_at=draft.ticket.clocks[rule].due_at,
        **facts,
    )
    if last.call:
        draft.ask(Call(last.call, last.ring, rule))


def corrected(draft: Draft, event: events.Corrected) -> Refusal | None:
    """补充 and 更正: what stood before stays on the timeline."""
    lacked = lacks_compound(draft.ticket)
    changes = placed(event.changes, draft.ticket)
    before = {name: getattr(draft.ticket, name) for name in changes}
    right = looked_up(draft, changes)
    if not right and all(before[name] == value for name, value in changes.items()):
        return refuse("nothing_new")
    draft.change(**changes)
    draft.note("corrected", event.words, changes=changes, before=before)
    draft.reply("corrected", changes=changes)
    if lacked and draft.ticket.status in TO_DO - {Status.REGISTERED}:
        # Whoever is under way needs it; a card that changed is not seen by everybody.
        draft.tell(Kind.REPLY, "located", To.DEPARTMENT)
    elif right or draft.ticket.handler not in (None, event.by):
        old = () if right else (name for name in changes if not before[name])
        tell_crew(draft, {name: value for name, value in changes.items() if name not in old})
    return None


def remarked(draft: Draft, event: events.Remarked) -> Refusal | None:
    """Words that change nothing but must not be lost."""
    draft.note("remarked", event.words, images=list(event.images))
    draft.reply("remarked", **doubt(draft, event.words))
    return None


def support_asked(draft: Draft, event: events.SupportAsked) -> Refusal | None:
    """支援: on record whom was asked for what; who says it to them knows the words."""
    draft.note("support_asked", event.words, department=event.department)
    return None


def extension_asked(draft: Draft, event: events.ExtensionAsked) -> Refusal | None:
    """延期: the head decides; the old promise runs on until he has."""
    promised = draft.ticket.promised_at
    if event.until <= draft.now or (promised and event.until <= promised):
        return refuse("extension_not_later", until=event.until, promised_at=promised)
    if event.by_head:
        return _extend(draft, event.until, event.words)
    draft.change(extension=Extension(event.until, event.words, event.by))
    draft.note("extension_asked", event.words, until=event.until.isoformat())
    draft.tell(
        Kind.QUESTION,
        "extension_asked",
        To.DEPARTMENT,
        Who(Role.HEAD),
        rule="R3.2.3",
        card=True,
        until=event.until,
        words=event.words,
    )
    draft.reply("extension_asked_reply", until=event.until)
    return None


def extension_answered(draft: Draft, event: events.ExtensionAnswered) -> Refusal | None:
    """The head's word. Refused: the old promise stands."""
    asked = draft.ticket.extension
    if asked is None:
        return refuse("no_extension")
    draft.change(extension=None)
    if event.approved:
        return _extend(draft, asked.until, event.words or asked.reason)
    draft.note("extension_refused", event.words, until=asked.until.isoformat())
    draft.tell(
        Kind.REPLY,
        "extension_refused",
        To.DEPARTMENT,
        Who(Role.PERSON, key=asked.by),
        words=event.words,
    )
    return None


def _extend(draft: Draft, until: datetime, words: str) -> Refusal | None:
    draft.change(promised_at=until, extension=None)
    draft.start("R3.2.3", until)
    draft.note("extended", words, until=until.isoformat())
    draft.tell(Kind.REPLY, "extended", To.DEPARTMENT, Who(Role.HANDLER))
    draft.reply("extended")
    return None


def _end(draft: Draft, status: Status, what: str, words: str, **facts: object) -> None:
    dispatched = draft.ticket.status is not Status.REGISTERED
    draft.drop_all()
    draft.change(closed_at=draft.now)
    draft.reach(status)
    draft.note(what, words, **facts)
    draft.reply(what, words=words)
    if dispatched:
        draft.tell(
            Kind.CLOSED, what, To.EMERGENCY if draft.ticket.is_major else To.DEPARTMENT, words=words
        )
    if draft.ticket.is_major:
        draft.tell(Kind.CLOSED, what, To.LEADERS, words=words)
        close_group(draft)


def voided(draft: Draft, event: events.Voided) -> Refusal | None:
    """作废: with a reason, and all its clocks end."""
    if not event.words:
        return refuse("reason_missing")
    _end(draft, Status.VOID, "voided", event.words)
    return None


def merged(draft: Draft, event: events.Merged) -> Refusal | None:
    """合并: goes on in another ticket."""
    if event.into == draft.ticket.id:
        return refuse("merge_itself")
    draft.change(merged_into=event.into, alike=None)
    _end(draft, Status.MERGED, "merged", event.words, into=event.into)
    return None


def absorbed(draft: Draft, event: events.Absorbed) -> Refusal | None:
    """The other side of a merge, on this ticket's own timeline; who works on this one hears of the
    other and of its user, who is owed the result as well (R1.4)."""
    times = draft.ticket.repeats + event.again
    draft.change(repeats=times, alike=None, **event.fields)
    again = {"times": times + 1} if event.again else {}
    draft.note("absorbed", event.words, other=event.other, **again)
    if draft.ticket.status is not Status.REGISTERED:
        to = To.EMERGENCY if draft.ticket.is_major else To.DEPARTMENT
        told = {"words": event.words, "other": event.other, "user": event.user}
        draft.notices.append(
            Notice(Kind.PROGRESS, "absorbed", to, (Who(Role.HANDLER),), facts=told)
        )
    return None


def parted(draft: Draft, event: events.Parted) -> Refusal | None:
    """What was counted as the same household once more was none."""
    if event.again and draft.ticket.repeats:
        draft.change(repeats=draft.ticket.repeats - 1)
    draft.note("parted", other=event.other)
    return None


def kept_apart(draft: Draft, event: events.KeptApart) -> Refusal | None:
    """各办各的: the question is answered, both tickets stand."""
    other = draft.ticket.alike
    if other is None:
        return refuse("nothing_asked")
    draft.change(alike=None)
    draft.note("kept_apart", other=other)
    draft.reply("kept_apart", other=other)
    return None


def calls_read(draft: Draft, event: events.CallsRead) -> Refusal | None:
    """Who was called and has not looked is named where the next word will come from."""
    draft.note("calls_read", rule=event.rule, read=list(event.read), unread=list(event.unread))
    if event.unread:
        draft.tell(
            Kind.ESCALATION,
            "calls_unread",
            To.EMERGENCY if draft.ticket.is_major else To.LEADERS,
            rule=event.rule,
            priority=Priority.ESCALATION,
            read=list(event.read),
            unread=list(event.unread),
        )
    return None


def delivery_failed(draft: Draft, event: events.DeliveryFailed) -> Refusal | None:
    """A message reached nobody: on record, and customer service is told."""
    draft.note("delivery_failed", event.reason, where=event.where)
    draft.tell(
        Kind.REPLY,
        "undelivered",
        To.SERVICE,
        Who(Role.SERVICE),
        where=event.where,
        reason=event.reason,
    )
    return None
