"""A period's figures (R4.1.3), beside the period before and a year ago; and what is late now."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta

from aiohttp import web

from bot.domain.company import Company
from bot.domain.figures import Compared
from bot.domain.periods import Kind, Period, before, whole
from bot.domain.policy import RULES
from bot.web.gate import For, Gate, Visitor
from bot.web.lines import lines_of
from bot.web.site import Site

#: So many places and late tickets are listed.
_PLACES, _LATE = 15, 20
#: What was counted stands so long, and longer the longer it took to count.
_STANDS, _TIMES = timedelta(minutes=1), 20


class FiguresPage:
    """`/figures`."""

    def __init__(self, site: Site, gate: Gate) -> None:
        self._site = site
        self._gate = gate
        self._kept: dict[Period, tuple[datetime, Compared]] = {}
        self._counting = asyncio.Lock()

    def add_to(self, app: web.Application) -> None:
        """Adds the route."""
        app.router.add_get("/figures", self._gate.guard(For.MEMBERS, self.page))

    async def page(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """A day, a week, a month or a season; today's week where none is named."""
        now, company = self._site.now(), await self._site.storage.company()
        season, local = self._site.season, now.astimezone(self._site.zone)
        named = request.query.get("period", "")
        kind = Kind(named) if named in [*Kind] else Kind.WEEK
        period = whole(kind, _day(request.query.get("at", ""), local), season)
        compared = await self._compared(period, company, now) if company else None
        earlier, later = before(period, season), whole(kind, period.until, season)
        late = compared.late[:_LATE] if compared else ()
        return await self._gate.page(
            request,
            visitor,
            "figures",
            kinds=[*Kind],
            period=period,
            last=period.until - timedelta(days=1),
            earlier=earlier.since,
            later=later.since if period.since < later.since <= local else None,
            compared=compared,
            places=compared.figures.places[:_PLACES] if compared else (),
            late=lines_of(late, company, visitor, now) if company and visitor else [],
            duties={rule.id: rule.duty for rule in RULES.values()},
            departments={k: d.name for k, d in company.departments.items()} if company else {},
        )

    async def _compared(self, period: Period, company: Company, now: datetime) -> Compared:
        """One at a time: a season is a long list, and several ask for the same one."""
        async with self._counting:
            kept = self._kept.get(period)
            if kept is not None and kept[1].figures.now <= now < kept[0]:
                return kept[1]
            began = time.monotonic()
            async with self._site.storage.reading() as queries:
                ledger = queries.ledger
                found = await ledger.compared(period, company.service, now, self._site.season)
            took = timedelta(seconds=time.monotonic() - began)
            self._kept = {p: k for p, k in self._kept.items() if k[0] > now}
            self._kept[period] = (now + max(_STANDS, _TIMES * took), found)
            return found


def _day(words: str, local: datetime) -> datetime:
    """The day that is named, not after today; today where none is."""
    try:
        day = datetime.strptime(words, "%Y-%m-%d").replace(tzinfo=local.tzinfo)
    except ValueError:
        return local
    return min(day, local) if day.year > 2000 else local
