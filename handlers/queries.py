"""Questions in chat: 查, 看图, 名单, 统计, 导出, 谁值班, 帮助; and binding a group."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import due_soon
from bot.domain.access import belongs, may_ever, role_of
from bot.domain.arguments import read_department
from bot.domain.commands import Command
from bot.domain.company import LEADERS
from bot.domain.notices import Kind, To
from bot.domain.periods import named
from bot.domain.phrases import asks_where
from bot.domain.ticket import Ticket
from bot.domain.ticket_numbers import plainly
from handlers import incidents, ledgers, lists, periodic, pictures, shifts
from handlers.catalog import OFTEN, ROWS, TABLE
from handlers.context import Handling
from handlers.facts import named_facts
from handlers.handing_over import passed_on
from handlers.recipients import name_of
from handlers.targets import LISTED
from storage.rows import FIGURES

#: So many of those that were found are counted, and looked at for whose business they are.
COUNTED = 100


async def answer(handling: Handling, command: Command, meant: Ticket | None) -> str:
    """Answers one question; its verb is the outcome."""
    actor = handling.actor
    if command.verb not in ("帮助", "查", "绑定") and (actor is None or actor.outsider):
        handling.say(Kind.REFUSAL, "refusal", {"reason": "outsider", "verb": command.verb})
        return "refused: outsider"
    match command.verb:
        case "帮助":
            _help(handling, whole="全" in command.rest)
        case "查":
            await _look_up(handling, command, meant)
        case "看图":
            await pictures.asked(handling, command, meant)
        case "名单":
            await _households(handling, command, meant)
        case "超时" if meant is not None and due_soon.asked(command.rest):
            await _look_up(handling, replace(command, rest=""), meant)
        case "我的" | "超时" | "在办" | "今日" | "谁手上":
            await lists.answer(handling, command)
        case "统计" | "导出":
            _of_a_period(handling, command)
        case "交班" if meant is None or not await passed_on(handling, meant, command.rest):
            shifts.asked(handling)
        case "谁值班":
            _on_duty(handling)
        case "绑定":
            _bind(handling, command.rest)
    return command.verb


def _of_a_period(handling: Handling, command: Command) -> None:
    """What takes long is made apart, and comes when it is done."""
    if command.verb == "导出":
        ledgers.ask(handling, command.rest)
    elif named(command.rest, handling.now.astimezone(handling.zone)) is None:
        handling.say(Kind.REFUSAL, "refusal", {"reason": "no_period", "verb": "统计"})
    else:
        periodic.ask(handling, FIGURES, command.rest)


def _help(handling: Handling, *, whole: bool) -> None:
    """What the speaker says most, or with `whole` all that he may."""
    actor, service = handling.actor, handling.company.service
    if actor is None:
        return
    often = OFTEN[role_of(actor, service)]
    rows = [
        {"usage": row.usage, "does": row.does}
        for row in (TABLE if whole else map(ROWS.__getitem__, often))
        if may_ever(row.need, actor, service)
    ]
    platform = handling.chat.platform if handling.chat else ""
    handling.say(Kind.REPLY, "help", {"rows": rows, "whole": whole, "platform": platform})


async def _look_up(handling: Handling, command: Command, meant: Ticket | None) -> None:
    queries = await handling.unit.queries()
    brief = asks_where(command.rest) and (bool(command.tickets) or meant is not None)
    words = "" if brief else command.rest.strip()
    tickets = [t for n in command.tickets if (t := await queries.ticket(n))]
    if not tickets and words:
        tickets = await queries.search(words, COUNTED)
    if not tickets and not words:  # 302回访了吗: a flat's number
        tickets = [t for n in command.tickets for t in await queries.search(str(n), COUNTED)]
    if not tickets and not words and meant is not None:
        tickets = [meant]
    # Names and phones are shown to the company, and where the complaint was said.
    tickets = [t for t in tickets if handling.actor and belongs(handling.actor, t)]
    if not tickets:
        wanted = words or "、".join(str(n) for n in command.tickets)
        handling.say(Kind.REFUSAL, "refusal", {"reason": "not_found", "words": wanted})
    elif len(tickets) == 1 and brief:
        handling.say(Kind.REPORT, "contact", ticket=tickets[0])
    elif len(tickets) == 1:
        ticket = tickets[0]
        timeline = [
            {
                "at": e.at.isoformat(),
                "by": name_of(handling.company, e.by),
                "what": e.what,
                "words": ""
                if e.what == "registered" or e.words == e.facts.get("rating")
                else e.words,
                "facts": named_facts(handling.company, e.facts),
            }
            for e in (await queries.timeline(ticket.id))[-LISTED:]
        ]
        handling.say(Kind.REPORT, "sheet", {"timeline": timeline}, ticket)
    else:
        lists.show(handling, f"查「{words}」", tickets)


async def _households(handling: Handling, command: Command, meant: Ticket | None) -> None:
    """`名单 7`: who of an incident is still to be told or called."""
    number = command.tickets[0] if command.tickets else meant.id if meant else 0
    ticket = await (handling.unit.ticket(number) if number else _the_only_incident(handling))
    if ticket is not None and ticket.parent is not None:
        ticket = await handling.unit.ticket(ticket.parent)
    if ticket is None or not await handling.unit.children(ticket.id):
        handling.say(Kind.REFUSAL, "refusal", {"reason": "no_households", "number": number})
        return
    await incidents.name(handling, ticket, To.ASKER)


async def _the_only_incident(handling: Handling) -> Ticket | None:
    """`名单`, while there is but one."""
    open_, _ = await (await handling.unit.at_work()).open_ones(COUNTED, major=True)
    found = [ticket for ticket in open_ if ticket.households > 1]
    return found[0] if len(found) == 1 else None


def _on_duty(handling: Handling) -> None:
    company, now = handling.company, handling.now
    rows = [
        {
            "name": d.name,
            "people": [name_of(company, p) for p in company.crew(d.key, now)],
            "rostered": bool(company.rostered(d.key, now)),
        }
        for d in company.departments.values()
    ]
    leader = [name_of(company, p) for p in company.leader(0, now)]
    rows.append({"name": "领导", "people": leader, "rostered": True})
    handling.say(Kind.REPORT, "on_duty", {"rows": rows})


def _bind(handling: Handling, words: str) -> None:
    """`绑定 检修部`: the chat becomes that department's group on its platform, or the leaders'."""
    company, actor, chat = handling.company, handling.actor, handling.chat
    if actor is None or chat is None or not (actor.heads or actor.leader):
        handling.say(Kind.REFUSAL, "refusal", {"reason": "bind_who"})
        return
    names = company.department_names
    is_leaders = company.is_leaders_group_called(plainly(words))
    key = LEADERS if is_leaders else read_department(words, names)[0]
    if key is None:
        facts = {"reason": "bind_what", "departments": list(names.values())}
        handling.say(Kind.REFUSAL, "refusal", facts)
    elif (is_leaders or chat in company.leader_groups) and not actor.leader:
        # What goes up to the leaders is not for those to lead away whom it is about.
        handling.say(Kind.REFUSAL, "refusal", {"reason": "bind_leaders"})
    else:
        handling.unit.save_company(company.with_group(key, chat))
        handling.say(Kind.REPLY, "bound", {"name": names.get(key, "")})
