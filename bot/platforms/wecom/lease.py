"""Which process has the bot's link: one at a time, over all hosts that share the database."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta

from bot.platforms.base import Memory

#: So long a process holds the link without saying that it lives.
LASTS = timedelta(seconds=60)
_NAME = "link"
#: owners that were made in this process
_OURS: set[str] = set()


class Lease:
    """Taken, renewed and given back. Who was killed on this host is not waited for."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._owner = f"{socket.gethostname()}|{os.getpid()}|{secrets.token_hex(8)}"
        _OURS.add(self._owner)

    async def hold(self) -> bool:
        """Whether it is ours, from now on or still."""
        if await self._memory.hold(_NAME, self._owner, LASTS):
            return True
        holder = await self._memory.recall(_NAME)
        if not isinstance(holder, str) or not _is_gone(holder):
            return False
        await self._memory.release(_NAME, holder)
        return await self._memory.hold(_NAME, self._owner, LASTS)

    async def give_back(self) -> None:
        """The next one need not wait."""
        await self._memory.release(_NAME, self._owner)


def _is_gone(holder: str) -> bool:
    """A process of this host that is not there any more; of other hosts nobody can tell."""
    host, _, rest = holder.partition("|")
    pid = rest.partition("|")[0]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        # In this very process another platform may have it; after a restart in a container,
        # which gives the same numbers again, nobody has.
        return holder not in _OURS
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
