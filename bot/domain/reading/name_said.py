"""Names that are said to be names: behind 叫, in quotes, below a letter, before what is told of
somebody in brackets. Whatever they are made of, for everybody is called something."""

from __future__ import annotations

import re

from bot.domain.reading.late import late
from bot.domain.reading.name_given import is_person, is_short, is_whole
from bot.domain.reading.name_near import Ranked, Span
from bot.domain.reading.name_near import far as far_of
from bot.domain.reading.name_words import (
    FOREIGN,
    FUNCTION,
    HAN,
    KIN,
    LONG_TITLE,
    NO_TOKEN,
    NOT_PEOPLE,
    ROLE,
    SINGLE,
    SURNAME,
    TITLE,
)
from bot.domain.reading.quick import compiled, guarded
from bot.domain.reading.together import First

_PEOPLES = (
    r"(?:[汉满回蒙藏壮苗彝侗瑶白土黎傣羌畲维]|蒙古|朝鲜|鲜|维吾尔|哈萨克|锡伯|达斡尔|鄂温克|鄂伦春|土家|东乡|撒拉|裕固|"
    r"赫哲|俄罗斯|柯尔克孜|塔吉克|乌孜别克|塔塔尔|保安|布依)族"
)
#: what is told of somebody right behind his name
_OF_HIM = (
    rf"男|女|{_PEOPLES}|(?:[{HAN}]{{0,6}})(?:{ROLE}|社区|街道|公司|单位|学校|幼儿园|[村镇乡厂])"
)
_BEFORE_NAME = guarded(rf"的|{ROLE}|{FUNCTION}|客服|前台|收银|后勤")
_CALLED = compiled(
    # 叫我么书记就行, 喊我玲玲吧
    rf"[叫喊][我俺](?P<a>[{HAN}]{{1,2}}?{LONG_TITLE}|[{HAN}]{{2,3}}?)(?:就[行好成可中]|即可|吧)"
    # 报的人叫小禾, 名字就叫满意, 人叫拴柱
    rf"|(?:(?:名字?|[的个]人|[\s,。]人|外号|小名|网名|真名|大名|全名)(?:就|是)?叫|(?:名字|姓名|大名|真名)就?是|(?:名字|姓名|大名|真名)(?={SURNAME}|[老小阿]))\s?(?P<b>[{HAN}]{{2,4}}?)"
    rf"(?=[\s,。;!)\x00]|$|来着|就[行好成]|{_PEOPLES})"
    rf"|(?:大[家伙]|都|别人|人家|村里|邻里)(?:儿|们)?(?:都|就)?[叫喊][我她他](?P<c>[老小阿大]?[{HAN}]{{1,3}}?)(?=[\s,。;!)\x00]|$)"
    # 我叫那福满满族, 本人金顺姬(朝鲜族
    rf"|(?:我叫|我是|本人(?:叫|是)?)(?P<d>{SURNAME}[{HAN}]{{1,2}}|[{HAN}]{{2,5}}?)(?=\s?[(,]?(?P<p>{_PEOPLES})|\()"
    # 我是楼下的肖, 我是某园物业客服玲玲
    rf"|我[是们]?(?:是|这[里边]?是)?(?:[^,。;!?\s\x00]{{0,8}}+\x00*+[^,。;!?\s\x00]{{0,14}}?|[^,。;!?\s\x00]{{0,7}})"
    rf"{_BEFORE_NAME}"
    rf"(?P<e>[老小]{SURNAME}|{SURNAME}{TITLE}|{SINGLE}(?=[,\s]{{0,2}}\x00|[,。\s]*$)|[{HAN}]{{2,3}}(?=[\s,。;!)]|\x00|$))(?=[\s,。;!)\x00]|$|旁边|隔壁|[我俺咱你您]|对[门面]|家[里的住])"
    # 我老秦
    rf"|(?<![{HAN}\w])[我俺](?:是)?(?P<f>[老小]{SURNAME}|{SURNAME}[姐哥姨叔婶嫂])(?=[\s,。;!\x00]|$|啊|呀|家的?[\s,。])"
)
#: looked for first
ANY_CALLED = compiled("叫|喊|我|俺|本人|名字|姓名|大名|真名|全名")
#: `市民(杨姓)`, `老板(姓来)`: the surname of whom a role tells
_SURNAME_IN_BRACKETS = late(
    rf"(?:{ROLE}|{FUNCTION}|男士?|女士?|用户|市民)\s?\((?:[男女],)?(?:(?P<a>{SURNAME})姓|姓(?P<b>{SURNAME}))"
)
#: `田颖(某社区)`, `卓玛(女)`
_BEFORE_BRACKETS = late(
    rf"(?<![{HAN}\w])(?:{ROLE}|{KIN}|{FUNCTION})?\s?(?P<n>[{HAN}]{{2,4}}?)\(\s?(?:{_OF_HIM})[,)]"
)
#: `园长储(女)`
_ROLE_BEFORE_BRACKETS = late(rf"(?:{ROLE}|{FUNCTION})(?P<n>{SINGLE})\((?:男|女)[,)]")
_QUOTED = compiled(
    r"(?:(?<![网民音手博吧站坛信])用户|业主|住户|租[户客]|群友|备注|署名|自称|(?<![个的])叫(?=[“\"'「][^\s”\"'」]{1,10}[”\"'」]的?(?:用户|[业户]主|住户|客户|顾客|租[户客]))|昵称|微信名?|客户|顾客|读者|网名)(?:名|是|为|叫)?[\s:]{0,2}"
    r"[“\"'「](?P<n>[^”\"'」\s,。;:!?\d\x00][^”\"'」\s,。;:!?\x00]{0,9})[”\"'」]"
)
_BELOW = late(
    r"(?:署名|落款|(?<![民友])昵称|留名|网民(?=:[^:]{1,14}(?:电话|手机)))\s?:\s?[“\"「]?(?P<n>[^\s,。;:()|“”\"」\x00]{2,10})[”\"」]?(?=[\s,。;()|]|\x00|$)"
)
#: what is told, or that nothing is
_NO_NICK = late(
    r"^[不没未无]|^一[个名位]|的(?:老人|居民|市民|业主|用户|群众|住户)$|匿名|保密|同上|暖气|[不没]热|漏水|供[热暖]|不[用必]|没人|停[热暖供]|退费|电话|地址|手机|改|换|缴费|报[修停]|室温|小区|办公室|管理员"
)
_NOBODY = late(
    rf"(?:{ROLE}|{KIN}|{TITLE}|孩子|老人|[男女大小老]*(?:{KIN}|的)|自己|这个|那个|[一两几]个|什么|[啥谁]|怎么|[热供]力?|公司|保洁|收费|维修|师傅)+(?:们|人)?"
)


