"""Running a command: find its tickets, check who may, do it, answer once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.domain import events
from bot.domain.access import Need, called, may, oversees
from bot.domain.asked import civil
from bot.domain.commands import Command
from bot.domain.draft import Decision, Refusal, refuse
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind
from bot.domain.ticket import Ticket
from handlers import afterwards, incidents, lowering, queries, raising, support
from handlers.actions import ACTIONS
from handlers.catalog import ROWS
from handlers.context import Handling
from handlers.recipients import name_of
from handlers.targets import DO, LISTED, ask, fitting, offer

#: An open question waits this long for a plain answer.
PATIENCE = timedelta(minutes=30)


async def run(handling: Handling, command: Command, meant: Ticket | None) -> str:
    """Does what the command says. `meant` is the quoted or the group's ticket, if there is one."""
    command = _of_severity(command)
    if command.verb not in ACTIONS:
        return await queries.answer(handling, command, meant)
    there = [number for number in command.tickets if await handling.unit.ticket(number)]
    if there and not command.certain:
        numbers = " ".join(str(number) for number in command.tickets)
        into = f"到 {command.into}" if command.into else ""
        words = f"{into} {command.rest}".strip()
        plain = len(command.tickets) == 1
        facts = {"verb": command.verb, "numbers": numbers, "words": words, "yes": plain}
        handling.say(Kind.QUESTION, "confirm", facts)
        if plain:
            ask(handling, command.verb, command.tickets, words)
        return "question"
    if command.tickets:
        return await _on_numbers(handling, command)
    if meant is None:
        meant = await _the_only_one(handling, command)
        if meant is None:
            return "question"
    return await _on_ticket(handling, meant, command)


async def _kept(handling: Handling, ticket: Ticket, words: str) -> bool:
    """`3 用户不在家` by whom it was told, not by who works on it: no progress, but not lost."""
    actor, service = handling.actor, handling.company.service
    if not words or actor is None or not ticket.is_open:
        return False
    if not may(Need.SERVICE, actor, ticket, service):
        return False
    return not isinstance(
        await handling.happen(ticket, events.Remarked(handling.by, words)), Refusal
    )


async def _asks_for(handling: Handling, ticket: Ticket, command: Command) -> str | None:
    """`升级 3 整栋楼没暖` of who is there and may not raise it: who may is asked (R2.2.4)."""
    words = f"{command.verb} {command.rest}".strip()
    if command.verb == "升级" and command.rest:
        return await raising.offered(handling, ticket, words)
    if command.verb == "降级" and command.rest:
        return await lowering.offered(handling, ticket, words)
    return None


async def _on_numbers(handling: Handling, command: Command) -> str:
    alone = not handling.gathering
    if alone and len(command.tickets) > 1:
        handling.gather()
    for number in command.tickets:
        ticket = await handling.unit.ticket(number)
        if ticket is None:
            await _no_such(handling, command, number)
        else:
            await _on_ticket(handling, ticket, command)
    if alone:
        handling.scatter()
    return command.verb


def sayable(handling: Handling, ticket: Ticket, verb: str) -> bool:
    """Whether this person may say it of the ticket, and its state takes it."""
    actor, need, event = handling.actor, ROWS[verb].need, ACTIONS[verb][1]
    able = actor is not None and may(need, actor, ticket, handling.company.service)
    return able and answer_to(ticket, event) == "y"


async def _no_such(handling: Handling, command: Command, number: int) -> None:
    """`12收到`, where there are but #1 and #2: whether both are meant is asked."""
    digits = [int(digit) for digit in str(number)]
    if 1 < len(digits) == len(set(digits)) and len(command.tickets) == 1:
        meant = [await handling.unit.ticket(digit) for digit in digits]
        if all(ticket and sayable(handling, ticket, command.verb) for ticket in meant):
            facts = {"number": number, "numbers": digits, "verb": command.verb}
            handling.say(Kind.QUESTION, "apart", facts)
            ask(handling, command.verb, digits, command.rest)
            return
    handling.say(Kind.REFUSAL, "refusal", {"reason": "no_ticket", "number": number})


