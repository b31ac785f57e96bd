"""One household's or place's trouble read: who, where, what, how bad (R2.2.2, R3.1)."""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.reading import (
    addresses,
    allowance,
    classify,
    compounds,
    deciding,
    hazards,
    likeness,
    names,
    normal,
    phones,
    places,
    regions,
    seconding,
    severity,
    sizes,
    temps,
    weighing,
    when,
)
from bot.domain.reading.late import late
from bot.domain.reading.place import FLAT
from bot.domain.reading.severity import LargeArea


class Complaint(NamedTuple):
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


def read_one(
    text: str,
    shared: str,
    size: LargeArea,
    *,
    same: Complaint | None = None,
    alone: bool = False,
) -> Complaint | None:
    """One household's complaint in `text`, None where it is none. `shared` is the compound told for
    several, `same` the complaint that a "the same here" refers to;
    `alone`: it is all of a message."""
    if not allowance.reads(text):
        return None
    twin = normal.without_unticked(normal.fold(text))
    masked, numbers = compounds.masked(text)
    phone = phones.choose(numbers)
    found = places.find(masked)
    address, community = addresses.read(text, found, shared)
    temperature = temps.lowest(temps.find(masked))
    located, callable_ = address is not None, phone is not None
    measured = temperature is not None and not _is_mild(temperature.low)
    verdict = classify.judge(twin, located=located, callable_=callable_, measured=measured)
    spans = [(p.start, p.end) for p in found] + [(p.start, p.end) for p in numbers]
    signs = weighing.signs(verdict, located=located, callable_=callable_, measured=measured)
    extent = weighing.extent(twin, found, size)
    like = likeness.of(likeness.plain(twin, spans), (*signs, *extent))
    flat = any(p.level == FLAT for p in found)
    verdict = weighing.weigh(
        verdict, like, twin, callable_=callable_, flat=flat, measured=measured, alone=alone
    )
    if weighing.may_be(verdict, like, twin) and severity.judge(twin, size)[0]:
        verdict = classify.Verdict(True, like.type, like.words(like.type, twin), False)
    if same is not None:
        why = same.why or like.words(like.type, twin)
        verdict = classify.Verdict(True, same.type or like.type, why, False)
    if not verdict.complaint:
        return None
    near = (phone.start, phone.end) if phone else None
    if weighing.is_outage(verdict, like, twin, size):
        verdict = verdict._replace(type="quality")
    major, words = _severity(twin, size, like)
    if same is not None and same.severity == "major" and not major:
        major, words = _is_as_large(twin, size)
    endangered = verdict.type in ("service", "other") and major and hazards.hazard(twin)
    if verdict.type == "other" and not endangered:  # money and papers are no loss of heat
        major, words = False, None
    why = deciding.words(masked, verdict, temperature, spans)
    last = regions.last_words(twin)
    name = normal.written(names.find(twin, near, spans + last), twin, text)
    who = seconding.Read(name, address, community)
    if allowance.seconds(text):
        who = seconding.read(text, masked, who, phone.digits if phone else None)
    who = _in_region(who, text, last)
    return Complaint(
        who.name,
        phone.digits if phone else None,
        who.address,
        who.community,
        "facility" if endangered else verdict.type,
        "major" if major else "general",
        temperature.low if temperature else None,
        tuple(normal.written(w, twin, text) or w for w in dict.fromkeys((*why, words)) if w),
        when.find(text),
        text,
        verdict.sure,
    )


def _severity(twin: str, size: LargeArea, like: likeness.Likeness) -> tuple[bool, str | None]:
    if not weighing.can_be_major(like, twin):
        return False, None
    major, words = severity.judge(twin, size)
    if weighing.is_major(major, words, like, twin, size) == major:
        return major, words
    return not major, None if major else weighing.major_words(like, twin, size)


def _in_region(who: seconding.Read, text: str, last: list[tuple[int, int]]) -> seconding.Read:
    """With the region told apart; nobody is called like the one that the last words tell."""
    if who.name and any(who.name in text[start:end] for start, end in last):
        who = who._replace(name=None)
    return who._replace(address=regions.completed(text, who.address)) if who.address else who


def _is_mild(degrees: float) -> bool:
    """Neither cold nor hot: who only tells this complains of nothing."""
    return 20 <= degrees < 26


#: `没留号`, `电话没要着`, `没说姓啥`: nobody to call is told
_NO_NUMBER = late(
    r"[没无未不][肯愿想让]?[留有给记要问登说报写填]?[下过着到得]?(?:过|座机|手机|联系)?(?:电话|手机|号码?(?![楼院])|联系方式|姓[名啥甚什]|名[字姓]?(?![^\s,。;]))|"
    r"(?:电话|号码?|手机|联系方式)(?:也|都|还)?[没未不](?:肯|愿意?|想|让)?[要问留给记登说报写有]"
)


#: one is called for all of them
_CALL_FOR_ALL = late(
    r"[都也]?[打找回留联填][^,。;]{0,3}[我俺他她这]|[都也](?:打|找|留|填|联系)|联系人|就行|一个人|都归我"
)
_ONE_WRITES = late(rf"[我俺]|都(?![在是])|本人|[他她](?:又|还|也)?说|{_CALL_FOR_ALL.pattern}")
#: a neighbour has a number of his own, unless one number is told for all
_NEXT_DOOR = late(r"对门|隔壁|邻居")


def is_by_one(text: str) -> bool:
    """Whether one person tells of all the homes: `我`, `她又说`; or is called for all."""
    return _ONE_WRITES.search(text) is not None


def _is_as_large(twin: str, size: LargeArea) -> tuple[bool, str | None]:
    """Whether as many homes are told of as a large area has: `某苑38户,一样情况`."""
    homes, words = sizes.households(twin)
    return (True, words) if homes >= size.households else (False, None)


def shared_contact(found: list[Complaint], contact: Complaint | None = None) -> list[Complaint]:
    """Whoever wrote is called back for all that he told of, where he gave one number only."""
    given = contact is not None
    if contact is None:
        known = [c for c in found if c.phone]
        told = "\n".join(c.text for c in found)
        if len({c.phone for c in known}) != 1:
            return found
        contact = known[-1]
        own = contact.name is not None and _NEXT_DOOR.search(contact.text) is not None
        given = (found[-1].phone is not None and not own) or bool(_CALL_FOR_ALL.search(told))
        if own and not given:
            return found
    return [
        c
        if c.phone or _NO_NUMBER.search(c.text) or (not given and _NEXT_DOOR.search(c.text))
        else c._replace(phone=contact.phone, name=c.name or contact.name)
        for c in found
    ]
