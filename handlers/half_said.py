"""Words that leave something open: which ticket, which verb. The bot asks, and hears the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain import complaint, events, meanings
from bot.domain.access import Actor, called, may
from bot.domain.commands import Command, Unclear, named_at_once, parse
from bot.domain.draft import Decision
from bot.domain.household import door_of
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind
from bot.domain.phrases import ASKS_FOR, asks_where
from bot.domain.pointing import doors_in, pointed_at
from bot.domain.smaller import makes_smaller
from bot.domain.ticket import Ticket
from bot.domain.ticket_numbers import plainly
from handlers import (
    answers,
    appointments,
    commands,
    doors,
    handing_over,
    lowering,
    meant,
    raising,
    ways,
)
from handlers.actions import ACTIONS
from handlers.catalog import ROWS
from handlers.context import Handling
from handlers.corrections import right_words
from handlers.targets import NAMED, fitting, offer

#: What is longer stands for itself.
_HALF = 60
#: Two words and a number.
_SHORT = 12
#: Shorter words, and those of mere courtesy, are not about the work.
_SAYS_SOMETHING = 4
_CIVIL = re.compile(r"谢谢|辛苦|早上好|晚上好|你好|大家好|哈哈|吃饭|下班|开会|群里|@")
_ON_THE_WAY = re.compile(r"(?:还没|刚|正|马上|没法|过不)去|路上|堵[车路]|车坏|没?出发")
#: A major ticket that nothing was said of for longer is named by its number.
_LATELY = timedelta(minutes=30)
_TAKEN_BACK = re.compile(r"[发搞说弄打办按点]错|撤回|看错|不是[#\d]+号?是[#\d]+")


async def mistyped(handling: Handling, text: str, unclear: Unclear) -> str:
    """`完城 3`: asked back as what it was meant for, where that can be said now."""
    verb, tickets = unclear.nearest, unclear.tickets
    fits = verb in ACTIONS and (tickets or (await fitting(handling, verb, ACTIONS[verb][1], 1))[0])
    if fits:
        meant_ = Command(verb, tickets, unclear.rest, certain=False)
        done = await at_a_door(handling, text, meant_)
        return done or await commands.run(handling, meant_, None)
    handling.say(Kind.QUESTION, "unclear", {"nearest": verb, "usage": ROWS[verb].usage})
    return "question"


async def at_a_door(handling: Handling, text: str, command: Command) -> str | None:
    """`602弄好了`, `501催一下`: no ticket's number but a flat's, in the address of an open one: of
    that one it is asked."""
    actor = handling.actor
    if len(command.tickets) != 1 or await handling.unit.ticket(command.tickets[0]):
        return None
    if actor is not None and handling.crews and command.tickets[0] >= doors.FIRST:
        _, pointed = await _of_the_crew(handling, actor, text)
        loose = command.verb == "接单" and not command.certain and not meanings.takes_on(text)
        if command.verb in ACTIONS and not loose:
            pointed = [t for t in pointed if commands.sayable(handling, t, command.verb)]
            one = pointed[0] if len(pointed) == 1 and command.verb == "进展" else None
            if one and _moves_nothing(handling, one):
                return await commands.run(handling, Command("进展", (one.id,), text), None)
            if pointed:
                words = command.rest if command.certain else text
                return offer(handling, pointed, command.verb, words)
        if done := await at_hand(handling, text, pointing=True):
            return done
    return await meant.in_passing(handling, text, pointing=True)


async def kept(handling: Handling, ticket: Ticket, text: str, guess: Command | None) -> None:
    """On the ticket's timeline, and where it looks like a command that one is offered."""
    outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, text))
    if isinstance(outcome, Decision):
        able = guess is not None and guess.verb in ACTIONS
        verb = (
            guess.verb if guess and able and commands.sayable(handling, ticket, guess.verb) else ""
        )
        words = guess.rest if guess is not None else ""
        handling.say(Kind.REPLY, "remarked", {"verb": verb, "words": words}, ticket)


async def smaller_in_passing(handling: Handling, text: str) -> str | None:
    """The same without quote or number: of the one major ticket last spoken of in this chat.

    Where there are several the answer says how one is named.
    """
    actor, chat = handling.actor, handling.chat
    if chat is None or actor is None or len(text) > _HALF or not makes_smaller(text):
        return None
    lately = await (await handling.unit.at_work()).majors_spoken_of(chat, handling.now - _LATELY)
    meant = [ticket for ticket in lately if lowering.sizes(handling, actor, ticket)]
    if len(meant) == 1:
        return await lowering.smaller(handling, meant[0], text)
    return which_is_smaller(handling, text, meant) if meant else None


