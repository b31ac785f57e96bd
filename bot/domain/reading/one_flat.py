"""What is told twice of one flat is one complaint (R2.2)."""

from __future__ import annotations

import re

from bot.domain.reading import place
from bot.domain.reading.late import late
from bot.domain.reading.single import Complaint

#: `别打她的了,打我…`
_RATHER = late(r"别打|打我")


#: `物业经理再次来电`
_CALLS_AGAIN = late(
    r"重复(?:来电|报修?|反映|投诉|诉求|登记|工单)|同上单|(?:再次|又)(?:来电|打来|打电话|致电|催|问)|第[二三四五]次(?:来电|打|催)|再催"
)


#: two flats that are one home
_ONE_HOME = late(
    r"(?:套|间|户|房|\d)[^,。;\d]{0,3}(?:是|都|已经?)?打通|打通[了成的]?(?:成|一[套户家]|[两俩2二][套间户])"
)
#: `其实就是1301漏`: the one that is meant of all that were told
_MEANT = late(
    r"(?:其实|实际上?)(?:应该|应当)?(?:就|只|还)?(?:是|有)?\s?(?P<room>\d{3,4})(?![\d度.])"
)
#: what is told of a flat again: that it is well there
_AGAIN_WELL = r"(?<!\d){}(?!\d)(?P<rest>[^。;!\d]{{0,24}})"
_WELL = late(
    r"(?:恢复|好|正常|热|解决|修好)了?(?<![没未不]恢复)(?<![没未不][好热])(?:$|[,\s])|同意结案|撤单|不用(?:管|去|来)"
)
_LAST_ROOM = late(r"\d{3,4}(?=[室户]?$)")


def is_one_home(text: str) -> bool:
    """Whether flats are told that were made into one home."""
    return "打通" in text and _ONE_HOME.search(text) is not None


def meant(found: list[Complaint], text: str) -> list[Complaint]:
    """Without what is told twice, is well by now, or was corrected in the end."""
    kept = merged(found)
    if len({c.phone for c in kept if c.phone}) == 1 and any(c.address for c in kept):
        kept = [c for c in kept if c.address or not c.phone]
    if only := _MEANT.search(text):
        kept = [c for c in kept if (c.address or "").endswith(only["room"])] or kept
    if "结案" in text or "恢复" in text or "撤" in text:
        kept = [c for c in kept if not _is_well(c, text)] or kept
    return kept


def _is_well(one: Complaint, text: str) -> bool:
    """Whether the last that is told of a flat is that nothing is wanted there any more."""
    room = _LAST_ROOM.search(one.address or "")
    told = [*re.finditer(_AGAIN_WELL.format(room[0]), text)] if room else []
    return len(told) > 1 and _WELL.search(told[-1]["rest"]) is not None


def merged(found: list[Complaint]) -> list[Complaint]:
    """What two of one flat say is one complaint, with the number that is said to be called."""
    first: dict[str, Complaint] = {}
    for one in found:
        address = one.address or ""
        again = _CALLS_AGAIN.search(one.text) and _known(first, one)
        if not again and not place.has_room(address):
            first[address if address and address not in first else f"{len(first)} {address}"] = one
            continue
        same = again or next((a for a in first if _is_same_flat(a, first[a], one)), address)
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


def _tail(one: Complaint) -> str:
    """The address from the compound's name on."""
    return (one.address or "").partition(one.community)[2] if one.community else ""


def _known(first: dict[str, Complaint], one: Complaint) -> str:
    """The place that is told again, with fewer parts of it or with more."""
    tail = _tail(one)
    return next(
        (a for a, c in first.items() if a == one.address or (tail and _tail(c) == tail)), ""
    )


def _is_same_flat(key: str, before: Complaint, one: Complaint) -> bool:
    """Whether one flat is told, once of them without its compound: 8-702, 某里 8-702."""
    key, mine = key.replace(" ", ""), (one.address or "").replace(" ", "")
    if key == mine:
        return True
    longer, shorter = sorted((key, mine), key=len, reverse=True)
    bare = before.community is None or one.community is None
    led = longer[: -len(shorter)][-1:]
    return bare and longer.endswith(shorter) and not (led.isascii() and led != " ")
