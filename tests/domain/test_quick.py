"""A pattern with a look ahead finds what it finds without."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.quick import compiled

_ALTERNATIVES = (
    r"漏水|(?:阀|管子).{0,3}坏|[停断]暖|^谢谢|(?<!不)热|\d+户|(?:又)?凉|\(急\)|[(]转",
    r"(?:水|流出来的).{0,4}(?:黑|黄)|没(?:有)?热|[\d甲]号楼|冰(?!箱)",
    r".热|漏",
    r"[^不]热|漏",
    r"\S{0,2}坏|漏",
    r"(?:漏|)水|热?",
)


@pytest.mark.parametrize("pattern", _ALTERNATIVES)
@given(
    st.text(
        alphabet="漏水阀管子坏停断暖谢不热3户又凉(急)[转流出来的黑黄没有甲号楼冰箱 ", max_size=30
    )
)
def test_it_finds_the_same(pattern: str, text: str) -> None:
    slow = [m.span() for m in re.finditer(pattern, text)]
    assert [m.span() for m in compiled(pattern).finditer(text)] == slow


def test_it_looks_ahead_where_that_can_be_told() -> None:
    first, second, *others = (compiled(p).pattern for p in _ALTERNATIVES)
    assert first.startswith("(?=[")
    assert second.startswith("(?=[")
    assert others == list(_ALTERNATIVES[2:])
