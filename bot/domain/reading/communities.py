"""The proper name of a compound, village, school or yard within an address."""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_uppercase

from bot.domain.reading import before_names
from bot.domain.reading.late import late
from bot.domain.reading.place_details import FIRST, LATIN, SHOP, SIGNS, STARTS, detail
from bot.domain.reading.place_words import (
    CHAR,
    CITY,
    CN,
    CROSS,
    FLOOR,
    FORMER,
    HOUSE_KIND,
    IN_PAIR,
    NO_COMMUNITY,
    NO_ESTATE,
    NUM,
    ROAD,
    STATION,
    SUFFIX_STRONG,
    ZONE,
)
from bot.domain.reading.quick import compiled, guarded

_YARD = late(
    rf"{CHAR}{{1,8}}?(?:{ROAD}|[通条])(?:\d+巷)?\s?[甲乙丙丁副]?{NUM}号(?:大杂?|老)?院(?:[东西南北中]区)?"
)
#: a quarter that has a number for a name
_BLOCK = late(
    r"(?:(?<=[路街道巷区市县镇\s])|^)(?:(?:\d{1,3}号?|[一二三四五六七八九十]{1,3}号)(?:小区|街坊)|^(?:\d{1,3}|[一二三四五六七八九十]{1,3})号大?院|"
    r"\d{1,3}团[一二三四五六七八九十\d]{1,3}连)"
)
_ANY_BLOCK = late("小区|街坊|团|号大?院")
_GAP = late(r"[\s,]")
_TWO = late(rf"{CHAR}{{2}}\s(?={CHAR})")
_ROAD_HEAD = late(
    rf"^{CHAR}{{1,7}}?{ROAD}(?!队|壹号)(?:街道(?:办事处|办)?)?(?:[\s·]?(?:副|甲|乙)?\d{{1,5}}(?:-\d+)?号(?![院楼]|街坊)\s?)?(?:\d+巷)?(?:[东西南北]口|[东西南北中]段|[东西南北]侧(?={CHAR}{{2,8}}\d)|[东西南北][侧段头]?(?=\s))?"
)
_NO_ROAD = late(r"(?:铁路|公路|电路|水路)$")  # 铁路二村
#: 某某路小学, 某某路社区: the road is a part of the name
_SUFFIX_FIRST = late(
    r"(?:社区|棚户区|村(?=[\s\d]|$)|[一二三四五六七八九十\d]{0,2}(?:小区|宿舍|住宅|家属[院楼区])|小学|中学|大学(?!城)|学院|学校|幼儿园|医院|新村|公寓)"
)
#: 某某路6号家属楼: a kind of house, no name
_HOUSES = late("(?:家属|宿舍|住宅|职工|教师|教工|干部|单身|专家|集资)楼")
_VILLAGE_OFFICE = late(rf"{CHAR}{{2,6}}村(?=委会|部|[老旧](?:棚户|平房|回迁|安置|房))")
#: `某某路与某某道之间 某某三小区`
_AFTER_CROSSING = late(r"^\S+(?:\s(?=\S{3})|$)")
_VILLAGE_STREET = late(rf"{CHAR}{{2,6}}[村屯庄](?={CHAR}{{1,4}}$|[东西南北中前后]{{1,2}}{ROAD})")
_NAME_ON = late(rf"[\s,]*(?:{CHAR}|[A-Z]){{2}}")
#: numbers that are told before the name
_FLOOR_FIRST = late(rf"{FLOOR}|\d{{3,4}}室?|[东西中]户|{LATIN}|(?:[A-Z][a-z]+ )+")
#: what one of them can begin with, but for figures
_NUMBER = FIRST | {"-", "负"}
_TWO_HAN = late(rf"{CHAR}{{2}}")
_BLANKS = late(r"[,\s]*")
_OF_COMPOUND = late(
    rf"{CHAR}{{1,2}}(?:{SUFFIX_STRONG}|[苑园里村庭湾府城居郡轩邸阁墅坊]|广场|国际)(?:(?<=[苑园里村庭湾府城居郡轩邸阁墅坊])[东西南北中A-Z]区)?"
)
_WHOLE = late(r"(?:[ ,]*(?:全|整个)(?:小区|村|社区)|[ ,]+村[口头东西南北]).*$")
_GATE = late(r"(?:[东西南北]门|大?门口|门前)外?(?:便道|人行道)?$")
#: `某门苑3-2-501`: the gate is a part of the name
_GATE_NAME = late(
    rf"[东西南北][门口]{CHAR}{{0,3}}(?:苑|园|里|庭|府|湾|城|居|坊|家园|新村)(?=[\s\d,A-Z]|$)"
)
_NO_NAME = late(rf"(?:从|{FLOOR}|(?:平|瓦|[红灰]砖?)?[楼房]|大杂院|(?:职工)?楼\d|职工楼)")
_ASIDE_OF = late("对[面过门]|[后前][面边身头院]|旁|隔壁")
_ENDING = guarded(rf"{SUFFIX_STRONG}|街区|(?<=[东西南北厂局矿])平房(?=\s?\d{{1,2}}排)")
_BY_ENDING = late(
    rf"(?:[A-Z]\d(?={CHAR}))?{CHAR}{{1,10}}?(?:\d{{1,2}}号(?=公馆|公寓)|\d{{1,3}}(?=街区)|\d{{2,3}}{CHAR}{{0,2}}?)?{_ENDING}"
    rf"(?:[城苑园里府湾庭居](?=[\s\d,]|$)|{CHAR}{{2}}[苑园里](?=[\s\d,]|$)|小区|公寓|宿舍|安置区|社区|(?:机关)?家属[院楼区房](?:[东西南北]村)?|(?<=宿舍)院|(?<=[学院校])教?职工(?:宿舍|住宅|公寓|家属[院楼区])|场直(?:小区)?|干休所|分院|分校|{CHAR}{{2}}公寓|{CHAR}{{2,4}}(?:学生宿舍|分[园院校]))?"
)
_OLD_HOUSE = late("[局校厂段所司行社矿](?:[老旧新]楼|院子)")
_NAME = late(
    rf"(?:[A-Za-z ]+\s|[A-Z]\d(?=[^\x00-\x7f]))?(?:{CHAR}|·){{2,12}}"
    r"(?:[A-Z]{3,}|\d{2,3}(?=\s))?"
)
_ZONE = late(
    rf"(?:(?<=城)\d代(?=\s?\d)|(?<=[都城苑园])[A-Z]\d(?=\s\d{{1,2}}(?:号楼|栋|幢))|(?<=[馆园府城院著])(?:1[89]|20)\d\d(?=[\s,]?[A-Z\s,])|[一壹]号院?(?=[\s\dA-Z甲乙]|$)|(?<![村屯庄])1号(?=\s?\d{{1,2}}(?:-|号楼|栋|幢|#))|"
    rf"(?:公租|廉租|安置)房(?=$|[A-Z东西南北一二三四五六\d]{{1,2}}[区期]))?{ZONE}"
)
#: what it begins with, but for figures and blanks
_ZONE_FIRST = frozenset(f"{CN[1:-1]}壹东西南北中新老甲乙丙丁公廉安({ascii_uppercase}")
#: a part of a hospital or school
_WARD = compiled(r"(?<=院)(?:住院部|门诊部)|(?<=学)(?:教学楼|食堂)")
#: a town's own hospital or school is known by the town
_PUBLIC = late(
    r"(?:第?[一二三四五六七八九十]|中心|人民|中|实验|妇幼|职业|高级)*(?:医院|卫生院|中学|小学|幼儿园|敬老院|养老院|福利院|高中)"
)
_OF_TOWN = late(rf"{CHAR}{{2,4}}(?<![省市区])[县旗镇乡市]$")
_DOOR = late(r"\s?[A-Z]?\d{1,3}#?-")
_LANDMARK_ON = late("[市商]场|超市|银行|加油站|体育馆|图书馆")
#: what shops at a compound are told by: `某苑门市12号`
_GROUND_FLOOR = late(r"\s?(?:门市|门面|门脸|底商|商铺|铺面|店面|商网|网点)")
_LIVED_IN = frozenset("苑园里府庭城湾居阁轩邸墅郡村区院舍寓")
#: a road, a district, what is but a kind
_NO_HOME = late(
    rf"{CHAR}{{1,7}}{ROAD}|{CITY}[市区县旗]|[矿市城]区|仓买|窑洞|职工楼|(?:[巷街]道?)?尽头"
)
_SHOP = late(rf"{CHAR}{{0,6}}?(?:{SHOP})|{CHAR}{{2,4}}(?:{SIGNS})$")
#: `某路那条`, `某局东边那栋`: what is pointed at stands at a place that is told
POINTED = late(
    r"[路街巷道村委院区园苑里庄屯城县镇厂局校口段东西南北边面侧头旁后前]那[条栋座趟排片幢间溜](?=.)"
)


