"""Compounds and villages told in a row, and how many they are said to be (R2.2)."""

from __future__ import annotations

from bot.domain.reading.late import late
from bot.domain.reading.name_stops import STOP
from bot.domain.reading.numbers import value
from bot.domain.reading.quick import compiled

_H = "\u4e00-\u9fff"
_HOW_MANY = compiled(
    r"[个处地家所俩仨](?<=([俩仨两二三四五2-5])[个处地家所])(?:小区|点(?=[都均也全同])|院|村|屯|庄|地方|楼盘|家属院|学校|单位|医院|幼儿园|养老院"
    r"|(?<=[里苑园庭湾府城居村区名郡寓邸院纪合景][两二三四五][处地])(?=[都均也全]|连续|同时|[停没不暖热]))"
    r"|[俩仨](?:小区|村|屯|庄|学校|单位|院)"
)
#: what stands between the names of places in a row
_JOINT = late(r"\s?[、+/&]\s?|\s+|[和与及跟](?=[\u4e00-\u9fff]{2})")
_CLAUSE = late(r"[,:。;!?\n]")
#: a name has so many characters, and none of these
_LONGEST_NAME = 10
_NO_NAME = late(
    r"[热冷凉漏停暖水好对您你我咱喂@:;。!?]|打来|反映|来电|有人|以上|已经|物业|下面|周边|附近|急(?!救)"
)
#: what many places' names end in that nothing else tells
_ENDING = late(
    r"(?:[村屯庄营寨堡店铺集镇坟沟湾岭坡桥里园苑区院府城庭居都期]|[一二三四五六七八九十\d][中小]|小学|中学|学校|幼儿园)$"
)
#: `三个小区都来电话 … 某山、某苑、某里`
_NAMES_BEHIND = late(
    rf"(?:^|[\s(:,。—])(?P<names>[{_H}]{{2,8}}(?:、[{_H}]{{2,8}}){{1,4}})(?=[\s),。;]|$)"
)
_COUNTED = late(
    rf"(?:^|(?<=[\s,:、。]))(?P<n>[{_H}]{{2,8}}?)(?:[打报来]了?|有|共)\d{{1,3}}(?:个|户|家|件|起|通|单)"
)
#: looked at first because they are quick
_HOW_OFTEN = late(r"[个户家件起通单](?<=\d.)")
_ALL_BEHIND = late(rf"[、和与][{_H}]{{3,8}}?(?:整片|整个|全部|全都|都|均|同时|两)")
_TWO = late(
    rf"(?P<a>[{_H}]{{3,10}})[、和与](?P<b>[{_H}]{{3,8}}?)(?=整片|整个|全部|全都|都|均|同时|两)"
)


def enumerated(text: str) -> tuple[list[str], bool]:
    """The compounds that a message tells of together; whether it says itself how many they are."""
    if said := _HOW_MANY.search(text):
        many = how_many(text)
        if names := _before(text[: said.start()], many):
            return names, True
        if behind := _NAMES_BEHIND.search(text, said.end()):
            names = behind["names"].split("、")
            if many == len(names) and any(map(_ENDING.search, names)):
                return names, True
    counted = [m["n"] for m in _COUNTED.finditer(text)] if _HOW_OFTEN.search(text) else []
    if len(counted) > 1:
        return counted, False
    joined = ("、" in text or "和" in text) and _ALL_BEHIND.search(text)
    two = _TWO.search(text) if joined else None
    if two and (first := _last_words(two["a"]))[:2] == two["b"][:2] and first != two["b"]:
        return [first, two["b"]], False
    return [], False


def _before(text: str, many: int) -> list[str]:
    """As many names as are counted, in a row right before their number: `某庄 某屯 某寨三个村`."""
    row = _CLAUSE.split(text.rstrip("这那等共约两俩仨二三四五2345 ,、:("))[-1]
    tokens = _JOINT.split(row)[-many:]
    if len(tokens) < many:
        return []
    names = [_last_words(tokens[0]), *tokens[1:]]
    whole = all(1 < len(n) <= _LONGEST_NAME and not _NO_NAME.search(n) for n in names)
    # a blank stands anywhere, other signs only in a row
    told = " " not in row or any(_ENDING.search(n) for n in names)
    return names if whole and told and len(set(names)) == many else []


def _last_words(words: str) -> str:
    """A name without what is said before it."""
    ends = [m.end() for m in STOP.finditer(words) if m.end() < len(words) - 1]
    return words[ends[-1] :] if ends else words


def how_many(text: str) -> int:
    """`两个小区一起反映`: how many places are told of; 0 where it isn't said."""
    said = _HOW_MANY.search(text)
    if said is None:
        return 0
    return value((said[1] or said[0][0]).replace("俩", "两").replace("仨", "三")) or 0
