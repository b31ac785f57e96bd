"""Which of several names is meant, and how much of what stands there is the name."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.reading import name_told
from bot.domain.reading.late import late
from bot.domain.reading.name_given import is_whole
from bot.domain.reading.name_near import Span
from bot.domain.reading.name_words import (
    FOREIGN,
    FUNCTION,
    HAN,
    KIN,
    LONG_TITLE,
    ROLE,
    SURNAME,
    TITLE,
)

_TITLE_LAST = late(rf"{TITLE}$")
#: titles that somebody of the company has as well
_STAFFS = late(r"(?:师傅|工|收费员|客服)$")
#: nearer than this to the number both names are of one person
_NEAR = 60
#: `某女士(不用回)`, `某主席(不用打)`
_NOT_HIM = late(r"\s?\(\s?(?:不[用必要需]|无需|别|勿|甭)再?(?:回|打|联系|找)")
#: no name: called to (哎师傅), what he says (称师傅…), what he is by office, a shop
_NO_NAME = late(
    rf"[称哎诶喂哦叫让请等派]{TITLE}|{LONG_TITLE}|.{{0,2}}[一二三四五六七八九][小中]{TITLE}|"
    rf"[园校院厂村镇乡]办|[{HAN}]{{0,2}}[酒车银琴烟粮油]行|小[事区院屋路店]|[大好]事"
)
#: `老某太太`: as he is called
_OLD = late(rf"(?<![{HAN}])老$")
#: a whole name and, in brackets, what he is called; or the other way round
_BOTH = late(rf"(?<![{HAN}])([{HAN}]{{2,4}})\s?\(([{HAN}]{{2,4}})\)")
_WHOLE = late(rf"{SURNAME}[{HAN}]{{1,2}}")
#: 不让叫某姐
_DENIED = late(r"(?:[让别不]叫)$")
#: `某某代打`: he calls for another
_PASSES_ON = late(r"(?<=..)(?:代(?:[打报填转].*)?|帮[打报].*)$")
#: `滕爷爷八十五`: how old he is
_AGE = late(r"(?<=..)(?:[六七八九]十[一二三四五六七八九]?|[6-9]\d)多?岁?$")
#: what somebody is, right before his name: 保洁吕姐, 保安队长铁木尔
_LED = late(
    rf"(?:{ROLE}|{FUNCTION}|{KIN}(?<=..)|客服|中介|前台|队长|老客户|[{HAN}]亲)+"
    rf"(?P<n>[老小阿][{HAN}]|{SURNAME}[{HAN}]{{0,2}}{TITLE}|{SURNAME}[{HAN}]{{1,2}}|(?={FOREIGN.pattern})[{HAN}]{{2,6}})"
)


def best(plain: str, ranked: Iterable[tuple[int, int, str]], phone: Span | None) -> str | None:
    """The name with the lowest rank that can be meant, as it is told in full."""
    told = [one for one in ranked if _may_be(plain, one[1], one[1] + len(one[2]), phone)]
    if not told:
        return None
    _, start, name = min(told)
    if _OLD.search(plain, 0, start) and _TITLE_LAST.search(name):
        return f"老{name}"
    # 姓解 … 解某某: the whole name is told too
    whole = {n for rank, _, n in told if rank <= 30 and n.startswith(name) and n != name}
    if full := [n for n in whole if not _TITLE_LAST.search(n)]:
        return alone(min(full, key=len))
    if len(name) == 1:
        titled = [t for t in told if t[2][0] == name and t[0] < _NEAR and not _STAFFS.search(t[2])]
        name = min((t for t in titled if _TITLE_LAST.search(t[2])), default=(0, 0, name))[2]
    elif name[0] == "老" and f"{name}家" in plain:
        name = next((n for _, _, n in sorted(told) if n[0] == name[1] and is_whole(n)), name)
    if "(" in plain and (both := _in_full(plain, name)):
        name = both
    name = alone(name)
    return None if _NO_NAME.fullmatch(name) else name


def _in_full(plain: str, name: str) -> str | None:
    """`某某英(某老师)`: the whole name of him who is told by a title too."""
    for both in _BOTH.finditer(plain):
        for titled, full in (both.groups(), both.groups()[::-1]):
            called = name == titled and _TITLE_LAST.search(titled)
            if called and full[0] == name[0] and _WHOLE.fullmatch(full):
                return full
    return None


def alone(name: str) -> str:
    """The name without what somebody is."""
    led = _LED.fullmatch(name)
    return _AGE.sub("", _PASSES_ON.sub("", led["n"] if led else name))


def _may_be(plain: str, start: int, end: int, phone: Span | None) -> bool:
    if name_told.tells_another(plain, end, phone) or name_told.is_addressed(
        plain, start, end, phone
    ):
        return False
    if _NO_NAME.fullmatch(plain, start, end):
        return False
    if (
        plain[start] == "老"
        and plain[start - 1 : start] in ("得", "是")
        and plain[end : end + 1] != "家"
    ):
        return False  # 喷得老高, 是老管
    unwanted = "(" in plain[end : end + 2] and _NOT_HIM.match(plain, end)
    return not unwanted and not _DENIED.search(plain, max(0, start - 3), start)
