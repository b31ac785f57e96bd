"""Whom to call back: the user's name as it is written (R2.2.2).

A name is told by where it stands more than by what it is made of: behind a form's label, behind
what somebody is (单元长, 母亲), behind 我叫, before a title, beside the number, at the end.
"""

from __future__ import annotations

import re

from bot.domain.reading import name_chosen, name_spots, name_told, number_to_call
from bot.domain.reading.late import late
from bot.domain.reading.name_given import is_whole
from bot.domain.reading.name_near import Span
from bot.domain.reading.name_spots import CALLED
from bot.domain.reading.name_words import (
    FOREIGN,
    FUNCTION,
    HAN,
    KIN,
    NO_TOKEN,
    NOBODY,
    NOT_PEOPLE,
    POLITE,
    RISKY,
    ROLE,
    SURNAME,
    TITLE,
    is_likely,
    is_name,
)
from bot.domain.reading.quick import compiled
from bot.domain.reading.together import Signs

#: the nearest surname before a title, with up to two given characters
_BEFORE = tuple(late(rf"{SURNAME}[{HAN}]{{{n}}}$") for n in range(3))
_BY_LABEL = (
    r"(?:姓[名氏]|户名|称呼|[被受]访(?:问|谈)?[人者]|走访对象|法人(?:代表)?|经营者|机主|承租人|产权人|用热人|备注名|租户|代理人|住户|支书|书记|值长|楼长|单元长|网格员|老伴|户主|房主|业主|用户|客户|村民|居民|市民|代表|联络员|网名|微信名|(?<![民友])昵称|"
    r"(?<!被)(?<!紧急)(?<!备用)(?<!第二)[来反诉投信求申举咨当留报提发联写上填][话电映求诉访助请报询事言修料警帖系信]人|name|contact|user)"
    r"(?:姓[名氏]|信息|/[\u4e00-\u9fff]{2,4})?"
)
#: who he is or where he works, before the name itself
_OF = (
    rf"(?:[{HAN}]{{1,8}}\()?(?:{ROLE}\s?(?={SURNAME}[{HAN}]{{1,2}}\s\x00)"
    rf"|[{HAN}]{{0,6}}(?:{ROLE}|[处科部办室队组院校])\s)"
)
_SPACED = rf"[{HAN}*](?:[ \t][{HAN}]){{1,3}}(?=[ \t]*(?:[\n,;(\x00]|$|电话|联系|手机|性别))"
_VALUE = (
    rf"(?:{_OF})?(?P<n>[{HAN}*·]{{1,6}}·[{HAN}]{{1,6}}|{_SPACED}|"
    rf"[{HAN}*·]{{1,6}}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
)
_LABEL = compiled(
    rf"{_BY_LABEL}\"?[ \t]*(?:是|为|叫)?"
    r"(?:[ \t]*(?:[:=】\]]|\||(?:</?t[dhr]>){2,3})[ \t\n]*|"
    r"[ \t]+(?=[^\s\x00]{1,5}(?:[\s,(\x00]|$))|"
    rf"(?=[“\"][^\s\x00”\"]{{1,6}}[”\"])|(?=[^\s\x00]{{2,4}}(?:[\s,(\x00]|$)))[\"'“`]?{_VALUE}"
)
_SIGNS = Signs(_LABEL, *name_spots.GATES)
#: `谁报的:…`, `咋称呼:…`: a form's field as people ask it
_QUESTION = compiled(
    r"(?:(?:是?谁|哪[位个])(?:来?(?:报|打|反映|投诉|登记|要)(?:的?(?:修|电话|来|单))*的?|联系)?|"
    r"(?:怎么|咋|如何)称呼|贵姓|尊姓大?名?|大名|"
    r"名字|叫(?:啥|什么)(?:名字?)?|(?:找|联系|打给)(?:谁|哪位)|人名|谁家|户头)[ \t]*:[ \t]*"
    rf"(?P<n>[老小]{SURNAME}|{SURNAME}[{HAN}]{{0,2}}{TITLE}|{SURNAME}[{HAN}]{{1,2}})(?![{HAN}])"
)
#: a name that somebody has in a group, whatever it is made of
_NICK = compiled(
    r"(?:网名|微信名字?|微信昵称|(?<![民友])昵称|群名片(?=[:“\"])|(?<=[\s,。;:(])名字(?=[ \t:“\"]))"
    r"(?:显示|写)?[ \t]*(?:是|为|叫)?[ \t]*(?::[ \t]*)?[“\"「']?"
    rf"(?P<n>[{HAN}A-Za-z0-9·~_-]{{2,10}})(?=[\s,。;:)”\"」'\x00]|$)"
)
_NO_NICK = late(
    "[不没未无错改变更换写填对]|同上|保密|匿名|[是叫]$|[手微]机?信?号|电话|地址|小区|用户|业主|怎么|什么"
)
#: `我是她儿子 小单`, `我是孙女 塔娜 13…`
_WRITER = late(
    rf"我是(?:(?:[她他其]|户主|业主|老人)的?{KIN}[\s,:]?(?P<n>[老小]{SURNAME}|{SURNAME}[{HAN}]{{1,2}})(?![{HAN}])"
    rf"|(?:[她他其]的?)?[大二三小老]?{KIN}[\s,](?P<m>[{HAN}]{{2,3}})(?=[\s,]{{0,2}}(?:\x00|$)))"
)
#: `…租客小鄢住着,租客电话13…`: whose number it is was named before
_NUMBER_WORD = late("[话机码]")
_WHOSE = late(rf"({KIN}|{ROLE})的?(?:电话|手机|号码)[:\s]{{0,2}}$")
_NAMED = rf"(?:[老小阿][{HAN}]|{SURNAME}[{HAN}]{{1,2}}(?![{HAN}]))"
_TO_CALL = late(
    rf"(?:打|联系(?!方式|电话|人|号码)|找|拨)(?:给|一下)?(?:[我俺她他其您]|住户|用户)?的?(?P<kin>{KIN}|{ROLE}){{0,2}}[\s:,]?"
    rf"(?P<n>[老小阿][{HAN}]|[{HAN}]{{2,4}})[\s,(]{{0,2}}的?(?:电话|手机|号码?)?[\s:(]{{0,2}}(?=\x00)"
)
#: `13… 找我儿子 某某`
_AFTER = late(
    rf"[\s,(]{{0,2}}(?:(?:找|联系|打给|是|叫)?[我俺她他]?[家的]?{KIN}|(?:找|喊|叫)(?:[{HAN}]{{0,4}}{ROLE})?)[\s:]?叫?"
    rf"(?P<n>[老小阿][{HAN}]|[{HAN}]{{2,4}}?)(?=[\s,。)]|$|[转代][告达转接为话]|带话|捎话|就[行好成]|即可)"
)
#: `打村里电话找老某家就行,0…`
_ASK_FOR = late(
    rf"(?:找|喊|叫)(?P<n>[老小]{SURNAME}|{SURNAME}[{HAN}]{{0,2}}{TITLE})家(?:就[行中成好]|即可|[也都]行)?[^。!?\x00]{{0,14}}(?=\x00)"
)
#: `户主某某某(租户 小某13…)`: whose the number is
_ASIDE = late(
    rf"\(\s?(?:{ROLE}|{KIN})[\s:]?(?P<n>[老小][{HAN}]|{SURNAME}[{HAN}]{{0,2}}{TITLE}|{SURNAME}[{HAN}]{{1,2}})[\s,:]{{0,2}}(?=\x00)"
)
#: characters from the name to the number in one turn
_LONGEST_TURN = 60
#: `用户-某 13:05`: who writes in a chat
_USER = late(rf"(?:^|\s)(?:用户|业主|住户|居民|客户|市民)-(?P<n>[{HAN}]{{1,4}})\s\d{{1,2}}:\d\d")
#: `网格员老某 19:23 … 打我13…`: whose turn in a chat gives the number
_TURN = late(
    rf"(?:^|\s)(?:[{HAN}]{{1,6}}-|{ROLE}|{FUNCTION})?(?P<n>[老小]{SURNAME}|{SURNAME}[{HAN}]{{0,2}}{TITLE}|{SURNAME}[{HAN}]{{1,2}})"
    rf"(?:\([^()]{{1,10}}\))?\s(?:\|\s)?(?:\d[\d年月日/-]{{2,10}}\s)?(?:[上下]午)?\d{{1,2}}:\d\d(?::\d\d)?\s(?:(?!\d:\d\d)[^\x00])*(?:[打找联系留]我的?(?:电话|手机)?|我的?(?:电话|手机|号码?))[\s:]{{0,2}}(?=\x00)"
)


