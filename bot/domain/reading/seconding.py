"""Rules and tags weighed: whose address, compound and name are followed where they differ (decision
0028).

The rules read what is written in full by themselves. The examples are asked only where the rules
found nothing, little, or something odd, and are followed where they are sure of it.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.reading import addresses, tagging
from bot.domain.reading.late import late
from bot.domain.reading.name_spots import CLERK
from bot.domain.reading.name_stops import PLAIN, STOP
from bot.domain.reading.name_words import FOREIGN, HAN, NOBODY, NOT_PEOPLE, SURNAME
from bot.domain.reading.place import level_of
from bot.domain.reading.place_details import detail
from bot.domain.reading.place_words import CHAR, ROAD
from bot.domain.reading.tagging import Span

#: what is needed, as the logarithm of the odds in hundredths: even odds where the rules found no
#: address, four to one for anything else
_EVEN, _CLEAR = 0, 139
#: an address that is shorter than this may be a part of one
_SHORT = 8
#: longer than any name that is called
_LONG_NAME = 7
#: who only took the message down is told so right before his name
_CLERK_BEFORE = 10
#: longer than this a text is not asked about
_LONGEST = 1_500
#: said not to be one's name
_NOT_HIS = late(r"不(?:是|姓|叫)$")
_COMMON = late(rf"[老小]?{SURNAME}|\*")
#: a number that can be a house's
_HOUSE = late(r"(?<![\d.])\d{1,4}(?![\d.度℃°%:年月日点个多天户])")
#: a few characters beside a phone that can be a name
_BESIDE = late(
    rf"(?<![{HAN}])[{HAN}]{{1,4}}[^\w\x01]{{0,2}}\x01|\x01[^\w\x01]{{0,2}}(?:找|叫|是|我)?[{HAN}]{{1,3}}(?![{HAN}])"
)
#: said before an address and no part of it
_BEFORE = late(
    r"(?:[^\w(]+|我?家?住在?|其?位于|地[点址][是显示为]*|位置[是在]?|在|是|咱们?|我们?|啥|跟?前(?=呢)|呢|一位|首先)+"
)
#: `某街16` … `层`: what counts belongs to its figure
_UNIT = late(r"(?<=\d)[层楼号栋室]")
_ROAD = late(ROAD)
#: `下游的某苑`, `是个幼儿园某某路…`
_TALK = late(rf"{CHAR}{{2,4}}的(?={CHAR}{{3}})|个(?:幼儿园|饭店|超市|学校)(?={CHAR}{{3}})")
#: what parts a name from an address beside it; the number to call is blanked out
_SIGNS = " \t\n,、。;:()0123456789-\x01"
_EDGE = late(r"[\s,、。;:()\x01]|[\d-]{7}|$")
_COMMA = late(r"[,、。;]\s*")
_BEHIND = late(r"(?:[^\w)#°]|(?:约|近)?\d{1,5}[多余来几]?户)+$")
_FIELD = late(r"[:|【】*@\x01]")
_EDGES = late(r"^[^\w(*]+|[^\w)*]+$")


class Read(NamedTuple):
    """Whom to call and where it is, as it stands in the text."""

    name: str | None
    address: str | None
    community: str | None


def read(text: str, masked: str, first: Read, *, called: bool) -> Read:
    """What the rules read first, and the examples where they know better. `masked` is the text's
    twin with phones blanked out, `called` whether there is a number to call."""
    place = _little(first, masked)
    whom = _is_odd(first.name) if first.name else called and bool(_BESIDE.search(masked))
    if not (place or whom) or len(text) > _LONGEST:
        return first
    tagged = tagging.tag(masked)
    if whom or not first.name:
        first = first._replace(name=_name(text, tagged.name, first))
    if not place or (first.address and not _stands_in(first.address, text)):
        return first
    parts = [part for span in tagged.address if (part := _part(text, span, first.name))]
    address = _address(parts, first)
    anew = address != first.address and not _holds(address, first.address)
    old = None if anew else first.community
    best = max(tagged.community, key=lambda span: span.sure, default=None)
    words = _EDGES.sub("", text[best.start : best.end]) if best else ""
    if best and best.sure >= (_EVEN if anew else _CLEAR) and _more(words, old):
        found = addresses.name(words)
        if found and _holds(address, found) and not (old and old.endswith(found)):
            return Read(first.name, address, found)
    return Read(first.name, address, old)


def _is_odd(name: str) -> bool:
    """Whether a name neither begins with a known surname nor is made as other peoples' are."""
    return not _COMMON.match(name) and not FOREIGN.search(name)


