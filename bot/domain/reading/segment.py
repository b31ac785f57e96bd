"""Running text that tells of several flats, cut into one piece a flat (R2.2)."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.domain.reading.late import late
from bot.domain.reading.numbers import value
from bot.domain.reading.place import Place

_H = "\u4e00-\u9fff"

#: a flat with its number seldom goes beyond one of these
CLAUSE = late(r"[;。]")

#: `三户一起报:…`: as many flats as are told
_HOMES = late(r"([两二三四五六七八九十]|\d{1,2})[户家](?!里|中|都没)")


#: `…301不热、…302(漏水)、`: each flat with its own few words
_TROUBLE = late(rf"\(?(?!漏到|流到|和|与|到)[{_H}]{{2,8}}\)?\s?[、,;]\s?")
#: `…101说漏 …201说不热`, `…101 张姐 15度 …201 14度`: what is wrong right behind each flat
_AT_ONCE = late(
    rf"\s?(?:说|反映|报|喊)?是?(?:[不没]热|[漏滴渗凉冷坏堵爆](?!到)|[{_H}]{{0,3}}\s?\d{{2}}(?:\.\d)?\s?(?:度|°))"
)
#: `…201也不热`: this flat as well
_ALSO = late(r"(?:室|家|那[户家]|他家)?\s?(?:也|同样)")


def households(
    text: str, found: tuple[Place, ...], numbers: list[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """Pieces of running text, one a flat; the string is the flat where it stands elsewhere."""
    rooms = [p for p in found if p.level == 2 and not p.labelled]
    if len(rooms) > 2:
        rooms = [r for r in rooms if not _ABSENT.match(text, r.end)]
    if len(rooms) < 2 or len({p.text for p in rooms}) < 2:
        return _counted(text, found)
    owners = [[n for n in numbers if a.end <= n[0] < b] for a, b in _spans(rooms, len(text))]
    if sum(bool(o) for o in owners) >= 2:
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    rooms = [_without_and(r, a.end) for r, a in zip(rooms, [rooms[-1], *rooms], strict=False)]
    between = [text[a.end : b.start] for a, b in pairwise(rooms)]
    together = all(re.fullmatch(r"\s?(?:[、,和]|以及|还有)\s?|\s", x) for x in between)
    if together and len(numbers) < 2:
        return [(rooms[-1].end, len(text), f"{flat} ") for flat in _flats(rooms)]
    if together and len(numbers) == len(rooms):
        cuts = [rooms[-1].end, *(n[1] for n in numbers)]
        return [(cuts[i], cuts[i + 1], f"{flat} ") for i, flat in enumerate(_flats(rooms))]
    if together and all(re.search(r"\d{3,4}[^\d。;\n]{0,8}$", text[: n[0]]) for n in numbers):
        return [(rooms[-1].end, numbers[0][0], f"{flat} ") for flat in _flats(rooms)]
    if all(_TROUBLE.fullmatch(x) for x in between):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    if all(_AT_ONCE.match(text, r.end) for r in rooms) and not any(map(_OTHERS.search, between)):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    if all(_ALSO.match(text, b.end) for b in rooms[1:]):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    ends = [r.start for r in rooms[1:]] + [len(text)]
    told = [text[r.end : e] for r, e in zip(rooms, ends, strict=True)]
    if all(_OWN.search(x) and not _OTHERS.search(x) for x in told) and all(
        re.search(r"[、,;]\s?$", x) for x in between
    ):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    said = _HOMES.search(text)
    if said and value(said[1]) == len(rooms):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    return []


#: `…302没在家`: nothing is told of this flat
_ABSENT = late(
    r"\s?(?:家里)?(?:没在家|没人(?:在|开门)?(?=[\s,。;、])|正常(?=[\s,。;、])|好了|锁门)"
)
#: what is told of a flat itself
_OWN = late(r"\d\s?(?:度|°)|[一二三四五六七八九十]度|[不没]热|[漏滴渗凉冷坏]")
#: what is told of a flat for another's sake
_OTHERS = late(
    r"楼[上下]|[漏流淌渗淹泡]到|泡了|淹了|邻居|隔壁|对门|同单元|报停|搬|之前|以前|(?<![不没])热[,。;、\s]|我家|打通"
)


def _without_and(room: Place, above: int) -> Place:
    """`…501和某居5-1-102`: 和 right behind a flat is no part of the next one's name."""
    if room.start == above and room.text[0] in "和与及":
        return room._replace(start=room.start + 1, text=room.text[1:])
    return room


def _flats(rooms: list[Place]) -> list[str]:
    """Flats told with one name for all: `某苑2-1-101、2-1-201`."""
    stem = re.split(r"\d", rooms[0].text, maxsplit=1)[0].strip()
    return [r.text if r.named or not stem else f"{stem} {r.text}" for r in rooms]


def _spans(rooms: list[Place], end: int) -> list[tuple[Place, int]]:
    return list(zip(rooms, [*(r.start for r in rooms[1:]), end], strict=True))


_COUNT = late(r"\s?(?:[打报来接]了?|有|共)?\d+多?[户个件单起通]")


def _counted(text: str, found: tuple[Place, ...]) -> list[tuple[int, int, str]]:
    """`某园47户、某里31户都…`: each compound is a place of its own."""
    named = [p for p in found if p.named and _COUNT.match(text, p.end, p.end + 8)]
    if len(named) < 2:
        return []
    return [(named[-1].end, len(text), p.text + text[p.end : p.end + 4]) for p in named]
