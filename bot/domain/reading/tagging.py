"""Which characters are the address, the compound's name in it, and the caller's name: told by
examples (decision 0028).

A linear chain (conditional random field): each character is scored for each tag by what stands
around it, each pair of neighbouring tags by how often they follow each other, and the best row of
tags is found by dynamic programming. What was learnt stands in `tag_weights.py`, made from
`learning/examples.jsonl`; a text is asked about in a time that grows with its length alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from operator import add
from typing import NamedTuple

from bot.domain.reading import tag_signs
from bot.domain.reading.tag_weights import STEPS, TABLE

#: other; of an address: before the compound's name, that name, behind it; the caller's name
TAGS = "OACDN"
#: weights are kept as whole hundredths
SCALE = 100
#: how far to each side pairs are looked at
PAIRS = 2
#: Four sums are one: each tag but "other", which counts against all, has so many bits of it.
_BITS = 16
_HALF, _MASK = 1 << (_BITS - 1), (1 << _BITS) - 1
_SHIFTS = tuple(range(0, 4 * _BITS, _BITS))
_ALL = sum(1 << shift for shift in _SHIFTS)
_WIDTH = 4 * _BITS
_PLACE = (1 << _WIDTH) - 1
#: added to what is said of each place, so that no sum of it is below zero
_EVEN = 2_048 * _ALL
#: a row of tags that is worse than "other" throughout by so much is given up
_BEHIND_BY = 800
#: nearer than this to "other" a part may begin or end
_CLOSE = -400
#: what a character needs to begin a part, tag by tag
_NEEDED = tuple(_BEHIND_BY + STEPS[0][k] - STEPS[0][0] for k in range(1, 5))
_RAISED = sum(_HALF + need << shift for need, shift in zip(_NEEDED, _SHIFTS, strict=True))
_TOP = _HALF * _ALL
#: The steps that are taken: no address or compound follows a name at once, none begins right behind
#: a house's number, and no name of a compound stands before what it is in.
_OO, _OA, _OC, _OD, _ON = STEPS[0]
_AO, _AA, _AC = STEPS[1][:3]
_CO, _CC, _CD = STEPS[2][0], STEPS[2][2], STEPS[2][3]
_DO, _DD, _DN = STEPS[3][0], STEPS[3][3], STEPS[3][4]
_NO, _NN = STEPS[4][0], STEPS[4][4]
#: from each tag to "other"
_OUT = tuple(row[0] for row in STEPS)
#: less than any sum
_NEVER = -(10**9)


class Span(NamedTuple):
    """A part of the text, and how much likelier it is than its not being one, as the logarithm of
    the odds in hundredths: 0 is even, 140 four to one."""

    start: int
    end: int
    sure: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the examples take for an address, a compound's name, a caller's name; in text order."""

    address: tuple[Span, ...]
    community: tuple[Span, ...]
    name: tuple[Span, ...]


class _Chars(dict[str, int]):
    """What a character says; where nothing was learnt of it, what its kind says."""

    def __init__(self, said: Mapping[str, int], kinds: Mapping[str, int]) -> None:
        super().__init__(said)
        self._kinds = kinds

    def __missing__(self, char: str) -> int:
        kind = tag_signs.kind(char)
        return self._kinds.get(kind, self._kinds[""])


@dataclass(frozen=True, slots=True)
class _Weights:
    """What is said to each of the places around stands side by side in one number, the rightmost
    place lowest."""

    chars: _Chars
    pairs: dict[str, int]
    #: what a pair says of which nothing was learnt
    pair: int
    #: the kinds of three around a place
    threes: dict[str, int]
    field: dict[str, int]
    phone_ahead: list[int]
    phone_behind: list[int]
    #: in every place of a text with a phone, without one
    with_phone: int
    without: int


