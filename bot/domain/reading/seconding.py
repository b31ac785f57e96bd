"""Rules and examples put together: whose address, compound and name it is (decision 0031).

The rules read first. What they read is shown to the tags, beside the text: how far rules of that
kind can be followed was learnt from what they had read of each example at first sight.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.reading import addresses, form_fields, name_chosen, tag_rows, tagging
from bot.domain.reading.late import late
from bot.domain.reading.name_given import may_be_person
from bot.domain.reading.name_spots import CLERK
from bot.domain.reading.name_stops import PLAIN, STOP
from bot.domain.reading.name_words import ANY_TITLE, HAN, NOBODY, NOT_PEOPLE, POLITE
from bot.domain.reading.place import FLAT, level_of
from bot.domain.reading.place_details import detail
from bot.domain.reading.place_words import GROUP_OF, ROAD
from bot.domain.reading.tagging import Span
from bot.domain.reading.wording import dense, holds, without_edges

#: a shorter address locates nothing
_LEAST = 2
#: how sure it is, as the logarithm of the odds in hundredths, that less of a place is meant than
#: the rules read, or that somebody else is
_CLEARLY_LESS, _CLEARLY_HIS = 150, 100
#: longer than any address is told
_LONG = 40
#: figures, and what stands behind one: no part begins within a number or behind it
_NUMBER, _OF_NUMBER = "〇零一二三四五六七八九十百千0123456789", "号栋幢座楼单"
#: more than a surname and what is given with it
_GIVEN = 3
#: longer than any name that is called
_LONG_NAME = 7
#: who only took the message down is told so right before his name
_CLERK_BEFORE = 10
#: longer than this a text is not asked about
_LONGEST = 1_500
#: `王某托我带话`: no part of the name
_FOR_ME = late(r"[托让叫请]我")
#: said not to be one's name
_NOT_HIS = late(r"(?:不(?:是|姓|[让要]?叫)|[喷溅飞冒]得)$")
#: said before an address and no part of it
_BEFORE = late(
    r"(?:[^\w(]+|\d{1,2}月\d{1,2}[日号]|来自|我?家?住在?|其?位于|地[点址][是显示为]*|位置[是在]?|在|是|咱们?|我们?|(?<=[住搬])[进到]|(?<=[住搬]进)|天?路过|搁|啥|跟?前(?=呢)|呢|一位|首先|\w{2,5}=)+"
)
#: what clauses end with, a number to call too, and what an address begins behind
_PHONE = "\x01"
_MARKS = (*',。;:!?、\n】"“”|', _PHONE)
_BEGINS = (*_MARKS, "住", "在", "我是", "我家", "位于", "来自")
#: `某街16` … `层`: what counts belongs to its figure
_UNIT = late(r"(?<=\d)[层楼号栋室]")
#: `某苑B区 1808`
_ROOM = late(r"(?<=[区苑园座])\s?\d{3,4}(?=[\s,。](?!户|家))")
#: what parts a name from an address beside it; the number to call is blanked out
_SIGNS = " \t\n,、。;:()0123456789-\x01"
_EDGE = late(r"[\s,、。;:()\x01]|[\d-]{7}|$")
#: `14栋 780户`: how many of both; a ticket
_COUNTS = late(r"\d{1,3}[栋幢]楼?[\s,、共约近]{1,3}\d{3,5}[多余来几]?户|#?\d+号?单(?!元)")
_HOMES = late(r"[一二三四五六七八九]?[多余来几]户|[一二三四五六七八九]户")
_COMMA = late(r"[,、。;]\s*")
_BEHIND = late(
    r"(?:[^\w)#°]|(?:约|近)?\d{1,5}[多余来几]?户|[几多一二两三四五六七八九十\d]+年|都有|那边|整[层栋个])+$"
)
#: what that ends in, of letters and figures
_LAST_BEHIND = "户年有边层栋个"
_THERE, _ROAD, _FIGURE = late(r"[这那][边块]儿?\s?(?=\S)"), late(ROAD), late(r"\d")
#: what a way to tell a door ends in
_DOOR = ("户", "家", "门", "公交站")
#: said behind what somebody takes back
_TAKEN_BACK = late(r"[,\s]*(?:不是不是|不对|说错|错了)")
#: a flat behind a flat: the neighbour's
_SECOND = late(r"(?<=\d{3})[\s、,]+\d{3,4}$")
_NEXT_DOOR = late(r"(?:对[门面]|楼[上下]|隔壁|邻居)(?:家|的|那[户家])?\s?$")
_TROUBLE = late(
    r"[往向]外|管[道子线]?(?=[爆裂漏])|[冒漏渗喷淌滴溢][热水汽气]|爆[裂管]|井?盖子?(?=[响坏丢没翘碎])|[没不停][热暖水]|DCS|PLC|黑屏|跳闸|失电|全停"
)
#: what a group is for: `某里业主` and 群
_PURPOSE = late(rf"(?:{GROUP_OF})+$")
_FIELD = late(r"[:|【】*\x01]")
#: what no name of a compound begins right behind: half of it was found
_GLUED = late(rf"[{HAN}](?<![省市区县旗镇乡村街路道巷号院里段口边的在是到有为])")
#: no more of a name
_MORE = late(r"[\d(]")


class Read(NamedTuple):
    """Whom to call and where it is, as it stands in the text."""

    name: str | None
    address: str | None
    community: str | None


def read(text: str, masked: str, first: Read, phone: str | None) -> Read:
    """What the rules read first, and what the examples make of it. `masked` is the text's twin with
    phones blanked out, `phone` the number to call."""
    if len(text) > _LONGEST or len(first.address or "") > _LONG:
        return first
    if _is_whole(first, phone, text, masked):
        return first
    rules = [tag_rows.OTHER] * len(text)
    tag_rows.add(text, rules, tag_rows.Told(first.name, phone, first.address, first.community))
    tagged = tagging.tag(masked, rules)
    name = _name(text, tagged.name, first.name)
    found = [
        (part, s.sure) for s in tagged.address if (part := _part(text, s, name, first.address))
    ]
    if first.address and not first.community:
        found = [one for one in found if not addresses.is_affected(text, one[0])]
    first = _unglued(first, found, text)
    address = " ".join(_once([_THERE.sub(" ", part) for part, _ in found]))
    if len(address) < _LEAST or _keeps(first, address, found, text):
        if name and dense(first.address) == name and may_be_person(name):
            return Read(name, None, None)
        return first._replace(name=first.name if holds(first.address, name) else name)
    same = dense(address) == dense(first.address)
    old = first.community if same or tagged.community else None
    return Read(name, address, _community(text, tagged.community, address, old))


def _is_whole(first: Read, phone: str | None, text: str, masked: str) -> bool:
    """Whether nothing is wanting: whom to call and all of the text; or one of whom to call and a
    flat, and a house in a compound or a street that is told by itself (decision 0031)."""
    words = first.address
    if not words:
        return False
    called, level = bool(first.name) or phone is None, level_of(words)
    if called and len(words) == len(text.strip()):
        return True
    known = level and (first.community or _ROAD.search(words))
    return bool(known and (called or level == FLAT)) and _is_clause(first, text, masked)


def _is_clause(first: Read, text: str, masked: str) -> bool:
    """Whether an address is told in one piece, as a clause of its own or before whom to call."""
    words = first.address or ""
    at = text.find(words)
    if at < 0:
        return False
    before, behind = text[:at].rstrip(" "), masked[at + len(words) :].lstrip(" ")
    if before and not before.endswith(_BEGINS):
        return False
    return not behind or behind.startswith((*_MARKS, first.name or _PHONE))


def _keeps(first: Read, address: str, found: list[tuple[str, int]], text: str) -> bool:
    """Whether the rules' address stays: told by a form, elsewhere, or hardly less is meant."""
    old = first.address
    if not old or form_fields.tell(text, old, address) or not all(p in text for p in old.split()):
        return old is not None
    if dense(address) == dense(old):
        return False
    if not all(holds(old, part) for part, _ in found):
        return False
    if first.community and not holds(address, first.community):
        return True
    left = dense(old).partition(dense(found[0][0]))
    if left[0].endswith("、"):
        return True
    if not left[0] and (
        _FIGURE.search(left[2]) or left[2].startswith("、") or left[2].endswith(_DOOR)
    ):
        return True
    return min(sure for _, sure in found) < _CLEARLY_LESS


