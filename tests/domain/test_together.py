"""Patterns looked for together find what each finds alone."""

from __future__ import annotations

import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading import place_details
from bot.domain.reading.beginnings import beginnings, behind
from bot.domain.reading.late import late
from bot.domain.reading.quick import compiled
from bot.domain.reading.together import OneOf, Together

_PATTERNS = (
    compiled(r"(?<!全)小区|花园|[中小]学|园(?=\s|$)|村"),
    compiled(r"小(?:区|镇)(?![东西])|区(?<=[A-Z]区)"),
    late(r"【?花园{2}|【.园"),
    compiled(r"(?:住[在的]?|家)(?P<name>[一-鿿]{2,3})(?=[,\s]|$)"),
    compiled(r"花?园路|园(?:[A-C]区)?"),
    late(r"小区(?:\s?小区)*村"),
)
_TOGETHER = Together(*_PATTERNS, most=4)


@given(st.text(alphabet="全小区花园中学村镇东西AC【住在家的路, \n", max_size=40))
def test_they_find_the_same(text: str) -> None:
    found = _TOGETHER.find(text)
    for pattern in _PATTERNS:
        alone = [m.span() for m in islice(pattern.finditer(text), 4)]
        assert [m.span() for m in found.get(pattern, ())] == alone


def test_what_a_pattern_begins_with() -> None:
    assert beginnings("小区|园(?=路)|[中小]学") == {"小区", "园路", "中学", "小学"}
    assert beginnings("村|路?口[A-C]") == {"村", "路口", "口A", "口B", "口C"}
    assert beginnings(r"园(?!里)\s") >= {"园 ", "园\n", "园\u3000"}
    assert beginnings(r"园(?!里)\w") == {"园"}


def test_a_pattern_that_can_begin_with_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="anything"):
        Together(late(r"\w园"), most=4).find("花园")


_ALTERNATIVES = (
    r"(?<=园)\d{1,2}(?!度)|(?:[东西]门|小[区镇]?)|[^\W\d_]{2}店|(?!小)\S路|东(?=里)|家\s?\d"
)


#: what can begin with anything stands behind what is known
_ALL_BEHIND = r"小[区镇]|(?<=[园门]\s)[^\W\d_]{2}店|(?:(?<=路)|(?<=路\s))\S门|家\s?\d"


@pytest.mark.parametrize("alternatives", [_ALTERNATIVES, _ALL_BEHIND])
@given(st.text(alphabet="园小区镇东西门店路里家度3٣, \n", max_size=30))
def test_one_of_many_finds_what_all_of_them_find(alternatives: str, text: str) -> None:
    told = re.finditer(f"(?:{alternatives})户?", text)
    found = OneOf(alternatives, "户?").finditer(text)
    assert [m.span() for m in found] == [m.span() for m in told]


def test_no_part_of_an_address_is_tried_at_every_character() -> None:
    assert place_details._MORE._before_any


def test_what_a_pattern_stands_behind() -> None:
    assert behind("(?:(?<=园)|(?<=[a-c])).|(?<=门).") == set("园abc门")
    assert behind(r"(?<=\d\s).") == set(filter(str.isspace, map(chr, range(0x3001))))
    for anything in (
        ".",
        "(?<=园).|.",
        "园",
        "(?<!园).",
        r"(?<=园\d).",
        "(?<=[^园]).",
        r"(?<=\w).",
    ):
        assert behind(anything) is None
