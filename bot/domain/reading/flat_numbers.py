"""Whose a number is, where several flats were told together (R2.2.2)."""

from __future__ import annotations

from bot.domain.reading import normal, phones, room_rows
from bot.domain.reading.late import is_of, late
from bot.domain.reading.name_words import SURNAME, TITLE
from bot.domain.reading.single import Complaint

#: `…301不热,联系301业主老夏`: the flat whose number this is
_OWNER = late(r"(?:联系|找|打|问)\s?(\d{3,4})(?:室|户|业主|住户|的|家)?\D{0,6}$")
#: `13…是2901的`
_ITS = late(r"[\s,(]?(?:这)?是\s?(\d{3,4})(?:室|户|家)?的")
#: the flat is told again beside the number: `…301 302都不热 301老夏`
_AGAIN = late(r"[\s,。;:(、](\d{3,4})(?:室|户|家)?[\u4e00-\u9fff]{1,4}[\s,:(]{0,2}$")
#: `501喊张姨,502找小简,503打…`
_ASKED = late(
    rf"(\d{{3}})(?:室|户|家|那[户家])?[喊找叫是]"
    rf"([老小]{SURNAME}|{SURNAME}[\u4e00-\u9fff]?{TITLE})"
)


def only_number(
    found: list[Complaint], text: str, numbers: tuple[phones.Phone, ...]
) -> list[Complaint]:
    """One number for several flats is everybody's, unless it is said whose."""
    before = normal.fold(text)[: numbers[0].start] if len(numbers) == 1 else ""
    behind = _ITS.match(normal.fold(text), numbers[0].end) if len(numbers) == 1 else None
    owner = behind or _OWNER.search(before) or _AGAIN.search(before)
    if not owner or (is_of(owner, _AGAIN) and before.count(owner[1]) < 2):
        return found
    theirs = [c for c in found if c.address and c.address.endswith(owner[1])]
    if len(theirs) != 1 or theirs[0].phone is None:
        return found
    asked = dict(_ASKED.findall(before))
    return [
        c if c in theirs else c._replace(name=asked.get((c.address or "")[-3:]), phone=None)
        for c in found
    ]


LAST_ROOM = late(r"-?\d{3,4}[室户]?$")


def with_number(
    one: Complaint, masked: str, at: int, numbers: tuple[phones.Phone, ...]
) -> Complaint:
    """A flat with the number that is told behind its room, below all the flats."""
    room = LAST_ROOM.search(one.address or "")
    start = room_rows.number_behind(masked, room[0].strip("-室户"), at) if room else -1
    return next((one._replace(phone=p.digits) for p in numbers if p.start == start), one)
