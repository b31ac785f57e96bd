"""A command, an answer, a complaint, a remark, or none of these: nothing is met with silence."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import complaint, meanings
from bot.domain.access import actor_of
from bot.domain.chat import Message, Press
from bot.domain.clauses import beside, line_by_line, parted
from bot.domain.commands import Command, Unclear, parse
from bot.domain.notices import Kind
from bot.domain.phrases import HELLO
from bot.domain.smaller import makes_smaller
from bot.domain.ticket import Ticket
from handlers import (
    answers,
    chosen,
    commands,
    doors,
    half_said,
    handing_over,
    meant,
    pictures,
    raising,
    service_words,
    shifts,
    topics,
)
from handlers.catalog import ASKED_BACK, ROWS, said
from handlers.complaints import open_blank, open_tickets
from handlers.context import Handling
from handlers.remarks import remark
from handlers.targets import group_ticket, quoted_tickets


async def press(handling: Handling, pressed: Press) -> str:
    """A button: read as if its name and its form had been said."""
    handling.actor = actor_of(handling.company, pressed.chat, pressed.sender)
    command = parse(said(pressed.action, pressed.ticket, pressed.form))
    if not isinstance(command, Command) or not (pressed.action in ROWS or command.certain):
        handling.say(Kind.REFUSAL, "refusal", {"reason": "no_button", "verb": pressed.action})
        return "refused: no_button"
    verb = pressed.action if pressed.action in ROWS else command.verb  # 收到 is 接单
    exact = Command(verb, (pressed.ticket,), command.rest, command.into)
    return await commands.run(handling, exact, None)


async def message(handling: Handling, said_: Message) -> str:
    """What a person said to the bot; no picture of it is lost."""
    outcome = await _message(handling, said_)
    if said_.images:
        await pictures.keep(handling, said_.images)
    return outcome


async def _message(handling: Handling, said_: Message) -> str:
    handling.actor = actor_of(handling.company, said_.chat, said_.sender)
    text = said_.text.strip()
    several_quoted = await quoted_tickets(handling, said_.chat, said_.quote)
    if len(several_quoted) > 1:
        return await _to_a_digest(handling, text, [ticket.id for ticket in several_quoted])
    quoted = several_quoted[0] if several_quoted else None
    here = quoted or await group_ticket(handling, said_.chat)
    if said_.cut:
        handling.say(Kind.QUESTION, "cut")
    passed_on = text if said_.forwarded else _quoted_words(said_) if here is None else ""
    if passed_on and (said_.forwarded or not text):
        return await _passed_on(handling, said_, passed_on)
    if not text:
        return await _no_words(handling, said_, here)
    several = line_by_line(text)
    if several and not await doors.any_is_one(handling, [c.tickets[0] for c in several]):
        handling.gather()
        for each in several:
            await commands.run(handling, each, here)
        handling.scatter()
        return "several"
    done = await handing_over.shared(handling, text) or await _of_several(handling, said_, text)
    if done:
        return done
    if here is None and (done := await shifts.of_colleagues(handling, text)):
        return done
    command = parse(text, quoted=here is not None)
    if isinstance(command, Command) and command.certain and not _is_answer(command, here):
        door = await half_said.at_a_door(handling, text, command)
        door = door or await service_words.pressed_for(handling, said_, command)
        done = door or await meant.rather(handling, text, command, here)
        return done or await commands.run(handling, command, here)
    if done := await chosen.chosen(handling, said_, text):
        return done
    if done := await answers.to_a_question(handling, said_, text, quoted):
        return done
    return await _unprompted(handling, said_, text, here, command)


async def _of_several(handling: Handling, said_: Message, text: str) -> str | None:
    """`1约了三点 3还得换阀门`: what is said of each is heard by itself, and answered at once."""
    parts = parted(text)
    if not parts:
        return await _and_another(handling, said_, text)
    if not await doors.parts_tickets(handling, text, [number for number, _ in parts]):
        return None
    handling.gather()
    for _, words in parts:
        await _message(handling, replace(said_, text=words, images=(), quote=None))
    handling.scatter()
    return "several"


async def _and_another(handling: Handling, said_: Message, text: str) -> str | None:
    """`1收到 另外3号楼也报了个不热的 139…`: another user's complaint is not lost in it (R1.1)."""
    first, second = beside(text) or ("", "")
    found = complaint.read(second, handling.policy.large_area) if second else ()
    if not any(c.sure and (c.phone or c.address) for c in found):
        return None
    await _message(handling, replace(said_, text=first, images=()))
    return await open_tickets(handling, replace(said_, text=second), found)


