"""What the house asks of a platform, and the three ways a platform can fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.domain.card import Button, Card, FormField, Mention
from bot.domain.chat import ChatRef, DirectoryRead, Incoming
from bot.domain.company import Person

__all__ = [
    "Ability",
    "Button",
    "Card",
    "File",
    "FormField",
    "Later",
    "Memory",
    "Mention",
    "Outgoing",
    "Platform",
    "PlatformError",
    "Refused",
    "ScanLogin",
    "Spared",
    "Unknown",
    "Usage",
    "Vendor",
]


async def _untold() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, rendered. `meta` are facts for transcripts (kind, rule, ticket), and the
    id of what it answers in this chat, where somebody said it (answers).

    `neutral` gives what may be said where a platform's moderation refuses the text; `told` whether
    a card that stands in this chat tells it anyway.
    """

    text: str
    mentions: tuple[Mention, ...] = ()
    card: Card | None = None
    pin: bool = False
    meta: Mapping[str, str | int | None] = field(default_factory=dict)
    neutral: Callable[[], str] = lambda: ""
    told: Callable[[], Awaitable[bool]] = _untold


@dataclass(frozen=True, slots=True)
class File:
    """A picture or a document to send; `name` is what people see."""

    name: str
    data: bytes

    @property
    def is_picture(self) -> bool:
        """Whether it is shown where it stands, rather than opened."""
        return self.name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".bmp"))


@dataclass(frozen=True, slots=True)
class Usage:
    """A quota of this month: `calls` or `messages`.

    `ends` is the day on which it runs out at this rate; None where it lasts to the month's end.
    """

    name: str
    used: int
    limit: int
    ends: int | None


@dataclass(frozen=True, slots=True)
class Ability:
    """Something that only a call can show: whether it `works`, None while none was made."""

    name: str
    works: bool | None = None
    reason: str = ""
    at: datetime | None = None


class PlatformError(Exception):
    """A send that did not simply succeed. Its sub-classes say what that means."""


class Refused(PlatformError):
    """It did not arrive, and trying again will not help."""


class Spared(PlatformError):
    """Left unsaid to spare the month's quota: a card tells it."""


class Later(PlatformError):
    """It did not arrive; worth another try after `wait`."""

    def __init__(self, reason: str, wait: timedelta) -> None:
        super().__init__(reason)
        self.wait = wait


class Unknown(PlatformError):
    """Nobody can tell whether it arrived; only repeat it under its idempotency key."""


class Memory(Protocol):
    """What a platform must still know after a restart, by name; plain JSON values."""

    async def recall(self, name: str) -> Any:
        """None where nothing is remembered, or no longer."""
        ...

    async def remember(self, name: str, value: Any, lasts: timedelta | None = None) -> None:
        """Keeps it, in place of what was there."""
        ...

    async def claim(self, name: str, value: Any, lasts: timedelta | None = None) -> bool:
        """Remembers only if nothing is there, or no longer: True for the one that was first."""
        ...

    async def forget(self, name: str) -> None:
        """Lets go of it."""
        ...

    async def add(self, counts: dict[str, int]) -> dict[str, int]:
        """Raises counters; their new values come back."""
        ...

    async def change(
        self,
        names: Sequence[str],
        change: Callable[[Mapping[str, Any]], Mapping[str, Any]],
        lasts: timedelta | None = None,
    ) -> None:
        """What is remembered under these names, changed by nobody else meanwhile.

        `change` gets the values by name, None where nothing is, and gives the new ones; what it
        raises leaves everything as it was.
        """
        ...

    async def hold(self, name: str, owner: str, lasts: timedelta) -> bool:
        """Takes or renews what only one process may have: True while it is this owner's."""
        ...

    async def release(self, name: str, owner: str) -> None:
        """Gives it back, if it is this owner's."""
        ...


class Platform(Protocol):
    """One chat platform, seen from delivery. `form` picks the templates' form.

    Every call takes the outbox row's idempotency `key`; every call may raise a PlatformError.
    """

    name: str
    form: str

    @property
    def is_thrifty(self) -> bool:
        """Whether a month's quota is running low, so that little messages had better be merged."""
        ...

    async def send(self, chat: ChatRef, message: Outgoing, key: str, now: datetime) -> str:
        """Posts a message; its id on the platform comes back."""
        ...

    async def send_file(self, chat: ChatRef, file: File, key: str, now: datetime) -> str:
        """Posts a picture or a document; its id on the platform comes back."""
        ...

    async def update(self, chat: ChatRef, message_id: str, message: Outgoing, key: str) -> None:
        """Changes the card of a message in place."""
        ...

    async def make_group(
        self, title: str, members: Sequence[Mention], key: str, now: datetime
    ) -> ChatRef:
        """Makes a group with these people and the bot in it; the same key makes no second one."""
        ...

    async def close_group(self, chat: ChatRef, title: str, key: str, now: datetime) -> None:
        """Renames the group and puts it to rest."""
        ...

    async def call(
        self,
        level: str,
        to: Sequence[Mention],
        text: str,
        meta: Mapping[str, str | int | None],
        key: str,
        now: datetime,
    ) -> None:
        """Calls people beside the chat: `level` is app, sms or phone."""
        ...

    async def calls_read(self, ticket: int, rule: str) -> Mapping[str, bool]:
        """Who of those called about this rule has seen it, by user id; empty where none can say."""
        ...

    async def take_back(self, ticket: int, rule: str, key: str) -> None:
        """Takes calls about this rule of this ticket back, as far as the platform can."""
        ...


class Vendor(Platform, Protocol):
    """A platform that somebody else runs: heard over the network, with a directory of its own."""

    #: the app's door; it returns once what came is durable
    on_incoming: Callable[[Incoming], Awaitable[object]] | None
    #: set when somebody joined, left or moved
    directory_changed: asyncio.Event

    def start(self) -> None:
        """Begins to hear, and logs `ready` once it does."""
        ...

    async def stop(self) -> None:
        """Hears and says no more."""
        ...

    async def find_people(self, known: Sequence[Person]) -> Mapping[str, str]:
        """User ids for the people that have none on this platform, by their key."""
        ...

    async def read_directory(
        self, known: Sequence[Person], departments: Sequence[str]
    ) -> DirectoryRead:
        """The same; who of the others is away; what it says of the departments of these names.

        Raises a PlatformError where the directory does not answer.
        """
        ...

    async def mistakes(self) -> list[str]:
        """What the vendor will not let us do, found out without changing anything."""
        ...

    @property
    def hears_since(self) -> datetime | None:
        """Since when without a break; None while it does not hear."""
        ...

    @property
    def locked(self) -> str:
        """What shuts us out until a person mends it, with its mend; empty where nothing does."""
        ...

    async def usage(self) -> Sequence[Usage]:
        """The quotas that the vendor sets, as far as we know what was used."""
        ...

    async def abilities(self) -> Sequence[Ability]:
        """What edition, packs and permissions allow, as far as calls have shown it."""
        ...


class ScanLogin(Protocol):
    """A vendor's way of saying in a browser who somebody is."""

    def address(self, back: str, state: str, agent: str) -> str:
        """The vendor's page, from which the browser comes back with the state.

        `agent` is what the browser calls itself: some pages are for the vendor's own app only.
        """
        ...

    async def who(self, query: Mapping[str, str]) -> str | None:
        """The user id behind what the browser brought back; None for a stranger to the company.

        Raises a PlatformError where the vendor does not say.
        """
        ...
