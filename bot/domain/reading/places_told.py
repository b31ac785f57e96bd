"""Compounds and villages that one message tells of together, each a place of its own (R2.2)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.reading import addresses, compounds, lists, places
from bot.domain.reading.place import Place
from bot.domain.reading.severity import LargeArea
from bot.domain.reading.single import Complaint, read_one, shared_contact


def together(text: str, size: LargeArea) -> list[Complaint]:
    """Compounds told of in one breath: the same trouble, each a place of its own."""
    told, counted = lists.enumerated(text)
    if len(set(told)) < 2:
        return []
    found = places.find(compounds.masked(text)[0])
    if any(p.level == 2 for p in found) or not (counted or {p.text for p in found} & set(told)):
        return []
    one = read_one(text, "", size)
    if one is None:
        return []
    return [replace(one, address=name, community=addresses.name(name) or name) for name in told]


def counted(text: str, size: LargeArea) -> list[Complaint]:
    """As many compounds as the message says that it tells of, each a place of its own."""
    many = lists.how_many_places(text)
    if many < 2:
        return []
    named = [p for p in places.find(compounds.masked(text)[0]) if p.named and p.level < 2]
    first: dict[str | None, Place] = {}
    for place in named:
        first.setdefault(addresses.name(place.text), place)
    told = list(first.values())
    if len(told) != many or None in first:
        return []
    found: list[Complaint] = []
    for place, end in zip(told, [*(p.start for p in told[1:]), len(text)], strict=True):
        words = text[place.start : end]
        if end - place.end < 4:
            words = place.text + text[told[-1].end :]
        one = read_one(words, "", size) or (
            read_one(words, "", size, same=found[0]) if found else None
        )
        if one is None:
            return []
        found.append(one)
    return shared_contact(found)
