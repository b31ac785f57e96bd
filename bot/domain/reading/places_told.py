"""Compounds and villages that one message tells of together, each a place of its own (R2.2)."""

from __future__ import annotations

import re

from bot.domain.reading import addresses, compounds, normal, place_rows, places, severity
from bot.domain.reading.late import late
from bot.domain.reading.place import Place
from bot.domain.reading.severity import LargeArea
from bot.domain.reading.single import Complaint, read_one, shared_contact

_ALL_OF = late(r"[、和与及跟][^,。;、\s]{2,12}?(?:都|均|全[部都小]|同时|整片|一起|陆续|先后|相继)")
_WHEN = (
    r"(?:[今昨前]天|[今昨][早晚夜]|[早晚]上|[上下中]午|凌晨|半夜|夜里|现在|目前|从|到|以?后|开始|"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})点[多半]?|[就也是,\s])"
)
#: one more that only stands in the row, and what goes for all of them
_BEHIND = late(
    rf"(?P<more>(?:[、和与及跟][\u4e00-\u9fff]{{2,7}}?)?)(?:[全整]?个?小区|全[村校院])?{_WHEN}{{0,6}}(?:都|均|全|同时|整片|一起|陆续|先后|相继)"
)
_ENDING = late(r"[里居苑园城府庭村屯庄湾郡邸院区期]$")
_PAIR = late(
    r"(?<=小区)[和与及]|(?<=[里居苑园城府庭湾郡邸院期屯庄])[和与及跟](?=[^和与及跟]{2,7}[里居苑园城府庭湾郡邸院期屯庄]$)"
    r"|(?<=[^和]村)[和与及](?=[^和]{1,4}村$)"
)
_ROAD = late(r"(?:路|街|道|巷|胡同|桥)$")


#: between two of them
_JOINED = late(r"(?:[全整]?个?小区|全[村校院])?(?:[、,/+]|[和与及跟]|以及|还有)")


def _in_a_row(text: str, found: tuple[Place, ...]) -> list[str]:
    """`某里、某居、某苑都…`: compounds joined by nothing else."""
    named: list[Place] = []
    for place in found:
        if not place.named or place.level or _ROAD.search(place.text):
            continue
        if named and not _JOINED.fullmatch(text, named[-1].end, place.start):
            if place.text not in named[0].text + "".join(p.text for p in named):
                return []
            continue  # told again further on
        named.append(place)
    behind = _BEHIND.match(text, named[-1].end) if named else None
    if behind is None:
        return []
    told = [name for p in named for name in _PAIR.split(p.text)]
    more = behind["more"][1:]
    return [*told, more] if more and (len(told) > 1 or _ENDING.search(more)) else told


#: where two roads meet, and what burst there: `某路与某街交口DN500爆了`
_AT_CROSSING = late(
    r"(?:[路街道]\S{0,3}(?:交[会汇叉口界]|路口|桥头)|[路街道][与和跟]\S{1,8}[路街道]|[路街道]\S{2,7}门口)[^。!]{0,30}?"
    r"(?:管|DN\d|井|主|干线|网)[^。;!\n]{0,10}(?:爆|漏|断|裂|刺|挖|塌|喷)"
)


#: a main that is out, and who is cold for it: `…干管漏了 … 沿线某园、某里全停`
_ALONG = late(
    r"(?:干[管线]|主[管线]|支线|管网|热源|母管|一次网|(?<=[热期泵区片路个])站)[^。!]{0,16}?(?:漏|爆|断|裂|喷|塌|停|坏|挖|跳闸|熄火|故障)[^!]{0,50}?"
    r"(?:沿线|波及|影响(?:到|了)?|涉及|连累|下游|所?带的)"
)


def _is_of_one_cause(text: str) -> bool:
    """A burst main is one matter, told where it is, whoever is cold for it."""
    return _AT_CROSSING.search(text) is not None or _ALONG.search(text) is not None


#: the quarter that all of them are in stands so near before the first
_NEAR = 5
#: what compounds in a row are, whether it is said or not
_MANY = "多个小区"


