"""Where it is: spans that locate a household or a thing, told by their structure (R2.2.2).

Nothing is looked up. A place is what stands before building, entrance and room numbers, or ends
in a word that compounds, villages, yards, roads or stations end in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import attrgetter

from bot.domain.reading import form_fields, place_endings, place_positions
from bot.domain.reading.communities import POINTED, community
from bot.domain.reading.late import late
from bot.domain.reading.name_reach import head_start
from bot.domain.reading.name_stops import is_generic
from bot.domain.reading.place import (
    Place,
    counts_houses,
    details_end,
    end_before,
    inside,
    level_of,
)
from bot.domain.reading.place_details import LATIN_RUN, MAY_START, STARTS
from bot.domain.reading.place_endings import MOST
from bot.domain.reading.place_words import CN, NUM, NUMBERED, ROAD
from bot.domain.reading.quick import compiled

_START = attrgetter("start")
#: what is written between two parts and belongs to neither; `/`, `|`, `@`, `_`, `>`, `→`
MARKS = "/|@_>→‖"
_MARK = late(
    # a plain set first is found soonest
    r"[‖/|@_>→](?:(?<=‖)|(?<=(?:[^\x00-\x7f]|[A-Z])[@_])(?=[A-Z]?\d{1,3}(?:-\d|号楼|[栋幢座单#]))|(?<=\s[/|>])(?=\s)|(?<=[^\x00-\x7f][>→])(?=[A-Z]?\d)|"
    r"(?<=[^\x00-\x7f]\|)(?=[A-Z]?\d{1,2}-\d)|(?<=[^\x00-\x7f]/)(?=[\w])|(?<=\w/)(?=[^\x00-\x7f]))"
)


@lru_cache(maxsize=256)
def find(text: str) -> tuple[Place, ...]:
    """Every place of `text` in order. Phones must have been blanked out of it."""
    runs = _labelled(text)
    text = _MARK.sub(" ", text)
    taken = [(p.start, p.end) for p in runs]
    seen = place_endings.look(text)
    runs += place_endings.crossings(text, seen, taken)
    runs += _numbered(text, MOST - len(runs), taken)
    runs += place_endings.find(text, seen, taken)
    runs += _latin(text, taken)
    if not any(p.named for p in runs):
        runs += place_endings.institutions(text)
        if any(p.level == 2 for p in runs):
            runs += place_positions.owned(text, taken)
    if "那" in text:
        runs = [_with_that(text, p) for p in runs]
    return tuple(_joined(text, sorted(runs, key=_START)) if len(runs) > 1 else runs)


#: a kind of thing that `那` counts
_COUNTED_ONE = late(r"(?:[条座趟排片溜间]|[栋幢](?=.))[小老旧新红白灰]?(?=[平瓦土砖板楼路道房])")


def _with_that(text: str, place: Place) -> Place:
    """`某路那条土路`: the place from the name that is told before what is pointed at."""
    at = place.start
    that = text.rfind("那", max(0, at - 2), at)
    if that < 0 or not place.named or place.labelled:
        return place
    if POINTED.match(text, that - 1):
        start = head_start(text, that, that)
        if that - start > 1 and not is_generic(text[start:that]):
            words = text[start : place.end]
            return place._replace(start=start, text=words)
    counted = _COUNTED_ONE.match(text, at) if place.level else None
    if counted and (number := next(STARTS.finditer(text, at, place.end), None)):
        return place._replace(start=number.start(), text=number[0], named=False)
    return place


def _numbered(text: str, most: int, taken: list[tuple[int, int]]) -> list[Place]:
    """Places told by a number outside the spans `taken`, which grows by them."""
    runs: list[Place] = []
    at = 0
    for may in MAY_START.finditer(text):
        start = may.start()
        match = STARTS.match(text, start) if start >= at else None
        if match is None or text.startswith(_OF_DING, max(0, start - 1)):
            continue
        if len(runs) >= most:
            break
        at = match.end()
        if inside(start, taken):
            continue
        place = _run(text, match, taken)
        if place is not None:
            at = max(at, place.end)
            runs.append(place)
            taken.append((place.start, place.end))
    return runs


#: people, though houses are numbered so as well: `小丁 12-2-401`
_OF_DING = ("老丁", "小丁")
_LATIN = late("[A-Za-z][A-Za-z]{3}")


def _latin(text: str, taken: list[tuple[int, int]]) -> list[Place]:
    """`Flat 12, Unit 3,` before a name."""
    if not _LATIN.search(text):
        return []
    found = [m.span() for m in LATIN_RUN.finditer(text)]
    return [
        Place(a, b, text[a:b], False, 2)
        for a, b in found
        if not any(start < b and a < end for start, end in taken)
    ]


def _labelled(text: str) -> list[Place]:
    if ":" not in text and "=" not in text:
        return []
    runs = [
        Place(start, end, text[start:end], True, level_of(text[start:end]), True)
        for start, end in form_fields.whole(text)
    ]
    taken = [(p.start, p.end) for p in runs]
    for start, end, kind in form_fields.parts(text):
        if not inside(start, taken):
            words = text[start:end]
            level = max(form_fields.LEVELS[kind], level_of(words))
            is_name, is_whole = kind == "compound", kind == "room" and bool(community(words))
            named = is_name or is_whole or kind == "region"
            runs.append(Place(start, end, words, named, level, True, not is_whole, is_name))
    return runs


_TWO_LETTERS = late(r"[^\s,·()][\s,·()]*[^\s,·()]")


def _run(text: str, match: re.Match[str], taken: list[tuple[int, int]]) -> Place | None:
    start = head_start(text, match.start(), match.start())
    start = max(start, end_before(match.start(), taken))
    head = text[start : match.start()]
    if ")" in head and "(" not in head:
        start += head.rfind(")") + 1
        head = text[start : match.start()]
    named = bool(_TWO_LETTERS.search(head)) and not is_generic(head)
    kind, bracket, inner = head.partition("(")
    if bracket and (")" not in head or (kind and is_generic(kind))):
        named = ")" not in head and bool(_TWO_LETTERS.search(inner)) and not is_generic(inner)
        start += len(kind) + 1
    if not named:
        start = match.start()
    if counts_houses(text, match.start()):
        head = text[start : match.start()].rstrip(" 共有约近整的")
        return Place(start, start + len(head), head, True, 0) if named else None
    if _is_order(text, match) or (not named and _is_number_only(text, match)):
        return None
    end = details_end(text, match.end())
    return Place(start, end, text[start:end], named, level_of(text[match.start() : end]))


# "三栋高层一户都没有": how many, not which.
_COUNTED = late(
    r"[二两三四五六七八九十百几]+(?:栋|幢|座|排|个单元)(?!\s?[到至~-]\s?[\d一二三四五六七八九十]|\s?(?:[\d一二三四五六七八九十]{1,3}(?:楼|层|单元|门|号)|\d{3,4}(?![\d户度米])))|一(?:栋|幢)(?:楼|都|全)|一排(?:楼|平房|门)|(?<=[户就后整共这那])一[栋幢]"
)


_HOW_MANY = late(r"(?:共|影响|涉及|有|约|近|总计|编号|单号|[全整]个?(?:小区|社区|村|院))[\s:]?$")


_ORDER = compiled(
    r"(?:工单|编号|单号|[件单卡户]号|[承催督派交]办?单|事件|流水号?|合同|订单)[^\n,。;:]{0,4}[:\s#]{0,2}[A-Za-z\d-]*$|[〔\[(【]20\d\d[〕\])】]第?$|(?<![\w-])[A-Za-z]{2,}[\d-]*$"
)


def _is_order(text: str, match: re.Match[str]) -> bool:
    """Whether a code is an order's number rather than a door's."""
    return "-" in match[0] and bool(_ORDER.search(text[max(0, match.start() - 24) : match.start()]))


_NUMBERED = late(NUMBERED)
#: `七号 三单元`: a house all the same
_ENTRANCE = late(rf"\s?{NUM}单元(?!楼)")


#: `14栋,780户`: how many of both
_AND_HOMES = late(r"(?<=[栋幢])楼?[\s,、共约近]{0,3}\d{3,5}[多余来]?户")


def _is_number_only(text: str, match: re.Match[str]) -> bool:
    if _AND_HOMES.match(text, match.end()):
        return True
    if _NUMBERED.fullmatch(match[0]) and not _ENTRANCE.match(text, match.end()):
        return True
    if _COUNTED.match(text, match.start()):
        return True
    return "号楼" not in match[0] and bool(
        _HOW_MANY.search(text[max(0, match.start() - 4) : match.start()])
    )


def _rivals(last: Place, place: Place) -> bool:
    """Two compounds side by side are two places."""
    if not (last.named and place.named) or last.labelled:
        return False
    if last.end == place.start and not place.text.startswith(last.text):
        return False
    if _ZONE_FIRST.match(place.text):
        return False
    return bool(community(last.text) and community(place.text))


#: a part of the compound before it: `某某新村,五区,十四栋302`
_ZONE_FIRST = late(rf"(?:{CN}{{1,2}}|\d{{1,2}}|[A-Z东西南北])[区期](?=[\s,\d])")


#: blanks, a comma; or the name in Latin letters: `3-1-502, Lake View 某某湾`
_BETWEEN = late(r"[ \t,·、\n]{0,2}(?:[A-Z][a-z]+ ){0,3}")
_ON_ROAD = late(rf"{ROAD}\s?\d{{1,5}}号$")


def _joined(text: str, runs: list[Place]) -> list[Place]:
    """Join neighbours with only a blank or a comma between: road, number, compound."""
    out: list[Place] = []
    for place in runs:
        last = out[-1] if out else None
        if last is not None and place.end <= last.end:
            continue
        if (
            last is not None
            and _BETWEEN.fullmatch(text, last.end, place.start)
            and (last.level < 2 or (place.named and place.level < 2 and not last.named))
            and not _rivals(last, place)
            and not (place.named and place.level and last.level == 1 and not last.named)
            and last.text != place.text
            and (
                not place.named
                or last.level < 1
                or _ON_ROAD.search(last.text)
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
