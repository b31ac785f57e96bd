"""收到 and 已联系: when the user expects somebody (R3.2.2), told whole, in halves or in passing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain import events
from bot.domain.access import Need, may
from bot.domain.appointments import (
    gives_up,
    going_clause,
    nearest,
    needs_hour,
    says_going,
    says_later,
)
from bot.domain.arguments import read_rating
from bot.domain.calls import not_reached, says_called
from bot.domain.commands import Command, parse
from bot.domain.draft import Decision, Refusal, refuse
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind
from bot.domain.opening import TO_DO
from bot.domain.ticket import Status, Ticket
from bot.domain.ticket_numbers import plainly
from handlers import handing_over
from handlers.context import Handling
from handlers.targets import ask

#: 明天谁去: a question
_WHO = re.compile(r"谁")


async def ask_back(
    handling: Handling, ticket: Ticket, about: str, template: str, words: str = ""
) -> None:
    """A question back: nothing is lost, the next plain answer goes on from here, and from `words`
    that were half of it."""
    handling.say(Kind.QUESTION, template, {"words": words}, ticket)
    if handling.chat is not None:
        handling.unit.ask(handling.chat, handling.asked_by, ticket.id, about, handling.now, words)


async def kept_trying(handling: Handling, ticket: Ticket, words: str) -> Refusal | None:
    """A call that reached nobody meets no clock, but it was made (R1.3)."""
    outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, words))
    return outcome if isinstance(outcome, Refusal) else None


async def acknowledge(
    handling: Handling, ticket: Ticket, command: Command
) -> Decision | Refusal | None:
    """`收到 3`; words after it are kept. `收到 3 跟用户约了明早9点` tells of a call (R3.2.2)."""
    for given in (handing_over.taken_up, handing_over.taken_over):
        if done := await given(handling, ticket, command.rest):
            return done
    at = handling.time_in(command.rest) if says_called(command.rest) else None
    if at and answer_to(ticket, events.Contacted) == "y":
        return await handling.happen(ticket, events.Contacted(handling.by, at, command.rest))
    event: events.Event = events.Acknowledged(handling.by, command.rest)
    taken = ticket.handler == handling.by and answer_to(ticket, events.Acknowledged) == "l"
    if taken and command.rest:  # 收到 我打电话问下, of whoever has it already
        event = events.Progressed(handling.by, command.rest)
    return await going(handling, ticket, event, command.rest) or await handling.happen(
        ticket, event
    )


async def contact(
    handling: Handling, ticket: Ticket, command: Command
) -> Decision | Refusal | None:
    """`已联系 3 约今天18点`; a time that can't be read is asked about, not guessed."""
    if not_reached(command.rest):
        return await kept_trying(handling, ticket, f"联系 {command.rest}") or refuse(
            "user_not_reached"
        )
    at, takes = handling.time_in(command.rest), answer_to(ticket, events.Contacted)
    if at and takes != "y" and ticket.status is Status.CONTACTED and not ticket.is_major:
        if ticket.promised_at and handling.now < at < ticket.promised_at:
            return await handling.happen(ticket, events.Sooner(handling.by, at, command.rest))
        event = events.Remarked(handling.by, f"联系 {command.rest}")
        if moved := await kept_and_asked(handling, ticket, event, command.rest, at):
            return moved
    half = command.rest if needs_hour(command.rest) else ""
    if takes == "y" and (half or at is None):
        if command.rest:  # 马上到: kept, whether or not the hour is ever told (R1.3)
            said = events.Remarked(handling.by, f"联系 {command.rest}")
            outcome = await handling.happen_quietly(ticket, said)
            ticket = outcome.ticket if isinstance(outcome, Decision) else ticket
        await ask_back(handling, ticket, "promise", "ask_promise", half)
        return None
    at = at or handling.now  # refused whatever the time
    return await handling.happen(ticket, events.Contacted(handling.by, at, command.rest))


