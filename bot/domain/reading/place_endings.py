"""Places told by the word they end in, or by where they stand in what is said."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from bot.domain.reading import place_positions
from bot.domain.reading.late import late
from bot.domain.reading.name_reach import head_start
from bot.domain.reading.name_stops import PLAIN, is_generic
from bot.domain.reading.place import Place, details_end, end_before, inside, level_of
from bot.domain.reading.place_words import (
    CHAR,
    CN,
    CROSS,
    NUM,
    ROAD,
    SUFFIX_STRONG,
    SUFFIX_WEAK,
    ZONE,
)
from bot.domain.reading.quick import compiled
from bot.domain.reading.together import Found, Together

_SITE = late(
    r"(?=[\d换首热锅泵阀服加供电分站号桥广收缴营检小能隔中补混一二三四五六七八九十])(?:\d{1,2}号)?(?:(?:供热)?换热[站间]|(?<!\s)换热机组(?=[\s,。跳停坏漏故不没]|$)|(?:换热|热源|供热)?首站|热源(?=[\s,\d因停全])|热力站|热源厂|锅炉房|泵站|阀门室|(?:热力|供热|阀门)?(?:检查室|小室)|补偿器室|能源站|(?:隔压|中继|混水)泵?站|服务站|加压站|供热[站所]|水?泵房|机房|电厂(?!路|"
    r"街|宿舍|家属|小区)|(?:供[热暖])?[收缴]费(?:大?厅|处|点|站)|营业[厅所]|"
    r"(?:分站|\d{1,2}站(?=[\s,。]|$)|站(?<=[关里园苑湾府营庄桥村门岭湖河山海坡岗]站)(?=[\s,。;变跳停失仪掉报趴补没断]|泵|除污|板换|[一二][次网]|循环|配电|控制柜|PLC|DCS|$)|站(?<=[东西南北路街城一二三四五六七八九]站)|站(?<=[^车网总交油铁费气各本我全到这那几两出进驿基电每该哪换力热源泵务在次个\s]站)(?=掉压|[跳停失断][闸电压水]|报警|趴窝|(?:\s|[一二]次)?(?:循环|补水|侧|泵|除污器|板换|变频|软水)))(?!前[街路])(?![在着长台里区]|[小老][^\W\d_][\s,。:]|[小中]学|[东西南北]|立交)|"
    r"[一二三四五六七八九十]个(?:换热)?站|\d{0,2}号站(?![东西南北前])|桥下|桥[东西南北]?头|广场[东西南北]侧)"
)
#: what stands in every one of them, looked for with all the others
_ANY_SITE = compiled(
    r"站|(?<=热)(?:源|间|机组)|(?<=[炉泵机])房|(?<=[门查小器])室|(?<=[源电])厂|(?<=[收缴])费|(?<=[热业])所|(?<=业)厅|桥|(?<=广)场"
)
_NAMED = compiled(
    rf"(?:{SUFFIX_STRONG})(?:小区|公寓|宿舍(?!楼)|安置区|社区|家属[院楼区房]|场直(?:小区)?|分院|分校|(?:教?职工|教师)(?:宿舍|住宅|公寓|家属[院楼区]))?(?![内里]?(?:[路街]|大[街道路])|街道|群){ZONE}"
)
#: what may stand behind a name that ends in a weak word, so that it is one
_AFTER_NAME = (
    rf"(?=$|[\s,。;:!?、(]|{CHAR}{{1,3}}(?:先生|女士|阿姨)|-\d|[的全整从自也已又没无不停共低打]|[对是][吧不]|咋[回了]|怎么[回了]|[这那][片边块里仨]|有[个户位]|哪个|[这近]几天|约?{NUM}[多余]?户|都(?=[没不停黑冷凉])|"
    rf"[昨今前][天早晚夜]|目前|现在|投诉|报修|低温|一[直点丝户家]|由|上来|突然|业主|住户|居民|物业|支书|书记|去年|{CHAR}{{1,3}}科|病房|门诊|急诊|负[一二\d]|{NUM}[楼层]|地下[室车一二]|顶[楼层]|底商|楼道|管道井|"
    rf"{NUM}[组队社](?![长员])|[一二三四五六七八九十]条(?=[\s,全都没不])|供[暖热]|因|临街|食堂|操场|宿舍|教学|(?:综合|办公|实验|行政|图书)楼|[东西南北]头|自建房|[东西南北]区?[大正]?门|[大正后]门|门口|门前|[东西南北]墙)"
)
_NAMED_WEAK = compiled(
    rf"村(?![民里委长子口干]){ZONE}|(?:{SUFFIX_WEAK}){ZONE}{_AFTER_NAME}|委(?={NUM}组)"
)
_ROAD_ALONE = compiled(
    rf"{ROAD}(?:沿线|段(?<![这那该此本某整个条一全]路段)(?=[\s,。架])|[东西南北中](?:段|侧)|跨河桥|立交桥|天桥|[东西南北]?路?口(?=[\s,。;在]|$)|(?=[\s,。;(]|[{CN[1:-1]}\d千几]{{1,5}}[多余来]?户|供热|[热电]力|[一二][级次]网|最[里外东西][头边面]|(?:进去)?(?:[左右]手)?第[{CN[1:-1]}\d]{{1,2}}[家户个]|DN|主?干[管线]|主管|地下|管|自建房|平房|全|人行道(?!砖)|便道|绿化带|辅道|加油站|银行|[农工建中]行|超市|市场|支线|桥头|顶管|施工|挖|"
    rf"那[个边根段]|的(?=[^\x00-\x7f])|[修正在因有旁附]|(?:公安)?[分支]局|邮政|上(?![班门午下])|$))"
)
#: 某某源三期的: a phase is told of compounds only
_PHASE = compiled(
    rf"(?:期(?<=[\d{CN[1:-1]}]期)|区(?<=[A-Z一二三四五六七八九十]区)(?<![热暖线站管片].区))(?=的|业主|住户|居民|是|全|没|不|停|又|也|都|整|[\s,。])"
)
_BACK = compiled(
    r"后身|[前后]院(?=那|里?[\s,。]|$)|[东西南北大]门(?:外|内|旁|口)?|门口|门前|物业[楼办]|会所|门卫|地下车库|底商"
)
#: what is known by everybody and no compound, where it is said where about it
_LANDMARK = compiled(
    r"(?:[市商菜]场|[马花鱼菜早夜]市|[渠河江湖]|超市|桥|立交|车站|公交站|加油站|收费站|站牌|(?:液化气|加气|垃圾|公交|客运|气象|消防|地铁)站|体育[场馆]|图书馆|文化宫|少年宫|电影院|剧院|公园|广场|派出所|银行|"
    r"酒店|宾馆|饭店|俱乐部|礼堂|粮[店库站]|[厂局所段]|公司|转盘|环岛|红绿灯|路口)"
    r"(?:[前后][面头]|对过|[东西南北]{1,2}[侧面边]|(?=往[东西南北])|底下|对面|旁边?|后身|[东西南北]墙外?|[东西南北](?:门|口|堤|岸|坝)|[前后正侧大旁]门口?|出口|入口)|"
    r"(?:公交站|站牌|水库|大桥|立交桥?(?=\s)|天桥|体育场|车站|加油站|转盘|环岛|隧道|涵洞|河堤|收费站)(?=那[根段片边处]|[\s,。]|$)"
)


class _Ending(NamedTuple):
    """What ends a place's name, and how many characters of a name it takes before it."""

    pattern: re.Pattern[str]
    least: int
    most: int
    #: whether it stands right behind the name
    adjacent: bool = False