@cache
def _weights() -> _Weights:
    """What was learnt, read when the first text is asked about."""
    said: dict[str, int] = {}
    for line in TABLE.rstrip("\n").split("\n"):
        feature, *weights = line.split(" ")
        said[feature] = sum(_packed(weight[0], int(weight[1:])) for weight in weights)

    def side(places: int, *names: str) -> int:
        """What some features say together, place by place."""
        row = (sum(said.get(f"{n[0]}{at}{n[1:]}", 0) for n in names) for at in range(places))
        return sum((_EVEN + one) << _WIDTH * (places - 1 - at) for at, one in enumerate(row))

    def of(sort: str, skip: int) -> set[str]:
        return {name[skip:] for name in said if name[0] == sort}

    lexicon: dict[str, list[str]] = {}
    for name, words in tag_signs.WORDS.items():
        for pair in words.split():
            lexicon.setdefault(pair, []).append(f"w{name}")
    chars, kinds = of("c", 2), {"", *of("k", 2)}
    wide, narrow = 2 * tag_signs.REACH + 1, 2 * PAIRS + 1
    always = _RAISED + said["always"] - (wide + narrow + 1) * _EVEN
    return _Weights(
        _Chars(
            {c: side(wide, f"c{c}", f"k{tag_signs.kind(c)}") for c in chars},
            {kind: side(wide, f"k{kind}") for kind in kinds},
        ),
        {p: side(narrow, f"p{p}", *lexicon.get(p, ())) for p in of("p", 2) | lexicon.keys()},
        side(narrow),
        {name: (_EVEN + said[f"t{name}"]) << 2 * _WIDTH for name in of("t", 1)},
        {about: said[f"f{about}"] for about in of("f", 1)},
        [said.get(f"n{min(far, tag_signs.FAR_AHEAD)}", 0) for far in range(1, tag_signs.AHEAD + 1)],
        [
            said.get(f"m{min(far, tag_signs.FAR_BEHIND)}", 0)
            for far in range(1, tag_signs.BEHIND + 1)
        ],
        always,
        always + said.get("nophone", 0),
    )


def _packed(tag: str, weight: int) -> int:
    return -weight * _ALL if tag == "O" else weight << _SHIFTS[TAGS.index(tag) - 1]


def scores(text: str) -> list[int]:
    """What speaks for each tag at each character of a squeezed text, four sums in one number."""
    w = _weights()
    padded = tag_signs.BEFORE * tag_signs.REACH + text + tag_signs.AFTER * tag_signs.REACH
    kinds = "".join(map(_kind, padded))
    pairs = map(add, ("", *padded), padded)
    threes = map(add, map(add, kinds, kinds[1:]), kinds[2:])
    said = zip(
        map(w.chars.__getitem__, padded),
        map(w.pairs.get, pairs, repeat(w.pair)),
        chain((0, 0), map(w.threes.get, threes, repeat(_EVEN << 2 * _WIDTH))),
        strict=True,
    )
    base = w.with_phone if tag_signs.PHONE in text else w.without
    told = 0
    # what is said of a place is complete when the last character that speaks of it is past
    found = [
        ((told := (told >> _WIDTH) + one + two + three) & _PLACE) + base for one, two, three in said
    ][2 * tag_signs.REACH :]
    _add_phones(found, text, w)
    for start, end, about in tag_signs.fields(text):
        if weight := w.field.get(about):
            found[start:end] = [score + weight for score in found[start:end]]
    return found


_kind = cache(tag_signs.kind)


def _add_phones(found: list[int], text: str, w: _Weights) -> None:
    at = text.find(tag_signs.PHONE)
    while at >= 0:
        for far, said in enumerate(w.phone_ahead[:at], 1):
            found[at - far] += said
        for far, said in enumerate(w.phone_behind[: len(text) - 1 - at], 1):
            found[at + far] += said
        at = text.find(tag_signs.PHONE, at + 1)


def unpacked(score: int) -> tuple[int, int, int, int]:
    """A character's score for each of `TAGS` but the first, against that."""
    return (
        (score & _MASK) - _A,
        (score >> _BITS & _MASK) - _C,
        (score >> 2 * _BITS & _MASK) - _D,
        (score >> 3 * _BITS & _MASK) - _N,
    )


_A, _C, _D, _N = (_HALF + need for need in _NEEDED)


