"""Ticket numbers among the many other numbers that people write."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.reading.normal import fold
from bot.domain.reading.numbers import value

_CHINESE = "零〇一二两三四五六七八九十百"

# A number before one of these counts or measures something; it names no ticket.
_BUILDING = "楼院栋幢门线站阀炉泵机井换热管区公寓室房家底路街地块"
_UNIT = (
    r"(?:[点度℃°时分秒天日月年周个户栋幢楼层次台米吨组片块元万根只位名条成遍道件趟多%倍岁级角床间床]"
    r"|门(?!牌|铃|锁)|人(?!家)|处(?!理)|家(?!里)|单[元位独间]|室(?!内|温)|小时|钟头|公斤|平|mm|cm|mpa|kg|kw|m\b|h\b|c\b"
    rf"|几(?![点时]|(?:号?楼|层|单元|栋|幢|门|户|室)[的啊呢来着了\s?]*$)|[号\#]\s*(?:[{_BUILDING}之以前上下中晚早左]|换热))"
)
_SPAN = r"(?:[:/~\-—–_*x]\s*\d|\.\d|[到至]\s*\d|\s*(?:年|月|号)\s*\d)"
_FREE = rf"(?!\d)(?!{_UNIT})(?!{_SPAN})"
_AFTER_MARK = rf"(?!\d)(?!{_SPAN})(?!号?楼|[栋幢层室次个户点度天]|单元|号[{_BUILDING}])"

_MARKED = (
    rf"(?:\#|no\.?|第|(?<![a-z])t|工单|单号|编号|单子|单)\s{{0,3}}(?:号|编号)?\s{{0,3}}[:#]?\s{{0,3}}"
    rf"(?P<m>\d{{1,6}}){_AFTER_MARK}(?:号?工?单(?![元位独间])子?|号)?"
    rf"|第?(?P<n>(?<!\d)\d{{1,6}}|[{_CHINESE}]{{1,5}})\s{{0,3}}(?:号\s{{0,3}}工?单(?![元位独间])子?|工单|单(?![元位独间])子?)"
)
_MARK = re.compile(_MARKED)
_NUMBER = re.compile(
    rf"{_MARKED}|(?P<b>(?<![\d.])\d{{1,6}}){_FREE}[号\#]?|(?P<c>[{_CHINESE}]{{1,5}})号(?![{_BUILDING}之以前上下中晚早左])"
)
_JOINT = re.compile(
    r"\s*[,、;&+]\s*|\s*(?:还有|和|与|及|跟)\s*|\s+|(?=\#)|(?<=[号单])(?=[\d一二两三四五六七八九十])"
)
_DATE_LIKE = re.compile(rf"(?:\d+|[{_CHINESE}]+)号$")
_LISTED = re.compile(r"\s*(?:$|[,、;]|[都全已也收完好])")
_LAST_MARKED = re.compile(rf"(?:^|(?<=[^\w])|(?<=[一-龥]))(?:{_MARKED})[\s)。!~,]*$")
_LAST_BARE = re.compile(r"(?:\s|(?<=[部组班站修行服]))(?P<b>\d{1,6})\s*$")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Ticket numbers read at one place; `end` is where the next word begins."""

    tickets: tuple[int, ...]
    start: int
    end: int
    #: written with a mark: #3, 3号单, 工单3
    marked: bool = False
    #: parted by nothing but blanks
    loosely: bool = False


def read_numbers(plain: str, at: int, *, dates: bool = False, many: bool = True) -> Numbers:
    """The ticket numbers that begin right at `at` in folded text.

    With `dates`, what is said next may well be a day ("延期 3 5号"), so a later 5号 is none;
    without `many`, a blank ends the list ("补充 3 15").
    """
    found: list[int] = []
    end, marked, loosely, place = at, False, False, at
    while (match := _NUMBER.match(plain, place)) and len(found) < 100:
        if (
            found
            and _DATE_LIKE.match(match[0])
            and (dates or not _LISTED.match(plain, match.end()))
        ):
            break
        number = _value(match)
        if not number:
            break
        found.append(number)
        end, marked = match.end(), marked or match["b"] is None
        joint = _JOINT.match(plain, end)
        if not joint or (not many and joint[0].isspace()):
            break
        loosely = loosely or (place > at and plain[place - 1].isspace())
        place = joint.end()
    return Numbers(tuple(dict.fromkeys(found)), at, end, marked, loosely)


def last_numbers(plain: str, *, bare: bool) -> Numbers | None:
    """A ticket number that ends the text: "换了阀门 #3"; with `bare` also "检修部 3"."""
    # Only the tail can hold it, so only the tail is searched.
    skipped = max(0, len(plain) - 40)
    tail = plain[skipped:]
    match = _LAST_MARKED.search(tail) or (_LAST_BARE.search(tail) if bare else None)
    number = _value(match) if match else None
    if not match or not number:
        return None
    return Numbers(
        (number,), skipped + match.start(), skipped + match.end(), match.re is _LAST_MARKED
    )


def _value(match: re.Match[str]) -> int | None:
    told = next((t for t in match.groupdict().values() if t), "")
    if told.startswith("0") and len(told) == len("0002"):
        return None  # 0002那个: the end of a phone
    number = value(told)
    return number if number and number <= 999_999 else None


def _folds() -> dict[int, str]:
    table = {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    for code in (*range(0x00A0, 0x3400), *range(0xFE30, 0xFFE7)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and ord(plain) != code:
            table[code] = table.get(ord(plain), plain)
    for code in (*range(0x200B, 0x2010), 0x2060, 0xFE0F, 0xFEFF, *range(0x1F3FB, 0x1F400)):
        table[code] = " "
    return table


_FOLD = _folds()


def plainly(text: str) -> str:
    """Full width made half, capitals small, the invisible blank, characters simplified.

    Every character keeps its place, so a reader can cut people's own words from the original.
    """
    return fold(text.translate(_FOLD))
