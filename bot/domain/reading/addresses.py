"""The parts of an address that stand apart, put together in the text's order (R2.2.2)."""

from __future__ import annotations

from itertools import pairwise

from bot.domain.reading import communities, normal, places, regions
from bot.domain.reading.late import late
from bot.domain.reading.name_given import may_be_person
from bot.domain.reading.place import Place, level_of, without_asides
from bot.domain.reading.place_details import detail
from bot.domain.reading.place_words import CHAR, CN, GROUP, ROAD

#: characters between two buildings that are told in a row
_NEAR = 5
#: an entrance, a floor, a door: what is within a house
_DEEPER = late(r"[\d一二三四五六七八九十东西中南北]{1,4}(?:单元|门|楼|层|户)(?!道)")
#: what people say between the parts of one address
_FILLER = late(
    r"(?:[\s,、:/]|不是[\u4e00-\u9fff]{2,8}(?=[\s,])|[是在]?几(?:号楼|单元|楼|层)来着|哎呀?|呀|应该|可能|好像|整个?|等一?下|我想想|"
    r"那个?|小区名?[叫是]|这个?|对|嗯|呃|啊|就?是|小区名?叫?|名叫|叫|住在?|在|的|[我俺咱]们?家?|里面?的?|上的?|居民|业主|住户|用户){1,8}"
)
#: marks between parts are no part of them
_MARK = late(f"[{places.MARKS}]")
#: `某街52号不是某街 4楼左门`: not this one
_DENIED = late(r"(?<![是要还可])不是(?:[在住说]|那个)?[\s:,]?$")
#: what is told next is meant instead
_AGAIN = late(r"再说一[遍下]|[说写报打]错了?|更正(?:一下)?[::为]")


def read(text: str, found: tuple[Place, ...], shared: str) -> tuple[str | None, str | None]:
    """The address and the compound's name, as they stand in `text`; `shared` is a compound that
    is told elsewhere for several flats."""
    if not found:
        return None, None
    if (again := _AGAIN.search(text)) and any(p.named and p.start >= again.end() for p in found):
        found = tuple(p for p in found if p.start >= again.end())
    if "不是" in text:
        found = _meant(text, found)
    parts = _of_form(found) if any(p.labelled for p in found) else _told(text, found)
    parts = regions.from_region(text, parts)
    spans = [_without_led(without_group(_without_marks(text, p))) for p in parts]
    named = [(p, s) for p, s in zip(parts, spans, strict=True) if p.named]
    if not named and shared:
        return " ".join([shared, *spans]), name(shared) or shared
    return " ".join(spans), _community(named)


#: an item's mark, the caller's surname, a name that was said twice over: no part of an address
_LED = late(
    rf"(?:[①-⑳➀-➓❶-❿]|[道路街院口] (?=\S{{3}})|"
    rf"(?:免贵)?姓{CHAR}{{1,2}}[,、\s]+|(?P<name>{CHAR}{{2,6}})(?=(?P=name)(?!{CHAR}?[路街巷])))"
)


def _without_led(words: str) -> str:
    led = _LED.match(words)
    return words[led.end() :] if led else words


def _without_marks(text: str, place: Place) -> str:
    words = _MARK.sub(" ", _unbracketed(text, place)).replace("   ", " ")
    return without_asides(words).strip(" ,、\n")


def without_group(words: str) -> str:
    """`某园业主交流群 3-1-402`: the compound whose group it is."""
    return GROUP.sub(" ", words).strip() if "群" in words else words


#: between two parts, and of neither
_BETWEEN = late(
    r"(?<=\S)(?:[/@>_]|\s(?:好像|大概|可能)是?|那几栋老?楼?\s?|的(?=[\d一二三四五六七八九十]{1,4}(?:号楼|[栋幢座楼]|单元)))(?=\S)"
)


def plain(words: str) -> str:
    """A part without what only parts it, the group it was told in, and `王某某家` behind it."""
    words = _without_led(without_group(_BETWEEN.sub(" ", words)))
    before, blank, who = words.rpartition(" ")
    return before if blank and who.endswith("家") and may_be_person(who[:-1]) else words


