"""A region that is told for itself before an address (R2.2.2)."""

from __future__ import annotations

import re

from bot.domain.reading import name_words
from bot.domain.reading.late import late
from bot.domain.reading.name_stops import STOP, is_generic
from bot.domain.reading.place import Place
from bot.domain.reading.place_words import CITY, HAN

#: more than a thousand names; what they begin with is looked at first
_FIRST = "".join(sorted({name[0] for name in CITY[len("(?:") : -1].split("|")}))
_A_CITY = rf"(?=[{_FIRST}]){CITY}"
#: what is told for itself before a comma: `某市某某区,`, `某某大街,`, `某师某某农场总场,`
_REGION = late(
    rf"(?:^|(?<=[\s。!?;:,(]))(?:(?:我家?住?在|家在|地址[是:]?|我[是住])?)(?P<region>(?:{CITY}[市区县旗]?){{1,2}}(?:[{HAN}]{{2,3}}[区县旗镇])?"
    rf"(?:(?![热供暖燃]|客服|市民|调度|分公|抢修|公司|[这那人有的到])(?![{HAN}]{{0,2}}(?:上班|工作|打工|上学|读书|出差|住院|这边|那边))[{HAN}]{{2,4}}(?:[区县镇乡屯村营子]|街道)?)?"
    rf"|(?:{CITY})?[{HAN}]{{2,6}}(?:新区|区|县|旗|镇|乡|街道|大街|路|街|大道)|净月|[{HAN}]{{0,4}}师[{HAN}]{{2,5}}(?:农场|牧场)(?:总场)?),\s?$"
)
#: a city at the head of a message, and larger places word by word down to the address
_HEAD = late(
    rf"(?:^|(?<=[\n。!?;:]))\s?(?P<region>(?:{_A_CITY}[市区县旗]?){{1,2}}(?:[{HAN}]{{2,4}}[区县旗镇乡])?(?:[\s,]+[{HAN}]{{2,6}}){{0,2}})[\s,]+$"
)
#: a city that stands by itself right before the place: `…没人接 平凉 某某大道中段`
_CITY_APART = late(
    rf"(?<=[\s,。;!?:])(?P<region>{_A_CITY}[市区县旗]?(?:\s[{HAN}]{{2,4}}[区县镇乡])?)\s$"
)
#: regions before one address: a city, a district, a road
_REGIONS = 3


def from_region(text: str, parts: list[Place]) -> list[Place]:
    """The parts from a region that is told for itself right before them."""
    first = parts[0]
    start = first.start
    for _ in range(_REGIONS if first.named and not first.labelled else 0):
        region = text[start - 1 : start] in (",", " ") and _REGION.search(
            text, max(0, start - _LONGEST_REGION), start
        )
        if (
            not region
            or text.startswith(region["region"], start)
            or is_generic(region["region"])
            or STOP.search(region["region"])
        ):
            break
        start = region.start("region")
    start = _from_head(text, start) if first.named and not first.labelled else start
    if start == first.start:
        return parts
    return [first._replace(start=start, text=text[start : first.end]), *parts[1:]]


def _from_head(text: str, start: int) -> int:
    """Where an address begins that is told from its city down, each place a word."""
    low = max(0, start - _LONGEST_HEAD)
    apart = text[start - 1 : start] in (",", " ")
    head = apart and (_HEAD.search(text, low, start) or _CITY_APART.search(text, low, start))
    if not head or STOP.search(head["region"]) or name_words.ANY_TITLE.search(head["region"]):
        return start
    return head.start("region")


#: characters of such a head
_LONGEST_HEAD = 28
#: characters of such a region and its comma
_LONGEST_REGION = 18


#: cities and districts in a row
_PLACED = rf"(?:{_A_CITY}[市区县旗]?){{1,2}}"
#: what people say before they come to where it is
_TALK = r"(?:那个|啥|叫|来着|对|刚|才|打|来|进|的|报|说|用户|反映)*[\s:,]*$"
#: `某市那边 某路…`, `我是某区的 某里…`: told before an address, words of talk between
_THERE = late(
    rf"(?P<there>{_PLACED})[这那][边头块]儿?{_TALK}"
    rf"|(?:^|(?<=[\s。!?;:,(是在住转个]))(?P<of>{_PLACED})的{_TALK}"
)
#: `…某里3-2-501 姓孙 某市`: a region that the last words tell
_LAST = late(
    rf"[\s,。(](?P<region>{_PLACED}(?:[\s]?[{HAN}]{{2,4}}[镇乡路街])?)(?:的|这边|那边)?[)\s。]*$"
)
#: characters of such words
_LONGEST_THERE, _LONGEST_LAST = 20, 20


def completed(text: str, address: str) -> str:
    """An address with the region that is told apart from it, before or behind all of it."""
    parts = address.split()
    start = text.find(parts[0]) if parts else -1
    if start < 0 or _CITY.match(parts[0]):
        return address
    there = _THERE.search(text, max(0, start - _LONGEST_THERE), start)
    if there:
        return f"{there['there'] or there['of']} {address}"
    behind = _last(text)
    is_behind = behind and behind.start("region") > text.rfind(parts[-1])
    return f"{address} {behind['region']}" if behind and is_behind else address


def last_words(text: str) -> list[tuple[int, int]]:
    """Where a region stands that nothing but a text's end tells; nobody is called so."""
    behind = _last(text)
    return [behind.span("region")] if behind else []


_CITY = late(_A_CITY)


def _last(text: str) -> re.Match[str] | None:
    return _LAST.search(text, max(0, len(text) - _LONGEST_LAST - 1))
