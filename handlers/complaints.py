"""A forwarded message becomes tickets (R2.2), and what is missing is asked for by name."""

from __future__ import annotations

from itertools import chain
from typing import Any

from bot.domain import events, household
from bot.domain.chat import Message
from bot.domain.complaint import Complaint, is_cut
from bot.domain.draft import Decision, Refusal
from bot.domain.events import BOT
from bot.domain.gathering import (
    GATHERING,
    cold_place,
    heated_with,
    is_about_a_place,
    is_alone,
    station_in,
    takes_in,
)
from bot.domain.missing import missing
from bot.domain.notices import Kind, To
from bot.domain.ticket import Severity, Source, Status, Ticket, Type, called, source_of
from handlers import own_clocks
from handlers.context import Handling
from handlers.outgoing import second_reading_row
from handlers.recipients import chats_for, team_of
from handlers.targets import ask_all


async def open_tickets(
    handling: Handling, message: Message, complaints: tuple[Complaint, ...]
) -> str:
    """One ticket for each complaint in the message."""
    opened: tuple[int, ...] = ()
    for complaint in complaints:
        # R1.3: a message about one complaint is kept as it came, to the last character.
        words = message.text if len(complaints) == 1 else complaint.text
        number, new = await take(
            handling, message, complaint, source_of(message.text), words, told_apart=opened
        )
        opened += (number,) if new else ()
    if is_cut(message.text, handling.policy.large_area):
        last = complaints[-1]
        where = last.address or last.phone or last.text
        handling.say(Kind.QUESTION, "long", {"total": len(complaints), "place": where})
    return "opened"


async def take(
    handling: Handling,
    message: Message,
    complaint: Complaint,
    source: Source,
    words: str,
    *,
    told_apart: tuple[int, ...] = (),
) -> tuple[int, bool]:
    """One complaint's ticket, and whether it was opened for it. Whoever told it beside others,
    whose tickets are `told_apart`, is not asked whether it is one of them."""
    same, near = await _known(handling, complaint, words)
    near = None if near is not None and near.id in told_apart else near
    if same is not None:
        await _repeat(handling, message, complaint, words, same)
        return same.id, False
    return await open_ticket(handling, message, complaint, source, words, near), True


async def _known(
    handling: Handling, complaint: Complaint, words: str
) -> tuple[Ticket | None, Ticket | None]:
    """The open ticket of this household about this matter, else one that may be the same."""
    since = handling.now - handling.policy.repeats.within
    found = await handling.unit.alike(complaint.phone, complaint.address, words, since)
    return household.find(complaint, words, found, handling.policy.repeats.doors)


async def _repeat(
    handling: Handling, message: Message, complaint: Complaint, words: str, ticket: Ticket
) -> None:
    """重复投诉: no second ticket, and nothing of it is swallowed (R1.1)."""
    soon = handling.now - ticket.opened_at <= handling.policy.repeats.forwarded
    if soon and household.word_for_word(words, ticket.content):
        await handling.happen_quietly(ticket, events.Remarked(handling.by, "同一条消息再次转来"))
        handling.say(Kind.REPLY, "again", ticket=ticket)
        return
    place = cold_place(complaint.community, Type(complaint.type), complaint.why)
    carried = ticket.parent is not None and (place or not complaint.community)
    major = complaint.severity == Severity.MAJOR.value and not carried
    event = events.Repeated(
        by=handling.by,
        words=words,
        fields=household.completes(complaint, ticket),
        why=complaint.why if major else (),
        team=team_of(handling.company, ticket.department, handling.now) if major else (),
    )
    outcome = await handling.happen(ticket, event)
    if isinstance(outcome, Decision):
        await own_clocks.order_came(handling, outcome.ticket, words)
    _ask_for_fields(handling, message, outcome)


def _ask_for_fields(handling: Handling, message: Message, outcome: Decision | Refusal) -> None:
    """R2.2.2: what is missing is asked for by name."""
    if isinstance(outcome, Decision) and missing(outcome.ticket):
        ticket = outcome.ticket
        handling.say(Kind.QUESTION, "ask_fields", ticket=ticket, rule="R2.2.2")
        _wait_for_answer(handling, message, ticket, "fields")


def _wait_for_answer(handling: Handling, message: Message, ticket: Ticket, about: str) -> None:
    """Of whoever said it; who came online is in no chat, and anybody answers by number or quote."""
    if message.sender.user_id:
        handling.unit.ask(message.chat, message.sender.user_id, ticket.id, about, handling.now)


async def _neighbours(
    handling: Handling, complaint: Complaint, places: tuple[str, ...]
) -> list[Ticket]:
    """R3.1.2: the other households' separate complaints of no heat from one community, or from
    those of one station, of late."""
    since = handling.now - handling.policy.large_area.within
    near = [await handling.unit.opened_near(place, Type.QUALITY, since) for place in places]
    found = sorted(chain.from_iterable(near), key=lambda t: t.id)
    cold = [
        t
        for t in found
        if not t.is_major and t.parent is None and t.status in GATHERING
        if cold_place(t.community, t.type, t.why) and not is_alone(t.content)
    ]
    separate = {t.address or t.phone or str(t.id): t for t in cold}
    separate.pop(complaint.address or complaint.phone or "", None)
    return list(separate.values())


