"""Whether two complaints come from one household: phones, doors and communities compared.

Neighbours look like duplicates, so building, unit and room are compared exactly. A community is
compared loosely, and what is only alike is never enough to open no ticket.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from bot.domain.complaint import Complaint
from bot.domain.contact import doubted
from bot.domain.reading.normal import fold, normalise
from bot.domain.reading.numbers import digits, value
from bot.domain.ticket import Ticket, Type

_NUM = r"(?:[A-Za-z]?\d{1,4}[A-Za-z]?|[A-Za-z]|[零〇一二两三四五六七八九十百幺]{1,5})"
_BUILDING = rf"(?P<building>{_NUM})(?:号住宅楼|号楼|栋|幢|座|#楼|#|号|楼|-)"
_UNIT = rf"(?P<unit>{_NUM})(?:单元|门|-)"
_SIDE = rf"(?P<side>[东西南北中左右]{{1,2}}|{_NUM})"
_ROOM = rf"(?:(?P<floor>{_NUM})(?:楼|层){_SIDE}|(?P<room>{_NUM}))(?:室|号|户|房|手)?$"
_DOOR = re.compile(rf"(?:{_BUILDING})?(?:{_UNIT})?{_ROOM}")
_ENDS_IN = re.compile(
    rf"(?P<head>.*?)(?P<house>{_NUM}(?:号住宅楼|号楼|栋|幢|座|#楼?))?\s*(?P<unit>{_NUM}(?:单元|门))?\s*"
    r"(?P<room>\d{2,4}(?:室|号|户|房)?)?"
)
_CODE = re.compile(
    r"(?P<head>.*?)(?P<house>[A-Z]?\d{1,3})-(?P<unit>\d{1,2})-(?P<room>\d{2,4})(?:室|号|户|房)?"
)
_FIGURES = re.compile(rf"[A-Z]?{_NUM}")
_HOUSE = re.compile(rf"(?P<building>{_NUM})(?:号住宅楼|号楼|栋|幢|座|#楼?)(?:{_UNIT})?")
_NOISE = re.compile(r"\([^)]*\)|[\s,、。·]")
_KIND = re.compile(r"(?:小区|社区)$")
#: "阳光花园一期" and "阳光花园二期" are one letter and two communities apart.
_TELLING = frozenset("一二三四五六七八九十东西南北中前后上下ABCDEFGH0123456789")
#: Asks after what was complained of before, and of nothing new.
_AFTER = re.compile(
    r"没(?:有)?人(?:来|管|上门)|没来|催|还没|怎么还|什么时候|仍|还是|再次|又打|又来电|第[二三四五两\d]次(?:打|来)"
)
#: 用户第三次打来 骂人了: it is he who loses his temper, and nobody of ours
_CURSES = re.compile(
    r"(?:用户|[户业]主|人家|[他她])(?![^骂]{0,10}(?:师傅|你们?|员|工|被|挨))[^骂]{0,10}骂(?:人|我们|街|娘)?"
)
_NEW_MATTER = re.compile(r"态度|骂|索要|乱收|赔|道歉|投诉(?:你|他|她|师傅|客服)")


class Likeness(IntEnum):
    """How much speaks for one household."""

    OTHER = 0
    NEAR = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Door:
    """Building, unit and room as far as they are told; `before` is what stands before them."""

    building: str = ""
    unit: str = ""
    room: str = ""
    before: str = ""

    @property
    def key(self) -> str | None:
        """What finds this door again; None where it is no single flat."""
        exact = self.room and (self.building or self.unit)
        return f"{self.building}-{self.unit}-{self.room}" if exact else None

    def contradicts(self, other: Door) -> bool:
        """Whether what both tell is not the same."""
        pairs = (
            (self.building, other.building),
            (self.unit, other.unit),
            (self.room, other.room),
        )
        return any(a and b and a != b for a, b in pairs)


@lru_cache(maxsize=4096)
def door_of(address: str | None) -> Door:
    """`阳光花园三号楼2单元501`, `3-2-501`, `A座5楼东户` as building, unit, room."""
    words = _NOISE.sub("", fold(normalise(address or "")))
    found = _DOOR.search(words) or _HOUSE.search(words)
    if found is None:
        return Door(before=words)
    parts = {name: _figure(text or "") for name, text in found.groupdict().items()}
    room = parts.get("room") or ""
    if parts.get("floor"):
        room = f"{parts['floor']}-{parts['side']}"
    return Door(parts.get("building", ""), parts.get("unit", ""), room, words[: found.start()])


def with_door(address: str | None, told: str) -> str:
    """`阳光花园3号楼2单元501` with `503` or `1单元503` in it; what names more than a door stands
    alone."""
    known, told = (address or "").strip(), told.strip()
    value, whole, code = _ENDS_IN.fullmatch(told), _ENDS_IN.fullmatch(known), _CODE.fullmatch(known)
    if code and (new := _CODE.fullmatch(told)) and not new["head"]:
        return code["head"] + told
    if value is None or whole is None or value["head"] or not known:
        return told
    if code:  # 9-3-1101, and 19号楼 or 503 told of it
        parts = (_in_figures(value[p]) or code[p] for p in ("house", "unit", "room"))
        return code["head"] + "-".join(parts)
    return whole["head"] + "".join(value[p] or whole[p] or "" for p in ("house", "unit", "room"))


def _in_figures(door: str | None) -> str:
    """十九号楼 → 19"""
    number = _FIGURES.match(door or "")
    return _figure(number[0]) if number else ""


def _figure(words: str) -> str:
    if not words or words.isascii() or not value(words):
        return words.upper().lstrip("0") or words
    return str(value(words)) if "十" in words or "百" in words else digits(words)


@lru_cache(maxsize=4096)
def community_key(community: str | None) -> str | None:
    """One spelling of a community's name."""
    words = _NOISE.sub("", fold(normalise(community or "")))
    return (_KIND.sub("", words) or words) or None


