"""What a named thing is to a complaint: what is broken, why it is cold, or what did harm once."""

from __future__ import annotations

import re

from bot.domain.reading import faults, hazards
from bot.domain.reading.late import late
from bot.domain.reading.spots import JUDGED

_SAID = late(
    r"(?:都说|师傅说|说是|一会儿?说|又说|[称讲]是|解释[是为说]|回复[是说]?|理由是)[^,。;]{0,4}$"
)
_GUESS = late(r"估计|可能|怀疑|大概|八成|应该是|恐怕")
_SUPPOSED = late(r"(?:估计|可能|怀疑|大概|八成|应该|是不是|恐怕|觉得)[^,。;!?]{0,8}$")
#: what tells nothing of what is broken
_VAGUE = late(r"老化|堵|不走水")
#: sounds of water and air, rust on what still holds: signs, where it is cold as well
_SIGN = late(
    r"(?:(?:咕[噜嘟]|哗哗|噗噗?|水声)[直老在]?响?|水珠|结露|冷凝水|返潮|[长发]霉|长毛|锈了?(?![死穿住漏烂蚀坏断])).?$"
)
_HALF = late(r"[上下半][半头面截边]|一头|凉")
_NO_FLOW = late(r"(?:不走水|[气窝憋]堵|(?<![关阀])不通)$")
_COLD_ROOM = late(
    r"(?:屋|室|卧|厅|房|家里|[那这]间|温度?)[^,。:\d]{0,3}1[0-7](?:\.\d)?(?!\d)|(?<!\d)1[0-7](?:\.\d)?[度°℃]|十[一二三四五六七]度"
)
#: what is asked for what a fault has done, and that it is over
_CLAIM = JUDGED.pattern(
    r"谁[来给]?赔|[漏跑泡]水的?赔偿|要?赔[钱偿][,。\s]?(?:找谁|怎么)|损失(?:谁|找|怎么|咋)|(?:时候|何时|咋|怎么)赔|赔[^,。;!?\n]{0,6}(?:的事|没动静)"
)
_HARM = late(
    r"(?:顶棚|棚顶|吊顶|天花板?|墙[面皮纸]?|地板|家具|柜子|衣柜|床垫)[^,。;!?\n]{0,6}(?:湿|泡|潮|洇|花了|鼓|掉|霉)"
)
_PAST = late(
    r"修了|停了|热了|不是报修|上[个]?[月周次回]|去年|那[天次会]|试[水压]|关于[^,。;!?]{0,8}赔偿"
)
_GOES_ON = late(r"还(?:在|没)|又[漏坏停喷裂爆渗]|仍|至今没修")


def broken(text: str, fault: re.Match[str], *, cold: bool) -> re.Match[str] | None:
    """What is broken where `fault` is told beside too little or too much heat, None where it only
    tells why. `cold` says whether somebody tells of his own cold."""
    if _is_hearsay(text, fault) or (cold and _is_supposed(text, fault)):
        return None
    if not _is_sign(text, fault, cold):
        return fault
    others = (each for each in faults.every(text) if not _is_sign(text, each, cold))
    return next(others, None) or hazards.find(text)


def claim(text: str) -> str | None:
    """The words that ask for what a fault has done, where the fault itself is over."""
    asked = _CLAIM.search(text)
    if asked is None:
        return None
    over = (
        hazards.is_over(text)
        or _is_harm(text)
        or (_PAST.search(text) and not _GOES_ON.search(text))
    )
    return asked[0] if over else None


def _is_harm(text: str) -> bool:
    """Whether no more is told than what the water did."""
    return _HARM.search(text) is not None and all(
        _HARM.match(fault[0]) for fault in faults.every(text)
    )


def _is_sign(text: str, fault: re.Match[str], cold: bool) -> bool:
    """Nothing is broken where no water runs through: what is told is a cold room."""
    if _NO_FLOW.search(fault[0]):
        return _COLD_ROOM.search(text) is not None
    sign = _SIGN.search(text[max(0, fault.start() - 3) : fault.end() + 1])
    return sign is not None and (cold or _HALF.search(text) is not None)


def _is_supposed(text: str, fault: re.Match[str]) -> bool:
    """What is blocked is only guessed by who is cold: 估计立管堵了."""
    if not _VAGUE.search(fault[0]):
        return False
    return _SUPPOSED.search(text[max(0, fault.start() - 12) : fault.start()]) is not None or bool(
        _GUESS.search(fault[0])
    )


def _is_hearsay(text: str, fault: re.Match[str]) -> bool:
    """A vague reason that was given is not what is complained of: 说是管网老化."""
    said = _SAID.search(text, max(0, fault.start() - 8), fault.start())
    return said is not None and not hazards.hazard(text) and _VAGUE.search(fault[0]) is not None
