"""The ledger as a file (R2.2.3), for those who asked for it in chat."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.company import Company
from bot.domain.periods import Period
from bot.workers.apart import ApartWorker
from handlers.ledgers import Workbook
from storage.rows import LEDGER

#: What every vendor takes as a file.
MOST_BYTES = 20 * 1024 * 1024
#: The users' names and numbers lie nowhere for longer than they need to be sent, in seconds.
_KEPT = 86_400.0


@dataclass(frozen=True, slots=True)
class Ledgers:
    """`write` makes a period's workbook; in `folder` it lies until it has been sent."""

    write: Callable[[Period, Path], Awaitable[None]]
    folder: Path


class LedgerWorker(ApartWorker[Workbook]):
    """Writes the workbook that `heatdesk export` writes."""

    kind = LEDGER
    #: None where there is no place for files
    ledgers: Ledgers | None = None

    async def _make(self, period: Period, company: Company, now: datetime) -> Workbook:
        if self.ledgers is None:
            return Workbook(None)
        folder = self.ledgers.folder
        await asyncio.to_thread(_tidy, folder)
        # Nobody finds it by its name, and no two that make it at once meet.
        kept = secrets.token_hex(16)
        path = folder / f"{kept}.xlsx"
        await self.ledgers.write(period, path)
        if (await asyncio.to_thread(path.stat)).st_size > MOST_BYTES:
            await asyncio.to_thread(path.unlink)
            return Workbook(None, large=True)
        return Workbook(kept)


def _tidy(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.xlsx"):
        if time.time() - path.stat().st_mtime > _KEPT:
            path.unlink(missing_ok=True)
