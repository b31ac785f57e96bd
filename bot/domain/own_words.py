"""What people write of an order's own limit, and of a measured temperature."""

from __future__ import annotations

import re
import unicodedata

_ORDER = re.compile(
    r"(?:工单|受理单?|诉求|案件|单据?)?(?:编号|单号)[:\s]{0,3}([A-Za-z0-9][A-Za-z0-9-]{5,39})"
)
_LIMIT = re.compile(
    r"(?:(?:办结|办理|处理|处置|反馈|回复|答复|回单)(?:时限|期限|截止时间|截止)|截止(?:时间|日期)?|时限|期限)"
    r"[:\s为是至到]{0,4}([^\n,;。]{2,30})"
)
_DEGREES = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,2})?)(?![\d.:点月日号楼栋户层]|\s?[分:])")
_MARKED = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,2})?)\s?(?:度|℃|°C)")
_ROOM = re.compile(
    r"客厅|主卧|次卧|[东西南北大小]卧室?|卧室|书房|厨房|卫生间|餐厅|阳台|[东西南北大小]屋"
)
_CONFIRMED = re.compile(r"确认|认可|签字|同意")
_DENIED = re.compile(r"(?:不|没|未|拒绝|待).{0,3}(?:确认|认可|签字|同意)")


def order_number(text: str) -> str | None:
    """The number that an order of 12345 has there."""
    found = _ORDER.search(unicodedata.normalize("NFKC", text))
    return found[1] if found else None


def is_order(text: str) -> bool:
    """Whether it is one: it names 12345 or has a number."""
    return re.search(r"(?<!\d)12345(?!\d)", text) is not None or order_number(text) is not None


def limit_words(text: str) -> str | None:
    """The words of when it must be done: `办结时限：11月25日17:00`."""
    found = _LIMIT.search(unicodedata.normalize("NFKC", text))
    return found[1].strip() if found else None


def degrees(text: str) -> float | None:
    """The lowest temperature told; a bare figure counts where none has its sign."""
    plain = unicodedata.normalize("NFKC", text)
    told = _MARKED.findall(plain) or _DEGREES.findall(plain)
    found = [float(figure) for figure in told if float(figure) <= 40]
    return min(found, default=None)


def room(text: str) -> str | None:
    """Where it was measured."""
    found = _ROOM.search(text)
    return found[0] if found else None


def is_confirmed(text: str) -> bool:
    """Whether the user agrees with what was measured."""
    return bool(_CONFIRMED.search(text)) and not _DENIED.search(text)
