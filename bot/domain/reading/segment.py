"""One message, several complaints: merged chat records, flats told in running text (R2.2)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from bot.domain.reading.late import late
from bot.domain.reading.numbers import value
from bot.domain.reading.place import Place

_H = "\u4e00-\u9fff"
_SPEAKER = late(
    r"(?m)^(?P<who>[^\s:\n,。!?]{1,14}(?:[ ·@][^\s:\n,。!?\d]{1,8})?)[ \t]*"
    r"(?:(?P<t>\d{1,2}:\d{2})(?::\d\d)?[ \t]*:?[ \t]*(?:\n|$|(?=\S))"
    r"|:[ \t]*(?=\S)|:[ \t]*\n)"
)
_STAFF = late(
    r"客服|调度|热力|师傅|公司|值班|管家|维修|检修|班长|坐席|机器人|工程师|站长|[所队]$|@"
)
_GO_BETWEEN = late(r"社区|物业|网格员|居委|转发人")
_NOT_SPEAKER = late(
    r"电话|地址|姓名|诉求|内容|时间|编号|工单|位置|问题|用户|户主|客户|要求|情况|TEL|备注|情况|"
    r"联系|来源|回复|主题|正文|发件|描述|对象|结果|方式|小区|意见|^[\-(>]|[{\"*\[【①-⑳]|\d{5,}|"
    r"性别|年龄|地点|点位|详情|经过|说明|原因|摘要|渠道|区划|区域|街道|是否|楼盘|楼栋|楼号|单元|房[号间]|门牌|室号|楼层|"
    r"紧急|备注|转|单位|号码|手机|反映|事项|处理|部门|时限|标题|类[型别]|[来诉反投联].{0,2}人|事由|日期|网友|报修|住址|室温|标的|市民|"
    r"来电|性质|级别|现象|分类|名称|申请|业务|受理|状态|进度|承办|签收|案[件号]|流水"
)
#: who speaks in the transcript of a call
_AGENT = late(r"^(?:客服|坐席|座席|话务员|接线员|热线)")
_CALLER = late(r"用户|客户|市民|居民|业主|来电人|来电者|对方")


class Segment(NamedTuple):
    """A part of the message, who said it (in a chat record), and what goes for all parts."""

    text: str
    speaker: str | None = None
    context: str = ""


#: a flat with its number seldom goes beyond one of these
CLAUSE = late(r"[;。]")


def speakers(text: str) -> list[Segment]:
    """A merged chat record as its speakers' words; empty if it is none."""
    every = list(_SPEAKER.finditer(text)) if ":" in text else []
    call = any(_AGENT.search(m["who"]) for m in every)
    heads = [
        m
        for m in every
        if (call and _CALLER.fullmatch(m["who"])) or not _NOT_SPEAKER.search(m["who"])
    ]
    timed = [m for m in heads if m["t"]]
    if len(timed) >= 2:
        heads = timed
    elif len(every) - len(heads) > 1 or len(heads) < 3 or len(heads) * 3 < text.count("\n"):
        return []
    elif sum(bool(room_of(line)) for line in text.split("\n")) > sum(
        bool(room_of(m["who"])) for m in heads
    ):
        return []  # neighbours listed by their flats, a colon behind some of them
    context = text[: heads[0].start()]
    said: dict[str, list[str]] = {}
    for head, nxt in zip(heads, [*heads[1:], None], strict=True):
        words = text[head.end() : nxt.start() if nxt else len(text)]
        said.setdefault(head["who"], []).append(words.strip())
    return [Segment("\n".join(w), who, context) for who, w in said.items()]


def is_staff(speaker: str) -> bool:
    """Whether a speaker of a chat record belongs to the company."""
    return bool(_STAFF.search(speaker))


def is_go_between(speaker: str) -> bool:
    """Whether a speaker only passes on what others say."""
    return bool(_GO_BETWEEN.search(speaker))


#: `有谁家不热吗`: the neighbours are asked, nothing is told
_ASKING = late(
    r"[^。;!\n]{0,12}(?:还?有(?:没有?|谁)?|谁家?|哪家|大家|各位|你们|别人|别家)(?:家里)?[^。;!\n]{0,14}(?:[吗么]|没有?|\?|呢)[\s?!。]*"
)


def is_asking(words: str) -> bool:
    """Whether somebody only asks the neighbours how it is at theirs."""
    return bool(_ASKING.fullmatch(words))


#: `我家挺好`: whoever says only this among neighbours complains of nothing
_CONTENT = late(
    r"[^。;!\n]{0,6}我?[们]?(?:家|这边|这儿|屋)(?:里)?(?:还行|还可以|[挺很][好热]|正常|没事|不冷|暖和)[^。;!\n]{0,10}"
)


def is_content(words: str) -> bool:
    """Whether a neighbour only says that all is well at his place."""
    return _CONTENT.fullmatch(words) is not None


def is_of_another(words: str, said: list[Segment]) -> bool:
    """Whether a neighbour only bears out what another told of his own flat: `老莫家真冷`."""
    names = (person(part.speaker or "") for part in said)
    return any(name and words.startswith((f"{name}家", f"{name}那")) for name in names)


_ROOM_SPEAKER = late(
    r"^(?:[A-Za-z]?\d{1,3}(?:-\d{1,4}){1,2}|\d{1,3}(?:号楼?|[幢栋座])\S{0,6}?\d{3,4})"
)
_PERSON = late(
    rf"[老小][{_H}](?=$|[^{_H}])|[{_H}]{{1,3}}(?:女士|先生|阿姨|大姐|大爷|经理|主任|姐|哥|叔)$"
)
_GROUP = late(
    rf"[“\"【\[(]?(?P<n>[{_H}]{{2,10}}?(?:[一二三四\d]期)?)(?:业主|住户|居民|邻居|"
    rf"\d号楼)?\d?(?:微信)?(?:大|交流|互助)?群"
)
_PASSED = late(rf"转发人[::]\s*(?:社区|物业|网格员|居委)?(?P<n>[{_H}]{{2,4}})")


