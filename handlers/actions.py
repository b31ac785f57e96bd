"""What each command does to a ticket: its words become an event, or a question back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from bot.domain import events
from bot.domain.arguments import (
    beside,
    read_department,
    read_rating,
    read_verdict,
)
from bot.domain.commands import Command
from bot.domain.draft import Decision, Refusal, refuse
from bot.domain.gathering import cold_place
from bot.domain.matrix import answer_to
from bot.domain.meanings import is_mistaken
from bot.domain.notices import Kind, To
from bot.domain.smaller import makes_smaller
from bot.domain.ticket import Status, Ticket
from handlers import (
    appointments,
    handing_over,
    incidents,
    lowering,
    merging,
    own_clocks,
    pressing,
    raising,
    support,
)
from handlers.appointments import acknowledge, ask_back, contact, going
from handlers.context import Handling
from handlers.corrections import correct, reclassify
from handlers.recipients import team_of
from handlers.targets import ask

Outcome = Decision | Refusal | None
Action = Callable[[Handling, Ticket, Command], Awaitable[Outcome]]


async def arrive(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`到场 3`; `1到了 没人 下午再去`: what is said beside it is kept (R1.3)."""
    outcome = await handling.happen(ticket, events.Arrived(handling.by))
    if isinstance(outcome, Decision) and command.rest:
        told, there = events.Remarked(handling.by, command.rest), outcome.ticket
        if not await going(handling, there, told, command.rest):
            await handling.happen_quietly(there, told)
    return outcome


