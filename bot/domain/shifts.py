"""The end of a shift in one line: 交班 运行乙, 我下班了 手上的都给乙, 接班 运行甲."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.colleagues import forms_of
from bot.domain.ticket_numbers import plainly

_LONGEST = 40
#: Without one of these no shift is spoken of.
_SIGN = re.compile(r"班|活|单|[手名身][上里头下]|剩下")
#: Of all that somebody has, not of `这几单`, `那单`.
_OF_ALL = re.compile(r"[手身][上里头]|名下|剩下|所有|全|都|没(?:办|弄|干|修|处理)完|班")
_BEGINS = r"(?:好了?|那|我?[今明][天晚]|我?(?:休息|请假|休班)了?|大家|各位|辛苦|[\s,。!:])*"
_ENDS = (
    r"(?:[你您]|先?[顶接办弄干跟盯]班?|一下|处理|负责|接手|接着|继续|晚上|夜里|夜班|明天|辛苦|谢谢"
    r"|[了吧啊哈哦呢啦的]|[\s,。!~])*"
)
_OFF = r"(?:交接?班|下(?:[夜白晚早]?班)|换班|倒班)"
_SOON = r"(?:要|先|该|马上|这就|得|现在|准备|[\s])*"
_TO = r"(?:转交|移交|交接|[转交派移归]|[给由让换请])+\s*"
_WORK = (
    r"(?:(?:[手身][上里头]|名下|剩下?|所有|全部|没(?:办|弄|干|修|处理)完|没结|在办|还有)的?)+"
    r"\d{0,3}(?:个|[单户件])?(?:活儿?|单子?|工单|任务)?"
    r"|的?(?:活儿?|单子|工单|任务)|的?单(?=[都全])"
)
_ALL = r"(?:都|全部?|先|就|一起|统一|麻烦|我|要|想|\s|,)*"


@dataclass(frozen=True, slots=True)
class Shift:
    """Who gives and who takes, by their keys: none is the speaker for `giver`, nobody named for
    `taker`; several where one name may be of several."""

    giver: tuple[str, ...] = ()
    taker: tuple[str, ...] = ()
    #: it is the speaker who takes over
    takes: bool = False


def shift(text: str, names: Mapping[str, str]) -> Shift | None:
    """The handing over that the words are, among colleagues (key to name); None where they are
    none: 约到下班前, 运行甲下班了吗."""
    plain = plainly(text).strip()
    if len(plain) > _LONGEST or not _SIGN.search(plain):
        return None
    forms = {form for name in names.values() for form in forms_of(plainly(name))}
    if not forms:
        return None
    who = (
        rf"@?\s*(?:{'|'.join(sorted(map(re.escape, forms), key=len, reverse=True))})(?:师傅|哥|姐)?"
    )
    for takes, pattern in _patterns(who):
        if found := re.fullmatch(pattern, plain):
            told = found.groupdict()
            if not (takes or _OF_ALL.search(plain)):
                return None
            giver = _keys(told.get("giver") or told.get("gone"), names)
            taker = _keys(told.get("taker"), names)
            return Shift(giver, taker, takes=takes)
    return None


def _patterns(who: str) -> tuple[tuple[bool, str], ...]:
    giver, taker = rf"(?P<giver>{who})", rf"(?P<taker>{who})"
    return (
        (False, rf"{_BEGINS}(?:我|{giver})?{_SOON}{_OFF}[了啦吧]?[\s,。:]*(?:(?:和|跟)|{_TO})?"
                rf"(?:{taker})?{_ENDS}"),
        (False, rf"{_BEGINS}(?:(?:我|(?P<gone>{who}))?{_SOON}{_OFF}[了啦]?[\s,。:]*)?{_BEGINS}"
                rf"把?(?:我|{giver})?(?:这边|这里|这)?的?\s*(?:{_WORK}){_ALL}{_TO}{taker}{_ENDS}"),
        (True, rf"{_BEGINS}我?(?:来|要|先|这就|\s)*接班[了啦吧]?[\s,。:]*(?:{giver})?的?{_ENDS}"),
        (True, rf"{_BEGINS}我?(?:来|要|先|这就|\s)*[接顶替](?:一下|替)?\s*{giver}的?班{_ENDS}"),
        (True, rf"{_BEGINS}{giver}(?:[手身][上里头]|名下)?(?:剩下)?的?(?:活儿?|单子?|工单)?{_ALL}"
               rf"(?:由)?我?来?接(?:手|着|过来|了|下){_ENDS}"),
    )  # fmt: skip


def _keys(said: str | None, names: Mapping[str, str]) -> tuple[str, ...]:
    """Whose name it is: the whole name's owner before those who are only called so."""
    if not said:
        return ()
    called = re.sub(r"^@?\s*|(?:师傅|哥|姐)$", "", said)
    whole = tuple(key for key, name in names.items() if plainly(name) == called)
    return whole or tuple(k for k, name in names.items() if called in set(forms_of(plainly(name))))
