"""How a ticket gets onto a path: received, reassigned, taken up again, its group."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain import events, own_clocks
from bot.domain.chat import ChatRef
from bot.domain.draft import Draft, Refusal, refuse
from bot.domain.notices import Call, CloseGroup, Kind, MakeGroup, Role, To, Who
from bot.domain.policy import ON_GENERAL, Policy
from bot.domain.ticket import ENDED, Mark, Status, Ticket, called

#: Somebody still has to do the work itself.
TO_DO = frozenset(
    (
        Status.REGISTERED,
        Status.DISPATCHED,
        Status.ACKNOWLEDGED,
        Status.CONTACTED,
        Status.ON_SITE,
        Status.PLANNED,
    )
)
#: A mark of every emergency group that is no more begins so; the chat's lane follows.
_LOST = "group_lost "


def received(event: events.Received, policy: Policy, now: datetime) -> Draft:
    """R2.2.2, R2.2.3: registered, and at once on its path unless a person must look first."""
    ticket = Ticket(
        id=event.number,
        status=Status.REGISTERED,
        severity=event.severity,
        type=event.type,
        department=event.department,
        policy=policy.version,
        opened_at=now,
        content=event.content,
        name=event.name,
        phone=event.phone,
        address=event.address,
        community=event.community,
        room_temp_c=event.room_temp_c,
        happened=event.happened,
        source=event.source,
        why=event.why,
        needs_check=not event.sure,
        alike=event.alike,
        parent=event.parent,
        incident=None if event.parent else event.incident,
        households=len(event.gathers) + 1 if event.incident and not event.parent else 0,
        reporter=event.by,
        origin_platform=event.origin.platform,
        origin_chat=event.origin.chat_id,
    )
    draft = Draft(ticket, event.by, policy, now)
    draft.reach(Status.REGISTERED)
    shown = {"images": list(event.images)} if event.images else {}
    draft.note("registered", event.content, source=event.source.value, **shown)
    if event.parent is not None:
        draft.reach(Status.DISPATCHED)
        draft.note("joined", other=event.parent)
        place = called(event.incident or "", event.community)
        draft.tell(Kind.OPENED, "joined", To.ORIGIN, card=True, place=place, nth=event.nth)
        return draft
    for other in event.gathers:
        draft.note("gathered", other=other)
    draft.tell(Kind.OPENED, "opened", To.ORIGIN, card=True)
    if ticket.is_major:
        start_emergency(draft, event.team)
        return draft
    draft.start("R3.2.1")
    if event.sure:
        dispatch(draft, images=len(event.images))
    else:
        draft.tell(Kind.QUESTION, "check", To.SERVICE, Who(Role.SERVICE), rule="R3.2.1", card=True)
    return draft


def dispatch(draft: Draft, template: str = "dispatched", **facts: Any) -> None:
    """R3.2.1: the department is told in its own group; its clocks run from here."""
    draft.end("R3.2.1")
    draft.reach(Status.DISPATCHED)
    draft.note("dispatched", department=draft.ticket.department)
    for rule in ("R3.2.2", "R3.2.3b"):
        if rule not in draft.ticket.clocks:
            draft.start(rule)
    own_clocks.with_department(draft)
    first = Who(Role.FIRST)
    draft.tell(Kind.DISPATCHED, template, To.DEPARTMENT, first, rule="R3.2.1", card=True, **facts)


def start_emergency(draft: Draft, team: tuple[str, ...], *, keep_group: bool = False) -> None:
    """R3.3.1, R2.2.4: everybody concerned is told at once, and the group is asked for.

    An old emergency group was put to rest with its work; new work gets a new one.
    """
    if not keep_group:
        draft.change(group_platform=None, group_chat=None, group_title=None)
    draft.drop(*ON_GENERAL)
    draft.call_up(team)
    draft.reach(Status.DISPATCHED)
    draft.note("emergency", department=draft.ticket.department, team=list(team))
    for rule in ("R3.3.1", "R3.3.2", "R3.3.4"):
        draft.start(rule)
    own_clocks.outage(draft)
    crew, head, leader = Who(Role.CREW), Who(Role.HEAD), Who(Role.LEADER)
    draft.tell(Kind.EMERGENCY, "emergency", To.DEPARTMENT, crew, head, rule="R3.3.1", card=True)
    draft.tell(Kind.EMERGENCY, "emergency_leaders", To.LEADERS, leader, rule="R3.3.1")
    draft.ask(Call("app", (Who(Role.TEAM), leader), "R3.3.1"))
    if draft.ticket.group_chat is None:
        ask_for_group(draft)


def ask_for_group(draft: Draft) -> None:
    """R3.3.1: every armed clock asks for a group of its own, a repeated run for the same."""
    armed = draft.ticket.generations.get("R3.3.1", 0)
    lost = sum(mark.startswith(_LOST) for mark in draft.ticket.marks)
    key = f"emergency-{draft.ticket.id}-{armed}" + (f"-{lost}" if lost else "")
    draft.ask(MakeGroup(key, (Who(Role.TEAM), Who(Role.REPORTER), Who(Role.LEADER))))


def restart(draft: Draft, words: str, *, dissatisfied: bool = False) -> None:
    """Ours: a ticket taken up again gets new clocks and keeps its old misses."""
    ticket = draft.ticket
    draft.drop_all()
    draft.change(
        rounds=ticket.rounds + 1, promised_at=None, extension=None, closed_at=None, rating=None
    )
    if ticket.is_major:
        team = tuple(a.person for a in ticket.team)
        draft.change(team=())
        start_emergency(draft, team, keep_group=dissatisfied)
        if draft.ticket.group_chat is not None:
            draft.tell(
                Kind.EMERGENCY,
                "reopened",
                To.EMERGENCY,
                Who(Role.TEAM),
                rule="R3.3.2",
                card=True,
                words=words,
                dissatisfied=dissatisfied,
            )
            draft.end("R3.3.1")
    else:
        dispatch(draft, "reopened", words=words, dissatisfied=dissatisfied)


def reopened(draft: Draft, event: events.Reopened) -> Refusal | None:
    """By 客服, after closing or voiding, or where it was merged by mistake."""
    draft.note("reopened", event.words)
    draft.change(parent=None, merged_into=None)
    restart(draft, event.words)
    draft.reply("restarted")
    return None


def reassigned(draft: Draft, event: events.Reassigned) -> Refusal | None:
    """不归我们 is a move on record, the clock runs on; the second goes to 客服's head to decide."""
    ticket = draft.ticket
    if event.department == ticket.department and ticket.status is not Status.REGISTERED:
        return refuse("same_department")
    if event.returned:
        draft.change(returns=ticket.returns + 1)
    fields = {"of": ticket.department, "to": event.department, "returned": event.returned}
    draft.note("reassigned", event.words, **fields)
    draft.change(handler=None, needs_check=False)
    if event.returned and ticket.returns >= 1 and not ticket.is_major:
        draft.change(department=event.service)
        draft.reach(Status.REGISTERED)
        _ask_head(draft, event)
        draft.reply("returned")
        return None
    draft.change(department=event.department)
    facts: dict[str, Any] = {"words": event.words}
    if ticket.status is not Status.REGISTERED:
        back = event.returned and event.department == event.service
        facts |= {"of": ticket.department, "returned": back}
    if ticket.is_major:
        _emergency_moves(draft, event, facts)
    else:
        dispatch(draft, **facts)
    draft.reply("reassigned", words=event.words)
    return None


