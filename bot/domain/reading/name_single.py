"""Surnames alone: one character for a whole name (R2.2.2)."""

from __future__ import annotations

from bot.domain.reading.late import late
from bot.domain.reading.name_near import Ranked, Span
from bot.domain.reading.name_near import far as far_of
from bot.domain.reading.name_words import HAN, NO_TOKEN, RISKY, SINGLE

#: one character for a whole name, behind a flat or a number at the end
_ONE = late(
    rf"[\s,。\x00\d室户](?P<n>[{HAN}])(?![^\s,。)\x00])(?=[\s。)]*$|[\s,]{{0,2}}\x00|\s(?:速|[快急]|请|盼|麻烦)[{HAN}]{{0,4}}[!。]?$)"
    r"(?:(?<=[\s,。].)|(?P<door>(?<=\x00.)|(?<=\d\d\d.)|(?<=\d[室户].)))"
)
_NO_ONE = late(
    r"[我你您他她咱俺未的了是不没无热冷凉漏水管阀暖气温度急催修快谢顶转退对好坏空同有男女等在到嗯哦啊吧吗呢冰冻臭湿停爆堵响喷跑滴渗断裂响脏黑破慢"
    r"要求报查看来去户号楼栋区室层元天年月日点分左右内外上下前后东南西北中高低多少大小新旧和与或及至约共另附注因由且又也都就还再请问说]"
)
#: alone behind a flat it says how it is there
NO_SURNAME = RISKY + "冷温全都单查关毛"


def ranked(plain: str, phone: Span | None) -> Ranked:
    """Each with its rank and its start."""
    for match in _ONE.finditer(plain):
        start, end = match.span("n")
        known = match["n"] in SINGLE[1:-1] and match["n"] not in NO_SURNAME
        called = phone is not None and 0 <= phone[0] - end < 3
        before = plain[:start].rstrip(" ,\t。" if called else " ,\t")
        behind = before.endswith("\x00")
        apart = match["door"] is None or called
        likely = known or (behind and not NO_TOKEN.match(match["n"]))
        if apart and likely and not _NO_ONE.match(match["n"]):
            yield far_of(plain, start, end, phone) + 20, start, match["n"]
