"""A complaint on record: the ticket, its clocks, its status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.chat import ChatRef


class Status(StrEnum):
    """Where a ticket stands; the order is that of the two paths (R3.2, R3.3)."""

    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    ACKNOWLEDGED = "acknowledged"
    CONTACTED = "contacted"
    ON_SITE = "on_site"
    PLANNED = "planned"
    HANDLED = "handled"
    ACCEPTED = "accepted"
    FED_BACK = "fed_back"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    VOID = "void"
    MERGED = "merged"


#: Ours, and always so: in these no clock runs.
ENDED = frozenset({Status.CLOSED, Status.VOID, Status.MERGED})
#: The work is done, whatever is still owed to the user.
DONE = frozenset(
    {Status.HANDLED, Status.ACCEPTED, Status.FED_BACK, Status.FOLLOWED_UP, Status.CLOSED}
)
#: On a major ticket: nobody is on site yet.
TO_ARRIVE = frozenset({Status.REGISTERED, Status.DISPATCHED, Status.ACKNOWLEDGED, Status.CONTACTED})
#: In these it is customer service's turn, whichever department has it (R3.2.1, R3.2.5, R3.3.7).
SERVICES_TURN = frozenset({Status.REGISTERED, Status.FED_BACK, Status.FOLLOWED_UP})

#: How a user rates what was done, the best first (R3.2.4).
RATINGS = ("满意", "基本满意", "不满意")
DISSATISFIED = RATINGS[-1]


class Severity(StrEnum):
    """R3.1.1 and R3.1.2."""

    GENERAL = "general"
    MAJOR = "major"


class Type(StrEnum):
    """R3.1.3."""

    QUALITY = "quality"
    FACILITY = "facility"
    SERVICE = "service"
    OTHER = "other"


class Source(StrEnum):
    """R2.1: hotline, online platform, service window; ours: by letter."""

    HOTLINE = "热线"
    ONLINE = "网络"
    WINDOW = "窗口"
    LETTER = "来信"


#: An agent's own word before what somebody says at the window or writes; a window that lets cold in
#: is none.
_BEFORE = re.compile(
    r"(?:^|\n)\s*(?:[【\[]?(?:来源|渠道)[:：]?\s*)?[【\[]?(?:(?:服务|营业)?(?P<window>窗口)|来信|信件)"
    r"(?:[】\]:：]|(?:来访|受理|登记|接待)|\s*(?:\n|$))"
)


def source_of(words: str) -> Source:
    """R2.1.1, R2.1.3: how a complaint that an agent brings into a chat has come."""
    told = _BEFORE.search(words)
    if told is None:
        return Source.HOTLINE
    return Source.WINDOW if told["window"] else Source.LETTER


@dataclass(frozen=True, slots=True)
class Clock:
    """One running rule of one ticket; the deadline row is its copy in the database.

    `step` counts the words already spoken (reminders, overdue, escalations); `speaks_at` is the
    next one's instant. `generation` rises whenever the same rule is armed anew.
    """

    rule: str
    generation: int
    started_at: datetime
    due_at: datetime
    step: int
    speaks_at: datetime


class Outcome(StrEnum):
    """What became of a clock: done in time, not done in time, still running, or not owed any more
    (R3.2's clocks after an upgrade, a promise that was extended, a ticket that was voided).
    """

    MET = "met"
    MISSED = "missed"
    RUNNING = "running"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class PastClock:
    """A clock that has ended: when, by whom, and which department owed it then."""

    rule: str
    generation: int
    started_at: datetime
    due_at: datetime
    ended_at: datetime
    by: str
    department: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Attendance:
    """One called person's own answer on a major ticket (到岗 list)."""

    person: str
    answered_at: datetime | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A promise that somebody asks to move; its head decides."""

    until: datetime
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Mark:
    """When a status was last reached, and by whom; so a late comer hears what happened first."""

    at: datetime
    by: str


def called(incident: str, community: str | None) -> str:
    """What people call the place of an incident: the community as it was told, or the station."""
    return community if community and incident in community else incident


@dataclass(frozen=True, slots=True)
class Ticket:
    """The state of one complaint. Its history is the timeline, its promise the clocks.

    `version` is the row's, checked on every save. `opened_at` is when the complaint was received
    (R3.2.1, R3.3.2 run from it), `happened` the user's own words of when it began. `repeats` counts
    the same household's further complaints, `alike` is the ticket it may be the same as. An
    `incident` is the place of a common cause, with so many `households`; their tickets have it as
    `parent`.
    """

    id: int
    status: Status
    severity: Severity
    type: Type
    department: str
    policy: str
    opened_at: datetime
    content: str
    version: int = 0
    name: str | None = None
    phone: str | None = None
    address: str | None = None
    community: str | None = None
    room_temp_c: float | None = None
    happened: str | None = None
    source: Source = Source.HOTLINE
    why: tuple[str, ...] = ()
    needs_check: bool = False
    reporter: str = ""
    origin_platform: str = ""
    origin_chat: str = ""
    handler: str | None = None
    promised_at: datetime | None = None
    extension: Extension | None = None
    plan: str | None = None
    result: str | None = None
    rating: str | None = None
    returns: int = 0
    rounds: int = 1
    repeats: int = 0
    alike: int | None = None
    parent: int | None = None
    incident: str | None = None
    households: int = 0
    merged_into: int | None = None
    closed_at: datetime | None = None
    group_platform: str | None = None
    group_chat: str | None = None
    group_title: str | None = None
    team: tuple[Attendance, ...] = ()
    missed: tuple[str, ...] = ()
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    past: tuple[PastClock, ...] = ()
    generations: Mapping[str, int] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)

    @property
    def is_major(self) -> bool:
        """R3.1.2."""
        return self.severity is Severity.MAJOR

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return self.status not in ENDED

    @property
    def incident_place(self) -> str | None:
        """What people call the place of its incident, if it is one."""
        return self.incident and called(self.incident, self.community)

    def running(self) -> list[Clock]:
        """Its clocks, what is owed next first.

        R3.3.2 is met by whoever came first; then it only asks the others to answer, and is last.
        """
        answers = "" if self.status in TO_ARRIVE else "R3.3.2"
        return sorted(self.clocks.values(), key=lambda c: (c.rule == answers, c.due_at, c.rule))

    @property
    def origin(self) -> ChatRef:
        """The chat where it was said; what came online has one of its own."""
        return ChatRef(self.origin_platform, self.origin_chat)

    @property
    def group(self) -> ChatRef | None:
        """Its emergency group, if one stands."""
        if self.group_platform is None or self.group_chat is None:
            return None
        return ChatRef(self.group_platform, self.group_chat)

    def but(self, **changes: Any) -> Ticket:
        """A copy with these fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline (R1.3). `what` names the happening, `words` are the person's own."""

    at: datetime
    by: str
    what: str
    words: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