_CROSSING = _Ending(CROSS, 2, 10)
_OF_SITE = _Ending(_SITE, 1, 18)
_OF_LANDMARK = _Ending(_LANDMARK, 2, 10)
_ENDINGS = (
    _OF_SITE,
    _Ending(_NAMED, 1, 12, adjacent=True),
    _Ending(_NAMED_WEAK, 1, 12, adjacent=True),
    _Ending(_PHASE, 2, 10),
    _Ending(_BACK, 2, 14),
    _Ending(_ROAD_ALONE, 1, 9, adjacent=True),
    _OF_LANDMARK,
)
#: more places than this no message needs; what it takes to read one stays bounded
MOST = 48
_TOGETHER = Together(
    CROSS,
    _ANY_SITE,
    *(ending.pattern for ending in _ENDINGS if ending is not _OF_SITE),
    *place_positions.TOGETHER,
    most=MOST,
)


def look(text: str) -> Found:
    """Where the words stand that tell places; what the others here are handed."""
    found = _TOGETHER.find(text)
    if _ANY_SITE in found:
        return {**found, _SITE: list(islice(_SITE.finditer(text), MOST))}
    return found


def crossings(text: str, seen: Found, taken: list[tuple[int, int]]) -> list[Place]:
    """Where two roads meet; looked for first, for roads have numbers."""
    return _ending_in((_CROSSING,), text, seen, taken) if CROSS in seen else []


def find(text: str, seen: Found, taken: list[tuple[int, int]]) -> list[Place]:
    """The places of `text` outside the spans `taken`, which grows by them."""
    found = _ending_in(_ENDINGS, text, seen, taken) if seen else []
    if len(taken) > 1:
        found = [p for p in found if p.named]
    found += place_positions.find(text, seen, taken)
    if not taken and (plant := _PLANT.search(text)):
        found.append(Place(plant.start(), plant.end(), plant[0], True, 0))
    return found


