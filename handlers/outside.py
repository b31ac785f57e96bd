"""What the outside answered, in by the same door as everything else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain import events
from bot.domain.chat import (
    CallsRead,
    ChatRef,
    DirectoryRead,
    FilesLost,
    GaveUp,
    GroupGone,
    GroupMade,
    GroupRefused,
    MembersLeft,
    QuotaLow,
    ReadAgain,
)
from bot.domain.directory import newly_away, remarks, with_directory
from bot.domain.draft import Decision, Refusal
from bot.domain.events import BOT
from bot.domain.notices import Kind, Priority, To
from bot.domain.opening import was_group
from bot.domain.ticket import Severity, Type
from handlers.context import Handling
from handlers.outgoing import accounts
from handlers.recipients import chats_for


async def group_made(handling: Handling, made: GroupMade) -> str:
    """The emergency group stands."""
    return await _happen(
        handling, made.ticket, events.GroupStood(BOT, made.chat, made.title, made.members)
    )


async def group_refused(handling: Handling, refused: GroupRefused) -> str:
    """The platform won't make it."""
    return await _happen(handling, refused.ticket, events.GroupFailed(BOT, refused.reason))


async def gave_up(handling: Handling, failed: GaveUp) -> str:
    """Words or a call reached nobody. A notice about that notice which fails too ends here."""
    if failed.what == "file":
        # Whoever asked for it looks at this chat.
        handling.chat = failed.chat
        handling.say(Kind.REFUSAL, "file_failed", {"reason": failed.reason})
        return "told"
    if failed.ticket is None or failed.what == "undelivered":
        return "kept"
    if failed.what != "call" and await _said_elsewhere(handling, failed):
        return "said elsewhere"
    called = failed.what == "call"
    where = "、".join(failed.called) if called else await _name_of(handling, failed.chat)
    return await _happen(handling, failed.ticket, events.DeliveryFailed(BOT, where, failed.reason))


async def _said_elsewhere(handling: Handling, failed: GaveUp) -> bool:
    """What was to be said in an emergency group that is no more is said where its ticket is now."""
    ticket = await handling.unit.ticket(failed.ticket or 0)
    if ticket is None or not was_group(ticket, failed.chat):
        return False
    row = await handling.unit.outgoing_row(int(failed.message_id))
    if row is None:
        return False
    company = handling.company
    found = (company.person_of(failed.chat.platform, m["user_id"]) for m in row.payload["mentions"])
    people = [person.key for person in found if person is not None]
    for chat in chats_for(handling, ticket, To.EMERGENCY):
        payload = {**row.payload, "mentions": accounts(company, people, chat), "answers": ""}
        again = handling.row(chat.lane, row.kind, payload, Priority(row.priority), ticket)
        handling.unit.put(replace(again, has_card=row.has_card))
    return True


async def _name_of(handling: Handling, chat: ChatRef) -> str:
    """A ticket's own group has a title that people know it by."""
    number = await handling.unit.ticket_of_group(chat)
    ticket = await handling.unit.ticket(number) if number is not None else None
    return (ticket.group_title if ticket else None) or handling.company.chat_name(chat)


async def calls_read(handling: Handling, came: CallsRead) -> str:
    """Some minutes after a call: on record, and told where somebody has not looked."""
    event = events.CallsRead(BOT, came.rule, came.read, came.unread)
    return await _happen(handling, came.ticket, event)


async def read_again(handling: Handling, came: ReadAgain) -> str:
    """A second reader's answer, on whatever has become of the ticket since."""
    event = events.ReadAgain(
        BOT,
        came.complaint,
        Type(came.type) if came.type else None,
        Severity(came.severity) if came.severity else None,
        came.fields,
        Type(came.read_as),
    )
    return await _happen(handling, came.ticket, event)


async def group_gone(handling: Handling, gone: GroupGone) -> str:
    """An emergency group, or one that the company works in: said where people still are."""
    number = await handling.unit.ticket_of_group(gone.chat)
    if number is not None:
        return await _happen(handling, number, events.GroupLost(BOT, gone.chat, gone.dissolved))
    department = handling.company.department_of_chat(gone.chat)
    facts = {"name": department.name if department else "", "dissolved": gone.dissolved}
    return _tell_elsewhere(handling, gone.chat, "group_gone", facts)


def members_left(handling: Handling, left: MembersLeft) -> str:
    """Of a group that the company works in: those of them who belong there."""
    company = handling.company
    department = company.department_of_chat(left.chat)
    there = company.leaders if department is None else (department.head, *department.members)
    people = (company.person_of(left.chat.platform, user) for user in left.members)
    names = [p.name for p in people if p is not None and p.key in there]
    if not names:
        return "not ours"
    return _tell_elsewhere(handling, left.chat, "members_left", {"names": names})


def _tell_elsewhere(handling: Handling, chat: ChatRef, template: str, facts: dict[str, Any]) -> str:
    company = handling.company
    if not company.is_bound(chat):
        return "not ours"
    facts = {"where": company.chat_name(chat), **facts}
    for other in (*company.departments[company.service].groups, *company.leader_groups):
        if other != chat:
            handling.chat = other
            handling.say(Kind.REPORT, template, facts)
    return "told"


def files_lost(handling: Handling, lost: FilesLost) -> str:
    """Said where the picture was: only its sender can send it again."""
    handling.say(Kind.QUESTION, "files_lost", {"count": lost.count})
    return "told"


def quota_low(handling: Handling, low: QuotaLow) -> str:
    """Somebody must know that the vendor will let us do less."""
    facts = {
        "platform": low.chat.platform, "name": low.name, "used": low.used, "limit": low.limit,
        "ends": low.ends, "advise": True,
    }  # fmt: skip
    _tell_administrator(handling, low.chat, "quota", facts)
    return "told"


def directory_read(handling: Handling, read: DirectoryRead) -> str:
    """Kept beside the company file; who left since the last look is told once."""
    platform, before = read.chat.platform, handling.company
    company = with_directory(before, read)
    if company == before:
        return "nothing new"
    handling.unit.save_company(company)
    away = newly_away(before, company, platform)
    rows = [r for r in remarks(company, [platform]) if r["what"] == "away" and r["key"] in away]
    if rows:
        _tell_administrator(handling, read.chat, "directory", {"rows": rows})
    return "kept"


def _tell_administrator(
    handling: Handling, chat: ChatRef, template: str, facts: dict[str, Any]
) -> None:
    """Where nobody is named, the leaders' groups of that platform."""
    leaders = [c for c in handling.company.leader_groups if c.platform == chat.platform]
    for each in [chat] if chat.chat_id else leaders:
        handling.chat = each
        handling.say(Kind.REPORT, template, facts)


async def _happen(handling: Handling, number: int, event: events.Event) -> str:
    ticket = await handling.unit.ticket(number)
    if ticket is None:
        return "no ticket"
    outcome: Decision | Refusal = await handling.happen(ticket, event)
    return type(event).__name__ if isinstance(outcome, Decision) else outcome.reason
