"""What people asked for in chat and takes long: made apart, then answered in a short transaction.

The row that asks waits like any other. A process that ends in between leaves it to be made again,
and the answer's key, made from the row, lets nobody hear it twice (decision 0029).
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Generic, TypeVar

from bot.domain.company import Company
from bot.domain.periods import Period
from bot.domain.policy import Policy
from bot.domain.retry import wait_after
from bot.log import logger
from handlers import dispatch, periodic
from storage.rows import OutboxRow, Postponed
from storage.store import Storage

#: So many questions are looked at together; those about the same period are one piece of work.
TOGETHER = 50
#: A process that was killed is forgotten after this time.
LEASE = timedelta(minutes=1)
#: So often, in seconds, what takes longer says that it is still being made.
RENEWED = 20.0

_log = logger()
_Made = TypeVar("_Made", bound=dispatch.Made)


class ApartWorker(ABC, Generic[_Made]):
    """Works on rows of one `kind`; nobody who writes waits for it.

    The lease is renewed while it is worked on. Whoever seems dead and is not may be doing it twice,
    which is only a pity.
    """

    kind: str
    lease: timedelta = LEASE

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
        """Makes what was asked for; how many questions were answered."""
        rows = await self._storage.claim_outbox(
            self._now(), TOGETHER, self.lease, self._owner, kind=self.kind
        )
        if not rows:
            return 0
        wanted: dict[Period, list[OutboxRow]] = {}
        for row in rows:
            _, period = periodic.asked(row, self._zone, self._policy.own.season)
            wanted.setdefault(period, []).append(row)
        ids = [row.id for row in rows]
        answering = asyncio.ensure_future(self._answer_all(wanted))
        try:
            while not (await asyncio.wait({answering}, timeout=RENEWED))[0]:
                await self._renew(ids)
            return answering.result()
        except asyncio.CancelledError:
            # An orderly end: what is not answered waits for nobody's lease.
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)
            await self._storage.let_go_outbox(ids, self._owner)
            raise

    async def _renew(self, ids: Sequence[int]) -> None:
        try:
            await self._storage.keep_outbox(ids, self._owner, self._now() + self.lease)
        except Exception as error:  # a database that is away: at worst it is made twice
            _log.warning("lease_not_renewed", kind=self.kind, reason=type(error).__name__)

    async def _answer_all(self, wanted: dict[Period, list[OutboxRow]]) -> int:
        return sum([await self._try(period, rows) for period, rows in wanted.items()])

    @abstractmethod
    async def _make(self, period: Period, company: Company, now: datetime) -> _Made:
        """What answers everybody who asked for the period."""

    async def _try(self, period: Period, rows: Sequence[OutboxRow]) -> int:
        try:
            company = await self._storage.company()
            if company is None:
                raise LookupError("no company")
            await self._answer(rows, await self._make(period, company, self._now()))
        except Exception as error:  # a database or a disk that is away, or our bug
            ids = [row.id for row in rows]
            _log.error("not_made", kind=self.kind, outbox=ids, since=period.since, exc_info=error)
            return await self._put_off(rows, type(error).__name__)
        return len(rows)

    async def _put_off(self, rows: Sequence[OutboxRow], reason: str) -> int:
        """What was tried often enough is answered all the same: people wait for it."""
        now, waits = self._now(), {row.id: wait_after(row.attempts + 1) for row in rows}
        later = [Postponed(i, now + wait, reason) for i, wait in waits.items() if wait is not None]
        await self._storage.settle_outbox(later, now)
        given_up = [row for row in rows if waits[row.id] is None]
        await self._answer(given_up, None)
        return len(given_up)

    async def _answer(self, rows: Sequence[OutboxRow], made: _Made | None) -> None:
        now = self._now()
        async with self._storage.transaction() as transaction:
            company = await transaction.company()
            if company is None:
                return
            for row in rows:
                unit = transaction.unit()
                dispatch.made_apart(row, made, unit, company, self._policy, self._zone, now)
                transaction.keep(unit)
                transaction.done_apart(row, now)
