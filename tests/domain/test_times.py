"""Words of time, each with the exact answer, from times.txt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.times import Prefer, read_time

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=CHINA)  # a Monday


def _table() -> Iterator[tuple[datetime, Prefer, str, datetime | None]]:
    now, prefer = NOW, "future"
    for line in Path(__file__).with_name("times.txt").read_text("utf-8").splitlines():
        if line.startswith("now "):
            _, day, clock, _ = line.split()
            now = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=CHINA)
        elif line.startswith("reading "):
            prefer = {"promised": "future", "happened": "past"}[line.removeprefix("reading ")]
        elif line and not line.startswith("#"):
            words, _, answer = (part.strip() for part in line.rpartition("|"))
            yield now, prefer, words, _instant(answer, now)  # type: ignore[misc]


def _instant(answer: str, now: datetime) -> datetime | None:
    if answer == "-":
        return None
    day, clock = answer.split()
    parts = [int(x) for x in day.split("/")]
    year, month, dom = parts if len(parts) == 3 else [now.year, *parts]
    hour, minute = (int(x) for x in clock.split(":"))
    return datetime(year, month, dom, hour, minute, tzinfo=CHINA)


TABLE = list(_table())


@pytest.mark.parametrize(
    ("now", "prefer", "words", "answer"),
    TABLE,
    ids=[f"{now:%m%d}-{prefer}-{words}" for now, prefer, words, _ in TABLE],
)
def test_words_of_time(now: datetime, prefer: Prefer, words: str, answer: datetime | None) -> None:
    found = read_time(words, now, prefer)
    assert (found and found.at) == answer
    if found is not None:
        assert found.at.utcoffset() == timedelta(hours=8)


def test_the_table_is_as_long_as_it_is_meant_to_be() -> None:
    assert len({(now, prefer, words) for now, prefer, words, _ in TABLE}) == len(TABLE)
    assert len(TABLE) >= 200


def test_the_words_and_where_they_stand() -> None:
    text = "已联系，约今天１８点上门"
    found = read_time(text, NOW)
    assert found is not None
    assert found.words == "今天１８点"
    assert text[slice(*found.span)] == found.words


@given(
    st.text(
        alphabet="今明后昨天日号月周五上下午晚早点半时小分钟内前到一二三十0123456789:-./ 楼",
        max_size=40,
    ),
    st.sampled_from(["future", "past"]),
)
def test_whatever_is_said(text: str, prefer: str) -> None:
    found = read_time(text, NOW, prefer)  # type: ignore[arg-type]
    if found is not None:
        assert text[slice(*found.span)] == found.words
        assert found.words
        assert found.at.astimezone(UTC).tzinfo is UTC
