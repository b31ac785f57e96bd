"""How far left the name of a compound reaches from the numbers or the ending that tell it."""

from __future__ import annotations

import re

from bot.domain.reading.late import late
from bot.domain.reading.name_given import is_person
from bot.domain.reading.name_stops import PLAIN, STOP
from bot.domain.reading.name_words import KIN, LONG_TITLE, SURNAME, is_foreign
from bot.domain.reading.place import aside_start
from bot.domain.reading.place_words import CITY, HAN, PAIR, ZONE_ALONE

_LONGEST = 24
#: "是东苑啊不对是西苑西苑三号楼": said twice, meant once
_TWICE = late(rf"([{HAN}]{{2,6}})(?=\1)")
_NOT_NAME = late(
    r"[热漏冷凉温修坏度滴渗呲裂爆堵票栓够烫锈臭停丢吵催缴冻]|退(?![休役])|费(?!家)|达标|没人|^人(?!民|才|和|大|居)|回话|重量|^[想要问]|户名|登记$|难听|厉害|骂|明白|清楚|知道|[留忘][名号电]|上单|^像|栋长|^新单|供[暖热]$|不[行好对管]|[要想到才只有量测剩就得]\d{1,2}$|^[一二三四五六七八九十\d]{1,3}号$|独居|^[几两二三四五六七八][栋幢座排趟]|岁$|^[男女]|^\d(?!\d{0,2}团)|复测|^不?一样|^如下|[开关停]机$|^分别|编号|单号|处理|工单|管道|单子|维修|[人户师员]$|着|(?<!地)块$|^[换给去]"
)
_HAN = late(f"[{HAN}]")
#: 某某花园2期3号楼, 某某花园 2期3号楼: the phase's number
_PHASE_NUMBER = late(rf"(?:[{HAN}]{{2,10}}|(?<=[ \t]))[A-Z]?\d{{1,2}}$")
#: `某某国际 B区 8-1-602`: what is a part of the name before it
_ZONE_ALONE = late(ZONE_ALONE)
_ENDS_ZONE = frozenset("区期团层房拼排")
_BEFORE_COMMA = late(rf"(?:^|[:。,\s])([{HAN}]{{2,8}}),$")
#: a surname and a given name, whatever else it may be
PERSON = late(rf"{SURNAME}[{HAN}]{{1,2}}")
#: 老某, 某经理: whoever it is, no place
_CALLED = late(rf"[老小]{SURNAME}|{SURNAME}[{HAN}]{{0,2}}{LONG_TITLE}|[我他她]?{KIN}(?<=..)")
#: what compounds' names end in
_OF_PLACES = frozenset(
    "园苑里村府庭城湾居阁轩邸墅郡堡台屯庄坊院楼区寓舍岸畔滨洲岛都会河湖谷峰源景山家际场厦座筑庐境苑廷"
)
#: a district, road or quarter that is told before the name
_LARGER = late(
    rf"[团场]部|[{HAN}]{{1,12}}(?:局址|[团场队]部|[油气]田|干休所|矿区|[农林牧]场|嘎查|苏木|管理局|校区|[平回][房迁]楼|(?<=[一二三四五六七八九十])[师连]|[区市县镇乡村路街巷西东南北片里院园苑城湾屯营庄寨铺岭岗坡桥关沟滩洼坎塘甸坨坪塬峪]|山脚|地(?<![工场绿外本平当土草空]地)|[路街][一二三四五六七八九\d]段|[路街巷道][东西南北](?:头|段|侧|端)|(?<=[一二三四五六七八九零〇])团|新城|(?<![门路井道窗街])口|广场|小区|\d期|街办|宿舍|公寓|家属楼|大学|学院|医院)|[{HAN}]{{1,5}}[区县市][{HAN}]{{2,5}}|[{HAN}]{{0,4}}{CITY}(?:(?![热供暖燃]|客服|[那这]|市民|调度|分公|抢修|[东西南北]片)[{HAN}]{{2,3}})?|\d{{1,3}}团"
)
#: a district or road on the line above
_LARGER_LINE = late(rf"[{HAN}]{{1,12}}(?:[区市县镇乡路街巷]|街道|大道|小区|家属院)")
_TOKEN = late(rf"[{HAN}\d·]{{2,14}}$")


#: characters of a name, from its last one to its first
_NAME = late(rf"[{HAN}·()A-Za-z]*")
#: K2某某庭, M1某某城: a letter and a figure that begin a name
_CODE_FIRST = late(r"(?<![\w-])[A-Z]\d$")
_NAME_OR_FIGURE = late(rf"[{HAN}·()A-Za-z\d①-⑨➀-➈❶-❾⓵-⓽]*")


def _first_of(pattern: re.Pattern[str], text: str, low: int, end: int) -> int:
    """Where, not before `low`, the characters begin that stand right before `end`."""
    backwards = pattern.match(text[max(0, low) : end][::-1])
    return end - (backwards.end() if backwards else 0)


