"""Figures that people asked for in chat."""

from __future__ import annotations

from datetime import datetime

from bot.domain.company import Company
from bot.domain.figures import Figures
from bot.domain.periods import Period
from bot.workers.apart import ApartWorker
from storage.rows import FIGURES


class CountingWorker(ApartWorker[Figures]):
    """Counts them on a connection of its own."""

    kind = FIGURES

    async def _make(self, period: Period, company: Company, now: datetime) -> Figures:
        return await self._storage.asking(
            lambda queries: queries.ledger.figures(period, company.service, now)
        )
