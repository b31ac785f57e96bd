"""Names that no surname tells: by a dot, by their letters, by whose mother it is, in a table."""

from __future__ import annotations

import re

from bot.domain.reading.late import late
from bot.domain.reading.name_near import MARKS, TOKEN, Ranked, Span, far, stands_alone
from bot.domain.reading.name_words import (
    FOREIGN,
    HAN,
    NO_TOKEN,
    NOT_PEOPLE,
    ROLE,
    SURNAME,
    TITLE,
    is_foreign,
)
from bot.domain.reading.quick import compiled
from bot.domain.reading.together import First

_DOTTED = late(rf"[{HAN}]{{1,8}}·[{HAN}]{{1,6}}(?:·[{HAN}]{{1,6}})?")
#: `某某热线·派单`, `某某街道·某某社区`
_OFFICE = late(
    r"[热专]线|信箱|城管|匿名|部件|案卷|[派转督交][单办]|平台|社区|街道|物业|小区|供热|热力|公司|中心|[站所群]·|·[站所群]|客服|留言|工单|诉求|问政|"
    r"网格|督查|公众号|频道|栏目"
)
#: `【某某网·随手拍】`: what a page is called
_TITLES_OPEN = ("【", "《", "「")
#: 我叫…, 名字是…: before the name itself
_SAYS = late(r"^(?:[^·]*[叫是姓]|我)")
_IN_TABLE = late(rf"\|(?P<n>[{HAN}]{{2,4}})\|(?=\x00)")
#: what a field is called: |位置|…|
_FIELD = late(
    r"位置|坐标|片区|区[域县划]|辖区|街[道路]|[楼门]栋?|描述|来源|附件|类[型别]|备注|序号|编号|日期|时[间段]|级别|状态|渠道|图片|照片|事[由项]|诉求|姓名|称呼"
)
_NICK_END = late("[妈爸奶姥爷麻夫父母子匠老镜个](?:(?<![老镜个])|(?<=家老|眼镜|大个))")
#: what somebody is called for his looks, before a surname or behind it
_LOOKS = "拐子|瘸子|胖子|瘦子|麻子|秃子|聋子|哑巴|结巴|矮子|大个子?|眼镜"
_NICK = compiled(
    rf"(?<![{HAN}\w])(?:{ROLE}\s?)?(?P<n>(?![我你他她俺咱的老岳公婆干]|[{HAN}]{{1,2}}[我俺她他你]|孩子|.胎)[{HAN}]{{1,3}}(?:妈妈?|爸爸?|奶奶|姥姥|姥爷|爷爷|麻麻)"
    rf"|{SURNAME}[{HAN}]{{1,2}}[的他她](?:妈妈?|爸爸?|奶奶|爷爷|姥姥|姥爷|爱人|媳妇)|{SURNAME}家老[大二三四五六]"
    rf"|(?:{_LOOKS}|[木铁瓦石皮鞋]匠|裁缝|豆腐){SURNAME}|{SURNAME}(?:{_LOOKS})"
    rf"|[老大小二三]?(?:[姑姨](?:夫|父|姥爷|奶奶)|舅(?:妈|母|爷)))(?![{HAN}\w])"
)
#: `马某布拉家`: the home is no part of the name
_HOME = late(r"(?<=...)家$")
#: `某某木江说打他电话13…`
_SAYS_SO = late(
    rf"(?<![{HAN}\w])(?={FOREIGN.pattern})[{HAN}]{{2,6}}?(?=说|来电|反映|称|(?<=...)(?:打|又|催))"
)
#: `某某古丽大姐来电`
_TITLED = late(
    rf"(?<![{HAN}\w])(?P<n>[{HAN}]{{2,6}}?{TITLE})(?=来电|反映|说|讲|打|家|报|称|[\s,。;:(\x00]|$)"
)
#: what a word stands between that is all of what is told there
_EDGES = (*MARKS, "\x00", "")
_LATIN = late(r"[A-Z](?<![A-Za-z@.].)[a-z]{2,14}(?: [A-Z][a-z]{2,14})?(?![A-Za-z])")
#: `Olga, WeChat is same with 156…`
_LATIN_LEADS = late(
    r"[\s,.;:]*(?:(?:[Ww]e[Cc]hat|[Pp]hone|[Tt]el|TEL|[Mm]obile|[Cc]all|same|with|is|my|number|at|on|me|and|No)[\s,.:]*)+"
)
_LATIN_TITLE = late(r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Dr)\.? ?$")
_NO_LATIN = late(
    r"(?:Tel|Telephone|Phone|Mobile|Dear|Sir|Madam|Address|Room|Unit|Building|Floor|Block|Name|Please|Help|Thanks?|"
    r"Thank|You|Hello|Regards|Best|Yours|Sincerely|The|My|We|It|Urgent|Heating|WeChat|Wechat|Garden|Apartment)\b"
)
_LATIN_CALLED = late(r"(?:name(?: is)?|this is|I am|I'm|call me|联系人?|我叫|叫|名字)\s*$", re.I)