#: what a number in the midst of a name stands before
_NUMBERED = (
    "期",
    "区",
    "巷",
    "弄",
    "街区",
    "号公馆",
    "小区",
    "街坊",
    "号街坊",
    "地块",
    "号地块",
    "团",
)


def head_start(text: str, at: int, end: int) -> int:
    """How far left the name before `at` reaches; `at` itself if there is none."""
    if ")" in text[max(0, at - 2) : at] and (aside := aside_start(text, at)) < at:
        start = head_start(text, aside, aside)
        return start if start < aside else at
    start = _first_of(_NAME, text, at - _LONGEST, at)
    if text.startswith(_NUMBERED, start) and (
        phase := _PHASE_NUMBER.search(text[max(0, start - 12) : start])
    ):
        start -= len(phase[0])
    if (
        start < at
        and text[start - 1 : start].isdigit()
        and (code := _CODE_FIRST.search(text, max(0, start - 2), start))
    ):
        start = code.start()
    gap = start + _after_stops(text[start:end])
    if gap == start == at:
        gap = start = _further(text, at)
    if gap == start:
        if text[at - 1 : at] in _ENDS_ZONE and _ZONE_ALONE.fullmatch(text, start, at):
            return _over_blank(text, start)
        while start < at and text[start] in "·()":
            start += 1
        return _with_larger(text, start)
    if 0 < gap < end and text[gap] in "日号点时" and text[gap - 1].isdigit():
        gap += 1
    while gap < end and text[gap] in "·()":
        gap += 1
    return gap


def _with_larger(text: str, start: int) -> int:
    """`某某新区 某某路 某某里`: the larger parts stand before blanks."""
    for _ in range(4):
        if start < 2 or text[start - 1] not in " \t\n":
            break
        token = _TOKEN.search(text, max(0, start - 15), start - 1)
        if token is None:
            break
        at = token.start() + _after_stops(token[0])
        words = text[at : start - 1]
        denied = text[at - 2 : at] == "不是" or text[at - 1 : at] == "@"
        larger = _LARGER_LINE if text[start - 1] == "\n" else _LARGER
        known = larger.fullmatch(words) or PAIR.match(text, at) or _quarter(text, at, words)
        if text.startswith(words, start):  # told twice, meant once
            break
        if (
            denied
            or not known
            or PLAIN.search(words)
            or is_person(words)
            or ("·" in words and is_foreign(words))
        ):
            break
        start = at
    return start


#: a city, and a blank, before a quarter of its
_CITY_BEFORE = late(rf"(?<![{HAN}]){CITY}[市区县旗]?[ \t]$")


def _quarter(text: str, at: int, words: str) -> bool:
    """`某城 某柳 某某公寓`: a quarter that ends in nothing that tells it, behind its city."""
    return 1 < len(words) < 4 and _CITY_BEFORE.search(text, max(0, at - 7), at) is not None


def _further(text: str, at: int) -> int:
    """The name may stand before a blank or a comma: 某某花园,3-2-501."""
    if at > 1 and text[at - 1] in " \t":
        return _over_blank(text, at)
    name = _BEFORE_COMMA.search(text, max(0, at - 12), at)
    if name is None or any(p.search(name[1]) for p in (STOP, PLAIN, _NOT_NAME)):
        return at
    if name[0][0] == "," and is_foreign(name[1]):
        return at
    return at if _is_person(text, *name.span(1), signed=True) else name.start(1)


def _is_person(text: str, start: int, end: int, *, signed: bool = False) -> bool:
    """Whether words before a number are rather who tells it: `13… 李某某 5号楼`, and where they
    can be his signature `李某某,5号楼`."""
    if _CALLED.fullmatch(text, start, end):
        return text[end - 1] not in _OF_PLACES
    words = text[start:end]
    if is_person(words) or ("·" in words and is_foreign(words)):
        return True
    if not PERSON.fullmatch(words):
        return False
    whole = signed and end - start == 3 and text[end - 1] not in _OF_PLACES
    return whole or "\x01" in text[max(0, start - 2) : start]


def _after_stops(words: str) -> int:
    """Where, in the words before a number, the name begins."""
    gap = 0
    if not words:
        return gap
    # two characters stand there twice
    for twice in _TWICE.finditer(words) if len(words) > len(set(words)) + 1 else ():
        gap = twice.end()
    for stop in STOP.finditer(words):
        if stop.end() > gap:
            gap = stop.end()
    return gap


def _over_blank(text: str, at: int) -> int:
    """`某某花园 3-2-501`: the name stands before a blank."""
    edge = at
    while edge > 0 and text[edge - 1] in " \t" and at - edge < 4:
        edge -= 1
    start = _first_of(_NAME_OR_FIGURE, text, edge - 16, edge)
    start += _after_stops(text[start:edge])
    while start < edge and text[start] == ")":
        start += 1
    name = text[start:edge]
    if _ZONE_ALONE.fullmatch(name) and text[start - 1 : start] in (" ", "\t"):
        return _over_blank(text, start)
    if text[start - 1 : start] == "@" or len(name) < 2:
        return at
    if not _HAN.search(name) or _NOT_NAME.search(name) or _is_person(text, start, edge):
        return at
    return start
