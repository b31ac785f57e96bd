"""An incident and its households: told together, called together, let go together."""

from __future__ import annotations

from bot.domain import events
from bot.domain.commands import Command
from bot.domain.draft import Decision, Refusal, refuse
from bot.domain.gathering import GATHERING, cold_place
from bot.domain.household import door_of
from bot.domain.notices import Kind, Notice, To
from bot.domain.ticket import DISSATISFIED, Status, Ticket, Type
from handlers.context import Handling
from handlers.own_clocks import measured

#: As many names as one message carries; who has been called is not on the list any more.
NAMED = 20
#: What a crew says of the one household it is at; its incident has the clocks and the step.
OF_ONE = frozenset(("接单", "已联系", "到场", "方案", "完成"))


async def work_on_one(
    handling: Handling, ticket: Ticket, incident: Ticket, command: Command
) -> str:
    """Kept with the household in the crew's words; who says 收到 of it has answered for its
    incident. What else is owed of the incident is said in the answer, never taken for done."""
    words = f"{command.verb} {command.rest}".strip()
    if command.verb == "接单":
        words = f"收到 {command.rest}".strip()
        # A second 收到 is refused there, and changes nothing.
        said = events.Acknowledged(handling.by, f"收到 #{ticket.id}")
        answered = await handling.happen_quietly(incident, said)
        incident = answered.ticket if isinstance(answered, Decision) else incident
    elif "测" in command.rest:
        await measured(handling, ticket, command.rest)
    await handling.happen_quietly(ticket, events.Progressed(handling.by, words))
    handling.say(Kind.REPLY, "of_one", {"said_of": ticket.id, "verb": command.verb}, incident)
    return command.verb


async def told(handling: Handling, ticket: Ticket, rating: str, words: str) -> Decision | Refusal:
    """R3.3.6: said of an incident it counts for every household under it."""
    if ticket.parent is not None:
        parent = await handling.unit.ticket(ticket.parent)
        if parent is not None and parent.status in (*GATHERING, Status.HANDLED):
            return refuse("parent_first", other=parent.id)
    outcome = await handling.happen(ticket, events.FedBack(handling.by, rating, words))
    if isinstance(outcome, Decision) and ticket.households > 1:
        # One who is dissatisfied speaks for himself alone.
        theirs = "未评价" if rating == DISSATISFIED else rating
        for child in await handling.unit.children(ticket.id):
            if child.status is not Status.FED_BACK:
                event = events.FedBack(handling.by, theirs, words)
                await handling.happen_quietly(child, event)
        await name(handling, outcome.ticket, To.SERVICE)
    return outcome


async def called(handling: Handling, ticket: Ticket, rating: str, words: str) -> Decision | Refusal:
    """R3.3.7: the same of the follow-up call. Dissatisfied, the whole of it is taken up again."""
    satisfied = rating != DISSATISFIED
    children = await handling.unit.children(ticket.id) if ticket.households > 1 else []
    event = events.FollowedUp(handling.by, satisfied, rating, words)
    outcome = await handling.happen(ticket, event)
    if isinstance(outcome, Decision):
        for child in children:
            if not satisfied:
                await handling.happen_quietly(child, events.Joined(handling.by, ticket.id))
                continue
            if child.status is not Status.FED_BACK:
                said = events.FedBack(handling.by, "未评价", words)
                step = await handling.happen_quietly(child, said)
                child = step.ticket if isinstance(step, Decision) else child
            await handling.happen_quietly(child, event)
    return outcome


async def let_go(handling: Handling, outcome: Decision | Refusal, words: str) -> Decision | Refusal:
    """No incident any more: every household goes its own way, and one list tells of it."""
    if not isinstance(outcome, Decision):
        return outcome
    children = await handling.unit.children(outcome.ticket.id)
    for child in children:
        event = events.TakenOut(handling.by, words, quiet=True)
        await handling.happen_quietly(child, event)
    if children:
        facts = _named(handling, children)
        handling.tell(
            outcome.ticket, Notice(Kind.DISPATCHED, "released", To.DEPARTMENT, facts=facts)
        )
    return outcome


async def take_in_building(handling: Handling, incident: Ticket) -> None:
    """A flat's ticket was raised for its building: the flats beside it go under it."""
    building = door_of(incident.address).building
    if not building or incident.incident is None:
        return
    since = handling.now - handling.policy.large_area.within
    found = await handling.unit.opened_near(incident.incident, Type.QUALITY, since)
    joining = [
        t
        for t in found
        if t.id != incident.id and not t.is_major and t.parent is None and t.status in GATHERING
        if door_of(t.address).building == building and cold_place(t.community, t.type, t.why)
    ]
    for ticket in joining:
        await handling.happen_quietly(ticket, events.Joined(handling.by, incident.id))
    if joining:
        numbers = tuple(t.id for t in joining)
        await handling.happen_quietly(incident, events.Gathered(handling.by, numbers))


async def move(handling: Handling, of: int, into: int) -> None:
    """A merged incident takes its households along."""
    children = await handling.unit.children(of)
    for child in children:
        await handling.happen_quietly(child, events.Joined(handling.by, into))
    target = await handling.unit.ticket(into)
    if children and target is not None:
        numbers = tuple(child.id for child in children)
        await handling.happen_quietly(target, events.Gathered(handling.by, numbers))


async def name(handling: Handling, ticket: Ticket, to: To) -> None:
    """Who of an incident is still to be told or called."""
    children = await handling.unit.children(ticket.id)
    owed = [c for c in children if c.status is not Status.FED_BACK] or children
    facts = {**_named(handling, owed), "told": all(c.status is Status.FED_BACK for c in children)}
    handling.tell(ticket, Notice(Kind.REPORT, "households", to, facts=facts))


def _named(handling: Handling, children: list[Ticket]) -> dict[str, object]:
    shown = [handling.facts_of(child) for child in children[:NAMED]]
    return {"tickets": shown, "total": len(children)}
