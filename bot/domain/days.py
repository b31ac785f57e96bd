"""Which day is meant: 明天, 下周三, 11月25日, 25号, 下个月3号."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from bot.domain.reading.numbers import value
from bot.domain.reading.time_words import DAYS, WEEKDAYS

Prefer = Literal["future", "past"]


def day_of(match: re.Match[str], today: date, prefer: Prefer) -> date | None:
    """The day that a match of the words of time names, seen from `today`; None if it names none."""
    if match["rel"]:
        return today + timedelta(days=DAYS[match["rel"]])
    if match["wd"]:
        return _weekday(match["wd"], match["which"] or "", today, prefer)
    if match["mo"]:
        return _month_day(match, today, prefer)
    if match["dom"]:
        dom = value(match["dom"].replace("廿", "二十")) or 0
        if not match["month"]:
            return _day_of_month(dom, today, prefer)
        months = today.month + (match["month"][0] == "下")
        return date(today.year + months // 13, (months - 1) % 12 + 1, dom)
    return None


def _weekday(word: str, which: str, today: date, prefer: Prefer) -> date:
    index = int(word) - 1 if word.isdigit() else WEEKDAYS.index("日" if word in "天末" else word)
    monday = today - timedelta(days=today.weekday())
    if which:
        weeks = which.count("下") - which.count("上")
        return monday + timedelta(days=index + 7 * weeks)
    ahead = (index - today.weekday()) % 7
    return today + timedelta(days=ahead if prefer == "future" or not ahead else ahead - 7)


def _month_day(match: re.Match[str], today: date, prefer: Prefer) -> date | None:
    month, day = value(match["mo"]), value(match["d"].replace("廿", "二十"))
    if not month or not day:
        return None
    if match["y"]:
        return date(int(match["y"]), month, day)
    if match["sep"] not in ("月", "/", ".", "-"):
        return None
    days = [found for n in (-1, 0, 1) if (found := _day_of(today.year + n, month, day))]
    if prefer == "past":
        return max(d for d in days if d <= today)
    return min(days, key=lambda d: abs((d - today).days))


def _day_of(year: int, month: int, day: int) -> date | None:
    """None for what no calendar has: 2月29日 is there in some years only."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


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
