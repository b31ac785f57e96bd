"""A company's policy as people write it down (`policy:`) into the regulation's figures."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.notices import Role
from bot.domain.policy import ESCALATION, RULES, Policy, Repeats, Rung
from bot.domain.reading.severity import LargeArea

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d|秒|分钟|分|小时|天)")
_UNITS = {"s": 1, "秒": 1, "m": 60, "分": 60, "分钟": 60, "h": 3600, "小时": 3600}
_DAY = {"d": 86400, "天": 86400}


def read_duration(text: str) -> timedelta:
    """ "90s", "30m", "1h30m", "2d", "2小时". Raises ValueError that says what would be right."""
    parts = _DURATION.findall(text)
    if not parts or _DURATION.sub("", text).strip():
        raise ValueError(f"「{text}」不是时长：写成 30m、2h、1h30m 或 1d")
    units = _UNITS | _DAY
    return timedelta(seconds=sum(float(number) * units[unit] for number, unit in parts))


_PLAIN = ("before", "again", "unreminded")


def policy_from_config(config: object) -> Policy:
    """A company's `policy:` mapping: limits by rule number, and the steps.

    Raises ValueError with everything that is wrong, one a line, and what would be right.
    """
    if not isinstance(config, Mapping):
        raise ValueError("policy 要写成几项，如 R3.2.1: 1h")
    limits: dict[str, timedelta] = {}
    changes: dict[str, Any] = {}
    mistakes: list[str] = []
    for key, value in config.items():
        try:
            if key in RULES:
                limits[key] = _limit(key, value)
            else:
                changes[key] = _step_setting(key, value)
        except ValueError as mistake:
            mistakes.append(str(mistake))
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return Policy(limits=limits, **changes)


def _limit(rule: str, value: object) -> timedelta:
    if RULES[rule].limit is None:
        raise ValueError(f"policy.{rule} 的时限是跟用户约定的时间，不能另设：请去掉这一项")
    return _positive(rule, value)


def _step_setting(key: str, value: object) -> object:
    if key in _PLAIN:
        return _positive(key, value)
    if key == "escalation":
        if not isinstance(value, Mapping):
            raise ValueError("policy.escalation 要写成 general: […] 和 major: […]")
        return {**ESCALATION, **{path: _rungs(path, rungs) for path, rungs in value.items()}}
    if key == "large_area":
        return _large_area(value)
    if key == "repeats":
        return _repeats(value)
    known = [*(r for r in RULES if r != "R3.2.3"), *_PLAIN, "escalation", "large_area", "repeats"]
    near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.5)
    hint = f"是不是 {near[0]}？" if near else ""
    raise ValueError(f"policy 里没有「{key}」：{hint}可用的是 {'、'.join(known)}")


def _positive(key: str, value: object) -> timedelta:
    try:
        duration = read_duration(str(value))
    except ValueError as mistake:
        raise ValueError(f"policy.{key}：{mistake}") from None
    if duration <= timedelta(0):
        raise ValueError(f"policy.{key} 要大于零")
    return duration


def _large_area(value: object) -> LargeArea:
    usual = {"buildings": 3, "households": 30, "complaints": 5, "within": "30m"}
    given = {**usual, **value} if isinstance(value, Mapping) else {}
    within = _positive("large_area.within", given.pop("within", None))
    counts = [n for n in given.values() if type(n) is int and n > 1]
    if set(given) != set(usual) - {"within"} or len(counts) < len(given):
        raise ValueError(
            "policy.large_area 写成 {buildings: 3, households: 30, complaints: 5, within: 30m}，"
            "三个数都是大于 1 的整数"
        )
    return LargeArea(**given, within=within)


def _repeats(value: object) -> Repeats:
    usual = {"within": "72h", "head": 3}
    given = {**usual, **value} if isinstance(value, Mapping) else {}
    head = given.get("head")
    if set(given) != set(usual) or type(head) is not int or head < 2:
        raise ValueError("policy.repeats 写成 {within: 72h, head: 3}，head 是不小于 2 的整数")
    return Repeats(_positive("repeats.within", given["within"]), head)


def _rungs(path: str, rungs: object) -> tuple[Rung, ...]:
    if path not in ESCALATION or not isinstance(rungs, list):
        raise ValueError("policy.escalation 要写成 general: […] 和 major: […]")
    tells = {"head": (Role.HEAD, 0), "leader": (Role.LEADER, 0), "manager": (Role.LEADER, 1)}
    made: list[Rung] = []
    for rung in rungs:
        if not isinstance(rung, Mapping):
            raise ValueError(f"policy.escalation.{path}：每级写成 {{after: 15m, tell: head}}")
        role = tells.get(str(rung.get("tell")))
        if role is None or rung.get("call") not in (None, "app", "sms", "phone"):
            raise ValueError(
                f"policy.escalation.{path}：tell 是 head、leader 或 manager，"
                "call 是 app、sms、phone 或不写"
            )
        after = read_duration(str(rung.get("after", "")))
        made.append(Rung(after, role[0], role[1], rung.get("call")))
    return tuple(sorted(made, key=lambda rung: rung.after))