def tag(masked: str) -> Tagged:
    """The spans of a text whose phones were blanked out with `\\x01`."""
    text, places = tag_signs.squeezed(masked)
    found: tuple[list[Span], list[Span], list[Span]] = ([], [], [])
    for start, scored, rows in _parts(scores(text) if text else []):
        last = start + len(rows) == len(text)
        ends = rows[-1] if last else map(add, rows[-1], _OUT)
        if max(ends) > rows[0][0] + (len(rows) - last) * _OO:
            sure = _odds(scored, rows, last)
            for spans, odds in zip(found, sure, strict=True):
                spans += _spans(odds, places, start)
    return Tagged(*map(tuple, found))


def _parts(score: list[int]) -> Iterator[tuple[int, list[tuple[int, ...]], list[tuple[int, ...]]]]:
    """Where anything but "other" is possible, with each character's scores and the best row of
    tags up to it for each of its own; most of a text is not looked at any closer."""
    start = -1
    scored: list[tuple[int, ...]] = []
    rows: list[tuple[int, ...]] = []
    first = last = 0
    o = a = c = d = n = 0
    for at, one in enumerate(score):
        if start >= 0:
            own = ea, ec, ed, en = unpacked(one)
            scored.append(own)
            new = max(o + _OO, a + _AO, c + _CO, d + _DO, n + _NO)
            n = max(o + _ON, d + _DN, n + _NN) + en
            d = max(o + _OD, c + _CD, d + _DD) + ed
            c = max(o + _OC, a + _AC, c + _CC) + ec
            a = (o + _OA if o + _OA > a + _AA else a + _AA) + ea
            o = new
        elif one & _TOP:
            start = at
            o, a, c, d, n = (_OO, _OA, _OC, _OD, _ON) if at else (0, 0, 0, 0, 0)
            ea, ec, ed, en = own = unpacked(one)
            a, c, d, n = a + ea, c + ec, d + ed, n + en
            scored, rows = [own], []
            first, last = len(score), 0
        else:
            continue
        rows.append((o, a, c, d, n))
        if (ahead := max(a, c, d, n) - o) > _CLOSE:
            first = min(first, len(rows) - 1)
            last = len(rows)
        elif ahead < -_BEHIND_BY:
            if last:
                yield start + first, scored[first:last], rows[first:last]
            start = -1
    if start >= 0 and last:
        yield start + first, scored[first:last], rows[first:last]


def _odds(
    scored: list[tuple[int, ...]], rows: list[tuple[int, ...]], last: bool
) -> tuple[tuple[int, ...], ...]:
    """For each character, how much the best row of tags with it in an address, a compound's name,
    a caller's name is better than the best one without; one row for each of the three."""
    o, a, c, d, n = (0, 0, 0, 0, 0) if last else _OUT
    odds: list[tuple[int, int, int]] = []
    for (fo, fa, fc, fd, fn), (ea, ec, ed, en) in zip(
        reversed(rows), reversed(scored), strict=True
    ):
        fo, fa, fc, fd, fn = fo + o, fa + a, fc + c, fd + d, fn + n
        best = max(fa, fc, fd)
        if best <= fo >= fn:  # mostly
            found = best - fo, fc - fo, fn - fo
        else:
            found = best - max(fo, fn), fc - max(fo, fa, fd, fn), fn - max(fo, best)
        odds.append(found)
        a, c, d, n = a + ea, c + ec, d + ed, n + en
        new = max(o + _OO, a + _OA, c + _OC, d + _OD, n + _ON)
        a = max(o + _AO, a + _AA, c + _AC)
        c = max(o + _CO, c + _CC, d + _CD)
        d = max(o + _DO, d + _DD, n + _DN)
        n = o + _NO if o + _NO > n + _NN else n + _NN
        o = new
    return tuple(zip(*reversed(odds), strict=True))


def _spans(odds: tuple[int, ...], places: list[int], at: int) -> Iterator[Span]:
    """The stretches that are likelier than not, each as sure as its least sure edge or inside."""
    if max(odds) <= 0:
        return
    start = -1
    for k, one in enumerate([*odds, _NEVER]):
        if one > 0:
            if start < 0:
                start = k
        elif start >= 0:
            least = min(*odds[start:k], -one, -odds[start - 1] if start else -_NEVER)
            yield Span(places[at + start], places[at + k - 1] + 1, least)
            start = -1
