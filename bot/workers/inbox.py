"""Waiting causes to the handlers: several in one transaction, each all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from bot.domain.company import Company
from bot.domain.policy import Policy
from bot.domain.retry import wait_after
from bot.log import logger
from handlers import dispatch
from storage.rows import InboxRow
from storage.store import DatabaseTrouble, Storage
from storage.tickets import content_digest
from storage.uow import Conflict, Transaction

#: So many causes share a commit while many wait.
TOGETHER = 100

_log = logger()


class InboxWorker:
    """Works on what came in. `policy` is the one under which new tickets open."""

    def __init__(
        self, storage: Storage, now: Callable[[], datetime], zone: tzinfo, policy: Policy
    ) -> None:
        self._storage = storage
        self._now = now
        self._zone = zone
        self._policy = policy

    async def drain(self) -> int:
        """Handles everything that waits now; how many causes that were."""
        handled = 0
        while count := await self._some():
            handled += count
        return handled

    async def _some(self) -> int:
        try:
            return await self._batch(TOGETHER)
        except (Conflict, DatabaseTrouble) as error:
            # One cause spoiled the commit for all: find it by going one at a time.
            _log.warning("inbox_batch_split", error=type(error).__name__)
        handled = 0
        for _ in range(TOGETHER):
            count = await self._one()
            if not count:
                break
            handled += count
        return handled

    async def _one(self) -> int:
        try:
            return await self._batch(1)
        except (Conflict, DatabaseTrouble) as error:
            await self._put_off(error)
            return 1

    async def _batch(self, limit: int) -> int:
        now = self._now()
        async with self._storage.transaction() as transaction:
            rows = await transaction.take_inbox(now, limit)
            if rows:
                company = await self._storage.company(transaction.connection)
                if company is None:
                    return 0
                said = [str(row.payload.get("text") or "") for row in rows]
                await transaction.expect([content_digest(text) for text in said])
                for row in rows:
                    await self._handle(transaction, row, company, now)
        return len(rows)

    async def _handle(
        self, transaction: Transaction, row: InboxRow, company: Company, now: datetime
    ) -> None:
        unit = transaction.unit()
        context = (company, self._policy, self._zone, now)
        try:
            outcome = await dispatch.incoming(row, unit, *context)
        except (Conflict, DatabaseTrouble):
            raise
        except Exception as error:  # our bug: tried again, at last quarantined, never dropped
            self._failed(transaction, row, company, now, error)
            return
        transaction.keep(unit)
        transaction.inbox_done(row, now, outcome)

    def _failed(
        self,
        transaction: Transaction,
        row: InboxRow,
        company: Company,
        now: datetime,
        error: Exception,
    ) -> None:
        wait = wait_after(row.attempts + 1)
        name = type(error).__name__
        if wait is not None:
            _log.error("cause_failed", inbox=row.id, attempts=row.attempts + 1, exc_info=error)
            transaction.inbox_later(row, now, now + wait, name)
            return
        _log.critical("cause_quarantined", inbox=row.id, exc_info=error)
        transaction.inbox_quarantine(row, now, name)
        unit = transaction.unit()
        dispatch.sorry(row, unit, company, self._policy, self._zone, now)
        transaction.keep(unit)

    async def _put_off(self, error: Exception) -> None:
        """The first waiting row can't be committed as things stand."""
        now = self._now()
        async with self._storage.transaction() as transaction:
            for row in await transaction.take_inbox(now, 1):
                wait = wait_after(row.attempts + 1)
                name = type(error).__name__
                if wait is None:
                    _log.critical("cause_quarantined", inbox=row.id, exc_info=error)
                    transaction.inbox_quarantine(row, now, name)
                else:
                    _log.warning("cause_put_off", inbox=row.id, error=name)
                    transaction.inbox_later(row, now, now + wait, name)
