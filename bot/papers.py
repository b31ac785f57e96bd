"""The ledger and the report as files, for the pages: made in a thread and a loop of their own, so
that nobody who waits for an answer waits for them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from bot.archive import ArchiveMistake
from bot.domain.own_limits import Season
from bot.domain.periods import Period
from bot.web.site import NoPaper
from storage.apart import apart


@dataclass(frozen=True, slots=True)
class LedgerPapers:
    """See bot.web.site.Papers. `url` is the database's, which is opened anew to look."""

    url: str
    zone: tzinfo
    season: Season | None
    now: Callable[[], datetime]

    async def ledger(self, period: Period, out: Path) -> None:
        """Raises NoPaper."""
        from bot.export.ledger import export  # workbooks take a while to import

        await _made(lambda: export(self.url, period.since, period.until, out, self.now()))

    async def report(self, period: Period, out: Path) -> None:
        """Raises NoPaper."""
        from bot.report.report import report  # so do documents

        now = self.now()
        await _made(lambda: report(self.url, period, out, now, self.zone, self.season))


async def _made(make: Callable[[], Coroutine[Any, Any, object]]) -> None:
    try:
        await apart(make)
    except ArchiveMistake as mistake:
        raise NoPaper(str(mistake)) from None
