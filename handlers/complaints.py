"""A forwarded message becomes tickets (R2.2), and what is missing is asked for by name."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import events, household
from bot.domain.chat import Message
from bot.domain.complaint import Complaint
from bot.domain.draft import Decision, Refusal
from bot.domain.events import BOT
from bot.domain.notices import Kind
from bot.domain.ticket import Severity, Source, Ticket, Type
from handlers.context import Handling
from handlers.facts import ticket_facts
from handlers.recipients import team_of

#: The very same words again within this time are one message that two people forwarded.
TWICE = timedelta(minutes=5)


async def open_tickets(
    handling: Handling, message: Message, complaints: tuple[Complaint, ...]
) -> str:
    """One ticket for each complaint in the message."""
    source = Source.ONLINE if message.chat.platform == "web" else Source.HOTLINE
    for complaint in complaints:
        # R1.3: a message about one complaint is kept as it came, to the last character.
        words = message.text if len(complaints) == 1 else complaint.text
        same, near = await _known(handling, complaint, words)
        if same is not None:
            await _repeat(handling, message, complaint, words, same)
        else:
            await open_ticket(handling, message, complaint, source, words, near)
    return "opened"


async def _known(
    handling: Handling, complaint: Complaint, words: str
) -> tuple[Ticket | None, Ticket | None]:
    """The open ticket of this household about this matter, else one that may be the same."""
    since = handling.now - handling.policy.repeats.within
    found = await handling.unit.alike(complaint.phone, complaint.address, words, since)
    return household.find(complaint, words, found)


async def _repeat(
    handling: Handling, message: Message, complaint: Complaint, words: str, ticket: Ticket
) -> None:
    """重复投诉: no second ticket, and nothing of it is swallowed (R1.1)."""
    soon = handling.now - ticket.opened_at <= TWICE
    if soon and household.word_for_word(words, ticket.content):
        await handling.happen_quietly(ticket, events.Remarked(handling.by, "同一条消息再次转来"))
        handling.say(Kind.REPLY, "again", ticket=ticket)
        return
    major = complaint.severity == Severity.MAJOR.value
    event = events.Repeated(
        by=handling.by,
        words=words,
        fields=household.completes(complaint, ticket),
        why=complaint.why if major else (),
        team=team_of(handling.company, ticket.department, handling.now) if major else (),
    )
    outcome = await handling.happen(ticket, event)
    _ask_for_fields(handling, message, outcome)


def _ask_for_fields(handling: Handling, message: Message, outcome: Decision | Refusal) -> None:
    """R2.2.2: what is missing is asked for by name."""
    if isinstance(outcome, Decision) and outcome.ticket.missing():
        ticket = outcome.ticket
        handling.say(Kind.QUESTION, "ask_fields", ticket=ticket)
        handling.unit.ask(message.chat, message.sender.user_id, ticket.id, "fields", handling.now)


async def _same_place(handling: Handling, complaint: Complaint, kind: Type) -> list[Ticket]:
    """R3.1.2: the others, where with this one so many separate complaints of no heat came from one
    community that it is a large area. Empty where there is a major ticket about it already."""
    size = handling.policy.large_area
    if kind is not Type.QUALITY or not complaint.community:
        return []
    since = handling.now - size.within
    found = await handling.unit.opened_near(complaint.community, kind, since)
    if any(t.is_major for t in found):
        return []
    separate = {t.address or t.phone or str(t.id): t for t in found if t.is_open}
    separate.pop(complaint.address or complaint.phone or "", None)
    return list(separate.values()) if len(separate) + 1 >= size.complaints else []


async def open_ticket(
    handling: Handling,
    message: Message,
    complaint: Complaint,
    source: Source,
    words: str,
    near: Ticket | None = None,
) -> None:
    """R2.2.2, R2.2.3, R3.1: recorded, classed, numbered; not held back for what is missing, nor for
    the question whether it is the same as `near`."""
    company = handling.company
    kind = Type(complaint.type)
    severity = Severity(complaint.severity)
    why = complaint.why
    neighbours = await _same_place(handling, complaint, kind)
    if neighbours and severity is Severity.GENERAL:
        severity = Severity.MAJOR
        minutes = int(handling.policy.large_area.within.total_seconds() // 60)
        why = (*why, f"{complaint.community} {minutes}分钟内第{len(neighbours) + 1}起")
    department = company.department_for(kind)
    major = severity is Severity.MAJOR
    event = events.Received(
        by=handling.by,
        number=await handling.unit.next_number(),
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
    )
    outcome = await handling.happen(None, event)
    for other in neighbours if major else ():
        words = f"{complaint.community}多户同样反映，已按重大投诉 #{event.number} 一起处理"
        await handling.happen_quietly(other, events.Remarked(BOT, words))
    _ask_for_fields(handling, message, outcome)
    if near is not None and isinstance(outcome, Decision):
        _ask_whether_same(handling, message, outcome.ticket, near)


def _ask_whether_same(handling: Handling, message: Message, ticket: Ticket, near: Ticket) -> None:
    """Two buttons, or two words; unanswered, both tickets stand."""
    other = ticket_facts(near, handling.company, handling.policy, handling.now)
    same_phone = bool(near.phone) and near.phone == ticket.phone
    facts = {"other": other, "same_phone": same_phone}
    handling.say(Kind.QUESTION, "alike", facts, ticket, card=True)
    handling.unit.ask(message.chat, message.sender.user_id, ticket.id, "same", handling.now)
