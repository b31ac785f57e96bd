"""Which of several tickets words point at without a number: a place, a door, a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.ticket import Ticket
from bot.domain.ticket_numbers import plainly

_KIND = re.compile(r"(?:家园|花园|嘉园|小区|社区|新村|苑|城|里|园|府|湾|庄)$")
_DOORS = re.compile(r"\d{1,3}(?:号楼|栋|幢|单元)|(?<!\d)\d{3,4}(?!\d)")
_ONE = r"(?:[那这](?:一)?(?:个|家|户|单|位|边|张)|的?单子?(?![元位])|的?用户(?!说)|的?人家)"
#: 那家, 这单, 501那户, 刚才那个: of something that is known already.
_POINTING = re.compile(
    rf"{_ONE}|(?:同一?|那|这)(?:一)?个?(?:地方|位置|地点|路口|点位)|(?<!\d)\d{{3,4}}(?:室|房)?(?:[那的]?[家户]|(?=催|又|还))|(?:女士|先生|师傅|阿姨|大[爷姐妈哥])(?:家)?(?:又|还)?(?:说|来电|打)|(?:刚才|刚刚|上午|下午|昨天|早上|前面|上面)(?:那|报|转|登|的)"
)
_TITLES = r"女士|先生|小姐|师傅|老师|阿姨|大[爷姐妈哥娘叔婶]|叔叔?|婶|奶奶|爷爷|姐|哥|家"
#: What a ticket is called by: 漏水那个, 不热那家.
_TROUBLES = tuple(
    (
        re.compile(
            rf"(?:{words})\S{{0,3}}?(?:的)?{_ONE}|[那这]个?\S{{0,2}}?(?:{words})\S{{0,2}}?的"
        ),
        re.compile(words),
    )
    for words in (
        r"漏|渗水|跑水|滴水|冒水|淹|泡",
        r"不(?:太|怎么|咋)?[热暖]|凉|冷|冰|没(?:有)?(?:暖气|温度|热)|温度低|\d\d度",
        r"响|噪音|异响|吵",
        r"阀|开关",
        r"退费|收费|缴费|费用|发票|供暖费|取暖费|停供|报停",
        r"态度|服务|骂|师傅",
        r"停[暖热供]|大面积|整个?(?:小区|栋|单元)",
        r"井盖|挖|路面|塌|管沟",
        r"爆|喷",
    )
)
#: 望江路与新华街交口: a place that is no compound
_STREETS = re.compile(r"[一-龥]{2}(?:大道|大街|路|街|巷|桥)")
_AND = re.compile(r"[与和跟、及]")
#: Said as a whole these name the user's household; a part of an address may be another's too.
_WHOLE, _PART = 4, 1


def pointed_at(text: str, tickets: Sequence[Ticket], *, surely: bool = False) -> list[Ticket]:
    """The tickets that the words fit best; none where they fit no ticket. `surely` is by a place,
    a name or a number, and not by a door or a trouble alone."""
    plain = plainly(text)
    signs = [(_signs(plain, ticket), ticket) for ticket in tickets]
    best = max((count for count, _ in signs), default=0)
    enough = best >= (_WHOLE if surely else _PART)
    return [ticket for count, ticket in signs if count == best] if enough else []


def spoken_of(text: str, tickets: Sequence[Ticket]) -> list[Ticket]:
    """The same where the trouble alone tells which: 爆管影响多少户."""
    plain = plainly(text)
    named = pointed_at(text, tickets)
    troubles = [trouble for _, trouble in _TROUBLES if trouble.search(plain)]
    of_it = [t for t in named or tickets if any(w.search(plainly(t.content)) for w in troubles)]
    return of_it or named


def doors_in(text: str) -> set[str]:
    """The buildings, entrances and rooms that are told."""
    return set(_DOORS.findall(plainly(text)))


def is_pointing(text: str) -> bool:
    """Whether the words point at something known: 那家, 这个单子, 501那户."""
    return _POINTING.search(plainly(text)) is not None


def names_user(text: str, tickets: Sequence[Ticket]) -> bool:
    """Whether the words name the user of one of the tickets: 李大爷家又漏了."""
    plain = plainly(text)
    return any(len(name) > 1 and name in plain for name in (plainly(t.name or "") for t in tickets))


def _is_called(plain: str, name: str) -> bool:
    """Of whom only the surname is known, 顾女士 and 老顾 are said."""
    if len(name) > 1:
        return name in plain
    surname = re.escape(name)
    return re.search(rf"{surname}(?:{_TITLES})|老{surname}(?:家|那|说|的)", plain) is not None


def _signs(plain: str, ticket: Ticket) -> int:
    community = plainly(ticket.community or "")
    stem = _KIND.sub("", community)
    name = plainly(ticket.name or "")
    tail = (ticket.phone or "")[-4:]
    found = _WHOLE * any(len(word) > 1 and word in plain for word in (community, stem))
    found += _WHOLE * (_is_called(plain, name) if name else False)
    found += _WHOLE * bool(tail and re.search(rf"\d*{tail}(?!\d)", plain))
    address = plainly(ticket.address or "")
    found += _WHOLE * any(street in plain for street in _STREETS.findall(_AND.sub(" ", address)))
    found += _PART * any(
        called.search(plain) and trouble.search(plainly(ticket.content))
        for called, trouble in _TROUBLES
    )
    doors = set(_DOORS.findall(address))
    return found + _PART * len(doors.intersection(_DOORS.findall(plain)))
