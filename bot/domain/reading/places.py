"""Where it is: spans that locate a household or a thing, told by their structure (R2.2.2).

Nothing is looked up. A place is what stands before building, entrance and room numbers, or ends
in a word that compounds, villages, yards, roads or stations end in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = "\u4e00-\u9fff"
_CN = "[一二三四五六七八九十百零〇幺两]"
NUM = rf"(?:\d{{1,4}}|{_CN}{{1,4}})"
_NUMS = rf"(?:{NUM}(?:\s?[、,~到至和及-]\s?(?={NUM}))?){{1,16}}"

_CODE = (
    r"(?<![\d.\-/年月])[A-Za-z甲乙丙丁东西]?\s?\d{0,2}#?(?:(?<=[A-Za-z甲乙丙丁东西#])-?)?"
    r"\d{1,3}#?\s?-\s?\d{1,2}\s?-\s?(?:\d{1,4}|[东西中]户?)(?![\d年月:.]|\s?[度℃])"
    r"|(?<![\d.\-/年月])(?:[A-Za-z甲乙丙丁]\d?-?)?\d{1,3}#?-\d{3,4}(?![\d年月:.]|\s?[度℃])"
    r"|(?<![\dA-Za-z])[A-Za-z]\d{0,2}-\d{3,4}(?![\d年月:.])"
)
_BUILDING = (
    rf"(?:[甲乙丙丁]|[A-Z])?{_NUMS}(?:号楼|号院|#楼|号公寓|号宿舍|栋|幢|座(?!谈|席|机|城)|#(?!炉)|单元|门(?![口外卫诊面])|"
    rf"室(?!内|温|外)|排(?!气|水|放|队|查|完))"
    rf"|(?<![A-Za-z])[A-Z甲乙丙丁](?:[、,][A-Z甲乙丙丁])*[四三两]?(?:座|栋|号楼|区(?=\d))"
    rf"|[A-Z](?:座|楼)|[东西中南北]单元"
)
_NUMBERED = rf"(?:副|甲|乙)?{NUM}(?:-\d{{1,3}})?号(?!线|早|上午|下午|晚|夜|开始|交|那天|就|到|起|站|井|停|供|才|前|之前|席|工|机|炉|换热|锅炉|民|文件|单|令)"
_SPOKEN_ROOM = rf"(?<=[楼元栋座门幢#号院院层])\s?(?:\d{{3,4}}|[一二三四五六七八九零〇幺两洞]{{3,4}})(?![\d度℃户元平多块])(?:室|号|户)?"
_REST = (
    r"(?:最?靠?[东西南北]?边上|[东西南北中](?:户|门外?|侧|头|角|北角|南角)|东北角|西北角|东南角|西南角|"
    rf"{NUM}(?:楼|层)(?:和{NUM}(?:楼|层))?(?:之间|中间)?(?!以|的?人)|{NUM}条|{NUM}组(?!暖|散|片|人|地)|门口|门市|门面|底商(?:[“\"][^”\"]{{1,10}}[”\"])?|"
    r"人行道|便道|沿线|后身|桥下|楼梯口|地下室|平房|自建房|住院部|锅炉房|换热站|热力站|阀门室|"
    r"(?<=[站房])隔壁(?=\d)|那栋楼|这一趟|[东西](?=\s|$|,))"
)
_DETAIL = re.compile(rf"(?:{_CODE}|{_BUILDING}|{_SPOKEN_ROOM}|{_REST}|{_NUMBERED})(?:室|户)?")
_STARTS = re.compile(rf"(?:{_CODE}|{_BUILDING}|{_NUMBERED})(?:室|户)?")
# "是东苑啊不对是西苑西苑三号楼": said twice, meant once.
_TWICE = re.compile(rf"([{_HAN}]{{2,6}})(?=\1)")
_GAP = re.compile(r"[ \t,·、\n]{0,2}")

_STOP = re.compile(
    r"家住址?|居住在?|住在|我们家?|我家|[他她俺]家|你们|咱们?|[我您你他她]|一共|就是|不是|地址|位置|地点|房号|"
    r"用户|业主|户主|来电|电话|手机|反映|投诉|报修|昨[天晚]|今[天早晚]|明[天早]|刚才|刚刚|刚接|第?[一两二三]个|"
    r"联系|微信|同号|先生|女士|阿姨|大爷|大妈|大姐|大叔|师傅|老师|姓名|听说|请|[的在是了说问把被就又还呢啊吧吗呃也很给让到从往叫们么没不]|这儿|那儿|过(?![街境])|怕|"
    r"这[个儿边里]?|那[个儿边里]?|谁|(?<=[^花新名帝首])都|催办|派单|急|(?<![房站])隔壁|楼上|楼下|对面|邻居|所有人|代表|转发|转自|"
    r"来自|客服|住(?![宅院])|小区名|现在|市民|称|位于|涉及|恢复|影响|导致|家里|家中|家属(?![院楼区])|[零一二三四五六七八九幺]{3,}|负责|管理|"
    r"业主\d?群|发现|巡检|值班|早上|上午|下午|晚上|中午|接报|人[称问]|看见|听见|感谢|谢谢|整个|全部|物业|预计|原址"
)
_SUFFIX_STRONG = (
    r"小区|花园|家园|佳园|嘉园|新村|公寓|宿舍|家属[院楼区]|佳苑|嘉苑|雅苑|名苑|学苑|馨苑|四合院|大院|"
    r"公馆|华府|御府|名邸|名居|美居|雅居|名都|花都|华庭|豪庭|山庄|庄园|公社|新城|名城|大厦|丽景|"
    r"中学|小学|大学|学院|学校|幼儿园|医院|敬老院|养老院|福利院|人家|名家|江南|东方|一品|国际城|社区"
)
_SUFFIX_WEAK = r"苑|园|里|村|府|庭|城|湾|居|阁|轩|邸|墅|郡|堡|台|屯|庄|坊|国际|广场|半岛|水岸|东郡|天下|世家|公园|院|府邸|沟|岸|都会"
_ZONE = (
    rf"(?:\s?(?:{NUM}期|[东西南北中]{{1,2}}(?:区|院|里)|[A-Z{_CN[1:-1]}]区|南校区|北校区|东校区|西校区|[一二三四]社区))?"
    r"(?:\([^()\n]{1,8}[店园院]\))?"
)
_NAMED = re.compile(rf"[{_HAN}]{{1,10}}?(?:{_SUFFIX_STRONG})(?![内里]?[路街大]|街道|群){_ZONE}")
_NAMED_WEAK = re.compile(
    rf"(?:^|(?<=[\s,。;:!?、)】\]“”(@在到是住们的]))[{_HAN}]{{1,9}}?(?:{_SUFFIX_WEAK}){_ZONE}"
    rf"(?=$|[\s,。;:!?、(]|[{_HAN}]{{1,3}}(?:先生|女士|阿姨)|的|全|整|这几天|{NUM}多?户|停|上来)"
)
_ROAD = r"(?:大街|大道|胡同|路|街|巷|道(?![街路沟口里]))"
_CROSS = re.compile(
    rf"[{_HAN}]{{2,10}}?{_ROAD}(?:与|和|、|跟)[{_HAN}]{{1,8}}?(?:{_ROAD}(?:交叉口|交汇处|交口|路口|口)?|路口)"
    r"(?:[东西南北]{1,2}(?:角|侧))?"
)
_SITE = re.compile(
    rf"(?:[{_HAN}]{{1,6}}、){{0,5}}[{_HAN}]{{1,10}}?(?:\d{{1,2}}号|[{_HAN}]区)?"
    r"(?:换热站|热力站|热源厂|锅炉房|泵站|阀门室|服务站|加压站|供热站|电厂|[一二三四五六七八九十]个站|号站|桥下|广场[东西南北]侧)"
)
_ROAD_ALONE = re.compile(
    rf"[{_HAN}]{{2,9}}?{_ROAD}(?:沿线|[东西南北](?:段|侧)|(?=[\s,。;]|供热|热力|主管|地下|管|自建房|平房|$))"
)
_BACK = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:后身|北门|东门|南门|西门|门口|门前)(?:外)?(?:便道|人行道)?"
)
_OF_FIELD = re.compile(
    r"(?:详细地址|问题地址|诉求地址|用户地址|家庭住址|地址|住址|位置|地点|\"addr(?:ess)?\")"
    r"[ \t]*(?:不变|变更为|改为|是)?[ \t]*[::][ \t]*[\"'`“]?([^\n;。|\"'`”}{]{2,60})"
)
_NO_FIELD = re.compile(r"不清楚|不详|保密|没有|^无|未知|未提供|匿名|同上|^[-—*]+$")
_NEXT_LABEL = re.compile(
    r"[\s,、/]+[\u4e00-\u9fff]{2,6}:|(?<=.)(?:电话|联系|内容|诉求|情况|要求|处理|反映)"
)
_ADMIN = re.compile(
    rf"^(?:[{_HAN}]{{2,6}}?(?:省|市|自治区|县|旗|(?<!小)镇|乡|街道(?!口)|新区|(?<![小社园校片])区(?=[\s·]?(?![一二三四五六七八九十]+(?:号|栋|幢|座|单元|期))[{_HAN}]))[\s·]?)+"
)
_ROAD_HEAD = re.compile(
    rf"^[{_HAN}]{{1,7}}?{_ROAD}(?:[\s·]?(?:副|甲|乙)?\d{{1,5}}(?:-\d+)?号(?![院楼])\s?)?(?:\d+巷)?"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A span that locates something; `level` 0 has no number, 1 a building, 2 a room."""

    start: int
    end: int
    text: str
    named: bool
    level: int
    labelled: bool = False


