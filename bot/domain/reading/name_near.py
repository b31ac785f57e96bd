"""How near a name stands to the number to call, and whether it stands by itself."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.reading.late import late
from bot.domain.reading.name_words import HAN
from bot.domain.reading.quick import compiled

#: `葛 微信同号159…`: these words only lead to the number
_LEADS = late(
    r"[\s,:;]*(?:\d{1,2}(?:\.\d)?\s?(?:°C?|度|C)?[\s,]+)?"
    r"(?:微信同号|同微信|微信|电话|座机|固话|手机号?|联系方式|号码|[Tt]el|TEL)?[\s,:;]*"
)
#: a short word alone, which may be a name
TOKEN = compiled(
    rf"(?<![{HAN}\w·@])(?:[我名]?叫|我是)?(?P<n>[老小阿][{HAN}]|[{HAN}]{{1,6}})(?![{HAN}\w·])"
)

#: rank (the lowest is meant), start, name
Ranked = Iterator[tuple[int, int, str]]
Span = tuple[int, int]


def far(plain: str, start: int, end: int, phone: Span | None) -> int:
    """How far a name stands from the phone; names before it are nearer."""
    if phone is None:
        return 30
    if end <= phone[0]:
        if _LEADS.fullmatch(plain, end, phone[0]):
            return 1
        return phone[0] - end
    return start - phone[1] + (0 if start - phone[1] <= 2 else 6)


#: what parts one thing that is told from the next
MARKS = " \t\n,。;:!?()、】"
#: said before a message that is passed on, and at its end
_LED = late(rf"(?:【[^】]*】?)?@?[{HAN}]{{0,6}}")
_ENDS = late(rf"[{HAN}]{{0,8}}[!。]?")


def is_apart(plain: str, start: int, end: int) -> bool:
    """Whether a word is the first thing that is told or the last, and no place beside it."""
    before, after = plain[:start], plain[end:]
    if before[-1:] not in MARKS or after[:1] not in MARKS:
        return False
    before, after = before.rstrip(MARKS), after.lstrip(MARKS)
    if before[-1:] == "\x00" or after[:1] == "\x00":
        return False
    return _LED.fullmatch(before) is not None or _ENDS.fullmatch(after) is not None


def stands_alone(plain: str, start: int, end: int) -> bool:
    """Right behind a place, or at an end of the text."""
    return plain[:start].rstrip(" ,\t")[-1:] in ("", "\x00", "\n") or not plain[end:].strip(" 。!")
