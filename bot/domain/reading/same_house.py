"""An entrance or a room that is told for another flat is of the house that was told before it
(R2.2.2): `某苑21号楼1单元301不热,2单元502跑水`: the crew has to know that both are in 21号楼."""

from __future__ import annotations

from bot.domain.reading.flat_numbers import LAST_ROOM
from bot.domain.reading.late import late
from bot.domain.reading.place_words import NUM
from bot.domain.reading.single import Complaint

_ROOM = late(r"\d{3,4}[室户]?")
_ENTRANCE = late(rf"{NUM}(?:单元|门(?![口卫诊面市]))|\d{{1,2}}-\d{{3,4}}$")
#: the house that an address goes down to, before an entrance of its own
_HOUSE = late(rf"[A-Z]?{NUM}(?:号楼|[栋幢座#])(?=楼?\s?(?:{NUM}(?:单元|门)|\d{{1,2}}-\d{{3,4}}$))")


def completed(found: list[Complaint]) -> list[Complaint]:
    """Each complaint whose address begins with an entrance, or is a room, with the house of the one
    before it."""
    house, entrance, of = "", "", None
    out: list[Complaint] = []
    for one in found:
        address, within = one.address or "", _within(one)
        if told := _HOUSE.search(within):
            house, of = address[: len(address) - len(within) + told.end()], one.community
            room = LAST_ROOM.search(address)
            entrance = address[: room.start()].rstrip(" -") if room else ""
        elif house and one.community == of and _ENTRANCE.match(within):
            one = one._replace(address=f"{house} {within}")
        elif entrance and one.community == of and _ROOM.fullmatch(within):
            one = one._replace(address=f"{entrance} {within}")
        else:
            house = entrance = ""
        out.append(one)
    return out


def _within(one: Complaint) -> str:
    """What an address tells behind the compound's name."""
    address, name = one.address or "", one.community or ""
    return address.rpartition(name)[2].lstrip() if name else address
