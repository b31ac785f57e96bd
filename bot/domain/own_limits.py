"""Clocks and limits that companies in this trade also keep (ours, all off by default)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Season:
    """The heating season, from `starts` to before `ends`, with its trial run before it.

    What is received in the trial run or the first `first_days` has `limits` of its own.
    """

    starts: datetime
    ends: datetime
    trial: datetime | None = None
    first_days: int = 10
    limits: Mapping[str, timedelta] = field(default_factory=dict)

    def is_early(self, now: datetime) -> bool:
        """Whether `now` is in the trial run or the first days."""
        until = self.starts + timedelta(days=self.first_days)
        return (self.trial or self.starts) <= now < min(until, self.ends)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "trial": self.trial.isoformat() if self.trial else None,
            "first_days": self.first_days,
            "limits": {rule: limit.total_seconds() for rule, limit in self.limits.items()},
        }

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Season:
        """The inverse of `to_json`."""
        return Season(
            datetime.fromisoformat(value["starts"]),
            datetime.fromisoformat(value["ends"]),
            datetime.fromisoformat(value["trial"]) if value["trial"] else None,
            value["first_days"],
            {rule: timedelta(seconds=s) for rule, s in value["limits"].items()},
        )


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """`outer`: O1, the limit that came with an order. `users_told`: O2, users of an outage are
    told. `measured`: O3, `standard` degrees are measured at the user's, who confirms it. `silence`:
    O4, 还在处理吗? None and False are off.
    """

    outer: bool = False
    users_told: timedelta | None = None
    measured: timedelta | None = None
    standard: float = 18.0
    silence: timedelta | None = None
    season: Season | None = None

    def limit(self, rule: str) -> timedelta | None:
        """The limit of one of O2 to O4, if it is kept."""
        return {"O2": self.users_told, "O3": self.measured, "O4": self.silence}.get(rule)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, durations in seconds."""
        return {
            "outer": self.outer,
            "users_told": _seconds(self.users_told),
            "measured": _seconds(self.measured),
            "standard": self.standard,
            "silence": _seconds(self.silence),
            "season": self.season.to_json() if self.season else None,
        }

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> OwnLimits:
        """The inverse of `to_json`."""
        return OwnLimits(
            value["outer"],
            _duration(value["users_told"]),
            _duration(value["measured"]),
            value["standard"],
            _duration(value["silence"]),
            Season.from_json(value["season"]) if value["season"] else None,
        )


#: All off.
NONE_KEPT = OwnLimits()


def _seconds(value: timedelta | None) -> float | None:
    return value.total_seconds() if value else None


def _duration(value: float | None) -> timedelta | None:
    return timedelta(seconds=value) if value else None
