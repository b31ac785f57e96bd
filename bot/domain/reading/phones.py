"""Telephone numbers in a message, and which one is to be called back on (R2.2.2)."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.reading import number_behind, number_to_call, told_beside
from bot.domain.reading.late import late
from bot.domain.reading.name_words import KIN
from bot.domain.reading.numbers import digits, is_figure
from bot.domain.reading.quick import compiled

_MOBILE = (
    r"(?:\+?\s?86[-\s—–]?)?(?:1[3-9]\d{9}|1[3-9]\d(?:[-\s.—–]{1,2}\d{4}){2}|"
    # `1902 138 0000 1111`: the number is told behind the room
    r"1[3-9]\d(?:[-\s.—–]{0,2}\d){8}(?![-\s]\d{4}(?!\d))|1(?:[-\s.—–]\d){10}|1[3-9](?:(?:[-\s.—–]\d){9}|\s\d{9}))"
)
_SPOKEN = "[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两洞拐勾\\d]"
_WRITTEN = late(
    rf"(?=[+(\d])(?<![\d-])(?:(?:{_MOBILE}|\(?0\d{{2,3}}\)?[-\s—–]{{0,3}}(?!20[12]\d[01]\d[0-3]\d)"
    r"(?:\d{3,4}[-\s—–]?\d{4}|\d{4}[-\s—–]\d{3}|\d(?:[-\s—–]\d){6,7}))(?!\d)"
    r"|[48]00[-\s—–]?\d{3,4}[-\s—–]?\d{3,4}(?!\d))"
)
_SAID = late(rf"{_SPOKEN}[ ,、-]?(?:{_SPOKEN}[ ,、-]?){{9,23}}{_SPOKEN}(?!\d)")
#: figures in a row that every number has, looked for first: half of what is asked has none
_FIGURES = late(r"[-\s—–.(),、+]{0,4}+".join([_SPOKEN] * 7))
#: figures of which some are written in Chinese or stand apart, as they have to be in a spoken one
_SPOKEN_RUN = late(
    rf"{_SPOKEN}(?:(?<!\d)[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两洞拐勾]{{2}}"
    r"|(?<=\d)(?:[ ,、-]\d[ ,、-]|[零〇一二三四五六七八九幺])\d)"
)
_LABELLED = compiled(
    r"(?:电话|座机|固话|宅电|手机|号码|TEL|Tel|tel|联系方式|回电|"
    r"致电|(?:先生|女士|老师|阿姨|师傅|大[爷姐妈娘叔哥婶嫂]|奶奶|爷爷)(?=[\s,])|[我他她]姓[\u4e00-\u9fff](?=[\s,]))\D{0,3}?((?!20[12]\d[01]\d[0-3]\d)[2-8]\d{2,3}[-\s—–]?\d{4}(?![\d-])|[二三四五六七八][零〇一二三四五六七八九幺]{6,7}"
    r"(?![零〇一二三四五六七八九幺楼号栋单户]))"
)
_SERVICE_LINE = late(r"[48]00|9[56]\d{3}|1[023]\d{3,4}$")

# Words before a number that say whose it is. The nearest words win.
_NOT_TO_CALL = compiled(
    r"作废(?!重[开打])|停机|停用|(?:别|不要|勿|甭)打(?!电话(?!给|到|了))|不用了|旧号|老号|空号|打不通(?!了?[,\s]?(?:就|再|的话|时|请|可以?)?[发留加])|原号码?|原电话|"
    r"邻居(?!家?的?[阀暖管水])|楼[上下](?!的?[暖水管关漏滴渗泡])|隔壁(?!\d)|对门|(?:派出所|交警)(?!来电|反映|转|报|[让催叫喊说]|支队\S{0,4}\s?$|大队\S{0,4}\s?$|中队\S{0,4}\s?$|[老小]\S\s?$)|中介|(?<!物业)前台(?=电话|号码|:|$)|总机|(?<!物业)(?<!村)(?<!镇)(?<!校)值班室|值班电话|服务站|"
    r"(?:你们|贵|(?<!打)我)(?:公司|司|单位|站|热线)|热线(?=\S{0,4}\s?$)|(?<!物业)客服|营业厅|传真|供热公司|热力公司|收费员|维修工|"
    r"(?:维修|检修|测温|上门|你们的?|那个|施工)(?:的)?师傅(?![测量来说上修没答换看去])|[他她]们[^,。;]{0,6}的(?:电话|号码?)\s?$|(?<=[让叫])我(?:打给|找)[^,。;]{0,8}$|工号|户号|卡号|单号|编号|不是(?:这个)?[:\s]?$"
)
#: what only showed on the display
_SHOWN = late(r"(?:来电号码|主叫号码?|来电显示|来显)[^\w]{0,3}$")
#: `邻居帮打的,她闺女叫某某 13…`: whoever was told before, it is hers
_KIN_SAID = late(rf"(?<=[\s,])(?:[他她][家的]?{KIN}|{KIN}叫)[^,。]{{0,8}}$")
#: who has the number where the users are, or an agent who is named: called if there is no other
#: who passes on what he is told; `邻居电话138…` is but known
_STANDS_IN = late(
    r"(?:邻居|楼[上下]|隔壁|对门)(?!.*(?:电话|号码?|手机|热线))|中介|前台|总机|值班|服务站|客服"
)
_COMPANYS = late(r"供热|热力|[你您]们|贵|站|派出所|交警|公司")
_PROPERTY = late(r"物业|房东|中介|社区|居委")
#: the number of the office itself: `物业电话`, no `某某社区 齐某某,电话`
_ITS_NUMBER = late(r"(?!社区[^,]*,).*?(?:电话|号码)")
_AT_PROPERTY = late(rf"(?:{_PROPERTY.pattern})(?:前台|值班室|办公室|中心)?\s?$")
_TO_CALL = compiled(
    r"(?:请|直接|就|(?<!不)要|可|平时|有事|还是|尽量|以后|一般|来前|来之前|麻烦|回话|白天|晚上|最好|你们|具体|去了?|来了?|现场|统一)\S{0,4}(?:打|联系|拨|找)"
    r"|打(?=[他她我]?(?:家|们)?(?:邻居|隔壁|对门|楼[上下]))|[让叫](?:你们)?打|(?<![别不没])打这个(?:电话|号码?)?[:,\s]?$|(?<![已曾过])联系(?!不|方式|电话)|回电|回[拨呼](?=[:号电\s]|$)|找(?=[我他她]?(?:房东|房主|业主|户主|租客|儿子|女儿|闺女|姑娘|老公|老婆|爱人|媳妇|女婿)\S{0,4}\s?$)|回访电话|[我其]?本人的?(?:电话|手机|号码)|变更为|改[为成]|换成|现在?用|换了|新号|新的|现号|[,。;\s]打(?:这个|[我她他]的?)?(?:电话|手机)?[:\s]?$|以\S{0,6}为准|接听|"
    r"优先(?:打|拨打?|联系)|首选|(?<![没不别甭勿])打(?:[我他她]的?)?(?:儿子|女儿|闺女|姑娘|孙子|孙女|女婿|儿媳|媳妇|老伴|爱人|老公|老婆|租户|租客|房主)的(?:电话|手机|号)?[:\s]?$|"
    r"[,。;\s](?<!不通.)打(?:到|给)?(?:我|她|他|俺)?(?:们|家)?(?:科室|单位|办公室|办公电话|家里|家|店里?|柜台|宿舍|班上|车间|门卫室?|传达室|座机|固话)(?:电话|号码?)?[:\s]?$"
)
_FALLBACK = late(r"要是|如果|没人接|不在|打不通|[让叫]我[找打联]|实在|备用|不行|或者?打?|要不")
_OWN = late(
    r"(?<![\u4e00-\u9fff])(?:女士|先生)(?=[,\s])|市民|来电人|反映人|诉求人|投诉人|我(?:的|是|姓|叫)?|本人|户主|业主|用户|来电|电话|手机|TEL",
    re.I,
)
_PHONE_WORD = late(r"电话|手机")
_UNREACHED = late(r"打不通|停机|空号|停用")
_CLAUSE = late(r"[。;!?\n()|】\]]|@[^\s@\d]{1,8}\s")


#: without one of these nothing is said of a number before it, or behind it; looked for first
_TELLS_BEFORE = late(
    "[打联拨找本回变改换用新现准接优首废停别号通原邻楼壁门派警介台总值站司单热服厅真员工师编物房社居备其另第紧显叫不]"
)


class Phone(NamedTuple):
    """One number: where it stands, its digits, how fit it is to be called back on."""

    start: int
    end: int
    digits: str
    score: int


def find(text: str) -> tuple[Phone, ...]:
    """Every telephone number of `text`, the company's own lines left out."""
    figures = _FIGURES.search(text)
    if not figures:
        return ()
    found: list[Phone] = []
    taken_to = 0
    first = max(0, figures.start() - _LEADING)
    candidates = list(_WRITTEN.finditer(text, first))
    if _may_be_said(text, first, candidates) and _SPOKEN_RUN.search(text):
        candidates += [
            m
            for m in _SAID.finditer(text, first)
            if not (m[0].isascii() and ("-" in m[0] or "," in m[0]))
            and "、" not in m[0]
            and all(m.end() <= c.start() or m.start() >= c.end() for c in candidates)
        ]
        candidates.sort(key=lambda m: m.start())
    for match in candidates:
        span = _trim(text, match.start(), match.end())
        if span is not None:
            start, end, number = span
            end, number = number_behind.with_extension(text, end, number)
            score = _score(text, start, end, taken_to)
            found.append(Phone(start, end, number, score))
            taken_to = end
    for match in _LABELLED.finditer(text):
        start, end = match.span(1)
        if all(end <= p.start or start >= p.end for p in found):
            end, number = number_behind.with_extension(text, end, digits(match[1]))
            found.append(Phone(start, end, number, _score(text, start, end, 0)))
    if not found:
        found = _bare(text)
    if len(found) > 1:
        found.sort(key=lambda p: p.start)
        best = number_to_call.meant(text, [p[:3] for p in found])
        if best is not None:
            found[best] = found[best]._replace(score=9)
    return tuple(found)