def room_of(speaker: str) -> str:
    """The flat that a speaker's name in a neighbours' group begins with."""
    match = _ROOM_SPEAKER.match(speaker)
    return match[0] if match else ""


def person(speaker: str) -> str | None:
    """What to call a speaker: 物业·某某湾 小薛 → 小薛."""
    if _CALLER.fullmatch(speaker):
        return None
    words = re.split(r"[\s·@]", speaker[len(room_of(speaker)) :].strip("-_ "))
    if named := _PERSON.search(words[-1]):
        return named[0]
    if is_go_between(speaker) or len(words[-1]) < 2:
        return None
    return words[-1]


def group_of(context: str) -> str | None:
    """The compound whose group a chat record comes from."""
    match = _GROUP.search(context)
    if match is None or re.search(r"社区$|用户|服务|家属|工作|聊天|维修", match["n"]):
        return None
    return re.sub(r"^(?:转发|来自|转自|以下为?)+", "", match["n"]) or None


def passed_on_by(text: str) -> str | None:
    """Who passed the record on and wants to know."""
    match = _PASSED.search(text)
    return match["n"] if match else None


#: `三户一起报:…`: as many flats as are told
_HOMES = late(r"([两二三四五六七八九十]|\d{1,2})[户家](?!里|中|都没)")


#: `…301不热、…302(漏水)、`: each flat with its own few words
_TROUBLE = late(rf"\(?(?!漏到|流到|和|与|到)[{_H}]{{2,8}}\)?\s?[、,;]\s?")
#: `…201也不热`: this flat as well
_ALSO = late(r"(?:室|家|那[户家]|他家)?\s?(?:也|同样)")


def households(
    text: str, found: tuple[Place, ...], numbers: list[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """Pieces of running text, one a flat; the string is the flat where it stands elsewhere."""
    rooms = [p for p in found if p.level == 2 and not p.labelled]
    if len(rooms) < 2 or len({p.text for p in rooms}) < 2:
        return _counted(text, found)
    owners = [[n for n in numbers if a.end <= n[0] < b] for a, b in _spans(rooms, len(text))]
    if sum(bool(o) for o in owners) >= 2:
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    rooms = [_without_and(r, a.end) for r, a in zip(rooms, [rooms[-1], *rooms], strict=False)]
    between = [text[a.end : b.start] for a, b in pairwise(rooms)]
    together = all(re.fullmatch(r"\s?(?:[、,和]|以及|还有)\s?|\s", x) for x in between)
    if together and len(numbers) < 2:
        return [(rooms[-1].end, len(text), f"{flat} ") for flat in _flats(rooms)]
    if together and len(numbers) == len(rooms):
        cuts = [rooms[-1].end, *(n[1] for n in numbers)]
        return [(cuts[i], cuts[i + 1], f"{flat} ") for i, flat in enumerate(_flats(rooms))]
    if together and all(re.search(r"\d{3,4}[^\d。;\n]{0,8}$", text[: n[0]]) for n in numbers):
        return [(rooms[-1].end, numbers[0][0], f"{flat} ") for flat in _flats(rooms)]
    if all(_TROUBLE.fullmatch(x) for x in between):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    if all(_ALSO.match(text, b.end) for b in rooms[1:]):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    ends = [r.start for r in rooms[1:]] + [len(text)]
    told = [text[r.end : e] for r, e in zip(rooms, ends, strict=True)]
    if all(_OWN.search(x) and not _OTHERS.search(x) for x in told) and all(
        re.search(r"[、,;]\s?$", x) for x in between
    ):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    said = _HOMES.search(text)
    if said and value(said[1]) == len(rooms):
        return [(a.start, b, "") for a, b in _spans(rooms, len(text))]
    return []


#: what is told of a flat itself
_OWN = late(r"\d\s?(?:度|°)|[一二三四五六七八九十]度|[不没]热|[漏滴渗凉冷坏]")
#: what is told of a flat for another's sake
_OTHERS = late(
    r"楼[上下]|[漏流淌渗淹泡]到|泡了|淹了|邻居|隔壁|对门|同单元|报停|搬|之前|以前|(?<![不没])热[,。;、\s]|我家|打通"
)


def _without_and(room: Place, above: int) -> Place:
    """`…501和某居5-1-102`: 和 right behind a flat is no part of the next one's name."""
    if room.start == above and room.text[0] in "和与及":
        return room._replace(start=room.start + 1, text=room.text[1:])
    return room


def _flats(rooms: list[Place]) -> list[str]:
    """Flats told with one name for all: `某苑2-1-101、2-1-201`."""
    stem = re.split(r"\d", rooms[0].text, maxsplit=1)[0].strip()
    return [r.text if r.named or not stem else f"{stem} {r.text}" for r in rooms]


def _spans(rooms: list[Place], end: int) -> list[tuple[Place, int]]:
    return list(zip(rooms, [*(r.start for r in rooms[1:]), end], strict=True))


_COUNT = late(r"\s?(?:[打报来接]了?|有|共)?\d+多?[户个件单起通]")


def _counted(text: str, found: tuple[Place, ...]) -> list[tuple[int, int, str]]:
    """`某园47户、某里31户都…`: each compound is a place of its own."""
    named = [p for p in found if p.named and _COUNT.match(text, p.end, p.end + 8)]
    if len(named) < 2:
        return []
    return [(named[-1].end, len(text), p.text + text[p.end : p.end + 4]) for p in named]
