"""Running text that tells of several flats, cut into one piece a flat (R2.2)."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.domain.reading.flat_numbers import LAST_ROOM
from bot.domain.reading.late import late
from bot.domain.reading.numbers import value
from bot.domain.reading.place import Place

_H = "\u4e00-\u9fff"

#: a flat with its number seldom goes beyond one of these
CLAUSE = late(r"[;。]")

#: `三户一起报:…`: as many flats as are told
_HOMES = late(
    r"([两俩二三四五六七八九十]|\d{1,2})[户家](?!里|中|都没)|(?:连着|又|这|来了?|接)([俩仨])(?=[,:\s都是])"
)


_BOTH = str.maketrans("俩仨", "两三")

#: `…301不热、…302(漏水)、`: each flat with its own few words
_TROUBLE = late(rf"\(?(?!漏到|流到|和|与|到)[{_H}]{{2,8}}\)?\s?[、,;]\s?")
#: `…101说漏 …201说不热`, `…101 张姐 15度 …201 14度`: what is wrong right behind each flat
_AT_ONCE = late(
    rf"\s?(?:说|反映|报|喊)?[是也]?(?:测[得了]?\s?1\d|[不没]热|[漏滴渗凉冷坏堵爆](?!到)|[{_H}]{{0,3}}\s?\d{{2}}(?:\.\d)?\s?(?:度|°))"
)
#: `…201也不热`: this flat as well
_ALSO = late(r"(?:室|家|那[户家]|他家)?\s?(?:也|同样|同(?=[\s,。]))")


def households(
    text: str, found: tuple[Place, ...], numbers: list[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """Pieces of running text, one a flat; the string is the flat where it stands elsewhere."""
    rooms = [p for p in found if p.level == 2 and not p.labelled]
    if len(rooms) > 2:
        while rooms and _ABSENT.match(text, rooms[-1].end):
            text = text[: rooms.pop().start]  # nor is what is said of it said of the one before
        rooms = [r for r in rooms if not _ABSENT.match(text, r.end)]
    if len(rooms) < 2 or len({p.text for p in rooms}) < 2:
        return _counted(text, found)
    rooms = [_without_and(r, text) for r in rooms]
    owners = [[n for n in numbers if a.end <= n[0] < b] for a, b in _spans(rooms, len(text))]
    if sum(bool(o) for o in owners) >= 2:
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    row = _with_bare(rooms, text)
    together = all(_JOINT.fullmatch(text, a.end, b.start) for a, b in pairwise(row))
    if together and (pieces := _together(text, row, numbers)):
        return pieces
    between = [text[a.end : b.start] for a, b in pairwise(rooms)]
    if all(_TROUBLE.fullmatch(x) for x in between):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    if all(_AT_ONCE.match(text, r.end) for r in rooms) and not any(map(_OTHERS.search, between)):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    if all(_ALSO.match(text, b.end) for b in rooms[1:]):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    if starts := _each_told(text, rooms, between):
        return [(a, b, "") for a, b in pairwise([*starts, len(text)])]
    said = _HOMES.search(text)
    many = value((said[1] or said[2]).translate(_BOTH)) if said else None
    if many == len(rooms) and not any(map(_INTO.search, between)):
        return [(a, b, "") for a, b in pairwise([*_leads(text, rooms), len(text)])]
    return []


def _each_told(text: str, rooms: list[Place], between: list[str]) -> list[int]:
    """Where each flat begins, if something of its own is told of each; none if not."""
    ends = [*(r.start for r in rooms[1:]), len(text)]
    told = [text[r.end : e] for r, e in zip(rooms, ends, strict=True)]
    if all(_OWN.search(x) and not _OTHERS.search(x) for x in told) and all(
        re.search(r"[、,;]\s?$", x) for x in between
    ):
        return [r.start for r in rooms]
    if all(map(_KIN.search, between)) and all(map(_OWN.search, told)):
        return [r.start for r in rooms]
    starts = _leads(text, rooms)
    whole = [text[a:b] for a, b in pairwise([*starts, len(text)])]
    in_full = all(r.named for r in rooms)
    own = in_full and all(_OWN_OR_FIGURE.search(x) and not _ELSEWHERE.search(x) for x in whole)
    return starts if own else []


#: whose flat comes next: `…,我姐家 5-3-601`
_KIN = late(
    r"[,。;\s](?:我|俺)(?:[爸妈爹娘姐哥弟妹姨姑舅叔]{1,2}|父母|老人|儿子|闺女|女儿|岳[父母]|婆婆|公公)们?家?(?:住|在|是)*[,:\s]*$"
)
#: `…302没在家`: nothing is told of this flat
_ABSENT = late(
    r"\s?(?:家里|温度|室温)?(?:没在家|没人(?:在|开门)?(?=[\s,。;、]|$)|(?:都|挺)?(?:正常|好的?|热的?|暖和|没问题|没事)(?=[\s,。;、撤]|$)|好了|已[经修]?好|锁门)"
)
_INTO = late(r"[漏流淌渗滴淹泡浇灌][到进]")
#: what is told of a flat itself
_OWN = late(r"\d\s?(?:度|°)|[一二三四五六七八九十]度|[不没]热|[漏滴渗凉冷坏]")
_OWN_OR_FIGURE = late(rf"{_OWN.pattern}|(?<![\d-])[12]\d\.\d(?!\d)")
#: a flat told in full that the trouble came from or went to, or was lived in once
_ELSEWHERE = late(
    r"[漏流淌渗淹泡滴渍]到|泡了|淹了|报停|搬|之前|以前|去年|原来|合格|达标|正常|没事|好了|(?<![不没])热[,。;、]|打通|漏[下的]|找[上我他]"
)
#: what is told of a flat for another's sake
_OTHERS = late(
    r"楼[上下]|[漏流淌渗淹泡]到|泡了|淹了|邻居|隔壁|对门|同单元|报停|搬|之前|以前|(?<![不没])热[,。;、\s]|我家|打通"
)


def _together(
    text: str, rooms: list[Place], numbers: list[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """Pieces behind flats that stand side by side: `…501、…601都不热`."""
    if again := _told_again(text, rooms):
        return again
    flats, at = _flats(rooms), rooms[-1].end
    if len(numbers) < 2 or numbers[-1][1] <= rooms[0].start:
        return [(at, len(text), f"{flat} ") for flat in flats]
    if len(numbers) == len(rooms):
        cuts = [at, *(n[1] for n in numbers)]
        return [(cuts[i], cuts[i + 1], f"{flat} ") for i, flat in enumerate(flats)]
    if all(re.search(r"\d{3,4}[^\d。;\n]{0,8}$", text[: n[0]]) for n in numbers):
        return [(at, numbers[0][0], f"{flat} ") for flat in flats]
    return []


def _told_again(text: str, rooms: list[Place]) -> list[tuple[int, int, str]]:
    """`…2-301和…2-302都不热 301 张 … 302 李 …`: what is told behind each room, told once more."""
    at, starts = rooms[-1].end, []
    for room in rooms:
        number = _LAST.search(room.text)
        again = (
            re.search(rf"(?<=[\s,。;:、]){number[0]}(?=[^\d号楼]|$)", text[at:]) if number else None
        )
        if again is None:
            return []
        starts.append(at + again.start())
        at += again.end()
    ends = [*starts[1:], len(text)]
    return [(a, b, f"{flat} ") for flat, a, b in zip(_flats(rooms), starts, ends, strict=True)]


#: a room of the house that was told before it: `5号楼301、302、6号楼201`
_BARE = late(r"\s?[、,和与及/\s]\s?([1-9]\d{2,3}[室户]?)(?![\d号楼栋幢座#单门.-]|\s?[平块元度年])")


def _with_bare(rooms: list[Place], text: str) -> list[Place]:
    """Flats told in full, and those between and behind them of which only the room is told."""
    out: list[Place] = []
    for room, end in _spans(rooms, len(text)):
        out.append(room)
        last = LAST_ROOM.search(room.text)
        house, at = room.text[: last.start()].strip(" -") if last else "", room.end
        while house and (bare := _BARE.match(text, at, end)):
            at = bare.end()
            words = f"{house} {bare[1]}"
            out.append(Place(bare.start(1), at, words, room.named, room.level))
    return out


_LAST = late(r"\d{3,4}$")


#: `…,隔壁更惨,冰的,某里6-2-8`: what is told of a flat before it
_NEXT_DOOR = late(r"(?:隔壁|对门|楼[上下]|邻居)[^\d。;\x01]{0,14}$")


def _leads(text: str, rooms: list[Place]) -> list[int]:
    """Where begins what is told of each flat."""
    starts = [rooms[0].start]
    for before, room in pairwise(rooms):
        lead = _NEXT_DOOR.search(text[before.end : room.start])
        starts.append(before.end + lead.start() if lead else room.start)
    return starts


def _without_and(room: Place, text: str) -> Place:
    """`…501和某居5-1-102`: 和 right behind a flat or its brackets is no part of the next name."""
    before = text[room.start - 1 : room.start]
    if room.text[0] in "和与及" and (before.isdigit() or before in (")", "\x01", "室", "户")):
        return room._replace(start=room.start + 1, text=room.text[1:])
    return room


def _flats(rooms: list[Place]) -> list[str]:
    """Flats told with one name for all: `某苑2-1-101、2-1-201`."""
    like = re.sub(r"\d+", r"\\d+", re.escape(rooms[1].text))
    first = re.search(rf"(?<![\d-]){like}$", rooms[0].text)
    stem = (
        rooms[0].text[: first.start()] if first else re.split(r"\d", rooms[0].text, maxsplit=1)[0]
    )
    stem = stem.strip() if rooms[0].named else ""
    return [r.text if r.named or not stem else f"{stem} {r.text}" for r in rooms]


def _spans(rooms: list[Place], end: int) -> list[tuple[Place, int]]:
    return list(zip(rooms, [*(r.start for r in rooms[1:]), end], strict=True))


_JOINT = late(r"\s?(?:[、,和]|以及|还有)\s?|\s")
_COUNT = late(r"\s?(?:[打报来接]了?|有|共)?\d+多?[户个件单起通]")


def _counted(text: str, found: tuple[Place, ...]) -> list[tuple[int, int, str]]:
    """`某园47户、某里31户都…`: each compound is a place of its own."""
    named = [(p, m) for p in found if p.named and (m := _COUNT.match(text, p.end, p.end + 8))]
    if len(named) < 2:
        return []
    last = named[-1][0].end
    return [(last, len(text), f"{text[p.start : m.end()]} ") for p, m in named]
