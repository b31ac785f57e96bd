"""What is told twice of one flat is one complaint (R2.2)."""

from __future__ import annotations

from bot.domain.reading import place
from bot.domain.reading.late import late
from bot.domain.reading.single import Complaint

#: `别打她的了,打我…`
_RATHER = late(r"别打|打我")


#: `物业经理再次来电`
_CALLS_AGAIN = late(r"(?:再次|又)(?:来电|打来|打电话|致电|催|问)|第[二三四五]次(?:来电|打|催)|再催")


def merged(found: list[Complaint]) -> list[Complaint]:
    """What two of one flat say is one complaint, with the number that is said to be called."""
    first: dict[str, Complaint] = {}
    for one in found:
        address = one.address or ""
        again = _CALLS_AGAIN.search(one.text) and address in first
        if not again and not place.has_room(address):
            first[address if address and address not in first else f"{len(first)} {address}"] = one
            continue
        same = next((a for a in first if _is_same_flat(a, first[a], one)), address)
        before = first.get(same)
        if before is None:
            first[same] = one
            continue
        place_of = max((before, one), key=lambda c: len(c.address or ""))
        degrees = [c.room_temp_c for c in (before, one) if c.room_temp_c is not None]
        rather = one.phone and (before.phone is None or _RATHER.search(one.text))
        caller = one if rather else before
        worst = one if one.severity == "major" else before
        first[same] = before._replace(
            name=caller.name,
            phone=caller.phone,
            address=place_of.address,
            community=place_of.community,
            room_temp_c=min(degrees, default=None),
            severity=worst.severity,
            why=tuple(dict.fromkeys((*before.why, *one.why))),
            text=f"{before.text}\n{one.text}",
        )
    return list(first.values())


def _is_same_flat(key: str, before: Complaint, one: Complaint) -> bool:
    """Whether one flat is told, once of them without its compound: 8-702, 某里 8-702."""
    mine = one.address or ""
    if key == mine:
        return True
    longer, shorter = sorted((key, mine), key=len, reverse=True)
    bare = before.community is None or one.community is None
    led = longer[: -len(shorter)][-1:]
    return bare and longer.endswith(shorter) and not (led.isascii() and led != " ")
