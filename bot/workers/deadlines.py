"""Due deadlines to the handlers; a clock that fails once is heard again in seconds."""

from __future__ import annotations

from datetime import datetime

from bot.domain.company import Company
from bot.domain.retry import LONGEST, wait_after
from bot.log import logger
from bot.workers.causes import CauseWorker
from handlers import dispatch
from storage.rows import DeadlineRow
from storage.uow import Transaction

_log = logger()


class DeadlineWorker(CauseWorker[DeadlineRow]):
    """Works on the clocks whose time to speak has come."""

    async def _take(self, transaction: Transaction, now: datetime, limit: int) -> list[DeadlineRow]:
        return await transaction.take_deadlines(now, limit)

    async def _handle(
        self, transaction: Transaction, row: DeadlineRow, company: Company, now: datetime
    ) -> None:
        unit = transaction.unit()
        await dispatch.deadline(row, unit, company, self._policy, self._zone, now)
        transaction.keep(unit)

    def _failed(
        self, transaction: Transaction, row: DeadlineRow, now: datetime, error: Exception
    ) -> None:
        # A clock is never given up: after some tries it is heard every ten minutes.
        wait = wait_after(row.attempts + 1) or LONGEST
        _log.error("deadline_failed", ticket=row.ticket, rule=row.rule, exc_info=error)
        transaction.deadline_later(row, now + wait, type(error).__name__)
