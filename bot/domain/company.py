"""The directory: departments, people, roles, duty roster, groups (R4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.chat import ChatRef
from bot.domain.ticket import Type

#: R4.2.1 quality, R4.3.1 facility; service and other are ours: customer service itself.
DEFAULT_ROUTES: Mapping[Type, str] = {
    Type.QUALITY: "operations",
    Type.FACILITY: "repair",
    Type.SERVICE: "service",
    Type.OTHER: "service",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the company. `ids` maps a platform to the person's user id there."""

    key: str
    name: str
    ids: Mapping[str, str] = field(default_factory=dict)
    mobile: str | None = None


def _kept(
    old: Mapping[str, str], new: Mapping[str, str], taken: set[tuple[str, str]]
) -> dict[str, str]:
    return {p: i for p, i in old.items() if p not in new and p != "local" and (p, i) not in taken}


@dataclass(frozen=True, slots=True)
class Department:
    """A department with its head, its crew and its groups (one per platform at most)."""

    key: str
    name: str
    head: str
    members: tuple[str, ...]
    groups: tuple[ChatRef, ...] = ()
    group_name: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is on duty for a department (or `leaders`) in [begins, ends)."""

    department: str
    people: tuple[str, ...]
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody the bot knows, as one immutable value."""

    name: str
    departments: Mapping[str, Department]
    people: Mapping[str, Person]
    leaders: tuple[str, ...] = ()
    leader_groups: tuple[ChatRef, ...] = ()
    leader_group_name: str = ""
    routes: Mapping[Type, str] = field(default_factory=lambda: DEFAULT_ROUTES)
    shifts: tuple[Shift, ...] = ()
    service: str = "service"

    def with_bindings_of(self, stored: Company) -> Company:
        """This company with what was found or bound meanwhile, where it says nothing itself.

        That is the groups bound in chat and the people's ids from a platform's directory. What
        this company gives to somebody stays with them.
        """
        mine = {entry for p in self.people.values() for entry in p.ids.items()}
        people = {
            p.key: replace(p, ids={**_kept(stored.people[p.key].ids, p.ids, mine), **p.ids})
            if p.key in stored.people
            else p
            for p in self.people.values()
        }
        taken = {c for d in self.departments.values() for c in d.groups} | set(self.leader_groups)
        departments = {
            d.key: replace(
                d,
                groups=(
                    *d.groups,
                    *(
                        chat
                        for chat in stored.departments[d.key].groups
                        if chat not in taken and chat.platform not in {c.platform for c in d.groups}
                    ),
                ),
            )
            if d.key in stored.departments
            else d
            for d in self.departments.values()
        }
        return replace(self, departments=departments, people=people)

    def department_for(self, kind: Type) -> str:
        """R4: the key of the department that owes work of this type."""
        key = self.routes.get(kind, self.service)
        return key if key in self.departments else self.service

    def department_of_chat(self, chat: ChatRef) -> Department | None:
        """The department whose group this chat is."""
        return next((d for d in self.departments.values() if chat in d.groups), None)

    def is_bound(self, chat: ChatRef) -> bool:
        """Whether the chat is a department's or the leaders' group."""
        return chat in self.leader_groups or self.department_of_chat(chat) is not None

    def chat_name(self, chat: ChatRef) -> str:
        """What people call the chat; the id where it is nobody's group."""
        department = self.department_of_chat(chat)
        if department is not None:
            return department.group_name or department.name
        return self.leader_group_name if chat in self.leader_groups else chat.chat_id

    def person_of(self, platform: str, user_id: str) -> Person | None:
        """The person behind a platform's user id."""
        return next((p for p in self.people.values() if p.ids.get(platform) == user_id), None)

    def departments_of(self, person: str) -> tuple[str, ...]:
        """Keys of the departments a person belongs to or heads."""
        return tuple(
            d.key for d in self.departments.values() if person == d.head or person in d.members
        )

    def heads(self, person: str) -> tuple[str, ...]:
        """Keys of the departments a person heads."""
        return tuple(d.key for d in self.departments.values() if d.head == person)

    def rostered(self, department: str, now: datetime) -> tuple[str, ...]:
        """Who the roster names for this instant; empty without an entry."""
        return tuple(
            person
            for shift in self.shifts
            if shift.department == department and shift.begins <= now < shift.ends
            for person in shift.people
        )

    def first_called(self, department: str, now: datetime) -> tuple[str, ...]:
        """Whom a new ticket rings: the people on duty, else the first of the crew, else the head.

        Ringing everybody makes nobody feel meant; the half-time reminder rings the whole crew.
        """
        found = self.departments[department]
        return self.rostered(department, now) or found.members[:1] or (found.head,)

    def crew(self, department: str, now: datetime) -> tuple[str, ...]:
        """The people on duty; without a roster the whole crew, else the head."""
        found = self.departments[department]
        return self.rostered(department, now) or found.members or (found.head,)

    def leader(self, level: int, now: datetime) -> tuple[str, ...]:
        """The escalation chain: level 0 is the leader on duty, the last the general manager."""
        if level == 0 and (rostered := self.rostered("leaders", now)):
            return rostered
        return self.leaders[level : level + 1] or self.leaders[-1:]
