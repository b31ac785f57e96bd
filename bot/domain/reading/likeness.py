"""How like our examples a message is: a second opinion beside the rules (decision 0024).

Six linear classifiers over characters and pairs of them. What they learnt stands in
`learnt.py`, made from `learning/examples.jsonl`; names, places and numbers were blanked out first.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import repeat
from math import exp
from operator import add
from typing import NamedTuple

from bot.domain.reading.late import late
from bot.domain.reading.learnt import BIAS, TABLE

#: the columns of a weight
COLUMNS = ("complaint", "quality", "facility", "service", "other", "major")
#: weights are kept as whole hundredths
SCALE = 100
_TYPES = COLUMNS[1:5]
_GAP = "\x00"
_DIGIT = late(r"\d")
_MARK = late(r"[\s,。;:!?()\x00]")
#: in a form, what is wrong stands behind this
_CONTENT = late(r"(?:诉求|内容|问题|反映|描述|事项)[\u4e00-\u9fff]{0,4}[:】]")
#: so many characters to each side of a pair make it words
_AROUND = 5
_GAPS = late(f"{_GAP}+")
#: Six sums are one: each column has so many bits of one whole number to itself.
_BITS = 32
_HALF, _MASK = 1 << (_BITS - 1), (1 << _BITS) - 1


def _packed(weights: Iterable[int]) -> int:
    return sum(weight << (_BITS * at) for at, weight in enumerate(weights))


_BIAS = _packed(BIAS)
#: how the table writes what would break its lines
_SIGNS = {_GAP: "∅", "\n": "⏎", " ": "␣", "\\": "＼", '"': "＂"}
_SIGN = str.maketrans(_SIGNS)
_UNSIGN = str.maketrans({sign: char for char, sign in _SIGNS.items()})


def written(piece: str) -> str:
    """A piece as it stands in the table."""
    return piece.translate(_SIGN)


@cache
def _weights() -> dict[str, int]:
    """What each piece says, read when the first text is asked about."""
    words = TABLE.rstrip("\n").replace("\n", " ").split(" ")
    size = 1 + len(COLUMNS)
    packed = [0] * (len(words) // size)
    for at in range(len(COLUMNS), 0, -1):  # column by column is sooner done than line by line
        column = map(int, words[at::size])
        packed = [(last << _BITS) + weight for last, weight in zip(packed, column, strict=True)]
    return dict(zip((piece.translate(_UNSIGN) for piece in words[::size]), packed, strict=True))


def weights_of(piece: str) -> tuple[int, ...]:
    """What a piece says, column by column, in hundredths; zeros where it says nothing."""
    return tuple(_unpacked(_weights().get(piece, 0)))


def _unpacked(total: int) -> list[int]:
    parts = []
    for _ in COLUMNS:
        part = (total + _HALF & _MASK) - _HALF
        total = (total - part) >> _BITS
        parts.append(part)
    return parts


def plain(twin: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text without what tells one household from another."""
    for start, end in spans:
        twin = twin[:start] + _GAP * (end - start) + twin[end:]
    return _GAPS.sub(_GAP, _DIGIT.sub("0", twin))


def pieces(text: str) -> set[str]:
    """Every character and every pair of it."""
    return {*text, *map(add, text, text[1:])}


class Likeness(NamedTuple):
    """What the examples say of a text, as probabilities."""

    #: whether it complains at all
    complaint: float
    #: of each type, if it complains; together 1
    types: dict[str, float]
    #: whether it is major, if it complains
    major: float
    text: str

    @property
    def type(self) -> str:
        """The likeliest type."""
        return max(self.types, key=self.types.__getitem__)

    def words(self, column: str, twin: str) -> tuple[str, ...]:
        """The words around what spoke for it the most, as they stand in the text."""
        at = COLUMNS.index(column)
        field = _CONTENT.search(twin)
        first = field.end() if field else 0
        told = [
            (said[at], piece)
            for piece in _weights().keys() & pieces(self.text)
            if len(piece) > 1 and piece.isalpha() and twin.find(piece, first) >= 0
            if (said := weights_of(piece))[at] > 0
        ]
        if not told:
            return ()
        found = twin.find(max(told)[1], first)
        start = max((m.end() for m in _MARK.finditer(twin, 0, found)), default=0)
        mark = _MARK.search(twin, found)
        end = mark.start() if mark else len(twin)
        return (twin[max(start, found - _AROUND) : min(end, found + 2 + _AROUND)],)


def of(text: str) -> Likeness:
    """Asks the examples about a text that `plain` has made."""
    # one look for each piece: most of what this takes is waiting for memory
    total = sum(map(_weights().get, pieces(text), repeat(0)), _BIAS)
    found = [1 / (1 + exp(-max(-30.0, min(30.0, part / SCALE)))) for part in _unpacked(total)]
    whole = sum(found[1:5])
    types = {kind: share / whole for kind, share in zip(_TYPES, found[1:5], strict=True)}
    return Likeness(found[0], types, found[5], text)
