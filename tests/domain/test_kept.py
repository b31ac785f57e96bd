"""A pattern made of what an earlier start kept of it finds what it finds when it is compiled."""

from __future__ import annotations

import re
from collections.abc import Callable
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading import kept, quick

_PATTERNS = (
    (r"(?:阀|管子).{0,3}坏|[停断]暖", 0),
    (r"(?P<n>[老小](?:王|李))(?=家|$)|(?<!不)热{2,3}", 0),
    (r"(漏|水)(?P<x>阀)?\1", 0),
    (r"(?i:A)b|[^停]暖", 0),
    (r"^度$|[ab]+", re.I | re.M),
    (r"[\w-]热|\d+度", 0),
)
_TEXT = st.text(alphabet="阀管子坏停断暖3٣0.度老小王李家不热漏水aAbB \n", max_size=14)


def _of_an_earlier_start(
    pattern: str, flags: int, written: Callable[[str], str] | None
) -> re.Pattern[str]:
    earlier, now = kept.Kept(), kept.Kept()
    earlier.bring(dict)
    now.bring(lambda: earlier.values)
    with patch.object(kept, "KEPT", earlier):
        kept.compiled(pattern, flags, written)
    with patch.object(kept, "KEPT", now):
        made = kept.compiled(pattern, flags, written)
    assert earlier.has_grown
    assert not now.has_grown
    return made


@pytest.mark.parametrize("written", [None, quick.by_first], ids=["as it is", "sorted"])
@pytest.mark.parametrize(("pattern", "flags"), _PATTERNS)
def test_it_finds_the_same(pattern: str, flags: int, written: Callable[[str], str] | None) -> None:
    made, bare = _of_an_earlier_start(pattern, flags, written), re.compile(pattern, flags)
    assert (made.flags, made.groups, made.groupindex) == (bare.flags, bare.groups, bare.groupindex)

    @given(_TEXT)
    def same(text: str) -> None:
        found, expected = (
            [(m.span(), m.groupdict()) for m in p.finditer(text)] for p in (made, bare)
        )
        assert found == expected

    same()


def test_without_a_source_nothing_is_kept() -> None:
    empty = kept.Kept()
    assert [empty.of("one", lambda: 1), empty.of("one", lambda: 2)] == [1, 2]
    assert (empty.values, empty.has_grown) == ({}, False)
