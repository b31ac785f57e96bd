"""Places told one after the other, a stop between them, each at the head of what is told of it
(R2.2): `某里2-3-401 不热 138…;某苑换热站泵漏水;某村全村凉了`."""

from __future__ import annotations

from bot.domain.reading import addresses, compounds, items, lists, places
from bot.domain.reading.late import late
from bot.domain.reading.severity import LargeArea
from bot.domain.reading.single import Complaint, is_by_one, read_one, shared_contact

_STOP, _ANY_STOP = late("[;\n]"), late("[;。\n]")
#: what may stand before the place
_LEAD = late(
    r"(?:[^:;。\n]{0,16}:)?\s*(?:[a-zA-Z][.、)]\s?)?(?:(?:还|再|另)有一?[个户家处]?|另外|再就?是|最后)?[\s,:]*"
)
_ROAD = late(r"(?:路|街|道|巷|胡同|桥)$")
#: characters of a line above them
_TITLE = 12
#: who only speaks of the trouble there, or works there
_NOBODYS_HOME = late(r"\s?(?:小区)?(?:的?物业|社区|居委|业委|那边|一直|其他|别的|整体|是)")


def may_be(text: str, numbers: int) -> bool:
    """Whether there are stops that places may stand between; sentences, where two can be called."""
    return ";" in text or (numbers > 1 and "。" in text)


def told(text: str, size: LargeArea) -> list[Complaint]:
    """Each place's complaint, where every part begins with a place of its own, or two can be called
    and two parts do; what begins with none goes on with the part before it."""
    body, tail = lists.for_all(text)
    numbers = len(compounds.masked(body)[1])
    pieces: list[str] = []
    known: set[str] = set()
    others = 0
    for part in (_ANY_STOP if numbers > 1 else _STOP).split(body):
        head = _head(part, first=not pieces)
        if head and head not in known:
            known |= {head, addresses.name(head) or head}
            pieces.append(part)
        elif pieces and part.strip():
            others += 1
            pieces[-1] += f";{part}"
        elif len(part) > _TITLE:  # the trouble is told before the place
            return []
    if len(pieces) < 2 or (others and numbers < 2):
        return []
    found = items.told_apart(pieces, size)
    if found and tail and (called := read_one(tail, "", size, same=found[0])):
        return shared_contact(found, called if called.phone else None)
    if numbers == 1 and found and found[-1].phone and is_by_one(text):
        return shared_contact(found)
    return found


def _head(part: str, *, first: bool) -> str:
    """The place that a part begins with; nothing if it begins with none. Before the `first` may
    stand what is told above them."""
    lead = _LEAD.match(part)
    start = lead.end() if lead else 0
    place = next(iter(places.find(compounds.masked(part)[0])), None)
    if place is None or not (place.named or place.level == 2) or _ROAD.search(place.text):
        return ""
    if place.start > start and not (first and place.level == 2):
        return ""
    return "" if _NOBODYS_HOME.match(part, place.end) else place.text
