"""A pattern with a look ahead finds what it finds without."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.quick import by_first, compiled

_ALTERNATIVES = (
    r"漏水|(?:阀|管子).{0,3}坏|[停断]暖|^谢谢|(?<!不)热|\d+户|(?:又)?凉|\(急\)|[(]转",
    r"(?:水|流出来的).{0,4}(?:黑|黄)|没(?:有)?热|[\d甲]号楼|冰(?!箱)",
    r".热|漏",
    r"[^不]热|漏",
    r"\S{0,2}坏|漏",
    r"(?:漏|)水|热?",
    r"漏水|(?<!不)热|[停断]暖|^谢谢|(?<=暖)气|停热|(?:又|还)?凉|冰{2,3}|坏+了|漏",
    r"(?:水|(?<!号)楼).{0,4}(?:黑|3)",
    r"(?<=暖).热|漏",
    r"(?!漏水)[漏停]|(?i:A)3",
)


@pytest.mark.parametrize("pattern", _ALTERNATIVES)
@given(
    st.text(
        alphabet="漏水阀管子坏停断暖气谢不热3户又还凉(急)[转流出来的黑黄没有甲号楼冰箱了aA ",
        max_size=30,
    )
)
def test_it_finds_the_same(pattern: str, text: str) -> None:
    slow = [m.span() for m in re.finditer(pattern, text)]
    assert [m.span() for m in compiled(pattern).finditer(text)] == slow


def test_it_looks_ahead_where_that_can_be_told() -> None:
    patterns = [by_first(p) for p in _ALTERNATIVES]
    assert [p.startswith("(?=[") for p in patterns] == [True] * 2 + [False] * 7 + [True]
    assert patterns[2:6] == list(_ALTERNATIVES[2:6])


def test_what_can_all_be_told_by_its_first_character_is_sorted_by_it() -> None:
    assert by_first("漏水|阀坏|漏气") == "漏(?:水|气)|阀坏"
    assert by_first("(?:漏|(?<!不)冒)水") == "(?:漏|冒(?<!(?:不)冒))水"


def test_what_follows_anything_is_looked_for_behind_what_stands_before_it() -> None:
    assert by_first(_ALTERNATIVES[8]).startswith("(?>(?=[漏])|(?<=暖))")
