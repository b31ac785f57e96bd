"""What several messages have in common: one household again, a common cause."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain import events
from bot.domain.contact import looked_up, tell_crew
from bot.domain.draft import Draft, Refusal, refuse
from bot.domain.household import community_key, door_of
from bot.domain.notices import Kind, Priority, To, Who
from bot.domain.opening import TO_DO, dispatch, restart, start_emergency
from bot.domain.policy import Incidents, place_of
from bot.domain.ticket import DISSATISFIED, Severity, Status, Ticket, Type

#: Deciding words of another trouble than no heat: the water, too much heat, an accident.
_NOT_COLD = re.compile(
    r"水|味|臭|浑|酱油|泥|粉红|太热|过热|热得|开窗|烫|煤气|一氧化碳|爆炸|塌|触电|漏电|伤|井盖|着火|冒烟"
)
#: "就我家不热，邻居都热": a trouble of this flat alone.
_ALONE = re.compile(
    r"(?:(?:就|只有?|单单|唯独)(?:是|有)?(?:我们?这?|咱|他|她)(?:家|一?户|一家)?(?:自己)?(?:家里)?(?:不|没|凉|冷)"
    r"|(?:邻居|[别其]他?人?家|人家|楼上楼下|隔壁|对门)(?:家|屋)?(?:里|们)?(?:都|全)?(?:是|挺|很)?热(?!不))"
    r"(?![^,，。]{0,5}[吗么?？])"
)
#: An incident takes households in until it is handled; later it is still cold there.
GATHERING = TO_DO
#: Called done, so a user who complains again says that it is not.
_DONE = {Status.HANDLED, Status.FED_BACK, Status.FOLLOWED_UP}


def repeated(draft: Draft, event: events.Repeated) -> Refusal | None:
    """重复投诉: counted and kept; who has the ticket hears it, and in the end his head."""
    ticket = draft.ticket
    times = ticket.repeats + 2
    draft.change(repeats=ticket.repeats + 1, **event.fields)
    if looked_up(draft, event.fields):
        tell_crew(draft, event.fields)
    draft.note("repeated", event.words, times=times, fields=dict(event.fields))
    raised = bool(event.why) and not ticket.is_major
    again = not ticket.is_major and ticket.status in _DONE
    if raised or again:
        draft.change(parent=None)
    if raised:
        draft.change(severity=Severity.MAJOR, needs_check=False, why=(*ticket.why, *event.why))
        draft.note("raised", "、".join(event.why))
        start_emergency(draft, event.team)
    elif again:
        draft.note("reopened")
        restart(draft, event.words)
    else:
        _remind(draft, event.words, times)
    draft.reply("repeated", times=times, raised=raised, again=again, fields=dict(event.fields))
    return None


def _remind(draft: Draft, words: str, times: int) -> None:
    """Whoever owes the next thing hears it where he hears his clocks."""
    clock = next(iter(draft.ticket.running()), None)
    if clock is None:
        return
    owner, head = draft.policy.rule(clock.rule).owner, draft.policy.head_of(clock.rule)
    ring = (owner, head) if times >= draft.policy.repeats.head else (owner,)
    draft.tell(
        Kind.REMINDER,
        "repeated_reminder",
        place_of(clock.rule),
        *map(Who, ring),
        rule=clock.rule,
        priority=Priority.MAJOR if draft.ticket.is_major else Priority.REMINDER,
        words=words,
        times=times,
    )


# -- a common cause ---------------------------------------------------------------------------


def cold_place(community: str | None, kind: Type, why: Iterable[str]) -> str | None:
    """The community that a complaint of no heat comes from; None for any other trouble."""
    cold = kind in (Type.QUALITY, Type.FACILITY) and not _NOT_COLD.search(" ".join(why))
    return community_key(community) if cold else None


def heated_with(place: str, incidents: Incidents) -> tuple[str, ...]:
    """R3.1.2: the station of this place and all the communities that it heats."""
    return next((all_ for s, p in incidents.stations if place in (all_ := (s, *p))), ())


def station_in(words: str, incidents: Incidents) -> str | None:
    """The station that is told of by its name."""
    return next((station for station, _ in incidents.stations if station in words), None)


def is_alone(words: str) -> bool:
    """Whether the user says that his home is the only cold one: no part of a common cause."""
    return bool(_ALONE.search(words))


def is_about_a_place(address: str | None) -> bool:
    """Whether no single flat is named."""
    return door_of(address).key is None


def takes_in(ticket: Ticket) -> bool:
    """Whether households of its place still go under this ticket."""
    here = ticket.incident is not None and ticket.parent is None and ticket.is_major
    return here and ticket.status in GATHERING


def joined(draft: Draft, event: events.Joined) -> Refusal | None:
    """Number, fields and user stay; the clocks are the incident's."""
    # O1 stays: whoever sent the order knows of no incident.
    draft.drop(*(rule for rule in draft.ticket.clocks if rule != "O1"))
    draft.change(parent=event.parent, needs_check=False, extension=None)
    if draft.ticket.status not in GATHERING or draft.ticket.status is Status.REGISTERED:
        draft.reach(Status.DISPATCHED)
    draft.note("joined", other=event.parent)
    return None


