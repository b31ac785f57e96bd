"""How many homes and buildings a message tells of (R3.1.2)."""

from __future__ import annotations

import re

from bot.domain.reading.late import late
from bot.domain.reading.numbers import value
from bot.domain.reading.place_words import NUM

_HOUSEHOLDS = late(
    # not the door: `2单元302住户`
    r"(?<!\d)(?!(?<=单元|号楼|\d[门楼栋-])[1-9]\d?0[1-9]住户)"
    r"(\d{1,6}|[一二两三四五六七八九十百千万]{1,6})(?:多|余|来|几)?(?:个)?(?:户(?!主|型|号|名|口本)|口人家|家住户|住户|间(?=[全都没]))"
)
#: `五十多家`, `40来家`, `41家都`; a number alone is a door's
_HOMES = late(
    r"家(?:(?<=[十百千多几来一二三四五六七八九]家)(?![具电里中长])|(?<=\d家)(?=[了都人\s,]))"
)
_SO_MANY = late(
    r"(?<![\d第-])(?:([二两三四五六七八九]?[十百千][一二三四五六七八九]?)[多几来]?|"
    r"(\d{2,4})[多几来]|(\d{2}))$"
)
#: `一梯四户共33层`: a high building's homes
_FLOORS = late(
    r"(?<=梯)(?P<each>[两二三四五六七八]|[2-8])户[^。;!?\n]{0,8}?(?P<floors>\d{1,2}|[二三四]?十[一二三四五六七八九]?)层|"
    r"(?P<high>\d{1,2}|[二三四]?十[一二三四五六七八九]?)层[^。;!?\n]{0,8}?梯(?P<flats>[两二三四五六七八]|[2-8])户"
)
#: each home a line of its own: `接龙报无热的已经排到四十二号`
_QUEUE = late(
    r"接龙[^。;!?\n]{0,16}?(?:[到有了]|第)(\d{1,4}|[一二两三四五六七八九十百]{1,6})(?:[号个条户位楼]|多)"
)
#: `6个单元 每单元14户`
_DOORS = late(
    r"(\d|[二两三四五六七八九])个单元[\s,]?(?:每个?|一个?)单元(\d{1,2}|[一二两三四五六七八九十]{1,3})[户家]"
)
_ALL_OF_IT = late(r"[整全][栋幢座个]?楼|[整全][栋幢座]")
_MANY = late(r"(?:几十|上百|数十|几百|数百|好几百|上千|成百上千|几千)(?:多)?(?:户|家|口)")
_BUILDING = late(
    r"((?:[A-Z\d一二三四五六七八九十]{1,4}(?:号楼?|栋|"
    r"#)?\s?[、,和,\s]\s?){1,20}[A-Z\d一二三四五六七八九十]{1,4})\s?(?:号楼|楼?栋|幢|座|[三四五六七八九十]个楼|#(?![\dA-Z]))"
)
#: `一三五七九号楼`, `A座B座C座`: told one by one without a sign between
_RUN = late(r"(?<![一二三四五六七八九十百\d])([一二三四五六七八九]{3,9})(?:号楼|[栋幢])")
_LETTERED = late(r"([A-Z])(?:座|栋|幢|号楼)(?!\s?(?:\d{1,2}单元)?\d{3,4})")
#: yards are compounds: `十一号院、十二号院、十五号院`
_YARDS = late(rf"(?:{NUM}(?:号院)?\s?[、,和\s]\s?){{1,20}}{NUM}号院")
_UP_TO = (
    r"[-~到至](?:[东西南北][头边面])?\s?第?(\d{1,3}|[一二三四五六七八九十]{1,3})\s?"
    r"(?:号楼|栋|幢|#楼|排(?=[全都整每])|号(?=[全都整])|[队组社](?=[\s全都整家]))"
)
_BUILDING_RANGE = late(
    rf"(\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s?(?:号楼?|栋|幢|#|[排队组社])?(?:[一直挨]*[数排走])?\s?{_UP_TO}"
)
#: what stands in them, looked for first because it is quick
_ANY_RANGE = late(_UP_TO)
_ANY_SAID = late(r"[栋幢座个排](?:(?<=[栋幢座])|(?<=个)楼|(?<=排)平?房)")
_BUILDINGS_SAID = late(
    # a figure alone is a building's number: `12栋没暖`
    r"(?<![\d第])(?!(?<![有共计约这那响及])[0-9]{1,3}[栋幢座](?:都|全|没|停|冰|不热))(\d{1,3}|[一二三四五六七八九十两]{1,3})(?:几|多|来|余)?(?:个)?(?:(?:栋|幢|"
    r"座)(?:(?:(?![一二三四五六七八九十顶底是全整])[\u4e00-\u9fff]){0,2}楼(?![梯道门洞长层顶]|[上下](?!午))|高层|公寓|都|全|住宅|居民楼|住户|业主|居民|用户|没|停|冰|不热)|个楼|座楼|排(?:房|平房))|"
    r"(?:一共|总共|统共|回迁[楼房]|安置[楼房]|公租房)([一二三四五六七八九十两]{1,3}|\d{1,2})[栋幢座]"
)
_EACH = late(
    r"(\d{1,3}|(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,2})(?:号楼?(?=\d{1,3}号|[、,\s]|$|[全都高低整])|号楼|栋|幢|#楼|#(?=[\s、,全都断停]|[没不][热暖来供]|\d#|$))"
    # with a room it is one flat: `5号楼301、6号楼1单元201`
    r"(?!\s?(?:\d{1,2}(?:单元|门)\s?)?\d{3,4}(?![\d余多来几户家]))"
)


