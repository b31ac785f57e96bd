"""What the outside answered, in by the same door as everything else."""

from __future__ import annotations

from bot.domain import events
from bot.domain.chat import (
    CallsRead,
    FilesLost,
    GaveUp,
    GroupGone,
    GroupMade,
    GroupRefused,
    QuotaLow,
    ReadAgain,
)
from bot.domain.draft import Decision, Refusal
from bot.domain.events import BOT
from bot.domain.notices import Kind
from bot.domain.ticket import Severity, Type
from handlers.context import Handling


async def group_made(handling: Handling, made: GroupMade) -> str:
    """The emergency group stands."""
    return await _happen(
        handling, made.ticket, events.GroupStood(BOT, made.chat, made.title, made.members)
    )


async def group_refused(handling: Handling, refused: GroupRefused) -> str:
    """The platform won't make it."""
    return await _happen(handling, refused.ticket, events.GroupFailed(BOT, refused.reason))


async def gave_up(handling: Handling, failed: GaveUp) -> str:
    """A message reached nobody. A notice about that notice which fails too ends here."""
    if failed.what == "file":
        # Whoever asked for it looks at this chat.
        handling.chat = failed.chat
        handling.say(Kind.REFUSAL, "file_failed", {"reason": failed.reason})
        return "told"
    if failed.ticket is None or failed.what == "undelivered":
        return "kept"
    where = handling.company.chat_name(failed.chat)
    return await _happen(handling, failed.ticket, events.DeliveryFailed(BOT, where, failed.reason))


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


def group_gone(handling: Handling, gone: GroupGone) -> str:
    """A group that the company works in: said where people still are."""
    company = handling.company
    if not company.is_bound(gone.chat):
        return "not ours"
    department = company.department_of_chat(gone.chat)
    facts = {"where": company.chat_name(gone.chat), "name": department.name if department else ""}
    others = (*company.departments[company.service].groups, *company.leader_groups)
    for chat in others:
        if chat != gone.chat:
            handling.chat = chat
            handling.say(Kind.REPORT, "group_gone", facts)
    return "told"


def files_lost(handling: Handling, lost: FilesLost) -> str:
    """Said where the picture was: only its sender can send it again."""
    handling.say(Kind.QUESTION, "files_lost", {"count": lost.count})
    return "told"


def quota_low(handling: Handling, low: QuotaLow) -> str:
    """To the administrator; where nobody is named, to the leaders' groups of that platform."""
    company, platform = handling.company, low.chat.platform
    facts = {
        "platform": platform, "name": low.name, "used": low.used, "limit": low.limit,
        "ends": low.ends, "advise": True,
    }  # fmt: skip
    leaders = [c for c in company.leader_groups if c.platform == platform]
    for chat in [low.chat] if low.chat.chat_id else leaders:
        handling.chat = chat
        handling.say(Kind.REPORT, "quota", facts)
    return "told"


async def _happen(handling: Handling, number: int, event: events.Event) -> str:
    ticket = await handling.unit.ticket(number)
    if ticket is None:
        return "no ticket"
    outcome: Decision | Refusal = await handling.happen(ticket, event)
    return type(event).__name__ if isinstance(outcome, Decision) else outcome.reason