def ranked(plain: str, phone: Span | None, signs: First) -> Ranked:
    """Names the surnames do not tell: known by a dot, by their letters, by whose mother it is."""
    for match in _DOTTED.finditer(plain) if "·" in plain else ():
        if _OFFICE.search(match[0]) or plain[match.start() - 1 : match.start()] in _TITLES_OPEN:
            continue
        name = _SAYS.sub("", match[0])
        yield far(plain, match.start(), match.end(), phone), match.start(), name
    if FOREIGN in signs and FOREIGN.search(plain):
        yield from _foreign(plain, phone)
    for match in _IN_TABLE.finditer(plain) if "|" in plain else ():
        if not NO_TOKEN.search(match["n"]) and not _FIELD.search(match["n"]):
            yield 30, match.start(), match["n"]
    for match in _NICK.finditer(plain) if _NICK_END.search(plain) else ():
        distance = far(plain, match.start(), match.end(), phone)
        if distance <= 3 or stands_alone(plain, match.start(), match.end()):
            yield distance, match.start("n"), match["n"]
    for match in _LATIN.finditer(plain):
        distance = far(plain, match.start(), match.end(), phone)
        said = _LATIN_CALLED.search(plain, max(0, match.start() - 12), match.start())
        if phone and _LATIN_LEADS.fullmatch(plain, match.end(), phone[0]):
            distance = 1
        last = match.end() >= len(plain.rstrip(" 。.!"))
        if (said or last or distance <= 3) and not _NO_LATIN.match(match[0]):
            title = _LATIN_TITLE.search(plain, max(0, match.start() - 6), match.start())
            name = title[0] + match[0] if title else match[0]
            yield (distance - 40 if said else distance), match.start(), name


def _is_segment(plain: str, start: int, end: int) -> bool:
    """Whether a word of such parts is all that stands between two marks."""
    if plain[start - 1 : start] not in _EDGES or plain[end : end + 1] not in _EDGES:
        return False
    return is_foreign(plain[start:end])


def _foreign(plain: str, phone: Span | None) -> Ranked:
    """By what such names are made of, alone or before a title."""
    for match in TOKEN.finditer(plain):
        name = _HOME.sub("", match["n"])
        alone = len(name) > 1 and (
            stands_alone(plain, *match.span("n")) or _is_segment(plain, *match.span("n"))
        )
        if alone and FOREIGN.search(name) and not NOT_PEOPLE.search(name):
            yield far(plain, *match.span("n"), phone) + 5, match.start("n"), name
    for match in _SAYS_SO.finditer(plain):
        yield far(plain, *match.span(), phone), match.start(), match[0]
    for match in _TITLED.finditer(plain):
        if FOREIGN.search(match["n"]):
            yield far(plain, *match.span("n"), phone), match.start("n"), match["n"]
