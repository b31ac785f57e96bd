"""The ledger and the report as files, for the pages: made in a thread and a loop of their own, so
that nobody who waits for an answer waits for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from bot.domain.own_limits import Season
from bot.domain.periods import Period
from storage.apart import apart


@dataclass(frozen=True, slots=True)
class LedgerPapers:
    """See bot.web.site.Papers. `url` is the database's, which is opened anew to look."""

    url: str
    zone: tzinfo
    season: Season | None
    now: Callable[[], datetime]

    async def ledger(self, period: Period, out: Path) -> None:
        """Raises ArchiveMistake."""
        from bot.export.ledger import export  # workbooks take a while to import

        await apart(lambda: export(self.url, period.since, period.until, out, self.now()))

    async def report(self, period: Period, out: Path) -> None:
        """Raises ArchiveMistake."""
        from bot.report.report import report  # so do documents

        now = self.now()
        await apart(lambda: report(self.url, period, out, now, self.zone, self.season))
