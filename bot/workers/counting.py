"""Figures that people asked for in chat."""

from __future__ import annotations

from datetime import datetime

from bot.domain.company import Company
from bot.domain.figures import Compared
from bot.domain.periods import Kind, Period
from bot.workers.apart import ApartWorker
from storage.rows import FIGURES


class CountingWorker(ApartWorker[Compared]):
    """Counts them on a connection of its own, beside those of the period before and a year ago."""

    kind = FIGURES

    async def _make(self, period: Period, company: Company, now: datetime) -> Compared:
        service, season = company.service, self._policy.own.season
        if period.kind is Kind.SEASON:  # a second season would take as long once more
            found = await self._storage.asking(
                lambda queries: queries.ledger.figures(period, service, now)
            )
            return Compared(found, None, None, ())
        return await self._storage.asking(
            lambda queries: queries.ledger.compared(period, service, now, season)
        )
