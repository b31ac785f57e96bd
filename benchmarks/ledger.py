"""How fast the ledger is written and a season counted, and in how much memory.

    .venv/bin/python -m benchmarks.ledger [--tickets 100000]

A database of made-up tickets, each with the life of an ordinary one (eight steps, six clocks), is
exported, and reported, each by the command in a process of its own; its peak is the whole process.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, update

from bot.domain import events
from bot.domain.chat import ChatRef
from bot.domain.draft import Decision
from bot.domain.lifecycle import decide
from bot.domain.policy import Policy
from bot.domain.ticket import Entry, Severity, Ticket, Type
from bot.scenario import DEMO, demo_company
from storage.migrate import migrate
from storage.store import Storage
from storage.tables import counters, tickets, timeline
from storage.tickets import entry_row, ticket_row

FIRST = datetime(2025, 11, 15, tzinfo=UTC)
BATCH = 1000
_POLICY = Policy()


def life(number: int, at: datetime) -> tuple[Ticket, list[Entry]]:
    """A complaint from its words to the follow-up call; every ninth is contacted too late."""
    door = f"{number % 40 + 1}号楼{number % 4 + 1}单元{number % 9 + 1}01"
    content = f"阳光花园{door} 家里不热只有15度"
    late = 180 if number % 9 == 0 else 20
    steps: list[tuple[int, events.Event]] = [
        (
            0,
            events.Received(
                by="客服甲", number=number, content=content, origin=ChatRef("local", "客服群"),
                type=Type.QUALITY, severity=Severity.GENERAL, department="operations",
                name="王女士", phone=f"139{number:08}", address=content.partition(" ")[0],
                community=f"阳光花园{number % 60}期",
            ),
        ),
        (5, events.Acknowledged("运行甲")),
        (late, events.Contacted("运行甲", at + timedelta(hours=6), "约今天18点")),
        (late + 60, events.Handled("运行甲", "放了气 洗了过滤网 室温20度")),
        (late + 90, events.FedBack("运行甲", "满意", "")),
        (late + 300, events.FollowedUp("客服甲", True, "满意", "")),
    ]  # fmt: skip
    ticket: Ticket | None = None
    entries: list[Entry] = []
    for minutes, event in steps:
        decision = decide(ticket, event, _POLICY, at + timedelta(minutes=minutes))
        assert isinstance(decision, Decision), decision
        ticket = decision.ticket
        entries += decision.entries
    assert ticket is not None
    return ticket.but(version=1), entries


def _lives(count: int) -> Iterator[tuple[Ticket, list[Entry]]]:
    apart = timedelta(days=120) / count
    for number in range(1, count + 1):
        yield life(number, FIRST + number * apart)


async def fill(url: str, count: int) -> None:
    """A database with so many tickets of one season."""
    await migrate(url)
    storage = await Storage.open(url)
    await storage.save_policy(_POLICY)
    await storage.change_company(lambda _: demo_company())
    batch: list[tuple[Ticket, list[Entry]]] = []

    async def write() -> None:
        async with storage.changing() as connection:
            await connection.execute(insert(tickets), [ticket_row(t) for t, _ in batch])
            rows = [entry_row(t.id, e, storage.ids.next()) for t, es in batch for e in es]
            await connection.execute(insert(timeline), rows)
        batch.clear()

    for each in _lives(count):
        batch.append(each)
        if len(batch) == BATCH:
            await write()
    if batch:
        await write()
    async with storage.changing() as connection:
        await connection.execute(update(counters).values(value=count))
    await storage.close()


def measure(*command: str) -> tuple[float, float, float]:
    """Seconds, CPU seconds and peak MB of one process."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "bot", *command])
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    cpu = usage.ru_utime + usage.ru_stime
    return time.perf_counter() - began, cpu, usage.ru_maxrss / 1024


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tickets", type=int, default=100_000)
    count = parser.parse_args().tickets
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        url = f"sqlite:///{here / 'heatdesk.db'}"
        asyncio.run(fill(url, count))
        config = here / "heatdesk.toml"
        config.write_text(
            f'[database]\nurl = "{url}"\n[company]\nfile = "{DEMO / "company.yaml"}"\n', "utf-8"
        )
        span = ("--from", "2025-11-01", "--to", "2026-03-31")
        book = here / "ledger.xlsx"
        took, cpu, peak = measure("export", *span, "--out", str(book), "--config", str(config))
        size = book.stat().st_size / 1e6
        print(f"export: {count} tickets, {count / took:,.0f}/s, {count / cpu:,.0f}/s of CPU time")
        print(f"        {took:.1f} s, peak {peak:.0f} MB, {size:.1f} MB")
        out = here / "season.docx"
        season = ("--period", "season", "--at", "2026-01-01")
        took, cpu, peak = measure("report", *season, "--out", str(out), "--config", str(config))
        print(f"report: {count / took:,.0f} tickets/s, {count / cpu:,.0f}/s of CPU time")
        print(f"        {took:.1f} s, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
