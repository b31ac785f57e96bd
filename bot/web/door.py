"""How complaints come in by the web: kept first, then waited for, but not for long."""

from __future__ import annotations

import asyncio
import contextlib

from bot.domain.chat import Filed
from bot.web.site import Site
from storage.receipts import Desk
from storage.rows import Receipt
from storage.store import DatabaseTrouble

#: So many seconds an answer waits for the ticket's number; after that a receipt has to do.
PATIENCE = 3.0
#: Another process may have done it, whose bell is not heard here.
_LOOK_AGAIN = 0.5
#: What a database that can't be reached raises.
Trouble = (*DatabaseTrouble, OSError)


class Door:
    """One for all ways by the web."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.desk = Desk(site.storage)

    async def file(self, filed: Filed) -> Receipt | None:
        """Keeps it, and says what became of it; None where nothing has for now. Nothing is lost
        once this has returned. Raises one of `Trouble` where it could not be kept."""
        await self._site.accept(filed)
        return await self.wait(filed.message_id)

    async def wait(self, receipt: str) -> Receipt | None:
        """What became of it, as soon as something has."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while True:
            bell = self._site.bell()
            if found := await self.desk.receipt(receipt):
                return found
            left = until - loop.time()
            if left <= 0:
                return None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), min(left, _LOOK_AGAIN))
