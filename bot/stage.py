"""The demo's stage: the running house, seen by the page with the work groups."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from bot.app import House
from bot.domain.company import Company
from bot.domain.ticket import Entry, Ticket
from bot.platforms.local import LocalPlatform
from bot.scenario import DEMO, Player, load
from bot.timeline import line_of
from bot.web.demo.stage import Ledger, Progress, Scenario
from bot.web.sheet import Sheet, sheet_of
from handlers.facts import ticket_facts


class DemoStage:
    """See bot.web.demo.stage.Stage."""

    def __init__(self, house: House, platform: LocalPlatform, company: Company) -> None:
        self._house = house
        self._platform = platform
        self._company = company

    @property
    def platform(self) -> LocalPlatform:
        """The work groups."""
        return self._platform

    @property
    def company_name(self) -> str:
        """What the top of the page says."""
        return self._company.name

    def now(self) -> datetime:
        """The demo's own present."""
        return self._house.clock.now()

    async def next_due(self) -> datetime | None:
        """The next instant at which a clock will speak."""
        async with self._house.storage.reading() as queries:
            return await queries.next_word()

    async def advance(self, to: datetime) -> None:
        """Plays time forward, instant by instant."""
        await self._house.advance(to)

    async def settle(self) -> None:
        """Works until nothing waits."""
        await self._house.drain()

    async def ticket(self, number: int) -> Sheet | None:
        """A ticket with its duties and its timeline."""
        house, company = self._house, self._company
        async with house.storage.reading() as queries:
            ticket = await queries.ticket(number)
            if ticket is None:
                return None
            entries = await queries.timeline(number)
        told, now = self._told, self.now()
        return sheet_of(ticket, entries, company, house.policy, house.renderer, told, now)

    def _told(self, company: Company | None, entry: Entry) -> dict[str, str]:
        return line_of(self._house.renderer, company, entry, self._house.zone)

    async def tickets(self) -> list[Ledger]:
        """The ledger, the newest first."""
        async with self._house.storage.reading() as queries:
            found = await queries.all_tickets()
        return [self._line(ticket) for ticket in found]

    def _line(self, ticket: Ticket) -> Ledger:
        house, company, now = self._house, self._company, self.now()
        facts = {"ticket": ticket_facts(ticket, company, house.policy, now)}
        card = house.renderer.card(facts, [], "text", now)
        due = min((c.due_at for c in ticket.clocks.values()), default=None)
        return Ledger(
            number=ticket.id,
            title=card.title,
            status_label=card.status,
            severity=ticket.severity.value,
            department=company.department(ticket.department).name,
            opened=ticket.opened_at.isoformat(),
            next_due=due.isoformat() if due else None,
            overdue=due is not None and due <= now,
        )

    def scenarios(self) -> Sequence[Scenario]:
        """The stories beside the demo's company, by file name."""
        paths = sorted(p for p in DEMO.glob("*.yaml") if p.stem != "company")
        loaded = [(path, load(path)) for path in paths]
        return [Scenario(key=p.stem, title=s.title, about=s.about) for p, s in loaded]

    async def play(self, key: str) -> AsyncIterator[Progress]:
        """Plays a story from the demo's present on. KeyError if there is none of that name."""
        if key not in {scenario["key"] for scenario in self.scenarios()}:
            raise KeyError(key)
        scenario = load(DEMO / f"{key}.yaml")
        async with self._house.storage.reading() as queries:
            newest = await queries.all_tickets(limit=1)
        player = Player(self._house, self._platform, newest[0].id if newest else 0)
        start, steps = self.now(), scenario.steps
        for done, step in enumerate(steps, 1):
            chat = await player.play(step, start)
            if step.rush and done % _RUSH:
                continue
            said = step.say or f"点了「{step.press}」"
            text = step.tell or f"{step.by}：{said}"
            yield Progress(text=text, done=done, of=len(steps) + 1, chat=chat, rush=step.rush)
        await self._house.advance(start + scenario.until)
        yield Progress(text="演示完了，可以接着自己试", done=len(steps) + 1, of=len(steps) + 1)


#: So many messages of a storm are one step to look at.
_RUSH = 10
