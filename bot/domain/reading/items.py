"""Lists and tables: each item a household of its own (R2.2)."""

from __future__ import annotations

from bot.domain.reading import addresses, compounds, lists, places, segment, temps
from bot.domain.reading.late import late
from bot.domain.reading.numbers import value
from bot.domain.reading.severity import LargeArea
from bot.domain.reading.single import Complaint, read_one, shared_contact

MOST_ITEMS = 100
_LONGEST_ITEM = 1_500


def table(text: str, size: LargeArea) -> list[Complaint]:
    """The rows of a table that names its columns."""
    rows = lists.rows(text)[:MOST_ITEMS]
    if not rows:
        return []
    found: list[Complaint] = []
    shared, _ = compounds.of_list(
        [*text[: text.index(rows[0].written)].split("\n"), *(r.written for r in rows)]
    )
    for row in rows:
        if not compounds.is_anchored(row.written) or lists.is_done(row.written):
            continue
        one = read_one(row.told[:_LONGEST_ITEM], shared, size)
        if one is None and found and lists.is_same(row.written):
            one = read_one(row.told[:_LONGEST_ITEM], shared, size, same=found[-1])
        if one is not None:
            why = tuple(w for w in one.why if w in row.written)
            found.append(one._replace(text=row.written, why=why or (row.written.strip(),)))
    return found


def listed(text: str, size: LargeArea) -> list[Complaint]:
    """Items behind marks, on lines or between strokes, and what is said below for all of them."""
    pieces = lists.cut(text)
    if len(pieces) < 2:
        return []
    body, tail = lists.for_all(text)
    if tail and compounds.masked(tail)[1]:
        pieces = lists.cut(body)
    else:
        tail = ""
    if len(pieces) < 2 or lists.is_form(pieces):
        return []
    found = _listed(pieces, size)
    if tail and len(found) > 1:
        contact = read_one(tail, "", size, same=found[0])
        found = shared_contact(found, contact)
    return found


#: `楼上3-2-601 …`: an item of its own, wherever he lives
_BESIDE = late(r"^(?:楼[上下]|对门|隔壁)(?=[^\d,。]{0,8}\d{1,2}-\d)")


def _listed(pieces: list[str], size: LargeArea) -> list[Complaint]:
    """The items of a list, each a household of its own; empty if the lines belong together."""
    bare = [lists.bare(p[:_LONGEST_ITEM]) for p in pieces[:MOST_ITEMS]]
    if sum(map(compounds.is_anchored, bare)) < 2:
        return []
    found: list[Complaint] = []
    shared, last = compounds.of_list(bare)
    heads = [
        piece
        for piece, words in zip(pieces, bare[:2], strict=False)
        if shared and shared in words and not compounds.has_flat(words)
    ]
    head = read_one(heads[0], "", size) if heads else None
    headed = False
    cold = not compounds.has_flat(bare[0]) and _OF_COLD.search(pieces[0])
    for piece, words, behind in zip(pieces, bare, [*bare[1:], ""], strict=False):
        if piece in heads:
            continue
        if _is_heading(words, behind):
            shared, headed = words.strip(": "), True
            continue
        words = _BESIDE.sub("", words)
        if not compounds.is_anchored(words) or lists.is_done(piece):
            continue
        above = compounds.stem(found[-1].address or "") if found and not headed else None
        one = read_one(
            words, (compounds.of_above(words, above) if not last else "") or shared, size
        )
        if one is None and found and lists.is_same(words):
            one = read_one(words, shared, size, same=found[-1])
        if one is None and head and compounds.has_flat(words):
            one = read_one(words, shared, size, same=head)
        if one and last and one.community is None and one.address and one.address != last:
            one = one._replace(address=f"{one.address} {last}", community=addresses.name(last))
        if one and head and head.type == "quality" and one.room_temp_c is None:
            one = one._replace(room_temp_c=temps.figure(compounds.masked(words)[0]))
        if one and cold and one.type == "other" and not one.sure:
            one = one._replace(type="quality")
        if one is not None:
            found.append(one)
    return bare_figures(found)


#: `大家报一下不热的`: what the list is of, where an item does not say it
_OF_COLD = late(r"[不没未][热暖]|低温|测温|室温")


def _is_heading(line: str, behind: str) -> bool:
    """A line that is nothing but a compound's name, above flats that are told without one."""
    words = line.strip(": ")
    found = places.find(compounds.masked(words)[0]) if words else ()
    whole = len(found) == 1 and found[0].named and found[0].level == 0 and found[0].text == words
    below = places.find(compounds.masked(behind)[0]) if whole else ()
    return any(p.level == 2 for p in below) and not any(p.named for p in below)


#: `两件事:…`, `我和我弟两家`: how many things are told one after the other
_ANNOUNCED = late(r"([两俩二三四2-4])(?:件事?|处|户|套房?|家|码事|个事)")
_APART = late(
    r"[;。\n]|一个是|再一个(?![月星小])|(?<=[\s,:])(?:首先|然后呢?|其次|另[一外]?[处件套个]|[一二三]是)|"
    r"第[一二三][个件处]事?"
)


def announced(text: str, size: LargeArea) -> list[Complaint]:
    """As many things as the message says that it tells, each at a place of its own."""
    said = _ANNOUNCED.search(text)
    if said is None:
        return []
    body, tail = lists.for_all(text)
    pieces = [p for p in _APART.split(body[said.end() :]) if p and compounds.is_anchored(p)]
    if len(pieces) != (value(said[1].replace("俩", "两")) or 0):
        return []
    before = text[: said.start()]
    shared = next((p.text for p in places.find(compounds.masked(before)[0]) if p.named), "")
    found = [one for piece in pieces if (one := read_one(piece, shared, size))]
    if len(found) < len(pieces):
        return []
    if tail:
        return shared_contact(found, read_one(tail, "", size, same=found[0]))
    return shared_contact(found) if found[-1].phone else found


def clauses_of(text: str, size: LargeArea) -> list[Complaint]:
    """Clauses with a flat and a number each, or three and more with a flat."""
    if len(compounds.masked(text)[1]) > 1:
        clauses = [c for c in segment.CLAUSE.split(text) if _is_household(c)]
        return _listed(clauses, size) if len(clauses) > 1 else []
    clauses = [c for c in segment.CLAUSE.split(text) if compounds.has_flat(c)]
    if len(clauses) < 3:
        return []
    found = _listed(clauses, size)
    tail = lists.for_all(text)[1]
    return shared_contact(
        found, read_one(tail, "", size, same=found[0]) if found and tail else None
    )


def bare_figures(found: list[Complaint]) -> list[Complaint]:
    """`…301 15.6 …401 16`: one flat's warmth tells what a bare figure at another is."""
    if all(c.room_temp_c is None for c in found):
        return found
    return [
        c._replace(room_temp_c=temps.figure(compounds.masked(c.text)[0]))
        if c.room_temp_c is None and c.type != "facility"
        else c
        for c in found
    ]


def _is_household(clause: str) -> bool:
    """A clause with a flat and a number of its own."""
    masked, numbers = compounds.masked(clause)
    return len(numbers) == 1 and any(p.level == 2 for p in places.find(masked))