def _ask_head(draft: Draft, event: events.Reassigned) -> None:
    draft.tell(
        Kind.QUESTION,
        "returned_twice",
        To.SERVICE,
        Who(Role.SERVICE_HEAD),
        rule="R3.3.2" if draft.ticket.is_major else "R3.2.2",
        card=True,
        words=event.words,
        wanted=event.department,
    )


def _emergency_moves(draft: Draft, event: events.Reassigned, facts: dict[str, Any]) -> None:
    """Nobody waits for the quarrel: the new team is called, in a group that it is a member of."""
    crew, head = Who(Role.CREW), Who(Role.HEAD)
    draft.call_up(event.team)
    draft.tell(
        Kind.EMERGENCY, "emergency", To.DEPARTMENT, crew, head, rule="R3.3.1", card=True, **facts
    )
    draft.start("R3.3.1")
    ask_for_group(draft)
    if event.returned and draft.ticket.returns > 1:
        _ask_head(draft, event)


def group_stood(draft: Draft, event: events.GroupStood) -> Refusal | None:
    """R3.3.1: the group is there, with the right people and the plan in it."""
    if draft.ticket.group != event.chat:
        close_group(draft)  # the one that the ticket had before it went to other people
    draft.change(
        group_platform=event.chat.platform, group_chat=event.chat.chat_id, group_title=event.title
    )
    draft.note("group_stood", title=event.title, members=list(event.members))
    draft.end("R3.3.1")
    alone = draft.ticket.is_major and draft.ticket.parent is None
    if draft.ticket.status in ENDED or not alone:
        close_group(draft)
        return None
    draft.tell(
        Kind.EMERGENCY,
        "emergency_room",
        To.EMERGENCY,
        Who(Role.TEAM),
        rule="R3.3.2",
        card=True,
        pin=True,
    )
    if not draft.ticket.plan:
        draft.tell(Kind.EMERGENCY, "plan_template", To.EMERGENCY, rule="R3.3.2b", pin=True)
    draft.tell(Kind.EMERGENCY, "group_stood", To.SERVICE, rule="R3.3.1", title=event.title)
    return None


