"""What one cause reads and writes, within the transaction that several causes share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.domain.household import community_key, door_of
from bot.domain.policy import Policy
from bot.domain.ticket import Entry, Ticket, Type
from storage import receipts
from storage.at_work import AtWork
from storage.lookups import ALIKE_TO, CARDS, CHILDREN, OF_GROUP, OF_MESSAGE, OUTGOING
from storage.outbox import row_of
from storage.queries import Queries
from storage.rows import EVERYBODY, DeadlineRow, NewOutbox, OutboxRow, Question, Receipt
from storage.tickets import content_digest, ticket_of

if TYPE_CHECKING:
    from storage.uow import Transaction


class Unit:
    """What one cause reads and writes. It sees its own changes, then what was kept before it."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self.saves: dict[int, tuple[Ticket | None, Ticket]] = {}
        self.entries: list[tuple[int, Entry]] = []
        self.outgoing: list[tuple[int, NewOutbox]] = []
        self.asks: list[tuple[Question, bool]] = []
        self._cause = 0
        self.closed: list[DeadlineRow] = []
        self.receipts: dict[str, Receipt] = {}
        self.company_changed: Company | None = None

    async def ticket(self, number: int) -> Ticket | None:
        """One ticket by its number."""
        if number in self.saves:
            return self.saves[number][1]
        return await self._transaction.ticket(number)

    async def next_number(self) -> int:
        """The next ticket's number. A failed cause leaves a gap rather than a repeated number."""
        return await self._transaction.next_number()

    def save(self, old: Ticket | None, new: Ticket, entries: Sequence[Entry]) -> None:
        """The ticket after an event, its timeline, and by them its deadline rows."""
        before = self.saves[new.id][0] if new.id in self.saves else old
        if new is not old or old is None:
            self.saves[new.id] = (before, new)
        self.entries.extend((new.id, entry) for entry in entries)

    def put(self, row: NewOutbox) -> None:
        """Something to send; a second row of the same key is ignored."""
        self.outgoing.append((self._transaction.storage.ids.next(), row))

    async def policy(self, version: str) -> Policy:
        """The policy a ticket was opened under. Raises KeyError on one that was never saved."""
        return await self._transaction.storage.policy(version, self._transaction.connection)

    def save_company(self, company: Company) -> None:
        """Replaces the directory that this cause was given."""
        self.company_changed = company

    async def tickets_of_message(self, chat: ChatRef, message_id: str) -> list[int]:
        """Which tickets a message of ours was about; several where it was a digest."""
        named = {"lane": chat.lane, "sent_id": message_id}
        found = (await self._transaction.connection.execute(OF_MESSAGE, named)).scalars()
        return sorted(set(found))

    async def ticket_of_group(self, chat: ChatRef) -> int | None:
        """The newest ticket whose emergency group this chat is."""
        for _, new in [*self._transaction.saves.values()][::-1]:
            if (new.group_platform, new.group_chat) == (chat.platform, chat.chat_id):
                return new.id
        named = {"platform": chat.platform, "chat": chat.chat_id}
        rows = await self._transaction.connection.execute(OF_GROUP, named)
        found: int | None = rows.scalars().first()
        return found

    async def cards(self, ticket: int) -> list[tuple[str, int]]:
        """Lane and outbox id of every card about the ticket, sent or still to be sent."""
        rows = await self._transaction.connection.execute(CARDS, {"ticket": ticket})
        found = [(lane, key) for lane, key in rows]
        kept = self._transaction.outgoing
        return found + [(r.lane, k) for k, r in kept if r.ticket == ticket and r.has_card]

    async def outgoing_row(self, number: int) -> OutboxRow | None:
        """A row of the outbox by its id, whatever became of it."""
        rows = await self._transaction.connection.execute(OUTGOING, {"number": number})
        found = rows.mappings().first()
        return row_of(found) if found else None

    async def at_work(self) -> AtWork:
        """Open tickets that are meant without being named; the unit's own changes are not in it."""
        return (await self.queries()).at_work

    async def alike(
        self, phone: str | None, address: str | None, content: str, since: datetime
    ) -> list[Ticket]:
        """Open tickets opened since then with this phone, this door or exactly these words.

        The newest `MOST_ALIKE` of them, in the order of their numbers.
        """
        await self._transaction.alone()
        digest, door = content_digest(content), door_of(address).key
        named = {"digest": digest, "phone": phone or None, "door": door, "since": since}
        rows = (await self._transaction.connection.execute(ALIKE_TO, named)).mappings()
        found = {t.id: self._transaction.seen(t) for t in map(ticket_of, rows)}
        for _, new in [*self._transaction.saves.values(), *self.saves.values()]:
            same = (phone and new.phone == phone) or (door and door_of(new.address).key == door)
            if new.id in found or same or content_digest(new.content) == digest:
                found[new.id] = new
        return sorted((t for t in found.values() if t.is_open), key=lambda t: t.id)

    async def opened_near(self, community: str, kind: Type, since: datetime) -> list[Ticket]:
        """Tickets of this type from one community opened since then, oldest first.

        At most the newest `MOST_NEAR` of them; where a major one is among them, major ones alone.
        """
        compound = community_key(community) or community
        kept = await self._transaction.opened_near(compound, kind, since)
        found = {t.id: self._transaction.seen(t) for t in kept}
        for _, new in [*self._transaction.saves.values(), *self.saves.values()]:
            near = (community_key(new.community), new.type) == (compound, kind)
            if near and new.opened_at >= since:
                found[new.id] = new
        return sorted(found.values(), key=lambda t: t.id)

    async def incidents(self, place: str, since: datetime) -> list[Ticket]:
        """Open incidents of a place, oldest first."""
        rows = await self._transaction.incidents(place, since)
        found = {t.id: self._transaction.seen(t) for t in rows}
        for _, new in [*self._transaction.saves.values(), *self.saves.values()]:
            if new.id in found or new.incident == place:
                found[new.id] = new
        there = (t for t in found.values() if t.is_open and t.parent is None)
        return sorted(there, key=lambda t: t.id)

    async def children(self, parent: int) -> list[Ticket]:
        """Open tickets that go with this one, oldest first."""
        named = {"parent": parent}
        rows = (await self._transaction.connection.execute(CHILDREN, named)).mappings()
        found = {t.id: self._transaction.seen(t) for t in map(ticket_of, rows)}
        for _, new in [*self._transaction.saves.values(), *self.saves.values()]:
            if new.id in found or new.parent == parent:
                found[new.id] = new
        there = (t for t in found.values() if t.is_open and t.parent == parent)
        return sorted(there, key=lambda t: t.id)

    def ask(
        self, chat: ChatRef, user_id: str, ticket: int, about: str, now: datetime, words: str = ""
    ) -> None:
        """An open question to a person; `words` are his own that the answer goes with."""
        self._cause = self._cause or self._transaction.storage.ids.next()
        question = Question(chat.lane, user_id, ticket, about, now, words, self._cause)
        self.asks.append((question, True))

    def answered(self, question: Question) -> None:
        """It is answered."""
        self.asks.append((question, False))

    async def asked(self, chat: ChatRef, user_id: str, since: datetime) -> list[Question]:
        """Open questions to this person in this chat, the newest first."""
        found = await self._transaction.open_questions(chat.lane)
        mine = [q for q in found if q.user_id == user_id and q.asked_at >= since]
        return sorted(mine, key=lambda q: (q.turn, q.ticket, q.about), reverse=True)

    async def asked_of_all(self, chat: ChatRef, since: datetime) -> list[Question]:
        """Open questions that whoever may say so answers in this chat, the newest first."""
        return await self.asked(chat, EVERYBODY, since)

    async def receipt(self, receipt: str) -> Receipt | None:
        """What became of a complaint that came online; None where nothing has."""
        kept = self._transaction.receipts.get(receipt)
        return kept or await receipts.find(self._transaction.connection, receipt)

    def keep_receipt(self, receipt: Receipt) -> None:
        """Its sender finds the ticket by it."""
        self.receipts[receipt.id] = receipt

    def close_deadline(self, row: DeadlineRow) -> None:
        """A stale deadline closes itself."""
        self.closed.append(row)

    async def queries(self) -> Queries:
        """Questions about everything kept so far; the unit's own changes are not in it."""
        await self._transaction.flush()
        return Queries(self._transaction.connection)
