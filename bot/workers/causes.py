"""What inbox and deadlines have in common: take, handle each all or nothing, commit together."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Generic, TypeVar

from bot.domain.company import Company
from bot.domain.policy import Policy
from bot.log import logger
from storage.store import Storage
from storage.trouble import DatabaseTrouble, is_away
from storage.uow import Conflict, Transaction

#: So many causes share a commit while many wait.
TOGETHER = 100

_log = logger()
_Row = TypeVar("_Row")


class CauseWorker(ABC, Generic[_Row]):
    """Works on causes. `policy` is the one under which new tickets open."""

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
            if count < TOGETHER:
                break  # that was all; an empty transaction would only say so
        return handled

    async def _some(self) -> int:
        try:
            return await self._batch(TOGETHER, [])
        except Exception as error:
            if is_away(error):
                raise  # no fault of any cause
            # One cause spoiled the commit for all, be it a conflict or a value that no column
            # takes: find it by going one at a time.
            _log.warning("batch_split", worker=type(self).__name__, error=type(error).__name__)
        handled = 0
        while handled < TOGETHER and (count := await self._one()):
            handled += count
        return handled

    async def _one(self) -> int:
        spoiled: list[_Row] = []
        try:
            return await self._batch(1, spoiled)
        except Exception as error:
            if is_away(error):
                raise
            # It can't be committed as things stand; those behind it must not wait for it. Where
            # another has come first meanwhile, that one is not to blame: it is worked on next.
            now = self._now()
            async with self._storage.transaction() as transaction:
                company = await transaction.company()
                for row in await self._take(transaction, now, 1):
                    if company is not None and row in spoiled:
                        self._failed(transaction, row, now, error)
                        self._sorry(transaction, row, company, now)
            return len(spoiled)

    async def _batch(self, limit: int, taken: list[_Row]) -> int:
        """Works on so many at most, in one transaction; `taken` tells which, though it fails."""
        now = self._now()
        async with self._storage.transaction() as transaction:
            taken += await self._take(transaction, now, limit)
            for row in taken:
                # Asked each time: the cause before this one may have changed it.
                company = await transaction.company()
                if company is None:
                    return 0
                try:
                    await self._handle(transaction, row, company, now)
                except (Conflict, *DatabaseTrouble):
                    raise
                except Exception as error:  # our bug: tried again, at last quarantined
                    self._failed(transaction, row, now, error)
                    self._sorry(transaction, row, company, now)
        return len(taken)

    @abstractmethod
    async def _take(self, transaction: Transaction, now: datetime, limit: int) -> list[_Row]:
        """The next rows."""

    @abstractmethod
    async def _handle(
        self, transaction: Transaction, row: _Row, company: Company, now: datetime
    ) -> None:
        """Handles one row in a unit of its own and keeps it."""

    @abstractmethod
    def _failed(self, transaction: Transaction, row: _Row, now: datetime, error: Exception) -> None:
        """Puts the row off, or into quarantine after a bounded number of tries."""

    def _sorry(self, transaction: Transaction, row: _Row, company: Company, now: datetime) -> None:
        """Tells whoever waits, if somebody does, once there will be no further try."""
