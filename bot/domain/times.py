"""When somebody means to come, or when it happened: Chinese words of time become an instant.

A period without an hour is read as its end, because a promise (R3.2.3) is kept until then:
凌晨 6:00, 早上 9:00, 上午 12:00, 中午 13:00, 下午 18:00, 傍晚 19:00, 晚上 22:00, 夜里 23:59; a day
without more 22:00, 下班 17:30. Of a range, or of several, the last counts; 下午2点以后 is
下午 to its end, 三点多 lasts till four. What can't be read is None, no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.days import Prefer, day_of
from bot.domain.reading.numbers import value
from bot.domain.reading.time_words import (
    ABSOLUTE,
    AGREED,
    AND,
    CHANGED,
    DURATION,
    END_OF_DAY,
    END_OF_WORK,
    ENDS,
    FIGURE_BEFORE,
    HOURS,
    NO_DAY,
    NO_HOUR_AFTER,
    NOT_BEFORE,
    NOT_THEN,
    PERIODS,
    SHORT_OF,
    WIDE,
    WORK,
)

_LONGEST = 400


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
    if (chosen := _chosen(readings, plain)) is not None:
        return _last_of(readings[chosen:], plain)
    first: TimeReading | None = None
    for i, reading in enumerate(readings):
        if _is_meant(reading, plain):
            last = _last_of(readings[i:], plain)
            if last is None or ((last.at >= now) if prefer == "future" else (last.at <= now)):
                return last
            first = first or last
    return first


def _chosen(readings: list[TimeReading], plain: str) -> int | None:
    """Which one is said to be the time that was changed to, else the one agreed on."""
    for said in (CHANGED, AGREED):
        for i in reversed(range(len(readings))):
            start = readings[i].span[0]
            until = start + (plain[start] == "约" and not DURATION.match(plain, start))
            if said.search(plain[max(0, start - 8) : until]) and _is_meant(readings[i], plain):
                return i
    return None


def _is_meant(reading: TimeReading, plain: str) -> bool:
    """Whether something is said to happen then."""
    start, end = reading.span
    before = plain[max(0, start - 8) : start]
    no = (NOT_BEFORE, SHORT_OF, NO_DAY)
    return not (NOT_THEN.match(plain, end) or any(words.search(before) for words in no))


def _last_of(readings: list[TimeReading], plain: str) -> TimeReading | None:
    """Of times side by side the last; None where it is before the first: 明天上午或下午."""
    last = readings[0]
    for reading in readings[1:]:
        if not AND.fullmatch(plain, last.span[1], reading.span[0]) or not _is_meant(reading, plain):
            break
        if reading.at < last.at:
            return None
        last = reading
    return last


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
    day = day_of(match, now.date(), prefer) or now.date()
    return _at(day, END_OF_WORK, now)


def _duration(match: re.Match[str], now: datetime, prefer: Prefer) -> datetime | None:
    tail = match["tail"] or ""
    if not tail and not match["lead"]:
        return None
    amount = 0.5 if match["only"] else _amount(match["n"])
    if amount is None or amount > 10_000:
        return None
    amount += 0.5 if match["half"] or match["also"] else 0
    amount += (value(match["minutes"]) or 0) / 60 if match["minutes"] else 0
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
    day = day_of(match, now.date(), prefer)
    if match["day"] and day is None:
        return None
    if not has_hour:
        return _whole(match, day, period, now, prefer)
    clock = _clock(match, "")
    if clock is None or (period in HOURS and not HOURS[period][0] <= clock[0] <= HOURS[period][1]):
        return None
    if match["from"] and period in HOURS and (_amount(match["from"]) or 0) > clock[0]:
        period = "afternoon"
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
    return _till(at, match, period) if prefer == "future" else at


def _till(at: datetime, match: re.Match[str], period: str | None) -> datetime | None:
    """The end of 三点多 and of 三点以后."""
    if match["after"]:
        end = _at(at.date(), ENDS[period] if period else END_OF_DAY, at)
        return end if end > at else None
    return at + timedelta(hours=1) if match["more"] and not at.minute else at


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
        if re.fullmatch(r"十[一二三四五六七八九]{2}", match["h" + which]):
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
    awake = [h for h in halves if 7 <= h.hour < 22] or halves
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
