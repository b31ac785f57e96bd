"""The line above a list: what it announces, and of what (R2.2)."""

from __future__ import annotations

from bot.domain.reading import compounds, places
from bot.domain.reading.late import late
from bot.domain.reading.numbers import value

_CALLS_FOR = late(r"接龙|[报登]一下|报[名修上]|登记|统计|汇总|名单|格式")


def is_lead(words: str, *, cold: bool) -> bool:
    """Whether the first line only says what stands below: `今天走访的三家:`."""
    leads = words.endswith(":") or (cold and _CALLS_FOR.search(words) is not None)
    return leads and not compounds.has_flat(words)


def is_counted(pieces: list[str], bare: list[str]) -> bool:
    """Whether there are as many items as the line above them says."""
    said = _SO_MANY.search(bare[0]) if not compounds.has_flat(bare[0]) else None
    return said is not None and value(said[1].replace("俩", "两")) == len(pieces) - 1


#: `下午热线导出的4条`, `三件急的`
_SO_MANY = late(
    r"(?<![第\d一二三四五六七八九十:])([两俩二三四五六七八九十2-9])(?:[件条户家个处活桩拨码样路起通]|单(?!元)|连[报发])(?![月星小多]|工作|电话|半)"
)


def is_heading(line: str, behind: str) -> bool:
    """A line that is nothing but a compound's name, above flats that are told without one."""
    words = line.strip(": ")
    found = places.find(compounds.masked(words)[0]) if words else ()
    whole = len(found) == 1 and found[0].named and found[0].level == 0 and found[0].text == words
    below = places.find(compounds.masked(behind)[0]) if whole else ()
    return any(p.level == 2 for p in below) and not any(p.named for p in below)
