"""Words that leave something open: which ticket, which verb. The bot asks, and hears the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain import events
from bot.domain.chat import Message
from bot.domain.commands import Command, Unclear, named_at_once, parse
from bot.domain.draft import Decision
from bot.domain.notices import Kind
from bot.domain.ticket import Ticket
from handlers import commands
from handlers.actions import ACTIONS
from handlers.context import Handling
from handlers.facts import ticket_facts

#: What is longer stands for itself.
_HALF = 40
#: As many as one answer on a phone can name.
_NAMED = 3
#: Shorter words, and those of mere courtesy, are not about the work.
_SAYS_SOMETHING = 4
_CIVIL = re.compile(r"谢谢|辛苦|早上好|晚上好|你好|大家好|哈哈|吃饭|下班|开会|群里|@")
_ONLY_A_NUMBER = re.compile(r"[#＃]?\s{0,3}(\d{1,6})\s{0,3}(?:号|单|号单)?[。.!！]?")
_YES = re.compile(
    r"(?:是的?|对的?|嗯+|好的?|可以|确认|没错|就是这个|就这个|ok)[。.!！~]?", re.IGNORECASE
)


async def chosen(handling: Handling, message: Message, text: str) -> str | None:
    """`2`, or 是, to "完成哪一单？": the verb that was asked about, on that ticket."""
    number, yes = _ONLY_A_NUMBER.fullmatch(text), _YES.fullmatch(text)
    if not number and not yes:
        return None
    since = handling.now - commands.PATIENCE
    asked = await handling.unit.asked(message.chat, message.sender.user_id, since)
    open_ = [q for q in asked if q.about.startswith(commands.DO)]
    if number is not None:
        meant = next((q for q in open_ if q.ticket == int(number[1])), None)
    else:
        meant = open_[0] if len(open_) == 1 else None
    if meant is None:
        return None
    for question in open_:
        handling.unit.answered(question)
    verb = meant.about.removeprefix(commands.DO)
    return await commands.run(handling, Command(verb, (meant.ticket,), ""), None)


async def kept(handling: Handling, ticket: Ticket, text: str, guess: Command | None) -> None:
    """On the ticket's timeline, and where it looks like a command that one is offered."""
    outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, text))
    if isinstance(outcome, Decision):
        verb = guess.verb if guess is not None and guess.verb in ACTIONS else ""
        words = guess.rest if guess is not None else ""
        handling.say(Kind.REPLY, "remarked", {"verb": verb, "words": words}, ticket)


async def named_first(handling: Handling, text: str, guess: Command | None) -> str | None:
    """`3 用户晚上在家`: a ticket's number and words of no verb are a remark on it; `3` shows it."""
    number, words = named_at_once(text)
    ticket = await handling.unit.ticket(number) if number else None
    actor = handling.actor
    if ticket is None or actor is None or actor.outsider:
        return None
    if not words:
        return await commands.run(handling, Command("查", (ticket.id,), ""), ticket)
    await kept(handling, ticket, text, guess)
    return "remarked"


async def at_hand(handling: Handling, text: str) -> str | None:
    """A crew's words without a number, while it has tickets at hand: which one is meant?"""
    actor = handling.actor
    crew = actor is not None and actor.departments - {handling.company.service}
    if actor is None or not crew or len(text) > _HALF:
        return None
    tickets = [t for t in await handling.unit.open_tickets() if _has(actor.key, t)]
    tickets = tickets or [
        t for t in await handling.unit.open_tickets() if t.handler is None and t.department in crew
    ]
    named = [t for t in tickets if t.community and t.community in text]
    tickets = named or tickets
    if not tickets:
        return None
    guess = parse(text, quoted=True)
    if guess is None and (len(text) < _SAYS_SOMETHING or _CIVIL.search(text)):
        return None
    if isinstance(guess, Command) and guess.certain and guess.verb == "进展" and len(tickets) == 1:
        return await commands.run(handling, replace(guess, tickets=(tickets[0].id,)), None)
    verb = "进展"
    if isinstance(guess, Command | Unclear):
        found = guess.verb if isinstance(guess, Command) else guess.nearest
        verb = found if found in ACTIONS else verb
    _offer(handling, tickets, verb, text)
    return "question"


def _has(person: str, ticket: Ticket) -> bool:
    return ticket.handler == person or any(a.person == person for a in ticket.team)


def _offer(handling: Handling, tickets: Sequence[Ticket], verb: str, words: str) -> None:
    policy, company, now = handling.policy, handling.company, handling.now
    facts = {
        "verb": verb,
        "words": words,
        "choices": [ticket_facts(t, company, policy, now) for t in tickets[:_NAMED]],
        "more": max(0, len(tickets) - _NAMED),
    }
    handling.say(Kind.QUESTION, "at_hand", facts)