def together(text: str, size: LargeArea) -> list[Complaint]:
    """Compounds told of in one breath: the same trouble, each a place of its own."""
    told, counted = place_rows.enumerated(text)
    if len(set(told)) < 2 and not _ALL_OF.search(text):
        return []
    found = places.find(compounds.masked(text)[0])
    if _is_of_one_cause(text):
        return []
    if any(p.level == 2 for p in found):
        return []
    if len(set(told)) < 2:
        told = _in_a_row(text, found)
    elif not (counted or {p.text for p in found} & set(told)):
        return []
    one = read_one(text, "", size) if len(set(told)) > 1 else None
    if one is None:
        return []
    row = max(text.find(name) + len(name) for name in told)
    again = [text.find(name, row) for name in told]
    above = next((p.text for p in found if p.named and 0 < text.find(told[0]) - p.end < _NEAR), "")
    above = "" if place_rows.how_many(above) else above
    if one.type == "quality" and severity.judge(f"{_MANY}{normal.fold(text)}", size)[0]:
        one = one._replace(severity="major")
    out: list[Complaint] = []
    for name, at in zip(told, again, strict=True):
        address = f"{above} {name}" if above else name
        each = one._replace(address=address, community=addresses.name(name) or name)
        if sum(a >= 0 for a in again) > 1:  # whom to call is told of each
            end = min((a for a in again if a > at), default=len(text))
            own = read_one(text[at:end], "", size, same=one) if at >= 0 else None
            each = each._replace(name=own and own.name, phone=own and own.phone)
        out.append(each)
    return out


#: `某园的电话没要着`, `某园没留号`
_NOBODY = r"{}(?:那边|那头|的)?(?:(?:电话|号码?|联系人)[^,。;\s]{{0,2}}没|没(?:留|给|要|问))"


def counted(text: str, size: LargeArea) -> list[Complaint]:
    """As many compounds as the message says that it tells of, each a place of its own."""
    many = place_rows.how_many(text)
    if many < 2 or _is_of_one_cause(text):
        return []
    named = [p for p in places.find(compounds.masked(text)[0]) if p.named and p.level < 2]
    first: dict[str | None, Place] = {}
    for place in named:
        first.setdefault(addresses.name(place.text), place)
    told = list(first.values())
    if len(told) != many or None in first:
        return []
    found: list[Complaint] = []
    for place, end in zip(told, [*(p.start for p in told[1:]), len(text)], strict=True):
        words = text[place.start : end]
        if end - place.end < 4:
            words = f"{place.text} {text[told[-1].end :]}"
        one = read_one(words, "", size) or (
            read_one(words, "", size, same=found[0]) if found else None
        )
        if one is None:
            return []
        if re.search(_NOBODY.format(re.escape(place.text)), text):
            one = one._replace(name=None, phone=None)
        found.append(one)
    above = text[: told[0].start]
    if found[0].phone or not compounds.masked(above)[1]:
        called = {c.phone: c for c in found if c.phone}
        return shared_contact(found, *called.values()) if len(called) == 1 else found
    # a letter's head says whom to call, before any of them is told
    return shared_contact(found, read_one(above, "", size, same=found[0]))


#: an entrance: of the building that was told before it
_ENTRANCE = late(r"[一二三四五六七八九十\d]{1,2}(?:单元|门洞?)$")
#: characters from a place to its number, where the trouble was told before for all
_SHORT = 30


def called_apart(text: str, size: LargeArea) -> list[Complaint]:
    """Compounds or buildings in one sentence, each with somebody of its own to call."""
    masked, numbers = compounds.masked(text)
    if len(numbers) < 2 or any(p.score < 0 for p in numbers):
        return []
    told = [p for p in places.find(masked) if (p.named or p.level == 1) and not p.labelled]
    if not told or not told[0].named:
        return []
    stem, house = compounds.stem(told[0].text), _ENTRANCE.sub("", told[0].text)
    ends = [*(p.start for p in told), len(text)][1:]
    own = [
        (p, end)
        for p, end in zip(told, ends, strict=True)
        if sum(p.end <= number.start < end for number in numbers) == 1
    ]
    if len(own) != len(numbers) or len({addresses.name(p.text) or p.text for p, _ in own}) < 2:
        return []
    first = own[0][0].start
    lead = read_one(text[:first], "", size) if told[0].start < first else None
    found: list[Complaint] = []
    for place, end in own:
        words = text[place.start : end]
        above = "" if place.named else house if _ENTRANCE.match(place.text) else stem
        one = read_one(words, above, size)
        if one is None and lead and len(words) < _SHORT:
            one = read_one(words, above, size, same=lead)
        if one is None:
            return []
        found.append(one)
    return found
