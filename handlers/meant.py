"""What words of no command mean of a ticket: kept on it, and what they mean is asked, never done
on a guess (`bot.domain.meanings`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain import complaint, events, meanings
from bot.domain.access import oversees
from bot.domain.arguments import read_rating
from bot.domain.asked import civil
from bot.domain.commands import Command, named_at_once
from bot.domain.contact import wrong_in
from bot.domain.draft import Decision, refuse
from bot.domain.household import door_of
from bot.domain.matrix import answer_to
from bot.domain.meanings import CLOSES, REPEATS
from bot.domain.notices import Kind
from bot.domain.phrases import ASKS_FOR
from bot.domain.pointing import is_pointing, names_user, pointed_at
from bot.domain.ticket import RATINGS, Ticket
from bot.domain.ticket_numbers import plainly
from handlers import appointments, commands, handing_over
from handlers.context import Handling
from handlers.corrections import put_right
from handlers.targets import ask, offer
from handlers.ways import Way, sayable, way

#: What is longer stands for itself.
_LONGEST = 40
#: Words that are said of a ticket though they point at none.
_OF_A_TICKET = re.compile(
    r"用户|户主|业主|人家|他家|她家|单|这个|那个|催|错|电话|归|急|抓紧|尽快|赶紧|重视|满意"
)
#: What is asked of work that is going on, whosever it is.
_OF_WORK = re.compile(r"师傅|派|人接|现场|能好|多久|到|去|修|处理|恢复|联系|来人|办|影响|原因")
#: Whoever says so has heard of it before, though nothing tells which it is.
_URGED = re.compile(r"催|问.{0,3}(?:什么时候|啥时|几点|多会)|又(?:来|打)")
#: What a user says again once the work is done: `用户说还是不热`.
_REPORTED = re.compile(r"(?:用户|户主|业主|人家|他|她)(?:又|还|说|反映|来电|打电话)")


#: What a user asks is passed on, and what is put so presses.
_PRESSED = re.compile(r"[问说催急骂]|反映|[又再还]|怎么|赶紧|抓紧|尽快|什么时候|啥时")
#: 松涛苑几个投诉
_COUNTED = re.compile(
    r"投诉.{0,3}(?:几|多少)[个次起单户]?|(?:几|多少)[个次起单户](?:投诉|单|报修)|投诉多不多"
)
_WHEN = re.compile(r"多久|多长时间|几点|什么时候|啥时候?|何时")
_HURRIED = re.compile(r"[问说催急骂]|反映|[又再还]|怎么|赶紧|抓紧|尽快|没人")
#: 那家还是凉的
_AGAIN = re.compile(r"还是|又|再|催|仍|更|问")


async def rather(
    handling: Handling, text: str, command: Command, here: Ticket | None
) -> str | None:
    """What is for others to say, and means something of him who said it, is taken for that:
    customer service's `3 已经好了`, its 收到; the verb itself is his who owes the deed. None where
    the command stands."""
    number, words = named_at_once(text)
    ticket = await handling.unit.ticket(number) if number else here
    if ticket is None:
        return None
    if command.verb in text or not commands.is_for_others(handling, command, ticket):
        return None
    words = words if number else text
    if command.verb == "接单":
        return courtesy(handling, words)
    if found := await of_it(handling, ticket, words):
        return found
    await handling.happen(ticket, events.Remarked(handling.by, words))
    return "remarked"


def courtesy(handling: Handling, text: str) -> str | None:
    """Mere courtesy is answered in a word."""
    kind = civil(text)
    if kind is None:
        return None
    handling.say(Kind.REPLY, "civil", {"courtesy": kind})
    return "civil"


async def said_again(
    handling: Handling, found: Sequence[complaint.Complaint], text: str
) -> str | None:
    """`云杉里那家还是凉的`: of a compound at most, and of what is known; no home, no number."""
    homes = any(c.phone or (c.address and door_of(c.address).building) for c in found)
    if handling.crews or not found or homes or not _AGAIN.search(text):
        return None
    return await in_passing(handling, text, pointing=True)


async def of_it(handling: Handling, ticket: Ticket, text: str) -> str | None:
    """What is said of this ticket; None where it means nothing that could be said of it now."""
    if handling.actor and oversees(handling.actor) and _inquires_when(text):
        return await commands.run(handling, Command("查", (ticket.id,), ""), ticket)
    if wrong_in(text):
        await handling.happen(ticket, events.Remarked(handling.by, text))
        return "remarked"
    if sent := await handing_over.to_a_colleague(handling, ticket, text):
        return sent
    if await handing_over.goes_himself(handling, ticket, text):
        return "handed over"
    found = _put_right(handling, ticket, text) or way(handling, text, (ticket,))
    if found is None:
        return await appointments.in_passing(handling, ticket, text)
    if found.at_once:
        return await done(handling, found)
    if found.verb == "延期" and (moved := await appointments.moved(handling, ticket, text)):
        return moved
    outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, text))
    if not isinstance(outcome, Decision):
        return None
    if found.verb == CLOSES:
        _what_it_lacks(handling, outcome.ticket)
        return "remarked"
    verb, _, says = found.verb.partition(" ")
    facts = {"verb": verb, "words": with_rating(says, found.shown)}
    handling.say(Kind.QUESTION, "meant", facts, outcome.ticket)
    if found.verb != REPEATS:
        ask(handling, found.verb, [ticket.id], found.text)
    return "question"


def _put_right(handling: Handling, ticket: Ticket, text: str) -> Way | None:
    """`不是赵先生 是邵先生`."""
    words = put_right(ticket, text) if sayable(handling, ticket, "补充") else None
    return Way("补充", words, words, [ticket], at_once=False) if words else None


def with_rating(says: str, words: str) -> str:
    """`满意 用户说热了`; words that open with it, or tell the middle one, stay as they are."""
    if says in RATINGS and read_rating(words) == "基本满意":
        return words
    return words if words.startswith(says) else f"{says} {words}".strip()


async def done(handling: Handling, found: Way) -> str:
    """Does at once what takes nothing back."""
    verb, _, says = found.verb.partition(" ")
    command = Command(verb, (found.tickets[0].id,), with_rating(says, found.text))
    return await commands.run(handling, command, None)


async def in_passing(handling: Handling, text: str, *, pointing: bool) -> str | None:
    """`漏水那个催一下`, `501那户又打电话了`, `这个单子急`: of which open ticket, is asked.

    With `pointing` only what they point at is meant: a user's first words are never taken for
    talk. Where they hold a complaint, 不是 has it registered.
    """
    actor = handling.actor
    if actor is None or actor.outsider or len(text) > _LONGEST:
        return None
    read = complaint.read(text, handling.policy.large_area)
    fresh, places = bool(read), {c.community for c in read if c.community}
    pointing = pointing or fresh
    newest = await (await handling.unit.at_work()).newest()
    points = is_pointing(text) or (fresh and names_user(text, newest))
    if pointing and not (points or _REPORTED.match(text)):
        return None
    pointed = [t for t in pointed_at(text, newest) if not places or t.community in places]
    found = way(handling, text, pointed or newest)
    if places and not (pointed and found):
        return None  # of another compound, or something new in this one
    if pointed and not fresh and _COUNTED.search(text):
        return await _of_a_place(handling, pointed)
    if pointed and (points or not pointing):
        return await _of_those(handling, text, pointed, found, fresh=fresh)
    if not pointing and newest and meanings.is_asked(text) and _OF_WORK.search(text):
        return await _show(handling, newest, fresh=fresh)
    if found is None or found.verb in (CLOSES, REPEATS) or not _OF_A_TICKET.search(text):
        return None
    if (
        pointing
        and not (points and _URGED.search(text))
        and not found.verb.startswith(("已反馈", "回访"))
    ):
        return None
    return offer(handling, found.tickets, found.verb, text, fresh=fresh)


async def of_those(handling: Handling, text: str, tickets: Sequence[Ticket]) -> str:
    """What is said of tickets that the words point at."""
    return await _of_those(handling, text, tickets, way(handling, text, tickets), fresh=False)


async def _of_those(
    handling: Handling, text: str, pointed: Sequence[Ticket], found: Way | None, *, fresh: bool
) -> str:
    """Shown, where it is asked how they stand; else of which it is said, is asked."""
    fresh = fresh and not ASKS_FOR.search(plainly(text))
    if _inquires(text) or any(_tells_nothing_new(ticket, text) for ticket in pointed):
        return await _show(handling, pointed, fresh=fresh)
    if found is not None and found.verb not in (CLOSES, REPEATS):
        return offer(handling, found.tickets, found.verb, text, fresh=fresh)
    if meanings.is_asked(text):
        return await _show(handling, pointed, fresh=fresh)
    return offer(handling, pointed, "补充", text, fresh=fresh)


async def _of_a_place(handling: Handling, pointed: Sequence[Ticket]) -> str:
    """`松涛苑几个投诉`: all of the compound, not only what is open."""
    place = pointed[0].community or pointed[0].address or ""
    return await commands.run(handling, Command("查", (), place), None)


def _tells_nothing_new(ticket: Ticket, text: str) -> bool:
    """Whether it is but the user's number, name or place: whoever says this looks for it."""
    words = "".join(plainly(text).split())
    known = (ticket.phone, ticket.name, ticket.address)
    return any(words in "".join(plainly(told).split()) for told in known if told)


def _inquires(text: str) -> bool:
    """Whether it is asked how it stands, by nobody's leave but one's own: 赵先生那个几点去."""
    return meanings.is_asked(text) and not _PRESSED.search(text)


def _inquires_when(text: str) -> bool:
    """多久能好, 几点能恢复, of somebody above: he wants to know, and presses nobody."""
    return _WHEN.search(text) is not None and not _HURRIED.search(text)


async def _show(handling: Handling, tickets: Sequence[Ticket], *, fresh: bool) -> str:
    """The one that is asked after; which, where it may be one of several."""
    if len(tickets) == 1 and not fresh:
        return await commands.run(handling, Command("查", (tickets[0].id,), ""), None)
    return offer(handling, tickets, "查", "", fresh=fresh)


def _what_it_lacks(handling: Handling, ticket: Ticket) -> None:
    """`3 关单`: nothing is closed by a word; what comes before it is said (R3.2.5, R3.3.7)."""
    if answer_to(ticket, events.FollowedUp) == "y":
        commands.refused(handling, refuse("rating_missing"), ticket, "回访")
    else:
        handling.say(Kind.QUESTION, "not_closed", ticket=ticket)
