"""A general ticket of which something major is said: who may raise it is asked (R3.1.2)."""

from __future__ import annotations

from bot.domain import complaint, events
from bot.domain.access import Need, may
from bot.domain.chat import Message, Sender
from bot.domain.draft import Decision
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind, Notice, Priority, Role, To, Who
from bot.domain.ticket import Status, Ticket, Type
from handlers.complaints import take
from handlers.context import Handling
from handlers.recipients import chats_for, name_of, people_for
from handlers.targets import ask, ask_all, offer

#: Before the work is done what is said without a place is said of it.
_BEING_DEALT_WITH = frozenset(
    (Status.DISPATCHED, Status.ACKNOWLEDGED, Status.ON_SITE, Status.PLANNED)
)
#: Customer service may raise a ticket, and so may the head of whoever has it.
_WHO = ((To.SERVICE, Who(Role.SERVICE)), (To.DEPARTMENT, Who(Role.HEAD)))


async def larger(
    handling: Handling, ticket: Ticket, text: str, images: tuple[str, ...] = ()
) -> str | None:
    """Keeps the words and offers 升级 with one tap; the ticket stays general until somebody taps.

    None where the words tell of nothing major, or it is one already. Of a ticket that is dealt with
    it is a new complaint of the same place.
    """
    if not sounds_major(handling, text):
        return None
    if answer_to(ticket, events.Upgraded) == "l":
        return await _anew(handling, ticket, text, images)
    return await offered(handling, ticket, text, images)


async def at_site(handling: Handling, text: str) -> str | None:
    """`循环泵跳闸`, of a crew that is at work on something major: what it found there, and kept
    there. No second emergency is begun for it unless it says that it is another (R3.3.1)."""
    actor = handling.actor
    if actor is None or not handling.crews:
        return None
    hand = await (await handling.unit.at_work()).in_hand(actor.key)
    majors = [t for t in hand if t.is_major and t.status in _BEING_DEALT_WITH]
    if len(majors) > 1:
        return offer(handling, majors, "进展", text, fresh=True)
    if not majors:
        return None
    outcome = await handling.happen_quietly(majors[0], events.Remarked(handling.by, text))
    if not isinstance(outcome, Decision):
        return None
    handling.say(Kind.QUESTION, "at_site", ticket=outcome.ticket)
    ask(handling, "进展", [outcome.ticket.id], text)
    return "remarked"


async def _anew(
    handling: Handling, ticket: Ticket, text: str, images: tuple[str, ...]
) -> str | None:
    """A ticket of its own: nobody works on the one it was said of any more (R1.1)."""
    actor, chat = handling.actor, handling.chat
    if actor is None or chat is None or not (ticket.community or ticket.address):
        return None
    if not may(Need.ANYONE, actor, ticket, handling.company.service):
        return None
    await handling.happen_quietly(ticket, events.Remarked(handling.by, text))
    sender = Sender(handling.asked_by, actor.name)
    message = Message(chat, "", sender, text, handling.now, images=images)
    await take(handling, message, _told_of(handling, ticket, text), ticket.source, text)
    return "opened"


def _told_of(handling: Handling, ticket: Ticket, text: str) -> complaint.Complaint:
    """The words as a complaint: of the place where many are without heat, else of the home."""
    told = complaint.as_major(text, handling.policy.large_area)
    if told.address:
        return told
    if complaint.is_wide(text, handling.policy.large_area) and ticket.community:
        return told._replace(address=ticket.community, community=ticket.community)
    # 楼下也淹了 tells no type of its own: whose repair it was, his it is.
    leaks = told.type == Type.QUALITY and ticket.type is Type.FACILITY
    return told._replace(
        type=Type.FACILITY.value if leaks else told.type,
        name=told.name or ticket.name,
        phone=told.phone or ticket.phone,
        address=ticket.address or ticket.community,
        community=ticket.community,
    )


async def offered(
    handling: Handling, ticket: Ticket, text: str, images: tuple[str, ...] = ()
) -> str | None:
    """The same where it is beyond doubt what the words are for: `升级 3 整栋楼没暖`, of a crew."""
    actor, service = handling.actor, handling.company.service
    if actor is None or not may(Need.ANYONE, actor, ticket, service):
        return None
    able = not ticket.is_major and answer_to(ticket, events.Upgraded) == "y"
    # What goes with an incident is worked on as a major one already.
    if not able or ticket.parent is not None:
        return None
    outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, text, images))
    if not isinstance(outcome, Decision):
        return None
    ticket = outcome.ticket
    if may(Need.SERVICE_OR_HEADS, actor, ticket, service):
        handling.say(Kind.QUESTION, "raising", {"words": text, "own": True}, ticket, card=True)
        ask(handling, "升级", [ticket.id], text)
        return "question"
    _ask_who_may(handling, ticket, text)
    return "remarked"


def sounds_major(handling: Handling, words: str) -> bool:
    """Whether words of a ticket tell of something major (R3.1.2)."""
    return complaint.is_major(words, handling.policy.large_area)


def _ask_who_may(handling: Handling, ticket: Ticket, text: str) -> None:
    everybody = tuple(who for _, who in _WHO)
    heard = [chats_for(handling, ticket, to) for to, _ in _WHO]
    together = heard[0] == heard[1]
    facts = {"words": text, "own": False}
    asked = [
        Notice(Kind.QUESTION, "raising", to, everybody if together else (who,), facts=facts,
               card=True, priority=Priority.MAJOR)
        for to, who in _WHO
    ]  # fmt: skip
    handling.tell(ticket, *asked)
    ask_all(handling, [chat for chats in heard for chat in chats], "升级", ticket, text)
    if not any(handling.chat in chats for chats in heard):
        people = people_for(handling.company, ticket, everybody, handling.now)
        names = [name_of(handling.company, person) for person in people]
        handling.say(Kind.REPLY, "raising_asked", {"heads": names}, ticket)
