"""合并, 同一件事, 各办各的; 重开, which takes a merge back too: both timelines say so (R1.3)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import events
from bot.domain.commands import Command
from bot.domain.draft import Decision, Refusal, refuse
from bot.domain.ticket import Status, Ticket
from handlers import incidents
from handlers.context import Handling

Outcome = Decision | Refusal | None


async def merge(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`合并 3 到 2`: both timelines say so, in one transaction."""
    into = await handling.unit.ticket(command.into) if command.into else None
    if into is not None and into.parent is not None and into.parent != ticket.id:
        into = await handling.unit.ticket(into.parent)
    if into is None:
        return refuse("merge_target_missing")
    if not into.is_open:
        return refuse("merge_target_ended", other=into.id)
    if ticket.is_major and not into.is_major:
        return refuse("merge_major", other=into.id)
    outcome = await handling.happen(ticket, events.Merged(handling.by, into.id, command.rest))
    if isinstance(outcome, Decision):
        # Read anew: an incident into which its own household goes has lost it just now.
        into = await handling.unit.ticket(into.id) or into
        await handling.happen(into, _absorbed(handling, ticket))
        await incidents.move(handling, ticket.id, into.id)
    return outcome


def _absorbed(handling: Handling, going: Ticket) -> events.Absorbed:
    user = " ".join(filter(None, (going.name, going.phone, going.address)))
    return events.Absorbed(handling.by, going.id, going.content, user)


async def same_matter(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`同一件事 4`: into the ticket it was likened to; the major one of the two remains."""
    other = await handling.unit.ticket(ticket.alike) if ticket.alike else None
    if other is not None and other.merged_into is not None:
        other = await handling.unit.ticket(other.merged_into)
    if other is None or other.id == ticket.id:
        return refuse("nothing_asked")
    if not other.is_open:
        return refuse("merge_target_ended", other=other.id)
    going, stays = (other, ticket) if ticket.is_major and not other.is_major else (ticket, other)
    outcome = await handling.happen(going, events.Merged(handling.by, stays.id, command.rest))
    if isinstance(outcome, Decision):
        stays = await handling.unit.ticket(stays.id) or stays
        fields = ("name", "phone", "address", "community", "room_temp_c")
        told = {f: getattr(going, f) for f in fields if getattr(stays, f) is None}
        completed = {name: value for name, value in told.items() if value is not None}
        again = replace(_absorbed(handling, going), again=True, fields=completed)
        await handling.happen(stays, again)
    return outcome


async def keep_apart(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`各办各的 4`."""
    return await handling.happen(ticket, events.KeptApart(handling.by))


async def reopen(handling: Handling, ticket: Ticket, command: Command) -> Outcome:
    """`重开 3 …`; a merge that is taken back stands on both timelines (R1.3). Of what is but called
    done it is a user who complains again (0012)."""
    done = ticket.status is Status.HANDLED and ticket.parent is None
    if done and command.rest and not ticket.is_major:
        return await handling.happen(ticket, events.Repeated(handling.by, command.rest))
    other = await handling.unit.ticket(ticket.merged_into) if ticket.merged_into else None
    outcome = await handling.happen(ticket, events.Reopened(handling.by, command.rest))
    if other is not None and isinstance(outcome, Decision):
        told = await (await handling.unit.queries()).timeline(other.id)
        counted = [e for e in told if e.what == "absorbed" and e.facts.get("other") == ticket.id]
        again = bool(counted) and "times" in counted[-1].facts
        await handling.happen_quietly(other, events.Parted(handling.by, ticket.id, again))
    return outcome