def which_is_smaller(handling: Handling, text: str, tickets: Sequence[Ticket] = ()) -> str:
    """`#2 不是全停`: how a ticket is named of which something was said in passing."""
    choices = [handling.facts_of(t) for t in tickets[:NAMED]]
    number = tickets[-1].id if tickets else 3
    handling.say(
        Kind.QUESTION, "which_smaller", {"words": text, "choices": choices, "number": number}
    )
    return "question"


async def named_first(handling: Handling, text: str, guess: Command | None) -> str | None:
    """`3 用户晚上在家`: a ticket's number and words of no verb are a remark on it; `3` shows it."""
    number, words = named_at_once(text)
    ticket = await handling.unit.ticket(number) if number else None
    actor = handling.actor
    if ticket is None or actor is None or actor.outsider:
        return None
    if not words:
        return await commands.run(handling, Command("查", (ticket.id,), ""), ticket)
    if right := right_words(words):
        return await commands.run(handling, Command("补充", (ticket.id,), right), ticket)
    if done := await answers.lacking(handling, ticket, words):
        return done
    done = await lowering.smaller(handling, ticket, words) or await raising.larger(
        handling, ticket, words
    )
    if done := done or await meant.of_it(handling, ticket, words):
        return done
    asks = meanings.is_asked(words) and not any(meanings.of(words))
    if asks and len(words) <= _SHORT:
        asked = words if asks_where(words) else ""
        return await commands.run(handling, Command("查", (ticket.id,), asked), ticket)
    await kept(handling, ticket, text, guess)
    return "remarked"


async def is_of_its_number(
    handling: Handling, text: str, found: Sequence[complaint.Complaint]
) -> bool:
    """`2 人送医院了`, of whoever works on #2; `3的电话打不通 换个号 139…` of whoever puts #3 right:
    what reads like a place or a number is none of another home."""
    number, words = named_at_once(text)
    ticket = await handling.unit.ticket(number) if number else None
    if ticket is None or handling.actor is None:
        return False
    if right_words(words) or any(meaning.ways == ("补充",) for meaning in meanings.of(words)):
        return True
    told, own = doors_in(words), doors_in(ticket.address or "")
    there = bool(told) and told <= own and not any(c.phone or c.community for c in found)
    if there and called(handling.actor, ticket):
        return True  # "3 901门打不开", of who works at 901
    homes = any(c.phone or (c.address and door_of(c.address).building) for c in found)
    elsewhere = homes or complaint.is_wide(text, handling.policy.large_area)
    return not elsewhere and called(handling.actor, ticket)


async def names_none(handling: Handling, text: str) -> str | None:
    """`3 师傅说明天来`, `7 漏水` where there is no such ticket: said so, rather than guessed at."""
    number, words = named_at_once(text)
    actor = handling.actor
    brief = len(words) < _SAYS_SOMETHING
    if not number or len(text) > _HALF:
        return None
    if brief and not (number < doors.FIRST and complaint.read(words, handling.policy.large_area)):
        return None
    if actor is None or actor.outsider or await handling.unit.ticket(number):
        return None
    told = at_hand if handling.crews else meant.in_passing
    if done := await told(handling, text, pointing=True):
        return done  # "302那家催了": a door
    handling.say(Kind.REFUSAL, "refusal", {"reason": "no_such_ticket", "number": number})
    return "refused: no_such_ticket"


async def at_hand(handling: Handling, text: str, *, pointing: bool = False) -> str | None:
    """A crew's words without a number, while it has tickets at hand: which one is meant?

    With `pointing`, only where the words name the place or the user of one of them.
    """
    actor = handling.actor
    if actor is None or not handling.crews or len(text) > _HALF:
        return None
    if _TAKEN_BACK.search(text) and len(text) <= _SHORT:
        handling.say(Kind.REPLY, "taken_back")
        return "taken back"
    tickets, pointed = await _of_the_crew(handling, actor, text)
    if not tickets or (pointing and not pointed):
        return None
    if len(pointed) == 1 and await handing_over.goes_himself(handling, pointed[0], text):
        return "handed over"
    guess = parse(text, quoted=True)
    if isinstance(guess, Command) and guess.verb == "接单" and not meanings.takes_on(text):
        guess = guess if guess.certain else None  # 接了根管子, 我去吃饭
    looks = isinstance(guess, Command) and guess.verb == "查"
    asks = looks or ASKS_FOR.search(plainly(text)) or (guess is None and meanings.is_asked(text))
    if asks:
        return await _shown(handling, pointed or tickets, text)
    return await _told(handling, text, pointed, tickets, guess)