async def _to_a_digest(handling: Handling, text: str, numbers: list[int]) -> str:
    """A message of ours about several tickets was quoted: by number, or the only one that fits."""
    handling.among = tuple(numbers)
    command = parse(text, quoted=True)
    if isinstance(command, Command) and command.certain:
        return await commands.run(handling, command, None)
    handling.say(Kind.QUESTION, "which_quoted", {"numbers": numbers})
    return "question"


async def _unprompted(
    handling: Handling,
    said_: Message,
    text: str,
    here: Ticket | None,
    command: Command | Unclear | None,
) -> str:
    """Neither a sure command nor an answer: a complaint, a remark, a guess, or none of these."""
    found = complaint.read(text, handling.policy.large_area)
    quoted_words = _quoted_words(said_) if here is None and not found else ""
    if quoted := complaint.read(quoted_words, handling.policy.large_area):
        return await open_tickets(handling, replace(said_, text=f"{quoted_words}\n{text}"), quoted)
    if here is not None and isinstance(command, Command) and command.verb == "查":
        return await commands.run(handling, command, here)
    if here and not found and (done := await answers.lacking(handling, here, text)):
        return done
    if here is not None and not any(c.address and c.phone for c in found):
        return await remark(handling, here, text, said_.images, command)
    return await _said_here(handling, said_, text, found, command, here)


async def _said_here(
    handling: Handling,
    said_: Message,
    text: str,
    found: tuple[complaint.Complaint, ...],
    command: Command | Unclear | None,
    here: Ticket | None,
) -> str:
    """The same where it is no remark on a ticket that was quoted."""
    if done := await topics.spoken(handling, text, found):
        return done
    anywhere = any(c.address or c.phone for c in found)
    whole = isinstance(command, Command) and command.tickets and not command.rest
    told = found or (not whole and (any(meanings.of(text)) or meanings.is_asked(text)))
    ours = not anywhere or await half_said.is_of_its_number(handling, text, found)
    if told and ours and (done := await half_said.named_first(handling, text, None)):
        return done  # "3 整个小区都停了" is said of a ticket, however bad it is
    if done := await meant.said_again(handling, found, text):
        return done
    placed = anywhere or any(c.severity == "major" for c in found)
    placed = placed and not await doors.all_told(handling, text, found)
    if found and not placed and (done := await _half_said(handling, text, said_, pointing=True)):
        return done  # "那个赵大爷家没人接电话": what a crew says of its own work
    if placed and not anywhere and (done := await raising.at_site(handling, text)):
        return done  # "循环泵跳闸": what a crew found where it was sent
    if any(c.sure for c in found):
        return await open_tickets(handling, said_, found)
    if command is not None:
        return await _unsure(handling, said_, text, command, here)
    if (not placed or half_said.on_the_way(text, found)) and (
        done := await _half_said(handling, text, said_)
    ):
        return done
    talk = handing_over.is_talk(handling, text, found)
    if found and not talk:  # "刚才8号楼那个 电话是138…" is of a ticket that stands
        known = await service_words.of_just_now(handling, said_, text)
        return known or await open_tickets(handling, said_, found)
    if said_.images:
        return await _shown(handling, said_, text)
    return await _chatter(handling, said_)


async def _unsure(
    handling: Handling, said_: Message, text: str, command: Command | Unclear, here: Ticket | None
) -> str:
    """What looks like a command may be of a number that is none, or send a colleague."""
    if isinstance(command, Unclear):
        return await half_said.mistyped(handling, text, command)
    done = await service_words.pressed_for(handling, said_, command)
    done = done or await handing_over.by_number(handling, text)
    done = done or await half_said.at_a_door(handling, text, command)
    return done or await commands.run(handling, command, here)


