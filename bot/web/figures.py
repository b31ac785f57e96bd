"""A period's figures (R4.1.3), beside the period before and a year ago; and what is late now."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from aiohttp import web
from markupsafe import Markup

from bot import charts
from bot.domain.access import takes_ledger
from bot.domain.company import Company
from bot.domain.figures import Compared
from bot.domain.periods import Kind, Period, before, days_of, whole
from bot.domain.policy import RULES
from bot.log import logger
from bot.web.counted import Counted
from bot.web.gate import Away, For, Gate, Visitor
from bot.web.lines import lines_of
from bot.web.pages import HEADERS, environment
from bot.web.pictures import DOCUMENTS
from bot.web.site import NoPaper, Site

#: So many places and late tickets are listed.
_PLACES, _LATE = 15, 20
#: Drawn for a telephone, for half a desk's page, for all of it; the page shows the one that fits.
_NARROW, _HALF, _BROAD = 300, 520, 1040
PAPERS = {"ledger.xlsx": "台账", "report.docx": "投诉处理报告"}
_KINDS = {f".{kind}": DOCUMENTS[kind] for kind in ("xlsx", "docx")}
_PART = 256 * 1024
_log = logger()


class FiguresPage:
    """`/figures`."""

    def __init__(self, site: Site, gate: Gate) -> None:
        self._site = site
        self._gate = gate
        self._counted = Counted[Period, Compared]()
        self._writing = asyncio.Lock()

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        guard = self._gate.guard
        app.router.add_get("/figures", guard(For.MEMBERS, self.page))
        app.router.add_get("/figures/{paper}", guard(For.MEMBERS, self.paper))

    async def page(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """A day, a week, a month or a season; today's week where none is named."""
        now, company = self._site.now(), await self._site.storage.company()
        season, local = self._site.season, now.astimezone(self._site.zone)
        period = self._period(request, local)
        kind = period.kind
        compared = await self._compared(period, company, now) if company else None
        earlier, later = before(period, season), whole(kind, period.until, season)
        late = compared.late[:_LATE] if compared else ()
        async with self._site.storage.reading() as queries:
            causes = await queries.causes_of(late)
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
            charts=_charts(compared, company) if compared and company else [],
            papers=PAPERS if company and self._may_take(visitor, company) else {},
            way=f"period={kind.value}&at={period.since:%Y-%m-%d}",
            places=compared.figures.places[:_PLACES] if compared else (),
            late=lines_of(late, causes, company, visitor, now) if company and visitor else [],
            duties={rule.id: rule.duty for rule in RULES.values()},
            departments=company.department_names if company else {},
        )

    async def paper(self, request: web.Request, visitor: Visitor | None) -> web.StreamResponse:
        """The period's ledger or report, made anew; one at a time."""
        name, company = request.match_info["paper"], await self._site.storage.company()
        papers = self._site.papers
        if papers is None or company is None or name not in PAPERS:
            raise Away("not_there", 404)
        if not self._may_take(visitor, company):
            raise Away("no_paper", 403)
        period = self._period(request, self._site.now().astimezone(self._site.zone))
        make = papers.ledger if name == "ledger.xlsx" else papers.report
        try:
            with tempfile.TemporaryDirectory(prefix="heatdesk-") as folder:
                path = Path(folder) / name
                async with self._writing:
                    await make(period, path)
                file = await asyncio.to_thread(path.open, "rb")
        except (NoPaper, OSError) as error:
            _log.error("paper_failed", paper=name, error=str(error))
            raise Away("paper_failed", 503) from None
        who = visitor.name if visitor else ""
        _log.info("taken_away", paper=name, who=who or "administrator", since=period.since)
        with file:
            title = f"{company.name}{PAPERS[name]}{days_of(period)}{path.suffix}"
            return await _sent(request, file, name, title)

    def _may_take(self, visitor: Visitor | None, company: Company) -> bool:
        if visitor is None or self._site.papers is None:
            return False
        return visitor.actor is None or takes_ledger(visitor.actor, company.service)

    def _period(self, request: web.Request, local: datetime) -> Period:
        named = request.query.get("period", "")
        kind = Kind(named) if named in [*Kind] else Kind.WEEK
        return whole(kind, _day(request.query.get("at", ""), local), self._site.season)

    async def _compared(self, period: Period, company: Company, now: datetime) -> Compared:
        """A season is a long list, and several ask for the same one."""

        async def count() -> Compared:
            return await self._site.storage.asking(
                lambda asked: asked.ledger.compared(period, company.service, now, self._site.season)
            )

        return await self._counted.get(period, now, count)


def _charts(compared: Compared, company: Company) -> list[dict[int, Markup]]:
    """The report's own pictures, each by the widths that it is drawn for."""
    figures, words = compared.figures, environment().get_template("_words.html.j2").module
    if not figures.valid:
        return []
    departments = company.department_names
    rules = {rule.id: f"{rule.id} {rule.duty}" for rule in RULES.values()}
    types: Mapping[str, str] = words.type  # type: ignore[attr-defined]
    widths = (_NARROW, _HALF)
    drawn = [{w: charts.kinds(figures, types, departments, w) for w in widths}]
    if any(kept.due.whole for kept in figures.rules.values()):
        drawn.append({w: charts.on_time(figures, rules, w) for w in widths})
    if len(figures.days) > 1:
        drawn.insert(0, {w: charts.days(figures, w) for w in (*widths, _BROAD)})
    return drawn


async def _sent(request: web.Request, file: BinaryIO, name: str, title: str) -> web.StreamResponse:
    """An open file, however long its reader takes; `title` is what it is called there."""
    answer = web.StreamResponse(headers=HEADERS)
    answer.content_type = _KINDS[Path(name).suffix]
    answer.content_length = os.fstat(file.fileno()).st_size
    named = f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(title, safe='')}"
    answer.headers["Content-Disposition"] = named
    await answer.prepare(request)
    while part := await asyncio.to_thread(file.read, _PART):
        await answer.write(part)
    await answer.write_eof()
    return answer


def _day(words: str, local: datetime) -> datetime:
    """The day that is named, not after today; today where none is."""
    try:
        day = datetime.strptime(words, "%Y-%m-%d").replace(tzinfo=local.tzinfo)
    except ValueError:
        return local
    return min(day, local) if day.year > 2000 else local
