"""One part of a message cut into its households: table, list, running text (R2.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.domain.reading import (
    addresses,
    allowance,
    beside,
    compounds,
    flat_numbers,
    in_turn,
    items,
    lists,
    marks,
    next_door,
    one_flat,
    owned_rooms,
    parted,
    phones,
    place_rows,
    places,
    places_told,
    rooms_told,
    same_house,
    segment,
)
from bot.domain.reading.late import late
from bot.domain.reading.severity import LARGE_AREA, LargeArea
from bot.domain.reading.single import Complaint, read_one, shared_contact

#: what is told for all of some flats is read with each: so much in all, and at least so much each
_FOR_ALL, _FOR_EACH = 8_000, 150


def read_block(whole: str, size: LargeArea) -> tuple[Complaint, ...]:
    """The complaints in a table, a list, a form or running text."""
    if "\n" in whole and (table := items.table(whole, size)):
        return tuple(table)
    before = allowance.so_far()
    for several in _ways(whole) if not one_flat.is_one_home(whole) else ():
        if allowance.is_in_vain(before):
            break
        found = several(whole, size)
        if len(found) < 2:
            continue
        kept = one_flat.meant(found, whole)
        if len(kept) > 1 or kept[0] in found:
            return tuple(same_house.completed(kept))
        break  # all of them are one home: read as one
    one = read_one(whole, "", size, alone=True)
    return (one,) if one else ()


def _ways(whole: str) -> Iterator[Callable[[str, LargeArea], list[Complaint]]]:
    """What may find several complaints, in turn. Four of five messages hold one, so none is asked
    that needs more places or numbers than there are."""
    if marks.may_be_cut(whole):
        yield items.listed
    masked, numbers = compounds.masked(whole)
    found = places.find(masked)
    flats = sum(p.level == 2 for p in found)

    if len(found) > 1 and parted.may_be(whole, len(numbers)):
        yield parted.told
    many = in_turn.how_many(whole)
    if many > flats:
        yield in_turn.announced
    if found:
        yield from _neighbours(masked, flats)
    if len(numbers) > 1 or flats > 2:
        yield in_turn.clauses_of
    if len(found) > 1:
        yield _households
    if found:
        yield rooms_told.told
        if owned_rooms.may_be(masked):
            yield owned_rooms.told
    yield from _compounds(whole, len(numbers), len(found), flats)
    if 0 < many <= flats:
        yield in_turn.announced
    yield _added


def _compounds(
    whole: str, numbers: int, found: int, flats: int
) -> Iterator[Callable[[str, LargeArea], list[Complaint]]]:
    counted = not flats and place_rows.how_many(whole) > 1
    if counted:
        yield places_told.together
    if numbers > 1:
        yield places_told.called_apart
    if found > 1:
        yield places_told.counted
    if not flats and not counted:
        yield places_told.together


def _neighbours(masked: str, flats: int) -> Iterator[Callable[[str, LargeArea], list[Complaint]]]:
    if flats and beside.may_be(masked):
        yield beside.told
    if next_door.may_be(masked):
        yield next_door.told


#: `然后物业说是某里换热站…`: why, and not another's trouble
_AS_CAUSE = late(
    r"(?:物业|师傅|客服|[你他]们|人家|站里)[^,。;]{0,6}(?:说|告诉|解释|称)[^,。;]{0,6}$|(?:因为|由于|怀疑|估计)[^,。;]{0,6}$"
)

#: `某某路消防队斜对过 粮油店 问…`: a place, whatever else it is
_SHOP = late(r"[^,。;\d]{1,12}(?:斜?对[过面]|旁边?|隔壁|门口|后[身面]|[店铺馆厂校])[\s,]")


def _added(text: str, size: LargeArea) -> list[Complaint]:
    """`…另外某园35-1-101也不热`, `首先…然后…`: a second household in running text."""
    lead, *told = lists.another(text) or [""]
    if not told:
        return []
    if compounds.is_anchored(lead) and in_turn.how_many(text) != len(told):
        lead, told = "", [lead, *told]
    meant = read_one(lead, "", size) if lead else None
    found: list[Complaint] = []
    for piece in _of_places(text, told):
        one = _one_more(piece, lead, meant, found[-1] if found else None, size)
        if one is None:
            return []
        found.append(one)
    if len({(c.address or "").replace(" ", "") for c in found}) < len(found):
        return []
    if lead and not any(c.phone for c in found) and compounds.masked(lead)[1]:
        return shared_contact(found, read_one(lead, "", size, same=found[0]))
    return shared_contact(found)


def _of_places(text: str, told: list[str]) -> list[str]:
    """What is added, each with its place; what tells none goes on with the one before it."""
    pieces: list[str] = []
    for piece in told[: items.MOST_ITEMS]:
        if not pieces or _is_of_place(piece) or lists.is_other(text, piece):
            pieces.append(piece)
        elif not lists.is_done(piece):
            pieces[-1] += piece
    return pieces


def _one_more(
    piece: str, lead: str, meant: Complaint | None, before: Complaint | None, size: LargeArea
) -> Complaint | None:
    """What one piece complains of; `meant` is what the words before all of them do."""
    first = next(iter(places.find(compounds.masked(piece)[0])), None)
    if before and first and _AS_CAUSE.search(piece, 0, first.start):
        return None
    above = compounds.stem(before.address or "") if before else ""
    one = read_one(piece, "" if compounds.tells_name(piece) else above, size)
    if one is None and lead and not before:
        one = read_one(lead + piece, "", size)
    same = meant or (before if lists.is_same(piece) else None)
    if one is None and same:
        one = read_one(piece, above, size, same=same)
    called = before and before.phone and one and one.phone
    return one if one and (one.address or called) else None


def _is_of_place(piece: str) -> bool:
    """Whether a piece tells of a place of its own, or of a building of the one told before."""
    if compounds.is_anchored(piece):
        return True
    below = compounds.begins_below(piece.lstrip("我俺咱们"))
    return below or (len(compounds.masked(piece)[1]) == 1 and bool(_SHOP.match(piece)))


def _in_order(
    found: list[Complaint], text: str, numbers: tuple[phones.Phone, ...], *, before: bool
) -> list[Complaint]:
    """`张某138…和李某139… 住某里2-301、2-302`: names and numbers in the order of the flats."""
    if not before:
        return [c._replace(phone=p.digits) for c, p in zip(found, numbers, strict=True)]
    starts = [0, *(p.end for p in numbers)]
    out = []
    for one, number, start in zip(found, numbers, starts, strict=False):
        who = read_one(text[start : number.end].lstrip("和跟与及、, "), "", LARGE_AREA, same=one)
        out.append(one._replace(phone=number.digits, name=who.name if who else None))
    return out


def _by_rules(words: str, shared: str) -> str | None:
    return addresses.read(words, places.find(compounds.masked(words)[0]), shared)[0]


def _households(text: str, size: LargeArea) -> list[Complaint]:
    """Several flats in running text, each with its own number or all of them named as cold."""
    masked, numbers = compounds.masked(text)
    # as they stand in the text: what is read from a piece must stand in the whole
    found = tuple(p._replace(text=text[p.start : p.end]) for p in places.find(masked))
    pieces = segment.households(masked, found, [(p.start, p.end) for p in numbers])
    if not pieces:
        return []
    found = tuple(p for p in found if p.start < pieces[-1][1])
    head = next((p.text for p in found if p.named and p.level == 0), "")
    shared, flats = head or compounds.of_first(found), [p for p in found if p.level == 2]
    each = max(_FOR_EACH, _FOR_ALL // len(pieces))
    lead = text[: flats[0].start if flats else 0][-each:]
    common = text[flats[-1].end : pieces[0][0]] if flats else ""
    out: list[Complaint] = []
    for start, end, room in pieces:
        words = room + (lead + common if room else "") + text[start : min(end, start + each)]
        one = read_one(words, shared, size)
        if not out and not room and (one is None or not one.sure):
            one = read_one(lead + words, shared, size)
        if not out and one is None and ("都" in text or "也" in text):
            one = read_one(words, shared, size, same=read_one(text, "", size))
        if out and (one is None or not one.sure):
            one = read_one(words, shared, size, same=out[0])
        if one is None:
            return []
        if room and room.strip() not in (one.address or ""):  # the tags took its door for less
            one = one._replace(address=_by_rules(words, shared))
        if room and out and one.room_temp_c is None and "都" in text and len(numbers) < 2:
            one = one._replace(room_temp_c=out[0].room_temp_c)
        out.append(one)
    told = next((c for c in out if c.sure), None)
    if told and not out[0].sure:  # `某里3-1(张某,138…)和某苑5-2(李某,139…)不热`
        out[0] = out[0]._replace(type=told.type, why=told.why)
    return _called(items.bare_figures(out), pieces, text, masked, numbers)


def _called(
    out: list[Complaint],
    pieces: list[tuple[int, int, str]],
    text: str,
    masked: str,
    numbers: tuple[phones.Phone, ...],
) -> list[Complaint]:
    """The flats, each with the number that is whose: in their order, behind a room, or the one."""
    if len(numbers) == len(out) and ("分别" in text or numbers[-1].end <= pieces[0][0]):
        return _in_order(out, text, numbers, before="分别" not in text)
    if len(numbers) > 1 and all(room for _, _, room in pieces):
        out = [flat_numbers.with_number(c, masked, pieces[0][0], numbers) for c in out]
    return flat_numbers.only_number(
        shared_contact(out) if len(numbers) == 1 else out, text, numbers
    )
