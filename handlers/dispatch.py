"""From a cause to the file that knows what to do; one cause, one unit, all or nothing."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.domain.chat import (
    CallsRead,
    DirectoryRead,
    Filed,
    FilesLost,
    GaveUp,
    GroupGone,
    GroupMade,
    GroupRefused,
    Incoming,
    MembersLeft,
    Message,
    Press,
    QuotaLow,
    ReadAgain,
    SaidOnline,
    from_json,
)
from bot.domain.company import Company
from bot.domain.events import BOT, ClockDue
from bot.domain.figures import Compared
from bot.domain.notices import Kind
from bot.domain.policy import Policy
from handlers import figures, ledgers, messages, online, outside, periodic
from handlers.context import Handling
from storage.rows import DeadlineRow, InboxRow, OutboxRow
from storage.unit import Unit

#: What is made apart and answers somebody.
Made = Compared | ledgers.Workbook


async def incoming(
    row: InboxRow,
    unit: Unit,
    company: Company,
    policy: Policy,
    zone: tzinfo,
    now: datetime,
    *,
    reads_again: bool = False,
) -> str:
    """Handles one inbox row and says in a word what came of it. `reads_again` where the company
    has a second reader.

    Raises on a payload nobody can read and on our own bugs: the row is then tried again and at
    last quarantined, never dropped.
    """
    came = from_json(row.payload)
    handling = Handling(unit, company, policy, now, zone, key=f"in/{row.id}", chat=came.chat)
    handling.reads_again = reads_again
    match came:
        case Message():
            handling.asked_by, handling.said = came.sender.user_id, came.message_id
            handling.single = came.single
            return await messages.message(handling, came)
        case Press():
            handling.asked_by, handling.said = came.sender.user_id, came.message_id
            return await messages.press(handling, came)
        case Filed():
            return await online.filed(handling, came)
        case SaidOnline():
            return await online.said(handling, came)
        case _:
            return await _answered(handling, came)


async def _answered(handling: Handling, came: Incoming) -> str:
    """What the outside says, unasked or asked."""
    match came:
        case GroupMade():
            return await outside.group_made(_without_chat(handling), came)
        case GroupRefused():
            return await outside.group_refused(_without_chat(handling), came)
        case GaveUp():
            return await outside.gave_up(_without_chat(handling), came)
        case CallsRead():
            return await outside.calls_read(_without_chat(handling), came)
        case ReadAgain():
            return await outside.read_again(_without_chat(handling), came)
        case GroupGone():
            return await outside.group_gone(handling, came)
        case MembersLeft():
            return outside.members_left(handling, came)
        case FilesLost():
            return outside.files_lost(handling, came)
        case QuotaLow():
            return outside.quota_low(handling, came)
        case DirectoryRead():
            return outside.directory_read(handling, came)
        case Message() | Press() | Filed() | SaidOnline():
            raise TypeError("said by somebody")


def _without_chat(handling: Handling) -> Handling:
    """The outside's answers have nobody waiting in a chat."""
    handling.chat = None
    return handling


async def deadline(
    row: DeadlineRow, unit: Unit, company: Company, policy: Policy, zone: tzinfo, now: datetime
) -> None:
    """Handles one deadline whose time to speak has come. A stale one closes itself in silence."""
    key = f"due/{row.ticket}/{row.rule}/{row.generation}/{row.step}"
    handling = Handling(unit, company, policy, now, zone, key=key)
    ticket = await unit.ticket(row.ticket)
    clock = ticket.clocks.get(row.rule) if ticket else None
    if ticket is None or clock is None or clock.generation != row.generation:
        unit.close_deadline(row)
        return
    await handling.happen(ticket, ClockDue(BOT, row.rule, row.generation))


def made_apart(
    row: OutboxRow,
    made: Made | None,
    unit: Unit,
    company: Company,
    policy: Policy,
    zone: tzinfo,
    now: datetime,
) -> None:
    """What a row asked for; None where it could not be made, which is said too."""
    key, chat = f"{row.kind}/{row.id}", periodic.chat_of(row)
    handling = Handling(unit, company, policy, now, zone, key=key, chat=chat)
    handling.said = row.payload["said"]
    title, period = periodic.asked(row, zone, policy.own.season)
    match made:
        case None:
            handling.say(Kind.REFUSAL, "trouble")
        case Compared():
            figures.tell(handling, title, made, row.payload["words"])
        case ledgers.Workbook():
            ledgers.hand_over(handling, period, made)


def sorry(
    row: InboxRow, unit: Unit, company: Company, policy: Policy, zone: tzinfo, now: datetime
) -> None:
    """A person who waits is told that it went wrong and that his words are kept."""
    try:
        came = from_json(row.payload)
    except (KeyError, ValueError, TypeError):
        return
    if isinstance(came, Message | Press):
        key = f"sorry/{row.id}"
        handling = Handling(unit, company, policy, now, zone, key=key, chat=came.chat)
        handling.say(Kind.REFUSAL, "trouble")
    elif isinstance(came, Filed):
        handling = Handling(unit, company, policy, now, zone, key=f"sorry/{row.id}")
        online.speak_for_service(handling, came.label)
        told = (came.name, came.phone, came.address, came.content)
        handling.say(Kind.REFUSAL, "trouble_online", {"words": " ".join(filter(None, told))})
