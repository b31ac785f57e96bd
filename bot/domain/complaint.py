"""Reading a message: the complaints in it, one a household or place (R2.2). Pure; plain rules."""

from __future__ import annotations

from bot.domain.reading import (
    addresses,
    allowance,
    chat_groups,
    classify,
    compounds,
    lists,
    name_told,
    normal,
    one_flat,
    phones,
    place,
    places,
    severity,
    spoken,
    talk,
    temps,
)
from bot.domain.reading.households import read_block
from bot.domain.reading.items import MOST_ITEMS
from bot.domain.reading.late import late
from bot.domain.reading.severity import LARGE_AREA, LargeArea
from bot.domain.reading.single import Complaint as Complaint
from bot.domain.reading.single import read_one, shared_contact
from bot.domain.smaller import makes_smaller

#: what is longer is read so far (the form and the interface take no more): the goal is 50 ms for
#: any message, and dense text of this length still takes more
_LONGEST = 4_000
#: what is shorter is read whole, however it is cut into households, and not read again to tell
_NEVER_CUT = 500
#: so far as one complaint, where more was tried than is allowed and no household was found
_LONGEST_ONE = 1_500


def normalise(text: str) -> str:
    """The spelling that all spans refer to."""
    return spoken.tidied(normal.normalise(text))


def read(text: str, size: LargeArea = LARGE_AREA) -> tuple[Complaint, ...]:
    """The complaints in a message, none for praise, chatter and notices. `size` is what
    counts as a large area (R3.1.2). Never raises."""
    return _read(text, size)[0]


def is_cut(text: str, size: LargeArea = LARGE_AREA) -> bool:
    """Whether more stands in a message than is read of it: whoever sent it has to hear."""
    if len(text) < _NEVER_CUT:
        return False
    found, is_spent = _read(text, size)
    return is_spent or len(found) >= MOST_ITEMS or len(normal.normalise(text)) > _LONGEST


def _read(text: str, size: LargeArea) -> tuple[tuple[Complaint, ...], bool]:
    """The complaints, and whether as much was read as is allowed."""
    whole = normalise(text[:_LONGEST])[:_LONGEST]  # some characters stand for eighteen
    with allowance.Message():
        found = _found(whole, size)
        is_spent = allowance.is_spent()
    if found or not is_spent:
        return found, is_spent
    one = read_one(whole[:_LONGEST_ONE], "", size)
    return ((one,) if one else ()), is_spent


def _found(whole: str, size: LargeArea) -> tuple[Complaint, ...]:
    if classify.is_lesson(whole):
        return ()
    said = talk.speakers(whole)
    if said:
        return _chat(whole, said, size)
    blocks = lists.records(whole)
    if len(blocks) > 1 and sum(compounds.is_anchored(b) for b in blocks) > 1:
        found = [c for block in blocks[:MOST_ITEMS] for c in read_block(block, size)]
        return tuple(_called_above(whole[: whole.find(blocks[0])], found, size))
    return read_block(whole, size)


def _called_above(head: str, found: list[Complaint], size: LargeArea) -> list[Complaint]:
    """`联系电话:…` and then `地址一:…`, `地址二:…`: an order's two places and its one caller."""
    if not found or any(c.phone for c in found) or not compounds.masked(head)[1]:
        return found
    return shared_contact(found, read_one(head, "", size, same=found[0]))


#: whether it is so is asked, not told
_ASKED = late(r"[吗么嘛]\s*\??\s*$|\?\s*$|是不是|是否|有没有")


def is_major(text: str, size: LargeArea = LARGE_AREA) -> bool:
    """Whether words that are said of a complaint tell of a major one (R3.1.2); what they deny or
    only ask is told of none."""
    words = normalise(text[:_LONGEST])[:_LONGEST]
    if _ASKED.search(words) or makes_smaller(words):
        return False
    return severity.judge(normal.fold(words), size)[0]


def as_major(text: str, size: LargeArea = LARGE_AREA) -> Complaint:
    """Words of something major as a complaint of their own, whether or not they alone are one."""
    for one in read(text, size):
        if one.severity == "major":
            return one
    words = normalise(text[:_LONGEST])[:_LONGEST]
    _, why = severity.judge(normal.fold(words), size)
    whys = (why,) if why else ()
    return Complaint(None, None, None, None, "quality", "major", None, whys, None, words, True)