def communities_alike(one: str | None, other: str | None) -> Likeness:
    """Names that are the same, or one letter apart, or one within the other."""
    if not one or not other:
        return Likeness.NEAR
    if one == other:
        return Likeness.SAME
    if len(one) > len(other):
        one, other = other, one
    if len(one) > 1 and (other.endswith(one) or other.startswith(one)):
        return Likeness.NEAR
    if len(one) == len(other) > 2:
        apart = [{a, b} for a, b in zip(one, other, strict=True) if a != b]
        return Likeness.NEAR if len(apart) == 1 and not apart[0] & _TELLING else Likeness.OTHER
    return Likeness.OTHER


def compare(new: Complaint, words: str, old: Ticket) -> Likeness:
    """How much `new`, said in these words, is what `old` was opened for."""
    where, there = door_of(new.address), door_of(old.address)
    place = _places(new, where, old, there)
    contradicts = where.contradicts(there) or place is Likeness.OTHER
    if new.phone and new.phone == old.phone:
        same = not contradicts and same_matter(new, words, old)
        return Likeness.SAME if same else Likeness.NEAR
    other_phone = bool(new.phone and old.phone) and "phone" not in doubted(old)
    if where.key and where.key == there.key and place is not Likeness.OTHER:
        if place is Likeness.SAME:
            same = not other_phone and same_matter(new, words, old)
            return Likeness.SAME if same else Likeness.NEAR
        return Likeness.OTHER if other_phone else Likeness.NEAR
    if not other_phone and not contradicts and word_for_word(words, old.content):
        # Word for word: a place that is named is the same place, nameless words may be anyone's.
        return Likeness.SAME if new.address else Likeness.NEAR
    return Likeness.OTHER


def _places(new: Complaint, where: Door, old: Ticket, there: Door) -> Likeness:
    mine = community_key(new.community) or where.before
    theirs = community_key(old.community) or there.before
    return communities_alike(mine, theirs)


def same_matter(new: Complaint, words: str, old: Ticket) -> bool:
    """The same trouble, or a word about how long it takes."""
    if new.type == old.type.value:
        return True
    asks = Type(new.type) in (Type.SERVICE, Type.OTHER) and _AFTER.search(words)
    return bool(asks) and not _NEW_MATTER.search(_CURSES.sub("", words))


def word_for_word(one: str, other: str) -> bool:
    """Whether nothing but blanks differs."""
    return _plain(one) == _plain(other)


def completes(new: Complaint, old: Ticket) -> dict[str, object]:
    """What a repeat tells that its ticket lacks: empty and wrong fields, an exacter address."""
    told = {
        "name": new.name,
        "phone": new.phone,
        "address": new.address,
        "community": new.community,
        "room_temp_c": new.room_temp_c,
    }
    fields: dict[str, object] = {
        name: value
        for name, value in told.items()
        if value is not None and (getattr(old, name) is None or name in doubted(old))
    }
    if door_of(new.address).key and not door_of(old.address).key:
        fields["address"] = new.address
    return fields


def _plain(words: str) -> str:
    return "".join(normalise(words).split())


def find(
    new: Complaint, words: str, known: Sequence[Ticket], go_between: int
) -> tuple[Ticket | None, Ticket | None]:
    """The ticket that this is a repeat of, else the one that it is perhaps the same as.

    A phone under which `go_between` doors were told finds nothing: it is nobody's own.
    """
    found = [(compare(new, words, old), old) for old in known]
    same = [old for likeness, old in found if likeness is Likeness.SAME]
    if same:
        return max(same, key=lambda t: t.id), None
    near = [old for likeness, old in found if likeness is Likeness.NEAR]
    doors = {old.address for old in near if old.phone and old.phone == new.phone}
    if len(doors) >= go_between:
        near = [old for old in near if old.phone != new.phone]
    return None, max(near, key=lambda t: t.id, default=None)
