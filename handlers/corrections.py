"""What was read wrongly is put right: fields, and the class (R3.1.3)."""

from __future__ import annotations

import re

from bot.domain import events
from bot.domain.access import Need, may
from bot.domain.appointments import opens_with_hour
from bot.domain.arguments import came_by, names_source, read_corrections
from bot.domain.commands import Command
from bot.domain.complaint import read
from bot.domain.details import read_details
from bot.domain.draft import Decision, Refusal, refuse
from bot.domain.household import door_of, with_door
from bot.domain.matrix import answer_to
from bot.domain.notices import Kind
from bot.domain.opening import TO_DO
from bot.domain.ticket import Source, Ticket, Type
from handlers import own_clocks, raising
from handlers.appointments import in_passing
from handlers.catalog import SHORT_TYPES
from handlers.context import Handling
from handlers.recipients import team_of
from handlers.targets import ask

#: "设施", "公共设施": what is longer is no name of a type.
_LONGEST_NAME = 8
#: `改 1 设施`: nothing is said but the type.
_ONLY_TYPE = re.compile(
    rf"(?:供热)?(?:{'|'.join(SHORT_TYPES.values())}|其它)(?:类|问题|投诉)?[。.]?"
)
#: which it is, is not told
_WRONG_TYPE = re.compile(r"(?:投诉)?(?:类[型别]|分类)\S{0,2}(?:错|不对)[了吧。]*")
_DENIED = re.compile(r"不(?:是|算|属于|归)|并?非")
SLIP = re.compile(
    r"(?:写|说|打|发|报|弄|搞|记|录|登记?|填|转)错|撤回|(?:号码|电话|地址|姓名|名字)(?:不对|错)"
    r"|[发报转登]重|(?:单|条|个)不要了"
)
#: the whole message was a mistake
WHOLE_SLIP = re.compile(r"(?:发|转|登记?|报|搞|弄)错|撤回|[发报转登]重|(?:单|条|个)不要了")
_NOT_BUT = re.compile(
    r"(?:这?[个户家单]|姓名|名字|户主|电话|号码|地址|类[型别])?(?:不是|不叫)(?P<old>\S+?)[\s,，。]*(?:应该|而|他?她?)?(?:是|叫)(?P<new>[^\s,，。]+)[。吧了]*"
    r"|(?:应该)?(?:是|叫)(?P<new_first>[^\s,，。]+?)[\s,，。]*(?:而|并)?不(?:是|叫)(?P<old_last>[^\s,，。]+)"
)
#: 名字写错了 不姓赵 姓曹; 电话错了 尾号是1115
_SURNAME = re.compile(
    r"(?:.{0,8}[\s,，])?不姓(?P<old>\S)[\s,，。]*(?:应该)?是?姓(?P<new>\S)[。吧的]*"
)
#: 姓武 不姓吴; 其实姓武
_SURNAME_FIRST = re.compile(
    r"(?:应该)?是?姓(?P<new>\S)[\s,，。]*(?:而|并)?不(?:是)?姓(?P<old>\S)[。吧的]*"
)
_SURNAME_ONLY = re.compile(r".{0,8}(?:其实|应该|实际上?)是?姓(?P<new>\S)[。吧的]*")
_LAST_FOUR = re.compile(
    r".{0,6}(?:(?:错|不对).{0,4}尾号(?:应该)?是?|尾号(?:应该|其实|改|不是\d{4})[,，\s]*[是成为]?)"
    r"(?P<new>\d{4})[。吧]*"
)
_FIELD = re.compile(
    r"(?P<field>电话|手机号?|号码|姓名|名字|室温|地址|类型)\S{0,4}?(?:错|不对)了?[,，。\s]*"
    r"(?:应该|其实|正确的?)?(?:是|为|[:：])?\s*(?P<value>(?!了[。!\s]*$)\S.*)"
)


