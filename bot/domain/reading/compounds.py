"""Flats that are told with one compound for several of them (R2.2.2)."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice

from bot.domain.reading import communities, normal, phones, place_positions, places
from bot.domain.reading.late import late
from bot.domain.reading.place import Place
from bot.domain.reading.place_words import GROUP_OF, HAN, ZONE


@lru_cache(maxsize=256)
def masked(text: str) -> tuple[str, tuple[phones.Phone, ...]]:
    """The text to look for places in, phones blanked out, and the phones. A message is looked at
    in several ways before it is read, a list's items one after the other each time, so the last
    answers are kept."""
    twin = normal.fold(text)
    numbers = phones.find(twin)
    for p in numbers:
        twin = twin[: p.start] + "\x01" * (p.end - p.start) + twin[p.end :]
    return twin, numbers


def of_list(pieces: list[str]) -> tuple[str, str]:
    """The compound that is told once for a list of flats: above it, or below it."""
    every = (
        (i, piece[p.start : p.end], p.level)
        for i, piece in enumerate(pieces)
        for p in places.find(masked(piece)[0])
        if p.named and not p.labelled
    )
    named = [*islice(every, 2)]
    if not named and len(pieces) > 1:
        told = (
            piece[m.start("name") : m.end("name")]
            for piece in pieces[:2]
            for pattern in (_ALL_THERE, _HEAD)
            for m in pattern.finditer(masked(piece)[0])
        )
        return next((n for n in told if not _is_nobodys(n)), ""), ""
    if len(named) != 1 or named[0][2] == 2 or len(pieces) < 3:
        return "", ""
    at, text, level = named[0]
    if at < 2 and (level == 0 or _ENDS_IN_YARD.search(text)):
        return text, ""
    return "", text if at == len(pieces) - 1 else ""


_PURPOSE = late(rf"(?:{GROUP_OF})+")


#: characters of `小区`, and of a name before it
_A_NAME = 3


def _is_nobodys(name: str) -> bool:
    """Whether a list's head tells what it is for and not of which compound."""
    name = name.removesuffix("小区") if len(name) > _A_NAME else name
    return place_positions.is_ordinary(name) or _PURPOSE.fullmatch(name) is not None


#: `#接龙 某某绿洲业主不热登记`: whatever the name ends in, it heads the list
_HEAD = late(
    rf"(?:^|[\s#【】\[\]「」“:,|])(?:接龙|转发?|我们?)?(?!接龙)(?P<name>[{HAN}]{{2,8}}?{ZONE})(?:小区)?(?:各位)?(?:{GROUP_OF}*\d{{0,2}}(?=群)|业主|住户|居民|邻居|家里)?"
    r"[的报]?(?:[不没]热|不暖|没暖|室温|测温|温度|报修|冷|暖气|供[暖热]|有?[两俩三仨四五六七八九十\d]+(?:家|户|个|活|件|单|条)|登记|统计|接龙|汇总|名单|情况|问题|群?:\s*$)"
)


#: `…登记(某某园)`, `三个 都是某某洲 一根立管`: of which compound all of them are
_ALL_THERE = late(
    rf"[(都全均]{{1,2}}[是在属]?(?:(?<=\()|(?<=[是在属])(?<=[都全均].))"
    rf"(?![^\s)]{{0,7}}[勿请填报按写发接截删别只限每各附含自更必以续一同])(?P<name>[{HAN}]{{2,8}}?(?:小区(?=\)|{GROUP_OF}|\d?群))?{ZONE})"
    rf"(?:(?:(?:{GROUP_OF}|业主|住户|居民)*\d{{0,2}}群)?\)(?=\s*$)|(?:小区)?(?:那边|这边|里头|里面)?的?(?=[\s,。:;]|$))"
)


def told_of_all(text: str) -> str:
    """The compound that all who speak are said to live in: `都是某某洲的`; nothing if none is."""
    names = (m["name"] for m in _ALL_THERE.finditer(masked(text)[0]))
    return next((n for n in names if not place_positions.is_ordinary(n)), "")


#: `某里3号院`: a name, though a number is in it
_ENDS_IN_YARD = late(r"号大?院$")


def of_above(words: str, above: str | None) -> str:
    """The compound of the item above, for one that tells only a flat, or begins with a building."""
    flats = places.find(masked(words)[0]) if above else ()
    if not above or not flats or any(p.named for p in flats):
        return ""
    first = flats[0]
    return above if first.level == 2 or (first.level and first.start == 0) else ""


def of_first(found: tuple[Place, ...]) -> str:
    """The compound that the first of several flats is told with: `某苑2-1-101…、2-1-201…`."""
    rooms = [p for p in found if p.level == 2]
    if len(rooms) < 2 or not rooms[0].named or any(p.named for p in rooms[1:]):
        return ""
    return stem(rooms[0].text)


def stem(address: str) -> str:
    """An address down to the compound's name, with the road before it."""
    name = communities.community(normal.fold(address))
    at = normal.fold(address).find(name) if name else -1
    return address[: at + len(name)] if name and at >= 0 else name or ""


def is_anchored(piece: str) -> bool:
    """Whether a piece tells a place that is named or a flat."""
    return any(p.named or p.level == 2 for p in places.find(masked(piece)[0]))


def begins_below(piece: str) -> bool:
    """Whether a piece begins with a building or a flat that is told without its compound."""
    first = next(iter(places.find(masked(piece)[0])), None)
    return first is not None and first.start == 0 and first.level > 0 and not first.named


_SAME = late(
    r"(?:还是|也是)?同(?:一个?|个)?(?:小区|院|村|大院|家属[院楼]|宿舍)(?:的|里)?[\s,:]*(?=\S)"
)


def of_same(words: str) -> str:
    """`同小区 2号楼…`: what stands behind that, if it is a building or a flat; else nothing."""
    same = _SAME.match(words)
    rest = words[same.end() :] if same else ""
    return rest if rest and begins_below(rest) else ""


def has_flat(piece: str) -> bool:
    """Whether a piece tells a flat."""
    return any(p.level == 2 for p in places.find(masked(piece)[0]))


def tell_several(words: str) -> bool:
    """Whether words tell more than one building or flat."""
    return len({p.text for p in places.find(masked(words)[0]) if p.level}) > 1


def tells_name(words: str) -> bool:
    """Whether words tell a place by name."""
    return any(p.named for p in places.find(masked(words)[0]))
