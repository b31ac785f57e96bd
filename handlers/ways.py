"""What words of no command mean of some tickets: the first that can be said of one of them now
(`bot.domain.meanings`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import meanings
from bot.domain.access import called, oversees
from bot.domain.arguments import read_department
from bot.domain.calls import not_reached
from bot.domain.meanings import CLOSES, REPEATS
from bot.domain.opening import TO_DO
from bot.domain.pointing import names_user
from bot.domain.ticket import Status, Ticket
from handlers import commands
from handlers.context import Handling

_DISOWNED = re.compile(r"不归|不(?:是|属于|该)(?:我|咱|俺|这边)|[派转分给]错")
_OF_USER = re.compile(
    r"用户|[户业]主|住户|人家|[他她]|说|满意|高兴|感谢|表扬|女士|先生|阿姨|大[爷妈]|意见"
)


@dataclass(frozen=True, slots=True)
class Way:
    """What words mean: a verb, at times with what stands before the words, of these tickets."""

    verb: str
    text: str
    shown: str
    tickets: list[Ticket]
    at_once: bool


def way(handling: Handling, text: str, tickets: Sequence[Ticket]) -> Way | None:
    """What the words mean of those of the tickets of which it can be said now."""
    for meaning in meanings.of(text):
        for verb in meaning.ways:
            within = [t for t in tickets if not meaning.on_site or _is_on_site(t)]
            fitting = [t for t in within if sayable(handling, t, verb.partition(" ")[0])]
            shown = _shown(handling, fitting, verb, text) if fitting else None
            if shown is not None:
                return Way(verb, text, shown, fitting, meaning.at_once)
    return None


def _is_on_site(ticket: Ticket) -> bool:
    return ticket.is_major and ticket.status in (Status.ON_SITE, Status.PLANNED)


def sayable(handling: Handling, ticket: Ticket, verb: str) -> bool:
    """Whether this person may say it of the ticket, and its state takes it."""
    actor = handling.actor
    if actor is None or actor.outsider:
        return False
    if verb in (CLOSES, REPEATS):
        return verb == CLOSES or ticket.is_open
    if verb == "作废" and ticket.status not in TO_DO:
        return False  # 不用再去了, once it is done
    if verb == "催办" and called(actor, ticket) and not oversees(actor):
        return False  # nobody urges himself
    return commands.sayable(handling, ticket, verb)


def _shown(handling: Handling, tickets: Sequence[Ticket], verb: str, text: str) -> str | None:
    """The words as they go with the verb; None where it takes nothing of them."""
    if verb == "已联系":
        return text if not_reached(text) or handling.time_in(text) else None
    if verb == "延期":
        return text if handling.time_in(text) else None
    if verb == "方案":  # on site, and nobody has told one yet (R3.3.2b)
        wanted = all(_is_on_site(t) and t.status is Status.ON_SITE for t in tickets)
        return text if wanted else None
    if verb == "已反馈 满意" and not _OF_USER.search(text) and _by_crew(handling, tickets, text):
        return None  # 这回不滴了: the crew's own word, and not how the user finds it (R3.2.4)
    if verb not in ("转", "支援"):
        return text
    names = handling.company.department_names
    key, rest = read_department(text, names)
    if key is not None and any(key != t.department for t in tickets):
        return f"{names[key]} {rest}".strip()
    actor = handling.actor if verb == "转" else None
    disowned = actor is not None and all(called(actor, t) for t in tickets)
    return text if key is None and disowned and _DISOWNED.search(text) else None


def _by_crew(handling: Handling, tickets: Sequence[Ticket], text: str) -> bool:
    actor = handling.actor
    return (
        actor is not None
        and all(called(actor, t) for t in tickets)
        and not names_user(text, tickets)
    )