def gathered(draft: Draft, event: events.Gathered) -> Refusal | None:
    """Departments hear its size at steps, the card shows it always."""
    before = max(1, draft.ticket.households)
    after = before + len(event.others)
    draft.change(households=after)
    for other in event.others:
        draft.note("gathered", other=other)
    if any(before < step <= after for step in draft.policy.incidents.told_at):
        for to in (To.EMERGENCY, To.LEADERS):
            draft.tell(Kind.PROGRESS, "incident_grew", to, rule="R3.1.2")
    return None


def taken_out(draft: Draft, event: events.TakenOut) -> Refusal | None:
    """拆出: on its own path again, with clocks that start now."""
    if not event.words:
        return refuse("reason_missing")
    _leave(draft, event.words)
    if draft.ticket.is_major:
        start_emergency(draft, event.team)
    else:
        dispatch(draft)
    if event.quiet:
        draft.notices.clear()
    draft.reply("taken_out")
    return None


def _leave(draft: Draft, words: str) -> None:
    draft.note("taken_out", words, other=draft.ticket.parent)
    draft.change(parent=None)


def left(draft: Draft, event: events.Left) -> Refusal | None:
    """One household less."""
    draft.change(households=max(1, draft.ticket.households - 1))
    draft.note("left", other=event.other)
    return None


def household_told(draft: Draft, event: events.FedBack) -> Refusal | None:
    """R3.3.6 for one household of an incident; the follow-up call's clock is the incident's."""
    draft.change(rating=event.rating)
    draft.reach(Status.FED_BACK)
    draft.note("fed_back", event.words, rating=event.rating)
    draft.end("O1")
    if event.rating == DISSATISFIED:
        _alone_again(draft, event.words)
    else:
        draft.reply("fed_back")
    return None


def household_called(draft: Draft, event: events.FollowedUp) -> Refusal | None:
    """R3.3.7 for one household of an incident."""
    draft.reach(Status.FOLLOWED_UP)
    draft.note("followed_up", event.words, rating=event.rating)
    if not event.satisfied:
        _alone_again(draft, event.words)
        return None
    draft.change(rating=event.rating, closed_at=draft.now)
    draft.reach(Status.CLOSED)
    draft.note("closed")
    draft.reply("closed")
    return None


def _alone_again(draft: Draft, words: str) -> None:
    """Still cold in this flat alone: a general ticket."""
    _leave(draft, words)
    draft.change(severity=Severity.GENERAL)
    draft.note("reopened", words)
    restart(draft, words, dissatisfied=True)
    draft.reply("restarted")
