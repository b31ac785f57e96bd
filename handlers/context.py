"""All that a handler is given: one cause, the unit it writes into, the company, the instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from bot.domain.access import Actor
from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.domain.draft import Decision, Refusal
from bot.domain.events import BOT, Event, Left
from bot.domain.lifecycle import decide
from bot.domain.notices import Kind, Notice, Priority, To
from bot.domain.policy import Policy
from bot.domain.ticket import Status, Ticket
from bot.domain.times import read_time
from handlers import pictures
from handlers.facts import plain, ticket_facts
from handlers.outgoing import message_row, refresh_rows, request_rows
from handlers.recipients import chats_for
from storage.rows import NewOutbox
from storage.unit import Unit


@dataclass(slots=True)
class Handling:
    """One cause being handled. `key` names it in every row that follows from it."""

    unit: Unit
    company: Company
    policy: Policy
    now: datetime
    zone: tzinfo
    key: str
    chat: ChatRef | None = None
    actor: Actor | None = None
    asked_by: str = ""
    #: the id of what somebody said or pressed, where that is the cause
    said: str = ""
    #: whether nobody but him reads the answer
    single: bool = False
    #: the tickets of a quoted digest: one of them is meant
    among: tuple[int, ...] = ()
    #: whether the company has a second reader for what the rules are unsure about
    reads_again: bool = False
    _rows: int = field(default=0)
    _gathered: list[dict[str, Any]] | None = None
    _quiet: bool = False
    _facts: tuple[Ticket, dict[str, Any]] | None = None

    @property
    def by(self) -> str:
        """Who caused this: a person's key."""
        return self.actor.key if self.actor else BOT

    def time_in(self, words: str) -> datetime | None:
        """The instant (UTC) that people's words mean, read in the company's own time zone."""
        found = read_time(words, self.now.astimezone(self.zone))
        return found.at.astimezone(UTC) if found else None

    async def happen(self, ticket: Ticket | None, event: Event) -> Decision | Refusal:
        """Decides an event and writes everything that follows from it."""
        policy = self.policy if ticket is None else await self.unit.policy(ticket.policy)
        decision = decide(ticket, event, policy, self.now)
        if isinstance(decision, Decision):
            await self._write(ticket, decision)
            if ticket is not None:
                await self._leave(ticket, decision.ticket)
        return decision

    async def _leave(self, old: Ticket, new: Ticket) -> None:
        """An incident that lost a household hears of it, whatever the way."""
        gone = new.parent != old.parent or new.status in (Status.VOID, Status.MERGED)
        if old.parent is not None and gone and old.is_open:
            parent = await self.unit.ticket(old.parent)
            if parent is not None:
                await self.happen_quietly(parent, Left(self.by, old.id))

    async def happen_quietly(self, ticket: Ticket, event: Event) -> Decision | Refusal:
        """The same without a receipt: the caller has better words for it."""
        self._quiet = True
        outcome = await self.happen(ticket, event)
        self._quiet = False
        return outcome

    async def _write(self, old: Ticket | None, decision: Decision) -> None:
        ticket = decision.ticket
        if ticket is not old or decision.entries:
            self.unit.save(old, ticket, decision.entries)
        if old is not None and ticket is not old:
            for row in await refresh_rows(self, ticket):
                self.unit.put(row)
        self._post(ticket, decision.notices)
        for request in decision.requests:
            for row in request_rows(self, ticket, request):
                self.unit.put(row)
        await pictures.follow(self, old, decision)

    def _post(self, ticket: Ticket, notices: Sequence[Notice]) -> None:
        """A chat hears one thing once, and no bare receipt beside a real message."""
        posted: set[tuple[str, ChatRef]] = set()
        spoken: set[ChatRef] = set()
        ordered = sorted(notices, key=lambda n: n.kind is Kind.REPLY and n.to is To.ASKER)
        for notice in ordered:
            for chat in chats_for(self, ticket, notice.to):
                receipt = notice.kind is Kind.REPLY and notice.to is To.ASKER
                if (notice.template, chat) in posted or (
                    receipt and (chat in spoken or self._quiet)
                ):
                    continue
                if receipt and self._gathered is not None:
                    self._gather(notice, ticket)
                    continue
                posted.add((notice.template, chat))
                spoken.add(chat)
                self.unit.put(message_row(self, notice, chat, ticket))

    def say(
        self,
        kind: Kind,
        template: str,
        facts: Mapping[str, Any] | None = None,
        ticket: Ticket | None = None,
        *,
        rule: str | None = None,
        card: bool = False,
    ) -> None:
        """An answer in the chat where the cause was said."""
        if self.chat is None:
            return
        notice = Notice(kind, template, To.ASKER, rule=rule, facts=facts or {}, card=card)
        if self._gathered is not None:
            self._gather(notice, ticket)
            return
        self.unit.put(message_row(self, notice, self.chat, ticket))

    def tell(self, ticket: Ticket, *notices: Notice) -> None:
        """Something that is said beside what the decision says."""
        self._post(ticket, notices)

    @property
    def crews(self) -> frozenset[str]:
        """Of which departments the speaker does the work: his own, without customer service."""
        return self.actor.departments - {self.company.service} if self.actor else frozenset()

    @property
    def gathering(self) -> bool:
        """Whether receipts are being kept for one answer."""
        return self._gathered is not None

    def gather(self) -> None:
        """From here on receipts are kept for one answer, as in `3 4 5 都好了`."""
        self._gathered = []

    def scatter(self) -> None:
        """The one answer."""
        gathered, self._gathered = self._gathered, None
        if gathered:
            self.say(Kind.REPLY, "several", {"parts": gathered})

    def _gather(self, notice: Notice, ticket: Ticket | None) -> None:
        who = self.actor.name if self.actor else ""
        facts: dict[str, Any] = plain({"who": who, "words": "", **notice.facts})
        if ticket is not None:
            facts["ticket"] = self.facts_of(ticket)
        if self._gathered is not None:
            self._gathered.append({"template": notice.template, "facts": facts})

    def facts_of(self, ticket: Ticket) -> dict[str, Any]:
        """What words about a ticket are made of: put together once for all rows about it."""
        if self._facts is None or self._facts[0] is not ticket:
            facts = ticket_facts(ticket, self.company, self.policy, self.now)
            self._facts = (ticket, facts)
        return self._facts[1]

    def row(
        self,
        lane: str,
        kind: str,
        payload: Mapping[str, Any],
        priority: Priority,
        ticket: Ticket | None = None,
    ) -> NewOutbox:
        """Something to send now. Its idempotency key is the next one of this cause: a repeated run
        makes the same ones."""
        self._rows += 1
        return NewOutbox(
            lane=lane,
            kind=kind,
            key=f"{self.key}/{self._rows}",
            payload=payload,
            priority=int(priority),
            created_at=self.now,
            not_before=self.now,
            ticket=ticket.id if ticket else None,
        )
