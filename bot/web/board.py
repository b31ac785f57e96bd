"""The board: what is open, whose turn it is, what comes due; for a wall or a leader's telephone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.domain.company import Company
from bot.domain.figures import Figures
from bot.domain.periods import Kind, Period, whole
from bot.domain.ticket import Status
from bot.web.counted import Counted
from bot.web.gate import For, Gate, Visitor
from bot.web.lines import Line, lines_of, turn_of
from bot.web.site import Site
from storage.board import Group

#: So many of each department are shown, so many major ones, so many are looked at in all.
_EACH, _MAJORS, _IN_ALL = 8, 6, 120
#: The steps that a board tells apart, and the states that are one of them.
STEPS = {
    "waits": (Status.REGISTERED, Status.DISPATCHED),
    "works": (Status.ACKNOWLEDGED, Status.CONTACTED, Status.ON_SITE, Status.PLANNED),
    "tells": (Status.HANDLED, Status.ACCEPTED),
    "calls": (Status.FED_BACK, Status.FOLLOWED_UP),
}


@dataclass(slots=True)
class Column:
    """One department's. `more` are those that stand neither here nor among the major ones."""

    key: str
    name: str
    open: int = 0
    late: int = 0
    more: int = 0
    steps: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)


class BoardPage:
    """`/board`, and `/board/now`, its inside alone."""

    def __init__(self, site: Site, gate: Gate) -> None:
        self._site = site
        self._gate = gate
        self._counted = Counted[Period, Figures]()

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        guard = self._gate.guard
        app.router.add_get("/board", guard(For.MEMBERS, self.page))
        app.router.add_get("/board/now", guard(For.MEMBERS, self.inside))

    async def page(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """The whole page; it renews itself."""
        facts = await self._facts(visitor)
        return await self._gate.page(request, visitor, "board", live=True, **facts)

    async def inside(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """What changes of it."""
        return await self._gate.page(request, visitor, "_board", **await self._facts(visitor))

    async def _facts(self, visitor: Visitor | None) -> dict[str, Any]:
        now, company = self._site.now(), await self._site.storage.company()
        if visitor is None or company is None:
            nothing = {"open": 0, "late": 0, "more_majors": 0}
            return {"columns": [], "majors": [], "today": None, **nothing}
        async with self._site.storage.reading() as queries:
            groups = await queries.board.groups(now)
            first = await queries.board.first_due(_IN_ALL)
            majors, all_majors = await queries.board.majors(_MAJORS)
            causes = await queries.causes_of((*first, *majors))
        shown = lines_of((t for t in first if not t.is_major), causes, company, visitor, now)
        above = lines_of(majors, causes, company, visitor, now)
        return {
            "columns": _columns(company, groups, shown, above),
            "majors": above,
            "more_majors": all_majors - len(above),
            "today": await self._figures(company, now),
            "open": sum(g.count for g in groups),
            "late": sum(g.late for g in groups),
        }

    async def _figures(self, company: Company, now: datetime) -> Figures:
        """Today's; many screens ask for them."""
        day = whole(Kind.DAY, now.astimezone(self._site.zone))

        async def count() -> Figures:
            async with self._site.storage.reading() as queries:
                return await queries.ledger.figures(day, company.service, now)

        return await self._counted.get(day, now, count)


def _columns(
    company: Company, groups: Sequence[Group], lines: Sequence[Line], majors: Sequence[Line]
) -> list[Column]:
    columns = {key: Column(key, d.name) for key, d in company.departments.items()}
    for group in groups:
        column = columns[turn_of(group.department, group.status, company)]
        column.open += group.count
        column.late += group.late
        step = next(name for name, states in STEPS.items() if group.status in states)
        column.steps[step] = column.steps.get(step, 0) + group.count
    for line in lines:
        if len(columns[line.turn].lines) < _EACH:
            columns[line.turn].lines.append(line)
    for key, column in columns.items():
        column.more = column.open - len(column.lines) - sum(m.turn == key for m in majors)
    return [*columns.values()]