async def plan(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`方案 3 …`."""
    return await handling.happen(ticket, events.Planned(handling.by, command.rest))


async def progress(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`进展 3 …`."""
    if "测" in command.rest and (done := await own_clocks.measured(handling, ticket, command.rest)):
        return done
    event = events.Progressed(handling.by, command.rest)
    if is_mistaken(command.rest) and answer_to(ticket, events.NotDone) == "y":
        outcome = await handling.happen_quietly(ticket, event)
        handling.say(Kind.QUESTION, "meant", {"verb": "撤销完成", "words": command.rest}, ticket)
        ask(handling, "撤销完成", [ticket.id], command.rest)
        return outcome
    return await going(handling, ticket, event, command.rest) or await handling.happen(
        ticket, event
    )


async def finish(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`完成 3 …`; without words the result is asked for, the ticket goes on meanwhile."""
    outcome = await handling.happen(ticket, events.Handled(handling.by, command.rest))
    if isinstance(outcome, Decision) and not command.rest:
        await ask_back(handling, outcome.ticket, "result", "ask_result")
    if isinstance(outcome, Decision) and "测" in command.rest:
        await own_clocks.measured(handling, outcome.ticket, command.rest)
    return outcome


async def take_back(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`撤销完成 3 发错单了`."""
    return await handling.happen(ticket, events.NotDone(handling.by, command.rest))


async def inspect(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`验收 3 合格`."""
    passed = read_verdict(command.rest)
    if passed is None:
        return refuse("verdict_missing")
    event = events.Inspected(handling.by, passed, command.rest)
    outcome = await handling.happen(ticket, event)
    if passed and isinstance(outcome, Decision) and ticket.households > 1:
        await incidents.name(handling, outcome.ticket, To.EMERGENCY)
    return outcome


async def feed_back(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`已反馈 3 满意`; no word about the rating means the user gave none."""
    if done := await own_clocks.users_told(handling, ticket, command.rest):
        return done
    if appointments.tells_of_the_way(ticket, command.rest):
        return await appointments.told_of_the_way(handling, ticket, command)
    rating = read_rating(command.rest) or "未评价"
    return await incidents.told(handling, ticket, rating, beside(rating, command.rest))


async def follow_up(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`回访 3 满意`; an unanswered call closes nothing."""
    rating = read_rating(command.rest)
    if rating is None or rating == "未评价":
        if not command.rest:
            return refuse("rating_missing")
        return await appointments.kept_trying(handling, ticket, f"回访 {command.rest}") or refuse(
            "not_reached"
        )
    return await incidents.called(handling, ticket, rating, beside(rating, command.rest))


async def extend(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`延期 3 明天12点 …`."""
    until = handling.time_in(command.rest)
    if until is None:
        return refuse("until_missing")
    if answer_to(ticket, events.ExtensionAsked) == "e":  # 3 改明天9点, and nothing was promised yet
        event = events.Progressed(handling.by, f"延期 {command.rest}")
        if asked := await appointments.kept_and_asked(handling, ticket, event, command.rest, until):
            return asked
    head = handling.actor is not None and ticket.department in handling.actor.heads
    asks = events.ExtensionAsked(handling.by, until, command.rest, head)
    return await handling.happen(ticket, asks)


async def approve(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`同意延期 3`."""
    return await handling.happen(ticket, events.ExtensionAnswered(handling.by, True, command.rest))


async def decline(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`不同意延期 3`."""
    event = events.ExtensionAnswered(handling.by, False, command.rest)
    return await handling.happen(ticket, event)


async def reassign(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`转 3 检修部 …`; from a ticket that waits for a person it is the dispatch."""
    company = handling.company
    names = company.department_names
    key, words = read_department(command.rest, names)
    actor = handling.actor
    from_service = actor is not None and (company.service in actor.departments or actor.leader)
    returned = not from_service and ticket.department != company.service
    if key is None:
        if command.rest and await handing_over.passed_on(handling, ticket, command.rest):
            return None
        if ticket.status is Status.REGISTERED:
            key = ticket.department
        elif returned:
            key = company.service
        else:
            return refuse("department_missing", departments=list(names.values()))
    team = team_of(company, key, handling.now)
    event = events.Reassigned(handling.by, key, returned, company.service, words, team)
    return await handling.happen(ticket, event)


async def upgrade(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`升级 3 …`; a bare one, or a tap, takes for its reason what was said of it."""
    says = partial(raising.sounds_major, handling)
    words = command.rest or await lowering.reason(handling, ticket, "升级", says)
    team = team_of(handling.company, ticket.department, handling.now)
    place = cold_place(ticket.community, ticket.type, ticket.why)
    event = events.Upgraded(handling.by, words, team, place)
    outcome = await handling.happen(ticket, event)
    if isinstance(outcome, Decision) and outcome.ticket.incident:
        await incidents.take_in_building(handling, outcome.ticket)
    return outcome


async def downgrade(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`降级 3 …`; a bare one, or a tap, takes for its reason what was said of the ticket's size."""
    words = command.rest or await lowering.reason(handling, ticket, "降级", makes_smaller)
    outcome = await handling.happen(ticket, events.Downgraded(handling.by, words))
    return await incidents.let_go(handling, outcome, words)


async def urge(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`催办 3 …`: counted, and whoever owes the next step is rung. What is said to be done is asked
    after, not taken up again: that is for a user who says so."""
    words = command.rest or "催办"
    if pressing.is_colleague(handling, words):
        return await pressing.pressed(handling, ticket, words)
    if ticket.status in (Status.HANDLED, Status.ACCEPTED, Status.FED_BACK):
        outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, words))
        if isinstance(outcome, Decision):
            handling.say(Kind.REPLY, "noted", ticket=outcome.ticket)
        return outcome
    return await handling.happen(ticket, events.Repeated(handling.by, words))


async def void(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`作废 3 …`."""
    outcome = await handling.happen(ticket, events.Voided(handling.by, command.rest))
    return await incidents.let_go(handling, outcome, command.rest)


async def take_out(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`拆出 12 原因`."""
    team = team_of(handling.company, ticket.department, handling.now) if ticket.is_major else ()
    return await handling.happen(ticket, events.TakenOut(handling.by, command.rest, team=team))


ACTIONS: Mapping[str, tuple[Action, type[events.Event]]] = {
    "接单": (acknowledge, events.Acknowledged),
    "已联系": (contact, events.Contacted),
    "到场": (arrive, events.Arrived),
    "方案": (plan, events.Planned),
    "进展": (progress, events.Progressed),
    "完成": (finish, events.Handled),
    "撤销完成": (take_back, events.NotDone),
    "验收": (inspect, events.Inspected),
    "已反馈": (feed_back, events.FedBack),
    "回访": (follow_up, events.FollowedUp),
    "延期": (extend, events.ExtensionAsked),
    "同意延期": (approve, events.ExtensionAnswered),
    "不同意延期": (decline, events.ExtensionAnswered),
    "转": (reassign, events.Reassigned),
    "支援": (support.ask, events.SupportAsked),
    "升级": (upgrade, events.Upgraded),
    "降级": (downgrade, events.Downgraded),
    "改判": (reclassify, events.Reclassified),
    "补充": (correct, events.Corrected),
    "催办": (urge, events.Repeated),
    "作废": (void, events.Voided),
    "合并": (merging.merge, events.Merged),
    "拆出": (take_out, events.TakenOut),
    "同一件事": (merging.same_matter, events.KeptApart),
    "各办各的": (merging.keep_apart, events.KeptApart),
    "重开": (merging.reopen, events.Reopened),
}