def find(text: str, phone: Span | None, places: list[Span]) -> str | None:
    """The name of the person to call back; the one nearest to the phone where there are several."""
    plain = _masked(text, places, phone)
    named = phone and _JOINED_END.search(plain, max(0, phone[0] - 4), phone[0])
    if phone and named and (label := _JOINED.search(plain, max(0, phone[0] - 12), phone[0])):
        at = label.start("label")
        plain = plain[:at] + " " * (phone[0] - at) + plain[phone[0] :]
    if asked := _told_outright(plain) or _to_call(plain, phone):
        return asked
    signs = _SIGNS.first(plain)
    if asked := _labelled(plain, phone, signs.get(_LABEL)):
        return asked
    return name_chosen.best(plain, name_spots.ranked(plain, phone, places, signs), phone)


def everybody(text: str) -> set[str]:
    """Every name that a form's label or a title gives away, for masking: rather one too many."""
    found = {match["n"] for match in _LABEL.finditer(text)}
    found |= {clean for name in found if (clean := _clean(name))}
    found |= {name_spots.called(match) for match in CALLED.finditer(text)}
    for title in POLITE.finditer(text):
        for named in _BEFORE:
            if before := named.search(text, 0, title.start()):
                found |= {before[0], text[before.start() : title.end()]}
                break
    return found


