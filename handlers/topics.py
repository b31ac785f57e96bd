"""A trouble that is spoken of as something known: shown, never registered as a complaint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.domain import events, topics
from bot.domain.commands import Command
from bot.domain.complaint import Complaint
from bot.domain.household import door_of
from bot.domain.notices import Kind
from bot.domain.pointing import is_pointing, pointed_at, spoken_of
from bot.domain.ticket import Ticket
from handlers import commands
from handlers.context import Handling
from handlers.targets import ask, offer

#: 昨晚那个 may be closed by now.
_LATELY = timedelta(days=3)
_MOST = 100


async def spoken(handling: Handling, text: str, found: Sequence[Complaint]) -> str | None:
    """`昨晚那个爆管处理完没`, `翠屏山庄也是因为望江路爆管`; None where it may be a complaint."""
    actor = handling.actor
    homes = any(c.phone or (c.address and door_of(c.address).building) for c in found)
    if actor is None or actor.outsider or homes or not found:
        return None
    if topics.tells_cause(text):
        return await _caused(handling, text)
    return await _asked(handling, text, found) if topics.asks_how_it_stands(text) else None


async def _asked(handling: Handling, text: str, found: Sequence[Complaint]) -> str | None:
    """Those it may be of. Where there are none, only what points at one is no new complaint, and
    customer service may always have it from a user: 不是 has it registered (R1.1)."""
    at_work = await handling.unit.at_work()
    known = await at_work.newest()
    known += await at_work.ended_since(handling.now - _LATELY, _MOST)
    theirs = spoken_of(text, known)
    major = any(c.severity == "major" for c in found)
    theirs = [t for t in theirs if t.is_major] if major else theirs
    service = handling.actor and handling.company.service in handling.actor.departments
    if not theirs:
        if service or not is_pointing(text):
            return None
        words = "重大" if major else ""
        return await commands.run(handling, Command("在办", (), words), None)
    if len(theirs) == 1 and not service:
        return await commands.run(handling, Command("查", (theirs[0].id,), ""), None)
    return offer(handling, theirs, "查", text if service else "", fresh=bool(service))


async def _caused(handling: Handling, text: str) -> str | None:
    """What one open ticket comes from is kept on it; where that is another, whether to merge them
    is asked."""
    newest = await (await handling.unit.at_work()).newest()
    effect = next((t for t in newest if t.community and text.startswith(t.community)), None)
    if effect is None or not effect.is_major:
        return None
    others = [t for t in newest if t.is_major and t.parent is None and t.id != effect.id]
    causes = _of_the_cause(text, effect, others)
    await handling.happen_quietly(effect, events.Remarked(handling.by, text))
    if len(causes) != 1:
        handling.say(Kind.REPLY, "remarked", {"verb": "", "words": ""}, effect)
        return "remarked"
    words = f"到 {causes[0].id}"
    handling.say(Kind.QUESTION, "meant", {"verb": "合并", "words": words}, effect)
    ask(handling, "合并", [effect.id], words)
    return "question"


def _of_the_cause(text: str, effect: Ticket, others: Sequence[Ticket]) -> list[Ticket]:
    return pointed_at(text.replace(effect.community or "", ""), others)
