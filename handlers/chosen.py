"""The answer to a question that wants a number or a yes: `2`, `1 2`, 都是, 是, 不是."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain import appointments, complaint
from bot.domain.access import may
from bot.domain.calls import not_reached
from bot.domain.chat import Message
from bot.domain.commands import Command, parse
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind
from bot.domain.phrases import trim
from bot.domain.ticket_numbers import plainly, read_numbers
from handlers import commands, meant
from handlers.actions import ACTIONS
from handlers.catalog import ROWS
from handlers.complaints import open_tickets
from handlers.context import Handling
from handlers.targets import DO, NAMED
from storage.rows import EVERYBODY, Question

_ALL = re.compile(r"(?:这?[几两三]单)?(?:都是?|全都?是?|全部|所有的?)[了。.!！~]*")
_NO = re.compile(r"(?:都?不是|不对|另[外]?一?[单户家个]|新的?单?|新报的?|别的)[了的。.!！~]*")
_YES = re.compile(
    r"(?:是的?|对的?|嗯+|好的?|可以|确认|没错|就是这个|就这个|ok)[。.!！~]?", re.IGNORECASE
)
#: What is no mere courtesy: so much is wanted where nobody was asked by his name.
_FIRM = re.compile(r"(?:是的?|对的?|确认|没错|就是这个|就这个)[。.!！~]?")
#: 打电话了 用户说晚饭后在家, 约晚饭后; who says only that he goes later has told nobody.
_TALKED = re.compile(r"约|说|讲|打通|联系[上到了]|接通")
#: Answered by 是 and 不是 as well, in `handlers.answers`.
_SAME = "same"


async def chosen(handling: Handling, message: Message, text: str) -> str | None:
    """The verb that was asked about, on the tickets that the answer picks.

    是 answers what was asked last, be it of the speaker or of whoever may say so in this chat; of
    several it is asked which.
    """
    if done := await _told_when(handling, message, text):
        return done
    numbers, yes, every = _only_numbers(text), _YES.fullmatch(text), _ALL.fullmatch(text)
    if not (numbers or yes or every or _NO.fullmatch(text)):
        return None
    since = handling.now - commands.PATIENCE
    asked = await handling.unit.asked(message.chat, message.sender.user_id, since)
    open_ = [q for q in asked if q.about.startswith(DO)]
    newest = [q for q in open_ if (q.about, q.turn) == (open_[0].about, open_[0].turn)]
    if _NO.fullmatch(text):
        return await _none_of_them(handling, message, newest) or await _no_complaint(
            handling, message, [q for q in asked if q in open_ or q.about == _SAME]
        )
    if numbers:
        first = {q.ticket: q for q in reversed(open_)}
        picked = [first[n] for n in numbers if n in first]
        picked = picked if len(picked) == len(numbers) else []
    elif every:
        picked = newest[::-1]
    else:
        own = [q for q in asked if q in open_ or q.about == _SAME]
        last = await _last(handling, message, own, of_all=bool(_FIRM.fullmatch(text)))
        if len(last) > 1 and all(q.about.startswith(DO) for q in last):
            return await _which(handling, last)
        picked = [q for q in last if q.about.startswith(DO)]
    return await _done(handling, picked, open_) if picked else None


async def _told_when(handling: Handling, message: Message, text: str) -> str | None:
    """`六点吧`, to "已联系?" of words that tell of a talk with the user: 是, and when (R3.2.2)."""
    if not appointments.only_time(text):
        return None
    since = handling.now - commands.PATIENCE
    asked = await handling.unit.asked(message.chat, message.sender.user_id, since)
    last = [q for q in asked if q.asked_at == asked[0].asked_at]
    if len(last) != 1 or last[0].about != f"{DO}已联系":
        return None
    words = last[0].words
    if not _TALKED.search(words) or not_reached(words):
        return None
    handling.unit.answered(last[0])
    told = appointments.joined(words, text)
    return await commands.run(handling, Command("已联系", (last[0].ticket,), told), None)


def unasked(handling: Handling, text: str) -> str | None:
    """`是` or `不是` where nothing waits for it, or has waited too long: said so."""
    if not (_FIRM.fullmatch(text.strip()) or _NO.fullmatch(text.strip())):
        return None
    handling.say(Kind.REPLY, "unasked", {"minutes": int(commands.PATIENCE.total_seconds() // 60)})
    return "unasked"


async def _last(
    handling: Handling, message: Message, own: Sequence[Question], *, of_all: bool
) -> list[Question]:
    """The questions that were asked last: of the speaker, or of whoever may say so."""
    since = handling.now - commands.PATIENCE
    others = await handling.unit.asked_of_all(message.chat, since) if of_all else ()
    theirs = [*own, *[q for q in others if await _may_say(handling, q)]]
    at = max((q.asked_at for q in theirs), default=None)
    return [q for q in theirs if q.asked_at == at]


async def _may_say(handling: Handling, question: Question) -> bool:
    """Whether what everybody was asked is the speaker's to say, and still open."""
    verb, actor = question.about.removeprefix(DO), handling.actor
    ticket = await handling.unit.ticket(question.ticket)
    if ticket is None or actor is None or answer_to(ticket, ACTIONS[verb][1]) != "y":
        return False
    return may(ROWS[verb].need, actor, ticket, handling.company.service)


