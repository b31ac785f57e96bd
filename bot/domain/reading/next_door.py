"""Two doors of one building, told by their numbers only: `我家401 对门402 某里7号楼` (R2.2)."""

from __future__ import annotations

import re

from bot.domain.reading import addresses, compounds, places, temps
from bot.domain.reading.late import late
from bot.domain.reading.place import FLAT, Place
from bot.domain.reading.quick import compiled
from bot.domain.reading.severity import LargeArea
from bot.domain.reading.single import Complaint, read_one, shared_contact

_ROOM = r"(?:[1-9]\d?0[1-9]|[1-9]\d?1\d)(?![\d度.]|\s?[平块元年])(?:室|户)?"
_OTHERS = r"[他她]们?家?|人家|对[门面]|隔壁|邻居|楼[上下]"
_MINE = late(rf"(?:[我俺]|自[己家])们?家?(?:的|就?是|住|在){{0,2}}\s?(?P<room>{_ROOM})")
_THEIRS = compiled(
    rf"(?:{_OTHERS})(?:家|老?[\u4e00-\u9fff]家|那?[家户]|的|住|就?是|在){{0,2}}\s?(?P<room>{_ROOM})"
)
#: both are cold
_BOTH = late(r"[都也]|一样|同样|两家|俩|一[起块]|分别|[他她]们?家(?:里|才|是)?\s?1\d")
#: one is told of for the other's sake
_ONE = late(
    r"[漏流淌渗滴淹泡浇灌][到进了]|装修|弄坏|改[的了管动]|[热好]得很|挺热|暖和|没事|正常|(?<![不没])热[,。;、\s]|打通"
)
#: whose is what follows
_CUT = late(
    r"[,。;!\s(]+|(?<=[^,。;!\s(])(?=[我俺他她](?:家|姓|叫|电话|的电话|的号)|对门|隔壁|楼[上下]\d)"
)


_RIGHT_BEHIND = late(r"[\s,室户]{0,2}")


def may_be(masked: str) -> bool:
    """Whether a neighbour's door is told by its number."""
    return _THEIRS.search(masked) is not None


def told(text: str, size: LargeArea) -> list[Complaint]:
    """One's own home and the neighbour's, the building told before them or after."""
    masked, numbers = compounds.masked(text)
    mine, theirs = _MINE.search(masked), _THEIRS.search(masked)
    if mine is None or theirs is None or mine["room"] == theirs["room"]:
        return []
    if not _BOTH.search(masked) or _ONE.search(masked):
        return []
    houses = _houses(masked, mine["room"])
    one = read_one(text, "", size)
    if len(houses) != 1 or one is None:
        return []
    house = houses[0]
    doors = sorted((mine, theirs), key=lambda m: m.start())
    between = house.start > doors[0].start() and house.end < doors[1].end()
    if between and not _RIGHT_BEHIND.fullmatch(masked, doors[0].end(), house.start):
        return []
    stem = text[house.start : house.end]
    found = []
    for door, words in zip((mine, theirs), _shared_out(text, stem, mine[0], theirs), strict=True):
        told = read_one(words, "", size, same=one)
        own = read_one(words, "", size)
        before = house.start < door.start() and house.end <= door.end()
        found.append(
            one._replace(
                name=told.name if told else None,
                phone=told.phone if told else None,
                address=f"{stem} {door['room']}" if before else _behind(text, door, house),
                community=addresses.name(stem),
                type=own.type if own and own.sure else one.type,
                room_temp_c=_degrees(words, told),
                text=words,
            )
        )
    if len(numbers) == 1 and one.phone and not any(c.phone for c in found):
        # a number behind the neighbour's door is nobody's there
        found[0] = found[0]._replace(phone=one.phone, name=found[0].name or one.name)
    return shared_contact(found)


def _houses(masked: str, room: str) -> list[Place]:
    """The buildings that are told by name."""
    named = (p for p in places.find(masked) if p.named and not p.labelled)
    return [p for p in (_without_room(p, room, masked) for p in named) if p.level < FLAT]


def _without_room(place: Place, room: str, masked: str) -> Place:
    """`我是401,某里7号楼`: the building behind one's own door."""
    if not place.text.startswith(room):
        return place
    behind = _RIGHT_BEHIND.match(masked, place.start + len(room))
    start = behind.end() if behind else place.start
    return place._replace(start=start, text=masked[start : place.end], level=1)


def _behind(text: str, door: re.Match[str], house: Place) -> str:
    """A room and the building told behind it, in one span where nothing stands between."""
    if _RIGHT_BEHIND.fullmatch(text, door.end(), house.start):
        return text[door.start("room") : house.end]
    return f"{door['room']} {text[house.start : house.end]}"


def _shared_out(text: str, stem: str, mine: str, theirs: re.Match[str]) -> tuple[str, str]:
    """What is told of one's own home and what of the neighbour's."""
    own, others = [mine], [theirs[0]]
    turn: list[str] | None = None
    for words in _CUT.split(text.replace(stem, " ")):
        if _OF_OTHERS.match(words) or words.startswith(theirs["room"]):
            turn = others
        elif _OF_MINE.match(words):
            turn = own
        if turn is not None:
            turn.append(words)
    return " ".join(own), " ".join(others)


#: how warm it is at another's is no room temperature elsewhere
_WARMTH = late(rf"(?:{_OTHERS})家?(?:里|才|只有|也|是)*(\d\d(?:\.\d)?)度")
_OF_OTHERS, _OF_MINE = late(_OTHERS), late(r"[我俺]|自[己家]|本人")


def _degrees(words: str, told: Complaint | None) -> float | None:
    """How warm it is there: the neighbour's is no room temperature where another tells of it."""
    if told and told.room_temp_c is not None:
        return told.room_temp_c
    theirs = _WARMTH.search(words)
    return float(theirs[1]) if theirs else temps.figure(compounds.masked(words)[0])
