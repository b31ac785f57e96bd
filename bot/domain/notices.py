"""Every message the bot can send: what kind, to whom, with which facts.

A notice is decided in the core, completed with names by the handlers, written as an outbox row
and turned into words from that row alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from bot.domain.chat import ChatRef


class Kind(StrEnum):
    """What a notice is, in the words of the contract."""

    OPENED = "opened"
    DISPATCHED = "dispatched"
    QUESTION = "question"
    REPLY = "reply"
    REFUSAL = "refusal"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    EMERGENCY = "emergency"
    PROGRESS = "progress"
    CLOSED = "closed"
    REPORT = "report"


class Priority(IntEnum):
    """What matters goes first within a lane; lower is sooner."""

    MAJOR = 0
    ESCALATION = 1
    REMINDER = 2
    RECEIPT = 3
    REFRESH = 4
    PICTURE = 5  # nothing waits behind it


class To(StrEnum):
    """The chats a notice can go to."""

    ASKER = "asker"  # where the cause was said
    ORIGIN = "origin"  # where the complaint was forwarded
    SERVICE = "service"
    DEPARTMENT = "department"  # the ticket's own
    LEADERS = "leaders"
    EMERGENCY = "emergency"  # the emergency group, else the department's


class Role(StrEnum):
    """Whom a notice rings, before the directory says who that is."""

    FIRST = "first"  # the department's people on duty
    CREW = "crew"  # everybody on duty there
    HEAD = "head"
    SERVICE = "service"  # customer service on duty
    SERVICE_HEAD = "service_head"
    LEADER = "leader"  # with a level
    HANDLER = "handler"  # who acknowledged, else CREW
    TEAM = "team"  # everybody called to a major ticket
    ABSENT = "absent"  # those of the team who have not come
    SILENT = "silent"  # those of the team who have not answered at all
    REPORTER = "reporter"
    PERSON = "person"  # with a key


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody to ring: a role, with the leader's level or the person's key where it needs one."""

    role: Role
    level: int = 0
    key: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message. `template` names its words; `facts` are what they need beside the ticket."""

    kind: Kind
    template: str
    to: To
    ring: tuple[Who, ...] = ()
    rule: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    card: bool = False
    pin: bool = False
    priority: Priority = Priority.RECEIPT


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody is called beside the chat: in the app, by SMS or by phone."""

    level: str
    to: tuple[Who, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class MakeGroup:
    """R3.3.1: an emergency group is asked for, under a key that makes a retry harmless."""

    key: str
    members: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class CloseGroup:
    """This emergency group has done its work."""

    chat: ChatRef
    title: str | None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Calls about this rule are over: it has been answered."""

    rule: str


Request = Call | MakeGroup | CloseGroup | TakeBack