@lru_cache(maxsize=64)
def community(address: str) -> str | None:
    """The proper name in an address: neither district nor road before it nor numbers after it."""
    words = address.strip()
    if station := _station(words):
        words = words[: station.start()].rstrip()
        if "、" in words or not _of_compound(words):
            return None
    if "那" in words and (pointed := POINTED.search(words)):
        words = words[: pointed.start() + 1]  # `某里那栋老楼2单元`
    if "院" in words and (yard := _YARD.search(words)):
        return before_names.ROAD_BEFORE.sub(
            "", _behind(before_names.BEFORE_ROAD, _behind(before_names.ADMIN, yard[0]))
        )
    if _ANY_BLOCK.search(words) and (block := _BLOCK.search(words)):
        return block[0]
    words = _behind(before_names.ADMIN, words).lstrip(" ·,")
    apart = not words.replace("-", "").isalnum() and _GAP.search(words) is not None
    if apart:
        words = IN_PAIR.sub("", HOUSE_KIND.sub("", words))
        words = _without(before_names.LARGER, _behind(before_names.CITIES, words))
    if "全" in words or "整个" in words or "村" in words:
        words = _WHOLE.sub("", words)
    after = _after_roads(_after_numbers(words))
    if after is None:
        return None
    words = (_after_larger(after) if apart and _GAP.search(after) else after) or ""
    if (
        not words
        or NO_COMMUNITY.match(words)
        or (detail(words) and not (_BY_ENDING.match(words) or _GATE_NAME.match(words)))
    ):
        return None
    words = _GATE.sub("", words) if "门" in words else words
    told_larger = "社区" in words or "新城" in words
    return _named(_behind(before_names.DISTRICT, words) if told_larger else words, address)


