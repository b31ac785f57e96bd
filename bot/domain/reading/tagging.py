"""Which characters are the address, the compound's name in it, and the caller's name: told by
examples (decision 0028).

A linear chain (conditional random field): each character is scored for each tag by what stands
around it, each pair of neighbouring tags by how often they follow each other, and the best row of
tags is found by dynamic programming. What was learnt stands in `tag_weights.py`, made from
`learning/examples.jsonl`; a text is asked about in a time that grows with its length alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from operator import add
from struct import Struct
from typing import NamedTuple

from bot.domain.reading import tag_signs
from bot.domain.reading.likeness import number, numbers
from bot.domain.reading.tag_weights import STEPS, TABLE

#: other; of an address: before the compound's name, that name, behind it; the caller's name
TAGS = "OACDN"
#: weights are kept as whole hundredths
SCALE = 100
#: how far to each side pairs are looked at
PAIRS = 2
#: Four sums are one: each tag but "other", which counts against all, has two bytes of it.
_BITS = 16
_HALF = 1 << (_BITS - 1)
_SHIFTS = tuple(range(0, 4 * _BITS, _BITS))
_ALL = sum(1 << shift for shift in _SHIFTS)
_WIDTH = 4 * _BITS
_FOUR = Struct("<4h")
#: added to what is said of each place, so that no sum of it is below zero
_EVEN = 3_072 * _ALL
#: a row of tags that is worse than "other" throughout by so much is given up
_BEHIND_BY = 800
#: nearer than this to "other" a part may begin or end
_CLOSE = -400
#: The steps that are taken, against staying in "other": no address or compound follows a name at
#: once, none begins right behind a house's number, and no name of a compound stands before what it
#: is in.
_RATHER = [[step - STEPS[0][0] for step in row] for row in STEPS]
_OA, _OC, _OD, _ON = _RATHER[0][1:]
_AO, _AA, _AC = _RATHER[1][:3]
_CO, _CC, _CD = _RATHER[2][0], _RATHER[2][2], _RATHER[2][3]
_DO, _DD, _DN = _RATHER[3][0], _RATHER[3][3], _RATHER[3][4]
_NO, _NN = _RATHER[4][0], _RATHER[4][4]
#: from each tag to "other"
_OUT = tuple(row[0] for row in _RATHER)
#: who is not so far ahead of "other" doesn't go back to it
_BACK = -max(_OUT[1:])
#: what a character needs to begin a part, tag by tag
_NEEDS_A, _NEEDS_C, _NEEDS_D, _NEEDS_N = (-_BEHIND_BY - step for step in _RATHER[0][1:])
#: less than any sum
_NEVER = -(10**9)


_Four = tuple[int, int, int, int]
_Five = tuple[int, int, int, int, int]


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


class _Chars(dict[int, bytes]):
    """What a character says; where nothing was learnt of it, what its kind says."""

    def __init__(self, kinds: Mapping[str, bytes]) -> None:
        super().__init__()
        self._kinds = kinds

    def __missing__(self, code: int) -> bytes:
        kind = tag_signs.kind(chr(code))
        self[code] = said = self._kinds.get(kind, self._kinds[""])
        return said


class _Kinds(dict[int, int]):
    """The number of a character's kind."""

    def __missing__(self, code: int) -> int:
        self[code] = number = _KINDS.index(tag_signs.kind(chr(code)))
        return number


#: every kind, and how many bits its number has
_KINDS = "ealrdtczP0n_$L.sh"
_KIND_BITS = 5


