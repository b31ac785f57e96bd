"""The proper name of a compound, village, school or yard within an address."""

from __future__ import annotations

import re

from bot.domain.reading.place_words import (
    BUILDING,
    CODE,
    CROSS,
    HAN,
    NUM,
    REST,
    ROAD,
    SUFFIX_STRONG,
    ZONE,
)

_ADMIN = re.compile(
    rf"^(?:[{HAN}]{{2,6}}?(?:省|(?<!城)市|自治区|县|旗|(?<!小)镇|乡|街道(?!口)|新区(?![一二三四五六]区)|"
    rf"(?<![小社园校片军])区(?=[\s·]?(?![一二三四五六七八九十]+(?:号|栋|幢|座|区|单元|"
    rf"期))[{HAN}]))[\s·]?)+"
)
_ROAD_HEAD = re.compile(
    rf"^[{HAN}]{{1,7}}?{ROAD}(?:[\s·]?(?:副|甲|乙)?\d{{1,5}}(?:-\d+)?号(?![院楼])\s?)?(?:\d+巷)?(?:[东西南北]口)?"
)


_STATION = re.compile(
    r"\d{0,2}号?(?:换热站|热力站|热源厂|锅炉房|泵站|阀门室|加压站|供热站|水?泵房|机房|服务站|号站|"
    r"个站)(?!家属|宿舍|小区).*$"
)


def community(address: str) -> str | None:
    """The proper name in an address: neither district nor road before it nor numbers after it."""
    words = address.strip()
    if station := _STATION.search(words):
        words = words[: station.start()].rstrip()
        if "、" in words or not re.search(rf"(?:{SUFFIX_STRONG}|[苑园里庭湾府城居]){ZONE}$", words):
            return None
    if yard := re.search(rf"[{HAN}]{{1,8}}?{ROAD}\s?(?:[甲乙丙丁副]?{NUM})号院", words):
        return _ADMIN.sub("", yard[0])
    words = _ADMIN.sub("", words).lstrip(" ·")
    words = _ROOM_FIRST.sub("", _WHOLE.sub("", words))
    for _ in range(2):
        if road := _ROAD_HEAD.match(words):
            rest = words[road.end() :]
            if _SUFFIX_FIRST.match(rest):
                break
            if CROSS.search(words) or not re.match(rf"\s*[{HAN}A-Z]{{2}}", rest):
                return None
            words = rest.lstrip(" ,·\n\t")
    words = re.sub(rf"^[{HAN}]{{2}}\s(?=[{HAN}])", "", words)
    if _NO_COMMUNITY.match(words):
        return None
    words = _DISTRICT.sub("", _GATE.sub("", words))
    if strong := re.match(
        rf"[{HAN}]{{1,10}}?(?:{SUFFIX_STRONG})(?:小区|公寓|宿舍|社区|家属[院楼区]|分院|分校|[{HAN}]{{2}}公寓)?{ZONE}",
        words,
    ):
        return _WARD.sub("", _tidy(strong[0]))
    name = re.match(
        rf"(?:[A-Za-z ]+\s)?([{HAN}]{{2,12}}?(?:[A-Z]{{3,}}|\d{{2,3}}(?=\s))?){ZONE}"
        rf"(?=\s?(?:{CODE}|{BUILDING}|{REST}|\d{{1,3}}号)|\s|$|,)",
        words,
    )
    if name is None:
        return None
    found = _tidy(name[0])
    if (
        re.search(
            r"(?:站|厂|室|锅炉房|桥下|委|路口|桥[东西南北]?头|后身|条|[农工建中]行|银行|大厅|营业厅|局|公司|超市|店)$",
            found,
        )
        or len(found) < 2
    ):
        return None
    return found


#: 某某路小学, 某某路社区: the road is a part of the name
_SUFFIX_FIRST = re.compile(
    r"(?:社区|[一二三四五六七八九十\d]{0,2}小区|小学|中学|大学|学院|学校|幼儿园|宿舍|住宅|家属[院楼区]|医院|新村|公寓)"
)
_ROOM_FIRST = re.compile(r"^(?:\d{1,3}号楼)?(?:\d{1,2}单元)?\d{3,4}室?[,\s]+")
_GATE = re.compile(r"(?:[东西南北]门|门口|门前)外?(?:便道|人行道)?$")
#: a part of a hospital or school
_WARD = re.compile(r"(?<=院)(?:住院部|门诊部)|(?<=学)(?:教学楼|食堂)")
_DISTRICT = re.compile(
    rf"^[{HAN}]{{2,6}}社区(?=[{HAN}]{{1,8}}?(?:{SUFFIX_STRONG}|[苑园里村城湾庭]\d))"
)
_WHOLE = re.compile(r"[ ,]*(?:全|整个)(?:小区|村|社区).*$")
_NO_COMMUNITY = re.compile(
    rf"^(?:{REST}|[一二三四五六七八九十百零]+号|自来水|[{HAN}]{{1,6}}?(?:桥下|桥[东西南北]?头|后身))"
)


def _tidy(name: str) -> str:
    return re.sub(r"\([^)]*\)$", "", name).strip(" ,·")


def is_station(words: str) -> bool:
    """Whether a place is a part of the net rather than of a compound."""
    return bool(_STATION.search(words))