def _named(words: str, address: str) -> str | None:
    """The name that words begin with, by its ending or by the kind of place it is."""
    words = _behind(FORMER, words)
    if "团" in words or "师" in words:
        words = _behind(before_names.CORPS, words)
    if _ASIDE_OF.search(words):
        words = _behind(before_names.LANDMARK, words)
        if _NO_NAME.match(words):
            return None
    words = _behind(before_names.IN_CITY, words) if words[:1] in before_names.CITY_FIRST else words
    if "村" in words and (office := _VILLAGE_OFFICE.match(words)):
        return office[0]
    strong = _BY_ENDING.match(words)
    found = None if strong else _by_place(words)
    if strong:
        found = _WARD.sub("", _tidy(words[: _zone_end(words, strong.end())]))
    if found and found[-1] in "院学园中" and _PUBLIC.fullmatch(found):
        town = _OF_TOWN.search(address.strip().partition(found)[0])
        return f"{town[0]}{found}" if town else found
    return found


def _station(words: str) -> re.Match[str] | None:
    """Where a station is told; what its name ends in is asked first because it is quick."""
    may = "站" in words or "源" in words or "室" in words or "房" in words or "换热" in words
    return STATION.search(words) if may else None


def _behind(first: re.Pattern[str], words: str) -> str:
    """The words without what they begin with."""
    begun = first.match(words)
    return words[begun.end() :] if begun else words


