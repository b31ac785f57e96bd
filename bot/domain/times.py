"""When somebody means to come, or when it happened: Chinese words of time become an instant.

A period without an hour is read as its end, because a promise (R3.2.3) is kept until then:
凌晨 6:00, 早上 9:00, 上午 12:00, 中午 13:00, 下午 18:00, 傍晚 19:00, 晚上 22:00, 夜里 23:59; a day
without more 22:00, 下班 17:30. Of a range the end counts. What can't be read is None, no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from bot.domain.reading.numbers import value
from bot.domain.reading.time_words import (
    ABSOLUTE,
    CHANGED,
    DAYS,
    DURATION,
    END_OF_DAY,
    END_OF_WORK,
    ENDS,
    FIGURE_BEFORE,
    NO_HOUR_AFTER,
    NOT_THEN,
    PERIODS,
    WEEKDAYS,
    WIDE,
    WORK,
)

Prefer = Literal["future", "past"]

_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class TimeReading:
    """An instant, the words that say it, and where they stand in the text."""

    at: datetime
    words: str
    span: tuple[int, int]


def read_time(text: str, now: datetime, prefer: Prefer = "future") -> TimeReading | None:
    """The instant that `text` names, seen from `now` (aware, local); None if it names none."""
    plain = text[:_LONGEST].translate(WIDE)
    found = sorted(_readings(plain, now, prefer), key=lambda r: (r[0], -r[1]))
    readings = [
        TimeReading(at, text[start:end], (start, end))
        for i, (start, end, at) in enumerate(found)
        if not any(s <= start and end <= e for s, e, _ in found[:i])
    ]
    for reading in reversed(readings):
        if CHANGED.search(plain[max(0, reading.span[0] - 6) : reading.span[0]]):
            return reading
    for reading in readings:
        if reading is not readings[-1] and NOT_THEN.match(plain, reading.span[1]):
            continue
        if (reading.at >= now) if prefer == "future" else (reading.at <= now):
            return reading
    return readings[0] if readings else None


def _readings(text: str, now: datetime, prefer: Prefer) -> Iterator[tuple[int, int, datetime]]:
    for pattern, reader in ((WORK, _work), (DURATION, _duration), (ABSOLUTE, _absolute)):
        for match in pattern.finditer(text):
            if match.end() == match.start():
                continue
            try:
                at = reader(match, now, prefer)
            except (ValueError, OverflowError):
                continue
            if at is not None:
                words = match[0]
                start = match.start() + len(words) - len(words.lstrip(" \t\n\r,的"))
                yield start, match.start() + len(words.rstrip()), at


def _work(match: re.Match[str], now: datetime, prefer: Prefer) -> datetime:
    day = _day(match, now, prefer) or now.date()
    return _at(day, END_OF_WORK, now)


def _duration(match: re.Match[str], now: datetime, prefer: Prefer) -> datetime | None:
    tail = match["tail"] or ""
    if not tail and not match["lead"]:
        return None
    amount = 0.5 if match["only"] else _amount(match["n"])
    if amount is None or amount > 10_000:
        return None
    amount += 0.5 if match["half"] or match["also"] else 0
    unit = match["unit"]
    if unit == "天" and (match["only"] or match["lead"] in ("过", "等", "约")):
        return None
    hours = {"天": 24.0, "周": 168.0, "星期": 168.0, "礼拜": 168.0, "分钟": 1 / 60, "min": 1 / 60}
    step = timedelta(hours=amount * (0.25 if unit == "刻钟" else hours.get(unit, 1.0)))
    back = "前" in tail
    return (now.astimezone(UTC) + (-step if back else step)).astimezone(now.tzinfo)


def _amount(words: str) -> float | None:
    if words[0].isdigit():
        return float(words)
    if re.fullmatch(r"[一二两三四五六七八九]{2}", words):
        return float(value(words[1]) or 0)
    read = value(words)
    return None if read is None else float(read)


def _absolute(match: re.Match[str], now: datetime, prefer: Prefer) -> datetime | None:
    period = PERIODS[match["period"]] if match["period"] else None
    hour_words = match["h"]
    has_hour = bool(hour_words or match["H"])
    if hour_words and not _is_hour(match, hour_words):
        return None
    day = _day(match, now, prefer)
    if match["day"] and day is None:
        return None
    if not has_hour:
        return _whole(match, day, period, now, prefer)
    clock = _clock(match, "")
    if clock is None:
        return None
    at = _placed(clock, day, period, now, prefer)
    if match["h2"] or match["H2"]:
        until = _clock(match, "2")
        if until is None:
            return None
        second = PERIODS[match["period2"]] if match["period2"] else period
        if second is None and at.hour >= 12:
            second = "afternoon"
        until_at = _placed(until, at.date(), second, now, prefer)
        at = until_at if until_at > at else at
    return at


def _is_hour(match: re.Match[str], words: str) -> bool:
    """三点要求, 好一点, 十五点五度 are no times of day."""
    rest = match.string[match.end() : match.end() + 3]
    sure = bool(match["period"] or match["day"] or match["q"] or match["tail"])
    if "点钟" in match[0] or sure:
        return not re.match(r"\s?(?:[度°倍%])", rest)
    return words != "一" and not NO_HOUR_AFTER.match(rest)


def _whole(
    match: re.Match[str], day: date | None, period: str | None, now: datetime, prefer: Prefer
) -> datetime | None:
    """A day or a period without an hour: its end."""
    if day is None and (
        period is None
        or FIGURE_BEFORE.search(match.string[max(0, match.start() - 6) : match.start()])
    ):
        return None
    end = ENDS[period] if period else END_OF_DAY
    if day is not None:
        at = _at(day, end, now)
        if day == now.date() and at < now and prefer == "future" and period is None:
            at = _at(day, time(23, 59), now)
    else:
        at = _at(now.date(), end, now)
        if prefer == "future" and at < now:
            at = _at(now.date() + timedelta(days=1), end, now)
    if prefer == "past" and at > now and (day is None or day <= now.date()):
        return now
    return at


def _clock(match: re.Match[str], which: str) -> tuple[int, int, bool] | None:
    """Hour, minute, and whether it is written by the 24 hours: 08:30, 10:00."""
    if match["H" + which]:
        hour, minute = int(match["H" + which]), int(match["M" + which])
    else:
        read = _amount(match["h" + which])
        if read is None and re.fullmatch(r"十[一二三四五六七八九]{2}", match["h" + which]):
            read = 10.0 + (value(match["h" + which][2]) or 0)
        quarter = {"半": 30, "一刻": 15, "三刻": 45}.get(match["q" + which] or "", 0)
        spoken = value((match["m" + which] or "零").lstrip("零〇") or "零")
        if read is None or spoken is None:
            return None
        hour, minute = int(read), quarter or spoken
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return hour, minute, len(match["H" + which] or "") == 2


def _placed(
    clock: tuple[int, int, bool],
    day: date | None,
    period: str | None,
    now: datetime,
    prefer: Prefer,
) -> datetime:
    """The hour on its day: with a period that one, else the half of the day that fits."""
    hour, minute, exact = clock
    today = day or now.date()
    if period is not None or hour > 12 or hour == 0 or exact:
        later = timedelta(0)
        if period is not None:
            hour, later = _in_period(hour, period)
        at = _at(today, time(hour % 24, minute), now) + later + timedelta(days=hour // 24)
        return at if day else _turned(at, now, prefer)
    halves = [_at(today, time(h % 24, minute), now) for h in (hour, (hour + 12) % 24 or 12)]
    if day is None:
        days = (-1, 0, 1) if prefer == "past" else (0, 1, 2)
        halves = [h + timedelta(days=d) for d in days for h in halves]
    halves.sort()
    awake = [h for h in halves if 7 <= h.hour < 22 or (h.hour == 22 and not h.minute)] or halves
    if prefer == "past":
        gone = [h for h in awake if h <= now]
        return gone[-1] if gone else awake[0]
    coming = [h for h in awake if h >= now]
    return coming[0] if coming else awake[-1]


def _in_period(hour: int, period: str) -> tuple[int, timedelta]:
    """The hour of the 24, and how far it runs into the next day: 今晚12点, 夜里1点."""
    if period in ("afternoon", "dusk") and hour < 12:
        return hour + 12, timedelta(0)
    if period == "noon" and hour < 10:
        return hour + 12, timedelta(0)
    if period in ("evening", "night"):
        if hour == 12:
            return 0, timedelta(days=1)
        if 5 <= hour < 12:
            return hour + 12, timedelta(0)
        if hour < 5 and period == "evening":
            return hour, timedelta(days=1)
    if period == "dawn" and hour == 12:
        return 0, timedelta(0)
    return hour, timedelta(0)


def _turned(at: datetime, now: datetime, prefer: Prefer) -> datetime:
    if prefer == "future" and at < now:
        return at + timedelta(days=1)
    if prefer == "past" and at > now:
        return at - timedelta(days=1)
    return at


def _at(day: date, clock: time, now: datetime) -> datetime:
    return datetime.combine(day, clock, tzinfo=now.tzinfo)


def _day(match: re.Match[str], now: datetime, prefer: Prefer) -> date | None:
    today = now.date()
    if match["rel"]:
        return today + timedelta(days=DAYS[match["rel"]])
    if match["wd"]:
        return _weekday(match["wd"], match["which"] or "", today, prefer)
    if match["mo"]:
        return _month_day(match, today, prefer)
    if match["dom"]:
        return _day_of_month(value(match["dom"]) or 0, today, prefer)
    return None


def _weekday(word: str, which: str, today: date, prefer: Prefer) -> date:
    index = WEEKDAYS.index("日" if word in "天末" else word)
    monday = today - timedelta(days=today.weekday())
    if which:
        weeks = {"下": 1, "上": -1}.get(which[0], 0)
        return monday + timedelta(days=index + 7 * weeks)
    ahead = (index - today.weekday()) % 7
    return today + timedelta(days=ahead if prefer == "future" or not ahead else ahead - 7)


def _month_day(match: re.Match[str], today: date, prefer: Prefer) -> date | None:
    month, day = value(match["mo"]), value(match["d"].replace("廿", "二十"))
    if not month or not day:
        return None
    if match["y"]:
        return date(int(match["y"]), month, day)
    if match["sep"] not in ("月", "/"):
        return None
    years = [date(today.year + n, month, day) for n in (-1, 0, 1)]
    if prefer == "past":
        return max(d for d in years if d <= today)
    return min(years, key=lambda d: abs((d - today).days))


def _day_of_month(day: int, today: date, prefer: Prefer) -> date | None:
    step = -1 if prefer == "past" else 1
    month, year = today.month, today.year
    for _ in range(4):
        try:
            found = date(year, month, day)
        except ValueError:
            found = None
        if found and (found <= today if prefer == "past" else found >= today):
            return found
        month += step
        if month in (0, 13):
            month, year = (12, year - 1) if month == 0 else (1, year + 1)
    return None
