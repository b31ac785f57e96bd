"""Which of several numbers is said to be the one to call, and whose each of them is (R2.2.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.reading.late import late
from bot.domain.reading.name_words import HAN, KIN, SURNAME, TITLE

#: where a number stands, and its digits
Number = tuple[int, int, str]

_OWNER = rf"(?:{KIN}|租户|租客|房东|业主|户主|住户|保姆|护工|楼长|单元长)"
#: what stands in for the number to call
_SECOND = late(
    r"(?:备用|其他|另外?|第二)(?:联系)?(?:电话|号码|手机|方式)?[^\w]{0,3}$"
    r"|(?:备用|紧急|第二)(?:联系)?人[^\w]{0,3}[\u4e00-\u9fff]{2,4}[^\w]{0,3}$"
)
#: told apart from them: `请打备用`, `打座机吧`
_WHICH = late(
    r"(?:(?<![别不])(?:打|拨|联系|找)(?:我|她|他|俺)?的?|以)"
    r"(?P<which>备用|(?:电话|号码|手机)\(?[2二]\)?(?![\d次遍回个天小分点])|座机|固话|手机|第二个|后[面边一]?[那这一]?个|下面[那这]?个)(?!\D{0,4}(?:1[3-9]\d{4}|0\d{3}))"
)
#: `打我妈`, `打家属的`, `打我的别打他的`: whose number to call, told apart from it
_WHOSE = late(
    rf"(?<![别不没勿甭我去])(?:打|拨|联系)(?:给|一下)?(?:(?:我|俺|他|她)?(?:家的?)?(?P<kin>{_OWNER})|(?P<me>[我俺]))"
    r"(?:的?(?:电话|手机|号码?)|的|那个|这个)?(?=$|[\s,。;!()]|别|不要|吧|就[行好成])"
    r"(?![\s,]{0,2}[他她]?(?:们)?(?:也|都|总|又)?(?:不接|没接|没人|不通|不管|打不通|关机|停机|没用|没空|说|让|叫))"
)
#: only where the first isn't answered
_ELSE = late(
    r"要是|如果|没人|不在|打不通|不通|不接|实在|不行|或者?|要不|没?关机|静音时|也(?:可以|行|能)?$|可以?$"
)
_OWNERS = late(rf"{_OWNER}|[我俺](?![家爸妈们老爱公婆对丈妻儿女闺父母爷奶姥])")
_BEHIND = late(rf"\s?\((?:这?是)?我?({_OWNER})(?:的|电话|手机)?\)")
#: `请优先联系某某`: who of those that stand at the numbers is to be called
_BY_NAME = late(
    r"[打联找拨](?:(?<=(?:优先|首先|主要|直接|尽量|最好|还是|统一|平时|有事).)|(?<=[请就先].))"
    rf"(?:(?<=打)给?|(?<=联)系|(?<=[找拨]))[我俺她他]?(?:{KIN})?"
    rf"(?P<n>[老小]{SURNAME}|{SURNAME}[{HAN}]{{0,2}}?{TITLE}|{SURNAME}[{HAN}]{{1,2}})"
    r"(?=[\s,。;!)的]|$|[就即吧]|电话|本人|沟通|上门)"
)
#: characters before a number that may tell whose it is
_REACH = 14


def is_second(before: str) -> bool:
    """Whether a number behind these words only stands in for another."""
    return _SECOND.search(before) is not None


def meant(text: str, numbers: Sequence[Number]) -> int | None:
    """Which of the numbers, all of `text` in order, is said to be called; None where none is."""
    said = _WHICH.findall(text)
    fitting = _of_kind(text, numbers, said[0] if len(said) == 1 else "") if said else []
    if not said and (whose := _asked_for(text)):
        asked = "我" if whose["me"] else _plain(whose["kin"])
        fitting = [i for i in range(len(numbers)) if _owner(text, numbers, i) == asked]
    if not fitting and (by_name := _BY_NAME.search(text)):
        fitting = _at(text, numbers, by_name["n"])
    if not fitting and not said:
        fitting = _signed(text, numbers)
    return fitting[0] if len(fitting) == 1 else None


#: characters of a line that a letter is signed with, and of one that tells something
_SIGNATURE, _TOLD = 40, 60
_NOT_SIGNED = late(
    r"热线|客服|物业|备用|传真|[承经]办|坐席|记录|转办|联系我们|(?:打不通|没人接|或)[^\n]*$|\d{1,2}[.、)]"
)


def _signed(text: str, numbers: Sequence[Number]) -> list[int]:
    """The number that a letter is signed with, of all that it tells of."""
    words = text.rstrip()
    start = words.rfind("\n") + 1
    inside = [i for i, (at, _, _) in enumerate(numbers) if at >= start]
    if start == 0 or len(words) - start > _SIGNATURE or len(inside) != 1:
        return []
    before = numbers[inside[0] - 1][0] if inside[0] else -1
    line = text[text.rfind("\n", 0, before) + 1 : text.find("\n", before)] if before >= 0 else ""
    told = len(line) > _TOLD and not _NOT_SIGNED.search(words[start:])
    return inside if told else []


def by_name(text: str) -> str | None:
    """Who is said by name to be the one to call."""
    asked = _BY_NAME.search(text)
    return asked["n"] if asked else None


def _at(text: str, numbers: Sequence[Number], name: str) -> list[int]:
    """The numbers behind which a name stands in brackets, else those which it stands before."""
    ends = [end for _, end, _ in numbers]
    behind = [
        i
        for i, e in enumerate(ends)
        if text[e : e + 3 + len(name)].lstrip(" (是")[: len(name)] == name
    ]
    if behind:
        return behind
    starts = [max(b, a - _REACH) for (a, _, _), b in zip(numbers, [0, *ends], strict=False)]
    return [i for i, low in enumerate(starts) if name in text[low : numbers[i][0]]]


def _asked_for(text: str) -> re.Match[str] | None:
    for match in _WHOSE.finditer(text):
        if not _ELSE.search(text, max(0, match.start() - 8), match.start()):
            return match
    return None


def _of_kind(text: str, numbers: Sequence[Number], which: str) -> list[int]:
    if which == "备用":
        return [i for i, (at, _, _) in enumerate(numbers) if is_second(text[max(0, at - 10) : at])]
    if which in ("座机", "固话", "手机"):
        mobile = which == "手机"
        return [i for i, (_, _, figures) in enumerate(numbers) if (figures[0] == "1") == mobile]
    return [1] if which else []


def _owner(text: str, numbers: Sequence[Number], index: int) -> str:
    """Whose a number is said to be right behind it or before it."""
    start, end, _ = numbers[index]
    if behind := _BEHIND.match(text, end):
        return _plain(behind[1])
    low = max(numbers[index - 1][1] if index else 0, start - _REACH)
    told = _OWNERS.findall(text[low:start])
    return _plain(told[0] if told and told[0] == "我" else told[-1]) if told else ""


def _plain(owner: str) -> str:
    """One word for those that have two."""
    if owner in ("俺", "我"):
        return "我"
    return {"父亲": "爸", "爸爸": "爸", "母亲": "妈", "妈妈": "妈"}.get(owner, owner)
