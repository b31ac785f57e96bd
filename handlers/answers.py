"""The plain answer to what the bot asked somebody a moment ago."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.domain import appointments, complaint, events, meanings
from bot.domain.asked import civil
from bot.domain.chat import Message
from bot.domain.commands import Command, named_at_once
from bot.domain.complaint import Complaint
from bot.domain.details import read_details
from bot.domain.draft import Refusal
from bot.domain.household import door_of
from bot.domain.missing import lacks_compound, missing
from bot.domain.notices import Kind
from bot.domain.pointing import doors_in
from bot.domain.ticket import Ticket
from handlers import commands
from handlers.context import Handling
from handlers.corrections import corrections
from storage.rows import Question

#: A plain answer to a question is short; what is longer stands for itself.
_LONGEST = 60
#: So many characters beside the answer itself ("电话是", "姓", "家") are small talk.
SMALL_TALK = 8

_WHO = ("name", "phone", "address")

_SAME = re.compile(
    r"(?=.)(?:是的?|对的?|嗯+|没错|就是)?[,，\s]*"
    r"(?:(?:是|就是)?(?:同一件事?|同一个事|同一户|一回事|一家)|合并|并单|并了?|并到一起)?[。!！]?"
)
_NOT_SAME = re.compile(r"(?:不是|不对|不|否|分开|各办|两回事|两件事|两家).{0,10}")
_TELLS_MORE = re.compile(r"^(?!.*(?:姓|叫|名字|联系人)).*(?:说|没|还|又|催|来|怎么)")
#: 不是阳光花园, 阳光花园吗: no answer to which compound it is
_DOUBTED = re.compile(r"不是|不在|不知|不清楚|哪|什么|[吗么]\s*[?？]?$|[?？]\s*$")
#: 妥 says no more than 完成 did.
_SAYS_SOMETHING = 2
#: 用户挺满意: how the user finds it (R3.2.4), not what was done
_RATED = re.compile(
    r"(?:用户|户主|业主|人家|[他她都说挺很还算太不也]|非常|比较|基本|[了的吧啊,，。!！\s])*(?:满意|[未没]评价)[了的吧啊,，。!！\s]*"
)
#: 观察中 一小时后再看: no hour at which a user waits for anybody
_LOOKS_ON = re.compile(r"观察|再看|再测|复测|看看?效果|等.{0,4}升")
_TELLING = re.compile(r"户主|用户|联系人|姓名?|名字|叫|联系?电话|手机|号码?|[他她是的]")
_WRITTEN = re.compile(r"[\s,，.。:：;；、!！()（）-]")


async def to_a_question(
    handling: Handling, said_: Message, text: str, quoted: Ticket | None
) -> str | None:
    """The plain answer to what the bot asked this person a moment ago."""
    since = handling.now - commands.PATIENCE
    open_questions = await handling.unit.asked(said_.chat, said_.sender.user_id, since)
    if not open_questions:
        return None
    found = () if quoted else complaint.read(text, handling.policy.large_area)
    if quoted is None and (len(text) > _LONGEST or not all(map(_only_who, found))):
        return None  # a new complaint is never swallowed as an answer
    for question in open_questions:
        ticket = await _asked_of(handling, question, quoted, text)
        if ticket is None or (quoted is None and await _of_another(handling, ticket, text)):
            continue
        if question.about == "same":
            if (verb := _same_or_not(text)) is None:
                continue
            handling.unit.answered(question)
            return await commands.run(handling, Command(verb, (ticket.id,), ""), None)
        if question.about == "promise" and _lacks_hour(handling, question, text):
            handling.say(Kind.QUESTION, "ask_promise", {"words": text}, ticket)  # no guess
            again = replace(question, asked_at=handling.now, words=text)
            handling.unit.asks.append((again, True))
            return "question"
        event = _answering(handling, question, ticket, text, quoted is not None)
        if event is None:
            continue
        handling.unit.answered(question)
        outcome = await handling.happen(ticket, event)
        if isinstance(outcome, Refusal):
            commands.refused(handling, outcome, ticket, "补充")
        elif question.about == "fields" and missing(outcome.ticket):
            handling.unit.asks.append((replace(question, asked_at=handling.now), True))
        return "answered"
    return None


async def _asked_of(
    handling: Handling, question: Question, quoted: Ticket | None, text: str
) -> Ticket | None:
    """The ticket that was asked about, if it is open and no other is quoted or named."""
    named, _ = named_at_once(text)
    other = quoted or (await handling.unit.ticket(named) if named else None)
    if other is not None and question.ticket != other.id:
        return None
    ticket = await handling.unit.ticket(question.ticket)
    return ticket if ticket is not None and ticket.is_open else None


async def _of_another(handling: Handling, ticket: Ticket, text: str) -> bool:
    """`李大爷换电话了139…`, `赵先生那个几点去`: said of a ticket that has this name already, or
    asked; a name and a number alone may be a namesake's."""
    newest = await (await handling.unit.at_work()).newest()
    doors = doors_in(text)
    elsewhere = doors.isdisjoint(doors_in(ticket.address or ""))
    if elsewhere and any(doors & doors_in(t.address or "") for t in newest):
        return True  # 503的顶棚得物业弄, and 603 was asked about
    told = read_details(text)
    name, phone = told.get("name"), told.get("phone")
    beside = _TELLING.sub("", _WRITTEN.sub("", text))
    for value in told.values():
        beside = beside.replace(value, "")
    if phone and beside and any(t.phone == phone for t in newest if t.id != ticket.id):
        return True  # 用户要查进度 139…: he is another ticket's
    if not name or name == ticket.name:
        return False
    if meanings.is_asked(text):
        return True
    others = [t.name for t in newest if t.id != ticket.id and t.name]
    if any(len(known) > 1 and known != name and known in text for known in others):
        return True  # 那个吴先生其实姓武: put right, and no answer
    return bool(beside) and name in others