def find(text: str) -> list[Place]:
    """Every place of `text` in order. Phones must have been blanked out of it."""
    runs = _labelled(text)
    taken = [(p.start, p.end) for p in runs]
    at = 0
    while match := _STARTS.search(text, at):
        at = match.end()
        if _inside(match.start(), taken):
            continue
        place = _run(text, match, taken)
        if place is not None:
            at = max(at, place.end)
            runs.append(place)
            taken.append((place.start, place.end))
    for pattern in (_CROSS, _SITE, _NAMED, _NAMED_WEAK, _BACK, _ROAD_ALONE):
        for match in pattern.finditer(text):
            start = _head_start(text, match.start(), match.end())
            if match.end() - start < 2 or _inside(start, taken) or _inside(match.end() - 1, taken):
                continue
            if _GENERIC.search(text[start : match.end()]) or _plain_words(
                text[start : match.end()]
            ):
                continue
            end = _details_end(text, match.end())
            runs.append(Place(start, end, text[start:end], True, _level(text[match.end() : end])))
            taken.append((start, end))
    return _joined(text, sorted(runs, key=lambda p: p.start))


_GENERIC = re.compile(
    r"(?:^|[\s,])(?:全|整|本|该|同|各|几|多|一|两|哪|别的|其他|附近|我们|老旧|自己|有些|同一|这)*(?:个)?"
    r"(?:小区|社区|宿舍|学校|医院|村|换热站|家园|公寓|广场|花园|锅炉房|服务站|幼儿园|小学|大厦|热力站|电厂)$"
)
_PLAIN = re.compile(
    r"家里|屋里|水里|井里|管里|这里|那里|夜里|哪里|站里|群里|手里|心里|楼道|管道|知道|通道|味道|一道|难道|渠道|报道|人行道|房子|夏天|医院路上|路上|[炕凉暖热漏]"
)


