"""Addresses that a form names as such: a whole one, or its parts each in a field of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.reading.late import late
from bot.domain.reading.name_stops import STOP
from bot.domain.reading.place_details import has_detail, last_detail
from bot.domain.reading.place_words import SUFFIX_STRONG
from bot.domain.reading.quick import compiled

_SEP = r"[ \t]*(?:\([^()\n]{1,10}\))?[\"'`*]{0,3}[ \t]*[::=][ \t*]*[\"'`“]?"
#: the field of a whole address
_WHOLE = r"(?:地址|所在地|住所|住址|详址|细址|详细|地点|位置|点位|坐落|\"addr(?:ess)?\")"
_OF_WHOLE = compiled(rf"{_WHOLE}[ \t]*(?:不变|变更为|改为|是)?{_SEP}([^\n;。|\"'`”}}{{<>]{{2,60}})")
#: fields of the parts, by how far down they go
_STEP = r"(?:楼栋|楼幢|楼座|楼门|楼层|栋|幢|楼|座|单元|门洞|门牌|房间|房|室)号?码?"
_OF_PART = late(
    r"(?<![\u4e00-\u9fff/-])(?:"
    r"(?P<region>(?:(?:所在)?地区|所[在属](?:行政)?区[域划县]?|(?:行政)?(?:区划|区域|区县|县区|市区)|街道(?:/乡镇)?|街路|路名|路段|"
    r"(?:所[在属])?(?:街道|乡镇|镇街)(?:/社区)?)|\"(?:district|street)\")|"
    r"(?P<compound>(?:[^\x00-\x7f]{0,3}[在属住户主求映修的述])?(?:小区|楼盘|院落|村庄|自然村|村屯)(?:名称?)?(?:/[^\x00-\x7f]{1,3})?|"
    r"\"(?:community|compound|estate|village)\")|"
    rf"(?P<steps>几?{_STEP}(?:[/-]?几?(?:{_STEP}|户|号)){{0,3}})|\"(?:building|unit|room)\")"
    rf"{_SEP}(?P<value>[^\n;。,|\"'`”}}{{<>]{{1,40}})"
)
_ROOM = late(r"房|室|户|门牌")
#: what every such field's name ends in, looked at first because it is quick
_ANY_PART = late(
    r"[区域县划道乡镇盘落庄村屯名称栋幢楼号座元洞层牌室户码房y\"egtm)][\"'`*]{0,3}[ \t]?[::=]"
)
_NEXT_LINE = late(r"\n[ \t]*([^\n:;。|\"'`”}{]{2,40})(?=\n|$)")
_NO_FIELD = late(r"不清楚|不详|保密|没有|^无|未知|未提供|未填|匿名|同上|^[-—*/]+$")
_NEXT_LABEL = late(
    r"[\s,、/*-]+(?:\d{1,2}[、.)]\s?)?[\u4e00-\u9fff]{1,6}(?:[/-][\u4e00-\u9fff]{1,4}){0,3}"
    r"(?:\([^()\n]{1,8}\))?[ \t]?[::]|(?<=.)(?:电话|联系|内容|诉求|情况|要求|处理|反映)"
)
#: level of what a field tells, by its kind
LEVELS = {"region": 0, "compound": 0, "house": 1, "room": 2}


def whole(text: str) -> Iterator[tuple[int, int]]:
    """The span of each address that has a field of its own."""
    for match in _OF_WHOLE.finditer(text):
        start, value = match.start(1), match[1]
        while (more := _NEXT_LINE.match(text, start + len(value))) and has_detail(more[1]):
            value = text[start : more.end()]
        value = _to_the_door(_cut(value))
        if len(value) >= 2 and not _NO_FIELD.search(value):
            yield start, start + len(value)


#: what is wrong there, told in the same breath
_TROUBLE = late(
    r"[\s,]*(?:家里|屋里|室内|室温|暖气|供[暖热]|地[暖热]|不热|没热|没有|漏水|停[暖热]|冰凉|[冻冷]|太|楼道[漏跑]|管道[漏爆]|\x01)"
)
_WHO = late(r"[\u4e00-\u9fff]{2,4}")
_ESTATE = late(rf"(?:{SUFFIX_STRONG})$")
#: told behind what is smaller: `3号楼,某园,某街道`
_LARGER = late(rf"(?:{SUFFIX_STRONG}|街道|[市区镇乡路])$")
_OWNERS = late(r"的(?:业主|住户|居民|用户)?$")
_APART = late(r",|[ \t]+")
#: characters of a part that stands behind a comma
_LONGEST_PART = 20


def _to_the_door(value: str) -> str:
    """A value that runs on behind the door, up to the door."""
    trouble = _TROUBLE.search(value, 2)
    if trouble:
        value = value[: trouble.start()].rstrip(" \t,、(")
    for gap in _APART.finditer(value):
        nxt = _APART.search(value, gap.end())
        part = value[gap.end() : nxt.start() if nxt else len(value)]
        if not _belongs(value[: gap.start()], part, gap[0]):
            value, trouble = value[: gap.start()], None
            break
    value = _OWNERS.sub("", value)
    door = last_detail(value)
    if door and trouble:
        return value[: door.end()]
    if trouble and (said := STOP.search(value, 2)):
        return value[: said.start()]
    return value


def _belongs(before: str, part: str, gap: str) -> bool:
    """Whether what stands behind a comma or a blank goes on with the address."""
    if gap == ",":
        return (
            len(part) <= _LONGEST_PART
            and (has_detail(part) or bool(_LARGER.search(part)))
            and not STOP.search(part)
        )
    door = last_detail(before)
    if door is None or door.start() < 2:
        return True
    told = has_detail(part)
    return not STOP.search(part) and (
        told or not _WHO.fullmatch(part) or len(door[0]) < 3 or bool(_ESTATE.search(part))
    )


def _cut(value: str) -> str:
    cut = _NEXT_LABEL.search(value)
    return (value[: cut.start()] if cut else value).rstrip(" \t,、/)】*~")


_TWO_HAN = late(r"[\u4e00-\u9fff]{2}")
_BETWEEN_SLASHES = late(r"[^/\s](?:[^/]*[^/\s])?")


def parts(text: str) -> Iterator[tuple[int, int, str]]:
    """The span of each part that has a field, and which of `LEVELS` it is."""
    at = 0 if _ANY_PART.search(text) else len(text)
    while match := _OF_PART.search(text, at):
        kind = _kind(match)
        value = _cut(match["value"])
        start = match.start("value")
        at = max(start + len(value), match.start() + 1)
        if not value.strip() or _NO_FIELD.search(value):
            continue
        if LEVELS[kind] == 0 and not _TWO_HAN.search(value):
            continue
        for piece in _BETWEEN_SLASHES.finditer(value):
            yield start + piece.start(), start + piece.end(), kind


#: so many parts of an address are no accident
_FORM = 3


def tell(text: str, address: str, other: str) -> bool:
    """Whether each part of an address, three and more, is what a field tells: `单元号:1`; and the
    `other` reading lacks one of them."""
    told = address.split()
    return (
        len(told) >= _FORM
        and not set(other.split()).issuperset(told)
        and all(re.search(rf"[:=]\s?{re.escape(words)}(?!\w)", text) for words in told)
    )


def _kind(match: re.Match[str]) -> str:
    if match["region"] or match["compound"]:
        return "region" if match["region"] else "compound"
    return "room" if "room" in match[0] or _ROOM.search(match["steps"] or "") else "house"
