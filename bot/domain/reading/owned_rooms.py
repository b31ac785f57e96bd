"""Rooms in a row, each with who lives there or all with one trouble, and the building told once,
before them or behind (R2.2): `老某302,我202,都是某里4号楼`, `501和601都不热,某里3号楼`."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.reading import addresses, compounds, in_turn, phones, places, room_rows
from bot.domain.reading.late import late
from bot.domain.reading.name_words import SURNAME, TITLE
from bot.domain.reading.quick import compiled
from bot.domain.reading.severity import LargeArea
from bot.domain.reading.single import Complaint, read_one

_ROOM = (
    r"(?:[1-9]\d?0[1-9]|[1-9]\d?1\d|[一二三四五六七八九十]{1,2}[零〇洞][一二三四五六七八九])"
    r"(?![\d度.]|\s?[平块元年个])(?:室|户(?!都))?"
)
_PERSON = rf"[老小]{SURNAME}|{SURNAME}[\u4e00-\u9fff]?{TITLE}"
_ITEM = (
    rf"(?:(?:{_PERSON}|[我俺他她]|自己?)(?:家|住的?|[在是])?\s?)?(?<![\d-]){_ROOM}"
    rf"\s?(?:住?的?是?(?:姓{SURNAME}的?|(?:{_PERSON})家?|{SURNAME}家)|自家|[我俺]家)?"
)
_JOINT = r"(?:\s?[、,;和与跟及]\s?(?:还有|以及)?|\s|\s?(?:还有|以及)\s?|(?<=的)|(?<=家))"
_ROW = late(rf"{_ITEM}(?:{_JOINT}{_ITEM}){{1,7}}(?![\d-])")
_ONE = compiled(rf"(?P<room>{_ROOM})")
_OWNER = late(rf"姓({SURNAME})|({_PERSON})|({SURNAME})(?=家)")
_SELF = late(r"[我俺]|自己?家?")
#: one's own, told beside the row of the others
_MINE = late(rf"[我俺](?:家|住|[是在])[^,。;\d]{{0,4}}(?<![\d-])(?P<room>{_ROOM})")
#: what is told of all of them
_ALL = late(
    r"(?:室|户|家|的)?[\s,、]?(?:这|一共|反映|说|报|[两俩三仨四五\d][家户]|[他她]们|今[早天]|昨[晚天])*[都均全]"
    r"(?!(?:说|是|还|挺|很)*(?:热|正常|好|暖和|没事|行))|[\s,、]?(?:这|一共)?[两俩三仨四五][家户](?=[^,。;]{0,6}[不没漏低凉冷])"
)
#: one of them is told of for the other's sake
_INTO = late(r"[漏流淌渗滴淹泡浇灌][到进](?!五楼|楼下|楼道)|打通|问过|装修")
#: a whole building, of which a few are named
_SAMPLES = late(
    r"[整全](?:个?楼|栋|幢|个?单元|门洞)|从\d{1,2}[楼层]到|\d[楼层]到\d|(?:像|比如|例如|譬如|包括|报修的有|打电话的有)\s?\d"
)
_WARMTH = late(r"[^,。;\d]{0,4}(1\d(?:\.\d)?)\s?(?:度|°)")
#: `分别14.8和16`
_EACH = late(r"分别(?:是|为|只有|才)?1\d(?:\.\d)?(?:\s?[度℃、,和]{1,2}\s?1\d(?:\.\d)?)+")
_FIGURE = late(r"1\d(?:\.\d)?")
_MY_WARMTH = late(r"[我俺]家[^,。;\d]{0,4}1\d(?:\.\d)?\s?度")


class _Home(NamedTuple):
    room: str
    start: int
    owner: str | None
    is_mine: bool


def may_be(masked: str) -> bool:
    """Whether something is told of several at once."""
    if not ("都" in masked or "均" in masked or in_turn.how_many(masked) > 1):
        return False
    rooms = _ONE.finditer(masked)
    return next(rooms, None) is not None and next(rooms, None) is not None


def told(text: str, size: LargeArea) -> list[Complaint]:
    """The same trouble of each room, with who lives there."""
    masked, numbers = compounds.masked(text)
    row = _ROW.search(masked)
    if row is None or _INTO.search(masked) or _SAMPLES.search(masked, 0, row.end()):
        return []
    homes = _homes(masked, row)
    many = {in_turn.how_many(masked), in_turn.how_many(masked[row.end() :])}
    if len(homes) not in many and not _ALL.match(masked, row.end()):
        return []
    told = [p for p in places.find(masked) if p.named and not p.labelled]
    one = read_one(text, "", size) if len(told) == 1 and len(homes) > 1 else None
    if one is None:
        return []
    house = told[0]
    end = min([house.end, *(h.start for h in homes if house.start < h.start < house.end)])
    building = text[house.start : end].strip(" ,-")
    owned = any(h.owner for h in homes)
    out: list[Complaint] = []
    for home in homes:
        before = house.start < home.start
        name = one.name if home.is_mine or not owned else home.owner
        out.append(
            one._replace(
                name=name or home.owner,
                phone=one.phone if len(numbers) == 1 else _phone(masked, home, numbers),
                address=f"{building} {home.room}" if before else f"{home.room} {building}",
                community=addresses.name(building),
                room_temp_c=_degrees(masked, home, homes, one),
            )
        )
    if house.start < homes[0].start < house.end:
        out[0] = out[0]._replace(address=text[house.start : house.end].strip())
    return out


def _homes(masked: str, row: re.Match[str]) -> list[_Home]:
    """The rooms of the row, and one's own that is told beside it."""
    found = list(_ONE.finditer(masked, row.start(), row.end()))
    cuts = [row.start(), *(m.start() for m in found[1:]), row.end()]
    homes: dict[str, _Home] = {}
    led = _OWNER.match(masked, row.start()) or _SELF.match(masked, row.start())
    for i, room in enumerate(found):
        low = found[i - 1].end() if i else row.start()
        words = masked[low : room.start()] if led else masked[room.end() : cuts[i + 1]]
        who = _OWNER.search(words)
        owner = next(filter(None, who.groups()), None) if who else None
        number = room["room"]
        mine = owner is None and _SELF.search(words) is not None
        homes.setdefault(number, _Home(number, room.start(), owner, mine))
    own = _MINE.search(masked)
    if own and own["room"] not in homes and not any(h.is_mine for h in homes.values()):
        homes[own["room"]] = _Home(own["room"], own.start("room"), None, True)
    return list(homes.values())


def _phone(masked: str, home: _Home, numbers: tuple[phones.Phone, ...]) -> str | None:
    start = room_rows.number_behind(masked, home.room.rstrip("室户"), home.start)
    return next((p.digits for p in numbers if p.start == start), None)


def _degrees(masked: str, home: _Home, homes: list[_Home], one: Complaint) -> float | None:
    """How warm it is there, if it is told of each room or of all."""
    own: dict[str, float] = {}
    if apart := _EACH.search(masked):
        figures = [float(f) for f in _FIGURE.findall(apart[0])]
        if len(figures) == len(homes):
            return figures[homes.index(home)]
    for each in homes:
        at = [m.end() for m in re.finditer(rf"(?<![\d-]){each.room}(?!\d)", masked)]
        degrees = [float(w[1]) for a in at if (w := _WARMTH.match(masked, a))]
        if degrees:
            own[each.room] = min(degrees)
    if own:
        return own.get(home.room)
    if _MY_WARMTH.search(masked):
        return one.room_temp_c if home.is_mine else None
    return one.room_temp_c
