"""How like our examples a message is: a second opinion beside the rules (decision 0024).

Six linear classifiers over characters and pairs of them. What they learnt stands in
`learnt.py`, made from `learning/examples.jsonl`; names, places and numbers were blanked out first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from math import exp
from operator import add

from bot.domain.reading.learnt import BIAS, WEIGHTS

#: the columns of a weight
COLUMNS = ("complaint", "quality", "facility", "service", "other", "major")
#: weights are kept as whole hundredths
SCALE = 100
_TYPES = COLUMNS[1:5]
_GAP = "\x00"
_DIGIT = re.compile(r"\d")
_MARK = re.compile(r"[\s,。;:!?()\x00]")
#: so many characters to each side of a pair make it words
_AROUND = 5
_GAPS = re.compile(f"{_GAP}+")
#: Six sums are one: each column has so many bits of one whole number to itself.
_BITS = 32
_HALF, _MASK = 1 << (_BITS - 1), (1 << _BITS) - 1


def _packed(weights: Iterable[int]) -> int:
    return sum(weight << (_BITS * at) for at, weight in enumerate(weights))


_PACKED = {piece: _packed(weights) for piece, weights in WEIGHTS.items()}
_BIAS = _packed(BIAS)
_KNOWN = _PACKED.keys()


def plain(twin: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text without what tells one household from another."""
    for start, end in spans:
        twin = twin[:start] + _GAP * (end - start) + twin[end:]
    return _GAPS.sub(_GAP, _DIGIT.sub("0", twin))


def pieces(text: str) -> set[str]:
    """Every character and every pair of it."""
    return {*text, *map(add, text, text[1:])}


@dataclass(frozen=True, slots=True)
class Likeness:
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
        told = [
            (WEIGHTS[piece][at], len(piece), piece)
            for piece in _KNOWN & pieces(self.text)
            if len(piece) > 1 and WEIGHTS[piece][at] > 0 and piece.isalpha() and piece in twin
        ]
        if not told:
            return ()
        at = twin.find(max(told)[2])
        start = max((m.end() for m in _MARK.finditer(twin, 0, at)), default=0)
        end = _MARK.search(twin, at)
        return (
            twin[
                max(start, at - _AROUND) : min(end.start() if end else len(twin), at + 2 + _AROUND)
            ],
        )


def of(text: str) -> Likeness:
    """Asks the examples about a text that `plain` has made."""
    # one look for each piece: most of what this takes is waiting for memory
    total = sum(map(_PACKED.get, pieces(text), repeat(0)), _BIAS)
    found = []
    for _ in COLUMNS:
        part = (total + _HALF & _MASK) - _HALF
        total = (total - part) >> _BITS
        found.append(1 / (1 + exp(-max(-30.0, min(30.0, part / SCALE)))))
    whole = sum(found[1:5])
    types = {kind: share / whole for kind, share in zip(_TYPES, found[1:5], strict=True)}
    return Likeness(found[0], types, found[5], text)