@dataclass(frozen=True, slots=True)
class _Weights:
    """What is said to each of the places around stands side by side in one number, the rightmost
    place lowest; a place has eight bytes."""

    chars: _Chars
    kinds: _Kinds
    pairs: dict[int, bytes]
    #: what a pair says of which nothing was learnt
    pair: bytes
    #: the kinds of three around a place
    threes: dict[int, bytes]
    three: bytes
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

    def side(places: int, *names: str) -> bytes:
        """What some features say together, place by place."""
        row = (sum(said.get(f"{n[0]}{at}{n[1:]}", 0) for n in names) for at in range(places))
        whole = sum((_EVEN + one) << _WIDTH * (places - 1 - at) for at, one in enumerate(row))
        return whole.to_bytes(places * _FOUR.size, "little")

    def of(sort: str, skip: int) -> set[str]:
        return {name[skip:] for name in said if name[0] == sort}

    lexicon: dict[str, list[str]] = {}
    for name, words in tag_signs.WORDS.items():
        for pair in words.split():
            lexicon.setdefault(pair, []).append(f"w{name}")
    wide, narrow = 2 * tag_signs.REACH + 1, 2 * PAIRS + 1
    chars = _Chars({kind: side(wide, f"k{kind}") for kind in {"", *of("k", 2)}})
    for char in of("c", 2):
        chars[ord(char)] = side(wide, f"c{char}", f"k{tag_signs.kind(char)}")
    pairs = of("p", 2) | lexicon.keys()
    always = said["always"] + _HALF * _ALL - (wide + narrow + 1) * _EVEN
    return _Weights(
        chars,
        _Kinds(),
        {number(p): side(narrow, f"p{p}", *lexicon.get(p, ())) for p in pairs},
        side(narrow),
        {_three(t): (_EVEN + said[f"t{t}"]).to_bytes(_FOUR.size, "little") for t in of("t", 1)},
        side(1),
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


def _three(kinds: str) -> int:
    return sum(_KINDS.index(kind) << _KIND_BITS * at for at, kind in enumerate(kinds))


def scores(text: str) -> list[tuple[int, int, int, int]]:
    """What speaks for each tag but "other" at each character of a squeezed text, against that."""
    w = _weights()
    size, reach = len(text), tag_signs.REACH
    padded = tag_signs.BEFORE * reach + text + tag_signs.AFTER * reach
    chars, pairs = numbers(padded)
    kinds = int.from_bytes(array("H", map(w.kinds.__getitem__, chars)).tobytes(), "little")
    kinds += (kinds >> 16 << _KIND_BITS) + (kinds >> 32 << 2 * _KIND_BITS)
    threes = memoryview(kinds.to_bytes(2 * len(padded), "little")).cast("H")
    # The first place is the one of which only the first character of `padded` says anything.
    told = _tiled([*map(w.chars.__getitem__, chars)], 2 * reach + 1)
    told += _tiled([*map(w.pairs.get, pairs, repeat(w.pair))], 2 * PAIRS + 1) << _WIDTH
    told >>= _WIDTH * 2 * reach
    told += _tiled([*map(w.threes.get, threes[reach - 1 : reach - 1 + size], repeat(w.three))], 1)
    told += (w.with_phone if tag_signs.PHONE in text else w.without) * _ones(size)
    at = text.find(tag_signs.PHONE)
    while at >= 0:
        ahead, behind = min(at, tag_signs.AHEAD), min(size - 1 - at, tag_signs.BEHIND)
        told += _by_phone(ahead, behind) << _WIDTH * (at - ahead)
        at = text.find(tag_signs.PHONE, at + 1)
    for start, end, about in tag_signs.fields(text):
        if weight := w.field.get(about):
            told += weight * _ones(end - start) << _WIDTH * start
    # with its highest bit turned each sum is what it is without `_HALF`
    whole = told.to_bytes((size + 2 * reach) * _FOUR.size, "little")[: size * _FOUR.size]
    even = int.from_bytes(whole, "little") ^ _HALF * _ALL * _ones(size)
    return [*_FOUR.iter_unpack(even.to_bytes(len(whole), "little"))]


def _tiled(said: list[bytes], places: int) -> int:
    """The sums of what each says of so many places, each one place farther than the one before."""
    return sum(
        int.from_bytes(b"".join(said[at::places]), "little") << _WIDTH * at for at in range(places)
    )


def _ones(places: int) -> int:
    return int.from_bytes((1).to_bytes(_FOUR.size, "little") * places, "little")


@cache
def _by_phone(ahead: int, behind: int) -> int:
    """What a phone says of so many places before it and behind it."""
    w = _weights()
    row = [*reversed(w.phone_ahead[:ahead]), 0, *w.phone_behind[:behind]]
    return sum(said << _WIDTH * at for at, said in enumerate(row))


def tag(masked: str) -> Tagged:
    """The spans of a text whose phones were blanked out with `\\x01`."""
    text, places = tag_signs.squeezed(masked)
    found: tuple[list[Span], list[Span], list[Span]] = ([], [], [])
    for start, scored, rows in _parts(scores(text) if text else []):
        last = start + len(rows) == len(text)
        ends = rows[-1] if last else map(add, rows[-1], _OUT)
        if max(ends) > rows[0][0]:
            sure = _odds(scored, rows, last)
            for spans, odds in zip(found, sure, strict=True):
                spans += _spans(odds, places, start)
    return Tagged(*map(tuple, found))


def _parts(  # noqa: C901
    score: list[_Four],
) -> Iterator[tuple[int, list[_Four], list[_Five]]]:
    """Where anything but "other" is possible, with each character's scores and the best row of
    tags up to it for each of its own; most of a text is not looked at any closer. A maximum is
    written out: this is most of what asking takes."""
    start = -1
    rows: list[_Five] = []
    first = last = 0
    o = a = c = d = n = ahead = 0
    for at, (ea, ec, ed, en) in enumerate(score):
        if start >= 0:
            new = max(o, a + _AO, c + _CO, d + _DO, n + _NO) if ahead > _BACK else o
            n += _NN
            if d + _DN > n:
                n = d + _DN
            if o + _ON > n:
                n = o + _ON
            n += en
            d += _DD
            if c + _CD > d:
                d = c + _CD
            if o + _OD > d:
                d = o + _OD
            d += ed
            c += _CC
            if a + _AC > c:
                c = a + _AC
            if o + _OC > c:
                c = o + _OC
            c += ec
            a += _AA
            if o + _OA > a:
                a = o + _OA
            a += ea
            o = new
        elif ea >= _NEEDS_A or ec >= _NEEDS_C or ed >= _NEEDS_D or en >= _NEEDS_N:
            start = at
            o, a, c, d, n = 0, ea, ec, ed, en
            if at:
                a, c, d, n = a + _OA, c + _OC, d + _OD, n + _ON
            rows = []
            first, last = len(score), 0
        else:
            continue
        rows.append((o, a, c, d, n))
        ahead = a if a > c else c
        if d > ahead:
            ahead = d
        if n > ahead:
            ahead = n
        ahead -= o
        if ahead > _CLOSE:
            last = len(rows)
            if first >= last:
                first = last - 1
        elif ahead < -_BEHIND_BY:
            if last:
                yield start + first, score[start + first : start + last], rows[first:last]
            start = -1
    if start >= 0 and last:
        yield start + first, score[start + first : start + last], rows[first:last]


def _odds(scored: list[_Four], rows: list[_Five], last: bool) -> tuple[tuple[int, ...], ...]:
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
        new = max(o, a + _OA, c + _OC, d + _OD, n + _ON)
        a = max(o + _AO, a + _AA, c + _AC)
        c = max(o + _CO, c + _CC, d + _CD)
        d = max(o + _DO, d + _DD, n + _DN)
        n = o + _NO if o + _NO > n + _NN else n + _NN
        o = new
    return tuple(zip(*reversed(odds), strict=True))


def _spans(odds: tuple[int, ...], places: Sequence[int], at: int) -> Iterator[Span]:
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
