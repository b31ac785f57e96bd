"""Coloured or smelly heating water, which is major whatever its scale (R3.1.2)."""

from __future__ import annotations

import re

from bot.domain.reading.hazards import ANEW, clause_start, is_paid_for, is_real
from bot.domain.reading.late import late
from bot.domain.reading.quick import compiled
from bot.domain.reading.spots import JUDGED

_C = r"[^,。;!?\n]"
_DIRTY = JUDGED.pattern(
    rf"(?:水(?![器管压表龙泵箱])|放出来|流出来|排出来|放的|流的|淌的|暖气(?![管片])){_C}{{0,10}}?(?:发[黑黄红绿浑臭]|"
    rf"[黄黑红浑绿](?:得|的|色|乎|不拉|了)|[铁]?锈(?:味|色|水)|酱油|淘米水|掺了?墨|泔水|洗脚水|刷锅水|中药|红茶|铁锈|染(?:成|得|了){_C}{{0,6}}[蓝绿黄红黑]|可乐(?![瓶罐桶])|咖啡|石油|机油|泥汤|墨汁|沥青|腥|臭|刺鼻|[冲呛]鼻|"
    rf"异味|怪味|有味|粉红|浑浊|变色|茶水|褐色|馊)|"
    rf"(?:跟|像|和|同){_C}{{0,2}}?(?:浓茶|茶水|酱油|可乐|咖啡|墨汁?|泥汤|血水?|豆浆|米汤|泔水|中药汤?|果汁|橘子水)似?的?(?:一个|一样|似的|那[个种])的?(?:颜?色)|"
    rf"漂着?(?:一?层|些)?油花|"
    rf"(?:灰|乳|奶|乳)?白(?:色|花花)?的?(?:污|浑|脏|臭)水(?![管渍])|牛奶一?样{_C}{{0,3}}水|"
    rf"出来的?[,\s]{{0,2}}(?:还|又|都)?(?:带|有|一?股){_C}{{0,4}}[臭腥馊]|"
    rf"放(?:出)?(?:来)?的?(?:一放)?水[,\s]{{0,2}}(?:先|全|都|一直)?是[黑黄红绿]的|"
    r"放出来的水[!,。]?(?:\[图片\])?[黑黄红](?:得|乎)|黑水|黄水|红水|绿水|臭水|锈水|浑水|黑泥|泥汤|墨汁|[黑黄红绿]汤|又黑又[稠臭黏浓粘]|红虫|"
    rf"水,(?:[全都]|一直)*是?(?:[黑黄红褐绿](?:乎乎|的|得)|又[黑黄臭]|浑)|"
    rf"(?:水|放出来|流出来){_C}{{0,4}}一股{_C}{{0,6}}味"
)
_HEATING_WATER = compiled(r"[水臭色味汤墨]|放出来|流出来|暖气")
_OTHER_WATER = late(
    r"底下|一圈|接[口头]|地沟|下水|马桶|地漏(?![里口]?[反返冒][^,。;!?\s]{0,3}暖)|卫生间|污水(?!一样|似|般)|墙|地板|棚|天花|顶|缝|雨|雪"
)


#: heating water that came into the drinking water, told by its colour or smell
_TAP = late(
    r"(?:自来水|水龙头|[凉冷]水管|生活用?水)(?:(?![墙漏棚淹泡]|地板)[^。;!?\n]){0,24}?"
    r"(?:[黄黑红绿蓝褐](?:色|汤|水|的|得|了|乎)|[发变][黄黑红绿蓝浑]|浑|酱油|锈[味色水]|腥|臭|[怪异药]味)"
)
_FROM_HEATING = late(r"[热暖串]|板换|防冻|你们的水")


def tapped(text: str) -> str | None:
    """The words that tell of foul water out of the tap where heating water may be in it."""
    if not ("水龙头" in text or "水管" in text or "自来水" in text or "生活" in text):
        return None
    foul = _TAP.search(text)
    return foul[0] if foul and _FROM_HEATING.search(text) and is_real(text, foul) else None


#: somebody looked, and it was well
_SEEN_CLEAN = late(
    r"(?:[看闻瞧瞅查验试]|放|接)了?(?!半天|一?会|一夜|几天)[^。;!?\n]{0,6}?"
    r"(?:清[的亮]|透亮|没(?:啥|有|什么)?[异怪臭]?味|无异?味|正常|没问题)"
)
_CLEAN = late(r"[不没无](?:黑|黄|红|浑|臭|腥|有?[异怪臭]?味)|清亮|透亮")


#: by who worked there
_SPLASHED = late(r"水[^,。;!?]{0,2}[甩洒泼弄](?:得|到|了)")


def is_splashed(text: str) -> bool:
    """Whether a crew spilt it."""
    return _SPLASHED.search(text) is not None


def is_clean(text: str) -> bool:
    """Whether the water is said to be clear: `不黑不臭`."""
    return _CLEAN.search(text) is not None


#: it was so for some days
_IS_GONE = late(r"(?:现在|后来|今天|这几?天|早)(?:就|都|也|已经?)*(?:没了|没有了|清了|好了|正常)")
#: what leaks is rusty, and leaves its mark
_MARK = ("印", "渍", "痕", "迹", "道")
_LEAKS = late(
    r"往[外下上][^,。;!?\n]{0,2}[冒滋呲渗淌流滴漏]|[渗漏滴]|锈穿|接了?[^,。;!?\n]{0,2}[盆桶碗]"
)
_LET_OUT = late(r"[放排][气水]|放出|打开|拧开")


def _is_of_leak(text: str, match: re.Match[str]) -> bool:
    """Whether the rust is that of what leaks: `往外冒锈水`, `有锈水印`."""
    if not match[0].endswith("锈水"):
        return False
    begin = clause_start(text, match.start())
    if text.startswith(_MARK, match.end()):
        return True
    let_out = _LET_OUT.search(text, begin, match.end())
    return let_out is None and _LEAKS.search(text, begin, match.end()) is not None


def dirty(text: str) -> str | None:
    """The words that tell of coloured or smelly heating water."""
    if (tap := tapped(text)) and not is_clean(tap):
        return tap
    for match in _DIRTY.finditer(text) if _HEATING_WATER.search(text) else ():
        if is_paid_for(text) or is_splashed(text):
            return None
        if (
            is_clean(match[0])
            or _IS_GONE.search(text, match.end(), match.end() + 16)
            or _is_of_leak(text, match)
        ):
            continue
        seen = _SEEN_CLEAN.search(text, match.end())
        if seen and not ANEW.search(text, seen.end()):
            continue
        around = text[clause_start(text, match.start()) : match.end()]
        if not _OTHER_WATER.search(around) and is_real(text, match):
            return match[0]
    return None