#: a landline without its area's code, all that stands between two marks or beside a name
_BARE = late(
    r"(?<![\d.-])(?<![A-Za-z])(?!20[012]\d[01]\d[0-3]\d|19\d\d[01]\d[0-3]\d)[2-8]\d{3}[-\s]?\d{4}(?![\d.-])(?!\s?(?:[度℃元%吨块户号A-Za-z]|米(?![\u4e00-\u9fff])))"
)
#: what is numbered else
_NUMBERED = late(
    r"(?<![\d门])(?:[号码卡表证编]|[工订派运]单)(?<!号码)(?:是|为)?[^\w\n]{0,3}\Z|[No#№][.:\s]{0,2}\Z"
)


def _bare(text: str) -> list[Phone]:
    """The one landline told so, where no other number is."""
    told = [m for m in _BARE.finditer(text) if not _NUMBERED.search(text, 0, m.start())]
    if len(told) != 1:
        return []
    start, end = told[0].span()
    end, number = number_behind.with_extension(text, end, digits(told[0][0]))
    return [Phone(start, end, number, _score(text, start, end, 0))]


#: characters that a number may have before its first figure
_LEADING = 2
#: figures of a mobile number, the fewest of one that is said
_MOBILE_SIZE = 11


def _may_be_said(text: str, start: int, written: list[re.Match[str]]) -> bool:
    """Whether there are enough figures for one more number beside the written ones."""
    for one in written:
        if one.start() - start >= _MOBILE_SIZE and _SAID.search(text, start, one.start()):
            return True
        start = one.end()
    return len(text) - start >= _MOBILE_SIZE and _SAID.search(text, start) is not None


