"""Waiting causes to the handlers."""

from __future__ import annotations

from datetime import datetime

from bot.domain.company import Company
from bot.domain.retry import wait_after
from bot.log import logger
from bot.workers.causes import CauseWorker
from handlers import dispatch
from storage.rows import InboxRow
from storage.uow import Transaction

_log = logger()


class InboxWorker(CauseWorker[InboxRow]):
    """Works on what came in, in order per chat."""

    #: whether the company has a second reader for what the rules are unsure about
    reads_again = False

    async def _take(self, transaction: Transaction, now: datetime, limit: int) -> list[InboxRow]:
        return await transaction.take_inbox(now, limit)

    async def _handle(
        self, transaction: Transaction, row: InboxRow, company: Company, now: datetime
    ) -> None:
        unit = transaction.unit()
        outcome = await dispatch.incoming(
            row, unit, company, self._policy, self._zone, now, reads_again=self.reads_again
        )
        transaction.keep(unit)
        transaction.inbox_done(row, now, outcome)

    def _failed(
        self, transaction: Transaction, row: InboxRow, now: datetime, error: Exception
    ) -> None:
        wait = wait_after(row.attempts + 1)
        name = type(error).__name__
        if wait is None:
            _log.critical("cause_quarantined", inbox=row.id, exc_info=error)
            transaction.inbox_quarantine(row, now, name)
        else:
            _log.error("cause_failed", inbox=row.id, attempts=row.attempts + 1, exc_info=error)
            transaction.inbox_later(row, now, now + wait, name)

    def _sorry(
        self, transaction: Transaction, row: InboxRow, company: Company, now: datetime
    ) -> None:
        if wait_after(row.attempts + 1) is None:
            unit = transaction.unit()
            dispatch.sorry(row, unit, company, self._policy, self._zone, now)
            transaction.keep(unit)
