"""How like our examples a message is: a second opinion beside the rules (decision 0024).

Six linear classifiers over characters, pairs of them and what the rules said at first sight
(decision 0032). What they learnt stands in `learnt.py`, made from `learning/examples.jsonl`; names,
places and numbers were blanked out first.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from math import exp
from operator import add
from typing import NamedTuple

from bot.domain.reading.kept import KEPT
from bot.domain.reading.late import late
from bot.domain.reading.learnt import BIAS, RULES, TABLE

#: the columns of a weight
COLUMNS = ("complaint", "quality", "facility", "service", "other", "major")
#: weights are kept as whole sixty-fourths
SCALE = 64
_TYPES = COLUMNS[1:5]
_GAP = "\x00"
_DIGIT = late(r"\d")
_MARK = late(r"[\s,。;:!?()\x00]")
#: in a form, what is wrong stands behind this
_CONTENT = late(r"(?:诉求|内容|问题|反映|描述|事项)[\u4e00-\u9fff]{0,4}[:】]")
#: so many characters to each side of a pair make it words
_AROUND = 5
_GAPS = late(f"{_GAP}+")
#: Six sums are one: each column has two bytes of one whole number to itself, which is enough for
#: all of its weights together.
_BITS = 16
_HALF = 1 << (_BITS - 1)


def _packed(weights: Iterable[int]) -> int:
    return sum(weight << (_BITS * at) for at, weight in enumerate(weights))


#: so that no sum is below zero
_EVEN = _packed([_HALF] * len(COLUMNS))
_BIAS = _packed(BIAS)
#: what is surer than this, as the logarithm of the odds, counts as this
_SUREST = 30.0
#: how the table writes what would break its lines
_SIGNS = {_GAP: "∅", "\n": "⏎", " ": "␣", "\\": "＼", '"': "＂"}
_SIGN = str.maketrans(_SIGNS)
_UNSIGN = str.maketrans({sign: char for char, sign in _SIGNS.items()})


def written(piece: str) -> str:
    """A piece as it stands in the table."""
    return piece.translate(_SIGN)


class _Weights(NamedTuple):
    """What each character says, and each pair, by their numbers."""

    chars: dict[int, int]
    pairs: dict[int, int]
    #: and each sign that the rules give
    signs: dict[str, int]


def _read(table: str) -> Iterator[tuple[str, int]]:
    """What stands first in each line, and its packed weights."""
    words = table.rstrip("\n").replace("\n", " ").split(" ")
    size = 1 + len(COLUMNS)
    packed = [0] * (len(words) // size)
    for at in range(len(COLUMNS), 0, -1):  # column by column is sooner done than line by line
        column = map(int, words[at::size])
        packed = [(last << _BITS) + weight for last, weight in zip(packed, column, strict=True)]
    return zip(words[::size], packed, strict=True)


@cache
def _weights() -> _Weights:
    """What each piece says, read when the first text is asked about."""
    return _Weights(*KEPT.of("likeness", _learnt))


def _learnt() -> tuple[dict[int, int], dict[int, int], dict[str, int]]:
    """The tables, read."""
    pieces_of: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for sign, weight in _read(TABLE):
        piece = sign.translate(_UNSIGN)
        pieces_of[len(piece) - 1][number(piece)] = weight
    return *pieces_of, dict(_read(RULES))


#: a pair is the first character's number so many times and the second's
_APART = 0x10001


def number(piece: str) -> int:
    """A character's or a pair's own number."""
    return ord(piece[0]) * _APART + ord(piece[1]) if len(piece) > 1 else ord(piece)


def _pair(number: int) -> str:
    """The pair that has this number."""
    return "".join(map(chr, divmod(number, _APART)))


def numbers(text: str) -> tuple[Iterable[int], Iterable[int]]:
    """The number of each character and of each pair, in their order: numbers are sooner made and
    found than strings, and those of all pairs are one sum of the text and itself, moved by a
    character."""
    halves, _ = codecs.utf_16_le_encode(text, "surrogatepass")
    if len(halves) != 2 * len(text) or "\uffff" in text:  # a pair of these has more than 32 bits
        codes = [*map(ord, text)]
        return codes, [one * _APART + other for one, other in pairwise(codes)]
    units, _ = codecs.utf_32_le_encode(text, "surrogatepass")
    whole = int.from_bytes(units, "little")
    pairs = (whole * _APART + (whole >> 32)).to_bytes(len(units), "little")[:-4]
    return memoryview(halves).cast("H"), memoryview(pairs).cast("I")


_PARTS = struct.Struct(f"<{len(COLUMNS)}H")


def _unpacked(total: int) -> tuple[int, ...]:
    """Each column's sum and `_HALF`."""
    return _PARTS.unpack((total + _EVEN).to_bytes(_PARTS.size, "little"))


