"""What the rules were unsure about, to the company's second reader. Nobody waits for this.

Rows of their own, claimed by this worker alone: a slow model holds up no message and no clock.
Whatever goes wrong, the rules' answer stands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.domain.chat import ChatRef, ReadAgain
from bot.domain.complaint import normalise
from bot.domain.reading.masking import mask, unmask
from bot.domain.rereading import opinion_of
from bot.log import logger
from bot.platforms.base import Later, Refused
from bot.platforms.second_reader import SecondReader
from bot.render import Renderer
from storage.rows import SECOND_READING, Dropped, OutboxRow, Postponed, Result, Sent
from storage.store import Storage

#: So many are asked about at a time.
TOGETHER = 4
#: Longer than any time limit that can be set.
LEASE = timedelta(minutes=2)
#: A failure is tried again once.
_TRIES = 2
_LONGEST = 5_000

_log = logger()


class RereadingWorker:
    """Masks, asks, and hands the answer in by the door, `accept`."""

    def __init__(
        self,
        storage: Storage,
        reader: SecondReader | None,
        renderer: Renderer,
        accept: Callable[..., Awaitable[Sequence[bool]]],
        now: Callable[[], datetime],
        owner: str,
    ) -> None:
        self._storage = storage
        self._reader = reader
        self._renderer = renderer
        self._accept = accept
        self._now = now
        self._owner = owner

    async def drain(self) -> int:
        """Asks about a few; how many rows are done with."""
        now = self._now()
        rows = await self._storage.claim_outbox(
            now, TOGETHER, LEASE, self._owner, kind=SECOND_READING
        )
        if not rows:
            return 0
        results = await asyncio.gather(*(self._try(row, now) for row in rows))
        await self._storage.settle_outbox(results, now)
        return sum(not isinstance(result, Postponed) for result in results)

    async def _try(self, row: OutboxRow, now: datetime) -> Result:
        if self._reader is None:
            return Dropped(row.id, "no second reader any more")
        try:
            await self._ask(self._reader, row, now)
        except Refused as refused:
            _log.warning("not_read_again", ticket=row.ticket, reason=str(refused))
            return Dropped(row.id, str(refused))
        except Exception as error:  # no answer, or our bug: the rules' reading stands
            bug = None if isinstance(error, Later) else error
            _log.warning("not_read_again", ticket=row.ticket, reason=str(error), exc_info=bug)
            if row.attempts + 1 >= _TRIES:
                return Dropped(row.id, str(error))
            wait = error.wait if isinstance(error, Later) else timedelta(seconds=30)
            return Postponed(row.id, now + wait, str(error))
        return Sent(row.id, None)

    async def _ask(self, reader: SecondReader, row: OutboxRow, now: datetime) -> None:
        known = [row.payload["name"]] if row.payload["name"] else []
        text, table = mask(normalise(row.payload["text"][:_LONGEST]), known)
        prompt = self._renderer.words("second_reading_prompt", "text", {}, now)
        answer = await reader.read(prompt, text)
        plain = {n: unmask(v, table) if isinstance(v, str) else v for n, v in answer.items()}
        opinion = opinion_of(plain)
        if opinion is None:
            raise Refused("nothing in the answer")
        # Nothing of the moment is in it: the same answer given twice is one row.
        await self._accept(
            ReadAgain(
                ChatRef("reading", str(row.ticket)),
                row.key,
                row.ticket or 0,
                row.payload["read_as"],
                opinion.complaint,
                opinion.type.value if opinion.type else None,
                opinion.severity.value if opinion.severity else None,
                dict(opinion.fields),
                row.created_at,
            )
        )