async def _on_ticket(handling: Handling, ticket: Ticket, command: Command) -> str:
    actor = handling.actor
    need = ROWS[command.verb].need
    # Who has the incident has its households.
    judged = (await handling.unit.ticket(ticket.parent) if ticket.parent else None) or ticket
    heard = await support.comes_uncalled(handling, ticket, command.verb)
    if actor is None or not (heard or may(need, actor, judged, handling.company.service)):
        if command.verb == "接单" and await support.coming(handling, judged):
            return "heard"
        if command.verb == "进展" and await _kept(handling, ticket, command.rest):
            return "remarked"
        if done := await _asks_for(handling, ticket, command):
            return done
        known = actor is not None and (actor.known or bool(actor.departments))
        facts = {"reason": "not_allowed", "who": _who_may(handling, need, judged), "known": known}
        handling.say(Kind.REFUSAL, "refusal", facts | {"verb": command.verb}, ticket)
        return "refused: not_allowed"
    if command.verb == "进展" and not command.rest and not called(actor, judged):
        return await queries.answer(handling, replace(command, verb="查"), ticket)
    if command.verb == "接单" and ticket.is_open and not called(actor, judged):
        # 领导在群里回一声收到: he has heard, and takes the work off nobody.
        await handling.happen_quietly(ticket, events.Remarked(handling.by, "收到"))
        handling.say(Kind.REPLY, "heard", {"said_of": ticket.id}, judged)
        return "heard"
    if judged is not ticket and ticket.is_open and command.verb in incidents.OF_ONE:
        return await incidents.work_on_one(handling, ticket, judged, command)
    action, _ = ACTIONS[command.verb]
    outcome = await action(handling, ticket, command)
    if isinstance(outcome, Refusal):
        if await afterwards.taken(handling, ticket, command, outcome):
            return command.verb
        more = {"kept": await afterwards.kept(handling, ticket, command, outcome)}
        refused(handling, refuse(outcome.reason, **outcome.facts, **more), ticket, command.verb)
        return f"refused: {outcome.reason}"
    return command.verb if isinstance(outcome, Decision) else "question"


def is_for_others(handling: Handling, command: Command, ticket: Ticket) -> bool:
    """Whether a deed on a ticket is for others to tell than him who said it."""
    actor, need = handling.actor, ROWS[command.verb].need
    if actor is None or command.verb not in ("接单", "完成", "进展", "到场", "已联系"):
        return False
    return not may(need, actor, ticket, handling.company.service)


def refused(handling: Handling, refusal: Refusal, ticket: Ticket, verb: str) -> None:
    """A refusal in words: what is wrong, and what to do now."""
    facts = {**refusal.facts, "reason": refusal.reason, "verb": verb}
    if "who" in facts:
        facts["who"] = name_of(handling.company, str(facts["who"]))
    facts["same"] = handling.actor is not None and facts.get("who") == handling.actor.name
    handling.say(Kind.REFUSAL, "refusal", facts, ticket)


def _who_may(handling: Handling, need: Need, ticket: Ticket) -> list[str]:
    company = handling.company
    department = company.department(ticket.department)
    service = company.departments[company.service].name
    head = name_of(company, department.head)
    leaders = [name_of(company, p) for p in company.leaders]
    match need:
        case Need.HANDLING:
            return [department.name]
        case Need.HANDLING_OR_SERVICE:
            return list(dict.fromkeys((department.name, service)))
        case Need.SERVICE:
            return [service]
        case Need.INSPECTOR | Need.HEAD:
            return list(dict.fromkeys((head, *leaders)))
        case Need.HEADS:
            return ["各部门负责人", *leaders]
        case Need.SERVICE_OR_HEADS | Need.LEDGER:
            return [service, "各部门负责人", *leaders]
        case Need.ANYONE:
            return [service]


_LEAVE = re.compile(
    r"[那就嗯好,，\s]*(?:可以|行|准|没意见|ok)[的了吧]*[,，\s]*(?:[那就]?[延改推]到\S{1,8})?[。.!！]?",
    re.IGNORECASE,
)
#: 不行 今天必须弄完
_NO_LEAVE = re.compile(r"(?:不行|不可以|不准|不能[延再]|别[延再拖]).{0,20}")
_LOWERS = re.compile(
    r"(?:我?同意|可以|准了?|那就|行|批准)?[,，\s]*(?:降级?|降为?一般|降成一般)(?:可以|吧|了|的|同意)*[。.!！]?"
)
_SEVERITY = re.compile(r"(?:改?[为成到]|级别)?\s*(?P<to>一般|重大)(?:投诉)?[\s,，。:：]*")