def _lacks_hour(handling: Handling, question: Question, text: str) -> bool:
    """`晚饭后`, `明天晚饭后`: asked once more; who says so again means the end of it."""
    if appointments.needs_hour(text):
        return not appointments.needs_hour(question.words)
    return appointments.is_vague(text) and not handling.time_in(text)


def _same_or_not(text: str) -> str | None:
    """是 or 不是, to "is it the same as #3?"."""
    if _NOT_SAME.fullmatch(text.strip()):
        return "各办各的"
    return "同一件事" if _SAME.fullmatch(text.strip()) else None


def _answering(
    handling: Handling, question: Question, ticket: Ticket, text: str, quoted: bool
) -> events.Event | None:
    if question.about == "promise":
        if _LOOKS_ON.search(text):
            return None
        words = appointments.joined(question.words, text)
        at = handling.time_in(words)
        return events.Contacted(handling.by, at, words) if at else None
    if question.about == "result":
        number, words = named_at_once(text)
        told = words if number == ticket.id else text
        return events.Corrected(handling.by, {"result": told}) if _tells(ticket, told) else None
    changes = _missing_fields(ticket, text, quoted)
    return events.Corrected(handling.by, changes, text) if changes else None


def _tells(ticket: Ticket, text: str) -> bool:
    """Whether it says how it was handled, and nobody has said so yet: a rating, a question and a
    nod don't."""
    no_result = (
        len(text.strip()) < _SAYS_SOMETHING
        or _RATED.fullmatch(text.strip())
        or meanings.is_asked(text)
        or civil(text)
    )
    return not ticket.result and not no_result


def _only_who(found: Complaint) -> bool:
    """An address and a number without any trouble: most likely what was asked for."""
    located = found.address is not None and found.phone is not None
    return located and not found.sure and found.type == "other"


async def filled_in(handling: Handling, ticket: Ticket, text: str) -> str | None:
    """`3 姓李 139…`: what the ticket lacks, said by its number; whoever says it was not asked."""
    changes = _missing_fields(ticket, text, quoted=False) if missing(ticket) else {}
    if "phone" not in changes:
        return None
    await handling.happen(ticket, events.Corrected(handling.by, changes, text))
    return "answered"


async def lacking(handling: Handling, ticket: Ticket, text: str) -> str | None:
    """`阳光花园`, of a ticket that says nothing but 2号楼, a number quoted with one that lacks it;
    whoever says it was not asked."""
    if done := await filled_in(handling, ticket, text):
        return done
    changes = _places(text) if lacks_compound(ticket) else {}
    said = len(_WRITTEN.sub("", text)) - len(str(changes.get("address", "")))
    if not changes or said > SMALL_TALK:
        return None
    await handling.happen(ticket, events.Corrected(handling.by, changes, text))
    return "answered"


def _places(text: str) -> dict[str, object]:
    """The compound that is told; what is denied or asked is none."""
    told = {} if _DOUBTED.search(text) else read_details(text)
    named = door_of(told.get("address", "")).before
    return {n: v for n, v in told.items() if n in ("address", "community")} if named else {}


def _missing_fields(ticket: Ticket, text: str, quoted: bool) -> dict[str, object]:
    """What of the text fills an empty field. Without a quote it must hardly say anything else."""
    wanted = missing(ticket)
    changes: dict[str, object] = {**read_details(text), **corrections(text)}
    if not ticket.address and "address" in changes and not door_of(str(changes["address"])).before:
        del changes["address"]  # "2单元302" alone is the rest of another ticket's address
    if "community" in wanted and _DOUBTED.search(text):
        changes = {n: v for n, v in changes.items() if n not in ("address", "community")}
    if wanted == ("community",) and changes.keys() == {"name"}:
        changes = {"community": changes["name"]}  # asked for nothing but the compound
    if quoted:
        return changes
    if "name" in changes and len(changes) == 1 and _TELLS_MORE.search(text):
        return {}  # "王女士说师傅没来": of another user's ticket
    told = [name for name in _WHO if name in changes]
    said = len(_WRITTEN.sub("", text))
    used = sum(len(str(changes[n])) for n in told) or len(str(changes.get("community", "")))
    if said - used > SMALL_TALK:
        return {}
    completes = "community" in wanted and not _contradicts(ticket, changes)
    held = [n for n in told if n not in wanted and not (completes and n == "address")]
    differs = any(getattr(ticket, n) not in (None, changes[n]) for n in held)
    if differs or not any(name in changes for name in wanted):
        return {}  # another household's
    filled = (*wanted, "community", *(["address"] if completes else []))
    return {n: v for n, v in changes.items() if n in filled}


def _contradicts(ticket: Ticket, changes: Mapping[str, object]) -> bool:
    return door_of(ticket.address).contradicts(door_of(str(changes.get("address") or "")))
