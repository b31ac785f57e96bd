"""What somebody is, told right before his name: no part of it, though it may look like one."""

from __future__ import annotations

from bot.domain.reading.late import late
from bot.domain.reading.name_words import HAN, ROLE, SURNAME, TITLE

#: a word of its own before the surname: 那位王姨, 由李姐
_LED = late(rf"[位由和与同为是叫]{SURNAME}[{HAN}]{{0,1}}{TITLE}$")
#: what somebody is ends as a surname begins: 宿管梅老师
_ROLE_TAIL = late("主[任管]|[对后]门|[宿物城]管|保安|门卫|代理|团支|监事|[会设统]计")
_ROLE_BEFORE = late(ROLE)
_WITH_TITLE = late(rf"{SURNAME}[{HAN}]?{TITLE}")


def without_role(before: str, name: str) -> str:
    """`车主车先生`, `楼门长管婶`: what somebody is may begin with a surname too."""
    if _LED.match(name) or (len(name) > 2 and _ROLE_TAIL.fullmatch(before[-1:] + name[0])):
        return name[1:]
    if len(name) < 3:
        return name
    words = before[-3:] + name
    at = len(words) - len(name)
    for role in _ROLE_BEFORE.finditer(words):
        if at < role.end() and _WITH_TITLE.fullmatch(words, role.end()):
            return words[role.end() :]
    return name
