"""Names that nothing but where they stand tells: before 这边, behind 家住, above a list."""

from __future__ import annotations

from itertools import islice

from bot.domain.reading.late import late
from bot.domain.reading.name_reach import PERSON, head_start
from bot.domain.reading.name_stops import PLAIN, STOP, is_generic
from bot.domain.reading.name_words import FOREIGN
from bot.domain.reading.place import Place, inside
from bot.domain.reading.place_words import CHAR, HAN, NUM, ROAD, ZONE
from bot.domain.reading.quick import compiled
from bot.domain.reading.together import Found

#: more of a kind than this no message needs
_MOST = 48
#: 某某中央这边, 某某领域业主, 某某月色有两户: whatever it ends in, what people live in
_LIVED_IN = compiled(
    r"(?:[这那][边里儿片]|整个小区|全小区|小区业主|业主|居民|住户|"
    r"[二两三四五六七八九十]户(?:一起|都|同时|人家))(?!:)|"
    r"(?:[二两俩三四五六七八九十]户|的?[是有](?:[二两俩三四五六七八九十]|\d{1,2})[户家])(?=[\s,:]|$|报|反)"
)
#: `地址是县城西关,`
_SAID = compiled(
    rf"(?:地址|家)[是在]([{HAN}]{{2,8}}),|我是([{HAN}]{{3,8}})的(?=业主|住户|居民|[\s,。])|整个([{HAN}]{{2,6}}?)(?:小区)?[都全](?=[没不停冰凉])|都是([{HAN}]{{3,8}})(?:的|那[趟片栋])(?=[\s,。]|$)|就是?([{HAN}]{{3,8}})那[个边](?:小区|院子?)?(?=[\s,。]|$)"
)
#: a name right after its road or district: `某某新区 某某九天 的`
_AFTER_LARGER = compiled(
    rf"(?:{ROAD}|新区|区|县|镇|乡|街道|街办)[ \t](?P<name>{CHAR}{{4,8}})(?=[\s,。]|$|的)"
)
#: `我小区(某某首府三期)9号楼`
_IN_BRACKETS = compiled(rf"(?:小区|[楼院村校厂])\(([{HAN}]{{2,10}}{ZONE})\)")
#: `。某某牧歌,` and the phone
_BEFORE_PHONE = late(rf"(?:^|(?<=[。!?;\n]))(?P<name>[{HAN}]{{3,8}}{ZONE})[,\s]{{1,2}}(?=\x01)")
#: `【某某府】8幢1701`
_BRACKETED = compiled(rf"(?:【|\[)([{HAN}]{{2,8}}{ZONE})[】\]](?=\s?[A-Z]?\d{{1,3}}[栋号幢#-])")
#: `我家302,`: the door alone, the building having been told
_MY_ROOM = compiled(
    r"(?:我[家是住]|本人住?|我们家)(\d{3,4})(?=[,。\s室的]|$|[^\W\d_](?<![度平元块号户多年米个]))"
)
#: `家住某某御江山,`, `位于某某方舟的业主`
_RESIDES = compiled(
    r"(?:家住|我?住[在的进]是?|我住|居住[于在]|坐落[于在]|位于|地址是|小区[是叫]|我家?在|[咱们]这[里边儿]?是)"
    rf"(?P<name>[{HAN}]{{2,12}}?(?: [{HAN}]{{2,12}}?){{0,2}}(?:[A-Z]区)?)"
    r"(?=[,。]|\s|$|的(?:[,。\s]|$|业主|住户|居民)|(?:住了?)?[几多一二三四五六七八九十\d]{1,3}年)"
)
#: `。某某区某某丹堤,`: a district or a road, a name, and nothing else
_SEGMENT = late(
    rf"(?:^|(?<=[,。;!?:\s]))(?P<name>[{HAN}]{{2,4}}(?:(?<!小)区|县|镇|街道|路|大?街)[{HAN}]{{3,8}}?(?:[A-Z]区)?)"
    r"(?=[,。\s]|$|的(?:[,。\s]|$|业主|住户|居民))"
)
#: `某某路88号某某林语的业主`
_AFTER_NUMBER = late(
    rf"号(?<=\d号)(?P<name>{CHAR}{{3,8}}?)(?=[,。\s]|$|的(?:[,。\s]|$|业主|住户|居民))"
)
#: `16-2-1502 …, 某某湖畔的`: told after the flat
_OWNED = late(
    r"(?:^|(?<=[,。;!?\s]))(?:[是就]?在|是|我们?)?(?P<name>[\u4e00-\u9fff]{2,6}[苑园里村府庭城湾居阁轩邸墅郡堡台屯庄坊际岸畔滨洲岛都会院水河湖谷峰源景澜山]"
    r"(?:[一二三四五六七八九十\d]期|[东西南北A-Z]区)?)的(?=[,。;!\s]|$)"
)
_MANY = late(
    r"[热冷凉漏温暖修坏井管]|[器片阀泵表炉室厅屋家墙口板线人]$|先生|女士|阿姨|[多少数名位个户众各些子间月夜]$|冬天|[楼栋元区院]$|部分|沿线|全体|广大|周边|受|热力|供热|公司|物业|施工|抢修|有|"
    # what somebody does for a living
    r"^(?:送[外快水奶菜煤货]|跑[外快车运]|收[废破]|卖|开(?:出租|滴滴|车|店|饭|超市|货)|做[生买饭小工]|教[书小]|种|养[猪鸡牛羊]|看[门大]|扫[地街大]|烧锅炉|打工|租房|退休|上班|住校|修)"
)