def _little(first: Read, masked: str) -> bool:
    """Whether the rules found so little of an address that there may be more of it."""
    if not first.address:
        return True
    if len(first.address) >= _SHORT:
        return False
    return not first.community or (not level_of(first.address) and bool(_HOUSE.search(masked)))


def _dense(words: str | None) -> str:
    return _EDGES.sub("", "".join(words.split())) if words else ""


def _holds(whole: str | None, part: str | None) -> bool:
    return bool(part) and _dense(part) in _dense(whole)


def _stands_in(address: str, text: str) -> bool:
    """Whether all of an address is in the text: what is told for several stands elsewhere."""
    return all(part in text for part in address.split())


class _Part(NamedTuple):
    words: str
    start: int
    sure: int


def _part(text: str, span: Span, name: str | None) -> _Part | None:
    """A tagged part without what people say around it, nor whom to call beside it."""
    words = text[span.start : span.end]
    before = _BEFORE.match(words)
    start = span.start + (before.end() if before else 0)
    unit = _UNIT.match(text, span.end)
    words = text[start : unit.end() if unit else span.end]
    if name and name in words:
        first, _, last = words.partition(name)
        if _EDGE.match(last) and not first.strip(_SIGNS):
            words = last.lstrip(_SIGNS)
            start = text.index(words, start) if words else start
        elif not last.strip(_SIGNS) and first[-1:] in _SIGNS:
            words = first.rstrip(_SIGNS)
    for comma in _COMMA.finditer(words):
        if detail(words, comma.end()) is None:
            words = words[: comma.start()]
            break
    words = _BEHIND.sub("", words)
    if len(words) < 2 or _FIELD.search(words) or PLAIN.fullmatch(words):
        return None
    return _Part(words.replace("/", " "), start, span.sure)


def _address(parts: list[_Part], first: Read) -> str | None:
    old = first.address
    if not parts:
        return old
    parts = [_without_talk(part, old) for part in parts]
    whole = " ".join(part.words for part in parts)
    sure = min(part.sure for part in parts)
    if old is None:
        return whole if sure >= _EVEN and len(whole) > 2 else None
    holding = next((part for part in parts if _holds(part.words, old)), None)
    if holding is not None:
        if sure >= _CLEAR and _may_join(parts, holding, first):
            return whole
        return holding.words if holding.sure >= _CLEAR and _more(holding.words, old) else old
    if _holds(old, whole) or all(_holds(whole, word) for word in old.split()):
        return old
    loose = level_of(old) == 0 or first.community is None
    less = level_of(whole) < level_of(old) and _ROAD.search(old)  # a number in a street is known
    return whole if loose and not less and sure >= _CLEAR else old


def _without_talk(part: _Part, old: str | None) -> _Part:
    """A part without what is said before the place that the rules found in it, or what no place
    begins with."""
    at = part.words.find(old) if old else 0
    apart = at > 0 and not _ROAD.search(part.words, 0, at)  # `某街到某路` is a stretch of one
    said = [m.end() for m in STOP.finditer(part.words, 0, at)] if apart else []
    if not said and (talk := _TALK.match(part.words)):
        said = [talk.end()]
    return (
        part._replace(words=part.words[said[-1] :], start=part.start + said[-1]) if said else part
    )


def _more(words: str, old: str | None) -> bool:
    return _dense(words) != _dense(old)


def _may_join(parts: list[_Part], holding: _Part, first: Read) -> bool:
    """Whether the other parts can belong to the one the rules found: one house, one compound."""
    others = [part for part in parts if part is not holding]
    if level_of(holding.words) == 2 and (
        first.community or any(level_of(part.words) == 2 for part in others)
    ):
        return False
    ahead = any(part.start < holding.start for part in others)
    return bool(others) and not (first.community and ahead)


def _name(text: str, spans: tuple[Span, ...], first: Read) -> str | None:
    old = first.name
    best = max(spans, key=lambda span: span.sure, default=None)
    if best is None or best.sure < _CLEAR:
        return old
    before = text[max(0, best.start - _CLERK_BEFORE) : best.start]
    if CLERK.search(before) or _NOT_HIS.search(before):
        return old
    words = _EDGES.sub("", text[best.start : best.end])
    if not 0 < len(words) < _LONG_NAME or NOT_PEOPLE.search(words) or NOBODY.match(words):
        return old
    return old if _holds(first.address, words) or not _more(words, old) else words
