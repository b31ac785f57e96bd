"""`交班 运行乙`: all that somebody has in hand goes to a colleague, with its last words (0037)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.domain import events
from bot.domain.access import Need, may
from bot.domain.draft import Decision
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind, Notice, To
from bot.domain.shifts import shift
from bot.domain.ticket import Ticket
from handlers import lists
from handlers.context import Handling
from handlers.handing_over import ring
from handlers.outgoing import accounts, message_row
from handlers.recipients import chats_for, name_of
from handlers.targets import LISTED, NAMED

#: What the next one wants to know of a ticket: what somebody did or heard, and not the machine.
_WORDS = frozenset(("progressed", "remarked", "contacted", "measured", "handled", "planned"))


@dataclass(frozen=True, slots=True)
class _Change:
    """Who gives, who takes, and which of the giver's tickets go over or stay."""

    giver: str
    taker: str
    going: list[Ticket]
    staying: list[Ticket]


async def of_colleagues(handling: Handling, text: str) -> str | None:
    """`交班 运行乙`, `甲手上几单`: what is said of all that one has in hand; None where it is
    neither."""
    return await _by_shift(handling, text) or await lists.of_a_colleague(handling, text)


async def _by_shift(handling: Handling, text: str) -> str | None:
    actor = handling.actor
    if actor is None or actor.outsider:
        return None
    names = {key: name_of(handling.company, key) for key in _crew(handling)}
    found = shift(text, {**names, actor.key: actor.name})
    if found is None:
        return None
    for people in (found.giver, found.taker):
        if len(people) > 1:
            return _ask(handling, people=[names.get(key, key) for key in people])
    giver = found.giver[0] if found.giver else actor.key
    taker = actor.key if found.takes else next(iter(found.taker), "")
    if found.takes and giver == actor.key:
        return await _whose(handling)
    held = await (await handling.unit.at_work()).unfinished(giver)
    held = [t for t in held if t.parent is None]
    if taker in ("", giver):
        return _to_whom(handling, text, giver, held)
    going = [t for t in held if _goes(handling, t, taker)]
    change = _Change(giver, taker, going, [t for t in held if t not in going])
    return await _hand_over(handling, change, text)


def _crew(handling: Handling) -> list[str]:
    """Among whom names are looked for: the speaker's departments, of a leader all."""
    actor, company = handling.actor, handling.company
    own = actor.departments | actor.heads if actor and not actor.leader else ()
    departments = [d for d in company.departments.values() if not own or d.key in own]
    return list(dict.fromkeys(p for d in departments for p in (*d.members, d.head)))


def _goes(handling: Handling, ticket: Ticket, taker: str) -> bool:
    """Whether it can be handed to him: of his department, where the speaker may send him; a major
    one relieves nobody, so who is called already has nothing to take (0037)."""
    actor, company = handling.actor, handling.company
    if actor is None or any(a.person == taker for a in ticket.team if ticket.is_major):
        return False
    if not any(may(need, actor, ticket, company.service) for need in (Need.HANDLING, Need.HEAD)):
        return False
    department = company.department(ticket.department)
    theirs = taker in (*department.members, department.head)
    # Whoever speaks in a group is of its crew, whatever the directory says.
    theirs = theirs or (taker == actor.key and ticket.department in actor.departments)
    return theirs and answer_to(ticket, events.HandedOver) == "y"


async def _hand_over(handling: Handling, change: _Change, text: str) -> str:
    giver = "" if change.giver == handling.by else name_of(handling.company, change.giver)
    if not change.going:
        return _ask(handling, giver=giver, held=_shown(handling, change.staying), stuck=True)
    event = events.HandedOver(handling.by, change.taker, text)
    lines = [await _line(handling, ticket) for ticket in change.going[:LISTED]]
    moved = [t for t in change.going if await _moved(handling, t, event)]
    for ticket in (t for t in moved if t.group is not None):  # he answers there (R3.3.1)
        ring(handling, ticket, change.taker, {"words": text})
    rung = change.taker if change.taker != handling.by else change.giver
    facts: dict[str, Any] = {
        "giver": name_of(handling.company, change.giver),
        "taker": name_of(handling.company, change.taker),
        "takes": change.taker == handling.by,
        "given": lines,
        "total": len(moved),
        "staying": _shown(handling, change.staying),
        "numbers": [t.id for t in moved[:LISTED]],
    }
    chats = chats_for(handling, moved[0], To.DEPARTMENT)
    notice = Notice(Kind.DISPATCHED, "shift", To.DEPARTMENT, facts=facts)
    for chat in chats:
        row = message_row(handling, notice, chat, None)
        mentions = accounts(handling.company, (rung,), chat)
        handling.unit.put(replace(row, payload={**row.payload, "mentions": mentions}))
    if handling.chat not in chats:
        handling.say(Kind.REPLY, "shift_told", facts)
    return "handed over"


async def _moved(handling: Handling, ticket: Ticket, event: events.HandedOver) -> bool:
    return isinstance(await handling.happen_quietly(ticket, event), Decision)


async def _line(handling: Handling, ticket: Ticket) -> dict[str, Any]:
    """The ticket, and what was last said of it."""
    timeline = await (await handling.unit.queries()).timeline(ticket.id)
    last = next((e for e in reversed(timeline) if e.what in _WORDS and e.words), None)
    said = {"who": name_of(handling.company, last.by), "words": last.words} if last else {}
    return {"ticket": handling.facts_of(ticket), **said}


def _to_whom(handling: Handling, text: str, giver: str, held: list[Ticket]) -> str | None:
    """`我下班了`: what he still has, and how it is given to somebody."""
    if not held and "交" not in text:
        return None  # 下班了 of who has nothing is talk
    colleagues = [name_of(handling.company, key) for key in _crew(handling) if key != giver]
    name = "" if giver == handling.by else name_of(handling.company, giver)
    shown = _shown(handling, held)
    return _ask(handling, giver=name, total=len(held), held=shown, colleagues=colleagues[:NAMED])


async def _whose(handling: Handling) -> str:
    """`接班`: of whom? Those of the crew who have something in hand."""
    actor, at_work = handling.actor, await handling.unit.at_work()
    others = [key for key in _crew(handling) if actor and key != actor.key]
    having = [key for key in others if await at_work.unfinished(key)]
    return _ask(handling, takes=True, colleagues=[name_of(handling.company, k) for k in having])


def asked(handling: Handling) -> str:
    """`交班 张三`, who is nobody of the crew: how it is said."""
    names = [name_of(handling.company, key) for key in _crew(handling)]
    return _ask(handling, people=names[:NAMED])


def _shown(handling: Handling, tickets: list[Ticket]) -> list[dict[str, Any]]:
    return [handling.facts_of(ticket) for ticket in tickets[:LISTED]]


def _ask(handling: Handling, **facts: Any) -> str:
    handling.say(Kind.QUESTION, "shift_asked", facts)
    return "question"
