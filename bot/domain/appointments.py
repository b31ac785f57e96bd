"""What crews say of when they come: half a time, a time told in two messages, a way that was in
vain."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.domain.calls import not_reached
from bot.domain.ticket_numbers import plainly

#: What names a part of the day and no hour, and the word that does.
_MEALS = (
    (re.compile(r"(?:吃[完过]?|等|过)?(?:[晚]饭|下午饭)[以之]?后|晚[上]?吃[完过]饭"), "晚上"),
    (re.compile(r"(?:吃[完过]?|等|过)?(?:[午中]饭|晌午饭)[以之]?后|中午吃[完过]饭"), "中午"),
    (re.compile(r"(?:吃[完过]?|等|过)?早[饭点][以之]?后"), "早上"),
)
_SOME_TIME = re.compile(
    r"(?:约|大?概|可能)?(?:过?一?会儿?|待会|晚点|稍[后晚]|月[底初末]|改天|回头|尽快|抽空|有空|饭后|过[两几]天|这[两几]天"
    r"|[明后今]|周|下周|年)"
)
#: 六点吧, 就七点半: an hour, and nothing that says of which day.
_ONLY_HOUR = re.compile(
    r"(?:那?就?|大?约|定|改?到?|说好){0,3}(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|时|:\d\d)"
    r"(?:半|[一三]刻|\d{1,2}分?|钟)?(?:左右|前后|来钟)?(?:吧|了|啊|呀|哈|去|到|来|可以|没问题|也?行|成)*"
)
#: 下午三点吧: nothing but when
_ONLY_TIME = re.compile(
    r"(?:[今明后][天早晚]|大后天|上午|下午|晚上|中午|早上|傍晚|周[一二三四五六日天]|的|\s)*"
)
_HOUR = re.compile(r"(?:\d|[一二两三四五六七八九十])(?:点|时(?![候间])|:\d\d)")
#: 用户要改明天上午, 改五点
_MOVED = re.compile(
    r"改(?:到|成|在|约|期)?(?:[今明后]|周|礼拜|[上下中]午|晚|早|[\d一二两三四五六七八九十]{1,3}点)"
)
#: 明早九点再去; 去了, 去没人 tell of what was.
_MOVE = re.compile(r"^[\s改到成在约就那]+")
_WAKES, _SLEEPS = 7, 22
_GOING = re.compile(r"(?:去|过去|再来|再到|上门|到户)(?!\s*(?:[了过没不]|敲|家里没))")
#: 明天上午换; 下午修好了 is done
_DOING = re.compile(
    r"(?:[今明后][天早晚儿]|[上下中]午|晚上|\d点半?)[^\s,，。]{0,3}(?:换|修|弄|装|处理|干)(?![好完了过]|不)"
)
#: 半小时后到
_SOON_THERE = re.compile(r"(?:分钟|小时|钟头)(?:以?后|以?内|左右)*[能就]?(?:到|过去)(?![了过])")
_CANNOT = r"(?:弄|干|修|完|做|换|搞|整|处理|去|来|到|赶)不[完了成上]"
#: 明天才能完成, 三点去不了 四点吧: what was promised is not kept
_LATER = re.compile(
    rf"才[能行可会弄干修]|(?:接着|继续|再)(?:干|弄|修|来|去|过)|{_CANNOT}"
    r"|得(?:等)?(?:到)?(?:[明后]|周|下周|今?晚)|晚点|往后|推到"
)


def is_vague(text: str) -> bool:
    """`晚饭后`, `改天`: when, though no hour."""
    plain = plainly(text).strip()
    return _SOME_TIME.match(plain) is not None or needs_hour(plain)


def needs_hour(text: str) -> bool:
    """`明天晚饭后`: a day to be sure, but everybody dines at an hour of his own."""
    plain = plainly(text)
    return _meal(plain) is not None and _HOUR.search(plain) is None


def only_hour(text: str) -> bool:
    """`六点吧`: an hour that belongs to what was said before."""
    return _ONLY_HOUR.fullmatch(plainly(text).strip(" ,，。!！")) is not None


def opens_with_hour(text: str) -> bool:
    """`10点吧 早上有个急的`: an hour, and why."""
    return only_hour(_first(plainly(text)))


def _first(plain: str) -> str:
    return re.split(r"[\s,，。]", plain.strip(), maxsplit=1)[0]


def only_time(text: str) -> bool:
    """`六点吧`, `明天下午三点`: an hour, at most with its day."""
    plain = plainly(text).strip()
    day = _ONLY_TIME.match(plain)
    return only_hour(plain[day.end() if day else 0 :])


def joined(before: str, text: str) -> str:
    """`明天晚饭后`, and then `六点吧`: both as one; what is a time by itself stands alone."""
    if not before or not (only_hour(text) or needs_hour(text)):
        return text
    told = next(((m, period) for meal, period in _MEALS if (m := meal.search(before))), None)
    if told is None:
        return f"{before.rstrip(' 吧啊呀哈了。')}{text}" if only_hour(text) else before
    meal, period = told
    day, behind = f"{before[: meal.start()]}{period}", before[meal.end() :].rstrip(" 吧啊呀哈了。")
    # 晚饭后去, 六点吧: the hour belongs to the meal, whatever stands behind it
    return f"{day}{text}" if only_hour(text) else f"{day}{behind}"


def says_going(text: str) -> bool:
    """`家里没人 明早九点再去`, `七点吧`: somebody means to go; that the user knows is not told."""
    plain = plainly(text)
    told = only_time(plain) or any(s.search(plain) for s in (_GOING, _MOVED, _DOING, _SOON_THERE))
    return bool(told) and not not_reached(plain)


def going_clause(text: str) -> str:
    """`明天再弄`, of `今天先这样 明天再弄`: what the hour belongs to; else all of it."""
    parts = re.split(r"[\s,，。;；]+", plainly(text).strip())
    return next((part for part in reversed(parts) if says_going(part)), text)


def nearest(at: datetime, text: str, promised: datetime, now: datetime) -> datetime:
    """`改八点半`, of what is promised for tomorrow at nine: the hour beside the promise, not the
    next one to come. `at` and `promised` are local."""
    hour = _first(_MOVE.sub("", plainly(text)))
    if not only_hour(hour):
        return at
    half = 24 if re.search(r"1[3-9]|2\d|:", hour) else 12
    others = [at + timedelta(hours=half * k) for k in range(-4, 5)]
    awake = [o for o in others if o > now and (_WAKES <= o.hour < _SLEEPS or o == at)]
    return min(awake, key=lambda o: abs(o - promised), default=at)


def says_later(text: str) -> bool:
    """`明天才能完成`, `三点去不了 四点吧`: a promise will not be kept (R3.2.3)."""
    return _LATER.search(plainly(text)) is not None


def gives_up(text: str) -> bool:
    """`今天弄不完`: the same, and no word of when instead."""
    return re.search(_CANNOT, plainly(text)) is not None


def _meal(plain: str) -> re.Match[str] | None:
    return next((found for meal, _ in _MEALS if (found := meal.search(plain))), None)
