"""A complaint with its fields filled in one by one (R2.1.2): read as one, and as no less than one.

What somebody wrote into a field stands; the words themselves say the rest.
"""

from __future__ import annotations

import re

from bot.domain.chat import Filed
from bot.domain.complaint import Complaint, normalise, read
from bot.domain.reading import normal, phones
from bot.domain.reading.severity import LargeArea

#: What people put where they have nothing to say.
_NOTHING = re.compile(
    r"[\s\W_]*|无|没有?|不详|不知道?|不清楚|保密|匿名|未知|未填|暂无|同上", re.IGNORECASE
)


def read_filed(filed: Filed, size: LargeArea) -> Complaint:
    """One complaint, whatever the words are (R2.2.1); `sure` where it can be passed on at once."""
    found = read(_as_form(filed), size)
    one = found[0] if found else _blank(filed)
    if len(found) > 1:  # a neighbour is mentioned too: it is still this household's
        major = any(c.severity == "major" for c in found)
        why = tuple(dict.fromkeys(word for c in found for word in c.why))
        one = one._replace(severity="major" if major else "general", why=why)
    one = one._replace(
        name=_told(filed.name) or one.name,
        phone=phone_in(filed.phone) or one.phone,
        address=_told(filed.address) or one.address,
        occurred_at=_told(filed.happened) or one.occurred_at,
    )
    if filed.type and one.severity != "major" and (not one.sure or filed.type == one.type):
        # Somebody has chosen what it is about: no person need look whether it is a complaint.
        one = one._replace(type=filed.type, sure=bool(one.phone or one.address))
    return one


def words_of(filed: Filed) -> str:
    """The user's own words to the last character (R1.3), and behind them what no field took."""
    beside = []
    if filed.number:
        beside.append(f"来单编号：{filed.number}")
    if _told(filed.phone) and phone_in(filed.phone) is None:
        beside.append(f"电话填的是：{filed.phone}")
    return "\n".join((filed.content, *beside))


def phone_in(words: str) -> str | None:
    """The first number to call in a field for one, in digits only."""
    numbers = phones.find(normal.fold(normalise(f"电话:{words}"))) if words else ()
    return numbers[0].digits if numbers else None


def _told(words: str) -> str | None:
    words = " ".join(normalise(words).split())
    return None if _NOTHING.fullmatch(words) else words


def _as_form(filed: Filed) -> str:
    rows = (
        ("姓名", _told(filed.name)),
        ("电话", _told(filed.phone)),
        ("地址", _told(filed.address)),
        ("内容", filed.content),
    )
    return "\n".join(f"{label}：{value}" for label, value in rows if value)


def _blank(filed: Filed) -> Complaint:
    return Complaint(
        None, None, None, None, "other", "general", None, (), None, filed.content, False
    )
