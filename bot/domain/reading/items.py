"""Lists and tables: each item a household of its own (R2.2)."""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.reading import (
    addresses,
    compounds,
    list_callers,
    list_heads,
    lists,
    marks,
    one_flat,
    one_home,
    places,
    temps,
)
from bot.domain.reading.late import late
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
    for row in (each for each in rows if not lists.is_done(each.written)):
        if not (compounds.is_anchored(row.written) or compounds.masked(row.written)[1]):
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
    pieces = marks.cut(text)
    if len(pieces) < 2:
        return []
    body, tail = lists.for_all(text)
    if tail and compounds.masked(tail)[1]:
        pieces = marks.cut(body)
    else:
        tail = ""
    if len(pieces) < 2 or lists.is_form(pieces) or one_home.is_told(pieces):
        return []
    if sum(_IS_QUOTE.match(p) is not None for p in pieces) > 1 and _SUMMED.match(pieces[-1]):
        return []
    pieces = [part for piece in pieces for part in _ONE_MORE.split(piece)]
    pieces = [part for piece in pieces for part in lists.by_stops(piece)]
    found = told_apart(pieces, size)
    if len(found) > 1 and tail:
        return shared_contact(found, read_one(tail, "", size, same=found[0]))
    return found if len(found) < 2 else list_callers.called(found, pieces, text, size)


#: behind the last item, without a mark of its own: `另加一户 某里…`
_ONE_MORE = late(r"(?<=[\s,。;])(?=(?:另[加外有]|外加|再加|还有)[一1][户家](?=[\s,:]))")
#: `“…” “…” → 转热力:…`: what neighbours say, and what is made of it
_IS_QUOTE = late(r"\s*[“\"「][^”\"」]*[”\"」]\s*$")
_SUMMED = late(r"\s*(?:[→➡⇒]|=>|转|汇总|总结|综上)")
#: `楼上3-2-601 …`: an item of its own, wherever he lives
_BESIDE = late(
    r"^(?:(?:楼[上下]|对门|隔壁)(?=[^\d,。]{0,8}\d{1,2}-\d)|(?:同上|同小区)[\s,、]*(?=\d{1,2}-\d))"
)


class _Whole(NamedTuple):
    """What holds for all items of a list."""

    #: the line above them
    title: str
    #: the compound that is told above them, and the one told below
    above: str
    below: str
    #: what the line above them complains of, what an item does that tells nothing but a flat
    head: Complaint | None
    cold: bool
    #: items that begin with a building or a place in a yard
    parts: frozenset[str]
    #: the line above them says how many they are
    counted: bool
    #: a mark stands before each
    marked: bool
    size: LargeArea


def told_apart(pieces: list[str], size: LargeArea) -> list[Complaint]:
    """The items of a list, each a household of its own; empty if the lines belong together."""
    bare = marks.bare_all([p[:_LONGEST_ITEM] for p in pieces[:MOST_ITEMS]])
    anchored = sum(compounds.is_anchored(w) or bool(_SAME_PLACE.match(w)) for w in bare)
    parts = _parts(bare) if anchored else frozenset()
    if anchored < 2 and not parts:
        return []
    found: list[Complaint] = []
    shared, last = compounds.of_list(bare)
    last = _told_below(bare[-1]) or last
    heads = [
        piece
        for piece, words in zip(pieces, bare[:2], strict=False)
        if shared and shared in words and not compounds.has_flat(words)
    ]
    cold = not compounds.has_flat(bare[0]) and _OF_COLD.search(pieces[0]) is not None
    head = read_one(heads[0], "", size) if heads else None
    counted, marked = list_heads.is_counted(pieces, bare), marks.are_led(pieces)
    whole = _Whole(bare[0], shared, last, head, cold, parts, counted, marked, size)
    headed = False
    for piece, words, behind in zip(pieces, bare, [*bare[1:], ""], strict=False):
        if piece in heads or (piece is pieces[0] and list_heads.is_lead(words, cold=cold)):
            continue
        if list_heads.is_heading(words, behind):
            whole, headed = whole._replace(above=words.strip(": ")), True
            continue
        words = _BESIDE.sub("", words)
        if _is_left_out(words, whole) or lists.is_done(piece):
            continue
        before = found[-1] if found else None
        stem = compounds.stem(before.address or "") if before and not headed else ""
        one = _item(words, whole, before, stem)
        if one is not None:
            one = _completed(one, words, whole, stem)
            as_above = before is not None and not one.phone and _SAME_NUMBER.search(words)
            found.append(one._replace(phone=before.phone) if as_above and before else one)
    return bare_figures(one_flat.merged(found))