def _plain_words(words: str) -> bool:
    return bool(_PLAIN.search(words)) and not re.search(_SUFFIX_STRONG, words)


def _labelled(text: str) -> list[Place]:
    runs = []
    for match in _OF_FIELD.finditer(text):
        start, value = match.start(1), match[1]
        cut = _NEXT_LABEL.search(value)
        value = (value[: cut.start()] if cut else value).rstrip(" ,、/)】")
        for comma in re.finditer(r"[,]", value):
            if not _DETAIL.search(value, comma.end()):
                value = value[: comma.start()]
                break
        if len(value) < 2 or _NO_FIELD.search(value):
            continue
        level = _level(value)
        runs.append(Place(start, start + len(value), value, True, level, True))
    return runs


def _inside(at: int, taken: list[tuple[int, int]]) -> bool:
    return any(s <= at < e for s, e in taken)


def _run(text: str, match: re.Match[str], taken: list[tuple[int, int]]) -> Place | None:
    start = _head_start(text, match.start(), match.start())
    low = max((e for _, e in taken if e <= match.start()), default=0)
    start = max(start, low)
    head = text[start : match.start()]
    named = len(re.sub(r"[\s,·()]", "", head)) >= 2
    if not named:
        start = match.start()
    if not named and (re.fullmatch(_NUMBERED, match[0]) or _COUNTED.match(text, match.start())):
        return None
    end = _details_end(text, match.end())
    return Place(start, end, text[start:end], named, _level(text[match.start() : end]))


