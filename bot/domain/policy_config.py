"""A company's policy as people write it down (`policy:`) into the regulation's figures."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta, timezone, tzinfo
from typing import Any

from bot.domain.household import community_key
from bot.domain.notices import Role
from bot.domain.own_config import KEYS, own_limits
from bot.domain.policy import (
    ESCALATION,
    INCIDENTS,
    MOST_ALIKE,
    MOST_NEAR,
    RULES,
    Incidents,
    Policy,
    Repeats,
    Rung,
)
from bot.domain.reading.severity import LargeArea

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d|秒|分钟|分|小时|天)")
_UNITS = {"s": 1, "秒": 1, "m": 60, "分": 60, "分钟": 60, "h": 3600, "小时": 3600}
_DAY = {"d": 86400, "天": 86400}
#: Beyond it calendars end, and no rule waits.
_LONGEST = timedelta(days=3660)


def read_duration(text: str) -> timedelta:
    """ "90s", "30m", "1h30m", "2d", "2小时". Raises ValueError that says what would be right."""
    parts = _DURATION.findall(text)
    if not parts or _DURATION.sub("", text).strip():
        raise ValueError(f"「{text}」不是时长：写成 30m、2h、1h30m 或 1d")
    units = _UNITS | _DAY
    seconds = sum(float(number) * units[unit] for number, unit in parts)
    if seconds > _LONGEST.total_seconds():
        raise ValueError(f"「{text}」太长：最长 {_LONGEST.days}d")
    return timedelta(seconds=seconds)


#: China's, where nothing else is said.
_CHINA = timezone(timedelta(hours=8))
_PLAIN = ("before", "again", "unreminded")


def policy_from_config(config: object, zone: tzinfo = _CHINA) -> Policy:
    """A company's `policy:` mapping: limits by rule number, and the steps. A season's days begin
    at midnight in `zone`.

    Raises ValueError with everything that is wrong, one a line, and what would be right.
    """
    if not isinstance(config, Mapping):
        raise ValueError("policy 要写成几项，如 R3.2.1: 1h")
    limits: dict[str, timedelta] = {}
    changes: dict[str, Any] = {}
    mistakes: list[str] = []
    own, wrong = own_limits(
        {key: value for key, value in config.items() if key in KEYS}, _positive, _early, zone
    )
    mistakes += wrong
    for key, value in config.items():
        if key in KEYS:
            continue
        try:
            if key in RULES:
                limits[key] = _limit(key, value)
            else:
                changes[key] = _step_setting(key, value)
        except ValueError as mistake:
            mistakes.append(str(mistake))
    policy = Policy(limits=limits, own=own, **changes)
    if mistakes := mistakes or _agree(policy):
        raise ValueError("\n".join(mistakes))
    return policy


def _early(rule: str, value: object) -> timedelta:
    if rule not in RULES:
        raise ValueError(f"policy.season.limits 里没有「{rule}」：写规则编号，如 R3.2.2")
    return _limit(rule, value)


def _limit(rule: str, value: object) -> timedelta:
    if rule.startswith("O"):
        raise ValueError(f"policy.{rule} 用 {'、'.join(KEYS)} 来设")
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
    if key in _SECTIONS:
        return _SECTIONS[key](value)
    limits = (r for r, rule in RULES.items() if rule.limit is not None)
    known = [*limits, *_PLAIN, "escalation", *_SECTIONS, *KEYS]
    raise ValueError(f"policy 里没有「{key}」：{_nearest(key, known)}可用的是 {'、'.join(known)}")


def _nearest(name: object, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(name), list(known), n=1, cutoff=0.5)
    return f"是不是 {near[0]}？" if near else ""


def _positive(key: str, value: object) -> timedelta:
    try:
        duration = read_duration(str(value))
    except ValueError as mistake:
        raise ValueError(f"policy.{key}：{mistake}") from None
    if duration <= timedelta(0):
        raise ValueError(f"policy.{key} 要大于零")
    return duration


def _section(key: str, value: object, usual: Mapping[str, object]) -> dict[str, object]:
    """What is written beside what is usual; names that are not known are mistakes."""
    example = f"{{{', '.join(f'{name}: {each}' for name, each in usual.items())}}}"
    if not isinstance(value, Mapping):
        raise ValueError(f"policy.{key} 写成 {example}，不改的项可以不写")
    for name in value:
        if name not in usual:
            near = _nearest(name, usual)
            raise ValueError(f"policy.{key} 里没有「{name}」：{near}写成 {example}")
    return {**usual, **value}


def _count(key: str, value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"policy.{key} 要写 {least} 到 {most} 之间的整数")
    return value


def _span(key: str, value: object, least: str, most: str) -> timedelta:
    duration = _positive(key, value)
    if not read_duration(least) <= duration <= read_duration(most):
        raise ValueError(f"policy.{key} 要在 {least} 到 {most} 之间")
    return duration


def _large_area(value: object) -> LargeArea:
    usual = {"buildings": 3, "households": 30, "complaints": 5, "within": "30m"}
    given = _section("large_area", value, usual)
    most = {"buildings": 1000, "households": 100_000, "complaints": MOST_NEAR}
    counts = {name: _count(f"large_area.{name}", given[name], 2, n) for name, n in most.items()}
    return LargeArea(**counts, within=_span("large_area.within", given["within"], "1m", "7d"))


def _repeats(value: object) -> Repeats:
    usual = {"within": "72h", "head": 3, "forwarded": "5m", "doors": 3}
    given = _section("repeats", value, usual)
    return Repeats(
        _span("repeats.within", given["within"], "1m", "366d"),
        _count("repeats.head", given["head"], 2, 100),
        _span("repeats.forwarded", given["forwarded"], "1s", "1d"),
        _count("repeats.doors", given["doors"], 2, MOST_ALIKE),
    )


def _incidents(value: object) -> Incidents:
    usual = {"flats": 3, "lasts": "7d", "told_at": [*INCIDENTS.told_at], "stations": {}}
    given = _section("incidents", value, usual)
    steps = given["told_at"]
    if not isinstance(steps, list) or not steps:
        raise ValueError("policy.incidents.told_at 写成 [5, 10, 20]，是并入多少户时说一声")
    told_at = [_count("incidents.told_at", step, 2, 100_000) for step in steps]
    if sorted(set(told_at)) != told_at:
        raise ValueError("policy.incidents.told_at 要从小到大写，不要重复")
    return Incidents(
        _count("incidents.flats", given["flats"], 2, MOST_NEAR),
        _span("incidents.lasts", given["lasts"], "1h", "31d"),
        tuple(told_at),
        _stations(given["stations"]),
    )


def _stations(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """R3.1.2: which communities a station heats; a place that two heat would be in neither."""
    wrong = "policy.incidents.stations 写成 {城东换热站: [桐花苑, 槐树里]}，一个小区只写在一个站下"
    if not isinstance(value, Mapping) or not all(isinstance(p, list) for p in value.values()):
        raise ValueError(wrong)
    stations = [(name, tuple(map(_place, places))) for name, places in value.items()]
    named = [place for name, places in stations for place in (_place(name), *places)]
    if len(set(named)) < len(named) or not all(named):
        raise ValueError(wrong)
    return tuple((_place(name), places) for name, places in stations)


def _place(name: object) -> str:
    return community_key(str(name)) or ""


#: Settings that are written in several parts.
_SECTIONS: Mapping[str, Callable[[object], object]] = {
    "large_area": _large_area,
    "repeats": _repeats,
    "incidents": _incidents,
}


def _agree(policy: Policy) -> list[str]:
    """What is right each by itself and not together."""
    mistakes = []
    if policy.large_area.within > policy.incidents.lasts:
        mistakes.append("policy.large_area.within 不能比 incidents.lasts 长：事件还没凑够就过期了")
    if policy.repeats.forwarded > policy.repeats.within:
        mistakes.append("policy.repeats.forwarded 不能比 repeats.within 长：过了就不认得是同一户了")
    return mistakes


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