def _is_left_out(words: str, whole: _Whole) -> bool:
    """Whether a line tells no place, or only of which compound all of them are."""
    last = whole.below
    if last and last in words and _OF_ALL.match(words) and not compounds.has_flat(words):
        return True
    if whole.above and _BUILDING.match(words) and compounds.masked(words)[1]:
        return False  # a building of the compound above, with somebody to call
    called = whole.marked and compounds.masked(words)[1] and not _SERVICE_LINE.search(words)
    if words != whole.title and (whole.counted or called):
        return False
    return not (compounds.is_anchored(words) or _is_here(words, whole))


_SERVICE_LINE = late(
    r"(?:物业|值班|服务|调度|热线|公司|收费[处站]?)(?:室|的|处)?(?:电话|号码|热线)"
)


def _told_below(line: str) -> str:
    """`以上均为某某庭`: the compound that the last line tells for all."""
    line = line.rpartition("\n")[2]
    led = _OF_ALL.match(line) or _FULL_NAME.search(line)
    if led is None or compounds.has_flat(line):
        return ""
    named = (p for p in places.find(compounds.masked(line[led.end() :])[0]) if p.named)
    return next((p.text for p in named), "")


def _is_here(words: str, whole: _Whole) -> bool:
    """Whether an item tells its place by what was told before it."""
    return words in whole.parts or _SAME_PLACE.match(words) is not None


def _item(words: str, whole: _Whole, before: Complaint | None, stem: str) -> Complaint | None:
    """What an item complains of, in the compound of the one before it or of the list."""
    above = compounds.of_above(words, stem) if stem and not whole.below else ""
    if stem and (rest := compounds.of_same(words)):
        above, words = stem, rest
    one = read_one(words, above or whole.above, whole.size)
    if before and lists.is_same(words) and (one is None or not one.sure):
        one = read_one(words, above or whole.above, whole.size, same=before)
    meant = whole.head or (_COLD if whole.cold else None)
    if one is None and meant and compounds.has_flat(words) and (whole.head or _is_bare(words)):
        one = read_one(words, above or whole.above, whole.size, same=meant)
    if one is None and whole.counted and before and compounds.has_flat(words) and _is_bare(words):
        one = read_one(words, above or whole.above, whole.size, same=before)
    if one is None and _SAME_PLACE.match(words) and _ASKS.search(words):
        one = read_one(words, stem or whole.above, whole.size, same=_ENQUIRY)
    if one is None and whole.counted and words != whole.title and not _SETTLED.search(words):
        one = read_one(words, above or whole.above, whole.size, same=_UNTOLD)
    return one


def _completed(one: Complaint, words: str, whole: _Whole, stem: str) -> Complaint:
    """An item with what is told above or below the list."""
    if words in whole.parts and whole.above and (part := _POSITION.match(words)):
        yard = read_one(f"{whole.title}\n{words}", "", whole.size, same=one)
        place = (yard and yard.address) or whole.above
        name = yard.community if yard else addresses.name(place)
        one = one._replace(address=f"{place} {part[0]}", community=name)
    elif one.address is None and (place := stem or whole.above) and _is_here(words, whole):
        one = one._replace(address=place, community=addresses.name(place))
    last = whole.below
    if last and one.community is None and one.address and one.address != last:
        one = one._replace(address=f"{one.address} {last}", community=addresses.name(last))
    of_cold = (whole.head and whole.head.type == "quality") or one.why == _COLD.why
    if of_cold and one.room_temp_c is None:
        one = one._replace(room_temp_c=temps.figure(compounds.masked(words)[0]))
    if whole.cold and one.type == "other" and not one.sure:
        one = one._replace(type="quality")
    return one