#: what tells a place by itself, and whether by a name
_TOLD = ((_SAID, True), (_IN_BRACKETS, True), (_BRACKETED, True), (_MY_ROOM, False))
#: `某某悦的九栋`: whatever the name ends in
_OF_HOUSE = compiled(
    rf"的\s?(?=(?:{NUM}(?:号楼|[栋幢座](?!长))|\d{{1,2}}#|\d{{1,2}}-\d{{1,2}}-\d{{3,4}}))"
)
#: what is looked for in one run
TOGETHER = (
    _OF_HOUSE,
    _SAID,
    _IN_BRACKETS,
    _BRACKETED,
    _MY_ROOM,
    _RESIDES,
    _AFTER_LARGER,
    _LIVED_IN,
)


def is_ordinary(name: str) -> bool:
    """Whether words that stand where a name may stand are ordinary ones."""
    return is_generic(name) or any(p.search(name) for p in (_MANY, STOP, PLAIN))


#: `我是某某市某某区的居民`
_REGION = late(rf"[{HAN}]{{2,4}}[市县][{HAN}]{{2,4}}[区县镇乡]")
_NO_HOME = late(
    r"[热冷凉漏温暖修坏井管挖断破爆冒喷塌堵]|施工|[器片阀泵表炉口板线]$|^[一二三四五六七八九顶底高低]+[楼层]|[上下里边近]$|^[看查修测来去找问敲请派拿给]|一[下趟看]$|工作|上班|上学|打工|市区|农村|城里|郊区|外地|"
    r"^(?:小区|单位|学校|村|楼房|平房|老家|公司|本[地市]|这|那)"
)


def _is_home(name: str) -> bool:
    """Whether words behind 家住 are a name, and not `一楼` or `外地`."""
    return not is_generic(name) and not any(p.search(name) for p in (_NO_HOME, STOP, PLAIN))


def _is_person(name: str) -> bool:
    """Whether it is rather who signs: `…不热。李某某 13…`."""
    return PERSON.fullmatch(name) is not None or FOREIGN.search(name) is not None


def find(text: str, seen: Found, taken: list[tuple[int, int]]) -> list[Place]:
    """Such names outside the spans `taken`, which grows by them."""
    found = _told(text, seen, taken)
    if _AFTER_LARGER in seen:
        found += _after_larger(text, seen, taken)
    taken += [(p.start, p.end) for p in found]
    if _OF_HOUSE in seen:
        found += _of_house(text, seen, taken)
    if _LIVED_IN in seen:
        lived = _lived_in(text, seen, taken)
        taken += [(p.start, p.end) for p in lived]
        found += lived
    return found


def _told(text: str, seen: Found, taken: list[tuple[int, int]]) -> list[Place]:
    """Behind the words that say that it is a place."""
    found = []
    for pattern, has_name in _TOLD if seen else ():
        for match in seen.get(pattern, ()):
            start, end = match.span(match.lastindex or 0)
            if inside(start, taken):
                continue
            region = _REGION.fullmatch(text, start, end) is not None
            if region or not (has_name and is_ordinary(text[start:end])):
                is_region = region or (pattern is _SAID and match.lastindex == 1)
                level = 0 if has_name else 2
                found.append(Place(start, end, text[start:end], has_name, level, part=is_region))
    told = [*seen.get(_RESIDES, ()), *islice(_AFTER_NUMBER.finditer(text), _MOST)]
    if not taken:
        told += islice(_SEGMENT.finditer(text), _MOST)
        ahead = islice(_BEFORE_PHONE.finditer(text), _MOST) if "\x01" in text else ()
        told += (m for m in ahead if not _is_person(m["name"]))
    for match in told:
        start, end = match.span("name")
        spans = [*taken, *((p.start, p.end) for p in found)]
        clash = any(a < end and start < b for a, b in spans)
        if not clash and _is_home(text[start:end]):
            found.append(Place(start, end, text[start:end], True, 0))
    return found


def _after_larger(text: str, seen: Found, taken: list[tuple[int, int]]) -> list[Place]:
    """Behind a district or a road and a blank."""
    found = []
    for match in seen.get(_AFTER_LARGER, ()):
        start, end = match.span("name")
        if not inside(start, taken) and not is_ordinary(match["name"]):
            at = match.start()
            if not inside(at, taken):
                start = head_start(text, at, at)
            found.append(Place(start, end, text[start:end], True, 0))
    return found


def _lived_in(text: str, seen: Found, taken: list[tuple[int, int]]) -> list[Place]:
    """At the start of what is said, before 这边 or 业主."""
    found = []
    for match in seen.get(_LIVED_IN, ()):
        at = match.start()
        at -= text[at - 1 : at] == "老"  # 老居民
        start = head_start(text, at, at)
        before = text[start - 1 : start]
        if (
            2 < at - start < 9
            and not inside(at - 1, taken)
            and not (before and before not in " \t\n,。;:!?")
            and not is_ordinary(text[start:at])
        ):
            found.append(Place(start, at, text[start:at], True, 0))
    return found


def _of_house(text: str, seen: Found, taken: list[tuple[int, int]]) -> list[Place]:
    """What a building is said to be of."""
    found = []
    for match in seen.get(_OF_HOUSE, ()):
        at = match.start()
        start = head_start(text, at, at)
        name = text[start:at]
        if (
            2 < len(name) < 8
            and not (inside(start, taken) or inside(at - 1, taken))
            and not is_ordinary(name)
            and _is_home(name)
            and not _is_person(name)
        ):
            found.append(Place(start, at, name, True, 0))
            taken.append((start, at))
    return found


def owned(text: str, taken: list[tuple[int, int]]) -> list[Place]:
    """A compound that is told apart with 的, where only a flat is told else."""
    return [
        Place(*match.span("name"), match["name"], True, 0)
        for match in islice(_OWNED.finditer(text), _MOST)
        if not is_ordinary(match["name"]) and not inside(match.start("name"), taken)
    ][:1]
