"""A neighbour's flat that is told by its number only, beside one's own: `对门302也不热` (R2.2)."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.domain.reading import compounds, places, temps
from bot.domain.reading.late import late
from bot.domain.reading.name_words import SURNAME, TITLE
from bot.domain.reading.quick import compiled
from bot.domain.reading.severity import LargeArea
from bot.domain.reading.single import Complaint, read_one, shared_contact

_ROOM = (
    r"(?:\d{3,4}|[一二三四五六七八九十]{1,2}[零〇洞][一二三四五六七八九]"
    r"|[一二三四五六七八九]楼[东西]?[门户边侧])(?!\d)(?:室|户)?"
)
_BESIDE = compiled(
    rf"(?:楼[上下]|对[门面]|隔壁|邻居|同(?:一个?)?(?:楼|单元|栋)|[他她](?=家))(?:那?[家户]|的|住的?|就?是|在){{0,2}}\s?(?P<room>{_ROOM})"
)
_LAST_ROOM = late(rf"-?{_ROOM}$")
#: both homes are reported, not only told of
_BOTH = late(
    r"(?<!楼下)(?<!淹了)[两俩2二][家户](?!里|人)|我们?家?(?:和|跟|与)我?(?:对[门面]|楼[上下]|隔壁|邻居)[^,。;]{0,6}(?:都|[两俩2二]家)|(?:替|帮|和|跟)(?:他|她|人家)[^,。;]{0,4}报|同(?:一个?)?(?:楼|单元|栋)的?\d{3,4}[^,。;\d]{0,3}[也都]"
)
_ASKED_TO = late(
    r"[他她](?:也|还)?(?:让|叫|托|求|请)我|(?:一块|一起|一并|一道|顺便|顺带|捎着?|顺手)儿?(?:[帮给替]|报|写|说|记|登|派|看|修|来|反)|\+1|(?:还有|另外|加上|以及)(?:[他她我]们?家?)?(?=(?:楼[上下]|对[门面]|隔壁|邻居)[^,。;]{0,4}[\d一二三四五六七八九十])"
)
_THEIR_NUMBER = late(
    r"(?:[他她]|人家)(?:自己|也|家)?[有的是]{0,2}(?:电话|手机|号码?)?[有是:]?\s?\x01"
)
#: what the neighbour's trouble does to one's own home
_INTO_MINE = late(
    r"(?:[漏流淌渗滴淹泡浇]|灌)(?:[到了进给下着]{1,2}来?)?(?:[我俺]|下来)|[我俺]家?(?:的|里)?(?:房?顶|棚|墙|吊顶|天花)"
)
#: whose is what follows
_TURN = late(
    r"[,。;!\s“”\"(:](?=[我他她]|俺|本人|人家|对门|邻居|姓名|署名)|(?<=\d)(?=我[姓叫电的])|(?<=[^,。;!\s“”\"(:])(?=我姓|我叫|我电话|我的电话|[他她]电话|[他她]的?号)"
)
_MINE = late(r"(?:我|俺|本人)(?!让|托|不知)|姓名|署名")
_THEIRS = late(r"[他她]|人家|对门|邻居")
#: `302老高家`: a neighbour who is reported is called by this
_OWNER = late(
    rf"(?:那?[家户]|住?的?是?)?\s?((?:[老小]{SURNAME}头?|{SURNAME}[\u4e00-\u9fff]?{TITLE}))(?=[家那他她]|[,。;\s])"
)
_SAME = late(r"也|同样|一样|[都两]")


def may_be(masked: str) -> bool:
    """Whether a neighbour's flat is told."""
    return _BESIDE.search(masked) is not None


def told(text: str, size: LargeArea) -> list[Complaint]:
    """One's own home and a neighbour's, where both are reported."""
    masked, numbers = compounds.masked(text)
    rooms = [p for p in places.find(masked) if p.level == 2]
    if not rooms or not rooms[0].named:
        return []
    mine = rooms[0]
    last = _LAST_ROOM.search(mine.text)
    found = _BESIDE.search(masked, mine.end)
    if last is None or found is None or any(r.start > found.end() for r in rooms):
        return []
    own_number = len(numbers) > 1 and _THEIR_NUMBER.search(masked, found.end())
    if own_number and _INTO_MINE.search(masked, found.end()):
        own_number = None
    if not (own_number or _BOTH.search(masked) or _ASKED_TO.search(masked)):
        return []
    own, theirs = _shared_out(text, masked, found)
    one = read_one(own, "", size)
    if one is None or one.address is None:
        return []
    stem = mine.text[: last.start()].rstrip()
    other = read_one(theirs, "", size)
    if (other is None or not other.sure) and (_SAME.search(theirs) or _BOTH.search(own)):
        other = read_one(theirs, "", size, same=one)
    if other is None:
        return []
    address = f"{text[mine.start : mine.start + len(stem)]} {found['room']}"
    owner = _OWNER.match(theirs, found.end() - found.start())
    degrees = other.room_temp_c
    if degrees is None and one.room_temp_c is not None and other.type == "quality":
        degrees = temps.figure(compounds.masked(theirs)[0])
    other = other._replace(
        name=other.name or (owner[1] if owner else None),
        address=address,
        community=one.community,
        room_temp_c=degrees,
    )
    # whoever has a name is somebody else to call
    signed = len(numbers) == 1 and not other.name and numbers[0].start > found.end()
    return [*shared_contact([other, one])][::-1] if signed and "我" in masked else [one, other]


def _shared_out(text: str, masked: str, found: re.Match[str]) -> tuple[str, str]:
    """What is told of one's own home and what of the neighbour's."""
    cuts = [m.end() for m in _TURN.finditer(masked, found.end())]
    own = [text[: found.start()]]
    theirs = [text[found.start() : min(cuts, default=len(text))]]
    mine = False
    for a, b in pairwise([*cuts, len(text)]):
        if _MINE.match(masked, a):
            mine = True
        elif _THEIRS.match(masked, a):
            mine = False
        (own if mine else theirs).append(text[a:b])
    return "".join(own), "".join(theirs)
