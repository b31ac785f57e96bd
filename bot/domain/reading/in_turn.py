"""Households told in running text, as many as announced or one a clause (R2.2)."""

from __future__ import annotations

from bot.domain.reading import compounds, lists, places, segment
from bot.domain.reading.items import told_apart
from bot.domain.reading.late import late
from bot.domain.reading.numbers import value
from bot.domain.reading.severity import LargeArea
from bot.domain.reading.single import Complaint, is_by_one, read_one, shared_contact

#: `两件事:…`, `我和我弟两家`: how many things are told one after the other
_ANNOUNCED = late(
    r"([两俩二三四2-4])(?:件事?|处|户|套房?|家|码事|地[方儿]|[拨条单](?=[^,。;]{0,4}:)|个(?=[:\s])|[个栋]?[栋楼](?=:)|个(?:事|活|情况|(?:小区|地方|院子?|村)(?=[^,。;:]{0,4}[,。;:])))"
)
_APART = late(
    r"[;。\n]|(?<=[\s,:;。])一[个家户处套](?=[在是住\d])|(?<=[\s,:;。])不?[急大小远近]的[:,]|一个是|再一个(?![月星小])|(?<=[\s,:])(?:首先|然后呢?|其次|另[一外]?[处件套个]|[一二三]是)|"
    r"第[一二三][个件处]事?"
)
#: `两栋楼:6号楼…,10号楼…`
_BUILDING = late(r"(?:^|[\s,。;:])(?=\d{1,3}(?:号楼|[栋幢座]))")


def how_many(text: str) -> int:
    """How many things a message says that it tells; 0 where it doesn't say."""
    said = _ANNOUNCED.search(text)
    return (value(said[1].replace("俩", "两")) or 0) if said else 0


def announced(text: str, size: LargeArea) -> list[Complaint]:
    """As many things as the message says that it tells, each at a place of its own."""
    said = _ANNOUNCED.search(text)
    if said is None:
        return []
    body, tail = lists.for_all(text)
    many = how_many(text)
    pieces = [p for p in _APART.split(body[said.end() :]) if p.strip()]
    if said[0].endswith(("栋", "楼")):
        pieces = [p for p in _BUILDING.split(body[said.end() :]) if p.strip(" :")]
    anchored = [p for p in pieces if compounds.is_anchored(p) or _BUILDING.match(p)]
    signed = pieces[-1] if pieces and compounds.masked(pieces[-1])[1] else ""
    if len(pieces) != many or len(anchored) < many - 1 or many < 3:
        pieces = anchored
    if len(pieces) != many:
        return []
    before = text[: said.start()]
    shared = next((p.text for p in places.find(compounds.masked(before)[0]) if p.named), "")
    told: list[Complaint | None] = []
    for piece in pieces:
        last = next((c.address for c in reversed(told) if c), None)
        above = compounds.of_above(piece, compounds.stem(last)) if last else ""
        told.append(read_one(piece, above or shared, size))
    if told[-1] and "都" in pieces[-1]:
        told = [
            c or read_one(p, shared, size, same=told[-1]) for c, p in zip(told, pieces, strict=True)
        ]
    found = [one for one in told if one]
    if len(found) < len(pieces):
        return []
    if not tail and signed not in pieces:
        tail = signed
    if tail:
        return shared_contact(found, read_one(tail, "", size, same=found[0]))
    return shared_contact(found) if found[-1].phone and is_by_one(text) else found


def clauses_of(text: str, size: LargeArea) -> list[Complaint]:
    """Clauses with a flat and a number each, or three and more with a flat."""
    if len(compounds.masked(text)[1]) > 1:
        clauses = [c for c in segment.CLAUSE.split(text) if _is_household(c)]
        return told_apart(clauses, size) if len(clauses) > 1 else []
    clauses = [c for c in segment.CLAUSE.split(text) if compounds.has_flat(c)]
    if len(clauses) < 3:
        return []
    found = told_apart(clauses, size)
    tail = lists.for_all(text)[1]
    if found and tail:
        return shared_contact(found, read_one(tail, "", size, same=found[0]))
    return shared_contact(found) if is_by_one(text) else found


def _is_household(clause: str) -> bool:
    """A clause with a flat and a number of its own."""
    masked, numbers = compounds.masked(clause)
    return len(numbers) == 1 and any(p.level == 2 for p in places.find(masked))