async def _done(handling: Handling, picked: Sequence[Question], open_: Sequence[Question]) -> str:
    for question in {q.key: q for q in (*open_, *picked)}.values():
        handling.unit.answered(question)
    verb, _, says = picked[0].about.removeprefix(DO).partition(" ")
    words = meant.with_rating(says, picked[0].words)
    tickets = tuple(question.ticket for question in picked)
    merging = parse(f"合并 {tickets[0]} {words}") if verb == "合并" else None
    if isinstance(merging, Command):
        return await commands.run(handling, merging, None)
    return await commands.run(handling, Command(verb, tickets, words), None)


async def _which(handling: Handling, asked: Sequence[Question]) -> str:
    """是, to what names several tickets."""
    numbers = sorted({question.ticket for question in asked}, reverse=True)
    tickets = [t for n in numbers[:NAMED] if (t := await handling.unit.ticket(n)) is not None]
    choices = [handling.facts_of(t) for t in tickets]
    verbs = {question.about.removeprefix(DO).partition(" ")[0] for question in asked}
    facts = {"verb": verbs.pop() if len(verbs) == 1 else "", "choices": choices}
    handling.say(Kind.QUESTION, "which_yes", facts)
    return "question"


async def _none_of_them(
    handling: Handling, message: Message, asked: Sequence[Question]
) -> str | None:
    """`不是`, where what was said is a complaint of its own: it is registered after all."""
    actor, words = handling.actor, asked[0].words if asked else ""
    crew = actor is None or handling.crews
    found = complaint.read(words, handling.policy.large_area)
    if not found or (crew and not any(c.severity == "major" for c in found)):
        return None  # what a crew says is of its own work
    for question in asked:
        handling.unit.answered(question)
    return await open_tickets(handling, replace(message, text=words), found)


async def _no_complaint(
    handling: Handling, message: Message, own: Sequence[Question]
) -> str | None:
    """`不是`, to "is it a complaint?" (R2.2.1)."""
    last = await _last(handling, message, own, of_all=True)
    if len(last) != 1 or (last[0].user_id, last[0].about) != (EVERYBODY, f"{DO}转"):
        return None
    handling.unit.answered(last[0])
    return await commands.run(handling, Command("作废", (last[0].ticket,), "不是投诉"), None)


def _only_numbers(text: str) -> tuple[int, ...]:
    """The tickets of a message that is nothing but their numbers: `2`, `三号`, `三`, `1、2`."""
    for words in (plainly(text), f"{plainly(text)}号"):
        found = read_numbers(words, 0)
        if found.tickets and not trim(words[found.end :]):
            return found.tickets
    return ()
