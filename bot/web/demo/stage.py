"""What the page needs of the running product. The composition root provides it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import NotRequired, Protocol, TypedDict

from bot.platforms.local import LocalPlatform


class Duty(TypedDict):
    """A clock of a ticket. `state` is running, overdue, met, missed or ended; `due` is ISO 8601."""

    rule: str
    duty: str
    who: str
    due: str
    state: str


class Line(TypedDict):
    """One line of a ticket's timeline; `t` is ISO 8601, `words` are the person's own or empty.

    `images` are addresses on this page.
    """

    t: str
    by: str
    what: str
    words: str
    images: NotRequired[list[str]]


class Sheet(TypedDict):
    """A ticket as the ledger's drawer shows it, in the order given."""

    number: int
    title: str
    status_label: str
    severity_label: str
    type_label: str
    department: str
    fields: list[tuple[str, str]]
    duties: list[Duty]
    timeline: list[Line]
    missed: list[str]


class Ledger(TypedDict):
    """A ticket's line in the ledger. `severity` is general or major; instants are ISO 8601."""

    number: int
    title: str
    status_label: str
    severity: str
    department: str
    opened: str
    next_due: str | None
    overdue: bool


class Scenario(TypedDict):
    """A story that can be played."""

    key: str
    title: str
    about: str


class Progress(TypedDict):
    """A story's step that has just been played; `chat` is the group to look at, if one is.

    After a step in a `rush` the story goes on at once.
    """

    text: str
    done: int
    of: int
    chat: NotRequired[str | None]
    rush: NotRequired[bool]


class Stage(Protocol):
    """The product on its embedded platform, with a clock that can be moved."""

    @property
    def platform(self) -> LocalPlatform:
        """The work groups."""
        ...

    @property
    def company_name(self) -> str:
        """What the top of the page says."""
        ...

    def now(self) -> datetime:
        """The demo's own present."""
        ...

    async def next_due(self) -> datetime | None:
        """The next instant at which a clock will speak."""
        ...

    async def advance(self, to: datetime) -> None:
        """Plays time forward, instant by instant; every message gets its right time."""
        ...

    async def settle(self) -> None:
        """Works on everything that waits, until nothing does."""
        ...

    async def ticket(self, number: int) -> Sheet | None:
        """A ticket with its duties and timeline."""
        ...

    async def tickets(self) -> list[Ledger]:
        """The ledger, the newest ticket first."""
        ...

    def scenarios(self) -> Sequence[Scenario]:
        """The stories that `play` knows."""
        ...

    def play(self, key: str) -> AsyncIterator[Progress]:
        """Plays a story; after each step it says what has just happened. KeyError if unknown."""
        ...
