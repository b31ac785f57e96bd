"""What users said of the work and what they suggest (R4.1.2), kept in bounds for the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ticket import DISSATISFIED, Entry, Ticket, Type

#: As many as a report shows; the others are counted and stand in the ledger.
MOST = 20
#: Of one ticket so much is kept; the report cuts it further.
_LONGEST = 200
_SUGGESTS = re.compile(r"建议|提议|希望|最好能?|提个?意见|意见[是:：]")
_TOLD = frozenset(("fed_back", "followed_up", "rated"))


@dataclass(frozen=True, slots=True)
class Opinion:
    """A user's words on a ticket; `rating` is what he rated it beside them, or nothing."""

    ticket: int
    at: datetime
    rating: str
    words: str
    suggests: bool

    @property
    def rank(self) -> tuple[int, datetime, int]:
        """Suggestions come first, then the dissatisfied; each by time."""
        weight = 0 if self.suggests else 1 if self.rating == DISSATISFIED else 2
        return weight, self.at, self.ticket


class Opinions:
    """Takes tickets one by one and keeps the first by rank; `count` is of all."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[Opinion] = []
        self._said: dict[int, set[str]] = {}

    def add(self, ticket: Ticket, entries: Sequence[Entry]) -> None:
        """What was said when he was told the result and called, or by himself on his ticket's page;
        and a complaint of no kind (R3.1.3: 其他) that is a suggestion."""
        if ticket.type is Type.OTHER and _SUGGESTS.search(ticket.content):
            self._take(ticket, ticket.opened_at, "", ticket.content)
        for entry in entries:
            if entry.what in _TOLD and (words := entry.words.strip()):
                self._take(ticket, entry.at, str(entry.facts.get("rating") or ""), words)

    def _take(self, ticket: Ticket, at: datetime, rating: str, words: str) -> None:
        # What is said of an incident stands on each of its households' tickets.
        incident = ticket.parent or (ticket.id if ticket.households > 1 else None)
        said = self._said.setdefault(incident, set()) if incident else set()
        if words in said:
            return
        said.add(words)
        self.count += 1
        suggests = bool(_SUGGESTS.search(words))
        self._kept.append(Opinion(ticket.id, at, rating, words[:_LONGEST], suggests))
        if len(self._kept) > 2 * MOST:
            self._kept = self.first()

    def first(self) -> list[Opinion]:
        """The first `MOST`."""
        return sorted(self._kept, key=lambda each: each.rank)[:MOST]