async def _shown(handling: Handling, tickets: Sequence[Ticket], text: str) -> str:
    asked = text if asks_where(plainly(text)) else ""
    if len(tickets) > 1:
        return offer(handling, tickets, "查", asked)
    return await commands.run(handling, Command("查", (tickets[0].id,), asked), None)


async def _told(
    handling: Handling,
    text: str,
    pointed: Sequence[Ticket],
    tickets: Sequence[Ticket],
    guess: Command | Unclear | None,
) -> str | None:
    """What the words mean of what they point at, else of what is at hand."""
    tickets, one = pointed or _numbered(text, tickets), pointed[0] if len(pointed) == 1 else None
    vague = guess is None or (guess.verb == "补充" if isinstance(guess, Command) else False)
    only = tickets[0] if vague and len(tickets) == 1 else None
    if only and (done := await appointments.in_passing(handling, only, text)):
        return done
    found = None if sure(guess) else ways.way(handling, text, tickets)
    if found is None and guess is None and (len(text) < _SAYS_SOMETHING or _CIVIL.search(text)):
        return None
    if isinstance(guess, Command) and sure(guess) and guess.verb == "进展" and len(tickets) == 1:
        return await commands.run(handling, replace(guess, tickets=(tickets[0].id,)), None)
    if found is None and guess is None and one and _moves_nothing(handling, one):
        return await commands.run(handling, Command("进展", (one.id,), text), None)
    if found is None:
        return offer(handling, tickets, _possible(handling, guess, tickets), text)
    if found.at_once and len(found.tickets) == 1:
        return await meant.done(handling, found)
    return offer(handling, found.tickets, found.verb, text)


def _numbered(text: str, tickets: Sequence[Ticket]) -> Sequence[Ticket]:
    """Those whose number stands somewhere in the words: `老刘让我说 2好了`; else all of them."""
    told = {int(digits) for digits in re.findall(r"(?<![\d.])\d{1,6}(?![\d.])", plainly(text))}
    return [ticket for ticket in tickets if ticket.id in told] or tickets


def _moves_nothing(handling: Handling, ticket: Ticket) -> bool:
    """Whether 进展 is but a line on it: on a major one it puts the next report off (R3.3.4)."""
    return not ticket.is_major and commands.sayable(handling, ticket, "进展")


async def _of_the_crew(
    handling: Handling, actor: Actor, text: str
) -> tuple[list[Ticket], list[Ticket]]:
    """What he has at hand, and what the words point at: of that, else of all of his department."""
    at_work = await handling.unit.at_work()
    tickets = await at_work.in_hand(actor.key) or await at_work.untaken(handling.crews)
    pointed = pointed_at(text, tickets)
    if pointed:
        return tickets, pointed
    newest = await at_work.newest()
    pointed = pointed_at(text, [ticket for ticket in newest if called(actor, ticket)])
    if not pointed and pointed_at(text, newest, surely=True):
        return [], []  # another department's, and nothing that he has in hand
    return tickets or pointed, pointed


def on_the_way(text: str, found: Sequence[complaint.Complaint]) -> bool:
    """`还没去 堵路上`: what a crew says of itself; neither home nor number, nor anything major."""
    told = any(
        c.phone or c.severity == "major" or (c.address and door_of(c.address).building)
        for c in found
    )
    return not told and _ON_THE_WAY.search(text) is not None


def sure(command: Command | Unclear | None) -> bool:
    """Whether the words are a command beyond doubt."""
    return isinstance(command, Command) and command.certain


def _possible(
    handling: Handling, guess: Command | Unclear | None, tickets: Sequence[Ticket]
) -> str:
    """The verb that was guessed, where this person may say it of one of them now; else 进展."""
    actor, service = handling.actor, handling.company.service
    verb = "" if guess is None else guess.verb if isinstance(guess, Command) else guess.nearest
    if actor is None or verb not in ACTIONS:
        return "进展"
    need, event = ROWS[verb].need, ACTIONS[verb][1]
    fits = any(answer_to(t, event) == "y" and may(need, actor, t, service) for t in tickets)
    return verb if fits else "进展"
