"""A quick look that comes before a pattern passes over nothing that the pattern finds."""

from __future__ import annotations

import re
from itertools import product

import pytest

from bot.domain.reading import number_behind, number_to_call, phones, sources, temps

_FIGURES = ("15", "十五", "15.5,", "15 16")


@pytest.mark.parametrize(
    ("look", "pattern", "ends"),
    [
        (temps._FIGURE_SAID, temps._BARE, _FIGURES),
        (temps._FIGURE_SAID, temps._LOOSE, _FIGURES),
        (temps._FIGURE_SAID, temps._AT_TIMES, ("22早上15", "22楼下15,")),
        (temps._UPPER, temps._BETWEEN, ("16到17", "9-10之间", "9~12 左右的样子", "16—17,")),
        (phones._TELLS_BEFORE, phones._TO_CALL, ("", "电话", ":")),
        (phones._TELLS_BEFORE, phones._NOT_TO_CALL, ("", "电话", ":")),
        (phones._TELLS_BEFORE, phones._PROPERTY, ("",)),
        (phones._TELLS_BEFORE, phones._SHOWN, ("",)),
        (phones._TELLS_BEFORE, number_to_call._SECOND, ("", "人某某")),
        (sources._DAMAGE, sources._SOURCE_OUT, ("", "换热站", "主管", "了")),
    ],
)
def test_nothing_is_passed_over(
    look: re.Pattern[str], pattern: re.Pattern[str], ends: tuple[str, ...]
) -> None:
    """Of any two words of the pattern, and what can come after them."""
    words = set(re.findall(r"[\u4e00-\u9fff]+", pattern.pattern))
    words |= {char for word in words for char in word}
    found = 0
    for parts in product(("", " "), words, words, ends):
        text = "".join(parts)
        if pattern.search(text):
            found += 1
            assert look.search(text), text
    assert found


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in number_behind._TOLD])
def test_what_is_told_behind_a_number_is_not_passed_over(pattern: re.Pattern[str]) -> None:
    words = set(re.findall(r"[\u4e00-\u9fff]+", pattern.pattern))
    found = 0
    for parts in product(("", ",", " (", "(小店,"), words, ("", *words), ("", "的", ")", "就行")):
        text = "".join(parts)
        if pattern.match(text):
            found += 1
            assert number_behind._TELLS.match(text), text
    assert found
