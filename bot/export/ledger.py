"""`heatdesk export`: reads the ledger by pages and writes them as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.archive import Progress, company_in, ledger_of, new_file
from bot.domain.policy import RULES
from bot.domain.ticket import Entry, Ticket
from bot.export.rows import Rows
from bot.export.workbook import Columns, Sheet, Workbook
from bot.render import TEMPLATES, renderer_for
from storage.store import Storage

Page = list[tuple[Ticket, list[Entry]]]


async def export(url: str, since: datetime, until: datetime, out: Path, now: datetime) -> int:
    """Tickets received in [since, until), in the zone of `since`, into a new workbook; how many.

    Raises ArchiveMistake. What stands on other hosts is read beside whoever writes there.
    """
    with new_file(out) as part:
        async with ledger_of(url) as storage:
            return await _write(storage, since, until, part, now)


async def _write(
    storage: Storage, since: datetime, until: datetime, path: Path, now: datetime
) -> int:
    company, zone = await company_in(storage), since.tzinfo
    if zone is None:
        raise ValueError("a day begins in a zone")
    sheets = _sheets()
    rows = Rows(company, renderer_for(zone), sheets["words"], zone, now)
    written = 0
    async with storage.reading() as queries:
        progress = Progress(await queries.ledger.how_many(since, until))
        with Workbook(path, zone, sheets["words"]) as book:
            into = _Into.of(book, sheets)
            async for page in queries.ledger.pages(since, until, whole=True):
                await asyncio.to_thread(into.write, rows, page)
                written += len(page)
                progress.add(len(page))
            into.end()
            progress.end()
    return written


@dataclass(frozen=True, slots=True)
class _Into:
    ledger: Sheet
    clocks: Sheet
    steps: Sheet

    @classmethod
    def of(cls, book: Workbook, sheets: Mapping[str, Any]) -> _Into:
        ledger = sheets["ledger"]
        rules = {
            rule.id: (f"{rule.id} {rule.duty}", ledger["rule_width"])
            for rule in RULES.values()
            if not rule.asks
        }
        return cls(
            book.sheet(ledger["name"], {**_columns(ledger), **rules}),
            book.sheet(sheets["clocks"]["name"], _columns(sheets["clocks"])),
            book.sheet(sheets["steps"]["name"], _columns(sheets["steps"])),
        )

    def write(self, rows: Rows, page: Page) -> None:
        """A page into all three."""
        for ticket, entries in page:
            self.ledger.write([rows.ledger(ticket, entries)])
            self.clocks.write(rows.clocks(ticket))
            self.steps.write(rows.steps(ticket, entries))

    def end(self) -> None:
        """All that will come is there."""
        for sheet in (self.ledger, self.clocks, self.steps):
            sheet.end()


def _columns(sheet: Mapping[str, Any]) -> Columns:
    return {name: (title, width) for name, (title, width) in sheet["columns"].items()}


@cache
def _sheets() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((TEMPLATES / "export/workbook.yaml").read_text("utf-8"))
    return found