def tells_of_the_way(ticket: Ticket, words: str) -> bool:
    """Whether 通知用户了 was said of work that goes on: `通知用户了 马上到`; neither how the
    user finds it nor that it is done (R3.2.4)."""
    if not words or ticket.status not in TO_DO or ticket.parent is not None:
        return False
    read = parse(words, quoted=True)
    finished = isinstance(read, Command) and read.verb == "完成"
    return not finished and (read_rating(words) is None or not_reached(words))


async def told_of_the_way(
    handling: Handling, ticket: Ticket, command: Command
) -> Decision | Refusal | None:
    """It is the call of R3.2.2, where the user's hour is not known yet; on a major ticket, and
    once it is known, a report (R3.3.4)."""
    called = replace(command, verb="已联系")
    if not ticket.is_major and (
        answer_to(ticket, events.Contacted) == "y" or handling.time_in(command.rest)
    ):
        return await contact(handling, ticket, called)
    words = f"已告诉用户 {command.rest}"
    return await handling.happen(ticket, events.Progressed(handling.by, words))


async def going(
    handling: Handling, ticket: Ticket, event: events.Event, words: str
) -> Decision | Refusal | None:
    """`1收到 去了家里没人 明早九点再去`: it is kept, and asked whether the user knows the hour.

    Who reached nobody promised nothing (R3.2.2), and a promise moves only with 延期 (R3.2.3). None
    where the words tell of no way that is still to be gone.
    """
    later = ticket.promised_at is not None and says_later(words)
    meant = (later or says_going(words)) and not ticket.is_major and ticket.parent is None
    at = (handling.time_in(going_clause(words)) or handling.time_in(words)) if meant else None
    if at and ticket.promised_at:
        at, promised, now = (
            t.astimezone(handling.zone) for t in (at, ticket.promised_at, handling.now)
        )
        at = nearest(at, words, promised, now).astimezone(UTC)
    return await kept_and_asked(handling, ticket, event, words, at) if at else None


async def in_passing(handling: Handling, ticket: Ticket, words: str) -> str | None:
    """`1 刚去没人 四点再去`, `七点吧`: the same in words that mean nothing else."""
    actor = handling.actor
    if actor is None or not may(Need.HANDLING, actor, ticket, handling.company.service):
        return None
    if _WHO.search(plainly(words)):
        return None
    event = events.Progressed(handling.by, words)
    if isinstance(await going(handling, ticket, event, words), Decision):
        return "question"
    if gives_up(words) and answer_to(ticket, events.ExtensionAsked) == "y":
        await handling.happen_quietly(ticket, event)
        facts = {"verb": "延期", "words": f"几点 {words}"}
        handling.say(Kind.REPLY, "remarked", facts, ticket)
        return "remarked"
    return None


async def moved(handling: Handling, ticket: Ticket, words: str) -> str | None:
    """`1明天上午来` of a ticket that has a promise: an earlier hour needs nobody's leave (0038)."""
    at = handling.time_in(words)
    if at is None or ticket.promised_at is None or at >= ticket.promised_at:
        return None
    event = events.Progressed(handling.by, words)
    outcome = await kept_and_asked(handling, ticket, event, words, at)
    return "question" if isinstance(outcome, Decision) else None


async def kept_and_asked(
    handling: Handling, ticket: Ticket, event: events.Event, words: str, at: datetime
) -> Decision | Refusal | None:
    """Nothing is promised, nor moved, before somebody says that the user knows it."""
    promised = ticket.promised_at
    takes = answer_to(ticket, events.Contacted) == "y"
    moves = answer_to(ticket, events.Sooner) == "y" and promised not in (None, at)
    if at <= handling.now or not (takes or moves):
        return None
    outcome = await handling.happen_quietly(ticket, event)
    if isinstance(outcome, Decision):
        verb = "已联系" if takes or (promised and at < promised) else "延期"
        facts = {"verb": verb, "at": at, "words": words, "moves": moves}
        facts |= {"taken": isinstance(event, events.Acknowledged)}
        handling.say(Kind.QUESTION, "agreed", facts, outcome.ticket)
        ask(handling, verb, [ticket.id], words)
    return outcome
