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

#: stands where a department's key would, for the leaders' group
LEADERS = ""
_LEADERS_CALLED = {"领导", "领导群", "领导组", "公司领导", "公司领导群", "领导的群"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the company. `ids` maps a platform to the person's user id there.

    `away` maps a platform to why nobody is reached by that id: gone, disabled, inactive.
    """

    key: str
    name: str
    ids: Mapping[str, str] = field(default_factory=dict)
    mobile: str | None = None
    away: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_away(self) -> bool:
        """Whether no platform reaches him. Who has no account at all is somebody else's matter."""
        return bool(self.ids) and all(platform in self.away for platform in self.ids)


def _known(person: Person, stored: Person, taken: set[tuple[str, str]]) -> Person:
    """With the ids that were found, and away where it is still about the same id."""
    found = {
        platform: user_id
        for platform, user_id in stored.ids.items()
        if platform not in person.ids and platform != "local" and (platform, user_id) not in taken
    }
    ids = {**found, **person.ids}
    away = {p: why for p, why in stored.away.items() if ids.get(p) == stored.ids.get(p)}
    return replace(person, ids=ids, away=away)


@dataclass(frozen=True, slots=True)
class Listed:
    """A department of the same name in a vendor's directory: user ids of its heads, its people."""

    heads: tuple[str, ...]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Department:
    """A department with its head, its crew and its groups (one per platform at most).

    `listed` is what each platform's directory says; it is shown and never followed.
    """

    key: str
    name: str
    head: str
    members: tuple[str, ...]
    groups: tuple[ChatRef, ...] = ()
    group_name: str = ""
    listed: Mapping[str, Listed] = field(default_factory=dict)


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

        That is the groups bound in chat and what the platforms' directories told: the people's
        ids, who is away, who belongs where. What this company gives to somebody stays with them.
        """
        mine = {entry for p in self.people.values() for entry in p.ids.items()}
        people = {
            p.key: _known(p, stored.people[p.key], mine) if p.key in stored.people else p
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
                listed=stored.departments[d.key].listed
                if stored.departments[d.key].name == d.name
                else {},
            )
            if d.key in stored.departments
            else d
            for d in self.departments.values()
        }
        here = {c.platform for c in self.leader_groups}
        taken |= {c for d in departments.values() for c in d.groups}
        leader_groups = (
            *self.leader_groups,
            *(c for c in stored.leader_groups if c not in taken and c.platform not in here),
        )
        return replace(self, departments=departments, people=people, leader_groups=leader_groups)

    def with_group(self, key: str, chat: ChatRef) -> Company:
        """The chat as the one group of a department, or of `LEADERS`, on its platform."""

        def groups(mine: str, known: tuple[ChatRef, ...]) -> tuple[ChatRef, ...]:
            if mine != key:
                return tuple(c for c in known if c != chat)
            return (*(c for c in known if c.platform != chat.platform), chat)

        departments = {
            d.key: replace(d, groups=groups(d.key, d.groups)) for d in self.departments.values()
        }
        leader_groups = groups(LEADERS, self.leader_groups)
        return replace(self, departments=departments, leader_groups=leader_groups)

    def is_leaders_group_called(self, words: str) -> bool:
        """Whether these words name the leaders' group."""
        said = words.strip()
        return bool(said) and (said in _LEADERS_CALLED or said == self.leader_group_name)

    def department_for(self, kind: Type) -> str:
        """R4: the key of the department that owes work of this type."""
        key = self.routes.get(kind, self.service)
        return key if key in self.departments else self.service

    def department(self, key: str) -> Department:
        """A ticket's department; customer service where the company has that one no more, who pass
        on what is nobody's."""
        return self.departments.get(key) or self.departments[self.service]

    @property
    def department_names(self) -> dict[str, str]:
        """What each department is called, by its key."""
        return {key: department.name for key, department in self.departments.items()}

    def department_of_chat(self, chat: ChatRef) -> Department | None:
        """The department whose group this chat is."""
        return next((d for d in self.departments.values() if chat in d.groups), None)

    def is_bound(self, chat: ChatRef) -> bool:
        """Whether the chat is a department's or the leaders' group."""
        return chat in self.leader_groups or self.department_of_chat(chat) is not None

    def chat_name(self, chat: ChatRef) -> str:
        """What people call the chat: a group's name, whose single chat it is; empty where it is
        nobody's."""
        department = self.department_of_chat(chat)
        if department is not None:
            return department.group_name or department.name
        if chat in self.leader_groups:
            return self.leader_group_name
        # A vendor's single chat is called by whose it is: single:0102030405.
        person = self.person_of(chat.platform, chat.chat_id.rpartition(":")[2])
        return person.name if person else ""

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

    def reachable(self, *choices: tuple[str, ...]) -> tuple[str, ...]:
        """The first choice with somebody who can be reached, without those who can't.

        Where nobody can, the first choice as it stands: to ring nobody would be worse.
        """
        for choice in choices:
            if there := tuple(p for p in choice if not self.is_away(p)):
                return there
        return next((choice for choice in choices if choice), ())

    def is_away(self, person: str) -> bool:
        """Whether the platforms' directories say that he can't be reached."""
        return person in self.people and self.people[person].is_away

    def first_called(self, department: str, now: datetime) -> tuple[str, ...]:
        """Whom a new ticket rings: the people on duty, else the first of the crew, else the head.

        Ringing everybody makes nobody feel meant; the half-time reminder rings the whole crew.
        """
        found = self.department(department)
        singles = ((member,) for member in found.members)
        return self.reachable(self.rostered(department, now), *singles, (found.head,))

    def crew(self, department: str, now: datetime) -> tuple[str, ...]:
        """The people on duty; without a roster the whole crew, else the head."""
        found = self.department(department)
        return self.reachable(self.rostered(department, now), found.members, (found.head,))

    def head(self, department: str, now: datetime) -> tuple[str, ...]:
        """The head; where he can't be reached, the leader on duty."""
        return self.reachable((self.department(department).head,), self.leader(0, now))

    def leader(self, level: int, now: datetime) -> tuple[str, ...]:
        """The escalation chain: level 0 is the leader on duty, the last the general manager.

        Whoever can't be reached is stood in for by the next one up, else by the next one down.
        """
        rostered = self.rostered("leaders", now) if level == 0 else ()
        level = min(level, max(len(self.leaders) - 1, 0))
        in_turn = (*self.leaders[level:], *reversed(self.leaders[:level]))
        return self.reachable(rostered, *((leader,) for leader in in_turn))
