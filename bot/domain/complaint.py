"""Reading a complaint: who, where, what, how bad (R2.2.2, R3.1). Pure; plain rules over text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.reading import (
    addresses,
    classify,
    compounds,
    deciding,
    names,
    normal,
    phones,
    place,
    places,
    segment,
    severity,
    temps,
    when,
)
from bot.domain.reading.severity import LARGE_AREA, LargeArea

#: what is longer is read so far; one message stays well under 50 ms
_LONGEST = 5_000
_MOST_ITEMS = 100
_LONGEST_ITEM = 1_500


@dataclass(frozen=True, slots=True)
class Complaint:
    """One household's or place's trouble, as far as the message tells it."""

    name: str | None
    phone: str | None
    address: str | None
    community: str | None
    type: str
    severity: str
    room_temp_c: float | None
    #: the words that decided type and severity, spans of the normalised text
    why: tuple[str, ...]
    #: the words of when it happened
    occurred_at: str | None
    #: the part of the message that is this complaint
    text: str
    #: False: in doubt, a person should check (R2.2.1)
    sure: bool


def normalise(text: str) -> str:
    """The spelling that all spans refer to."""
    return normal.normalise(text)


def read(text: str, size: LargeArea = LARGE_AREA) -> tuple[Complaint, ...]:
    """The complaints in a message, none for praise, chatter and notices. `size` is what
    counts as a large area (R3.1.2). Never raises."""
    whole = normal.normalise(text[:_LONGEST])
    said = segment.speakers(whole)
    if said:
        return _chat(whole, said, size)
    blocks = segment.records(whole)
    if len(blocks) > 1 and sum(_anchored(b) for b in blocks) > 1:
        return tuple(c for block in blocks[:_MOST_ITEMS] for c in _block(block, size))
    return _block(whole, size)


def _block(whole: str, size: LargeArea) -> tuple[Complaint, ...]:
    """A form, a list or running text."""
    pieces = segment.lines(whole)
    if len(pieces) > 1 and not segment.is_form(pieces):
        listed = _listed(pieces, size)
        if len(listed) > 1:
            return tuple(listed)
    masked, numbers = compounds.masked(whole)
    clauses = segment.CLAUSE.split(whole) if len(numbers) > 1 else []
    clauses = [c for c in clauses if _is_household(c)]
    if len(clauses) > 1:
        return tuple(_listed(clauses, size))
    several = _households(whole, masked, numbers, size)
    return several if len(several) > 1 else _single(whole, size)


def _single(text: str, size: LargeArea) -> tuple[Complaint, ...]:
    one = _one(text, "", size)
    return (one,) if one else ()


def _listed(pieces: list[str], size: LargeArea) -> list[Complaint]:
    """The items of a list, each a household of its own; empty if the lines belong together."""
    if sum(_anchored(segment.bare(p)) for p in pieces[:_MOST_ITEMS]) < 2:
        return []
    found: list[Complaint] = []
    shared, last = compounds.of_list(pieces[:_MOST_ITEMS])
    for piece in pieces[:_MOST_ITEMS]:
        words = segment.bare(piece[:_LONGEST_ITEM])
        if shared and not found and shared in words:
            continue
        if not _anchored(words) or segment.is_done(piece):
            continue
        above = found[-1].community if found else None
        one = _one(words, (compounds.of_above(words, above) if not last else "") or shared, size)
        if one and last and one.community is None and one.address and one.address != last:
            one = replace(one, address=f"{one.address} {last}", community=addresses.name(last))
        if one is None and found and segment.is_same(words):
            one = _one(words, shared, size, same=found[-1])
        if one is not None:
            found.append(one)
    return found


def _households(
    text: str, masked: str, numbers: tuple[phones.Phone, ...], size: LargeArea
) -> tuple[Complaint, ...]:
    """Several flats in running text, each with its own number or all of them named as cold."""
    found = places.find(masked)
    shared = next((p.text for p in found if p.named and p.level == 0), "") or compounds.of_first(
        found
    )
    pieces = segment.households(masked, found, [(p.start, p.end) for p in numbers])
    lead = text[: next((p.start for p in found if p.level == 2), 0)]
    out: list[Complaint] = []
    for start, end, room in pieces:
        words = room + (lead if room else "") + text[start:end]
        one = _one(words, shared, size)
        if not out and not room and (one is None or not one.sure):
            one = _one(lead + words, shared, size)
        if out and (one is None or not one.sure):
            one = _one(words, shared, size, same=out[0])
        if one is None:
            return ()
        if room and out and one.room_temp_c is None and "都" in text:
            one = replace(one, room_temp_c=out[0].room_temp_c)
        out.append(one)
    return tuple(_with_owner(out, text, numbers))


#: `…301不热,联系301业主老夏`: the flat whose number this is
_OWNER = re.compile(r"(?<!\d)(\d{3,4})(?:室|户|业主|住户|的)?\D{0,6}$")


def _with_owner(
    found: list[Complaint], text: str, numbers: tuple[phones.Phone, ...]
) -> list[Complaint]:
    """One number for several flats is everybody's, unless it is said whose."""
    owner = len(numbers) == 1 and _OWNER.search(normal.fold(text)[: numbers[0].start])
    if not owner:
        return found
    theirs = [c for c in found if c.address and c.address.endswith(owner[1])]
    if len(theirs) != 1 or theirs[0].phone is None:
        return found
    return [c if c in theirs else replace(c, name=None, phone=None) for c in found]