# "三栋高层一户都没有": how many, not which.
_COUNTED = re.compile(r"[二两三四五六七八九十百几]+(?:栋|幢|座|排|个单元)")


def _head_start(text: str, at: int, end: int) -> int:
    """How far left the name before a number reaches."""
    start = at
    while start > 0 and at - start < 18 and re.match(rf"[{_HAN}A-Za-z·()]", text[start - 1]):
        start -= 1
    # "幸福花园2期3号楼": the phase is a part of the name.
    if text[start : start + 1] in ("期", "区") and (
        phase := re.search(rf"[{_HAN}]{{2,10}}\d{{1,2}}$", text[max(0, start - 12) : start])
    ):
        start -= len(phase[0])
    gap = start
    words = text[start:end]
    if twice := _TWICE.search(words):
        gap = start + twice.end()
    for stop in _STOP.finditer(words):
        gap = max(gap, min(start + stop.end(), end))
    if at == end and gap == at == start and at > 1 and text[at - 1] in " \t":
        return _over_blank(text, at)
    if gap == start and start > 1 and text[start - 1] in " \t":
        before = re.search(
            rf"(?:^|[\s,。:;!?\]】])([{_HAN}]{{2,8}}?(?:[区市县镇乡村路街巷西东片里院园苑城湾]|小区|\d期))$",
            text[max(0, start - 12) : start - 1],
        )
        if before and not _PLAIN.search(before[1]):
            return start - 1 - len(before[1])
    while gap < end and text[gap] in "·()":
        gap += 1
    return gap


def _over_blank(text: str, at: int) -> int:
    """`阳光花园 3-2-501`: the name stands before a blank."""
    edge = at
    while edge > 0 and text[edge - 1] in " \t":
        edge -= 1
    start = edge
    while start > 0 and edge - start < 16 and re.match(rf"[{_HAN}A-Za-z·()\d]", text[start - 1]):
        start -= 1
    words = text[start:edge]
    for stop in _STOP.finditer(words):
        start = edge - len(words) + stop.end()
    name = text[start:edge]
    if len(name) < 2 or not re.search(rf"[{_HAN}]", name) or _NOT_NAME.search(name):
        return at
    return start


_NOT_NAME = re.compile(r"[热漏冷凉温修坏度]|^\d|复测|处理|工单|管道|单子|维修")


def _details_end(text: str, at: int) -> int:
    """How far right the building, entrance, floor and room reach."""
    end = at
    for _ in range(8):
        gap = _GAP.match(text, end)
        if gap and "," in gap[0] and _level(text[at - 8 if at > 8 else 0 : end]) == 2:
            break
        more = _DETAIL.match(text, gap.end() if gap else end)
        if more is None or not more[0]:
            break
        if gap and gap[0] and re.match(r"[^ ]*[、,\n]", gap[0]) and re.fullmatch(_CODE, more[0]):
            break
        end = more.end()
    return end


