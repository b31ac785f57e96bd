"""What of a message stands already: where it has to be sent again, only the rest is said."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from bot.platforms.base import Memory

#: By then a row has gone, or has been given up.
_KEPT = timedelta(days=1)
_MOST = 2_000
#: Opens what may be read twice: who does should know why.
_AGAIN = "（重发）"


class Standing:
    """By a message's key and the way it goes. What has several parts is known to other processes
    too, and after a restart."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._done: OrderedDict[str, list[Any]] = OrderedDict()
        self._doubtful: OrderedDict[str, None] = OrderedDict()

    def doubt(self, key: str) -> None:
        """Nobody can tell whether what was said last under this key arrived."""
        self._doubtful[key] = None
        if len(self._doubtful) > _MOST:
            self._doubtful.popitem(last=False)

    def begun(self, key: str, way: str) -> bool:
        """Whether something of it stands, as far as this process was asked about it."""
        return bool(self._done.get(f"{key}#{way}"))

    async def left(self, key: str, way: str, parts: Sequence[str]) -> int:
        """How many parts are still to be said."""
        return max(len(parts) - len(await self._known(f"{key}#{way}", len(parts))), 0)

    async def each(
        self, key: str, way: str, parts: Sequence[str], say: Callable[[int, str], Awaitable[Any]]
    ) -> list[Any]:
        """Says those that don't stand yet, in order; what each part gave, in plain values."""
        name = f"{key}#{way}"
        done = await self._known(name, len(parts))
        first = len(done)
        mark = _AGAIN if key in self._doubtful else ""
        for i in range(first, len(parts)):
            done.append(await say(i, mark + parts[i] if i == first else parts[i]))
            if len(parts) > 1:
                await self._memory.remember(f"stands:{name}", done, _KEPT)
        return done

    async def once(self, key: str, way: str, doing: Callable[[], Awaitable[Any]]) -> Any:
        """The same for what is done as a whole."""
        return (await self.each(key, way, [""], lambda i, part: doing()))[0]

    async def _known(self, name: str, count: int) -> list[Any]:
        if name not in self._done:
            kept = await self._memory.recall(f"stands:{name}") if count > 1 else None
            self._done[name] = list(kept or [])
            if len(self._done) > _MOST:
                self._done.popitem(last=False)
        return self._done[name]