def _of_severity(command: Command) -> Command:
    """`改判 3 一般 就一栋楼`: a class too, and under the rules of 降级 and 升级 (R3.1.2)."""
    found = _SEVERITY.match(command.rest) if command.verb == "改判" else None
    if found is None:
        return command
    verb = "降级" if found["to"] == "一般" else "升级"
    return replace(command, verb=verb, rest=command.rest[found.end() :])


async def _the_only_one(handling: Handling, command: Command) -> Ticket | None:
    """Without a number: the one ticket that fits, else the bot asks which."""
    fits, count = await fitting(handling, command.verb, ACTIONS[command.verb][1], LISTED)
    if command.verb == "接单" and not command.certain:  # 出发了, of what he has answered already
        open_ = [t for t in fits if not _answered(handling, t)]
        fits, count = open_, count - len(fits) + len(open_)
    if command.verb in ("同意延期", "不同意延期"):  # of those for which one is asked
        asked = [t for t in fits if t.extension is not None]
        fits, count = asked, len(asked)
    if count == 1 and command.certain:
        return fits[0]
    facts = {
        "verb": command.verb,
        "choices": [handling.facts_of(t) for t in fits],
        "more": count - len(fits),
        "words": command.rest,
    }
    kind = _courtesy(handling, command) if command.verb == "接单" else None
    if command.verb == "接单" and not handling.crews and not fits:
        kind = kind or "nod"  # 收到 马上通知, of whoever takes on no work
    if kind and not (fits and command.certain):
        handling.say(Kind.REPLY, "civil", {"courtesy": kind})
        return None
    if fits:
        handling.say(Kind.QUESTION, "which", facts)
        ask(handling, command.verb, [t.id for t in fits], command.rest)
        return None
    hand = await at_hand(handling) if command.verb == "接单" else []
    if hand:
        soonest = min(hand, key=lambda t: min(c.due_at for c in t.clocks.values()))
        handling.say(Kind.REPLY, "in_hand", {"count": len(hand)}, soonest)
    else:
        handling.say(Kind.QUESTION, "none_fits", facts)
    return None


async def granted(handling: Handling, text: str) -> str | None:
    """`可以` of whoever has an extension before him (R3.2.3) may be his leave: it is asked."""
    actor = handling.actor
    leave, none = _LEAVE.fullmatch(text.strip()), _NO_LEAVE.fullmatch(text.strip())
    if actor is None or not oversees(actor) or not (leave or none):
        return None
    asked, _ = await fitting(handling, "同意延期", events.ExtensionAnswered, LISTED)
    wanted = [ticket for ticket in asked if ticket.extension is not None]
    if not wanted:
        return None
    return offer(handling, wanted, "同意延期" if leave else "不同意延期", "" if leave else text)


async def lowering_granted(handling: Handling, text: str) -> str | None:
    """`同意降级`, `可以降` of who may lower, and his bare `可以` where it was asked (R3.1.2)."""
    actor, chat = handling.actor, handling.chat
    if actor is None or chat is None or not oversees(actor):
        return None
    named = _LOWERS.fullmatch(text.strip())
    if not named and not _LEAVE.fullmatch(text.strip()):
        return None
    able, _ = await fitting(handling, "降级", events.Downgraded, LISTED)
    asked = await handling.unit.asked_of_all(chat, handling.now - PATIENCE)
    wanted = {question.ticket for question in asked if question.about == f"{DO}降级"}
    meant = [ticket for ticket in able if named or ticket.id in wanted]
    return offer(handling, meant, "降级", "") if meant else None


def _answered(handling: Handling, ticket: Ticket) -> bool:
    key = handling.actor.key if handling.actor else ""
    return any(a.person == key and a.answered_at is not None for a in ticket.team)


def _courtesy(handling: Handling, command: Command) -> str | None:
    """What a 收到 is of somebody who takes no work on: customer service has heard it."""
    return None if handling.crews else civil(f"收到{command.rest}")


async def at_hand(handling: Handling) -> list[Ticket]:
    """What the person has taken on and not yet done; a clock runs on each."""
    if handling.actor is None:
        return []
    at_work = await handling.unit.at_work()
    return [ticket for ticket in await at_work.in_hand(handling.actor.key) if ticket.clocks]
