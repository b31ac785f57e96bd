"""A span that locates something, how far down it goes, and how far right it reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.reading.place_details import detail
from bot.domain.reading.place_words import CODE, HAN, NUM

_GAP = re.compile(r"-(?=\d{1,2}[单门号栋])|[ \t,·、\n]{0,2}")
_ONE_MORE = re.compile(r"[^ ]*[、,\n]")
#: what is told of the place in brackets: `(体育馆东门外)`
_BRACKET = re.compile(rf"\((?:[{HAN}\d]{{1,10}}?(?:路|街|门外?|侧|旁边?|对面|口|[前后]面|院内))\)")


@dataclass(frozen=True, slots=True)
class Place:
    """A span that locates something; `level` 0 has no number, 1 a building, 2 a room."""

    start: int
    end: int
    text: str
    named: bool
    level: int
    labelled: bool = False
    #: told in a form's field for a part of the address
    part: bool = False
    #: the field is the compound's own
    is_name: bool = False


def inside(at: int, taken: list[tuple[int, int]]) -> bool:
    return any(s <= at < e for s, e in taken)


COUNTED_HOUSES = re.compile(
    r"[二两三四五六七八九十几]+(?:栋|幢|座)(?:老?楼|高层|都|全|\()|一[栋幢](?:楼|都|全)|一[排栋趟][冷热凉]|\d{1,2}(?:栋|幢)楼(?!道)"
)


def details_end(text: str, at: int) -> int:
    """How far right the building, entrance, floor and room reach."""
    end = at
    for _ in range(8):
        gap = _GAP.match(text, end)
        apart = gap.end() if gap else end
        more = detail(text, apart)
        if more and apart > end and not _goes_on(text, at, end, more):
            more = None
        more = more or detail(text, end) or _BRACKET.match(text, end)
        if more is None or not more[0] or COUNTED_HOUSES.match(text, more.start()):
            break
        end = more.end()
    return end


def _goes_on(text: str, at: int, end: int, more: re.Match[str]) -> bool:
    """Whether what stands behind a blank or a comma still belongs to the address."""
    between = text[end : more.start()]
    before = text[max(0, at - 8) : end]
    if "," in between and level_of(before) == 2:
        return False
    if _CODE.fullmatch(more[0]):
        return not (_ONE_MORE.match(between) or _ROOM.search(before))
    return (
        not _LOOSE.fullmatch(more[0])
        or bool(_NO_MORE.match(text, more.end()))
        or bool(detail(text, more.end()))
    )


_CODE = re.compile(CODE)
#: what may belong to the trouble as well: `3-2-501 一楼返潮`, `某站 1号循环泵`, `餐厅那组`
_LOOSE = re.compile(rf"-?[负地下]*{NUM}(?:楼|层|号)|餐厅|大厅|食堂")
_NO_MORE = re.compile(r"$|[\s,。;:!?、()/-]|[都全没无有整这旁]")
_ROOM = re.compile(
    r"-\s?\d{1,4}\s?-\s?[\d东西中]|-\d{3,4}|(?:单元|门|栋|楼|座|#)\s?(?:\d{3,4}|"
    r"[一二三四五六七八九零〇幺]{3,4})|\d{2,4}室|[东西中]户"
)


def level_of(words: str) -> int:
    if _ROOM.search(words):
        return 2
    return (
        1
        if re.search(r"[\d一二三四五六七八九十A-Z甲乙]\s?(?:号|栋|幢|座|#|单元|门|排)", words)
        else 0
    )


def has_room(address: str) -> bool:
    """Whether an address goes down to a flat."""
    return level_of(address) == 2