def plain(twin: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text without what tells one household from another."""
    for start, end in spans:
        twin = twin[:start] + _GAP * (end - start) + twin[end:]
    return _GAPS.sub(_GAP, _DIGIT.sub("0", twin))


def pieces(text: str) -> set[str]:
    """Every character and every pair of it."""
    return {*text, *map(add, text, text[1:])}


class Likeness(NamedTuple):
    """What the examples say of a text, as probabilities; worked out when they are asked for."""

    #: each column's sum, and `_HALF`
    sums: tuple[int, ...]
    text: str

    @property
    def complaint(self) -> float:
        """Whether it complains at all."""
        return _likely(self.sums[0])

    @property
    def types(self) -> dict[str, float]:
        """Of each type, if it complains; together 1."""
        found = [_likely(each) for each in self.sums[1:5]]
        whole = sum(found)
        return {kind: share / whole for kind, share in zip(_TYPES, found, strict=True)}

    @property
    def major(self) -> float:
        """Whether it is major, if it complains."""
        return _likely(self.sums[5])

    @property
    def type(self) -> str:
        """The likeliest type."""
        sums = self.sums[1:5]
        return _TYPES[sums.index(max(sums))]

    def lead(self, one: str, other: str) -> float:
        """By how much, as the logarithm of the odds, a type is likelier than another."""
        return (self.sums[COLUMNS.index(one)] - self.sums[COLUMNS.index(other)]) / SCALE

    def words(self, column: str, twin: str) -> tuple[str, ...]:
        """The words around what spoke for it the most, as they stand in the text."""
        at = COLUMNS.index(column)
        field = _CONTENT.search(twin)
        first = field.end() if field else 0
        pairs = _weights().pairs
        told = [
            (said, piece)
            for one in pairs.keys() & numbers(self.text)[1]
            if (said := _unpacked(pairs[one])[at]) > _HALF
            if (piece := _pair(one)).isalpha() and twin.find(piece, first) >= 0
        ]
        if not told:
            return ()
        found = twin.find(max(told)[1], first)
        start = max((m.end() for m in _MARK.finditer(twin, 0, found)), default=0)
        mark = _MARK.search(twin, found)
        end = mark.start() if mark else len(twin)
        return (twin[max(start, found - _AROUND) : min(end, found + 2 + _AROUND)],)


def _likely(each: int) -> float:
    odds = (each - _HALF) / SCALE
    if odds > _SUREST:
        odds = _SUREST
    elif odds < -_SUREST:
        odds = -_SUREST
    return 1 / (1 + exp(-odds))


def of(text: str, signs: Iterable[str] = ()) -> Likeness:
    """Asks the examples about a text that `plain` has made, and of which the rules gave these
    `signs` (`weighing.signs`)."""
    weights = _weights()
    chars, pairs = numbers(text)
    total = sum(filter(None, map(weights.signs.get, signs)), _BIAS)
    total = sum(filter(None, map(weights.chars.get, {*chars})), total)
    known = weights.pairs.keys() & pairs  # less than half of them
    total = sum(map(weights.pairs.__getitem__, known), total)
    return Likeness(_unpacked(total), text)