def group_failed(draft: Draft, event: events.GroupFailed) -> Refusal | None:
    """The people are told where they are; the refusal is on the timeline."""
    draft.note("group_failed", event.reason)
    draft.end("R3.3.1")
    crew, head = Who(Role.CREW), Who(Role.HEAD)
    for to, ring in (
        (To.DEPARTMENT, (crew, head)),
        (To.SERVICE, ()),
        (To.LEADERS, (Who(Role.LEADER),)),
    ):
        draft.tell(Kind.EMERGENCY, "group_failed", to, *ring, rule="R3.3.1", reason=event.reason)
    draft.tell(Kind.EMERGENCY, "plan_template", To.DEPARTMENT, rule="R3.3.2b")
    return None


def group_lost(draft: Draft, event: events.GroupLost) -> Refusal | None:
    """Told where people still are. It is made anew once: a second time somebody means it."""
    ticket = draft.ticket
    if ticket.group != event.chat:
        return None
    again = ticket.is_major and not any(mark.startswith(_LOST) for mark in ticket.marks)
    draft.note("group_lost", title=ticket.group_title)
    marks = {**ticket.marks, _LOST + event.chat.lane: Mark(draft.now, draft.by)}
    draft.change(group_platform=None, group_chat=None, group_title=None, marks=marks)
    if not ticket.is_major:
        return None
    for to, ring in (
        (To.DEPARTMENT, (Who(Role.TEAM),)),
        (To.SERVICE, ()),
        (To.LEADERS, (Who(Role.LEADER),)),
    ):
        facts: dict[str, Any] = {
            "title": ticket.group_title,
            "dissolved": event.dissolved,
            "again": again,
        }
        draft.tell(Kind.EMERGENCY, "group_lost", to, *ring, rule="R3.3.1", **facts)
    if again:
        ask_for_group(draft)
    return None


def was_group(ticket: Ticket, chat: ChatRef) -> bool:
    """Whether it was the emergency group until somebody dissolved it or put the bot out."""
    return _LOST + chat.lane in ticket.marks


def close_group(draft: Draft) -> None:
    """The emergency group has done its work; its name says so from now on."""
    group = draft.ticket.group
    if group is not None:
        draft.ask(CloseGroup(group, draft.ticket.group_title))