def _unglued(first: Read, found: list[tuple[str, int]], text: str) -> Read:
    """Without what is said before a name where no stop stands, as in speech: `…没人某某苑3号楼`."""
    old, name = first.address or "", first.community or ""
    front, at = old.find(found[0][0]) if found else 0, text.find(old)
    glued = front > 0 < at and name.startswith(old[:front]) and _GLUED.match(text, at - 1, at)
    return Read(first.name, old[front:], name[front:] or None) if glued else first


def _once(parts: list[str]) -> Iterator[str]:
    """The parts that are not told in another one as well."""
    told = [dense(words) for words in parts]
    for at, words in enumerate(parts):
        own = told[at]
        if not any(
            own in other and (len(other) > len(own) or i < at) for i, other in enumerate(told)
        ):
            yield words


def _community(text: str, spans: tuple[Span, ...], address: str, old: str | None) -> str | None:
    best = max(spans, key=lambda span: span.sure, default=None)
    start = _begin(text, best.start) if best else 0
    glued = start and _GLUED.match(text, start - 1)
    words = without_edges(text[start : best.end]) if best and not glued else ""
    if best and text.startswith("群", best.end):
        words = _PURPOSE.sub("", words)
    words = addresses.without_group(words).replace("村部", "村")
    found = addresses.name(words)
    if found and words.startswith(found) and not _MORE.search(words, len(found)):
        found = words  # some more of the name: `某社区某组团`
    if not old and found and found[-1] in "路街巷道":
        return None
    if holds(address, found) and not (holds(old, found) and holds(address, old)):
        return found
    return old if holds(address, old) else None


