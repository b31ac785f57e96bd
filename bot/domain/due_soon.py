"""What is asked of limits still to come: 哪些快超时了, 今天到期的有哪些, 还有多久超时, 先去哪家."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_LIMIT = r"(?:超时|超期|逾期|过期|到期|到时限|到点|临期)"
_MUST = r"(?:必须|一定|还|得|要|该)+(?:弄|干|办|处理|完成?|修|做|去)"
#: 还有超时的吗, 几个超时了 ask for those whose limit has passed.
_SOON = (
    rf"(?:快|[就将]?要|马上|即将|将|临近|接近|会)(?:[到过]?了)?{_LIMIT}",
    rf"多(?:久|长时间|少时间|会儿?)(?:就|会|才|要)?{_LIMIT}",
    rf"(?:几点|什么时候|啥时候?|何时|几个?(?:小时|钟头)|几分钟)(?:就|会|才)?{_LIMIT}",
    rf"哪.{{0,3}}今[天日晚]{_MUST}|今[天日晚]{_MUST}\S{{0,4}}哪",
    r"明[天日早]\S{0,4}(?:有|要|得|还)\S{0,4}(?:几|哪|啥|什么)",
    r"到期|临期|快到(?:时间|时限|点)",
    r"哪.{0,3}最[急紧近]|最[急紧]的?.{0,2}(?:是?哪|是?什么|是?啥)|先[去到办干弄修].{0,2}哪|哪.{0,3}先[去到办干弄修超]|最先",
)
SIGN = "|".join(_SOON)
_SIGN = re.compile(SIGN)
#: Already past: 到期没办的
_PAST = re.compile(r"已经?|到期(?:[还都]?[没未]|了)(?!吗)")
#: Ours: so far ahead something can still be done about it.
_AHEAD = timedelta(hours=2)
_TODAY, _TOMORROW = re.compile(r"今[天日晚]|下班前"), re.compile(r"明[天日早]")
_URGENT = re.compile(r"最|先")
_FIRST = re.compile(r"多[久长少会]|几点|什么时候|啥时|何时|小时|钟头|分钟")


@dataclass(frozen=True, slots=True)
class Ahead:
    """Until when a limit counts as near, and how that is called; without `until` the nearest are
    meant, however far."""

    called: str
    until: datetime | None = None
    #: whether what is overdue already stands before them
    overdue: bool = False


def asked(words: str) -> bool:
    """Whether limits still to come are asked after."""
    return _SIGN.search(words) is not None and _PAST.search(words) is None


def ahead(words: str, now: datetime) -> Ahead:
    """Which of them; `now` is local."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if _TODAY.search(words):
        return Ahead("今天要办", midnight + timedelta(days=1), overdue=True)
    if _TOMORROW.search(words):
        return Ahead("今明两天要办", midnight + timedelta(days=2), overdue=True)
    if _URGENT.search(words):
        return Ahead("最急", overdue=True)
    if _FIRST.search(words):
        return Ahead("最早到时限")
    return Ahead("两小时内到时限", now + _AHEAD)
