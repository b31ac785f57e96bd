"""The company's own clocks as people write them down in `policy:`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from bot.domain.own_limits import OwnLimits, Season

KEYS = ("outer", "users_told", "measured", "silence", "season")

_MEASURED = "policy.measured 写成 {standard: 18, within: 24h}，standard 是 10 到 30 的度数"
_SEASON = (
    "policy.season 写成 {from: 2026-11-15, to: 2027-03-15, trial: 2026-11-05, first_days: 10, "
    "limits: {R3.2.2: 4h}}；trial 不晚于 from，from 早于 to，后三项可以不写"
)
#: The name of a setting and its value -> a duration. Raises ValueError in words.
Read = Callable[[str, object], timedelta]


def own_limits(
    given: Mapping[str, Any], duration: Read, limit: Read, zone: tzinfo
) -> tuple[OwnLimits, list[str]]:
    """What is kept of O1 to O4 and the season, and every mistake. `limit` reads a rule's limit."""
    changes: dict[str, Any] = {}
    mistakes: list[str] = []
    for key, value in given.items():
        try:
            if key == "outer":
                changes |= _switch(value)
            elif key == "measured":
                changes |= _measured(value, duration)
            elif key == "season":
                changes[key] = _season(value, limit, zone)
            else:
                changes[key] = duration(key, value)
        except ValueError as mistake:
            mistakes.append(str(mistake))
    return OwnLimits(**changes), mistakes


def _switch(value: object) -> dict[str, Any]:
    if not isinstance(value, bool):
        raise ValueError("policy.outer 写 true 或 false")
    return {"outer": value}


def _measured(value: object, duration: Read) -> dict[str, Any]:
    given = {"standard": 18, "within": "24h", **value} if isinstance(value, Mapping) else {}
    standard = given.get("standard")
    if set(given) != {"standard", "within"} or type(standard) not in (int, float):
        raise ValueError(_MEASURED)
    if not 10 <= given["standard"] <= 30:
        raise ValueError(_MEASURED)
    within = duration("measured.within", given["within"])
    return {"measured": within, "standard": float(given["standard"])}


def _season(value: object, limit: Read, zone: tzinfo) -> Season:
    known = {"from", "to", "trial", "first_days", "limits"}
    if not isinstance(value, Mapping) or set(value) - known or not {"from", "to"} <= set(value):
        raise ValueError(_SEASON)
    starts, ends = _midnight(value["from"], zone), _midnight(value["to"], zone)
    trial = _midnight(value["trial"], zone) if value.get("trial") else None
    days, limits = value.get("first_days", 10), value.get("limits") or {}
    right = type(days) is int and 0 <= days <= 366 and isinstance(limits, Mapping)
    if not right or starts >= ends or (trial or starts) > starts:
        raise ValueError(_SEASON)
    return Season(starts, ends, trial, days, {str(r): limit(str(r), v) for r, v in limits.items()})


def _midnight(value: object, zone: tzinfo) -> datetime:
    try:
        day = datetime.fromisoformat(str(value)).date()
    except ValueError:
        raise ValueError(_SEASON) from None
    return datetime.combine(day, time(), zone)
