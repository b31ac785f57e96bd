"""What changes in the embedded chats, to whoever watches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

Change = Mapping[str, Any]


class Subscription:
    """A bounded stream of changes. One that falls behind ends, and its reader must start afresh."""

    def __init__(self, size: int, ended: Callable[[Subscription], None]) -> None:
        self._ended = ended
        self._size = size
        self._waiting: asyncio.Queue[Change | None] = asyncio.Queue()
        self.dropped = False

    def put(self, change: Change) -> None:
        """Hands a change over, or drops this subscriber when it is too far behind."""
        if self._waiting.qsize() >= self._size:
            self.dropped = True
            self.close()
            return
        self._waiting.put_nowait(change)

    def close(self) -> None:
        """Ends the stream; what waits in it is forgotten."""
        self._ended(self)
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(None)

    def __enter__(self) -> Subscription:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __aiter__(self) -> Subscription:
        return self

    async def __anext__(self) -> Change:
        change = await self._waiting.get()
        if change is None:
            self._waiting.put_nowait(None)
            raise StopAsyncIteration
        return change
