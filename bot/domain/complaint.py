"""Reading a complaint: who, where, what, how bad (R2.2.2, R3.1). Pure; plain rules over text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.reading import classify, names, normal, phones, places, segment, severity, temps
from bot.domain.reading.places import Place

_LONGEST = 20_000


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


def read(text: str) -> tuple[Complaint, ...]:
    """The complaints in a message, none for praise, chatter and notices. Never raises."""
    whole = normal.normalise(text[:_LONGEST])
    said = segment.speakers(whole)
    if said:
        return _chat(whole, said)
    pieces = segment.lines(whole)
    if len(pieces) > 1:
        listed = _listed(pieces)
        if len(listed) > 1:
            return tuple(listed)
    return _single(whole)


def _single(text: str) -> tuple[Complaint, ...]:
    one = _one(text, "")
    return (one,) if one else ()


def _listed(pieces: list[str]) -> list[Complaint]:
    """The items of a list, each a household of its own; empty if the lines belong together."""
    if sum(_anchored(p) for p in pieces) < 2:
        return []
    found = []
    for piece in pieces:
        if not _anchored(piece) or segment.is_done(piece):
            continue
        one = _one(segment.bare(piece), "", listed=True)
        if one is not None:
            found.append(one)
    return found


def _anchored(piece: str) -> bool:
    masked, _ = _masked(piece)
    return any(p.named or p.level == 2 for p in places.find(masked))


def _chat(whole: str, said: list[segment.Segment]) -> tuple[Complaint, ...]:
    found = []
    for part in said:
        one = _one(part.text, part.context)
        who = part.speaker or ""
        if one is None or (segment.is_staff(who) and not one.address):
            continue
        if not one.address and not one.phone and segment.is_go_between(who):
            continue
        if one.name is None and not segment.is_staff(who) and not segment.is_go_between(who):
            one = _named(one, who)
        found.append(one)
    return tuple(found) or _single(whole)


def _named(one: Complaint, who: str) -> Complaint:
    name = re.sub(r"^[\dA-Za-z\-]+", "", who) or None
    return Complaint(
        name, one.phone, one.address, one.community, one.type, one.severity, one.room_temp_c,
        one.why, one.occurred_at, one.text, one.sure,
    )  # fmt: skip


def _masked(text: str) -> tuple[str, tuple[phones.Phone, ...]]:
    """The text to look for places in, phones blanked out, and the phones."""
    twin = normal.fold(text)
    numbers = phones.find(twin)
    for p in numbers:
        twin = twin[: p.start] + "\x01" * (p.end - p.start) + twin[p.end :]
    return twin, numbers


def _one(text: str, context: str, *, listed: bool = False) -> Complaint | None:
    twin = normal.fold(text)
    masked, numbers = _masked(text)
    phone = phones.choose(numbers)
    found = places.find(masked)
    address, community, used = _address(text, found, context)
    verdict = classify.judge(twin, located=address is not None, callable_=phone is not None)
    if not verdict.complaint:
        return None
    spans = [(p.start, p.end) for p in found] + [(p.start, p.end) for p in numbers]
    near = (phone.start, phone.end) if phone else None
    major, words = severity.judge(twin)
    return Complaint(
        names.find(twin, near, spans),
        phone.digits if phone else None,
        address,
        community,
        verdict.type,
        "major" if major else "general",
        temps.lowest(temps.find(twin)),
        (*verdict.why, *((words,) if words else ())),
        None,
        text,
        verdict.sure,
    )


def _address(
    text: str, found: list[Place], context: str
) -> tuple[str | None, str | None, list[Place]]:
    """The parts that locate it, in the text's order, and the compound's name."""
    if not found:
        return None, None, []
    best = max(
        found, key=lambda p: (p.labelled, p.named and p.level > 0, p.level, p.named, -p.start)
    )
    parts = [best]
    if not best.named:
        names_ = [p for p in found if p.named and p.level == 0]
        if names_:
            parts = sorted([names_[0], best], key=lambda p: p.start)
    elif best.level == 0:
        rooms = [p for p in found if not p.named]
        if rooms:
            parts = sorted([best, rooms[0]], key=lambda p: p.start)
    spans = [text[p.start : p.end].strip(" ,、\n") for p in parts]
    named = [s for p, s in zip(parts, spans, strict=True) if p.named]
    community = places.community(named[0]) if named else None
    return " ".join(spans), community, parts
