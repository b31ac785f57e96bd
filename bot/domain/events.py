"""Everything that can happen to a ticket, in the past tense.

`by` is a person's key or name; the bot's own doings are by `BOT`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.chat import ChatRef
from bot.domain.ticket import Severity, Source, Type

BOT = "heatdesk"
#: Who keeps the pages and is nobody of the chats.
ADMINISTRATOR = "administrator"


def online(label: str) -> str:
    """The user of the heat himself, by the way that he came; never anybody of the directory."""
    return f"网络（{label}）"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `by` whom."""

    by: str


@dataclass(frozen=True, slots=True)
class Received(Event):
    """A complaint came in (R2.2.2). `sure` is False when a person should look first (R2.2.1);
    `team` are the people a major one calls; `alike` is a ticket it may be the same as.

    An `incident` is the place of a common cause. With a `parent` it goes under that one as its
    `nth` household; without, it is the incident itself and `gathers` those that were there before.
    """

    number: int
    content: str
    origin: ChatRef
    type: Type
    severity: Severity
    department: str
    name: str | None = None
    phone: str | None = None
    address: str | None = None
    community: str | None = None
    room_temp_c: float | None = None
    happened: str | None = None
    source: Source = Source.HOTLINE
    why: tuple[str, ...] = ()
    sure: bool = True
    team: tuple[str, ...] = ()
    alike: int | None = None
    parent: int | None = None
    incident: str | None = None
    nth: int = 0
    gathers: tuple[int, ...] = ()
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeated(Event):
    """The same household complained of it again. `fields` complete the ticket; where the words
    make it major (R3.1.2) `why` says which, and `team` is called."""

    words: str
    fields: Mapping[str, object] = field(default_factory=dict)
    why: tuple[str, ...] = ()
    team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acknowledged(Event):
    """接单, and what was said beside it."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Contacted(Event):
    """R3.2.2: the user was called, and a time promised."""

    promised_at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class Arrived(Event):
    """R3.3.2: on site. Each person called answers for himself."""


@dataclass(frozen=True, slots=True)
class Planned(Event):
    """R3.3.2b."""

    words: str


@dataclass(frozen=True, slots=True)
class Progressed(Event):
    """R3.3.4."""

    words: str


@dataclass(frozen=True, slots=True)
class Handled(Event):
    """R3.2.3, R3.3.3: done, with the result."""

    words: str


@dataclass(frozen=True, slots=True)
class NotDone(Event):
    """完成 was said by mistake, of another ticket or too early: it is owed as it was before."""

    words: str


@dataclass(frozen=True, slots=True)
class Inspected(Event):
    """R3.3.5."""

    passed: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class FedBack(Event):
    """R3.2.4, R3.3.6: the user was told and asked for a rating."""

    rating: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class FollowedUp(Event):
    """R3.2.5, R3.3.7. A dissatisfied user reopens the ticket (ours)."""

    satisfied: bool
    rating: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reassigned(Event):
    """To another department. `returned` when the department itself says: not ours."""

    department: str
    returned: bool
    service: str
    words: str = ""
    team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SupportAsked(Event):
    """R4.2.3, R4.3.3: another `department` shall help; the ticket stays where it is."""

    department: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sooner(Event):
    """The user is to be helped before the promised time (R3.2.3): nobody need approve."""

    promised_at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class HandedOver(Event):
    """Within the department: `person` has it from now on."""

    person: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reclassified(Event):
    """Its type was read wrongly (R3.1.3); `department` owes work of the right one."""

    type: Type
    department: str
    service: str
    words: str = ""
    team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upgraded(Event):
    """To major, ends the general clocks on record. `team` are the people called, `incident` the
    place where it is cold."""

    words: str
    team: tuple[str, ...] = ()
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class Downgraded(Event):
    """To general, with a reason that stays on record."""

    words: str


@dataclass(frozen=True, slots=True)
class ExtensionAsked(Event):
    """A promise shall move to `until`; `by_head` needs nobody else's word."""

    until: datetime
    words: str
    by_head: bool = False


@dataclass(frozen=True, slots=True)
class ExtensionAnswered(Event):
    """The head's word on it."""

    approved: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Corrected(Event):
    """Fields completed or corrected; `changes` maps a Ticket field to its new value."""

    changes: Mapping[str, object]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Remarked(Event):
    """Words that change nothing but must not be lost."""

    words: str
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added(Event):
    """What the user of the heat says of his own complaint later; whoever has it hears it (R1.4)."""

    words: str


@dataclass(frozen=True, slots=True)
class Rated(Event):
    """R3.2.4: the user's own rating, once he was told the result; not his `own` where the crew
    says it, after it first told another or none."""

    rating: str
    words: str = ""
    own: bool = True


@dataclass(frozen=True, slots=True)
class OuterLimit(Event):
    """O1: the order came with a limit of its own, and a number."""

    due_at: datetime
    number: str | None = None


@dataclass(frozen=True, slots=True)
class UsersTold(Event):
    """O2: the users of an outage were told of it."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Measured(Event):
    """O3: the temperature of a room at the user's, who confirms it or not."""

    degrees: float
    room: str | None = None
    confirmed: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Voided(Event):
    """作废, with a reason."""

    words: str


@dataclass(frozen=True, slots=True)
class Merged(Event):
    """This ticket goes on in another."""

    into: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Absorbed(Event):
    """Another ticket goes on in this one, in these `words`, of this `user`. `again` when it was the
    same household once more; `fields` complete the ticket."""

    other: int
    words: str = ""
    user: str = ""
    again: bool = False
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parted(Event):
    """A merge is taken back: the other ticket goes on by itself; `again` when it had been counted
    as the same household once more."""

    other: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Joined(Event):
    """This household's ticket goes under an incident, whose clocks carry it from now on."""

    parent: int


@dataclass(frozen=True, slots=True)
class Gathered(Event):
    """The incident's side of it: so many households more."""

    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TakenOut(Event):
    """拆出: by itself again, with a reason. `quiet` where one list tells of many."""

    words: str
    quiet: bool = False
    team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left(Event):
    """The incident's side of it: one household less."""

    other: int


@dataclass(frozen=True, slots=True)
class KeptApart(Event):
    """It only looked like another ticket."""


@dataclass(frozen=True, slots=True)
class Reopened(Event):
    """Taken up again after it was closed or voided."""

    words: str


@dataclass(frozen=True, slots=True)
class ClockDue(Event):
    """A deadline's next word is due."""

    rule: str
    generation: int


@dataclass(frozen=True, slots=True)
class GroupStood(Event):
    """R3.3.1: the emergency group is there."""

    chat: ChatRef
    title: str
    members: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class GroupFailed(Event):
    """The platform will not make the emergency group."""

    reason: str


@dataclass(frozen=True, slots=True)
class GroupLost(Event):
    """The emergency group was dissolved, or the bot put out of it."""

    chat: ChatRef
    dissolved: bool


@dataclass(frozen=True, slots=True)
class CallsRead(Event):
    """Who has seen the calls about a rule by now, and who has not; by name."""

    rule: str
    read: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadAgain(Event):
    """A second reader's word on what the rules were unsure about; they had read its type `read_as`.

    `fields` are its words, not yet held against the ticket's own.
    """

    complaint: bool | None = None
    type: Type | None = None
    severity: Severity | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    read_as: Type | None = None


@dataclass(frozen=True, slots=True)
class DeliveryFailed(Event):
    """A message about the ticket reached nobody."""

    where: str
    reason: str
