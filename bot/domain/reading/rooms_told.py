"""Rooms told by their numbers, the building once for all of them, before or behind (R2.2)."""

from __future__ import annotations

from bot.domain.reading import (
    addresses,
    compounds,
    flat_numbers,
    lists,
    marks,
    places,
    room_rows,
    temps,
)
from bot.domain.reading.late import late
from bot.domain.reading.place import FLAT, Place
from bot.domain.reading.severity import LargeArea
from bot.domain.reading.single import Complaint, is_by_one, read_one, shared_contact


def told(text: str, size: LargeArea) -> list[Complaint]:
    """`201…;302…`, the building told once, before them or after."""
    masked, _ = compounds.masked(text)
    led = room_rows.by_rooms(masked[: len(lists.for_all(text)[0])])
    if not led:
        return _rooms_in_a_row(text, masked, size)
    first = led[0][1] - len(led[0][0])
    house = [p for p in places.find(masked) if p.start < first or p.start > led[-1][1]]
    if len(house) != 1 or (house[0].level == 2 and house[0].start > first):
        return []
    before = house[0].start < first
    known = house[0].named or _HOUSE.match(house[0].text) is not None
    whole = marks.bare(house[0].text) if before and known else ""
    if whole.endswith(led[0][0]):
        stem = house[0].end - len(led[0][0])
        house[0] = house[0]._replace(level=1, end=stem, text=house[0].text[: -len(led[0][0])])
    elif house[0].text.endswith(tuple(room for room, _, _ in led)):
        return []
    if before:
        led, house[0] = _with_first(led, house[0], first)
    if len(led) < 2:
        return []
    end = min(house[0].end, first) if before else house[0].end
    building = marks.bare(text[house[0].start : end]).strip(" -")
    found: list[Complaint] = []
    called = all("\x01" in masked[start:end] for _, start, end in led)
    meant = read_one(text[:first], "", size) if called and before else None
    for room, start, end in led:
        last = end if before else min(end, house[0].start)
        words = f"{building} {room} {text[start:last].lstrip(':')}"
        degrees = temps.figure(" " + masked[start:end].lstrip(":").partition(";")[0])
        one = _one_room(words, degrees, found[-1] if found else None, meant, size)
        if one is not None and not lists.is_done(text[start:last]):
            address = f"{building} {room}" if before else f"{room} {building}"
            address = whole if whole.endswith(room) and room == led[0][0] else address
            found.append(one._replace(address=address, community=addresses.name(building)))
    return _called(found, text, size)


def _called(found: list[Complaint], text: str, size: LargeArea) -> list[Complaint]:
    """The rooms, all with the number that is told below them or by the one who tells of all."""
    tail = lists.for_all(text)[1]
    contact = read_one(tail, "", size, same=found[0]) if found and tail else None
    if not tail and not (found and found[-1].phone and is_by_one(text)):
        return found
    return shared_contact(found, contact if contact and contact.phone else None)


def _with_first(
    led: list[tuple[str, int, int]], house: Place, first: int
) -> tuple[list[tuple[str, int, int]], Place]:
    """`…2单元101…13度;201…;301…`: the rooms and the house, where the first flat is told in full."""
    known = house.named or _HOUSE.match(house.text)
    head = flat_numbers.LAST_ROOM.search(house.text) if house.level == FLAT and known else None
    if head is None:
        return led, house
    stem = house.start + head.start()
    led = [(head[0].strip("-室户"), house.end, first), *led]
    return led, house._replace(end=stem, text=house.text[: head.start()])


def _one_room(
    words: str,
    degrees: float | None,
    before: Complaint | None,
    meant: Complaint | None,
    size: LargeArea,
) -> Complaint | None:
    """What one room's words complain of: a bare figure is degrees, where the room before it told
    its own; `meant` is what was told above all of them."""
    one = read_one(words, "", size)
    measured = degrees if before and before.room_temp_c is not None else None
    if one is None and before and (lists.is_same(words) or measured):
        one = read_one(words, "", size, same=before)
    if one is None and meant:
        one = read_one(words, "", size, same=meant)
    if one is None or one.room_temp_c is not None or one.type != "quality":
        return one
    return one._replace(room_temp_c=measured)


#: the house is told though its compound is not
_HOUSE = late(r"[A-Z]?\d{1,3}(?:号楼|[栋幢座#])")


def _rooms_in_a_row(text: str, masked: str, size: LargeArea) -> list[Complaint]:
    """`某里3号楼501、601都不热`: the same of each flat, the building told once."""
    found = places.find(masked)
    rooms = [p for p in found if p.level == 2]
    if len(rooms) != 1 or not (any(p.named for p in found) or _HOUSE.match(rooms[0].text)):
        return []
    more = room_rows.rooms_behind(masked, rooms[0].end)
    one = read_one(text, "", size) if more and room_rows.has_row(masked) else None
    if one is None or not one.address:
        return []
    stem = flat_numbers.LAST_ROOM.sub("", rooms[0].text)
    behind = one.address[len(rooms[0].text) :] if one.address.startswith(rooms[0].text) else ""
    if behind.strip("和与、, 室户") in more:
        one, behind = one._replace(address=rooms[0].text), ""
    flats = [one, *(one._replace(address=f"{stem.strip()} {room}{behind}") for room in more)]
    names = [rooms[0].text[len(stem) :].strip("-室户"), *more]
    starts = [room_rows.number_behind(masked, room, rooms[0].end) for room in names]
    numbers = compounds.masked(text)[1]
    if len({start for start in starts if start >= 0}) < 2:
        return flat_numbers.only_number(flats, text, numbers)
    out: list[Complaint] = []
    for flat, start in zip(flats, starts, strict=True):
        end = next((p.end for p in numbers if p.start == start), rooms[0].end)
        low = max((p.end for p in numbers if p.end < end), default=rooms[0].end)
        own = read_one(text[low:end], "", size, same=one)
        told = read_one(text[low:end], "", size)
        calls = next((p.digits for p in numbers if p.start == start), None)
        name = own.name if own and start >= 0 else None
        kind = told.type if told and told.sure else flat.type
        out.append(flat._replace(phone=calls, name=name, type=kind))
    return out