#: `李某某手机号:13…`, `老某tel 13…`: a name right before the word for the number
_JOINED = late(
    rf"(?<![{HAN}])(?:{SURNAME}[{HAN}]{{0,3}}?|[老小]{SURNAME}|(?={FOREIGN.pattern})[{HAN}]{{2,7}}?)"
    r"(?<![家的他她我你])[:,\s]?(?P<label>(?:联系)?(?:电话|手机)号?码?|联系方式|座机|固话|(?:同?微信|微信)(?:同号)?|[Tt]el|TEL)[:\s]{0,2}$"
)
#: what such a word ends in, looked at first because it is quick
_JOINED_END = late(r"[话机号码式信lL][:\s]{0,2}$")
#: 小邸, 老庄: surnames that places end in too
_A_PERSON = late(rf"[老小]{SURNAME}\s?$")
#: what can be a small place or a name, alone before the number
_SHORT_NAME = late(rf"(?<=[\s,。;!]){SURNAME}[{HAN}]{{1,2}}[\s,]*")


def _masked(text: str, places: list[Span], phone: Span | None = None) -> str:
    out = text
    for start, end in places:
        if end - start < 7 and _A_PERSON.search(text, start, end):
            continue
        at_phone = phone and end - start < 4 and len(places) > 2 and -1 < phone[0] - end < 3
        if at_phone and end - start > 2 and text[end - 1] in "苑墅邸郡湾府":
            at_phone = False
        if phone and at_phone and _SHORT_NAME.fullmatch(text, start, phone[0]):
            continue
        out = out[:start] + "\x00" * (end - start) + out[end:]
    return out


def _told_outright(plain: str) -> str | None:
    """Who says that he writes, or is said by name to be called."""
    if writer := _WRITER.search(plain):
        return writer["n"] or writer["m"]
    if (user := _USER.search(plain) if "-" in plain else None) and not NO_TOKEN.search(user["n"]):
        return user["n"]
    asked = name_told.by_report(plain) or number_to_call.by_name(plain)
    sure = asked and (is_name(asked) or is_whole(asked) or is_name(asked[:2]))
    return asked if sure else name_told.by_nickname(plain)


def _to_call(plain: str, phone: Span | None) -> str | None:
    """Who is said to be called on the number: `请打我爱人艾力189…`."""
    if phone is None:
        return None
    for match in _TO_CALL.finditer(plain, max(0, phone[0] - 24), phone[0] + 1):
        whole = match["kin"] and is_whole(match["n"])
        if match.end() == phone[0] and (is_name(match["n"]) or whole):
            return name_chosen.alone(match["n"])
    aside = _ASIDE.search(plain, max(0, phone[0] - 14), phone[0] + 1) if "(" in plain else None
    if aside and aside.end() == phone[0] and is_name(aside["n"]):
        return aside["n"]
    low = max(0, phone[0] - _LONGEST_TURN)
    for turned, sign in ((_ASK_FOR, "家"), (_TURN, ":")):
        if sign not in plain:
            continue
        for match in turned.finditer(plain, low, phone[0] + 1):
            if match.end() == phone[0] and is_name(match["n"]):
                return match["n"]
    after = _AFTER.match(plain, phone[1])
    if after and is_name(after["n"]):
        return after["n"]
    told = _NUMBER_WORD.search(plain, max(0, phone[0] - 5), phone[0])
    whose = _WHOSE.search(plain, max(0, phone[0] - 12), phone[0]) if told else None
    named = whose and re.search(rf"{whose[1]}(?P<n>{_NAMED})", plain[: whose.start()])
    return named["n"] if named and is_name(named["n"]) else None


