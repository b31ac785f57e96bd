"""Which characters are the address, the compound's name in it, and the caller's name: told by
examples (decision 0028).

A linear chain (conditional random field): each character is scored for each tag by what stands
around it, each pair of neighbouring tags by how often they follow each other, and the best row of
tags is found by dynamic programming. What was learnt stands in `tag_weights.py`, made from
`learning/examples.jsonl`; a text is asked about in a time that grows with its length alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import add
from typing import NamedTuple

from bot.domain.reading import tag_signs
from bot.domain.reading.tag_scores import Four, scores
from bot.domain.reading.tag_weights import STEPS

#: a row of tags that is worse than "other" throughout by so much is given up
_BEHIND_BY = 900
#: nearer than this to "other" a part may begin or end
_CLOSE = -800
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


_Five = tuple[int, int, int, int, int]


class Span(NamedTuple):
    """A part of the text, and how much likelier it is than its not being one, as the logarithm of
    the odds in hundredths: 0 is even, 140 four to one."""

    start: int
    end: int
    sure: int


class Tagged(NamedTuple):
    """What the examples take for an address, a compound's name, a caller's name; in text order."""

    address: tuple[Span, ...]
    community: tuple[Span, ...]
    name: tuple[Span, ...]


def tag(masked: str, rules: Sequence[str]) -> Tagged:
    """The spans of a text whose phones were blanked out with `\\x01`; `rules` is what the rules
    read of it, character by character (`tag_rows`)."""
    text, places = tag_signs.squeezed(masked)
    same = len(places) == len(rules)
    told = "".join(rules if same else map(rules.__getitem__, places))
    found: tuple[list[Span], list[Span], list[Span]] = ([], [], [])
    for start, scored, rows in _parts(scores(text, told) if text else []):
        last = start + len(rows) == len(text)
        nothing = rows[0][0]
        # out of a part leads nothing but a loss, so most are told by their last row alone
        if max(rows[-1]) > nothing and (last or max(map(add, rows[-1], _OUT)) > nothing):
            sure = _odds(scored, rows, last)
            for spans, odds in zip(found, sure, strict=True):
                if max(odds) > 0:
                    spans += _spans(odds, places, start)
    return Tagged(*map(tuple, found))


def _parts(  # noqa: C901
    score: list[Four],
) -> Iterator[tuple[int, list[Four], list[_Five]]]:
    """Where anything but "other" is possible, with each character's scores and the best row of
    tags up to it for each of its own; most of a text is not looked at any closer. A maximum is
    written out: this is most of what asking takes."""
    start = -1
    rows: list[_Five] = []
    first = last = 0
    o = a = c = d = n = ahead = 0
    to_a = to_c = to_d = to_n = 0
    for at, (ea, ec, ed, en) in enumerate(score):
        if start >= 0:
            new = max(o, a + _AO, c + _CO, d + _DO, n + _NO) if ahead > _BACK else o
            n += _NN
            if d + _DN > n:
                n = d + _DN
            n = en + (n if n > to_n else to_n)
            d += _DD
            if c + _CD > d:
                d = c + _CD
            d = ed + (d if d > to_d else to_d)
            c += _CC
            if a + _AC > c:
                c = a + _AC
            c = ec + (c if c > to_c else to_c)
            a += _AA
            a = ea + (a if a > to_a else to_a)
            if new != o:
                o = new
                to_a, to_c, to_d, to_n = o + _OA, o + _OC, o + _OD, o + _ON
        elif ea >= _NEEDS_A or ec >= _NEEDS_C or ed >= _NEEDS_D or en >= _NEEDS_N:
            start = at
            o, a, c, d, n = 0, ea, ec, ed, en
            to_a, to_c, to_d, to_n = _OA, _OC, _OD, _ON
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


def _odds(  # noqa: C901
    scored: list[Four], rows: list[_Five], last: bool
) -> tuple[tuple[int, ...], ...]:
    """For each character, how much the best row of tags with it in an address, a compound's name,
    a caller's name is better than the best one without; one row for each of the three."""
    o, a, c, d, n = (0, 0, 0, 0, 0) if last else _OUT
    odds: list[tuple[int, int, int]] = []
    for (fo, fa, fc, fd, fn), (ea, ec, ed, en) in zip(
        reversed(rows), reversed(scored), strict=True
    ):
        fo, fa, fc, fd, fn = fo + o, fa + a, fc + c, fd + d, fn + n
        best = fa if fa > fc else fc
        if fd > best:
            best = fd
        if best <= fo >= fn:  # mostly
            found = best - fo, fc - fo, fn - fo
        else:
            found = best - max(fo, fn), fc - max(fo, fa, fd, fn), fn - max(fo, best)
        odds.append(found)
        a, c, d, n = a + ea, c + ec, d + ed, n + en
        new = a + _OA if a + _OA > o else o
        if c + _OC > new:
            new = c + _OC
        if d + _OD > new:
            new = d + _OD
        if n + _ON > new:
            new = n + _ON
        a += _AA
        if c + _AC > a:
            a = c + _AC
        if o + _AO > a:
            a = o + _AO
        c += _CC
        if d + _CD > c:
            c = d + _CD
        if o + _CO > c:
            c = o + _CO
        d += _DD
        if n + _DN > d:
            d = n + _DN
        if o + _DO > d:
            d = o + _DO
        n += _NN
        if o + _NO > n:
            n = o + _NO
        o = new
    return tuple(zip(*reversed(odds), strict=True))


def _spans(odds: tuple[int, ...], places: Sequence[int], at: int) -> Iterator[Span]:
    """The stretches that are likelier than not, each as sure as its least sure edge or inside."""
    start = -1
    for k, one in enumerate([*odds, _NEVER]):
        if one > 0:
            if start < 0:
                start = k
        elif start >= 0:
            least = min(*odds[start:k], -one, -odds[start - 1] if start else -_NEVER)
            yield Span(places[at + start], places[at + k - 1] + 1, least)
            start = -1
