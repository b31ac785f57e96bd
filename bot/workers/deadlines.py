"""Due deadlines to the handlers; a clock that fails once is heard again in seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from bot.domain.company import Company
from bot.domain.policy import Policy
from bot.domain.retry import wait_after
from bot.log import logger
from handlers import dispatch
from storage.rows import DeadlineRow
from storage.store import DatabaseTrouble, Storage
from storage.uow import Conflict, Transaction

TOGETHER = 200

_log = logger()


class DeadlineWorker:
    """Works on the clocks whose time to speak has come."""

    def __init__(
        self, storage: Storage, now: Callable[[], datetime], zone: tzinfo, policy: Policy
    ) -> None:
        self._storage = storage
        self._now = now
        self._zone = zone
        self._policy = policy

    async def drain(self) -> int:
        """Handles everything that is due now; how many clocks that were."""
        handled = 0
        while count := await self._some():
            handled += count
        return handled

    async def _some(self) -> int:
        try:
            return await self._batch(TOGETHER)
        except (Conflict, DatabaseTrouble) as error:
            _log.warning("deadline_batch_split", error=type(error).__name__)
        try:
            return await self._batch(1)
        except (Conflict, DatabaseTrouble) as error:
            # Somebody else has the ticket just now. The row is due again at the next beat.
            _log.warning("deadline_put_off", error=type(error).__name__)
            return 0

    async def _batch(self, limit: int) -> int:
        now = self._now()
        async with self._storage.transaction() as transaction:
            rows = await transaction.take_deadlines(now, limit)
            if rows:
                company = await self._storage.company(transaction.connection)
                if company is None:
                    return 0
                for row in rows:
                    await self._handle(transaction, row, company, now)
        return len(rows)

    async def _handle(
        self, transaction: Transaction, row: DeadlineRow, company: Company, now: datetime
    ) -> None:
        unit = transaction.unit()
        try:
            await dispatch.deadline(row, unit, company, self._policy, self._zone, now)
        except (Conflict, DatabaseTrouble):
            raise
        except Exception as error:  # our bug: a clock is put off, and never silenced but loudly
            wait = wait_after(row.attempts + 1)
            state = "armed" if wait else "quarantined"
            _log.error(
                "deadline_failed", ticket=row.ticket, rule=row.rule, state=state, exc_info=error
            )
            transaction.deadline_trouble(
                row, state, now + wait if wait else row.speaks_at, type(error).__name__
            )
            return
        transaction.keep(unit)
