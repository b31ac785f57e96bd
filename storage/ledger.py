"""The ledger (R2.2.3), read in pages: so many tickets never stand in memory at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, literal, or_, select

from bot.domain.figures import Compared, Figures
from bot.domain.own_limits import Season
from bot.domain.periods import Period, a_year_before, before
from bot.domain.tally import TELLING, Tally
from bot.domain.ticket import Entry, Ticket
from bot.domain.timing import late
from storage.engine import Connection
from storage.lookups import OPEN
from storage.tables import tickets, timeline
from storage.tickets import entry_of, ticket_of

#: As many tickets as are read at once.
PAGE = 500

_INSTANT = tickets.c.opened_at.type
_SINCE, _UNTIL = bindparam("since", type_=_INSTANT), bindparam("until", type_=_INSTANT)
_RECEIVED = (tickets.c.opened_at >= _SINCE) & (tickets.c.opened_at < _UNTIL)
_PAGE = (
    select(tickets)
    .where(
        _RECEIVED,
        # Where the page before ended.
        or_(tickets.c.opened_at > _SINCE, tickets.c.id > bindparam("after")),
    )
    .order_by(tickets.c.opened_at, tickets.c.id)
    .limit(bindparam("most"))
)
_ENTRIES = (
    select(timeline)
    .join(tickets, tickets.c.id == timeline.c.ticket)
    .where(
        tickets.c.opened_at >= _SINCE,
        tickets.c.opened_at <= bindparam("last", type_=_INSTANT),
    )
    .order_by(timeline.c.id)
)
_TELLING = _ENTRIES.where(timeline.c.what.in_([literal(what) for what in TELLING]))
_HOW_MANY = select(func.count()).select_from(tickets).where(_RECEIVED)
_FIRST = select(func.min(tickets.c.opened_at))
_OPEN = (
    select(tickets)
    .where(
        OPEN,
        tickets.c.opened_at < _UNTIL,
        tickets.c.id > bindparam("after"),
    )
    .order_by(tickets.c.id)
    .limit(bindparam("most"))
)


class Ledger:
    """Questions on one connection; nothing here writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def pages(
        self, since: datetime, until: datetime, *, whole: bool = False
    ) -> AsyncIterator[list[tuple[Ticket, list[Entry]]]]:
        """Tickets received in [since, until) in order, a page at a time, each with its timeline:
        what figures are made of, or with `whole` all of it.
        """
        entries = _ENTRIES if whole else _TELLING
        at, after = since, 0
        while True:
            named = {"since": at, "until": until, "after": after, "most": PAGE}
            rows = (await self._connection.execute(_PAGE, named)).mappings().all()
            page: dict[int, tuple[Ticket, list[Entry]]] = {}
            for row in rows:
                page[row["id"]] = (ticket_of(row), [])
            if not page:
                return
            last, _ = [*page.values()][-1]
            told = await self._connection.execute(entries, {"since": at, "last": last.opened_at})
            for row in told.mappings():
                if row["ticket"] in page:
                    page[row["ticket"]][1].append(entry_of(row))
            yield [*page.values()]
            if len(page) < PAGE:
                return
            await asyncio.sleep(0)  # who asked may have gone: here it is noticed
            at, after = last.opened_at, last.id

    async def how_many(self, since: datetime, until: datetime) -> int:
        """Tickets received in [since, until)."""
        found = await self._connection.execute(_HOW_MANY, {"since": since, "until": until})
        count: int = found.scalar_one()
        return count

    async def figures(self, period: Period, service: str, now: datetime) -> Figures:
        """A period's figures as they stand; `service` is customer service's key."""
        tally = Tally(period, service, now)
        async for page in self.pages(period.since, period.until):
            for ticket, entries in page:
                tally.add(ticket, entries)
        return tally.figures()

    async def compared(
        self, period: Period, service: str, now: datetime, season: Season | None = None
    ) -> Compared:
        """The same beside earlier periods, and what is late now."""
        first: datetime | None = (await self._connection.execute(_FIRST)).scalar_one()
        length = period.cut(now).until - period.since

        async def earlier(other: Period) -> Figures | None:
            shown = other.cut(other.since + length)
            known = first is not None and first < shown.until
            return await self.figures(shown, service, now) if known else None

        return Compared(
            figures=await self.figures(period, service, now),
            before=await earlier(before(period, season)),
            a_year_before=await earlier(a_year_before(period, season)),
            late=tuple(await self._late(period.until, now)),
        )

    async def _late(self, until: datetime, now: datetime) -> Sequence[Ticket]:
        found: list[Ticket] = []
        after = 0
        while True:
            named = {"until": until, "after": after, "most": PAGE}
            rows = (await self._connection.execute(_OPEN, named)).mappings().all()
            page = [ticket_of(row) for row in rows]
            found += (ticket for ticket in page if late(ticket, now))
            if len(page) < PAGE:
                return sorted(found, key=lambda ticket: late(ticket, now)[0].due_at)
            after = page[-1].id
            await asyncio.sleep(0)
