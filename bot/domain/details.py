"""The plain answer to "还缺：姓名、电话": who, where and how to call, without any complaint."""

from __future__ import annotations

from bot.domain.reading import communities, names, normal, phones, places

#: What people say back that only looks like a surname and a given name.
_NO_NAMES = frozenset(
    [
        "谢谢",
        "谢了",
        "好的",
        "明白",
        "知道",
        "安排",
        "马上",
        "方便",
        "高兴",
        "严重",
        "没有",
        "没问",
        "不清楚",
        "麻烦",
        "辛苦",
        "常见",
        "成了",
        "时间",
        "温度",
        "关了",
        "开了",
        "于是",
        "何时",
        "和平",
        "江湖",
        "左右",
        "全部",
        "万一",
        "水管",
        "白天",
        "黄了",
        "金额",
        "方案",
        "计划",
        "应该",
    ]
)


def read_details(text: str) -> dict[str, str]:
    """Ticket fields found in a short answer: name, phone, address, community."""
    twin = normal.fold(normal.normalise(text[:500]))
    numbers = phones.find(twin)
    masked = twin
    for p in numbers:
        masked = masked[: p.start] + "\x01" * (p.end - p.start) + masked[p.end :]
    found = places.find(masked)
    phone = phones.choose(numbers)
    spans = [(p.start, p.end) for p in found] + [(p.start, p.end) for p in numbers]
    name = names.find(twin, (phone.start, phone.end) if phone else None, spans)
    details: dict[str, str] = {}
    if name and name not in _NO_NAMES:
        details["name"] = name
    if phone:
        details["phone"] = phone.digits
    if found:
        best = max(found, key=lambda p: (p.named, p.level, -p.start))
        details["address"] = twin[best.start : best.end].strip(" ,、\n")
        if community := communities.community(details["address"]):
            details["community"] = community
    return details
