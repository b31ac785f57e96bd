"""Limits that tell nobody: what goes over them is dropped without an error.

So they are counted where all processes count together, and where a restart forgets nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.platforms.base import Later, Memory
from bot.platforms.wecom.budget import Windows

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_EIGHT_MINUTES, _DAY = timedelta(minutes=8), timedelta(days=1)

#: Messages of the app to one person: theirs are 30 a minute and 1,000 an hour.
PERSON: Windows = ((27, _MINUTE), (950, _HOUR))
#: Messages in groups that the app made: theirs are 200 a minute and 10,000 a day for one member.
#: Who is in which group is not counted: nobody gets more than all of them together.
APPCHAT: Windows = ((180, _MINUTE), (9_000, _DAY))
#: Voice calls to one person: theirs, to the call.
VOICE: Windows = ((3, _EIGHT_MINUTES), (8, _DAY))
#: A window is counted in so many parts; a part counts until the last of it is out.
_PARTS = 12


class Counted:
    """Counts under `name`, for each key of its own."""

    def __init__(self, memory: Memory, name: str, windows: Windows) -> None:
        self._memory = memory
        self._name = name
        self._windows = windows

    async def take(self, keys: Sequence[str], now: datetime, units: int = 1) -> None:
        """Uses up `units` of each. Raises Later, and uses none, where it is too many for one."""
        names = [f"{self._name}:{key}" for key in keys]
        take = partial(_take, self._windows, now.timestamp(), units)
        await self._memory.change(names, take, max(window for _, window in self._windows))


#: how many in each part of a window, by the part's number
_Parts = Mapping[str, int]


def _take(
    windows: Windows, now: float, units: int, known: Mapping[str, Any]
) -> dict[str, dict[str, _Parts]]:
    """The new counts by name and window."""
    taken: dict[str, dict[str, _Parts]] = {}
    for name, value in known.items():
        before = value if isinstance(value, Mapping) else {}
        taken[name] = {}
        for count, window in windows:
            seconds = window.total_seconds()
            length = seconds / _PARTS
            ends = {p: (int(p) + 1) * length + seconds for p in before.get(str(seconds), {})}
            # A part that is yet to come was counted before the clock was set back.
            inside = {
                part: many
                for part, many in before.get(str(seconds), {}).items()
                if ends[part] > now and int(part) <= now // length
            }
            over = sum(inside.values()) + units - count
            if over > 0 and inside:
                wait = ends[_last_of(inside, over)] - now
                raise Later("too often to one", timedelta(seconds=wait))
            here = str(int(now // length))
            taken[name][str(seconds)] = {**inside, here: inside.get(here, 0) + units}
    return taken


def _last_of(inside: _Parts, many: int) -> str:
    """The part with whose end so many are out, the oldest first."""
    last = ""
    for last in sorted(inside, key=int):
        many -= inside[last]
        if many <= 0:
            break
    return last
