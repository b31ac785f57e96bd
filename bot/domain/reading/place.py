"""A span that locates something, how far down it goes, and how far right it reaches."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.reading.late import late
from bot.domain.reading.name_given import is_person
from bot.domain.reading.name_stops import PLAIN, STOP
from bot.domain.reading.name_words import is_foreign
from bot.domain.reading.place_details import detail
from bot.domain.reading.place_words import CHAR, CODE, HAN, NUM

_GAP = late(
    r"[和跟与](?=[A-Z\d甲乙丙丁一二三四五六七八九十]{1,3}(?:号楼|栋|幢|座))|"
    r"-(?=\d{1,2}[单门号栋])|[ \t,·、\n]{0,2}"
)
_GAP_FIRST = frozenset("和跟与- \t,·、\n")
_BLANKS = frozenset(" \t\n")
#: what can stand behind blanks that belong to a number
_NUMBER = frozenset(" \t\n0123456789一二三四五六七八九十百零〇幺两洞")
_ONE_MORE = late(r"[^ ]*[、,\n]")
#: what is told of the place in brackets: `(体育馆东门外)`
_BRACKET = late(rf"\((?:[{HAN}\d]{{1,10}}?(?:路|街|段|门外?|侧|旁边?|对面|口|[前后]面?|院内))\)")


#: something in brackets, and such as is no part of the address
_IN_BRACKETS = late(r"\((?P<said>[^()\n\x01]{1,16})\)\s?")
_BY_THE_WAY = late("[叫名音进走不没有最靠]|[头面边个栋家处]$|面积")
_WRONG = late("[热暖漏凉冷度停温修]")


def is_aside(said: str) -> bool:
    """Whether what is said in brackets is no part of the address: `(原来叫大白楼)`."""
    return bool(_BY_THE_WAY.search(said) or STOP.search(said))


def without_asides(words: str) -> str:
    """An address without what is said in it by the way."""
    return _IN_BRACKETS.sub(_if_belongs, words).strip() if "(" in words else words


def _if_belongs(match: re.Match[str]) -> str:
    further = match.end() < len(match.string)
    aside = is_aside(match["said"]) if further else "面积" in match["said"]
    return " " if aside else match[0]


def aside_start(text: str, at: int) -> int:
    """Where an aside that ends at `at` begins; `at` itself if none does."""
    start = text.rfind("(", max(0, at - 19), at)
    aside = _IN_BRACKETS.fullmatch(text, start, at) if start > 0 else None
    return start if aside and is_aside(aside["said"]) else at


def _after_aside(text: str, at: int, end: int) -> re.Match[str] | None:
    """The part of an address that goes on behind something said in brackets."""
    aside = _IN_BRACKETS.match(text, end)
    if aside is None or _WRONG.search(aside["said"]) or level_of(text[max(0, at - 8) : end]) == 2:
        return None
    return detail(text, aside.end()) if is_aside(aside["said"]) else None


#: how far down a place goes that is a flat
FLAT = 2


class Place(NamedTuple):
    """A span that locates something; `level` 0 has no number, 1 a building, 2 a room. A tuple is
    made in a fifth of the time that a dataclass takes."""

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
    """Whether a place is taken already."""
    for start, end in taken:  # noqa: SIM110  (asked so often that a generator would show)
        if start <= at < end:
            return True
    return False


def end_before(at: int, taken: list[tuple[int, int]]) -> int:
    """Where the last that is taken before `at` ends; 0 if there is none."""
    low = 0
    for _, end in taken:
        if low < end <= at:
            low = end
    return low


_COUNTED_HOUSES = late(
    r"[二两三四五六七八九十几][一二三四五六七八九十]*(?:栋|幢|座)(?:老?楼|高层|都|全|[没冰]|\()|一[栋幢](?:楼|都|全)|一[排栋趟][冷热凉]|\d{1,2}(?:栋|幢)楼(?!道)"
)


#: what it begins with, but for figures
_COUNTS = frozenset("一二两三四五六七八九十几")


def counts_houses(text: str, at: int) -> bool:
    """Whether it is told at `at` how many houses they are, and not which."""
    char = text[at : at + 1]
    if char not in _COUNTS and not (char.isdecimal() and ("栋楼" in text or "幢楼" in text)):
        return False
    return _COUNTED_HOUSES.match(text, at) is not None


def details_end(text: str, at: int) -> int:
    """How far right the building, entrance, floor and room reach."""
    end = at
    for _ in range(8):
        char = text[end : end + 1]
        gap = _GAP.match(text, end) if char in _GAP_FIRST else None
        apart = gap.end() if gap else end
        more = detail(text, apart)
        if more and apart > end and not _goes_on(text, at, end, more):
            more = None
        if more is None and apart > end and (char not in _BLANKS or _is_number(text, apart)):
            more = detail(text, end)
        if more is None and char == "(":
            more = _BRACKET.match(text, end) or _after_aside(text, at, end)
        if more is None or not more[0] or counts_houses(text, more.start()):
            break
        end = more.end()
    return _tail_end(text, at, end)


def _is_number(text: str, at: int) -> bool:
    """Whether a number may begin at `at`, or another blank stands before one."""
    char = text[at : at + 1]
    return char in _NUMBER or char.isdecimal() or char.isspace()


#: what stands behind a house, a side or a street: `一楼托儿所`, `东头老井边上`, `后街 红铁门`
_TAIL = late(
    rf"[ ,]?({CHAR}{{1,6}}?(?:[室房店铺厅馆所间门口处堤根角亭棚]|[旁边]上?|底下|[下上里]头|[外内]))"
    r"(?=[\s,。;的那]|$|我[姓叫是家])"
)
#: it stands without a blank behind these only
_BEFORE_TAIL = "头层侧外边口巷村院街路号底"
#: things that break, rooms of a flat, people
_NO_TAIL = late(
    r"[冒漏渗喷流塌坏裂断没不了在有热冷凉温管阀片器表盖卧厨厕卫暖家人员孩我你他她说找问到着开做块]|"
    r"[两几三四五]口|阳台|客厅|书房|单元门|一下|水(?![塔站库房泵])|气(?!象)"
)


def _tail_end(text: str, at: int, end: int) -> int:
    """How far right a place without a flat's number reaches by a few more words."""
    if text[end : end + 1] not in (" ", ",") and text[end - 1] not in _BEFORE_TAIL:
        return end
    tail = _TAIL.match(text, end)
    if tail is None or level_of(text[max(0, at - 12) : end]) == 2:
        return end
    if _NO_TAIL.search(tail[1]) or STOP.search(tail[1][:-2]) or PLAIN.search(tail[1]):
        return end
    if is_person(tail[1]) or is_foreign(tail[1]):
        return end
    return tail.end(1)