_COLON = late(r"[:=】\]]")
_WITH_TITLE = late(rf"{SURNAME}[{HAN}]{{0,2}}{TITLE}")
_SURE = late(rf"(?:{SURNAME}|\*)|.{TITLE}$")
_TITLED = late(rf"(?:{SURNAME}|\*)[{HAN}*]{{0,2}}?{TITLE}(?![{HAN}])")
#: `代表 某某店 老卫138…`: what stands at the number is the name
_NEARER = late(rf"[ \t]+(?P<n>[老小]{SURNAME}|{SURNAME}[{HAN}]{{0,2}}{TITLE})[\s,]{{0,2}}\x00")


def _is_said(name: str) -> bool:
    """`用户:屋里…`: what somebody says stands behind the label, not who it is."""
    return not _WITH_TITLE.match(name) and bool(
        re.search("[热冷凉漏暖管阀家屋不没无]|反[映应]", name)
    )


#: whose name the contract has and who writes can be two
_I_AM = late(rf"[,。;\s]我叫{SURNAME}[{HAN}]{{1,2}}[,。]")
_TRANSCRIPT = late(r"(?:^|[\s。])(?:客服|坐席|话务员)[^\s:]{0,4}:")


def _may_hold(name: str) -> bool:
    """Whether who is told behind 户名 and a blank can have the contract: 想改个户名 麻烦了."""
    return is_likely(name) and not NOT_PEOPLE.search(name)


#: right behind a name: he can't be called
_GONE = late(r"\s?\((?:已?[经故]|去世|过世|不在了|没了)")
#: right behind a name: his number
_AT_NUMBER = late(r"\s?[(,:]?\s?(?=\x00)")


def _cannot_be_called(plain: str, end: int, phone: Span | None) -> bool:
    """Whether who is told up to `end` is dead, or has another number than the one to call."""
    at = _AT_NUMBER.match(plain, end) if phone else None
    others = phone is not None and at is not None and at.end() != phone[0]
    return others or _GONE.match(plain, end) is not None


def _labelled(plain: str, phone: Span | None, first: int | None) -> str | None:
    if ":" in plain and (asked := _QUESTION.search(plain)) and not NOT_PEOPLE.search(asked["n"]):
        return asked["n"]
    nick = _NICK.search(plain)
    if nick and not _NO_NICK.search(nick["n"]) and len(nick["n"]) > 3:
        return nick["n"]
    for match in _LABEL.finditer(plain, first) if first is not None else ():
        name = match["n"]
        colon = _COLON.search(match[0]) is not None
        said = colon and match[0][:2] in ("用户", "客户", "市民", "业主", "住户", "居民")
        if said and _TRANSCRIPT.search(plain):
            continue
        if colon and not match[0].startswith(("姓名", "户名", "称呼")) and _is_said(name):
            continue
        named = colon or match[0].startswith(
            ("姓名", "户名", "称呼", "网名", "微信名", "昵称", "备注名")
        )
        if match[0].startswith("户名") and _I_AM.search(plain):
            continue
        if not colon and match[0].startswith("户名") and not _may_hold(name):
            continue
        if not named and (
            name[0] in RISKY
            or (NO_TOKEN.search(name[1:]) and not re.search(TITLE, name) and not is_whole(name))
        ):
            continue
        if re.search(r"[|>]", match[0]) and (
            name[0] in RISKY or NOT_PEOPLE.search(name) or not is_likely(name)
        ):
            continue
        sure = named or _SURE.match(name)
        if _cannot_be_called(plain, match.end(), phone):
            continue
        if sure and not NOBODY.match(name) and (clean := _clean(name)):
            nearer = None if colon else _NEARER.match(plain, match.end())
            return nearer["n"] if nearer else clean
    return None


_ROLE_ONLY = late(
    rf"{ROLE}|[男女](?:[士性子]|方)?|[{HAN}]{{0,4}}(?:聋哑人|残疾人|盲人|老太|老头|[外本]地人|外国人|不详|网友|群众|村民|居民|业主|住户|用户|租户|家长|职工|老人|学生|商户|市民|们)"
)


def _clean(name: str) -> str | None:
    titled = _TITLED.match(name)
    if titled:
        return titled[0]
    if "·" in name or " " in name:
        return name.strip("·")
    if name.isascii():
        return name
    if _ROLE_ONLY.fullmatch(name):
        return None
    cut = re.sub(
        r"(?:电话|联系|手机|来电|反映|代[报转打填]|称|说|地址|住|家|(?<=..)[又催等]).*$", "", name
    )
    return cut if 1 <= len(cut) <= 4 else None
