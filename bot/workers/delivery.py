"""Outgoing rows to the platforms: claim, send, settle. Nobody sleeps here, and no chat waits for
another one."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.chat import ChatRef, GaveUp, GroupRefused, Incoming
from bot.domain.retry import wait_after
from bot.log import logger
from bot.platforms.base import Later, Platform, Refused, Spared, Unknown
from bot.workers.limits import Limits, Room
from bot.workers.merging import is_urgent, merged
from bot.workers.sending import Accept, Messenger
from storage.rows import SAID, Dropped, Failed, OutboxRow, Postponed, Result, Sent
from storage.store import Storage
from storage.trouble import is_away

TOGETHER = 200
#: So many rows of one chat are looked at together, and so many messages of them sent in a round.
_OF_ONE_LANE, _SENDS = 60, 10
#: While so many chats of one platform are under way, no more of it are begun: it hangs.
MOST_LANES = 100
#: Where a month's quota is spared and no limit says how many become one.
_MERGED = 20
#: A process that died while sending is forgotten after this time.
LEASE = timedelta(seconds=60)

_log = logger()


@dataclass(slots=True)
class _Claim:
    """What one task sends, and since when nobody else may."""

    platform: str
    ids: Sequence[int]
    since: datetime


class DeliveryWorker:
    """Sends what was decided. What the platforms answer goes back in by `accept`, the door.

    Each chat is sent and settled by a task of its own; `poke` is called when one has ended.
    """

    def __init__(
        self,
        storage: Storage,
        platforms: Mapping[str, Platform],
        messenger: Messenger,
        limits: Limits,
        accept: Accept,
        now: Callable[[], datetime],
        owner: str,
        poke: Callable[[], None] = lambda: None,
    ) -> None:
        self._storage = storage
        self._platforms = platforms
        self._messenger = messenger
        self._limits = limits
        self._accept = accept
        self._now = now
        self._owner = owner
        self._poke = poke
        self._under_way: dict[asyncio.Task[int], _Claim] = {}
        #: what came of sends that the database was not there to keep, and when
        self._unwritten: list[tuple[Sequence[Result], datetime]] = []

    async def begin(self) -> None:
        """Begins to send what may go now, a round of each chat that has none under way."""
        now = self._now()
        await self._write_down()
        await self._keep_leases(now)
        lanes: dict[str, list[OutboxRow]] = {}
        for row in await self._storage.claim_outbox(
            now, TOGETHER, LEASE, self._owner, _OF_ONE_LANE, without=self._hanging()
        ):
            lanes.setdefault(row.lane, []).append(row)
        for lane, rows in lanes.items():
            task = asyncio.create_task(self._round(lane, rows, now), name=lane)
            claim = _Claim(lane.partition(":")[0], [row.id for row in rows], now)
            self._under_way[task] = claim
            task.add_done_callback(self._ended)

    async def drain(self) -> int:
        """Begins, and waits for all that is under way; how many rows are done with."""
        tasks = set(self._under_way)
        await self.begin()
        tasks |= set(self._under_way)
        if tasks:
            await asyncio.wait(tasks)
        return sum(task.result() for task in tasks)

    async def stop(self, patience: float) -> None:
        """Waits so many seconds for what is under way, then leaves it to its lease."""
        if not self._under_way:
            return
        _, late = await asyncio.wait(list(self._under_way), timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _write_down(self) -> None:
        """What came of sends. While the database is away it stays at hand: nothing is claimed
        before it is written, so what arrived does not go again."""
        unwritten, self._unwritten = self._unwritten, []
        try:
            for results, at in unwritten:
                await self._storage.settle_outbox(results, at)
        except Exception as error:
            if is_away(error):
                self._unwritten = [*unwritten, *self._unwritten]
            raise

    async def _keep_leases(self, now: datetime) -> None:
        """What is still being sent stays ours, however slow the platform is."""
        old = [c for c in self._under_way.values() if now - c.since >= LEASE / 2]
        if old:
            ids = [number for claim in old for number in claim.ids]
            await self._storage.keep_outbox(ids, self._owner, now + LEASE)
            for claim in old:
                claim.since = now

    def _hanging(self) -> list[str]:
        lanes = Counter(claim.platform for claim in self._under_way.values())
        return [platform for platform, count in lanes.items() if count >= MOST_LANES]

    def _ended(self, task: asyncio.Task[int]) -> None:
        del self._under_way[task]
        if not task.cancelled() and (error := task.exception()):
            # Its rows come again when the lease has run out.
            _log.error("round_failed", lane=task.get_name(), exc_info=error)
        self._poke()

    async def _round(self, lane: str, rows: list[OutboxRow], now: datetime) -> int:
        """One chat's rows, sent and settled; how many are done with."""
        results: list[Result] = []
        try:
            await self._send(lane, rows, now, results)
        finally:  # what was sent before a trouble is on record
            self._unwritten.append((results, self._now()))
            await self._write_down()
        return sum(not isinstance(result, Postponed) for result in results)

    async def _send(
        self, lane: str, rows: list[OutboxRow], now: datetime, results: list[Result]
    ) -> None:
        """In order; the first that must wait makes the rest wait behind it."""
        room = await self._limits.room(lane, now)
        groups = self._groups(lane, rows, room)
        for i, group in enumerate(groups):
            urgent, counted = is_urgent(group[0]), group[0].kind in SAID
            if room is not None and counted and not room.has(urgent=urgent):
                until, why = room.free_at(urgent=urgent), "limit"
            elif i >= _SENDS:
                until, why = now, "next round"
            else:
                tried = await self._try(group, now)
                results += tried
                if room is not None and counted:
                    room.taken += 1
                waits = [each.not_before for each in tried if isinstance(each, Postponed)]
                if not waits:
                    continue
                until, why, i = max(waits), "behind", i + 1
            behind = [row for waiting in groups[i:] for row in waiting]
            results += [Postponed(row.id, until, why, tried=False) for row in behind]
            return

    def _groups(self, lane: str, rows: list[OutboxRow], room: Room | None) -> list[list[OutboxRow]]:
        """What goes out as one message each: where the room is too small, several together."""
        platform = self._platforms.get(lane.partition(":")[0])
        said = sum(row.kind in SAID for row in rows)
        tight = room is not None and said > room.left(urgent=False)
        if platform is None or not (tight or platform.is_thrifty):
            return [[row] for row in rows]
        return merged(rows, room.allowance.merge if room is not None else _MERGED)

    async def _try(self, rows: Sequence[OutboxRow], now: datetime) -> list[Result]:
        """One message, of one row or of several."""
        try:
            sent = await self._messenger.send(rows, now)
            return [Sent(row.id, sent, merged=len(rows) > 1) for row in rows]
        except Spared as spared:
            return [Dropped(row.id, str(spared)) for row in rows]
        except Later as later:
            return [Postponed(row.id, now + later.wait, str(later)) for row in rows]
        except Refused as refused:
            return [await self._give_up(row, now, str(refused)) for row in rows]
        except Exception as error:  # unknown whether it arrived, or our bug: the key makes it safe
            bug = None if isinstance(error, Unknown) else error
            ids = [row.id for row in rows]
            _log.warning("send_failed", outbox=ids, reason=str(error), exc_info=bug)
            return [await self._failed(row, now, error) for row in rows]

    async def _failed(self, row: OutboxRow, now: datetime, error: Exception) -> Result:
        wait = wait_after(row.attempts + 1)
        if wait is None:
            return await self._give_up(row, now, type(error).__name__)
        return Postponed(row.id, now + wait, type(error).__name__)

    async def _give_up(self, row: OutboxRow, now: datetime, reason: str) -> Result:
        """Told at the door before the row is settled: a crash between the two repeats it safely."""
        name, _, chat_id = row.lane.partition(":")
        answer: Incoming | None = None
        if row.kind == "make_group":
            key = row.payload["key"]
            chat = ChatRef(name, chat_id)
            answer = GroupRefused(chat, f"refused-{key}", key, row.ticket or 0, reason, now)
        elif row.kind == "message" or (row.kind == "file" and row.payload.get("asked", True)):
            what = row.payload["template"] if row.kind == "message" else "file"
            chat = ChatRef(name, chat_id)
            answer = GaveUp(chat, str(row.id), row.ticket, what, reason, now)
        elif row.kind == "call":
            chat, called = ChatRef(name, chat_id), tuple(m["name"] for m in row.payload["to"])
            answer = GaveUp(chat, str(row.id), row.ticket, "call", reason, now, called)
        _log.error("send_given_up", outbox=row.id, kind=row.kind, reason=reason)
        if answer is not None:
            await self._accept(answer)
        return Failed(row.id, reason)
