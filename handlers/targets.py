"""Which ticket is meant: by number, by quote, by the group, else the only one that fits; or it is
asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from bot.domain.access import reach
from bot.domain.chat import ChatRef, Quote
from bot.domain.events import Event
from bot.domain.matrix import sayable_in
from bot.domain.notices import Kind
from bot.domain.ticket import Ticket
from handlers.catalog import ASKED_BACK, ROWS
from handlers.context import Handling
from storage.rows import EVERYBODY

_NUMBER = re.compile(r"#(\d{1,6})")
_AT_LINE = re.compile(r"^#(\d{1,6}) ", re.MULTILINE)
MOST_QUOTED = 30
#: As many as one answer on a phone can name, and as many lines as it shows at once.
NAMED, LISTED = 5, 8
#: Opens what a question is about, where it is "on which ticket?"; the verb follows.
DO = "do:"


async def quoted_tickets(handling: Handling, chat: ChatRef, quote: Quote | None) -> list[Ticket]:
    """The tickets of a quoted message: by its id, else by the numbers that every message prints.

    Several where it was a digest.
    """
    if quote is None:
        return []
    numbers: list[int] = []
    if quote.message_id:
        numbers = await handling.unit.tickets_of_message(chat, quote.message_id)
    if not numbers and quote.text:
        # A digest has one at the beginning of each line; elsewhere the first one is meant.
        lines = dict.fromkeys(int(n) for n in _AT_LINE.findall(quote.text))
        first = _NUMBER.search(quote.text)
        numbers = list(lines) if len(lines) > 1 else [int(first.group(1))] if first else []
    found = [await handling.unit.ticket(number) for number in numbers[:MOST_QUOTED]]
    return [ticket for ticket in found if ticket is not None]


async def group_ticket(handling: Handling, chat: ChatRef) -> Ticket | None:
    """The ticket whose emergency group this chat is."""
    if handling.company.is_bound(chat):
        return None
    number = await handling.unit.ticket_of_group(chat)
    return await handling.unit.ticket(number) if number else None


async def fitting(
    handling: Handling, verb: str, event: type[Event], most: int
) -> tuple[list[Ticket], int]:
    """The open tickets on which this person could say this now; his own ones if he has any: the
    first of them, and how many there are."""
    actor = handling.actor
    if actor is None or (not actor.departments and not actor.leader):
        return [], 0
    within = reach(ROWS[verb].need, actor, handling.company.service)
    choose = partial(
        (await handling.unit.at_work()).sayable,
        sayable_in(event),
        within,
        most,
        asked=verb in ASKED_BACK,
        among=handling.among,
    )
    own, count = await choose(handler=actor.key)
    return (own, count) if own else await choose()


def ask(handling: Handling, verb: str, numbers: Iterable[int], words: str = "") -> None:
    """The next bare number, or 是, is the answer; `words` go with it."""
    if handling.chat is not None:
        for number in numbers:
            handling.unit.ask(
                handling.chat, handling.asked_by, number, DO + verb, handling.now, words
            )


def ask_all(
    handling: Handling, chats: Iterable[ChatRef], verb: str, ticket: Ticket, words: str
) -> None:
    """The next 是 there of somebody who may say so is the answer; `words` go with it."""
    for chat in dict.fromkeys(chats):
        handling.unit.ask(chat, EVERYBODY, ticket.id, DO + verb, handling.now, words)


def offer(
    handling: Handling, tickets: Sequence[Ticket], verb: str, words: str, *, fresh: bool = False
) -> str:
    """Asks which is meant; the answer may be a bare number, or 是 where there is but one. With
    `fresh` the words are a complaint too, and 不是 has it registered."""
    facts = {
        "verb": verb,
        "words": words,
        "choices": [handling.facts_of(t) for t in tickets[:NAMED]],
        "more": max(0, len(tickets) - NAMED),
        "fresh": fresh,
    }
    handling.say(Kind.QUESTION, "at_hand", facts)
    ask(handling, verb, [t.id for t in tickets[:NAMED]], words)
    return "question"
