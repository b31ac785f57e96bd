"""What the pages look like by day and by night: words are read on whatever they stand on."""

from __future__ import annotations

import re

import pytest

from bot.web.pages import STATIC

BASE, SITE = (STATIC / "site" / f"{name}.css" for name in ("base", "site"))
_VARIABLE = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
#: Words, and what they stand on.
PAIRS = [
    *((words, ground) for words in ("ink", "soft", "faint") for ground in ("paper", "ground")),
    *((words, "paper") for words in ("accent", "accent-deep", "alarm", "warn", "done")),
    *((words, f"{words}-pale") for words in ("alarm", "warn", "done")),
    ("accent-deep", "accent-pale"),
    ("accent-deep", "accent-mild"),
    ("ink", "alarm-pale"),
    ("soft", "alarm-pale"),
    ("soft", "tag"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
]


def _light(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_light(one), _light(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("night", [False, True])
def test_words_are_read_on_what_they_stand_on(night: bool) -> None:
    colours = dict(_VARIABLE.findall(BASE.read_text()))
    if night:
        colours |= dict(_VARIABLE.findall(SITE.read_text()))
    for words, ground in PAIRS:
        assert _contrast(colours[words], colours[ground]) >= 4.5, (words, ground)
    assert _contrast(colours["edge"], colours["paper"]) >= 3  # where a field ends


def test_no_ground_of_the_pages_stays_white_at_night() -> None:
    for name in ("site", "staff", "public"):
        style = (STATIC / "site" / f"{name}.css").read_text()
        assert not re.findall(r"background: #(?:fff|[ef][0-9a-f]{5})\b", style), name
