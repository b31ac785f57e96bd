"""Decided notices and requests as outbox rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.domain.notices import (
    Call,
    CloseGroup,
    MakeGroup,
    Notice,
    Priority,
    Request,
    TakeBack,
    To,
    Who,
)
from bot.domain.ticket import Ticket, Type
from handlers.catalog import buttons_for, lowering_buttons, raising_buttons, retyping_buttons
from handlers.facts import duty_facts, named_facts, plain
from handlers.recipients import chats_for, name_of, people_for
from storage.rows import SECOND_READING, NewOutbox

#: Who was called and has not looked by then is named.
LOOK_AFTER = timedelta(minutes=5)
#: Their cards have the answers for buttons, and nothing else: under this name in a refresh.
ASKS = {"alike": "answers", "lowering": "lowering", "raising": "raising"}
_RETYPING = {f"retyping {kind.value}": kind for kind in Type}

if TYPE_CHECKING:
    from handlers.context import Handling


def message_row(
    handling: Handling, notice: Notice, chat: ChatRef, ticket: Ticket | None
) -> NewOutbox:
    """One message to one chat."""
    actor = handling.actor.name if handling.actor else ""
    said = plain({"who": actor, "words": "", **notice.facts})
    facts: dict[str, Any] = named_facts(handling.company, said)
    mentions: list[dict[str, str]] = []
    if ticket is not None:
        facts["ticket"] = handling.facts_of(ticket)
        mentions = _mentions(handling, ticket, notice.ring, chat)
        if notice.rule and (clock := ticket.clocks.get(notice.rule)):
            args = (ticket, clock, handling.company, handling.policy, handling.now)
            facts["duty"] = duty_facts(*args)
    asks = ASKS.get(notice.template, "")
    if notice.template == "retyping":
        asks = f"retyping {facts['type_read']}"
    payload = {
        "kind": notice.kind.value,
        "template": notice.template,
        "rule": notice.rule,
        "facts": facts,
        "mentions": mentions,
        "card": _buttons(handling, ticket, asks) if notice.card and ticket else None,
        "asks": asks,
        "pin": notice.pin,
        "answers": handling.said if chat == handling.chat else "",
    }
    row = handling.row(chat.lane, "message", payload, notice.priority, ticket)
    return replace(row, has_card=notice.card)


def _buttons(handling: Handling, ticket: Ticket, asks: str = "") -> list[dict[str, Any]]:
    if asks == "lowering":
        return lowering_buttons(ticket)
    if asks == "raising":
        return raising_buttons(ticket)
    if asks in _RETYPING:
        return retyping_buttons(ticket, _RETYPING[asks])
    departments = tuple(handling.company.department_names.values())
    return buttons_for(ticket, departments, answers=bool(asks))


def _mentions(
    handling: Handling, ticket: Ticket, ring: tuple[Who, ...], chat: ChatRef
) -> list[dict[str, str]]:
    people = people_for(handling.company, ticket, ring, handling.now)
    return accounts(handling.company, people, chat)


def accounts(company: Company, people: Iterable[str], chat: ChatRef) -> list[dict[str, str]]:
    """People as a chat's platform rings them."""
    return [
        {
            "user_id": company.people[p].ids.get(chat.platform, "") if p in company.people else "",
            "name": name_of(company, p),
        }
        for p in people
    ]


async def refresh_rows(handling: Handling, ticket: Ticket) -> list[NewOutbox]:
    """The ticket's cards, in every chat where one stands, brought up to date."""
    rows: list[NewOutbox] = []
    facts, buttons = {"ticket": handling.facts_of(ticket)}, _buttons(handling, ticket)
    answers = {asks: _buttons(handling, ticket, asks) for asks in (*ASKS.values(), *_RETYPING)}
    for lane, outbox_id in await handling.unit.cards(ticket.id):
        payload = {"of": outbox_id, "facts": facts, "card": buttons, **answers}
        row = handling.row(lane, "refresh", payload, Priority.REFRESH, ticket)
        rows.append(replace(row, supersede=f"card:{outbox_id}"))
    return rows


def second_reading_row(handling: Handling, ticket: Ticket) -> NewOutbox:
    """What the rules were unsure about, for a second reader; nothing waits for his answer."""
    payload = {"text": ticket.content, "name": ticket.name, "read_as": ticket.type.value}
    lane = f"reading:{ticket.id}"
    return handling.row(lane, SECOND_READING, payload, Priority.REFRESH, ticket)


def request_rows(handling: Handling, ticket: Ticket, request: Request) -> Iterator[NewOutbox]:
    """A group to make or to close, somebody to call."""
    match request:
        case MakeGroup(key=key, members=members):
            platform = _platform(handling, ticket)
            lane = f"{platform}:make:{key}"
            payload = {
                "key": key,
                "facts": {"ticket": handling.facts_of(ticket)},
                "members": _mentions(handling, ticket, members, ChatRef(platform, "")),
            }
            yield handling.row(lane, "make_group", payload, Priority.MAJOR, ticket)
        case CloseGroup(chat=chat, title=title):
            payload = {"facts": {"ticket": {**handling.facts_of(ticket), "group_title": title}}}
            # After the last words in that group, hence the lowest priority.
            yield handling.row(chat.lane, "close_group", payload, Priority.REFRESH, ticket)
        case TakeBack(rule=rule):
            # In the calls' own lanes: after the calls themselves.
            for platform in _platforms(handling, ticket):
                lane, payload = f"{platform}:call:{ticket.id}", {"rule": rule}
                yield handling.row(lane, "take_back", payload, Priority.REFRESH, ticket)
        case Call(level=level, to=to, rule=rule):
            for platform, people in _reached(handling, ticket, to).items():
                lane = f"{platform}:call:{ticket.id}"
                facts = {"ticket": handling.facts_of(ticket)}
                payload = {"level": level, "rule": rule, "to": people, "facts": facts}
                yield handling.row(lane, "call", payload, Priority.MAJOR, ticket)
                asking = {"rule": rule, "to": people}
                lane = f"{platform}:read:{ticket.id}:{rule}"
                row = handling.row(lane, "calls_read", asking, Priority.REFRESH, ticket)
                yield replace(row, not_before=handling.now + LOOK_AFTER)


def _reached(
    handling: Handling, ticket: Ticket, to: tuple[Who, ...]
) -> dict[str, list[dict[str, str]]]:
    """Whom to call on which platform: everybody once, on the ticket's own if he is there."""
    found: dict[str, list[dict[str, str]]] = {}
    called: set[str] = set()
    for platform in _platforms(handling, ticket):
        there = _mentions(handling, ticket, to, ChatRef(platform, ""))
        people = [m for m in there if m["user_id"] and m["name"] not in called]
        called |= {m["name"] for m in people}
        if people:
            found[platform] = people
    return found or {_platform(handling, ticket): []}


def _platforms(handling: Handling, ticket: Ticket) -> list[str]:
    """Where people can be called: the ticket's platform, then the others that somebody is on."""
    others = {name for p in handling.company.people.values() for name in p.ids}
    return list(dict.fromkeys([_platform(handling, ticket), *sorted(others)]))


def _platform(handling: Handling, ticket: Ticket) -> str:
    """Where the department is reached: its own group's platform, else the complaint's."""
    if chats := chats_for(handling, ticket, To.DEPARTMENT):
        return chats[0].platform
    people = handling.company.people.values()
    return next((name for p in people for name in p.ids), ticket.origin_platform)