def ranked(plain: str, phone: Span | None, signs: First) -> Ranked:
    """Each with its rank and its start; what one says of oneself comes first."""
    for match in _CALLED.finditer(plain) if ANY_CALLED in signs else ():
        kind = next(k for k in "abcdef" if match[k])
        name = match[kind]
        if _is_his(name, "b" if match["p"] else kind):
            yield far_of(plain, *match.span(kind), phone) - 35, match.start(kind), name
    if "(" in plain:
        yield from _beside_brackets(plain, phone)
    if "“" in plain or '"' in plain or "'" in plain or "「" in plain:
        for match in _QUOTED.finditer(plain):
            if not _NO_NICK.search(match["n"]) and not _NOBODY.fullmatch(match["n"]):
                yield far_of(plain, *match.span("n"), phone) - 5, match.start("n"), match["n"]
    for match in _BELOW.finditer(plain) if ":" in plain else ():
        if not _NO_NICK.search(match["n"]) and not _NOBODY.fullmatch(match["n"]):
            yield far_of(plain, *match.span("n"), phone) - 5, match.start("n"), match["n"]


def _is_his(name: str, kind: str) -> bool:
    """Whether what stands there can be what somebody is called."""
    if _NOBODY.fullmatch(name):
        return False
    if kind == "f" or (name[0] in "老小阿" and len(name) == 2):
        return not NO_TOKEN.match(name[1:])
    if re.fullmatch(rf"[{HAN}]{{1,2}}{TITLE}", name):
        return kind in "ace" and not NOT_PEOPLE.search(name)
    if kind in "abc":
        return not NO_TOKEN.search(name) or is_whole(name)
    if kind == "d":
        return is_whole(name) or is_person(name) or FOREIGN.search(name) is not None
    return len(name) == 1 or name[0] == name[-1] or is_person(name)


def _beside_brackets(plain: str, phone: Span | None) -> Ranked:
    for match in _SURNAME_IN_BRACKETS.finditer(plain):
        yield far_of(plain, *match.span(), phone) - 30, match.start(), match["a"] or match["b"]
    for match in _BEFORE_BRACKETS.finditer(plain):
        name = match["n"]
        told = match[0].endswith(("族)", "族,", "(男)", "(女)", "(男,", "(女,"))
        known = is_person(name) or is_whole(name) or is_short(name) or FOREIGN.search(name)
        if _NOBODY.fullmatch(name) or not (known or (told and not NO_TOKEN.search(name))):
            continue
        yield far_of(plain, match.start("n"), match.end(), phone), match.start("n"), name
    for match in _ROLE_BEFORE_BRACKETS.finditer(plain):
        yield far_of(plain, match.start("n"), match.end(), phone) - 5, match.start("n"), match["n"]
