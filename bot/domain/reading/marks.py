"""Where the items of a list begin: marks, bullets, counts, strokes, lines (R2.2)."""

from __future__ import annotations

from bot.domain.reading.late import late
from bot.domain.reading.quick import compiled

_H = "\u4e00-\u9fff"
_CIRCLED = "①-⑳➀-➓❶-❿⓵-⓾"
_FIGURE = "一二三四五六七八九十"
_SIGN = "·•▪△▲▽▼■□★☆※◇◆○●◎►▶"
_MARK = late(
    # its first character comes first and then what stands before it: so `re` skips to where it
    # can begin
    rf"[{_CIRCLED}({_FIGURE}\d第其](?<![^\s:,;。|)].)(?:(?<=[{_CIRCLED}])|"
    rf"(?<=[{_FIGURE}])(?:\)|[、.](?=\s?\S{{2}}))|"
    rf"(?<=\()(?:[{_FIGURE}]\)|\d{{1,2}}[).、)](?!\d))|"
    r"(?<=\d)(?:\d?(?:[).、)](?!\d)|\)(?=\d{1,2}[-号栋幢#]))|️?⃣)|(?<=第)[一二三四五]个(?:是)?|(?<=其)[一二三四])"
)
_BULLET = late(
    rf"(?m)^[ \t]*(?:(?:I{{1,3}}|IV|VI{{0,3}})[.、]|[-*+✅❌{_SIGN}][ \t]*(?:\[[ x]\])?"
    rf"|\d{{1,2}}(?::\d\d(?::\d\d)?)?(?=\s)|\d{{1,2}}号(?=\s[{_H}]{{3,}}\d))\s*"
)
_AT_TIME = late(r"\s*\d{1,2}:\d\d\s")
#: items parted by strokes: `某路2号… / 某路8号…`
_STROKE = late(r"(?<=\s)(?:/{1,2}|\|{1,2}|→|—{1,2})(?=\s)|\|\|")
_A_STROKE = late("[/|→—]")
#: `… · 某里3-1 … · 某里5-2 …`: bullets in one line
_SIGNED = late(rf"[{_SIGN}](?<!\S.)(?=\s)")
#: `首件…;次件…;末件…`
_ORDER = compiled(
    r"(?<![^\s:,;。|])(?:(?:首|头一?|次|末|最后一?|第[一二三四五六])[件户家单处条桩]事?(?:是|[:,、])?|"
    r"件[1-9一二三四五六](?=[\s:、]))\s?"
)
#: `1 某里… 2 某里…`: counted without a stop
_COUNTED = late(
    rf"(\d(?<![^\s:,。;].)\d?)(?=\s*(?![号栋幢楼单元层室户门排区期组度天次个家人年月日点])[{_H}])"
)


#: `一 某里… 二 某里…`, `一是某里… 二是某里…`, `第一某里… 第二某里…`
_COUNTED_SO = late(
    rf"[{_FIGURE}第](?<![^\s:,。;].)(?:(?<=([{_FIGURE}]))(?:是(?=[{_H}])|(?=\s))|(?<=第)([{_FIGURE}])(?=[{_H}]))"
)


#: `两套房,一套 某里… 一套 某里…`
_EACH = late(rf"一(?<![^\s:,。;!?].)[套处户家][:,\s]\s?(?=[{_H}])")


#: what ends a list's mark, and a stroke; looked at first because it is quick
_MAY_CUT = late(
    f"[).、)第其首头\u20e3{_CIRCLED}{_SIGN}\n/|→—]"
    r"|1(?<![-\d]1) ?(?=[^-\d号栋幢楼单层室户门排区期组度天次个家人年月日点.,:])|一(?<!\S.)\s|一是"
    r"|一[套处户家][:,\s]"
)


def may_be_cut(text: str) -> bool:
    """Whether a text may be a list; `cut` leaves it whole if not."""
    return _MAY_CUT.search(text) is not None


def cut(text: str) -> list[str]:
    """A list cut at its marks, its strokes or its lines; one piece if it is no list."""
    marks = list(_MARK.finditer(text))
    if len(marks) >= 2:
        starts = [m.start() for m in marks]
        return [text[: starts[0]], *from_each(text, starts)]
    if "\n" not in text.strip():
        starts = _in_one_line(text)
        if len(starts) > 1:
            return from_each(text, [0, *starts])
        return _STROKE.split(text) if _A_STROKE.search(text) else [text]
    return [x for x in text.split("\n") if x.strip()]


def from_each(text: str, starts: list[int]) -> list[str]:
    """A text cut where each piece begins."""
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _in_one_line(text: str) -> list[int]:
    """Where items begin that bullets, words of order or a count tell."""
    for pattern in (_SIGNED, _ORDER):
        starts = [m.start() for m in pattern.finditer(text)]
        if len(starts) > 1:
            return starts
    starts = [m.start() for m in _EACH.finditer(text)]
    if len(starts) > 1:
        return starts
    for pattern in (_COUNTED, _COUNT_INSIDE):
        starts = []
        for match in pattern.finditer(text):
            if int(match[1]) == len(starts) + 1:
                starts.append(match.start())
        if len(starts) > 1:
            return starts
    said = [(m[1] or m[2], m.start()) for m in _COUNTED_SO.finditer(text)]
    return [at for i, (figure, at) in enumerate(said) if _FIGURE[i : i + 1] == figure]


#: an item's count, whatever stands behind it: `1、3号楼`, `2.5-1-301`
_COUNT = late(r"\s*(\d{1,2})[、.,)](?=\s?\S)")
#: the same in one line, before a building
_COUNT_INSIDE = late(r"(\d(?<![^\s:,;。].)\d?)[、.](?=[A-Z]?\d{1,3}(?:号楼|[栋幢座#]|-\d{1,2}-))")


def bare_all(pieces: list[str]) -> list[str]:
    """Items without their marks. Where they are counted, `1、3号楼` is building 3 of the first."""
    ends: dict[int, int] = {}
    for i, piece in enumerate(pieces):
        count = _COUNT.match(piece)
        if count and int(count[1]) == len(ends) + 1:
            ends[i] = count.end()
    if len(ends) < 2 or len(ends) * 2 < len(pieces):
        ends = {}
    return [
        piece[ends[i] :].strip() if i in ends else bare(piece) for i, piece in enumerate(pieces)
    ]


def bare(piece: str) -> str:
    """An item without its mark."""
    words = _BULLET.sub("", _MARK.sub("", piece, count=1), count=1).strip()
    order = _ORDER.match(words) or _COUNTED_SO.match(words) or _EACH.match(words)
    return words[order.end() :].lstrip() if order else words


def are_marked(pieces: list[str]) -> bool:
    """Whether marks stand before the pieces of a list."""
    return sum(_MARK.match(piece.lstrip()) is not None for piece in pieces) > 1


def are_led(pieces: list[str]) -> bool:
    """Whether marks stand before them, or times as in a duty log."""
    return are_marked(pieces) or sum(_AT_TIME.match(piece) is not None for piece in pieces) > 2
