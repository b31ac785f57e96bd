"""Where it is: spans that locate a household or a thing, told by their structure (R2.2.2).

Nothing is looked up. A place is what stands before building, entrance and room numbers, or ends
in a word that compounds, villages, yards, roads or stations end in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.domain.reading.communities import community
from bot.domain.reading.name_reach import PLAIN, head_start
from bot.domain.reading.place_words import (
    CODE,
    CROSS,
    DETAIL,
    HAN,
    NEXT_LABEL,
    NEXT_LINE,
    NO_FIELD,
    NUM,
    NUMBERED,
    OF_FIELD,
    ROAD,
    STARTS,
    SUFFIX_STRONG,
    SUFFIX_WEAK,
    ZONE,
)
from bot.domain.reading.quick import compiled

_SITE = re.compile(
    r"(?=[\d换热锅泵阀服加供电分站号桥广一二三四五六七八九十])(?:\d{1,2}号)?(?:换热站|热源(?=[\s,])|热力站|热源厂|锅炉房|泵站|阀门室|服务站|加压站|供热站|水?泵房|机房|电厂(?!路|"
    r"街|宿舍|家属|小区)|"
    r"(?:分站|站(?<=[东西南北路街城一二三四五六七八九]站))(?!前[街路])(?![在着长台里区]|[东西南北])|"
    r"[一二三四五六七八九十]个(?:换热)?站|号站|桥下|桥[东西南北]?头|广场[东西南北]侧)"
)
_NAMED = compiled(
    rf"(?:{SUFFIX_STRONG})(?:小区|公寓|宿舍|社区|家属[院楼区]|分院|分校)?(?![内里]?[路街大]|街道|群){ZONE}"
)
_NAMED_WEAK = compiled(
    rf"(?:{SUFFIX_WEAK}){ZONE}"
    rf"(?=$|[\s,。;:!?、(]|[{HAN}]{{1,3}}(?:先生|女士|阿姨)|的|全|整|[这那][片边块里]|哪个|这几天|{NUM}多?户|停|都(?=[没不停黑冷凉])|上来|"
    rf"{NUM}组|供[暖热]|因|食堂|操场|宿舍|教学|[东西南北]头|自建房|北门|东门|南门|西门|门口|门前)|委(?={NUM}组)"
)
_ROAD_ALONE = compiled(
    rf"{ROAD}(?:沿线|[东西南北](?:段|侧)|(?=[\s,。;]|\d{{1,5}}[多余]?户|供热|热力|主干?管|地下|管|自建房|平房|全|加油站|银行|[农工建中]行|超市|市场|支线|桥头|顶管|施工|挖|"
    rf"上(?![班门午下])|$))"
)
#: 某某源三期的: a phase is told of compounds only
_PHASE = re.compile(rf"(?:{NUM}期|[A-Z]区)(?=的|业主|住户|居民)")
_BACK = compiled(r"(?:后身|北门|东门|南门|西门|门口|门前)(?:外)?(?:便道|人行道)?")
#: what ends a place's name, and how many characters of a name it takes before it
_ENDINGS = (
    (CROSS, 2, 10),
    (_SITE, 1, 18),
    (_NAMED, 1, 12),
    (_NAMED_WEAK, 1, 8),
    (_PHASE, 2, 10),
    (_BACK, 2, 8),
    (_ROAD_ALONE, 1, 9),
)
_GAP = re.compile(r"[ \t,·、\n]{0,2}")
_ONE_MORE = re.compile(r"[^ ]*[、,\n]")
#: more places than this no message needs; what it takes to read one stays bounded
_MOST = 48


@dataclass(frozen=True, slots=True)
class Place:
    """A span that locates something; `level` 0 has no number, 1 a building, 2 a room."""

    start: int
    end: int
    text: str
    named: bool
    level: int
    labelled: bool = False


@lru_cache(maxsize=64)
def find(text: str) -> tuple[Place, ...]:
    """Every place of `text` in order. Phones must have been blanked out of it."""
    runs = _labelled(text)
    taken = [(p.start, p.end) for p in runs]
    at = 0
    while len(runs) < _MOST and (match := STARTS.search(text, at)):
        at = match.end()
        if _inside(match.start(), taken):
            continue
        place = _run(text, match, taken)
        if place is not None:
            at = max(at, place.end)
            runs.append(place)
            taken.append((place.start, place.end))
    for pattern, least, most in _ENDINGS:
        for match in islice(pattern.finditer(text), _MOST):
            place = _ending(text, match, taken, least, most)
            if place is not None:
                runs.append(place)
                taken.append((place.start, place.end))
    if not runs and (plant := _PLANT.search(text)):
        runs.append(Place(plant.start(), plant.end(), plant[0], True, 0))
    return tuple(_joined(text, sorted(runs, key=lambda p: p.start)))


#: there is but one, so it needs no name
_PLANT = re.compile(r"热源厂|首站|热力大厅|营业厅")


def _ending(
    text: str, match: re.Match[str], taken: list[tuple[int, int]], least: int, most: int
) -> Place | None:
    """A place told by the word it ends in."""
    if _inside(match.start(), taken) or _inside(match.end() - 1, taken):
        return None
    low = max((e for _, e in taken if e <= match.start()), default=0)
    start = max(low, head_start(text, match.start(), match.start()))
    if _is_listed(match, text, start):
        start = _listed_names(text, start, low)
    words = text[start : match.end()]
    name = text[start : match.start()].rpartition(" ")[2]
    if not least <= len(name) <= most and "、" not in words:
        return None
    if _GENERIC.search(words) or _is_plain(name, words):
        return None
    end = _details_end(text, match.end())
    return Place(start, end, text[start:end], True, _level(text[match.end() : end]))


def _is_listed(match: re.Match[str], text: str, start: int) -> bool:
    """`甲苑、乙里、丙三个换热站`: the stations are listed."""
    return "个" in match[0] and start > 1 and text[start - 1] == "、"


def _listed_names(text: str, start: int, low: int) -> int:
    while start - 1 > low and text[start - 1] == "、":
        start = head_start(text, start - 1, start - 1)
    return start


_GENERIC = re.compile(
    r"^(?:[一二三四五六七八九十]楼|楼道|院子?|家)?(?:门口|门前)$|"
    r"(?:^|[\s,]|[苑园里庭湾府城居村区](?=[全整]))(?:有人|全|老|整|本|该|同|各|几|多|[一两二三四五六七八九十]|哪|别的|"
    r"其他|附近|我们|老旧|自己|有些|同一|这)*(?:个)?"
    r"(?:人家|小区|养老院|敬老院|福利院|法院|社区|宿舍|学校|医院|村|换热站|家园|公寓|广场|花园|锅炉房|服务站|幼儿园|小学|"
    r"大厦|热力站|电厂)(?:门口|门前|北门|东门|南门|西门|旁)?$"
)


def _is_plain(name: str, words: str) -> bool:
    if _SITE_END.search(words):
        return bool(PLAIN.search(name))
    return bool(PLAIN.search(words)) and not re.search(SUFFIX_STRONG, words)


_SITE_END = re.compile(r"[站厂室房]$")


def _labelled(text: str) -> list[Place]:
    runs = []
    for match in OF_FIELD.finditer(text):
        start, value = match.start(1), match[1]
        while (more := NEXT_LINE.match(text, start + len(value))) and DETAIL.search(more[1]):
            value = text[start : more.end()]
        cut = NEXT_LABEL.search(value)
        value = (value[: cut.start()] if cut else value).rstrip(" ,、/)】")
        for comma in re.finditer(r"[,]", value):
            if not DETAIL.search(value, comma.end()):
                value = value[: comma.start()]
                break
        if len(value) < 2 or NO_FIELD.search(value):
            continue
        level = _level(value)
        runs.append(Place(start, start + len(value), value, True, level, True))
    return runs


def _inside(at: int, taken: list[tuple[int, int]]) -> bool:
    return any(s <= at < e for s, e in taken)


def _run(text: str, match: re.Match[str], taken: list[tuple[int, int]]) -> Place | None:
    start = head_start(text, match.start(), match.start())
    low = max((e for _, e in taken if e <= match.start()), default=0)
    start = max(start, low)
    head = text[start : match.start()]
    named = len(re.sub(r"[\s,·()]", "", head)) >= 2
    if not named:
        start = match.start()
    if _COUNTED_HOUSES.match(text, match.start()):
        head = text[start : match.start()].rstrip()
        return Place(start, start + len(head), head, True, 0) if named else None
    if not named and _is_number_only(text, match):
        return None
    end = _details_end(text, match.end())
    return Place(start, end, text[start:end], named, _level(text[match.start() : end]))


# "三栋高层一户都没有": how many, not which.
_COUNTED = re.compile(r"[二两三四五六七八九十百几]+(?:栋|幢|座|排|个单元)")


_COUNTED_HOUSES = re.compile(
    r"[二两三四五六七八九十几]+(?:栋|幢|座)(?:老?楼|高层|都|全)|\d{1,2}(?:栋|幢)楼"
)
_HOW_MANY = re.compile(r"(?:共|影响|涉及|有|约|近|总计|编号|单号)[\s:]?$")


def _is_number_only(text: str, match: re.Match[str]) -> bool:
    if re.fullmatch(NUMBERED, match[0]) or _COUNTED.match(text, match.start()):
        return True
    return "号楼" not in match[0] and bool(
        _HOW_MANY.search(text[max(0, match.start() - 4) : match.start()])
    )


def _details_end(text: str, at: int) -> int:
    """How far right the building, entrance, floor and room reach."""
    end = at
    for _ in range(8):
        gap = _GAP.match(text, end)
        if gap and "," in gap[0] and _level(text[at - 8 if at > 8 else 0 : end]) == 2:
            break
        more = (gap and DETAIL.match(text, gap.end())) or DETAIL.match(text, end)
        if more is None or not more[0] or _COUNTED_HOUSES.match(text, more.start()):
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


def _level(words: str) -> int:
    if _ROOM.search(words):
        return 2
    return (
        1
        if re.search(r"[\d一二三四五六七八九十A-Z甲乙]\s?(?:号|栋|幢|座|#|单元|门|排)", words)
        else 0
    )


def _rivals(last: Place, place: Place) -> bool:
    """Two compounds side by side are two places."""
    if not (last.named and place.named) or last.labelled:
        return False
    return bool(community(last.text) and community(place.text))


def _joined(text: str, runs: list[Place]) -> list[Place]:
    """Join neighbours with only a blank or a comma between: road, number, compound."""
    out: list[Place] = []
    for place in runs:
        last = out[-1] if out else None
        if (
            last is not None
            and re.fullmatch(r"[ \t,·、\n]{0,2}", text[last.end : place.start])
            and (last.level < 2 or (place.named and place.level < 2 and not last.named))
            and not _rivals(last, place)
            and (
                not place.named
                or last.level < 1
                or place.level > last.level
                or last.end == place.start
                or (last.level == 2 and not last.named)
            )
            and not (last.labelled and "\n" in text[last.end : place.start])
        ):
            joined = text[last.start : place.end]
            out[-1] = Place(
                last.start,
                place.end,
                joined,
                last.named or place.named,
                max(last.level, place.level),
                last.labelled or place.labelled,
            )
        else:
            out.append(place)
    return out


def has_room(address: str) -> bool:
    """Whether an address goes down to a flat."""
    return _level(address) == 2