async def _shown(handling: Handling, said_: Message, text: str) -> str:
    """A picture with a word that says nothing by itself: "楼道", "这个"."""
    department = handling.company.department_of_chat(said_.chat)
    if department is not None and department.key == handling.company.service:
        return await open_blank(handling, said_, text)
    hand = await commands.at_hand(handling)
    if len(hand) == 1:
        return await remark(handling, hand[0], text, said_.images)
    handling.say(Kind.QUESTION, "whose_picture", {"number": hand[0].id if hand else 3})
    return "question"


async def _half_said(
    handling: Handling, text: str, said_: Message, *, pointing: bool = False
) -> str | None:
    """Words about work at hand, with a bare number or in a crew's own group."""
    named = await half_said.named_first(handling, text, None)
    if done := named or await handing_over.by_name(handling, text):
        return done
    if not pointing and (done := await half_said.names_none(handling, text)):
        return done
    if not said_.images and (done := await half_said.smaller_in_passing(handling, text)):
        return done
    here = handling.company.department_of_chat(said_.chat)
    crew = here is not None and here.key != handling.company.service
    if not (crew or said_.single):
        found = None if pointing else await service_words.passing(handling, said_, text)
        return found or await meant.in_passing(handling, text, pointing=pointing)
    return await half_said.at_hand(handling, text, pointing=pointing)


async def _passed_on(handling: Handling, said_: Message, text: str) -> str:
    """A forwarded record is other people's words: complaints are read in it, never commands."""
    if found := complaint.read(text, handling.policy.large_area):
        return await open_tickets(handling, replace(said_, text=text), found)
    return await _chatter(handling, said_)


def _quoted_words(said_: Message) -> str:
    """引用用户的话再 @ 机器人: then the quoted words are the complaint."""
    return said_.quote.text.strip() if said_.quote and said_.quote.text else ""


def _is_unseen(said_: Message) -> bool:
    """A quote of which nothing came: no words, no picture."""
    return said_.quote is not None and not said_.quote.text and not said_.images


async def _no_words(handling: Handling, said_: Message, here: Ticket | None) -> str:
    if said_.withheld:
        handling.say(Kind.REPLY, "withheld")
        return "withheld"
    if said_.images and here is not None:
        return await remark(handling, here, "", said_.images)
    department = handling.company.department_of_chat(said_.chat)
    if said_.images and department and department.key == handling.company.service:
        return await open_blank(handling, said_)
    if _is_unseen(said_):
        handling.say(Kind.QUESTION, "quote_unseen")
        return "unseen"
    handling.say(Kind.REPLY, "empty")
    return "empty"


def _is_answer(command: Command, here: Ticket | None) -> bool:
    """Without a number these two mean what was asked a moment ago."""
    return command.verb in ASKED_BACK and not command.tickets and here is None


async def _chatter(handling: Handling, said_: Message) -> str:
    """No complaint, no command: a short answer that says what would be one."""
    if _is_unseen(said_):
        handling.say(Kind.QUESTION, "quote_unseen")
        return "unseen"
    bound = handling.company.is_bound(said_.chat) or said_.single
    for leave in (commands.granted, commands.lowering_granted):
        if bound and (done := await leave(handling, said_.text)):
            return done
    if bound and (done := meant.courtesy(handling, said_.text)):
        return done
    if bound and (done := chosen.unasked(handling, said_.text)):
        return done
    if HELLO.fullmatch(said_.text.strip()):
        handling.say(Kind.REPLY, "welcome")
        return "chatter"
    ours = handling.actor is not None and not handling.actor.outsider
    if ours and not said_.forwarded and makes_smaller(said_.text):
        return half_said.which_is_smaller(handling, said_.text.strip())
    department = handling.company.department_of_chat(said_.chat)
    crew = department is not None and department.key != handling.company.service
    facts = {"crew": crew, "above": bound and department is None and not said_.single}
    handling.say(Kind.REPLY, "chatter" if bound else "unbound", facts)
    return "chatter"
