"""Places told by the word they end in, or by where they stand in what is said."""

from __future__ import annotations

import re
from itertools import islice

from bot.domain.reading.name_reach import head_start
from bot.domain.reading.name_stops import PLAIN, STOP
from bot.domain.reading.place import Place, details_end, inside, level_of
from bot.domain.reading.place_words import (
    CHAR,
    CN,
    CROSS,
    HAN,
    NUM,
    ROAD,
    SUFFIX_STRONG,
    SUFFIX_WEAK,
    ZONE,
)
from bot.domain.reading.quick import compiled

_SITE = re.compile(
    r"(?=[\d换热锅泵阀服加供电分站号桥广收缴营一二三四五六七八九十])(?:\d{1,2}号)?(?:换热站|热源(?=[\s,])|热力站|热源厂|锅炉房|泵站|阀门室|服务站|加压站|供热[站所]|水?泵房|机房|电厂(?!路|"
    r"街|宿舍|家属|小区)|[收缴]费(?:大?厅|处|点|站)|营业[厅所]|"
    r"(?:分站|\d{1,2}站(?=[\s,。]|$)|站(?<=[东西南北路街城一二三四五六七八九]站))(?!前[街路])(?![在着长台里区]|[东西南北])|"
    r"[一二三四五六七八九十]个(?:换热)?站|\d{0,2}号站|桥下|桥[东西南北]?头|广场[东西南北]侧)"
)
_NAMED = compiled(
    rf"(?:{SUFFIX_STRONG})(?:小区|公寓|宿舍|社区|家属[院楼区]|分院|分校)?(?![内里]?(?:[路街]|大[街道路])|街道|群){ZONE}"
)
#: what may stand behind a name that ends in a weak word, so that it is one
_AFTER_NAME = (
    rf"(?=$|[\s,。;:!?、(]|{CHAR}{{1,3}}(?:先生|女士|阿姨)|[的全整从自也已又没无不停共低打]|[这那][片边块里]|哪个|[这近]几天|约?{NUM}[多余]?户|都(?=[没不停黑冷凉])|"
    rf"[昨今前]天|目前|现在|一直|由|上来|突然|业主|住户|居民|物业|支书|书记|去年|{CHAR}{{1,3}}科|病房|门诊|急诊|负[一二\d]|地下[室车一二]|顶[楼层]|底商|楼道|管道井|"
    rf"{NUM}组|供[暖热]|因|食堂|操场|宿舍|教学|[东西南北]头|自建房|[东西南北]区?[大正]?门|[大正后]门|门口|门前|[东西南北]墙)"
)
_NAMED_WEAK = compiled(
    rf"村(?![民里委长子口干])|(?:{SUFFIX_WEAK}){ZONE}{_AFTER_NAME}|委(?={NUM}组)"
)
_ROAD_ALONE = compiled(
    rf"{ROAD}(?:沿线|[东西南北中](?:段|侧)|跨河桥|立交桥|天桥|[东西南北]?路?口(?=[\s,。;在]|$)|(?=[\s,。;(]|\d{{1,5}}[多余]?户|供热|热力|主干?管|地下|管|自建房|平房|全|加油站|银行|[农工建中]行|超市|市场|支线|桥头|顶管|施工|挖|"
    rf"那[个边根段]|的(?=[^\x00-\x7f])|[修正在因有旁附]|(?:公安)?[分支]局|邮政|上(?![班门午下])|$))"
)
#: 某某源三期的: a phase is told of compounds only
_PHASE = compiled(rf"(?:期(?<=[\d{CN[1:-1]}]期)|区(?<=[A-Z]区))(?=的|业主|住户|居民)")
_BACK = compiled("后身|[东西南北大]门(?:外|内|旁|口)?|门口|门前|物业[楼办]|会所|门卫|地下车库|底商")
#: what is known by everybody and no compound, where it is said where about it
_LANDMARK = compiled(
    r"(?:[市商菜]场|超市|桥|车站|公交站|加油站|收费站|体育[场馆]|图书馆|文化宫|少年宫|电影院|剧院|公园|广场|派出所|银行|"
    r"酒店|宾馆|饭店|俱乐部|礼堂|粮[店库站]|[厂局所]|公司|转盘|环岛|红绿灯|路口)"
    r"(?:[前后]面|对过|[东西南北]{1,2}[侧面]|对面|旁边?|后身|[东西南北]墙外?|[东西南北](?:门|口))|"
    r"(?:水库|大桥|立交桥|天桥|体育场|车站|加油站|转盘|环岛|隧道|涵洞|河堤|收费站)(?=那[根段片边处]|[\s,。]|$)"
)
#: 某某中央这边, 某某领域业主: whatever it ends in, what people live in
_LIVED_IN = re.compile(
    rf"[这那整全小区业居住{CN[1:-1]}](?:(?<=[这那])[边里儿片]|(?<=整)个小区|(?<=全)小区|(?<=小)区业主|(?<=业)主|(?<=居)民|"
    r"(?<=住)户|(?<=[二两三四五六七八九十])户(?:一起|都|同时|人家))(?!:)"
)
#: `地址是县城西关,`
_SAID = compiled(rf"(?:地址|家)[是在]([{HAN}]{{2,8}}),|都是([{HAN}]{{3,8}})的(?=[\s,。]|$)")
#: a name right after its road or district: `某某新区 某某九天 的`
_AFTER_LARGER = compiled(
    rf"(?:{ROAD}|新区|区|县|镇|乡|街道|街办)[ \t](?P<name>{CHAR}{{4,8}})(?=[\s,。]|$|的)"
)
#: `【某某府】8幢1701`
_BRACKETED = re.compile(rf"[【\[]([{HAN}]{{2,8}}{ZONE})[】\]](?=\s?[A-Z]?\d{{1,3}}[栋号幢#-])")
#: `我家302,`: the door alone, the building having been told
_MY_ROOM = compiled(r"(?:我[家是住]|本人住?|我们家)(\d{3,4})(?=[,。\s室的]|$)")
#: what ends a place's name, and how many characters of a name it takes before it
_ENDINGS = (
    (_SITE, 1, 18),
    (_NAMED, 1, 12),
    (_NAMED_WEAK, 1, 8),
    (_PHASE, 2, 10),
    (_BACK, 2, 14),
    (_ROAD_ALONE, 1, 9),
    (_LANDMARK, 2, 10),
)
#: endings that stand right behind the name
_ADJACENT = (_NAMED, _NAMED_WEAK, _ROAD_ALONE)
#: more places than this no message needs; what it takes to read one stays bounded
MOST = 48


