"""What goes into the queues and comes out of them, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class NewInbox:
    """Something at the door. `key` tells a vendor's repetition from a new message."""

    lane: str
    key: str
    payload: Mapping[str, Any]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A waiting cause."""

    id: int
    lane: str
    payload: Mapping[str, Any]
    attempts: int
    received_at: datetime
    flagged: bool


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A clock whose time to speak has come."""

    ticket: int
    rule: str
    generation: int
    due_at: datetime
    speaks_at: datetime
    step: int
    attempts: int


@dataclass(frozen=True, slots=True)
class NewOutbox:
    """Something to send. `kind` is one of those that `bot.workers.sending` knows.

    A second row with the same `key` is ignored; a row with `supersede` drops the waiting ones
    before it that carry the same.
    """

    lane: str
    kind: str
    key: str
    payload: Mapping[str, Any]
    priority: int
    created_at: datetime
    not_before: datetime
    ticket: int | None = None
    has_card: bool = False
    supersede: str | None = None


#: What people read in a chat, and a platform counts against its limit.
SAID = ("message", "file")
#: Outgoing rows that no platform is told of: what takes long is done apart, by workers of its own.
SECOND_READING = "second_reading"
FIGURES, LEDGER = "figures", "ledger"
APART = (SECOND_READING, FIGURES, LEDGER)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """Something claimed for sending, under a lease."""

    id: int
    lane: str
    kind: str
    key: str
    payload: Mapping[str, Any]
    attempts: int
    ticket: int | None
    created_at: datetime
    priority: int = 0
    has_card: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; `sent_id` is its id on the platform, `merged` if others have the same."""

    id: int
    sent_id: str | None
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Postponed:
    """It waits. `tried` is False where nothing was attempted (a limit, a lane behind its head)."""

    id: int
    not_before: datetime
    error: str
    tried: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    """It will not be tried again."""

    id: int
    error: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """It need not be sent any more."""

    id: int
    error: str


Result = Sent | Postponed | Failed | Dropped


#: Whom a question is to that any of a chat may answer.
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something the bot asked a person and has no answer to yet."""

    lane: str
    user_id: str
    ticket: int
    about: str
    asked_at: datetime
    #: what the person had said, where the answer is that it is meant of this ticket
    words: str = ""
    #: what one cause asks has one number, and what a later one asks a greater
    cause: int = 0

    @property
    def key(self) -> tuple[str, int, str]:
        """What makes it this question within its chat."""
        return self.user_id, self.ticket, self.about

    @property
    def turn(self) -> tuple[datetime, int]:
        """What was asked together has one; what was asked later, be it in the same instant, a
        greater."""
        return self.asked_at, self.cause


#: A complaint that came online is kept under this and its receipt: who brought it, and in which
#: words, is asked by that after any time.
FILED = "web|filed|"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a complaint that came online became: a ticket it `opened`, or one that was there.

    `sender` is the way it came by.
    """

    id: str
    sender: str
    ticket: int
    opened: bool
    at: datetime