def is_wide(text: str, size: LargeArea = LARGE_AREA) -> bool:
    """Whether it is major for how many are without heat, and not for what happened in a home."""
    return severity.area(normal.fold(normalise(text[:_LONGEST])), size) is not None


def _chat(whole: str, said: list[talk.Said], size: LargeArea) -> tuple[Complaint, ...]:
    called_by = chat_groups.compound_of(said)
    shared = chat_groups.group_of(said[0].context) or called_by or ""
    below = "" if shared else compounds.told_of_all(whole)
    found = _told_by_each(said, shared, below, called_by, size)
    passed = next((c for c, who in reversed(found) if talk.is_go_between(who) and c.phone), None)
    told = [c for c, _ in found]
    if passed and all(c is passed or not (c.address or c.phone) for c in told):
        return (_placed(_passed_on(_merged(whole, shared, told, size), passed), said),)
    told = [_in_compound(c, below) for c in one_flat.merged(told)]
    if len(told) != 1 and told and _are_of_one_building(told):
        told = [_merged(whole, shared, told, size)]
    if len(told) == 1:
        return (_placed(told[0] if told[0].phone else _with_go_between(told[0], said), said),)
    neighbours = [part.text for part in said if not talk.is_staff(part.speaker)]
    if not told and neighbours and all(map(_is_over, neighbours)):
        return ()  # whoever told of it says that it is over
    return tuple(told) or read_block(whole, size)


#: `某镇某村对吧,收到`: the company answers, and complains of nothing
_ANSWERS = late(r"[对是]吧|对不对|收到(?=[,。!\s]|$)")


def _told_by_each(
    said: list[talk.Said], shared: str, below: str, called_by: str | None, size: LargeArea
) -> list[tuple[Complaint, str]]:
    """What each speaker complains of or passes on, and who says it."""
    found: list[tuple[Complaint, str]] = []
    for part in said[:MOST_ITEMS]:
        who = part.speaker
        words = _told(part.text, below)
        if not words or talk.is_of_another(words, said) or lists.is_done(words):
            continue
        if several := _passes_on(who, words, shared, size):
            found += [(one, "") for one in several]
            continue
        one = _said_by(who, words, shared, found[-1][0] if found else None, size)
        staff = talk.is_staff(who) and not talk.flat_of(who)[0]
        if one is None or (staff and (not one.address or _ANSWERS.search(words))):
            continue
        if not one.address and not one.phone and talk.is_go_between(who):
            continue
        if one.name is None and not staff and not name_told.is_anothers(words):
            name = talk.person(who)
            one = one._replace(name=None if name == called_by else name)
        found.append((one, who))
    return found


def _in_compound(one: Complaint, name: str) -> Complaint:
    """A neighbour's complaint with the compound that is told once below them all."""
    if not name or one.community or not one.address:
        return one
    return one._replace(address=f"{one.address} {name}", community=addresses.name(name) or name)


def _passes_on(who: str, words: str, shared: str, size: LargeArea) -> list[Complaint]:
    """What one who lives in none of them tells of several homes, one after the other."""
    own = _MINE.search(words) and not talk.is_go_between(who)
    if talk.flat_of(who)[0] or own or not compounds.tell_several(words):
        return []
    above = f"{shared}\n" if shared and not compounds.tells_name(words) else ""
    told = read_block(above + words, size)
    apart = {c.address for c in told}
    return list(told) if len(told) > 1 and len(apart) == len(told) and None not in apart else []


#: the heat came back
_CAME_BACK = late(r"(?<![没不未])(?:热|好|来|有)了|虚惊")


def _is_over(words: str) -> bool:
    return lists.is_done(words) or _CAME_BACK.search(words) is not None


#: a neighbour tells of his own home
_MINE = late(r"[我俺咱](?:[家们住是这姓]|的(?!\s?\d))|[我俺]\d|(?<!帮)我(?:的|自己)?(?:电话|号码)")


