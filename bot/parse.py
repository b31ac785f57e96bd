"""`heatdesk parse`: a message in JSON read, and the complaints in it as JSON."""

from __future__ import annotations

import json
import math
from typing import Any

from bot.domain.complaint import read

#: Windows editors put it before a file, and so it stands within files that were joined.
_MARK = "\ufeff"
_FIELDS = ("name", "phone", "address", "community", "type", "severity", "room_temp_c")


def _refuse(word: str) -> float:
    """NaN and the like are Python's, not JSON's, and would not be read where the answer goes."""
    raise ValueError(word)


def _finite(digits: str) -> float:
    """A number as it stands; 1e999 would be written as Infinity."""
    return found if math.isfinite(found := float(digits)) else _refuse(digits)


def answer(line: str) -> dict[str, Any]:
    """The answer to one line; what is wrong with the line where it can't be read."""
    try:
        value = json.loads(line.removeprefix(_MARK), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        return {"id": None, "error": "这一行不是 JSON"}
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        given = value.get("id") if isinstance(value, dict) else None
        return {"id": given, "error": '每行要是 {"id": "…", "text": "…"}'}
    complaints = [
        {**{name: getattr(c, name) for name in _FIELDS}, "why": list(c.why)}
        for c in read(value["text"])
    ]
    if not complaints and any("\udc80" <= letter <= "\udcff" for letter in value["text"]):
        # In letters that can't be read a complaint would not be seen: "none" would be made up.
        return {"id": value.get("id"), "error": "这一行不是 UTF-8：另存为 UTF-8 再读"}
    return {"id": value.get("id"), "complaints": complaints}