def _goes_on(text: str, at: int, end: int, more: re.Match[str]) -> bool:
    """Whether what stands behind a blank or a comma still belongs to the address."""
    between = text[end : more.start()]
    before = text[max(0, at - 8) : end]
    if level_of(before) == 2 and ("," in between or _WALL.match(more[0])):
        return False
    if _ONE_MORE_FLAT.match(text, end) and level_of(before) == 2:
        return False
    if _CODE.fullmatch(more[0]):
        return not (_ONE_MORE.match(between) or _ROOM.search(before))
    return (
        not _LOOSE.fullmatch(more[0])
        or bool(_NO_MORE.match(text, more.end()))
        or bool(detail(text, more.end()))
    )


_CODE = late(CODE)
#: what may belong to the trouble as well: `3-2-501 一楼返潮`, `某站 1号循环泵`, `餐厅那组`
_LOOSE = late(rf"-?[负地下]*{NUM}(?:楼|层|号)|餐厅|大厅|食堂")
#: the house or the entrance of another flat: `5号楼301、6号楼201`
_ONE_MORE_FLAT = late(rf"\s?[、和跟与及]\s?(?:[A-Z]|[A-Z]?{NUM})(?:号楼|[栋幢座#]|单元)")
#: a flat's own: `3-2-501 北墙长毛`
_WALL = late(r"(?:[东西南北前后山]{1,2})?墙")
_NO_MORE = late(r"$|[\s,。;:!?、()/-]|[都全没无有整这旁]|客房|病房|[两俩三四几][家户]")
_ROOM = late(
    r"[-元门栋楼座#单排组\d东西中](?:(?<=-)(?:\s?\d{1,4}\s?-\s?[\d东西中]|\d{3,4})|"
    r"(?:(?<=[门栋楼座#])|(?<=单元))\s?(?:\d{3,4}|[一二三四五六七八九零〇幺]{3,4}|[一二三四五六七八九十百]{1,3}零[一二三四五六七八九])|"
    r"(?<=单)\s?\d{3,4}|(?<=\d)(?:\.\d{1,2}\.\d{3,4}|\d{1,3}室)|(?<=[东西中])户|"
    r"(?<=[排组])\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})号)"
)
_HOUSE = late(r"[\d一二三四五六七八九十A-Z甲乙]\s?(?:号|栋|幢|座|#|单元|门|排)")


def level_of(words: str) -> int:
    """2 down to a room, 1 to a building, 0 neither."""
    if not words:
        return 0
    if _ROOM.search(words):
        return 2
    return 1 if _HOUSE.search(words) else 0


def has_room(address: str) -> bool:
    """Whether an address goes down to a flat."""
    return level_of(address) == 2