_ROOM = re.compile(
    r"-\s?\d{1,4}\s?-\s?[\d东西中]|-\d{3,4}|(?:单元|门|栋|楼|座|#)\s?(?:\d{3,4}|[一二三四五六七八九零〇幺]{3,4})|\d{2,4}室|[东西中]户"
)


def _level(words: str) -> int:
    if _ROOM.search(words):
        return 2
    return (
        1
        if re.search(r"[\d一二三四五六七八九十A-Z甲乙]\s?(?:号|栋|幢|座|#|单元|门|排)", words)
        else 0
    )


def _joined(text: str, runs: list[Place]) -> list[Place]:
    """Join neighbours with nothing but a blank or a comma between: road and number, then compound."""
    out: list[Place] = []
    for place in runs:
        last = out[-1] if out else None
        if (
            last is not None
            and re.fullmatch(r"[ \t,·、\n]{0,2}", text[last.end : place.start])
            and last.level < 2
            and (not place.named or last.level < 1 or place.level > last.level)
            and not (last.labelled and "\n" in text[last.end : place.start])
        ):
            joined = text[last.start : place.end]
            out[-1] = Place(
                last.start,
                place.end,
                joined,
                last.named or place.named,
                max(last.level, place.level),
                last.labelled or place.labelled,
            )
        else:
            out.append(place)
    return out


_STATION = re.compile(
    r"\d{0,2}号?(?:换热站|热力站|热源厂|锅炉房|泵站|阀门室|加压站|供热站|服务站|号站|个站)(?!家属|宿舍|小区).*$"
)


def community(address: str) -> str | None:
    """The proper name in an address: neither district nor road before it nor numbers after it."""
    words = address.strip()
    if station := _STATION.search(words):
        words = words[: station.start()]
        if "、" in words or not re.search(
            rf"(?:{_SUFFIX_STRONG}|[苑园里庭湾府城居]){_ZONE}$", words
        ):
            return None
    if yard := re.search(rf"[{_HAN}]{{1,8}}?{_ROAD}\s?(?:{NUM})号院", words):
        return _ADMIN.sub("", yard[0])
    words = _ADMIN.sub("", words).lstrip(" ·")
    for _ in range(2):
        if road := _ROAD_HEAD.match(words):
            rest = words[road.end() :]
            if _CROSS.match(words) or not re.match(rf"\s?[{_HAN}A-Z]{{2}}", rest):
                return None
            words = rest.lstrip(" ,·")
    words = re.sub(rf"^[{_HAN}]{{2}}\s(?=[{_HAN}])", "", words)
    if _NO_COMMUNITY.match(words):
        return None
    if strong := re.match(
        rf"[{_HAN}]{{1,10}}?(?:{_SUFFIX_STRONG})(?:小区|公寓|宿舍|社区|家属院|[{_HAN}]{{2}}公寓)?{_ZONE}",
        words,
    ):
        return _tidy(strong[0])
    name = re.match(
        rf"(?:[A-Za-z ]+\s)?([{_HAN}]{{2,12}}?(?:[A-Z]{{3,}})?){_ZONE}(?=\s?(?:{_CODE}|{_BUILDING}|{_REST})|\s|$|,)",
        words,
    )
    if name is None:
        return None
    found = _tidy(name[0])
    if re.search(r"(?:站|厂|室|锅炉房|桥下|委|路口|广场|后身)$", found) or len(found) < 2:
        return None
    return found


_NO_COMMUNITY = re.compile(rf"^(?:{_REST}|自来水|[{_HAN}]{{1,6}}?(?:桥下|后身))")


def _tidy(name: str) -> str:
    return re.sub(r"\([^)]*\)$", "", name).strip(" ,·")


def has_room(address: str) -> bool:
    """Whether an address goes down to a flat."""
    return _level(address) == 2


def is_station(words: str) -> bool:
    """Whether a place is a part of the net rather than of a compound."""
    return bool(_STATION.search(words))
