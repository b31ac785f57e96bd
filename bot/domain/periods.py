"""The spans of time that figures are of: whole days, weeks, months and heating seasons.

Every instant is in the zone of what was handed in, at midnight. A span ends before `until`.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.own_limits import Season

#: Where no season is set, it is this one.
SEASON_STARTS, SEASON_ENDS = (11, 15), (3, 15)
_DAY = timedelta(days=1)


class Kind(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until), in the company's own time."""

    kind: Kind
    since: datetime
    until: datetime

    def cut(self, now: datetime) -> Period:
        """As far as it has come."""
        return replace(self, until=max(self.since, min(self.until, now)))


def whole(kind: Kind, at: datetime, season: Season | None = None) -> Period:
    """The period that `at` is in: a day, Monday to Sunday, a month, or the heating season.

    Between two seasons it is the one that has just ended. A season begins with its trial run.
    """
    today = _midnight(at)
    match kind:
        case Kind.DAY:
            return Period(kind, today, today + _DAY)
        case Kind.WEEK:
            monday = today - timedelta(days=today.weekday())
            return Period(kind, monday, monday + timedelta(days=7))
        case Kind.MONTH:
            first = today.replace(day=1)
            return Period(kind, first, _months(first, 1))
        case Kind.SEASON:
            years = (today.year + 1, today.year, today.year - 1)
            found = (_season(year, today, season) for year in years)
            return next(period for period in found if period.since <= today)


def last_whole(kind: Kind, now: datetime, season: Season | None = None) -> Period:
    """The newest period that is over."""
    period = whole(kind, now, season)
    return period if period.until <= now else before(period, season)


def before(period: Period, season: Season | None = None) -> Period:
    """The one before it."""
    return whole(period.kind, period.since - _DAY, season)


def a_year_before(period: Period, season: Season | None = None) -> Period:
    """The same period a year ago: the same date, the month of that name, the last season.

    A week is that of 52 weeks ago, so that days of the week stand against each other.
    """
    if period.kind is Kind.SEASON:
        return before(period, season)
    if period.kind is Kind.WEEK:
        return whole(period.kind, period.since - timedelta(weeks=52))
    return whole(period.kind, _months(period.since, -12))


def _season(year: int, today: datetime, season: Season | None) -> Period:
    """The season that begins in `year`; one that is set for another year moves to this one."""
    begins = today.replace(year=year, month=SEASON_STARTS[0], day=SEASON_STARTS[1])
    ends = today.replace(year=year + 1, month=SEASON_ENDS[0], day=SEASON_ENDS[1])
    if season is not None:
        zone = today.tzinfo
        starts = (season.trial or season.starts).astimezone(zone)
        over = season.ends.astimezone(zone)
        begins = _months(starts, 12 * (year - starts.year))
        ends = _months(over, 12 * (year - starts.year))
    return Period(Kind.SEASON, begins, ends + _DAY)


def _months(day: datetime, months: int) -> datetime:
    """The same day so many months later; the last of a month that is too short for it."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def days_of(period: Period) -> str:
    """For names of files: a day's and its week's are different."""
    first, last = (f"{day:%Y%m%d}" for day in (period.since, period.until - _DAY))
    return first if first == last else f"{first}-{last}"


_DATE = re.compile(
    r"(?:(?P<year>20\d\d)[年/.-])?(?P<month>1[0-2]|0?[1-9])(?:月|[/.-])(?P<day>3[01]|[12]\d|0?[1-9])[日号]?(?!\d)"
)
_MONTH = re.compile(r"(?:(?P<year>20\d\d)[年/.-])?(?P<month>1[0-2]|0?[1-9])月份?")
#: What names a time that none of the spans is.
_OTHER = re.compile(
    r"\d|年|上上|大前|最?近(?!况)|前[两几半]|周[一二三四五六日天末]"
    r"|[一二三四五六七八九十半两几](?<!这.)(?<!本.)个?[日号天周月]"
)


def named(words: str, local: datetime, season: Season | None = None) -> tuple[str, Period] | None:
    """What people ask for, and its name: 今天, 昨天, 前天; 本 and 上 with 周, 月, 季; a day of a
    month, a month. Words that name no time mean today; None where they name another."""
    words = unicodedata.normalize("NFKC", words)
    if found := _DATE.search(words) or _MONTH.search(words):
        beside = words[: found.start()] + words[found.end() :]
        return None if _OTHER.search(beside) else _dated(found, local, season)
    past = re.search(r"上个?(?:月|周|星期|礼拜|采暖季|供暖季|供热季|季)|去年", words)
    kind = Kind.DAY
    if "季" in words:
        kind = Kind.SEASON
    elif _OTHER.search(words):
        return None
    elif "月" in words:
        kind = Kind.MONTH
    elif re.search(r"周|星期|礼拜", words):
        kind = Kind.WEEK
    period = whole(kind, local, season)
    if kind is not Kind.DAY:
        name = {Kind.WEEK: "周", Kind.MONTH: "月", Kind.SEASON: "季"}[kind]
        return (f"上{name}", before(period, season)) if past else (f"本{name}", period)
    if "前天" in words:
        return "前天", before(before(period))
    if "昨" in words:
        return "昨天", before(period)
    return "今天", period


def _dated(
    found: re.Match[str], local: datetime, season: Season | None
) -> tuple[str, Period] | None:
    """The newest of that name that has begun, where no year is told; None where there is none."""
    told = found.groupdict()
    month, day = int(told["month"]), int(told.get("day") or 1)
    kind = Kind.DAY if "day" in told else Kind.MONTH
    for year in [int(told["year"])] if told["year"] else range(local.year, local.year - 8, -1):
        if day > monthrange(year, month)[1]:
            continue
        period = whole(kind, local.replace(year=year, month=month, day=day), season)
        if period.since <= local:
            name = f"{month}月{day}日" if kind is Kind.DAY else f"{month}月"
            return (name if year == local.year else f"{year}年{name}"), period
    return None