def _is_household(clause: str) -> bool:
    """A clause with a flat and a number of its own."""
    masked, numbers = compounds.masked(clause)
    return len(numbers) == 1 and any(p.level == 2 for p in places.find(masked))


def _anchored(piece: str) -> bool:
    masked, _ = compounds.masked(piece)
    return any(p.named or p.level == 2 for p in places.find(masked))


def _chat(whole: str, said: list[segment.Segment], size: LargeArea) -> tuple[Complaint, ...]:
    found = []
    for part in said[:_MOST_ITEMS]:
        who = part.speaker or ""
        room = segment.room_of(who)
        one = _one(
            f"{room} {part.text}" if room else part.text,
            segment.group_of(part.context) or "",
            size,
        )
        if one is None or (segment.is_staff(who) and not one.address):
            continue
        if not one.address and not one.phone and segment.is_go_between(who):
            continue
        if one.name is None and not segment.is_staff(who):
            one = replace(one, name=segment.person(who))
        found.append(one)
    if found and all(_only_building(c) for c in found) and len(found) != 1:
        return (_merged(whole, found, size),)
    return tuple(found) or _single(whole, size)


def _only_building(one: Complaint) -> bool:
    return not one.phone and not (one.address and place.has_room(one.address))


def _merged(whole: str, found: list[Complaint], size: LargeArea) -> Complaint:
    """Neighbours who all say the same of their buildings are one complaint about the place."""
    masked, _ = compounds.masked(whole)
    shared = segment.group_of(whole)
    buildings = [p for p in places.find(masked) if p.level == 1]
    stem = None if any(p.named for p in buildings) else shared
    parts = filter(None, [stem, *(whole[p.start : p.end] for p in buildings)])
    address = " ".join(dict.fromkeys(parts)) or found[0].address
    major, words = severity.judge(normal.fold(whole), size)
    return replace(
        found[0],
        name=segment.passed_on_by(whole),
        address=address,
        community=shared or found[0].community,
        severity="major" if major else "general",
        room_temp_c=min((c.room_temp_c for c in found if c.room_temp_c), default=None),
        why=(*found[0].why, *((words,) if words else ())),
        text=whole,
    )


def _one(
    text: str, shared: str, size: LargeArea, *, same: Complaint | None = None
) -> Complaint | None:
    twin = normal.fold(text)
    masked, numbers = compounds.masked(text)
    phone = phones.choose(numbers)
    found = places.find(masked)
    address, community = addresses.read(text, found, shared)
    temperature = temps.lowest(temps.find(masked))
    verdict = classify.judge(
        twin,
        located=address is not None,
        callable_=phone is not None,
        measured=temperature is not None and not _is_mild(temperature.low),
    )
    if same is not None:
        verdict = classify.Verdict(True, same.type, same.why, False)
    if not verdict.complaint:
        return None
    spans = [(p.start, p.end) for p in found] + [(p.start, p.end) for p in numbers]
    near = (phone.start, phone.end) if phone else None
    major, words = severity.judge(twin, size)
    endangered = verdict.type in ("service", "other") and major and severity.is_hazard(twin)
    why = deciding.words(masked, verdict, temperature, spans)
    return Complaint(
        addresses.written(names.find(twin, near, spans), twin, text),
        phone.digits if phone else None,
        address,
        community,
        "facility" if endangered else verdict.type,
        "major" if major else "general",
        temperature.low if temperature else None,
        tuple(addresses.written(w, twin, text) or w for w in dict.fromkeys((*why, words)) if w),
        when.find(text),
        text,
        verdict.sure,
    )


def _is_mild(degrees: float) -> bool:
    """Neither cold nor hot: who only tells this complains of nothing."""
    return 20 <= degrees < 26