def _said_by(
    who: str, words: str, shared: str, before: Complaint | None, size: LargeArea
) -> Complaint | None:
    """What one speaker complains of, in the flat that his name holds. `before` is what was told
    last: the same may be meant, and a bare figure below its degrees is how warm it is."""
    flat, _ = talk.flat_of(who)
    told = f"{flat} {words}" if flat else words
    above = (compounds.stem(shared) or shared) if _IN_BUILDING.match(flat) else shared
    if not above and before is not None:
        above = compounds.of_above(told, compounds.stem(before.address or ""))
    one = read_one(told, above, size)
    if before is None:
        return one
    if one is None:
        meant = lists.is_same(words) and (flat or compounds.is_anchored(words))
        return read_one(told, above, size, same=before) if meant else None
    may_be = before.room_temp_c is not None and one.type in ("quality", "other")
    if not may_be or one.room_temp_c is not None:
        return one
    degrees = temps.figure(compounds.masked(told)[0])
    same = read_one(told, above, size, same=before) if degrees else None
    return same._replace(room_temp_c=degrees) if same else one


#: a flat that is told with its building, whatever the group is of
_IN_BUILDING = late(r"[^-]+-[^-]+-|.{1,4}(?:号楼|[栋幢座#])")


def _told(words: str, below: str) -> str:
    """What a speaker tells of his own place; not the line that tells the compound of all."""
    return "\n".join(
        line
        for line in words.split("\n")
        if not talk.is_content(line)
        and (not talk.is_asking(line) or compounds.is_anchored(line))
        and not (below and below in line and not compounds.has_flat(line))
    )


def _with_go_between(one: Complaint, said: list[talk.Said]) -> Complaint:
    """Nobody left a number but the one who passes it on: `物业小苗: …他们来人找我138…`."""
    for part in said:
        if talk.is_go_between(who := part.speaker):
            number = phones.choose(phones.find(normal.fold(part.text)))
            if number:
                return one._replace(phone=number.digits, name=talk.person(who) or one.name)
    return one


def _placed(one: Complaint, said: list[talk.Said]) -> Complaint:
    """Where it is, told by the one who asks whether it is there: `热力-小石: 某镇某村对吧`."""
    staff_first = sorted(said, key=lambda part: not talk.is_staff(part.speaker))
    for part in staff_first if not one.address else ():
        told = [p for p in places.find(compounds.masked(part.text)[0]) if p.named]
        if len(told) == 1:
            words = told[0].text
            return one._replace(address=words, community=addresses.name(words))
    return one


def _passed_on(merged: Complaint, by: Complaint) -> Complaint:
    """What neighbours say, with the number and the place of the one who passes it on."""
    if by.address:
        merged = merged._replace(address=by.address, community=by.community)
    return merged._replace(name=by.name, phone=by.phone)


def _are_of_one_building(found: list[Complaint]) -> bool:
    """Whether nobody tells a flat, and one at most a number."""
    flats = any(c.address and place.has_room(c.address) for c in found)
    return not flats and sum(bool(c.phone) for c in found) <= 1


def _merged(whole: str, shared: str, found: list[Complaint], size: LargeArea) -> Complaint:
    """Neighbours who all say the same of their buildings are one complaint about the place."""
    masked, _ = compounds.masked(whole)
    buildings = [p for p in places.find(masked) if p.level == 1]
    stem = None if any(p.named for p in buildings) else shared
    parts = filter(None, [stem, *(whole[p.start : p.end] for p in buildings)])
    address = " ".join(dict.fromkeys(parts)) or found[0].address
    major, words = severity.judge(normal.fold(whole), size)
    caller = next((c for c in found if c.phone), None)
    name = addresses.name(shared) or shared or found[0].community
    if name and address and name not in address and len(name) > 2 and addresses.name(name) == name:
        address = f"{address} {name}"
    return found[0]._replace(
        name=talk.passed_on_by(whole) or (caller.name if caller else None),
        phone=caller.phone if caller else None,
        address=address,
        community=name,
        severity="major" if major else "general",
        room_temp_c=min((c.room_temp_c for c in found if c.room_temp_c), default=None),
        why=(*found[0].why, *((words,) if words else ())),
        text=whole,
    )
