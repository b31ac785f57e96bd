"""The ledger (R2.2.3), to search in; and each ticket with its clocks and its history."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.domain.policy import RULES
from bot.domain.ticket import Ticket
from bot.web.gate import Away, For, Gate, Visitor
from bot.web.lines import hidden, lines_of, may_call, user_of
from bot.web.sheet import USER, Sheet, sheet_of
from bot.web.site import Site
from storage.board import Search

PAGE = 50
#: Nobody leafs on further; a search is narrowed instead.
_MOST_PAGES = 200
STATES = ("open", "late", "closed", "dropped")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it stands in the address."""

    q: str = ""
    state: str = ""
    department: str = ""
    turn: str = ""
    major: bool = False
    since: str = ""
    until: str = ""

    def way(self, page: int) -> str:
        """The address of one of its pages."""
        told = {
            "q": self.q,
            "state": self.state,
            "department": self.department,
            "turn": self.turn,
            "major": "1" if self.major else "",
            "from": self.since,
            "to": self.until,
            "page": str(page) if page > 1 else "",
        }
        return f"/tickets?{urlencode({k: v for k, v in told.items() if v})}"


class Tickets:
    """`/tickets` and what is below."""

    def __init__(self, site: Site, gate: Gate) -> None:
        self._site = site
        self._gate = gate

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        guard = self._gate.guard
        app.router.add_get("/tickets", guard(For.MEMBERS, self.page))
        app.router.add_get("/tickets/{number:[0-9]{1,12}}", guard(For.MEMBERS, self.ticket))

    async def page(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """A page of the search; what makes no sense in the address narrows nothing."""
        company, now = await self._site.storage.company(), self._site.now()
        asked = _asked(request, [*company.departments] if company else [])
        number = request.query.get("page", "1")
        page = int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 1
        since, until = self._day(asked.since), self._day(asked.until, after=True)
        search = Search(
            asked.q, asked.state, asked.department, asked.turn, company.service if company else "",
            asked.major, since, until,
        )  # fmt: skip
        async with self._site.storage.reading() as queries:
            count = await queries.board.count(search, now, _MOST_PAGES * PAGE + 1)
            pages = max(1, min(_MOST_PAGES, math.ceil(count / PAGE)))
            page = max(1, min(page, pages))
            found = await queries.board.found(search, now, (page - 1) * PAGE, PAGE)
            causes = await queries.causes_of(found)
        shown = lines_of(found, causes, company, visitor, now) if company and visitor else []
        return await self._gate.page(
            request,
            visitor,
            "tickets",
            asked=asked,
            lines=shown,
            page=page,
            pages=pages,
            count=min(count, _MOST_PAGES * PAGE),
            uncounted=count > _MOST_PAGES * PAGE,
            departments=company.department_names if company else {},
            states=STATES,
            narrowed=asked != Asked(),
            backwards=bool(since and until and since >= until),
        )

    async def ticket(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """One ticket."""
        number, storage = int(request.match_info["number"]), self._site.storage
        company, told = await storage.company(), self._site.told
        async with storage.reading() as queries:
            ticket = await queries.ticket(number)
            entries = await queries.timeline(number) if ticket else []
            causes = await queries.causes_of([ticket] if ticket else [])
        if ticket is None or company is None or visitor is None or told is None:
            raise Away("no_ticket", 404)
        async with storage.looking() as connection:
            policy = await storage.policy(ticket.policy, connection)
        now = self._site.now()
        sheet = sheet_of(ticket, entries, company, policy, self._site.renderer, told, now)
        shown = may_call(visitor, ticket, causes, company)
        sheet = sheet if shown else _without_contact(sheet, ticket)
        facts: dict[str, Any] = {"t": ticket, "sheet": sheet, "phone": shown and ticket.phone}
        facts["duties"] = {rule.id: rule.duty for rule in RULES.values()}
        return await self._gate.page(request, visitor, "ticket", **facts)

    def _day(self, words: str, *, after: bool = False) -> datetime | None:
        """The beginning of a day in the company's own time, or of the one after it."""
        try:
            day = datetime.strptime(words, "%Y-%m-%d").replace(tzinfo=self._site.zone)
            return (day + timedelta(days=after)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None


def _without_contact(sheet: Sheet, ticket: Ticket) -> Sheet:
    """For those who would not call: words and fields without the user's name and number."""
    names = [ticket.name] if ticket.name else []
    fields = [
        (label, user_of(ticket, shown=False) if label == USER else hidden(value, names))
        for label, value in sheet["fields"]
    ]
    lines = [{**line, "what": hidden(line["what"], names)} for line in sheet["timeline"]]
    changed: Any = {**sheet, "fields": fields, "timeline": lines}
    shown: Sheet = changed
    return shown


def _asked(request: web.Request, departments: list[str]) -> Asked:
    def one_of(name: str, known: tuple[str, ...] | list[str]) -> str:
        value = request.query.get(name, "")
        return value if value in known else ""

    return Asked(
        q=" ".join(request.query.get("q", "").split())[:_LONGEST],
        state=one_of("state", STATES),
        department=one_of("department", departments),
        turn=one_of("turn", departments),
        major=request.query.get("major") == "1",
        since=request.query.get("from", "")[:10],
        until=request.query.get("to", "")[:10],
    )