def crossings(text: str, taken: list[tuple[int, int]]) -> list[Place]:
    """Where two roads meet; looked for first, for roads have numbers."""
    found = []
    for match in islice(CROSS.finditer(text), MOST):
        place = _ending(text, match, taken, 2, 10)
        if place is not None:
            found.append(place)
            taken.append((place.start, place.end))
    return found


def find(text: str, taken: list[tuple[int, int]]) -> list[Place]:
    """The places of `text` outside the spans `taken`, which grows by them."""
    found = []
    for pattern, least, most in _ENDINGS:
        for match in islice(pattern.finditer(text), MOST):
            place = _ending(text, match, taken, least, most)
            if place is not None:
                found.append(place)
                taken.append((place.start, place.end))
    found += _by_position(text, taken)
    if not taken and (plant := _PLANT.search(text)):
        found.append(Place(plant.start(), plant.end(), plant[0], True, 0))
    return found


#: there is but one, so it needs no name
_PLANT = re.compile(r"热源厂|首站|热力大厅|营业厅")


def _ending(
    text: str, match: re.Match[str], taken: list[tuple[int, int]], least: int, most: int
) -> Place | None:
    """A place told by the word it ends in."""
    if inside(match.start(), taken) or inside(match.end() - 1, taken):
        return None
    low = max((e for _, e in taken if e <= match.start()), default=0)
    start = max(low, head_start(text, match.start(), match.start()))
    if _is_listed(match, text, start):
        start = _listed_names(text, start, low)
    words = text[start : match.end()]
    name = text[start : match.start()].strip().rpartition(" ")[2]
    if match[0].endswith("中心"):
        least = 0
    elif match.re in _ADJACENT and text[match.start() - 1 : match.start()] in (" ", "\t"):
        return None
    if "(" in name and ")" not in name:
        return None
    if not least <= len(name) <= most and "、" not in words:
        return None
    if _GENERIC.search(words) or _is_plain(name, words):
        return None
    end = details_end(text, match.end())
    return Place(start, end, text[start:end], True, level_of(text[match.end() : end]))


