"""The words behind a verb: a rating, a verdict, a department, corrected fields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_RATINGS = (
    ("不满意", re.compile(r"不(?:太|大|是很|怎么|算)?满意|没满意|不认可|有意见|很差|不行")),
    ("未评价", re.compile(r"(?:未|没有?|不)(?:评价|打分|接通|接|回)|打不通|无人接|没打通|关机|空号|停机")),
    ("基本满意", re.compile(r"基本满意|比较满意|还算满意|还行|一般|凑合|还可以|过得去")),
    ("满意", re.compile(r"满意|认可|感谢|表扬|挺好|很好|非常好|好评")),
)  # fmt: skip
_FAILED = re.compile(
    r"不合格|不通过|[没未](?:有)?(?:通过|合格|过)|不达标|不行|返工|退回|还[漏凉冷]"
)
_PASSED = re.compile(r"合格|通过|达标|可以|没问题|ok|行", re.I)
_TAIL = re.compile(r"^(?:部门?|组|班组?|那边|那里|那|处|的|去)?[\s,，、:：]*")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def read_rating(text: str) -> str | None:
    """R3.2.4: 满意, 基本满意, 不满意 or 未评价; None where the words say nothing about it."""
    plain = _plain(text)
    return next((rating for rating, words in _RATINGS if words.search(plain)), None)


def read_verdict(text: str) -> bool | None:
    """R3.3.5: whether the inspection passed; None where the words leave it open."""
    plain = _plain(text)
    if _FAILED.search(plain):
        return False
    return True if _PASSED.search(plain) else None


def read_department(text: str, names: Mapping[str, str]) -> tuple[str | None, str]:
    """A department's key by its display name, in full or without 部, and the words beside it."""
    found: tuple[int, int, str] | None = None
    for key, name in names.items():
        for words in (name, name.removesuffix("部门").removesuffix("部")):
            at = text.find(words) if len(words) > 1 else -1
            if at >= 0 and (found is None or at < found[0]):
                found = (at, at + len(words), key)
                break
    if found is None:
        return None, text.strip()
    start, end, key = found
    before = re.sub(r"(?:转|给|到|派|找|让)+$", "", text[:start].strip())
    after = _TAIL.sub("", text[end:], count=1)
    return key, f"{before} {after}".strip(" ,，。;；、")


_FIELDS = {
    "姓名": "name", "名字": "name", "户主": "name", "联系人": "name", "用户": "name",
    "联系电话": "phone", "联系方式": "phone", "手机号": "phone", "电话": "phone", "手机": "phone",
    "地址": "address", "住址": "address", "位置": "address", "门牌": "address",
    "小区": "community", "室温": "room_temp_c", "温度": "room_temp_c", "类型": "type",
    "发生时间": "happened", "时间": "happened",
}  # fmt: skip
_LABEL = re.compile(
    "(" + "|".join(sorted(_FIELDS, key=len, reverse=True)) + r")\s*(?:是|为|改成|改为)?\s*[::]?\s*"
)
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d(?:[- ]?\d){8}|0\d{2,3}[- ]?\d{7,8})(?!\d)")
_TYPES = {
    "质量": "quality",
    "设施": "facility",
    "服务": "service",
    "其他": "other",
    "其它": "other",
}


def read_corrections(text: str) -> dict[str, str]:
    """Ticket fields and their values as written: `电话 139… 地址 …`; a bare phone is one too.

    The type comes as its value (`quality` …), a phone in digits only.
    """
    plain = _plain(text)[:2000]
    labels = list(_LABEL.finditer(plain))
    ends = [match.start() for match in labels[1:]] + [len(plain)] * bool(labels)
    found: dict[str, str] = {}
    for match, end in zip(labels, ends, strict=True):
        value = plain[match.end() : end].strip(" ,，。;；、:：\n")
        value = _value(_FIELDS[match[1]], value)
        if value:
            found[_FIELDS[match[1]]] = value
    if "phone" not in found and (phone := _PHONE.search(plain)):
        found["phone"] = re.sub(r"\D", "", phone[0])
    return found


def _value(field: str, value: str) -> str:
    if field == "phone":
        phone = _PHONE.search(value)
        return re.sub(r"\D", "", phone[0]) if phone else ""
    if field == "room_temp_c":
        number = re.search(r"\d{1,2}(?:\.\d)?", value)
        return number[0] if number else ""
    if field == "type":
        return next((kind for word, kind in _TYPES.items() if word in value), "")
    return value
