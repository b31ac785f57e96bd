"""A forwarded message becomes tickets (R2.2), and what is missing is asked for by name."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import events
from bot.domain.chat import Message
from bot.domain.complaint import Complaint
from bot.domain.draft import Decision
from bot.domain.events import BOT
from bot.domain.notices import Kind
from bot.domain.ticket import Severity, Source, Ticket, Type
from handlers.context import Handling
from handlers.recipients import team_of

#: The very same words again within this time are the same message forwarded twice.
AGAIN = timedelta(hours=24)


async def open_tickets(
    handling: Handling, message: Message, complaints: tuple[Complaint, ...]
) -> str:
    """One ticket for each complaint in the message."""
    source = Source.ONLINE if message.chat.platform == "web" else Source.HOTLINE
    for complaint in complaints:
        # R1.3: a message about one complaint is kept as it came, to the last character.
        words = message.text if len(complaints) == 1 else complaint.text
        again = await handling.unit.same_content(words, handling.now - AGAIN)
        if again is not None:
            # R1.1: never swallowed. It is on that ticket's timeline, and the sender is told.
            await handling.happen_quietly(again, events.Remarked(handling.by, "同一条消息再次转来"))
            handling.say(Kind.REPLY, "again", ticket=again)
            continue
        await open_ticket(handling, message, complaint, source, words)
    return "opened"


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
    handling: Handling, message: Message, complaint: Complaint, source: Source, words: str
) -> None:
    """R2.2.2, R2.2.3, R3.1: recorded, classed, numbered; not held back for what is missing."""
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
    )
    outcome = await handling.happen(None, event)
    for other in neighbours if major else ():
        words = f"{complaint.community}多户同样反映，已按重大投诉 #{event.number} 一起处理"
        await handling.happen_quietly(other, events.Remarked(BOT, words))
    if isinstance(outcome, Decision) and outcome.ticket.missing():
        handling.say(Kind.QUESTION, "ask_fields", ticket=outcome.ticket)
        handling.unit.ask(
            message.chat, message.sender.user_id, outcome.ticket.id, "fields", handling.now
        )
