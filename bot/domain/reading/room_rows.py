"""Rooms told by their numbers only, in a row or one after the other (R2.2): where they stand."""

from __future__ import annotations

import re

from bot.domain.reading.late import late

_H = "\u4e00-\u9fff"
_ROOM_LED = late(
    rf"(?=\d\d)(?<![^;。\n:,、\s有和跟①-⑳])(\d{{1,2}}0[1-9])(?:室|户)?"
    rf"(?=[{_H}\s:,(])(?!\s?[年月日度元号单栋米多个天平层楼])"
)


_TROUBLE = (
    r"(?:暖气片?|地暖|地热|屋里|家里)?(?:一直|根本|全|都|还是|还)?"
    r"(?:[不没]热|[不没]暖|冰[凉的]|凉的|漏[水气的,。;]|漏$|滴水|渗水|堵了|1\d(?:\.\d)?\s?度)"
)
_TROUBLE_THERE = late(rf"(?:室|户|家|那[户家])?(?:也|还|说|报|反映)?{_TROUBLE}")
_TROUBLE_HERE = late(rf"\d{{3,4}}[室户家]?{_TROUBLE}[\s,。;、]*$")
#: the water of one is in the other's home
_INTO = late(r"[漏流淌渗滴淹泡浇灌][到进]|打通")


def _is_told_apart(text: str, room: re.Match[str]) -> bool:
    """Whether the one room behind a flat is another home: a number stands before it and one behind
    (`…1单元301…138…,401…139…`), or each has a trouble of its own (`…301不热,401漏水`)."""
    if "\x01" in text[: room.start()] and "\x01" in text[room.end() :]:
        return True
    there = _TROUBLE_THERE.match(text, room.end())
    return bool(there and _TROUBLE_HERE.search(text, 0, room.start()) and not _INTO.search(text))


_WHO_THERE = late(rf"(?:室|户)?[\s:,(]?[{_H}]{{0,4}}[\s:,]{{0,2}}")


def by_rooms(text: str) -> list[tuple[str, int, int]]:
    """`201…;302…;401…`, the building told once for all: the room, and where its words stand. One
    room alone, where a number stands before it and behind it."""
    leads = list(_ROOM_LED.finditer(text)) if text.count("0") > 1 else []
    if len({m[1] for m in leads}) < len(leads):  # told again, each with its number
        called = [
            m
            for m in leads
            if (who := _WHO_THERE.match(text, m.end())) and text.startswith("\x01", who.end())
        ]
        leads = called if {m[1] for m in called} == {m[1] for m in leads} else []
    if len({m[1] for m in leads}) != len(leads):
        return []
    if not leads or (len(leads) == 1 and not _is_told_apart(text, leads[0])):
        return []
    ends = [*(m.start() for m in leads[1:]), len(text)]
    if not all(text[m.end() : end].strip() for m, end in zip(leads, ends, strict=True)):
        return []
    return [(m[1], m.end(), end) for m, end in zip(leads, ends, strict=True)]


_ROW = late(
    r"(?:\s\d{3,4}[室户]?)+(?=\s?[两俩三四五六]\s?[家户])|(?:\s?[、,/和]\s?\d{3,4}[室户]?)+(?!\s?[都也全均](?:说|是|挺|很)?热)"
    r"(?=\s?(?:[、,]?[都均也全这几三两四五六共不没室户家]|[\u4e00-\u9fff]{1,4}[都全]|$|[\s,。;]))"
)


_IN_ROW = late(
    r"\d{3}[室户]?(?:\s?[、,/和]\s?\d{3,4}(?!\d)|\s\d{3,4}[室户]?\s?[两俩三四五六]\s?[家户])"
)


def number_behind(text: str, room: str, at: int) -> int:
    """Where the number of one of the rooms in a row begins: `…601姓严138…,602姓陶139…`; -1."""
    told = re.search(rf"(?<!\d){room}(?:室|户|那[户家])?[^\d\x01。;!\n]{{0,8}}\x01", text[at:])
    return at + told.end() - 1 if told else -1


def has_row(text: str) -> bool:
    """Whether rooms stand in a row anywhere."""
    return _IN_ROW.search(text) is not None


def rooms_behind(text: str, at: int) -> list[str]:
    """The rooms that stand in a row behind the first: `…501、601、701`."""
    row = _ROW.match(text, at)
    return re.findall(r"\d{3,4}", row[0]) if row else []
