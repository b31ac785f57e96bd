"""The span of time that people ask figures of: 今天, 昨天, 本周, 上周, 本月, 上月, 本季."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

#: Where no season is set, one begins with this month.
_NOVEMBER = 11


def period(
    words: str, local: datetime, season: datetime | None = None
) -> tuple[str, datetime, datetime]:
    """Its name, its first instant and the one after it, in the zone of `local`; `season` is when
    the heating season began. Words that name none mean today.
    """
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = today + timedelta(days=1)
    if "季" in words:
        return "本季", _season(today, season), tomorrow
    past = re.search(r"上个?(?:月|周|星期|礼拜)", words)
    if "月" in words:
        first = today.replace(day=1)
        before = (first - timedelta(days=1)).replace(day=1)
        return ("上月", before, first) if past else ("本月", first, tomorrow)
    if re.search(r"周|星期|礼拜", words):
        monday = today - timedelta(days=today.weekday())
        return ("上周", monday - timedelta(days=7), monday) if past else ("本周", monday, tomorrow)
    if "昨" in words:
        return "昨天", today - timedelta(days=1), today
    if "前天" in words:
        return "前天", today - timedelta(days=2), today - timedelta(days=1)
    return "今天", today, tomorrow


def _season(today: datetime, set_: datetime | None) -> datetime:
    if set_ is not None and set_ <= today:
        return set_
    year = today.year if today.month >= _NOVEMBER else today.year - 1
    return today.replace(year=year, month=_NOVEMBER, day=1)
