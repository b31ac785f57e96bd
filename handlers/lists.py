"""Lists of tickets: 我的, 超时, 在办, 今日; 谁手上, and what one colleague has in hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain import due_soon
from bot.domain.arguments import read_department
from bot.domain.commands import Command
from bot.domain.company import Department
from bot.domain.notices import Kind
from bot.domain.periods import Kind as Span
from bot.domain.periods import named, whole
from bot.domain.slices import Slice, slice_of
from bot.domain.ticket import Ticket
from bot.domain.whose_work import asked_of, of_done
from handlers.context import Handling
from handlers.recipients import name_of
from handlers.targets import LISTED

#: 我们部门今天几个, of a crew or its head
_OURS = re.compile(r"(?:我们?|咱们?)(?:这|部门|部|班|组)")


async def answer(handling: Handling, command: Command) -> None:
    """`我的`, `超时`, `今日`, `在办`, `谁手上`; `在办 重大`, `超时 检修部`."""
    actor = handling.actor
    at_work, queries = await handling.unit.at_work(), await handling.unit.queries()
    key = department_in(handling, command.rest) or _own_department(handling, command.rest)
    whose = handling.company.departments[key].name if key else ""
    match command.verb:
        case "我的" if actor is not None:
            show(handling, "我手上的", *await at_work.mine(actor.key, actor.departments, LISTED))
        case "超时" if due_soon.asked(command.rest):
            await _due_soon(handling, command.rest, key)
        case "超时":
            found, count = await queries.overdue(handling.now, LISTED, key)
            show(handling, f"{whose}超时未办", found, count)
        case "今日":
            today = whole(Span.DAY, handling.now.astimezone(handling.zone))
            found, count = await queries.opened_between(today.since, today.until, LISTED, key)
            show(handling, f"{whose}今天的投诉", found, count)
        case "谁手上":
            await _shares(handling, key)
        case _:
            part = slice_of(command.rest)
            found, count = await at_work.open_ones(
                LISTED,
                major=part.major,
                untaken=part.untaken,
                department=key,
                kind=part.type,
                statuses=part.statuses,
            )
            show(handling, whose, found, count, part)


async def _due_soon(handling: Handling, words: str, key: str | None) -> None:
    """`哪些快超时了`, `还有多久超时`: of the department that is named, a crew's own, or of all."""
    actor, queries = handling.actor, await handling.unit.queries()
    everybodys = actor is None or actor.leader or handling.company.service in actor.departments
    own = () if everybodys else handling.crews
    ahead = due_soon.ahead(words, handling.now.astimezone(handling.zone))
    departments = (key,) if key else own
    since = None if ahead.overdue else handling.now
    found, count = await queries.due_next(since, ahead.until, LISTED, departments)
    title = ahead.called
    if not found and ahead.until is not None:  # what comes after that is worth knowing
        found, count = await queries.due_next(since, None, LISTED, departments)
        title = f"{ahead.called}的没有，最早的" if found else title
    whose = handling.company.departments[key].name if key else ""
    show(handling, f"{whose}{title}", found, count)


def show(
    handling: Handling,
    title: str,
    tickets: Sequence[Ticket],
    total: int | None = None,
    part: Slice | None = None,
    left: int | None = None,
) -> None:
    """As many as a phone shows, and how many there are: a `total`, or all that were found. With a
    `part` of the open ones the title says whose they are; `left` are in hand beside what is done.
    """
    shown = [handling.facts_of(t) for t in tickets[:LISTED]]
    sliced = {"step": part.step, "major": part.major, "type": part.type} if part else None
    facts = {"title": title, "tickets": shown, "total": total or len(tickets), "slice": sliced}
    facts |= {} if left is None else {"left": left}
    handling.say(Kind.REPORT, "list", facts)


async def of_a_colleague(handling: Handling, text: str) -> str | None:
    """`甲手上几单`, `小张手里还有啥`: what he has not finished, the most urgent first.

    Whoever may see the lists may see it; one's own department's 小张 is meant before another's.
    None where nobody of the company is asked about.
    """
    actor, company = handling.actor, handling.company
    if actor is None or actor.outsider:
        return None
    names = {key: person.name for key, person in company.people.items()}
    done = of_done(text)
    people = (done and asked_of(text, {actor.key: "我"})) or asked_of(text, names)
    beside = [p for p in people if actor.departments.intersection(company.departments_of(p))]
    meant = beside if len(beside) == 1 else people
    if not meant:
        return None
    if len(meant) > 1:
        called = [name_of(company, person) for person in meant]
        handling.say(Kind.QUESTION, "which_colleague", {"names": called})
        return "question"
    found = await (await handling.unit.at_work()).unfinished(meant[0])
    if done:
        return await _finished(handling, meant[0], text, {t.id for t in found})
    found.sort(key=lambda t: min((c.due_at for c in t.clocks.values()), default=handling.now))
    show(handling, f"{name_of(company, meant[0])}手上没办完的", found)
    return "谁手上"


async def _finished(handling: Handling, person: str, text: str, hand: set[int]) -> str:
    """`甲今天弄了几个`, `我昨天干了几单`: what was finished, and how much is left beside it."""
    span = named(text, handling.now.astimezone(handling.zone))
    when, period = span or ("今天", whole(Span.DAY, handling.now.astimezone(handling.zone)))
    at_work = await handling.unit.at_work()
    found = await at_work.finished(person, period.since, period.until)
    show(
        handling,
        f"{name_of(handling.company, person)}{when}办完的",
        found,
        left=len(hand - {t.id for t in found}),
    )
    return "谁手上"


async def _shares(handling: Handling, key: str | None) -> None:
    """How many each has in hand: of one department, of the asker's own, or of all."""
    actor, company = handling.actor, handling.company
    held = await (await handling.unit.at_work()).held()
    own = frozenset() if actor and actor.leader else handling.crews
    wanted = {key} if key else own or {department for department, _, _ in held}
    crews = [
        _share(handling, department, [(who, n) for d, who, n in held if d == department.key])
        for department in company.departments.values()
        if department.key in wanted
    ]
    handling.say(Kind.REPORT, "hands", {"crews": crews})


def _share(
    handling: Handling, department: Department, held: Sequence[tuple[str | None, int]]
) -> dict[str, object]:
    """Who has most stands first; who is on duty and has none is shown too."""
    counts = dict.fromkeys(handling.company.crew(department.key, handling.now), 0)
    counts |= {who: n for who, n in held if who is not None}
    people = sorted(counts.items(), key=lambda each: -each[1])
    return {
        "name": department.name,
        "people": [{"name": name_of(handling.company, who), "count": n} for who, n in people],
        "untaken": sum(n for who, n in held if who is None),
        "total": sum(n for _, n in held),
    }


def department_in(handling: Handling, words: str) -> str | None:
    """Whose list is wanted; in a question for one a short name counts anywhere: 检修超时几个."""
    names = {key: d.name for key, d in handling.company.departments.items()}
    key, _ = read_department(words, names)
    short = ((k, name.removesuffix("部")) for k, name in names.items())
    return key or next((k for k, stem in short if len(stem) > 1 and stem in words), None)


def _own_department(handling: Handling, words: str) -> str | None:
    actor, service = handling.actor, handling.company.service
    own = (actor.departments | actor.heads) - {service} if actor and not actor.leader else ()
    return next(iter(own)) if len(own) == 1 and _OURS.search(words) else None