async def correct(
    handling: Handling, ticket: Ticket, command: Command
) -> Decision | Refusal | None:
    """`补充 3 电话 139…`, `补充 3 类型 设施`, `改 3 设施`."""
    if done := await own_clocks.limit_given(handling, ticket, command.rest):
        return done
    told = right_words(command.rest) if command.rest.startswith(("地址", "类型")) else None
    right = told or command.rest
    changes = corrections(right)
    if "phone" in changes and not (ticket.name or "name" in changes):
        changes |= {f: v for f, v in read_details(command.rest).items() if f == "name"}
    if "address" in changes:
        changes["address"] = with_door(ticket.address, str(changes["address"]))
    kind = read_corrections(right).get("type")
    if _ONLY_TYPE.fullmatch(command.rest.strip()):
        kind = _type_in(command.rest)
    if kind is not None:
        outcome = await _reclassify(handling, ticket, Type(kind), command.rest)
        if not changes or isinstance(outcome, Refusal):
            return outcome
        ticket = outcome.ticket
    if not changes and names_source(command.rest):
        return refuse("source_missing")
    if not changes and _WRONG_TYPE.fullmatch(command.rest):
        return refuse("type_missing")
    if not changes and command.rest:
        return await _no_field(handling, ticket, command.rest)
    if not changes:
        return refuse("correction_missing")
    event = events.Corrected(handling.by, changes, command.rest)
    return await handling.happen(ticket, event)


async def _no_field(handling: Handling, ticket: Ticket, words: str) -> Decision | Refusal | None:
    """Larger than was thought, `3改四点`, a part of a name or a number; or words to be kept."""
    if await raising.larger(handling, ticket, words):
        return None
    if opens_with_hour(words) and await in_passing(handling, ticket, f"改{words}"):
        return None
    if right := _a_part_of_it(ticket, words):
        return await _offered(handling, ticket, words, right)
    return await _kept(handling, ticket, words)


async def _offered(
    handling: Handling, ticket: Ticket, words: str, right: str
) -> Decision | Refusal:
    """What is wrong is told, and what is right follows from it: asked before it is changed."""
    outcome = await handling.happen_quietly(ticket, events.Remarked(handling.by, words))
    if isinstance(outcome, Decision):
        handling.say(Kind.QUESTION, "meant", {"verb": "补充", "words": right}, outcome.ticket)
        ask(handling, "补充", [ticket.id], right)
    return outcome


async def _kept(handling: Handling, ticket: Ticket, words: str) -> Decision | Refusal:
    """`补充 3 家里有老人`: no field of the ticket, and not lost for that. What sounds like another
    type is asked about with one tap, and moves nothing (R3.1.3)."""
    said = events.Remarked(handling.by, words)
    kind = _sounds_like(handling, ticket, words)
    if kind is None:
        return await handling.happen(ticket, said)
    outcome = await handling.happen_quietly(ticket, said)
    if isinstance(outcome, Decision):
        company, key = handling.company, handling.company.department_for(kind)
        moves = ticket.status in TO_DO and key != ticket.department
        to = company.department(key).name if moves else None
        facts = {"type_read": kind.value, "moves_to": to}
        handling.say(Kind.QUESTION, "retyping", facts, outcome.ticket, card=True)
        ask(handling, "改判", [ticket.id], f"{SHORT_TYPES[kind]} {words}")
    return outcome


def _sounds_like(handling: Handling, ticket: Ticket, words: str) -> Type | None:
    """Another type, of which the words leave no doubt to whoever may put it right."""
    actor, service = handling.actor, handling.company.service
    if actor is None or not may(Need.HANDLING_OR_SERVICE, actor, ticket, service):
        return None
    if ticket.parent is not None or answer_to(ticket, events.Reclassified) != "y":
        return None
    found = read(f"{ticket.address or ''} {words}", handling.policy.large_area)
    kind = next((c.type for c in found if c.sure), None)
    return Type(kind) if kind is not None and kind != ticket.type.value else None