#: how many they are is said
_TWO = late(
    r"(?<!十)[俩两二][个栋座幢](?:居民|住宅|高层)?楼?[都全]?(?:[没不停冰凉]|一点)|俩楼|[那这俩两]两?[栋幢](?:都|全|没|停|不热|凉)"
    r"|(?:就|只有?|光)(?![听看说])[^,。;!?\n“”]{0,10}这?[俩两][栋幢座个](?!小区|院|村|人|字)"
    r"|就这一[栋幢]"
)
#: `门诊楼、住院楼和影像楼`, but no floors
_NAMED = late(
    r"(?:[\u4e00-\u9fff]{0,2}[^\W\d_a-zA-Z一二三四五六七八九十几两这那每整全顶]楼[、,和及与]){2,8}"
    r"[\u4e00-\u9fff]{0,2}[^\W\d_a-zA-Z一二三四五六七八九十几两这那每整全顶]楼(?![梯道门层顶])"
)
_PARTED = late(r"[、,和及与]")


#: `七八户`, `二三十户`: about so many, the higher of both
_ABOUT = late(r"[一二两三四五六七八](?=[二三四五六七八九])")


def _count(words: str) -> int:
    return value(_ABOUT.sub("", words)) or 0


def _is_less(text: str, told: re.Match[str]) -> bool:
    """`不到三十户`."""
    return text.endswith(("不到", "不足", "没到"), 0, told.start())


def households(text: str) -> tuple[int, str]:
    """The most homes that are told in figures, and the words; 0 where none are."""
    told = [(_count(m[1]) - _is_less(text, m), m[0]) for m in _HOUSEHOLDS.finditer(text)]
    if queue := _QUEUE.search(text) if "接龙" in text else None:
        told.append((_count(queue[1]), queue[0]))
    return max(told + _homes(text) + _of_floors(text), default=(0, ""))


def _of_floors(text: str) -> list[tuple[int, str]]:
    """The homes of a whole building, told by its floors or entrances and how many each has."""
    if doors := _DOORS.search(text) if "单元" in text else None:
        return [((value(doors[1]) or 0) * (value(doors[2]) or 0), doors[0])]
    high = _FLOORS.search(text) if "梯" in text else None
    if high is None or not _ALL_OF_IT.search(text):
        return []
    each, floors = value(high["each"] or high["flats"]), value(high["floors"] or high["high"])
    return [((each or 0) * (floors or 0), high[0])]


def many_homes(text: str) -> str | None:
    """Words for more homes than anybody counts."""
    many = _MANY.search(text)
    return many[0] if many else None


def _homes(text: str) -> list[tuple[int, str]]:
    """How many homes are told by 家, and the words."""
    found = []
    for home in _HOMES.finditer(text):
        count = _SO_MANY.search(text, max(0, home.start() - 6), home.start())
        if count:
            many = value(count[1] or count[2] or count[3])
            found.append((many or 0, text[count.start() : home.end()]))
    return found


def are_two(text: str) -> bool:
    """Whether two buildings, or one, are said to be all."""
    return _TWO.search(text) is not None


_ORDER = "一二三四五六七八九".index


def _how_many_houses(row: str) -> int:
    """How many numbers of houses stand in a row; a room before them is none: `301 302 6号楼`."""
    told = [x for x in re.split(r"[、,和\s]+", row) if x]
    high = len(told[-1]) < 3 if told else False
    return sum(not (high and x.isdecimal() and len(x) > 2) for x in told)


def buildings(text: str, enough: int) -> str | None:
    """The words that tell of at least so many buildings."""
    if enough > 2 and are_two(text):
        return None
    told = (way(text, enough) for way in (_up_to, _in_a_row, _said, _by_name, _one_by_one))
    return next(filter(None, told), None)


def _up_to(text: str, enough: int) -> str | None:
    for match in _BUILDING_RANGE.finditer(text) if _ANY_RANGE.search(text) else ():
        if (value(match[2]) or 0) - (value(match[1]) or 0) + 1 >= enough:
            return match[0]
    return None


def _in_a_row(text: str, enough: int) -> str | None:
    for match in _BUILDING.finditer(text):
        if _how_many_houses(match[1]) >= enough:
            return match[0]
    for match in _YARDS.finditer(text) if "号院" in text else ():
        if _how_many_houses(match[0]) >= enough:
            return match[0]
    for match in _RUN.finditer(text):
        if len(match[1]) >= enough and sorted(match[1], key=_ORDER) == [*match[1]]:
            return match[0]
    return None


def _said(text: str, enough: int) -> str | None:
    for match in _BUILDINGS_SAID.finditer(text) if _ANY_SAID.search(text) else ():
        if _count(match[1] or match[2]) >= enough:
            return match[0]
    return None


def _by_name(text: str, enough: int) -> str | None:
    named = _NAMED.search(text) if text.count("楼") >= enough else None
    return named[0] if named and len(_PARTED.split(named[0])) >= enough else None


def _one_by_one(text: str, enough: int) -> str | None:
    for told in (_EACH, _LETTERED):
        each = list(told.finditer(text))
        if len({m[1] for m in each}) >= enough:
            return each[0][0]
    return None