_MOBILE_HEAD = late(r"1[3-9]")
_MOBILE_FIGURES = late(r"1[3-9]\d{9}")


def _trim(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Cut a run of digits to the number in it: a spoken room may stand right before it."""
    written = text[start:end]
    number = digits(written)
    if number == written and len(number) == _MOBILE_SIZE and "13" <= number[:2] <= "19":
        return start, end, number  # mostly
    if not _is_grouped(written):
        return None
    if number.startswith("86") and len(number) == 13:
        number = number[2:]
    size = _MOBILE_SIZE
    if number.startswith("0") and 10 <= len(number) <= 12 and number[1] in "123456789":
        return start, end, number
    if len(number) in (10, 11) and number[0] in "48" and number[1:3] == "00":
        return start, end, number
    if len(number) < size:
        return None
    at = len(number) - size
    if not _MOBILE_HEAD.match(number, at):
        first = _MOBILE_FIGURES.search(number)
        if first is None or text[start:end].isascii():
            return None
        at = first.start()
    if at and text[start:end].isascii():
        return None
    positions = [start + i for i, c in enumerate(text[start:end]) if is_figure(c)]
    if len(number) != len(positions):
        return start, end, number[at : at + size]
    return positions[at], positions[at + size - 1] + 1, number[at : at + size]


_BETWEEN_GROUPS = late(r"[-\s.—–]+")


def _is_grouped(written: str) -> bool:
    """Groups of figures as people write them, not a flat and a temperature in a row."""
    if not written.isascii() or written.isdigit() or written[0] != "1":
        return True
    sizes = [len(group) for group in _BETWEEN_GROUPS.split(written)]
    return len(sizes) > 9 or sizes == [2, 9] or (sizes[0] > 2 and min(sizes) > 1)


def _score(text: str, start: int, end: int, taken_to: int) -> int:
    """How fit the number is to be called: above 0 said to be the one, below 0 somebody else's."""
    number = digits(text[start:end])
    if len(number) != _MOBILE_SIZE and _SERVICE_LINE.match(number):
        return -9
    if told := number_behind.fitness(text, end):
        return told
    before = text[max(taken_to, start - 16) : start]
    if not _TELLS_BEFORE.search(before):
        return 1
    if 0 < start - taken_to <= 16:
        before = number_behind.VOIDED.sub("", before)  # said of the number before
    clause = _CLAUSE.split(before.removesuffix("("))[-1]
    if number_to_call.is_second(clause) or _SHOWN.search(clause):
        return 0
    told_of = "叫" in clause or "他" in clause or "她" in clause
    if told_of and (kin := _KIN_SAID.search(clause)):
        clause = clause[kin.start() :]
    clause = told_beside.without_others(clause, first=not taken_to)
    wrong = _last(_NOT_TO_CALL, clause)
    if wrong >= 0 and told_beside.is_elsewhere(clause, wrong):
        wrong = -1
    right = _last(_TO_CALL, clause)
    if right >= 0 and not _FALLBACK.search(clause):
        return 4 if right > wrong else -1
    prop = _last(_PROPERTY, clause)
    own = _last(_OWN, _PHONE_WORD.sub("", clause)) if wrong >= 0 or prop >= 0 else -1
    if wrong >= 0 and wrong >= own:
        # `电话打不通就打她婆婆`, a neighbour's: the one there is
        instead = right > wrong and _UNREACHED.match(clause, wrong)
        asked = _STANDS_IN.match(clause, wrong) and not _COMPANYS.search(clause, 0, wrong)
        return -1 if instead or asked else -4
    if prop >= 0 and prop > own and _ITS_NUMBER.match(clause, prop):
        return -2
    if _AT_PROPERTY.search(clause):
        return -1
    return -1 if right >= 0 else 1


def _last(pattern: re.Pattern[str], text: str) -> int:
    at = -1
    for match in pattern.finditer(text):
        at = match.start()
    return at


def choose(phones: tuple[Phone, ...]) -> Phone | None:
    """The number to call: the one said to be it, else the first that isn't another's."""
    usable = [p for p in phones if p.score > -2]
    if not usable:
        return None
    return max(usable, key=lambda p: (p.score, -p.start))