async def reclassify(
    handling: Handling, ticket: Ticket, command: Command
) -> Decision | Refusal | None:
    """`改判 3 设施`."""
    kind = _type_in(command.rest)
    if kind is None:
        return refuse("type_missing")
    return await _reclassify(handling, ticket, Type(kind), command.rest)


def _type_in(words: str) -> str | None:
    """`设施`, `改为 设施`, `不是温度问题 设施`: the type that is named first and not denied."""
    parts = re.split(r"[\s,，。；;：:]+", words.strip())
    told = (p for p in parts if p.strip("改为成到类型") and not _DENIED.match(p))
    first = next(told, "").lstrip("改为成到")
    if not first or len(first) > _LONGEST_NAME:
        return None
    return read_corrections(f"类型 {first}").get("type")


async def _reclassify(
    handling: Handling, ticket: Ticket, kind: Type, words: str
) -> Decision | Refusal:
    """Goes to whoever owes such work, where the one who says so may pass tickets on."""
    company, actor = handling.company, handling.actor
    passes = actor and may(Need.HANDLING_OR_SERVICE, actor, ticket, company.service)
    key = company.department_for(kind) if passes else ticket.department
    team = team_of(company, key, handling.now)
    event = events.Reclassified(handling.by, kind, key, company.service, words, team)
    return await handling.happen(ticket, event)


def corrections(words: str) -> dict[str, object]:
    """Field names and values as the ticket keeps them, all but the type, which moves the ticket; a
    temperature that isn't one is left."""
    changes: dict[str, object] = dict(read_corrections(words))
    changes.pop("type", None)
    if "room_temp_c" in changes:
        try:
            changes["room_temp_c"] = float(str(changes["room_temp_c"]))
        except ValueError:
            del changes["room_temp_c"]
    if source := changes.get("source") or came_by(words):
        changes["source"] = Source(str(source))  # R2.1
    return changes


def put_right(ticket: Ticket, words: str) -> str | None:
    """`不是赵先生 是邵先生`, `不是漏水 是不热`: what stands in the ticket and is denied, as words
    that `补充` takes with what is right."""
    told = _NOT_BUT.fullmatch(words.strip())
    if told is None:
        return _a_part_of_it(ticket, words.strip())
    old, new = told["old"] or told["old_last"], told["new"] or told["new_first"]
    kinds = [read_corrections(f"类型 {value}").get("type") for value in (old, new)]
    if old == ticket.name:
        return f"姓名 {new}"
    if old == ticket.phone:
        return f"电话 {new}"
    if ticket.address and old in ticket.address:
        return f"地址 {ticket.address.replace(old, new)}"
    if kinds[0] == ticket.type.value and kinds[1] not in (None, kinds[0]):
        return f"类型 {new}"
    return None


def _a_part_of_it(ticket: Ticket, words: str) -> str | None:
    """`不姓赵 姓曹`, `电话错了 尾号是1115`: the name or the number with that part put right."""
    surname = _SURNAME.fullmatch(words) or _SURNAME_FIRST.fullmatch(words)
    only, last = _SURNAME_ONLY.fullmatch(words), _LAST_FOUR.fullmatch(words)
    told = surname if surname and (ticket.name or "").startswith(surname["old"]) else only
    if told and ticket.name:
        return f"姓名 {told['new']}{ticket.name[1:]}"
    if last and len(ticket.phone or "") > len(last["new"]):
        return f"电话 {(ticket.phone or '')[: -len(last['new'])]}{last['new']}"
    return None


def right_words(text: str) -> str | None:
    """`号码写错了 应该是139…` as words that `补充` takes; None where no right value is told."""
    found = _FIELD.search(text)
    if not SLIP.search(text):
        return None
    words = f"{found['field']} {found['value']}" if found else text
    changes = corrections(words)
    if "address" in changes and not door_of(str(changes["address"])).before:
        return None  # "4号楼" alone would take the community away
    typed = found is not None and "type" in read_corrections(words)
    return words if typed or (changes and (found or "phone" in changes)) else None
