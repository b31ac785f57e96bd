"""What a refused step still tells: a result, a rating, or words that must not be lost (R1.3)."""

from __future__ import annotations

import re

from bot.domain import events
from bot.domain.arguments import read_rating
from bot.domain.commands import Command
from bot.domain.draft import Decision, Refusal
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind
from bot.domain.ticket import Status, Ticket
from handlers.context import Handling
from handlers.targets import ask

#: The step has been made, or can't be made yet: what is said beside it may be new all the same.
_OUT_OF_TURN = frozenset(
    ("too_late", "too_early", "not_on_path", "not_dispatched", "already_answered",
     "already_arrived", "parent_first", "with_parent")
)  # fmt: skip
#: What a step's own name says already.
_VERDICT = re.compile(r"(?:不?合格|(?:基本|不)?满意|未评价)[\s,，。.!！:：;；]*")


async def taken(handling: Handling, ticket: Ticket, command: Command, refusal: Refusal) -> bool:
    """`完成 3`, and then `完成 3 换了阀门`: the second brings what the first left out."""
    if refusal.reason == "too_early" and command.verb == "回访":
        return await _told_in_the_call(handling, ticket, command)
    if refusal.reason != "too_late" or ticket.parent is not None:
        return False
    event = _completing(handling, ticket, command)
    return event is not None and isinstance(await handling.happen(ticket, event), Decision)


async def _told_in_the_call(handling: Handling, ticket: Ticket, command: Command) -> bool:
    """`回访 3 满意` before anybody said that the user was told: the call may have been just that
    (R3.2.4), which is asked."""
    if answer_to(ticket, events.FedBack) != "y" or read_rating(command.rest) in (None, "未评价"):
        return False
    said = events.Remarked(handling.by, f"回访 {command.rest}")
    await handling.happen_quietly(ticket, said)
    handling.say(Kind.QUESTION, "meant", {"verb": "已反馈", "words": command.rest}, ticket)
    ask(handling, "已反馈", [ticket.id], command.rest)
    return True


def _completing(handling: Handling, ticket: Ticket, command: Command) -> events.Event | None:
    if command.verb == "完成" and ticket.is_open and command.rest and not ticket.result:
        return events.Corrected(handling.by, {"result": command.rest})
    if command.verb == "已反馈" and ticket.status is Status.FED_BACK:
        rating = read_rating(command.rest)
        if rating not in (None, "未评价", ticket.rating):
            return events.Rated(handling.by, str(rating), _beside(command), own=False)
    return None


async def kept(handling: Handling, ticket: Ticket, command: Command, refusal: Refusal) -> bool:
    """Whether words of a refused step were put on the timeline; what stands there is not again."""
    words = _beside(command)
    if not words or refusal.reason not in _OUT_OF_TURN:
        return False
    entries = await (await handling.unit.queries()).timeline(ticket.id)
    if any(words in entry.words for entry in entries):
        return False
    said = f"{command.verb} {command.rest}"
    outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, said))
    return isinstance(outcome, Decision)


def _beside(command: Command) -> str:
    """The words beside a rating or a verdict."""
    if command.verb not in ("验收", "已反馈", "回访"):
        return command.rest
    found = _VERDICT.match(command.rest)
    return command.rest[found.end() :] if found else command.rest