def _ending_in(
    endings: tuple[_Ending, ...], text: str, seen: Found, taken: list[tuple[int, int]]
) -> list[Place]:
    found = []
    for ending in endings:
        for match in seen.get(ending.pattern, ()):
            place = _told_by(ending, text, match, taken)
            if place is not None:
                found.append(place)
                taken.append((place.start, place.end))
    return found


#: there is but one, so it needs no name
_PLANT = late(r"热源厂|首站|热力大厅|(?<![趟去跑到])营业厅")


_BREAKS = " \t\n,。;:!?"
#: `某某百货负一层`, `某某检查站 宿舍`: where people work, told where no home is
_INSTITUTION = compiled(
    r"(?:[镇乡区县市]政府|政务大厅|管理局|[分市区县]局(?=[\s一二三四五六七八九\d办])|街道办(?:事处)?|银行|信用社|百货|酒店|宾馆|招待所|旅社|检查站|试验站|客运站|村委会|村民小组|大棚|车间|厂房|仓库|[冷粮]库|"
    r"派出所|消防(?:救援)?站|加油站|收费站|法院|检察院|[邮供税]\S{1,2}局|市场|商场|超市|饭店|浴池|影城|网吧|会所|药店|诊所|体育馆|图书馆|文化宫)"
)


#: whoever works there calls
_CALLS = ("来电", "打来", "打电话", "报修", "反映")


def institutions(text: str) -> list[Place]:
    """Such a place at the start of what is said, a number, a side or a blank behind it."""
    for match in islice(_INSTITUTION.finditer(text), MOST):
        start = head_start(text, match.start(), match.start())
        name, end = text[start : match.start()], details_end(text, match.end())
        apart = start == 0 or not text[start - 1].strip(_BREAKS)
        ended = end > match.end() or not text[end : end + 1].strip(_BREAKS)
        ended = ended or text.startswith(_CALLS, end)
        if apart and ended and 2 <= len(name) <= 10 and not _is_plain(name, name):
            return [Place(start, end, text[start:end], True, level_of(text[match.end() : end]))]
    return []


_BRACKETED = late(rf"(?:小区|[楼院村校厂])\((?={CHAR}{{2,10}}\))")
#: before which house is not said: `楼前热力小室`
_WHERE = late("[楼门院房屋家校店厂路墙]?[前后旁上下里外][面边头]?")


def _told_by(
    ending: _Ending, text: str, match: re.Match[str], taken: list[tuple[int, int]]
) -> Place | None:
    """A place told by the word it ends in."""
    if inside(match.start(), taken) or inside(match.end() - 1, taken):
        return None
    low = end_before(match.start(), taken)
    start = max(low, head_start(text, match.start(), match.start()))
    if _is_listed(match, text, start):
        start = _listed_names(text, start, low)
    if text[match.start() - 1 : match.start()] in ("姓", "各"):
        return None
    bracketed = _BRACKETED.match(text, start, match.start()) if "(" in text else None
    if bracketed:
        start = bracketed.end()  # 小区(某某公园)换热间
    words = text[start : match.end()]
    name = text[start : match.start()].strip().rpartition(" ")[2]
    least = ending.least
    if match[0].endswith("中心") or (
        ending is _OF_LANDMARK and not text[start - 1 : start].strip(_BREAKS)
    ):
        least = 0
    elif ending.adjacent and text[match.start() - 1 : match.start()] in (" ", "\t"):
        return None
    if "(" in name and ")" not in name:
        return None
    name = name.rstrip(")") if bracketed else name
    most = ending.most + (_REGION if _IN_REGION.search(name) else 0)
    if not least <= len(name) <= most and "、" not in words:
        return None
    if is_generic(words) or _is_plain(name, words):
        return None
    end = details_end(text, match.end())
    named = ending is not _OF_SITE or not _WHERE.fullmatch(name)
    return Place(start, end, text[start:end], named, level_of(text[match.end() : end]))


#: `某某市某某区某某镇` before a name, and how many characters it may take
_IN_REGION = late("[市县旗].+[区镇乡]|[区县].+[镇乡]")
_REGION = 8


def _is_listed(match: re.Match[str], text: str, start: int) -> bool:
    """`甲苑、乙里、丙三个换热站`: the stations are listed."""
    return "个" in match[0] and start > 1 and text[start - 1] == "、"


def _listed_names(text: str, start: int, low: int) -> int:
    while start - 1 > low and text[start - 1] == "、":
        start = head_start(text, start - 1, start - 1)
    return start


def _is_plain(name: str, words: str) -> bool:
    if _SITE_END.search(words):
        return bool(PLAIN.search(name))
    return bool(PLAIN.search(words)) and not _STRONG.search(words)


_SITE_END = late(r"[站厂室房间组厅点处]$")
_STRONG = compiled(SUFFIX_STRONG)
