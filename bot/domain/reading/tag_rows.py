"""What was read of a text, character by character: one tag each, as tags are learnt and asked for
(decision 0028).

One place for what a person labelled and for what the rules read, so that both are learnt from
alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.reading.late import late

#: other; of an address: before the compound's name, that name, behind it; the caller's name
OTHER, BEFORE, COMMUNITY, BEHIND, NAME = TAGS = "OACDN"
#: occurrences of a part that are tried, and rows of parts
_MOST, _ROWS = 6, 500
_BUILDING = late(
    r"[\s,]*(?:[A-Z甲乙丙丁]?[\d一二三四五六七八九十]{1,4}\s?(?:号楼|栋|幢|座|单元|门|室|#|排|层|楼)|"
    r"\d+-\d+|[东西]户|\d{3,4}$)"
)
_NO_DIGIT = late(r"\D")

Spans = list[tuple[int, int]]


class Told(NamedTuple):
    """Whom to call and where it is, as somebody read it."""

    name: str | None
    phone: str | None
    address: str | None
    community: str | None


def of(text: str, told: Told) -> list[str] | None:
    """The tag of each character of a text, None where something that is told does not stand in
    it."""
    tags = [OTHER] * len(text)
    return tags if add(text, tags, told) else None


def add(text: str, tags: list[str], told: Told) -> bool:
    """Adds what is told to a text's tags; False where some of it does not stand in the text."""
    return _add_address(text, tags, told) and _add_name(text, tags, told)


def _add_address(text: str, tags: list[str], told: Told) -> bool:
    if not told.address:
        return True
    parts = _parts(text, told.address)
    if parts is None:
        return False
    name = None
    for start, end in parts if told.community else ():
        for found in places(text[start:end], told.community or ""):
            name = (start + found[0], start + found[1])
    for start, end in parts:
        if name is None:
            _fill(tags, start, end, BEHIND if _BUILDING.match(text, start) else BEFORE)
            continue
        first, last = (min(max(at, start), end) for at in name)
        _fill(tags, start, first, BEFORE)
        _fill(tags, first, last, COMMUNITY)
        _fill(tags, last, end, BEHIND)
    return True


def _fill(tags: list[str], start: int, end: int, tag: str) -> None:
    tags[start:end] = tag * (end - start)


def _add_name(text: str, tags: list[str], told: Told) -> bool:
    """Of several places of a name the one nearest to the phone; the last where there is none."""
    if not told.name:
        return True
    free = [p for p in places(text, told.name) if set(tags[slice(*p)]) == {OTHER}]
    if not free:
        return False
    phone = _phone(text, told.phone) if told.phone and len(free) > 1 else None
    start, end = min(
        free,
        key=lambda p: min(abs(p[0] - phone[1]), abs(phone[0] - p[1])) if phone else -p[0],
    )
    _fill(tags, start, end, NAME)
    return True


def _phone(text: str, phone: str) -> tuple[int, int] | None:
    digits = [i for i, char in enumerate(text) if char.isdigit()]
    wanted = _NO_DIGIT.sub("", phone)
    at = "".join(text[i] for i in digits).find(wanted)
    return (digits[at], digits[at + len(wanted) - 1] + 1) if wanted and at >= 0 else None


def places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand; where they don't, where they do but for blanks."""
    at = text.find(words)
    if at >= 0:
        while at >= 0:
            yield at, at + len(words)
            at = text.find(words, at + 1)
        return
    dense, kept = _squeezed(text)
    wanted, _ = _squeezed(words)
    at = dense.find(wanted) if wanted else -1
    while at >= 0:
        yield kept[at], kept[at + len(wanted) - 1] + 1
        at = dense.find(wanted, at + 1)


def _squeezed(text: str) -> tuple[str, list[int]]:
    kept = [i for i, char in enumerate(text) if not char.isspace()]
    return "".join(text[i] for i in kept), kept


def _parts(text: str, address: str) -> Spans | None:
    """Where an address stands: as it is, or its parts in their order, as near as can be."""
    whole = next(places(text, address), None)
    if whole:
        return [whole]
    best: Spans | None = None
    rows: list[Spans] = [[]]
    for words in address.split():
        found = list(places(text, words))[:_MOST]
        rows = [[*row, p] for row in rows for p in found if not row or p[0] >= row[-1][1]][:_ROWS]
    for row in rows:
        if best is None or row[-1][1] - row[0][0] < best[-1][1] - best[0][0]:
            best = row
    return _joined(text, best) if best else None


def _joined(text: str, parts: Spans) -> Spans:
    """Parts with nothing but blanks between them are one."""
    joined = parts[:1]
    for start, end in parts[1:]:
        if text[joined[-1][1] : start].strip():
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined
