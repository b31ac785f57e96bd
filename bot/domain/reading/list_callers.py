"""Who is called for all items of a list: told above them, below, in a line of its own (R2.2)."""

from __future__ import annotations

from bot.domain.reading import compounds, lists
from bot.domain.reading.late import late
from bot.domain.reading.severity import LargeArea
from bot.domain.reading.single import Complaint, read_one, shared_contact

#: who is called for all of them
_FOR_ALL = late(r"[都均全]|统一|一律|除[^,。]{1,6}外")
#: below the last item, on a line of its own
_BELOW = late(r"\n[^\n]{0,8}(?:打|找|联系|拨)我?[^\n]*$")
#: `一是我家…;二是我妈家…`: one sentence of one who writes
_ONE_WRITES = late(r"\s*一是")
#: lines that are no items, so many of them are read
_ASIDES = 4


def called(
    found: list[Complaint], pieces: list[str], text: str, size: LargeArea
) -> list[Complaint]:
    """A list's items with whoever is called for them; `pieces` are all its lines."""
    if compounds.has_flat(pieces[0]) or not compounds.masked(pieces[0])[1]:
        return _aside(found, pieces, size)
    below = lists.for_all(text)[1]
    if not below and any(c.phone for c in found):
        return found
    return _above(found, _caller(pieces[0], found[0], size), below)


def _above(found: list[Complaint], who: Complaint | None, below: str) -> list[Complaint]:
    """`一个号打了两件事 138… 王会计:①…②…`: told above them."""
    if who is None or not who.phone:
        return found
    if below and who.name and who.name in below:
        return [c._replace(name=who.name, phone=who.phone) for c in found]
    return found if any(c.phone for c in found) else shared_contact(found, who)


def _aside(found: list[Complaint], pieces: list[str], size: LargeArea) -> list[Complaint]:
    """`户主 某某 13…`, `他们也打我这个 13…`: told in a line that is no item."""
    told = {c.phone for c in found if c.phone}
    if len(told) == 1 and any(_ONE_WRITES.match(piece) for piece in pieces):
        return shared_contact(found)
    if len(told) == 1 and found[-1].phone and (below := _BELOW.search(pieces[-1])):
        return shared_contact(found) if compounds.masked(below[0])[1] else found
    # most lines are items, each with its own number, which is told by now
    new = [p for p in pieces if not any(number in p for number in told)]
    aside = [p for p in new if len(compounds.masked(p)[1]) == 1 and not compounds.has_flat(p)]
    who = [(p, _caller(p, found[0], size)) for p in aside[:_ASIDES]]
    others = [(p, c) for p, c in who if c and c.phone and c.phone not in told]
    if len(others) != 1 or (told and not _FOR_ALL.search(others[0][0])):
        return found
    return shared_contact(found, others[0][1])


def _caller(line: str, of: Complaint, size: LargeArea) -> Complaint | None:
    """Who is called by a line; another's number too, where it is said to be called for all."""
    who = read_one(line, "", size, same=of)
    numbers = compounds.masked(line)[1]
    if who and not who.phone and len(numbers) == 1 and _FOR_ALL.search(line):
        return who._replace(phone=numbers[0].digits)
    return who
