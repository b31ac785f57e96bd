"""What customer service says in passing of what it has just brought in: a slip of the finger, the
rest of an address, a user who called again.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.domain import complaint, events
from bot.domain.chat import Message
from bot.domain.commands import Command
from bot.domain.details import read_details
from bot.domain.household import door_of
from bot.domain.notices import Kind
from bot.domain.phrases import trim
from bot.domain.pointing import is_pointing, pointed_at
from bot.domain.ticket import Status, Ticket
from bot.domain.ticket_numbers import plainly
from handlers import commands, meant
from handlers.complaints import open_tickets
from handlers.context import Handling
from handlers.corrections import SLIP, WHOLE_SLIP, corrections, put_right, right_words
from handlers.targets import offer

#: What was brought in longer ago is named by its number.
_LATELY = timedelta(minutes=30)
_MOST, _LONGEST = 5, 60
#: 刚才那个 嗯
_SAYS_SOMETHING = 3
#: What may hold a phone; nothing else of the words is the database's to look through.
_NUMBERS = re.compile(r"[0-9]{7,}")
_URGED = re.compile(r"催|又(?:来|打)|再次|还没|没人|着急|生气|急了")
#: 用户要查进度 138…
_SEEKS = re.compile(r"查(?:一?下|询|看)?(?:进[度展]|情况)|问.{0,2}(?:进[度展]|情况)")
_MISTAKEN = re.compile(r"(合|并|撤|废)(?:并|销|单)?错")
#: 刚才那单电话错了: what the speaker has just brought in
_JUST_NOW = re.compile(
    r"^.{0,6}?(?:刚才|刚刚|刚(?=[登录报转发])|上一?(?=[个单条])|前面)(?:[登录报转发]的?|的|那|这|一|上)*[个单条家户位]?(?:用户)?的?[\s,，.。…—-]*"
)
#: 刚才那个跟1是一件事
_SAME_AS = re.compile(
    r"[跟和与同]\s*#?(?P<other>\d{1,6})(?!\d)\s*号?单?\s*(?:重复|(?:就?是)?(?:同|一)[一个件户家回]*[事户家]?)"
)
#: 错了 是1201
_DOOR_AGAIN = re.compile(
    r"(?=.*(?:错|不对|是|改))(?:[哎唉哦嗯等下\s,，]|[说写打发]?错了?|不对|不是|还是|应该|改[成为]?|就?是)*"
    r"(?P<room>\d{3,4})(?:室|房|的|吧|了|啊|[。!！\s])*"
)
_BESIDE = re.compile(r"[\s,，.。:：]|他家|她家|用户|是|的")


async def passing(handling: Handling, message: Message, text: str) -> str | None:
    """None where it is about no ticket that can be told."""
    if len(text) > _LONGEST or handling.actor is None or handling.actor.outsider:
        return None
    at_work = await handling.unit.at_work()
    lately = await at_work.of_chat(message.chat, handling.now - _LATELY, _MOST)
    if mistaken := _MISTAKEN.search(text):
        return await _taken_back(handling, text, mistaken)
    lately = [ticket for ticket in lately if ticket.reporter == handling.by] or lately
    if done := await of_just_now(handling, message, text):
        return done
    if lately and (right := put_right(lately[0], text) or _other_door(text, lately[0])):
        return offer(handling, lately[:1], "补充", right)
    if SLIP.search(text):
        return _slipped(handling, text, lately)
    if lately and (address := _rest_of_address(text, lately[0])):
        event = events.Corrected(handling.by, {"address": address}, text)
        await handling.happen(lately[0], event)
        return "answered"
    numbers = " ".join(_NUMBERS.findall(plainly(text)))
    if numbers and (theirs := await at_work.with_phone_in(numbers, _MOST)):
        if numbers == trim(plainly(text)) and len(theirs) == 1:  # whose call is it?
            return await commands.run(handling, Command("查", (theirs[0].id,), ""), None)
        if _SEEKS.search(text) and len(theirs) == 1:
            return await commands.run(handling, Command("查", (theirs[0].id,), ""), None)
        verb = "催办" if _URGED.search(text) else "补充"
        return offer(handling, theirs, verb, text)
    return None


async def pressed_for(handling: Handling, message: Message, command: Command) -> str | None:
    """`催供暖 银河湾8-1-301 139…`: of the open ticket that has the number or the door; a home that
    has none complains (R1.1). None where neither is told."""
    if command.verb != "催办" or command.tickets:
        return None
    if message.quote is not None:
        return None
    at_work = await handling.unit.at_work()
    numbers = " ".join(_NUMBERS.findall(plainly(message.text)))
    theirs = await at_work.with_phone_in(numbers, _MOST) if numbers else []
    if len(theirs) == 1 and command.certain:
        return await commands.run(handling, replace(command, tickets=(theirs[0].id,)), None)
    theirs = theirs or pointed_at(message.text, await at_work.newest(), surely=True)
    if theirs:
        return offer(handling, theirs, "催办", message.text)
    found = complaint.read(message.text, handling.policy.large_area)
    homes = [c for c in found if c.phone or (c.address and door_of(c.address).building)]
    return await open_tickets(handling, message, tuple(homes)) if homes else None


async def _taken_back(handling: Handling, text: str, mistaken: re.Match[str]) -> str | None:
    """`刚才合错了`, `撤错了`: what was last merged or voided; it is asked before it is taken up."""
    status = Status.MERGED if mistaken[1] in "合并" else Status.VOID
    at_work = await handling.unit.at_work()
    ended = await at_work.ended_since(handling.now - _LATELY, _MOST)
    last = [ticket for ticket in ended if ticket.status is status][:_MOST]
    return offer(handling, last, "重开", text) if last else None


async def of_just_now(handling: Handling, message: Message, text: str) -> str | None:
    """`刚才那单电话错了 是138…`, `刚才那个 尾号应该是0034`: of what the speaker has brought in, and
    asked before it is changed. None where it is about something else."""
    told = _JUST_NOW.match(text)
    if told is None or len(text) > _LONGEST:
        return None
    at_work = await handling.unit.at_work()
    lately = await at_work.of_chat(message.chat, handling.now - _LATELY, _MOST)
    own = [ticket for ticket in lately if ticket.reporter == handling.by]
    numbers = " ".join(_NUMBERS.findall(plainly(text)))
    if not own or (numbers and await at_work.with_phone_in(numbers, 1)):
        return None
    named, words = pointed_at(text, own), text[told.end() :]
    ticket = named[0] if len(named) == 1 else own[0]
    if (same := _SAME_AS.search(words)) and await handling.unit.ticket(int(same["other"])):
        return offer(handling, [ticket], "合并", f"到 {same['other']}")
    right = right_words(words) or put_right(ticket, words)
    if right is None and corrections(words) and not _URGED.search(words):
        right = words
    if right is not None:
        return offer(handling, [ticket], "补充", right)
    if SLIP.search(text) or not is_pointing(text) or len(trim(words)) < _SAYS_SOMETHING:
        return None
    return await meant.of_those(handling, text, [ticket])


def _other_door(text: str, ticket: Ticket) -> str | None:
    """`错了 是1201`, `哎还是201`, right after it was told as another flat."""
    told = _DOOR_AGAIN.fullmatch(plainly(text).strip())
    room = door_of(ticket.address).room
    return f"地址 {told['room']}" if told and room and told["room"] != room else None


def _slipped(handling: Handling, text: str, lately: list[Ticket]) -> str:
    words = right_words(text)
    lately = pointed_at(text, lately) or lately
    if lately and words:
        return offer(handling, lately, "补充", words)
    if lately and WHOLE_SLIP.search(text):
        return offer(handling, lately, "作废", text)
    handling.say(Kind.QUESTION, "slip", {"number": lately[0].id if lately else 3})
    return "question"


def _rest_of_address(text: str, ticket: Ticket) -> str | None:
    """The address with `2单元302`, said right after it was told as far as the building."""
    told = read_details(text).get("address", "")
    if not ticket.address or not told or len(_BESIDE.sub("", text)) > len(told):
        return None
    known, rest = door_of(ticket.address), door_of(told)
    if rest.before or known.room or not (known.before or known.building):
        return None
    return None if known.contradicts(rest) else f"{ticket.address} {told}"