#: `大家报一下不热的`: what the list is of, where an item does not say it
_OF_COLD = late(r"[不没未][热暖]|低温|测温|室温")
#: what an item of a list of the cold complains of, if it tells nothing but a flat
_COLD = Complaint(
    None, None, None, None, "quality", "general", None, ("不热",), None, "", sure=True
)
_ENQUIRY = _COLD._replace(type="other", why=("问",))
_SETTLED = late(
    r"已(?:告知|解释|教会|答复|说明)|[推热]了|说[清明]了|不是[咱我]|开会|会改|不记|骂人|醉|贴了?条"
)
#: one of as many as were announced, in words that tell little
_UNTOLD = _COLD._replace(type="", why=())
_ASKS = late(r"[,\s问](?:来?问|咨询|打听)")
#: what says of a flat that it is not cold there
_NOT_COLD = late(r"[没未]有|无|[不别]用|[好热行]|正常|没人|[还才]没?装|空")
_MANY_WORDS = 12


def _is_bare(words: str) -> bool:
    """Whether an item of a list of the cold tells little but a flat, a name, a number, a figure."""
    masked, _ = compounds.masked(words)
    for place in places.find(masked):
        masked = masked.replace(place.text, "")
    rest = masked.replace("\x01", "").strip()
    return len(rest) <= _MANY_WORDS and not _NOT_COLD.search(rest)


#: whom to call for an item is told above it
_SAME_NUMBER = late(
    r"(?:电话|号码?)(?:也|都)?(?:一样|同上|同前|同一个|是?一个)|同(?:一个?|上)(?:个)?(?:电话|号码)"
)
#: an item that goes on where the last one was
_SAME_PLACE = late(
    r"(?:还是)?同(?:一个?|个)?(?:小区|院|村|大院|家属[院楼]|宿舍|楼(?!道)|栋|巷子?|胡同|地[方址])"
)
#: `以上均为某某庭`: of which compound they all are
_OF_ALL = late(
    r"\W*(?:(?:以上|上述|上面|前[面几两三][户家条个]?)(?:都|均|全|几[户家条个])*[为是]?|都是|均[为是]|全是|小区(?:全称|名称?)?[:是叫])\s?"
)
_FULL_NAME = late(r"(?<![^\s,。;—])小区(?:全称|全名|名称?)[:是叫为]?\s?")
#: `东头 …`, `中间 …`: homes of a yard that have no number
_POSITION = late(
    r"(?:最?[东西南北](?:头|边|侧|院|排)|中间|当院|当中|正中间?|把头|[前后][院排]|[左右]边|里头|外头)(?=[\s,:])"
)
_BUILDING = late(r"[A-Z]?\d{1,3}(?:号楼|[栋幢座#])")


def _parts(items: list[str]) -> frozenset[str]:
    """Items that begin with a building or a place in a yard, the compound told once above them;
    none if only one of them tells whom to call or how cold it is."""
    for pattern in (_POSITION, _BUILDING):
        led = [words for words in items[1:] if pattern.match(words)]
        if sum(_tells_of_itself(words) for words in led) > 1:
            return frozenset(led)
    return frozenset()


def _tells_of_itself(words: str) -> bool:
    """Whether an item tells whom to call, or how cold it is there."""
    told, numbers = compounds.masked(words)
    return bool(numbers or temps.find(told)) or temps.figure(told) is not None


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
