"""Who may do what: the directory's word, or membership of a department's own group."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.chat import ChatRef, Sender
from bot.domain.company import Company, Person
from bot.domain.notices import Role
from bot.domain.ticket import Ticket


class Need(StrEnum):
    """What a command asks of whoever says it."""

    ANYONE = "anyone"  # of the company, or of the ticket's groups
    HANDLING = "handling"  # the ticket's department; on a major ticket the emergency team
    HANDLING_OR_SERVICE = "handling_or_service"
    SERVICE = "service"
    INSPECTOR = "inspector"  # the department's head, or a leader (R3.3.5)
    HEAD = "head"  # the department's head, or a leader
    HEADS = "heads"  # any head, or a leader
    SERVICE_OR_HEADS = "service_or_heads"
    LEDGER = "ledger"  # customer service, heads, leaders; who is in the directory


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is speaking. `key` is the directory's, or the shown name of somebody not in it."""

    key: str
    name: str
    departments: frozenset[str]
    heads: frozenset[str]
    leader: bool
    known: bool
    chat: ChatRef | None = None
    outsider: bool = False  # nobody of the company, and in none of its groups


def actor_of(company: Company, chat: ChatRef, sender: Sender) -> Actor:
    """Finds the person; whoever speaks in a department's group counts as one of its crew.

    Directories lag behind reality at night; the group's own membership is the credential.
    """
    person = company.person_of(chat.platform, sender.user_id) if sender.proven else None
    here = company.department_of_chat(chat)
    if person is None:
        departments = frozenset({here.key} if here and sender.proven else ())
        outsider = not (sender.proven and company.is_bound(chat))
        key = sender.name
        return Actor(key, key, departments, frozenset(), False, False, chat, outsider)
    return actor_for(company, person)


def actor_for(company: Company, person: Person) -> Actor:
    """Somebody of the directory, wherever he speaks."""
    return Actor(
        person.key,
        person.name,
        frozenset(company.departments_of(person.key)),
        frozenset(company.heads(person.key)),
        person.key in company.leaders,
        True,
    )


def oversees(actor: Actor) -> bool:
    """Heads and leaders: they see how the house itself is doing."""
    return bool(actor.heads) or actor.leader


def sees_contact(actor: Actor, ticket: Ticket, service: str, cause: Ticket | None = None) -> bool:
    """Whether the user's number is any of the actor's business on a page: he would call him, or
    answers for those who do. Who has the incident, the `cause` of a household's ticket, calls its
    households."""
    calls = called(actor, ticket) or (cause is not None and called(actor, cause))
    return calls or service in actor.departments | actor.heads or oversees(actor)


def takes_ledger(actor: Actor, service: str) -> bool:
    """R4.1.3: customer service writes the report for those above; nobody else takes the users'
    names and numbers away."""
    return service in actor.departments | actor.heads or oversees(actor)


def exports(actor: Actor, service: str) -> bool:
    """The same in chat, where whoever speaks in a group counts as of its crew: not for this."""
    return actor.known and takes_ledger(actor, service)


def masked(phone: str) -> str:
    """A number that is still told from others, and that nobody can call."""
    return f"{phone[:3]}{'*' * max(4, len(phone) - 7)}{phone[-4:]}" if len(phone) > 7 else "****"


def role_of(actor: Actor, service: str) -> Role | None:
    """What somebody mostly is: a leader, customer service, a head or a crew; None for nobody's."""
    if actor.leader:
        return Role.LEADER
    if service in actor.departments | actor.heads:
        return Role.SERVICE
    if actor.heads:
        return Role.HEAD
    return Role.CREW if actor.departments else None


def belongs(actor: Actor, ticket: Ticket) -> bool:
    """Whether the ticket is any of the actor's business: of the company, or where it was said."""
    return Reach(not actor.outsider, chat=actor.chat).covers(ticket)


def called(actor: Actor, ticket: Ticket) -> bool:
    """Whether the actor owes work on the ticket himself, as a leader who looks on does not."""
    on_team = ticket.is_major and any(a.person == actor.key for a in ticket.team)
    return ticket.department in actor.departments or on_team


@dataclass(frozen=True, slots=True)
class Reach:
    """Of which tickets somebody may say something: of `everything`, else of those of `departments`,
    of the major ones whose team holds `on_team`, and of those of a `chat`."""

    everything: bool = False
    departments: frozenset[str] = frozenset()
    on_team: str | None = None
    chat: ChatRef | None = None

    def covers(self, ticket: Ticket) -> bool:
        """Whether a ticket is one of them."""
        if self.everything or ticket.department in self.departments:
            return True
        if ticket.is_major and any(a.person == self.on_team for a in ticket.team):
            return True
        return self.chat is not None and self.chat in (ticket.origin, ticket.group)


def reach(need: Need, actor: Actor, service: str) -> Reach:
    """What a need leaves to an actor; `service` is the key of customer service's department."""
    serves = service in actor.departments
    match need:
        case Need.ANYONE:
            return Reach(not actor.outsider, chat=actor.chat)
        case Need.HANDLING:
            return Reach(actor.leader, actor.departments, actor.key)
        case Need.HANDLING_OR_SERVICE:
            return Reach(actor.leader or serves, actor.departments, actor.key)
        case Need.SERVICE:
            return Reach(serves)
        case Need.INSPECTOR | Need.HEAD:
            return Reach(actor.leader, actor.heads)
        case Need.HEADS:
            return Reach(oversees(actor))
        case Need.SERVICE_OR_HEADS:
            # A stranger in the group may help with the work, not take tickets out of the ledger.
            return Reach((serves and actor.known) or oversees(actor))
        case Need.LEDGER:
            return Reach(exports(actor, service))


def may(need: Need, actor: Actor, ticket: Ticket, service: str) -> bool:
    """Whether the actor may; `service` is the key of customer service's department."""
    return reach(need, actor, service).covers(ticket)


def may_ever(need: Need, actor: Actor, service: str) -> bool:
    """Whether there are tickets on which the actor may: what the help shows him."""
    above = oversees(actor)
    match need:
        case Need.ANYONE:
            return True
        case Need.HANDLING | Need.HANDLING_OR_SERVICE:
            return bool(actor.departments) or actor.leader
        case Need.SERVICE:
            return service in actor.departments
        case Need.INSPECTOR | Need.HEAD | Need.HEADS:
            return above
        case Need.LEDGER:
            return exports(actor, service)
        case Need.SERVICE_OR_HEADS:
            return above or (service in actor.departments and actor.known)