def _begin(text: str, at: int) -> int:
    """Where the number begins that goes on or is told of at `at`; else there."""
    return len(text[:at].rstrip(_NUMBER)) if text[at : at + 1] in (*_NUMBER, *_OF_NUMBER) else at


def _part(text: str, span: Span, name: str | None, old: str | None) -> str | None:
    """A tagged part without what people say around it, nor whom to call beside it."""
    before = _BEFORE.match(text, span.start, span.end)
    start = _begin(text, before.end() if before else span.start)
    unit = _UNIT.match(text, span.end) or _ROOM.match(text, span.end)
    words = text[start : unit.end() if unit else span.end]
    if _COUNTS.match(text, start) or _TAKEN_BACK.match(text, span.end) or f"不是{words}" in text:
        return None
    if _HOMES.match(text, span.end):
        words = words.rstrip(_NUMBER)
    straddles = text.find(name, start, span.end + len(name) - 1) if name else -1
    if start < straddles < span.end < straddles + len(name or ""):
        words = text[start:straddles]
    if text.endswith("不是", 0, start):
        words = words.partition(" ")[2]
    words = _without_name(words, name)
    for comma in _COMMA.finditer(words):
        if comma[0][0] in "。;" or detail(words, comma.end()) is None:
            words = words[: comma.start()]
            break
    words = _without_talk(words, old, name)
    second = _SECOND.search(words) if old else None
    if second and old and second[0] not in old:
        words = words[: second.start()]
    if not words[-1:].isalnum() or words[-1] in _LAST_BEHIND:
        words = _BEHIND.sub("", words)
    words = addresses.plain(_closed(words, text)).strip()
    if text.startswith("群", span.end):
        words = _PURPOSE.sub("", words)
    theirs = old and words.isdecimal() and _NEXT_DOOR.search(text[max(0, start - 6) : start])
    none = theirs or len(words) < 2 or _FIELD.search(words) or PLAIN.fullmatch(words)
    return None if none else words


def _without_name(words: str, name: str | None) -> str:
    if not name or name not in words:
        return words
    before, _, behind = words.partition(name)
    if _EDGE.match(behind) and not before.strip(_SIGNS):
        return behind.lstrip(_SIGNS)
    if not behind.strip(_SIGNS) and (before[-1:] in _SIGNS or POLITE.search(name)):
        return before.rstrip(_SIGNS)
    return words


def _closed(words: str, text: str) -> str:
    """Words with both of their brackets, or without the one that stands alone."""
    for opening, closing in ("()", "“”"):
        first, last = words.rfind(opening), words.find(closing)
        if first >= 0 and closing not in words[first:]:
            whole = words + closing
            words = whole if whole in text else words[:first].rstrip()
        elif last >= 0 and opening not in words[:last]:
            words = f"{words[:last]} {words[last + 1 :]}".strip()
    return words


def _without_talk(words: str, old: str | None, name: str | None) -> str:
    """A part without what is said right before and behind the place that the rules found in it."""
    at = words.find(old) if old else -1
    if not old or at < 0:
        return words
    trouble = _TROUBLE.search(words, at + len(old))
    words = words[: trouble.start()] if trouble else words
    if at == 0 or _ROAD.search(words, 0, at):
        return words  # `某街到某路` is a stretch of one
    if words[:at] in old or words[:at] == name:
        return words[at:]  # said once more, or who lives there
    return words[max((m.end() for m in STOP.finditer(words, 0, at)), default=0) :]


def _name(text: str, spans: tuple[Span, ...], old: str | None) -> str | None:
    best = max(spans, key=lambda span: span.sure, default=None)
    if best is None or best.sure < _CLEARLY_HIS:
        return old
    before = text[max(0, best.start - _CLERK_BEFORE) : best.start]
    if CLERK.search(before) or _NOT_HIS.search(before) or _FOR_ME.match(text, best.end - 1):
        return old
    words = without_edges(text[best.start : best.end])
    if not 0 < len(words) < _LONG_NAME or any(p.search(words) for p in (NOT_PEOPLE, _TROUBLE)):
        return old
    if NOBODY.match(words) or "|" in words:
        return old
    words = name_chosen.alone(words)
    if old and old.startswith(words) and ANY_TITLE.search(old):
        return old  # 车老板, who also signs 车
    if old and len(old) > _GIVEN and old.endswith(words):
        return old  # a name of several syllables
    return words if dense(words) != dense(old) else old
