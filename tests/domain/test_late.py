"""A pattern that waits finds what it finds when it is compiled at once, and waits where it can."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading import needs
from bot.domain.reading.late import is_of, late
from bot.domain.reading.quick import compiled

_PATTERNS = (
    r"(?:阀|管子).{0,3}坏|[停断]暖",
    r"\d+(?:\.\d)?度|十[一二三]度",
    r"(?P<n>[老小](?:王|李))(?=家|$)|(?<!不)热{2,3}",
    r"(?:没|不)(?:给)?(?:热|供暖)?|漏水",
    r"[^停]暖|漏$",
    r"(?>漏|水+?)阀*坏",
    r"(?:(?:漏|阀)?坏|热)*水{0,2}度",
    r"(漏|水)\1",
    r"(?i:A)b|王",
    r"[0-3]\s?度|\(坏\)|[\]阀]坏",
    r"|漏",
    r"漏(?:)水",
    r"(?m)^度",
    r"[\w-]热",
)
_TEXT = st.text(alphabet="阀管子坏停断暖3٣0.度十一老小王李家不热没给供漏水aAb (]）\n", max_size=14)


@pytest.mark.parametrize("pattern", _PATTERNS)
@given(texts=st.lists(_TEXT, max_size=4))
def test_it_finds_the_same(pattern: str, texts: list[str]) -> None:
    bare, waiting = re.compile(pattern), late(pattern)
    for text in texts:
        for way in ("search", "match", "fullmatch"):
            found, same = getattr(waiting, way)(text), getattr(bare, way)(text)
            assert (found and found.span()) == (same and same.span())
        assert [m.span() for m in waiting.finditer(text)] == [m.span() for m in bare.finditer(text)]
        for way in ("findall", "split"):
            assert getattr(waiting, way)(text) == getattr(bare, way)(text)
        assert waiting.sub("x", text) == bare.sub("x", text)


@pytest.mark.parametrize("pattern", _PATTERNS)
@given(text=_TEXT, start=st.integers(0, 5), end=st.integers(0, 14))
def test_it_finds_the_same_in_a_part(pattern: str, text: str, start: int, end: int) -> None:
    found, same = (p.search(text, start, end) for p in (late(pattern), re.compile(pattern)))
    assert (found and found.span()) == (same and same.span())


def _is_made(pattern: re.Pattern[str]) -> bool:
    return cast("Any", pattern).made is not None


def test_it_is_compiled_when_a_text_has_what_it_needs() -> None:
    waiting = compiled(r"(?:阀|管子).{0,3}坏|[停断]暖")
    assert not waiting.search("王家不热,停水")
    assert not _is_made(waiting)
    assert waiting.search("王家停暖")
    assert _is_made(waiting)


def test_it_is_compiled_when_it_is_asked_often() -> None:
    waiting = late("停暖")
    for _ in range(10):
        assert not waiting.search("王家不热")
    assert _is_made(waiting)


def test_who_found_a_match_is_told_whether_the_others_are_compiled_or_not() -> None:
    one, other = late("停暖"), late("停水")
    found = one.search("停暖")
    assert found
    assert is_of(found, other, one)
    assert not is_of(found, other)


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"(?:阀|管子).{0,3}坏|[停断]暖", {"坏", "停暖", "断暖"}),
        (r"没(?:有)?热", {"没有", "没热"}),
        (r"(?:再|又)?漏水", {"漏水"}),
        (r"不热了", {"不热了"}),
        (r"[^停]*", set()),
        (r"(?i)ab", set()),
        (r"a?\x01", {"\x01"}),
        (r"\u6696[\u6c14\u6cb3]", {"暖气", "暖河"}),
        (r"\\x01", {"x01"}),
    ],
)
def test_what_it_needs(pattern: str, needed: set[str]) -> None:
    assert needs.of(pattern) == needed
