"""Words that make a major complaint smaller than it was taken for: 不是全停，就一栋楼."""

from __future__ import annotations

import re

from bot.domain.ticket_numbers import plainly

_FEW = (
    r"[\s,，]*(?:\d{1,3}号|[一1两二2几这那])个?\s*"
    r"(?:户|家|人家|栋|幢|座|号?楼|单元|门栋|层|间)"
)
_SMALLER = re.compile(
    r"(?:不是|没有|没|并非|并不是|不算|哪有)(?:那么|这么|说的)?(?:全(?!好|热|通)|都|整个?|大面积|所有)\S{0,6}?"
    r"(?:停|不热|没热|没暖|没有?暖气|凉|小区|面积|楼)"
    rf"|(?<![不是止])(?:就|只|仅仅?|才)(?:是|有|他|她|它|影响|停|涉及|在|停了)*{_FEW}"
    rf"|{_FEW}而已"
    r"|(?:不(?:算|是|够|属于|到|构成)|够不上|没到|达不到|算不上|谈不上)(?:什么)?(?:重大|大面积|大事|应急)"
    r"|没(?:有)?(?:那么|这么|说的|想的)(?:严重|大|厉害)|(?<!是)(?<!是否)不严重|小问题|虚惊|个别(?:户|家|用户|住户)"
)
#: 不止一栋, 不是只有一户; and a question decides nothing.
_LARGER = re.compile(
    r"不[止只光仅]|不(?:是)?就|不是(?:只|就|仅)|是不是|还是全|[吗么嘛]\s*[?？]?$|[?？]$"
)


def makes_smaller(words: str) -> bool:
    """Whether the words say that a ticket is no 大面积停热 and no danger (R3.1.2)."""
    plain = plainly(words)
    return bool(_SMALLER.search(plain)) and not _LARGER.search(plain)
