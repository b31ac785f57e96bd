"""Patterns looked for in one run find what each finds alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.complaint import read
from bot.domain.reading import classify, faults, hazards, kinds  # noqa: F401  (they add theirs)
from bot.domain.reading.spots import JUDGED, Spots

_PATTERNS = (
    r"漏水|(?<!不)热|[停断]暖|^谢谢|(?<=暖)气|停热|(?:又|还)?凉|冰{2,3}|坏+了|漏",
    r"漏|漏水了?|水(?!管)|[水管]+子|暖{0,2}气",
    r"(?:水|流出来的).{0,4}(?:黑|黄)|没(?:有)?热|[甲3]号楼|冰(?!箱)",
    r"热|热(?=水)|凉$|[0-9]{1,2}度|(?:管|漏)[^水]{0,3}坏",
)
_SPOTS = Spots()
_SPOTTED = [_SPOTS.pattern(words) for words in _PATTERNS]
_TEXTS = st.text(
    alphabet="漏水阀管子坏停断暖气谢不热3户又还凉流出来的黑黄没有甲号楼冰箱了度1",
    max_size=30,
)


@pytest.mark.parametrize("number", range(len(_PATTERNS)))
@given(_TEXTS)
def test_each_finds_the_same_as_alone(number: int, text: str) -> None:
    words, spotted = _PATTERNS[number], _SPOTTED[number]
    alone = [m.span() for m in re.finditer(words, text)]
    assert [m.span() for m in spotted.finditer(text)] == alone
    first = spotted.search(text)
    assert (first and first.span()) == (alone[0] if alone else None)
    assert spotted.sub(" ", text) == re.sub(words, " ", text)


_THEIRS = "".join(
    sorted({c for p in JUDGED.patterns for c in p.pattern if c.isalnum()} | set(" ,。!?\n"))
)


@given(st.text(alphabet=_THEIRS, max_size=60))
def test_the_patterns_of_judging_find_the_same_as_alone(text: str) -> None:
    for spotted in JUDGED.patterns:
        alone = [m.span() for m in re.finditer(spotted.pattern, text)]
        assert [m.span() for m in spotted.finditer(text)] == alone


def test_what_can_begin_with_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="begin with anything"):
        _ = Spots().pattern(r"漏|.水").beginnings


def test_halves_of_characters_are_read_over() -> None:
    """A broken export has them; what stands around is read."""
    (found,) = read("王女士 13912345678 \udcff\ud83d 家里不热,云杉里3-2-501")
    assert (found.type, found.community) == ("quality", "云杉里")
