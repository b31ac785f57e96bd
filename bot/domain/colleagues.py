"""Which colleague is named to go: 让乙去, 给小张, 换运行乙去."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.domain.ticket_numbers import plainly

_SENDS = r"(?:让|叫|派|换|由|安排|交给|[转给请])\s*@?\s*"
_GOES = (
    r"(?:师傅|哥|姐)?\s*"
    r"(?:$|[,，。!！]|[去来过跟接弄办看管吧了把]|处理|负责|今|明|后天|上午|下午|晚上)"
)


#: What is said to him: @运行乙 你去一下3号, 运行乙 你跑一趟, 小张去趟3; 小张去了 tells of him.
_BIDS = (
    r"(?:师傅|哥|姐)?[\s,，:：]*(?:#?\d{1,6}(?!\d)[号单]{0,2}\s*)?(?:(?<=\s)|(?<=[,，:：])|你|您|麻烦|辛苦)+(?:现在|马上|赶紧|先|也|再)?"
    r"(?:[去来跑接跟办弄盯]|处理|负责)(?!\S{0,2}[了过不没])"
    r"|去(?:一?[下趟]|看看|吧|办|处理|[\s#\d]|$)(?!了)"
)
#: Where the number stands: 你去一下3号, 小张去3; 小张 3号你跟一下.
_LAST = re.compile(
    r"(?:[去来跑接跟办弄看下趟]|处理|负责)\s*(?:第|工单|单号|#)?\s*(?P<number>\d{1,6})"
    r"\s*(?:号?单?|#)?\s*(?:吧|啊|哈)?$"
)
#: 让甲把1弄了
_TAKING = re.compile(r"把\s*#?(?P<number>\d{1,6})(?!\d)")
_BEFORE_YOU = re.compile(r"(?<!\d)(?P<number>\d{1,6})\s*[号单]{0,2}\s*[你您]")
_MAY_SEND = re.compile(rf"{_SENDS}|[@你您去]|麻烦|辛苦")


#: 我去吧, 我来弄; 我也去, 我跟你一起去 relieves nobody
_HIMSELF = re.compile(
    r"我(?:[去来接]|这就|马上|现在|先|直接|过去|处理|负责)|(?:马上|这就|立[刻即])(?:过?去|到|来)"
)
_ALONG = re.compile(r"也|一起|一块|陪|帮|配合|跟|和")


#: 行那你等一会再走: said to one man; 你们怎么还不来 is a user's
_TO_ONE = re.compile(
    r"(?:^|[\s,，那行好嗯哎啊])[你您](?:现在|马上|赶紧)?"
    r"(?:先|再|等|去|来|到|把|给(?!我)|看|弄|别|就|也|快|告诉|问|测|洗|盯)"
)
_NUMBERS = r"(?P<n>(?:#?\d{1,6}(?!\d)[号单]{0,2}[\s、,，和]*)+)"
_PERSON = (
    r"(?:给|归|让|派)?\s*@?(?P<person>[一-龥]{1,5}?)(?:师傅|去|来|跑|弄|负责|的|吧)*"
    r"[\s,，;；。:：]*"
)
#: One share of `1 2 甲 3 4 乙` or of `甲 1 2，乙 3`; and two or more of them.
_SHARES = tuple(
    (re.compile(part), re.compile(rf"(?:{re.sub('P<[a-z]+>', ':', part)}){{2,20}}"))
    for part in (rf"{_NUMBERS}{_PERSON}(?=[#\d]|$)", _PERSON + _NUMBERS)
)


def takes_himself(text: str) -> bool:
    """Whether the speaker takes it on in a colleague's stead: `2我去吧`."""
    plain = plainly(text)
    return _HIMSELF.search(plain) is not None and _ALONG.search(plain) is None


def speaks_to_one(text: str) -> bool:
    """Whether the words are said to one colleague: `行那你等一会再走`."""
    return _TO_ONE.search(plainly(text)) is not None


def may_send(text: str) -> bool:
    """Whether it is worth looking whom the words send."""
    return _MAY_SEND.search(plainly(text)) is not None


def bid(text: str) -> int:
    """The ticket in what is said to a colleague: `运行乙 你去一下3号`, `小张 3号你跟一下`; 0 where
    none is named."""
    plain = plainly(text).strip(" ,，。!！")
    found = _LAST.search(plain) or _BEFORE_YOU.search(plain) or _TAKING.search(plain)
    return int(found["number"]) if found else 0


def sent(text: str, names: Mapping[str, str]) -> str | None:
    """The key of the one among `names` (key to name) whom the words send; None where it is nobody,
    or might be several."""
    plain = plainly(text)
    found = [key for key, name in names.items() if _is_sent(plain, plainly(name))]
    return found[0] if len(found) == 1 else None


def shared_out(text: str, names: Iterable[str]) -> list[tuple[int, str]]:
    """Each ticket and what he is called to whom it goes: `1 2 甲 3 4 乙`, `甲 1 2，乙 3`; empty
    where anything else is said."""
    plain = plainly(text).strip()
    part = next((part for part, whole in _SHARES if whole.fullmatch(plain)), None)
    if part is None:
        return []
    forms = {form for name in names for form in forms_of(plainly(name))}
    found = list(part.finditer(plain))
    if not all(share["person"] in forms for share in found):
        return []
    return [(int(n), share["person"]) for share in found for n in re.findall(r"\d+", share["n"])]


def _is_sent(plain: str, name: str) -> bool:
    forms = "|".join(sorted(map(re.escape, forms_of(name)), key=len, reverse=True))
    said = rf"{_SENDS}(?:{forms}){_GOES}|(?:^|[\s,，。:：@号单\d天早晚午点])(?:{forms})(?:{_BIDS})"
    return bool(forms) and re.search(said, plain) is not None


def forms_of(name: str) -> Iterable[str]:
    """What colleagues call somebody: 运行乙, 乙; 张伟强, 伟强, 小张, 小强, 老张, 张工."""
    if len(name) < 2:
        return {name} - {""}
    given = {name[1:], name[2:]} - {""}
    first, last = name[0], name[-1]
    return {name, *given, f"小{first}", f"小{last}", f"老{first}", f"{first}工", f"{first}师傅"}