def _after_larger(words: str) -> str | None:
    """What is told after an earlier part and a gap; None if a road is all there is."""
    after = _without(before_names.EARLIER, words)
    if after is not words:
        after = _after_roads(after) or after
    rest = _without(_TWO, after)
    return rest if rest is after else _after_roads(rest)


def _of_compound(words: str) -> bool:
    """Whether a station's name before it is the compound's whose station it is."""
    name = _OF_COMPOUND.search(words)
    if name is None:
        return False
    rest = words[_zone_end(words, name.end()) :].lstrip()
    return not rest or bool(detail(rest))


def _without(larger: re.Pattern[str], words: str) -> str:
    """The words after a larger part, if it is a name that comes then."""
    before = larger.match(words)
    return words[before.end() :] if before and not detail(words, before.end()) else words


def _after_numbers(words: str) -> str:
    """The words after numbers that are told before the name."""
    at = 0
    while (words[at : at + 1] in _NUMBER or words[at : at + 1].isdecimal()) and (
        number := STARTS.match(words, at) or _FLOOR_FIRST.match(words, at)
    ):
        at = _BLANKS.match(words, number.end()).end()  # type: ignore[union-attr]
    return words[at:] if at and _TWO_HAN.match(words, at) else words


def _after_roads(words: str) -> str | None:
    """What is told after a road and its number; None if a road is all there is."""
    for _ in range(2):
        road = _ROAD_HEAD.match(words)
        if not road:
            break
        if village := _VILLAGE_STREET.match(words):
            return village[0]
        rest = words[road.end() :]
        if road[0].endswith("号") and _HOUSES.match(rest):
            return None
        if _SUFFIX_FIRST.match(rest) or (rest and _NO_ROAD.fullmatch(road[0])):
            break
        if CROSS.search(words):
            rest = _AFTER_CROSSING.sub("", words)
        if rest == words or not _NAME_ON.match(rest):
            return None
        words = rest.lstrip(" ,·\n\t")
    return words


def _by_place(words: str) -> str | None:
    """A name with no ending that tells it: what stands before the numbers."""
    end = _name_end(words)
    found = _tidy(words[:end])
    if len(found) < 2 or _LANDMARK_ON.match(words, end):
        return None
    if _SHOP.match(words) and not (_GROUND_FLOOR.match(words, end) and found[-1] in _LIVED_IN):
        return None
    if _NO_HOME.fullmatch(found):
        return None
    if (
        NO_ESTATE.search(found) or (found.endswith("公园") and len(words) > end)
    ) and not _DOOR.match(words, end):
        return None
    return found


def _name_end(words: str) -> int:
    """Where the name and its zone end: before a number, a detail, a blank; 0 if nowhere."""
    run = _NAME.match(words)
    for at in range(2, run.end() + 1 if run else 0):
        end = _zone_end(words, at)
        if end == len(words) or words[end] in " ,\t\n(" or detail(words, end):
            return end + 2 * bool(_OLD_HOUSE.match(words, end - 1))
    return 0


def _zone_end(words: str, at: int) -> int:
    """Where its zone ends, and the zone's own: `二期东区`, `东里3号院`."""
    for _ in range(2):
        char = words[at : at + 1]
        if char not in _ZONE_FIRST and not char.isdecimal() and not char.isspace():
            break
        zone = _ZONE.match(words, at)
        if zone is None or zone.end() == at:
            break
        at = zone.end()
        if words[at - 1] not in "里期":
            break
    return at


#: but a zone: `(北区)`
_LAST_BRACKET = late(r"\((?![东西南北中新老一二三四五六七八九十\dA-Z]{1,2}[区期片里院]\))[^)]*\)$")


def _tidy(name: str) -> str:
    return _LAST_BRACKET.sub("", name).strip(" ,·")


def is_station(words: str) -> bool:
    """Whether a place is a part of the net rather than of a compound."""
    return _station(words) is not None
