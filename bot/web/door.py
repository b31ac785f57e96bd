"""How complaints come in by the web: kept first, then waited for, but not for long."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.domain.chat import Filed, SaidOnline
from bot.intake import key_of, row_of
from bot.web.site import Site
from storage.receipts import Desk
from storage.rows import FILED, Receipt
from storage.trouble import DatabaseTrouble

#: So many seconds an answer waits for the ticket's number; after that a receipt has to do.
PATIENCE = 3.0
#: Another process may have done it, whose bell is not heard here.
_LOOK_AGAIN = 0.5
#: What a database that can't be reached raises.
Trouble = (*DatabaseTrouble, OSError)
_RECEIPT = re.compile(r"[0-9a-f]{32}")
_T = TypeVar("_T")


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

    async def filed(self, filed: Filed) -> bool | None:
        """Whether the same stands under its receipt already, whenever it was sent and whatever its
        pictures are called; None where nothing does."""
        return await self.desk.said(row_of(filed, filed.sent_at))

    async def kept(self, receipt: str, whose: str) -> tuple[dict[str, Any], str] | None:
        """What was complained of and where it stands (waiting, done, quarantined); None where no
        such receipt was given to those whose chats begin with `whose`."""
        if not _RECEIPT.fullmatch(receipt):
            return None
        kept = await self.desk.kept(f"{FILED}{receipt}")
        his = kept is not None and str(kept[0]["chat"]["chat_id"]).startswith(whose)
        return kept if his else None

    async def say(self, said: SaidOnline) -> None:
        """Keeps what somebody says of his ticket, and waits until it stands there."""
        await self._site.accept(said)

        async def settled() -> bool | None:
            kept = await self.desk.kept(key_of(said))
            return True if kept is None or kept[1] != "waiting" else None

        await self._soon(settled)

    async def wait(self, receipt: str) -> Receipt | None:
        """What became of it, as soon as something has."""
        return await self._soon(lambda: self.desk.receipt(receipt))

    async def _soon(self, look: Callable[[], Awaitable[_T | None]]) -> _T | None:
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while True:
            bell = self._site.bell()
            if found := await look():
                return found
            left = until - loop.time()
            if left <= 0:
                return None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), min(left, _LOOK_AGAIN))
