"""导出: the ledger as a workbook (R2.2.3), into the chat where it was asked for.

It has the users' names and numbers, so it goes to those who may take it away, where nobody else
reads along.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.access import exports
from bot.domain.chat import ChatRef
from bot.domain.notices import Kind, Priority
from bot.domain.periods import Period, days_of, named
from handlers import periodic
from handlers.context import Handling
from storage.rows import LEDGER


@dataclass(frozen=True, slots=True)
class Workbook:
    """What it is kept under; None where there is no place for it, or it is too `large` to send."""

    kept: str | None
    large: bool = False


def ask(handling: Handling, words: str) -> None:
    """Says that it is being made; a season's takes half a minute."""
    company, actor, chat = handling.company, handling.actor, handling.chat
    if actor is None or chat is None:
        return
    if not exports(actor, company.service):
        service = company.departments[company.service].name
        handling.say(Kind.REFUSAL, "refusal", {"reason": "ledger_who", "service": service})
    elif not (handling.single or _among_themselves(handling, chat)):
        service = company.departments[company.service].group_name
        names = {"service": service, "leaders": company.leader_group_name}
        handling.say(Kind.REFUSAL, "refusal", {"reason": "ledger_where", **names})
    else:
        local = handling.now.astimezone(handling.zone)
        found = named(words, local, handling.policy.own.season)
        if found is None:
            handling.say(Kind.REFUSAL, "refusal", {"reason": "no_period", "verb": "导出"})
            return
        title, period = found
        handling.say(Kind.REPLY, "ledger", {"title": title, "days": days_of(period)})
        periodic.ask(handling, LEDGER, words)


def _among_themselves(handling: Handling, chat: ChatRef) -> bool:
    company = handling.company
    return chat in (*company.departments[company.service].groups, *company.leader_groups)


def hand_over(handling: Handling, period: Period, made: Workbook) -> None:
    """The file, or why it is none."""
    chat = handling.chat
    if made.kept is None or chat is None:
        large = {"reason": "ledger_large"}
        handling.say(Kind.REFUSAL, "refusal", large if made.large else {"reason": "ledger_unable"})
        return
    name = f"{handling.company.name}台账{days_of(period)}"
    payload = {"name": name, "kept": made.kept, "asked": True}
    handling.unit.put(handling.row(chat.lane, "file", payload, Priority.RECEIPT))