def _is_listed(match: re.Match[str], text: str, start: int) -> bool:
    """`甲苑、乙里、丙三个换热站`: the stations are listed."""
    return "个" in match[0] and start > 1 and text[start - 1] == "、"


def _listed_names(text: str, start: int, low: int) -> int:
    while start - 1 > low and text[start - 1] == "、":
        start = head_start(text, start - 1, start - 1)
    return start


_ANY = (
    r"有人|新建|在建|全|老旧?|整|本|该|同|各|几|多|[一两二三四五六七八九十]|哪|别的|其他|附近|周边|我们|咱们?|自己|有些|这|那|每|新|某|个|"
    r"旁边|隔壁|路边|的|起|[送去到进]"
)
_COMMON = (
    r"(?:人家|小区|养老院|敬老院|福利院|法院|社区|宿舍|学校|医院|村子?|换热站|家园|公寓|广场|花园|锅炉房|服务站|幼儿园|小学|"
    r"大厦|热力站|电厂|单位|厂|院子?|楼道?|家|营业厅|收费厅|超市|市场|商场|路口|公园|单元)"
)
_GENERIC = re.compile(
    rf"(?:^(?:{_ANY})*{_COMMON}?|^条(?:路|街|巷|胡同|道)[东西南北]?口?$|(?:[\s,]|[苑园里庭湾府城居村区](?=[全整]))(?:{_ANY})+{_COMMON})"
    r"(?:大?门口|门前|[东西南北大]门|旁边?|里面?|内|外|后面|前面|对面|换热站|泵房|锅炉房|物业|人行道)*$"
)


def _is_plain(name: str, words: str) -> bool:
    if _SITE_END.search(words):
        return bool(PLAIN.search(name))
    return bool(PLAIN.search(words)) and not re.search(SUFFIX_STRONG, words)


_SITE_END = re.compile(r"[站厂室房]$")


_MANY = re.compile(
    r"[热冷凉漏温暖修坏井管]|[器片阀泵表炉室厅屋家墙口板线人]$|先生|女士|阿姨|[多少数名位个户众各些]$|[楼栋元区院]$|部分|沿线|全体|广大|周边|受|热力|供热|公司|物业|施工|抢修|有"
)


def is_ordinary(name: str) -> bool:
    """Whether words that stand where a name may stand are ordinary ones."""
    return any(p.search(name) for p in (_MANY, STOP, PLAIN))


def is_generic(words: str) -> bool:
    """Whether words tell a kind of place only: 同小区, 学校门口."""
    return bool(_GENERIC.search(words.strip()))


def _by_position(text: str, taken: list[tuple[int, int]]) -> list[Place]:
    """Names that nothing but where they stand tells."""
    found = []
    for pattern, named in ((_SAID, True), (_BRACKETED, True), (_MY_ROOM, False)):
        for match in islice(pattern.finditer(text), MOST):
            start, end = match.span(match.lastindex or 0)
            if not inside(start, taken) and not (named and is_ordinary(text[start:end])):
                level, is_region = 0 if named else 2, pattern is _SAID and match.lastindex == 1
                found.append(Place(start, end, text[start:end], named, level, part=is_region))
    for match in islice(_AFTER_LARGER.finditer(text), MOST):
        start, end = match.span("name")
        if not inside(start, taken) and not is_ordinary(match["name"]):
            at = match.start()
            if not inside(at, taken):
                start = head_start(text, at, at)
            found.append(Place(start, end, text[start:end], True, 0))
    taken += [(p.start, p.end) for p in found]
    for match in islice(_LIVED_IN.finditer(text), MOST):
        at = match.start()
        start = head_start(text, at, at)
        before = text[start - 1 : start]
        if (
            2 < at - start < 9
            and not inside(at - 1, taken)
            and not (before and before not in " \t\n,。;:!?")
            and not is_ordinary(text[start:at])
        ):
            found.append(Place(start, at, text[start:at], True, 0))
            taken.append((start, at))
    return found