#: whom a fault leaves cold, said before and behind: `涉及某园 某苑`, `某园、某苑等处`
_AFFECTED = late(r"(?:(?:涉及|影响|波及|殃及)[^,。;:]{0,24}|[\s,。所]带的)$")
_AND_OTHERS = late(rf"(?:[、和]{CHAR}{{2,8}}){{1,6}}等")


def is_affected(text: str, part: str) -> bool:
    """Whether a part is told as a place that a fault at another place leaves cold."""
    at = text.find(part)
    before = _AFFECTED.search(text[max(0, at - 26) : at + 2])
    return at >= 0 and bool(before or _AND_OTHERS.match(text, at + len(part)))


def _unbracketed(text: str, place: Place) -> str:
    """`小区(某某公园)换热间`: a name that is told in brackets, and what is in it."""
    words = text[place.start : place.end]
    told = (
        place.start > 1 and text[place.start - 1] == "(" and text[place.start - 2] in "区楼院村校厂"
    )
    return words.replace(")", " ") if told else words


_APART = late(r"[ \t,]+")


def _meant(text: str, found: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places without the names that it is said not to be, where another is told."""
    denied = [p for p in found if _DENIED.search(text, max(0, p.start - 7), p.start)]
    meant = [p for p in found if p not in denied]
    denied = [p for p in denied if any(_may_replace(q, p) for q in meant)]
    if not denied:
        return found
    kept: list[Place] = []
    for p in found:
        gap = _APART.search(p.text) if p in denied else None
        if p not in denied:
            kept.append(p)
        elif gap and p.named and detail(p.text):
            kept.append(Place(p.start + gap.end(), p.end, p.text[gap.end() :], True, 0))
        elif gap and detail(p.text, gap.end()):
            rest = p.text[gap.end() :]
            kept.append(Place(p.start + gap.end(), p.end, rest, False, level_of(rest) or 1))
    return tuple(kept)


def _may_replace(meant: Place, denied: Place) -> bool:
    """Whether a place is told as exactly as the one that it is said not to be."""
    return (
        meant.named if denied.named and not detail(denied.text) else 0 < denied.level <= meant.level
    )


def _community(named: list[tuple[Place, str]]) -> str | None:
    for place, words in named:
        if place.is_name:
            return name(words) or words
    regions_last = sorted(named, key=lambda p: p[0].part)
    return next(filter(None, (name(words) for _, words in regions_last)), None)


def name(address: str) -> str | None:
    """The compound's name in an address, as it is written there."""
    twin = normal.fold(address)
    return normal.written(communities.community(twin), twin, address)


def _of_form(found: tuple[Place, ...]) -> list[Place]:
    """The fields of a form; from the running text only what no field tells."""
    fields = [p for p in found if p.labelled]
    best = max(fields, key=lambda p: (not p.part, p.level, -p.start))
    if best.part:
        parts = list(fields)
    else:
        parts = [best, *(p for p in fields if p.part and not _within(p, best))]
    if not any(p.named for p in parts):
        parts += [p for p in found if p.named and not p.labelled and p.level < 2][:1]
    if max(p.level for p in parts) == 0:
        parts += [p for p in found if not p.named and not p.labelled and p.level > 0][:1]
    return sorted(parts, key=lambda p: p.start)


def _within(part: Place, whole: Place) -> bool:
    """Whether a part is told again in the whole address, or less exactly than there."""
    return part.text in whole.text or (part.level > 0 and whole.level >= part.level)


def _told(text: str, found: tuple[Place, ...]) -> list[Place]:
    best = max(
        found, key=lambda p: (p.named and p.level > 0, p.level, p.named, not p.part, -p.start)
    )
    parts = [best]
    station = next((p for p in found if p.named and communities.is_station(p.text)), None)
    if station is not None and best.level < 2 and not best.named:
        parts = [station]
    elif not best.named:
        named = [p for p in found if p.named and p.level == 0]
        rooms = [p for p in found if not p.named and p.start >= best.start]
        parts = rooms[: _in_a_row(rooms)]
        parts += sorted(named, key=lambda p: (p.part, not communities.community(p.text)))[:1]
    elif best.level == 1 and _ON_ROAD.fullmatch(best.text):
        parts += [p for p in found if p.named and p.level == 0 and _is_institution(p.text)][:1]
    elif best.level == 0 and _is_institution(best.text) and any(map(_is_street, found)):
        parts += [p for p in found if _is_street(p)][:1]
    elif best.level < 2:
        least = 0 if best.level == 0 else 2
        rooms = [p for p in found if not p.named and p.level >= least]
        parts += rooms[: _in_a_row(rooms)]
        if best.level == 1 and len(parts) == 1:
            parts += _as_well(text, found, best)
    parts = _with_larger(text, found, sorted(parts, key=lambda p: p.start))
    return _with_smaller(text, found, parts)


#: a number in a street, which tells no compound
_ON_ROAD = late(rf"{CHAR}{{2,12}}{ROAD}\s?(?:\d{{1,5}}|{CN}{{1,6}})号")


#: what has a number in a street of its own, which is told too
_INSTITUTION = late(
    r"(?:小学|中学|大学|学院|学校|[儿语稚]园|医院|卫生院|[老利养]院|老[年人]公寓|(?:养老|康养|护理|托老)中心)$"
)


#: `某某区某某路`
_STREET = late(rf"{CHAR}{{1,6}}[市区县镇]{CHAR}{{1,6}}{ROAD}")


def _is_street(place: Place) -> bool:
    return place.named and _STREET.fullmatch(place.text) is not None


def _is_institution(words: str) -> bool:
    return _INSTITUTION.search(communities.community(words) or "") is not None


def _in_a_row(rooms: list[Place]) -> int:
    """How many buildings are told one after the other: `1号楼没有、2号楼没有`."""
    count = 1
    for last, room in pairwise(rooms):
        if last.level != 1 or room.level != 1 or room.start - last.end > _NEAR:
            break
        count += 1
    return count


#: `2号楼整楼没暖 3号楼也是`
_AS_WELL = late(
    r"[\s,、]*(?:整[楼栋]|全楼|整个)?[都也全]?(?:[没不停断无](?:[热暖气供水])+了?|冰?凉了?|也?是)[\s,、]*"
)


def _as_well(text: str, found: tuple[Place, ...], last: Place) -> list[Place]:
    """The buildings of which the same is told right behind."""
    row: list[Place] = []
    for p in found:
        if p.start < last.end:
            continue
        if (
            p.named
            or p.level != 1
            or not (_AS_WELL.fullmatch(text, last.end, p.start) and _AS_WELL.match(text, p.end))
        ):
            break
        row.append(p)
        last = p
    return row


def _with_smaller(text: str, found: tuple[Place, ...], parts: list[Place]) -> list[Place]:
    """What is told of a road: `某某大道的某某超市门口`."""
    last = parts[-1]
    after = next((p for p in found if p.start >= last.end), None)
    if (
        after is not None
        and not after.named
        and last.level == 1
        and _DEEPER.match(after.text)
        and not _DEEPER.search(last.text)
        and _FILLER.fullmatch(text, last.end, after.start)
    ):
        return [*parts, after]
    if (
        after is not None
        and len(parts) == 1
        and last.named
        and after.named
        and last.level == 0
        and not last.labelled
        and _FILLER.fullmatch(text, last.end, after.start)
        and not communities.community(last.text)
    ):
        return [last, after]
    return parts


def _with_larger(text: str, found: tuple[Place, ...], parts: list[Place]) -> list[Place]:
    """The road or quarter that is told right before the compound, words of no weight between."""
    first = parts[0]
    before = next((p for p in reversed(found) if p.end <= first.start), None)
    if (
        before is not None
        and first.named
        and before.named
        and (before.level == 0 or _ON_ROAD.fullmatch(before.text))
        and _FILLER.fullmatch(text, before.end, first.start)
        and communities.community(first.text)
        and (before.part or not communities.community(before.text))
        and not communities.is_station(before.text)
    ):
        return [before, *parts]
    return parts
