"""Figures that people asked for in chat: counted apart, then answered in a short transaction.

The row that asks waits like any other. A process that ends in between leaves it to be counted
again, and the answer's key, made from the row, lets nobody hear it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo

from bot.domain.figures import Figures
from bot.domain.periods import Period
from bot.domain.policy import Policy
from bot.domain.retry import wait_after
from bot.log import logger
from handlers import dispatch, figures
from storage.rows import FIGURES, OutboxRow, Postponed
from storage.store import Storage

#: So many questions are looked at together; those about the same period are one count.
TOGETHER = 50
#: Whoever counts for longer may be doing it twice, which is only a pity.
LEASE = timedelta(minutes=1)

_log = logger()


class CountingWorker:
    """Nobody who writes waits for it."""

    def __init__(
        self,
        storage: Storage,
        now: Callable[[], datetime],
        zone: tzinfo,
        policy: Policy,
        owner: str,
    ) -> None:
        self._storage = storage
        self._now = now
        self._zone = zone
        self._policy = policy
        self._owner = owner

    async def drain(self) -> int:
        """Counts what was asked for; how many questions were answered."""
        rows = await self._storage.claim_outbox(
            self._now(), TOGETHER, LEASE, self._owner, kind=FIGURES
        )
        wanted: dict[Period, list[OutboxRow]] = {}
        for row in rows:
            _, period = figures.asked(row, self._zone, self._policy.own.season)
            wanted.setdefault(period, []).append(row)
        return sum([await self._try(period, rows) for period, rows in wanted.items()])

    async def _try(self, period: Period, rows: Sequence[OutboxRow]) -> int:
        try:
            await self._answer(rows, await self._count(period))
        except Exception as error:  # a database that is away, or our bug
            ids = [row.id for row in rows]
            _log.error("not_counted", outbox=ids, since=period.since, exc_info=error)
            return await self._put_off(rows, type(error).__name__)
        return len(rows)

    async def _count(self, period: Period) -> Figures:
        now, company = self._now(), await self._storage.company()
        if company is None:
            raise LookupError("no company")
        return await self._storage.asking(
            lambda queries: queries.ledger.figures(period, company.service, now)
        )

    async def _put_off(self, rows: Sequence[OutboxRow], reason: str) -> int:
        """What was tried often enough is answered all the same: people wait for it."""
        now, waits = self._now(), {row.id: wait_after(row.attempts + 1) for row in rows}
        later = [Postponed(i, now + wait, reason) for i, wait in waits.items() if wait is not None]
        await self._storage.settle_outbox(later, now)
        given_up = [row for row in rows if waits[row.id] is None]
        await self._answer(given_up, None)
        return len(given_up)

    async def _answer(self, rows: Sequence[OutboxRow], found: Figures | None) -> None:
        now = self._now()
        async with self._storage.transaction() as transaction:
            company = await self._storage.company(transaction.connection)
            if company is None:
                return
            for row in rows:
                unit = transaction.unit()
                dispatch.counted(row, found, unit, company, self._policy, self._zone, now)
                transaction.keep(unit)
                transaction.done_apart(row, now)
