"""A span that locates something, how far down it goes, and how far right it reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.reading.place_details import DETAIL
from bot.domain.reading.place_words import CODE, HAN

_GAP = re.compile(r"[ \t,·、\n]{0,2}")
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
    r"[二两三四五六七八九十几]+(?:栋|幢|座)(?:老?楼|高层|都|全)|\d{1,2}(?:栋|幢)楼(?!道)"
)


def details_end(text: str, at: int) -> int:
    """How far right the building, entrance, floor and room reach."""
    end = at
    for _ in range(8):
        gap = _GAP.match(text, end)
        if gap and "," in gap[0] and level_of(text[at - 8 if at > 8 else 0 : end]) == 2:
            break
        more = (gap and DETAIL.match(text, gap.end())) or DETAIL.match(text, end)
        if more is None:
            more = _BRACKET.match(text, end)
        if more is None or not more[0] or COUNTED_HOUSES.match(text, more.start()):
            break
        if (
            gap
            and gap[0]
            and (_ONE_MORE.match(gap[0]) or _ROOM.search(text[max(0, at - 8) : end]))
            and re.fullmatch(CODE, more[0])
        ):
            break
        end = more.end()
    return end


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
