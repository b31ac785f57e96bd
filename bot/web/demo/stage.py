"""What the page needs of the running product. The composition root provides it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import NotRequired, Protocol, TypedDict

from bot.platforms.local import LocalPlatform
from bot.web.sheet import Sheet


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
