"""The span that figures are asked of; a Tuesday."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.own_limits import Season
from bot.domain.periods import Kind, Period, a_year_before, before, last_whole, named, whole

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=ZONE)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def shown(period: Period) -> tuple[str, str]:
    assert {period.since.hour, period.until.hour} == {0}
    return period.since.date().isoformat(), period.until.date().isoformat()


@pytest.mark.parametrize(
    ("words", "title", "since", "until"),
    [
        ("", "今天", "2026-12-01", "2026-12-02"),
        ("今天", "今天", "2026-12-01", "2026-12-02"),
        ("日报", "今天", "2026-12-01", "2026-12-02"),
        ("昨天", "昨天", "2026-11-30", "2026-12-01"),
        ("前天", "前天", "2026-11-29", "2026-11-30"),
        ("本周", "本周", "2026-11-30", "2026-12-07"),
        ("周报", "本周", "2026-11-30", "2026-12-07"),
        ("上周", "上周", "2026-11-23", "2026-11-30"),
        ("上个星期", "上周", "2026-11-23", "2026-11-30"),
        ("本月", "本月", "2026-12-01", "2027-01-01"),
        ("上个月", "上月", "2026-11-01", "2026-12-01"),
        ("供暖季", "本季", "2026-11-15", "2027-03-16"),
        ("上个采暖季", "上季", "2025-11-15", "2026-03-16"),
        ("2026-11-23", "11月23日", "2026-11-23", "2026-11-24"),
        ("11月23日的", "11月23日", "2026-11-23", "2026-11-24"),
        ("１１．２３", "11月23日", "2026-11-23", "2026-11-24"),
        ("12月2日", "2025年12月2日", "2025-12-02", "2025-12-03"),
        ("2024年2月29日", "2024年2月29日", "2024-02-29", "2024-03-01"),
        ("2月29日", "2024年2月29日", "2024-02-29", "2024-03-01"),
        ("10月份", "10月", "2026-10-01", "2026-11-01"),
        ("2025年1月", "2025年1月", "2025-01-01", "2025-02-01"),
        ("给我看看", "今天", "2026-12-01", "2026-12-02"),
    ],
)
def test_a_period_is_whole_days(words: str, title: str, since: str, until: str) -> None:
    found = named(words, NOW)
    assert found is not None
    name, period = found
    assert (name, *shown(period)) == (title, since, until)


@pytest.mark.parametrize(
    "words",
    ["去年", "今年", "2月30日", "2027-01-01", "最近7天", "近三天", "上上周", "十一月", "3号",
     "周一", "11月1日到11月5日", "99月", "2025年"],
)  # fmt: skip
def test_a_time_that_is_none_of_them_is_not_taken_for_today(words: str) -> None:
    assert named(words, NOW) is None


@pytest.mark.parametrize(
    ("kind", "last", "earlier", "last_year"),
    [
        (
            Kind.DAY,
            ("2026-11-30", "2026-12-01"),
            ("2026-11-29", "2026-11-30"),
            ("2025-11-30", "2025-12-01"),
        ),
        (
            Kind.WEEK,
            ("2026-11-23", "2026-11-30"),
            ("2026-11-16", "2026-11-23"),
            ("2025-11-24", "2025-12-01"),
        ),
        (
            Kind.MONTH,
            ("2026-11-01", "2026-12-01"),
            ("2026-10-01", "2026-11-01"),
            ("2025-11-01", "2025-12-01"),
        ),
        (
            Kind.SEASON,
            ("2025-11-15", "2026-03-16"),
            ("2024-11-15", "2025-03-16"),
            ("2024-11-15", "2025-03-16"),
        ),
    ],
)
def test_the_last_whole_one_and_what_it_is_compared_with(
    kind: Kind, last: tuple[str, str], earlier: tuple[str, str], last_year: tuple[str, str]
) -> None:
    period = last_whole(kind, NOW)
    assert shown(period) == last
    assert shown(before(period)) == earlier
    assert shown(a_year_before(period)) == last_year


def test_a_season_that_is_set_holds_for_every_year_and_begins_with_its_trial_run() -> None:
    season = Season(day("2026-11-10"), day("2027-04-05"), day("2026-11-01"))
    assert shown(whole(Kind.SEASON, NOW, season)) == ("2026-11-01", "2027-04-06")
    spring = day("2027-04-05") + timedelta(hours=9)
    assert shown(whole(Kind.SEASON, spring, season)) == ("2026-11-01", "2027-04-06")
    assert shown(whole(Kind.SEASON, day("2026-04-01"), season)) == ("2025-11-01", "2026-04-06")
    # In summer it is the season that was.
    assert shown(whole(Kind.SEASON, day("2027-07-01"), season)) == ("2026-11-01", "2027-04-06")
    assert shown(last_whole(Kind.SEASON, day("2027-04-06"), season))[0] == "2026-11-01"


def test_months_and_years_of_other_lengths() -> None:
    assert shown(a_year_before(whole(Kind.DAY, day("2028-02-29")))) == ("2027-02-28", "2027-03-01")
    assert shown(before(whole(Kind.MONTH, day("2027-01-31")))) == ("2026-12-01", "2027-01-01")
    assert shown(whole(Kind.MONTH, day("2028-02-10"))) == ("2028-02-01", "2028-03-01")


def test_a_period_that_is_not_over_is_cut_at_now() -> None:
    period = whole(Kind.WEEK, NOW).cut(NOW)
    assert period.until == NOW
    assert whole(Kind.WEEK, day("2026-12-07")).cut(NOW).until == day("2026-12-07")
