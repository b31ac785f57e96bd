"""The span that figures are asked of; a Tuesday."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.domain.periods import period

NOW = datetime.fromisoformat("2026-12-01T09:30:00+08:00")


@pytest.mark.parametrize(
    ("words", "title", "since", "until"),
    [
        ("", "今天", "2026-12-01", "2026-12-02"),
        ("今天", "今天", "2026-12-01", "2026-12-02"),
        ("日报", "今天", "2026-12-01", "2026-12-02"),
        ("昨天", "昨天", "2026-11-30", "2026-12-01"),
        ("前天", "前天", "2026-11-29", "2026-11-30"),
        ("本周", "本周", "2026-11-30", "2026-12-02"),
        ("周报", "本周", "2026-11-30", "2026-12-02"),
        ("上周", "上周", "2026-11-23", "2026-11-30"),
        ("上个星期", "上周", "2026-11-23", "2026-11-30"),
        ("本月", "本月", "2026-12-01", "2026-12-02"),
        ("上个月", "上月", "2026-11-01", "2026-12-01"),
        ("供暖季", "本季", "2026-11-01", "2026-12-02"),
    ],
)
def test_a_period_is_whole_days(words: str, title: str, since: str, until: str) -> None:
    name, first, last = period(words, NOW)
    assert (name, first.date().isoformat(), last.date().isoformat()) == (title, since, until)
    assert {first.hour, last.hour} == {0}


def test_a_season_that_is_set_begins_then() -> None:
    starts = datetime.fromisoformat("2026-11-15T00:00:00+08:00")
    assert period("本季", NOW, starts)[1] == starts
    spring = datetime.fromisoformat("2027-03-01T09:00:00+08:00")
    assert period("本季", spring)[1].date().isoformat() == "2026-11-01"