async def _incident(handling: Handling, complaint: Complaint) -> dict[str, Any]:
    """What `Received` has to know about a common cause: its place, its parent or its children."""
    kind, major = Type(complaint.type), complaint.severity == Severity.MAJOR.value
    kept = handling.policy.incidents
    told = complaint.community or station_in(complaint.text, kept)
    place = cold_place(told, kind, complaint.why)
    wide = major and is_about_a_place(complaint.address)
    one_of_many = not major and kind is Type.QUALITY and complaint.sure
    one_of_many = one_of_many and not is_alone(complaint.text)
    if place is None or not (wide or one_of_many):
        return {}
    heated = heated_with(place, kept)
    for where in dict.fromkeys((place, *heated[:1])):
        open_ = await handling.unit.incidents(where, handling.now - kept.lasts)
        if (parent := next((t for t in open_ if takes_in(t)), None)) is not None:
            return {"parent": parent.id, "incident": where, "nth": max(1, parent.households) + 1}
    for where in dict.fromkeys((place, *heated[:1])):
        places = heated if where in heated[:1] else (where,)
        others = await _neighbours(handling, complaint, places)
        if wide or len(others) + 1 >= handling.policy.large_area.complaints:
            return {"incident": where, "gathers": tuple(t.id for t in others)}
    return {}


async def open_ticket(
    handling: Handling,
    message: Message,
    complaint: Complaint,
    source: Source,
    words: str,
    near: Ticket | None = None,
) -> int:
    """R2.2.2, R2.2.3, R3.1: recorded, classed, numbered; not held back for what is missing, nor for
    the question whether it is the same as `near`. The number is returned."""
    company = handling.company
    kind = Type(complaint.type)
    severity = Severity(complaint.severity)
    why = complaint.why
    number = await handling.unit.next_number()
    incident = await _incident(handling, complaint)
    others = incident.get("gathers", ())
    if others and severity is Severity.GENERAL:
        severity = Severity.MAJOR
        minutes = int(handling.policy.large_area.within.total_seconds() // 60)
        place = called(incident["incident"], complaint.community)
        why = (*why, f"{place} {minutes}分钟内第{len(others) + 1}起")
    department = company.department_for(kind)
    major = severity is Severity.MAJOR
    event = events.Received(
        by=handling.by,
        number=number,
        content=words,
        origin=message.chat,
        type=kind,
        severity=severity,
        department=department,
        name=complaint.name,
        phone=complaint.phone,
        address=complaint.address,
        community=complaint.community,
        room_temp_c=complaint.room_temp_c,
        happened=complaint.occurred_at,
        source=source,
        why=why,
        sure=complaint.sure,
        team=team_of(company, department, handling.now) if major else (),
        alike=near.id if near else None,
        images=message.images,
        **incident,
    )
    outcome = await handling.happen(None, event)
    if isinstance(outcome, Decision):
        await own_clocks.order_came(handling, outcome.ticket, words)
    for number in others:
        await _put_under(handling, number, event.number)
    if event.parent is not None and (parent := await handling.unit.ticket(event.parent)):
        await handling.happen_quietly(parent, events.Gathered(BOT, (event.number,)))
    _ask_for_fields(handling, message, outcome)
    if isinstance(outcome, Decision) and outcome.ticket.status is Status.REGISTERED:
        ask_all(handling, chats_for(handling, outcome.ticket, To.SERVICE), "转", outcome.ticket, "")
    if isinstance(outcome, Decision) and not incident:
        await _propose(handling, complaint, outcome.ticket)
    if handling.reads_again and not complaint.sure and isinstance(outcome, Decision):
        handling.unit.put(second_reading_row(handling, outcome.ticket))
    if near is not None and isinstance(outcome, Decision):
        _ask_whether_same(handling, message, outcome.ticket, near)
    return event.number


async def open_blank(handling: Handling, message: Message, words: str = "") -> str:
    """R2.2.1: what the bot can't read still becomes a ticket, for a person to complete."""
    words = words or "（图片，待补文字）"
    blank = Complaint(None, None, None, None, "other", "general", None, (), None, words, False)
    await open_ticket(handling, message, blank, source_of(words), words)
    return "opened"


async def _propose(handling: Handling, complaint: Complaint, ticket: Ticket) -> None:
    """So many flats of one building look like one cause; a person decides, nothing waits for it."""
    place = cold_place(ticket.community, ticket.type, ticket.why)
    building = household.door_of(ticket.address).building
    if place is None or not building or ticket.type is not Type.QUALITY or ticket.is_major:
        return
    others = await _neighbours(handling, complaint, (place,))
    same = [t for t in others if household.door_of(t.address).building == building]
    if len(same) + 1 == handling.policy.incidents.flats:
        numbers = [t.id for t in (*same, ticket)]
        facts = {"building": building, "numbers": numbers}
        handling.say(Kind.QUESTION, "one_building", facts, ticket)


async def _put_under(handling: Handling, number: int, parent: int) -> None:
    """A household that was there before goes under the incident."""
    ticket = await handling.unit.ticket(number)
    if ticket is not None:
        await handling.happen_quietly(ticket, events.Joined(BOT, parent))


def _ask_whether_same(handling: Handling, message: Message, ticket: Ticket, near: Ticket) -> None:
    """Two buttons, or two words; unanswered, both tickets stand."""
    same_phone = bool(near.phone) and near.phone == ticket.phone
    facts = {"other": handling.facts_of(near), "same_phone": same_phone}
    handling.say(Kind.QUESTION, "alike", facts, ticket, card=True)
    _wait_for_answer(handling, message, ticket, "same")
