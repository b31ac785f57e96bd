"""What is looked at before a place's parts and titles are tried lets through all that they match.

Held on what is around the parts of addresses in the examples, each character after the other put
in place of one of theirs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_letters

import pytest

from bot.domain.reading import (
    communities,
    name_roles,
    name_spots,
    name_words,
    normal,
    place,
    place_details,
)

_EXAMPLES = Path("learning/examples.jsonl").read_text(encoding="utf-8").splitlines()[::30]
#: ways to number a house that few have
_RARE = (
    "某园地下车库B区12号车位",
    "某园车库 12车位",
    "某园1112楼3门",
    "12345委2组",
    "12345甲3号",
    "某园3 、5号楼",
    "某园# 3-1-501",
    "某园3、 三5号楼",
)
_TEXTS = [*_RARE, *(normal.fold(json.loads(line)["text"]) for line in _EXAMPLES)]
#: characters around a part that its pattern looks at
_AROUND = 6
#: what any of the patterns has words of, figures of two writings and blanks
_ALPHABET = sorted(
    {
        *place_details.STARTS.pattern,
        *place_details._MORE._pattern,
        *communities._FLOOR_FIRST.pattern,
        *place._GAP.pattern,
        *ascii_letters,
        *"0123456789٣ \t\n\u3000\x01",
    }
)


def _parts() -> Iterator[tuple[str, str, str]]:
    """What stands before, in and behind each part; each kind of part but once."""
    kinds = set()
    for text in _TEXTS:
        found = [*place_details.STARTS.finditer(text), *place_details._MORE.finditer(text)]
        for start, end in (match.span() for match in found):
            kind = re.sub(r"\d", "1", text[max(0, start - 1) : end + 1])
            if start < end and kind not in kinds:
                kinds.add(kind)
                yield text[max(0, start - _AROUND) : start], text[start:end], text[end:][:_AROUND]


_PARTS = list(_parts())


def _changed(change: int) -> Iterator[tuple[str, int]]:
    """Texts and where a part began in them, one character of it (or the one before, at -1) being
    another."""
    for before, words, behind in _PARTS:
        text, at = before + words + behind, len(before)
        if 0 <= at + change < len(text):
            for char in _ALPHABET:
                yield text[: at + change] + char + text[at + change + 1 :], at


@pytest.mark.parametrize("change", [-1, 0, 1, 2, 3])
def test_numbers_are_looked_for_wherever_one_starts(change: int) -> None:
    for text, at in _changed(change):
        if (match := place_details.STARTS.search(text)) and match.start() <= at:
            assert place_details.MAY_START.match(text, match.start()), (text, match)


def test_what_begins_no_part_begins_none() -> None:
    found = set()
    for text, at in _changed(0):
        number = place_details.STARTS.match(text, at)
        if number and not text[at].isdecimal():
            assert text[at] in place_details.FIRST, text
        if number or place_details._MORE.match(text, at):
            found.add(text[at])
    assert len(found) > 50
    assert not found & place_details._NEVER


def test_every_gap_is_looked_at() -> None:
    gaps = {
        char
        for char in _ALPHABET
        for behind in ("3号楼", "甲栋", "2门", " 3", "")
        if (gap := place._GAP.match(char + behind)) and gap.end()
    }
    assert gaps == place._GAP_FIRST


def test_a_blank_belongs_to_what_is_looked_at_behind_it() -> None:
    found = set()
    for text, at in _changed(0):
        for blank in (" ", "\n", "  \t"):
            apart = text[:at] + blank + text[at:]
            gap = place._GAP.match(apart, at)
            if gap and place_details.detail(apart, at):
                found.add(apart[gap.end()])
                assert place._is_number(apart, gap.end()), apart
    assert len(found) > 10


def test_every_number_before_a_name_is_looked_at() -> None:
    for text, at in _changed(0):
        words = text[at:]
        number = place_details.STARTS.match(words) or communities._FLOOR_FIRST.match(words)
        if number and not words[0].isdecimal():
            assert words[0] in communities._NUMBER, text


def test_every_title_is_looked_for_behind_the_longest_name() -> None:
    titles = f"{name_words.LONG_TITLES}|{name_roles._ROLE_TITLE}".split("|")
    for title in filter(str.isalpha, [*titles, *name_words.SHORT_TITLE]):
        match = name_spots._TITLED.search(f"欧阳建国{title}说")
        assert match, title
        assert (match["b"] or match["e"]) == f"欧阳建国{title}"
