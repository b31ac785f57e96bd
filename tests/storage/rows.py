"""Rows and tickets as the tests of the storage put and take them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.policy import Policy
from bot.domain.ticket import Clock, Entry, Severity, Status, Ticket, Type
from storage.rows import NewInbox, NewOutbox
from storage.store import Storage

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def a_ticket(number: int = 1, **changes: object) -> Ticket:
    ticket = Ticket(
        id=number,
        status=Status.DISPATCHED,
        severity=Severity.GENERAL,
        type=Type.QUALITY,
        department="operations",
        policy=Policy().version,
        opened_at=NOW,
        content=f"不热 {number}",
    )
    return ticket.but(**changes)


def a_clock(generation: int = 1, *, after: int = 60, step: int = 0) -> Clock:
    due = NOW + timedelta(minutes=after)
    return Clock("R3.2.2", generation, NOW, due, step, due)


def incoming(key: str, lane: str = "local:a", text: str = "x") -> NewInbox:
    return NewInbox(lane, key, {"text": text}, NOW)


def outgoing(key: str, lane: str = "local:a", **changes: object) -> NewOutbox:
    row = NewOutbox(lane, "message", key, {"n": key}, 3, NOW, NOW)
    return replace(row, **changes)  # type: ignore[arg-type]


async def save(storage: Storage, old: Ticket | None, new: Ticket) -> None:
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        unit.save(old, new, [Entry(NOW, "客服甲", "registered")])
        transaction.keep(unit)


async def put(storage: Storage, *rows: NewOutbox) -> None:
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        for row in rows:
            unit.put(row)
        transaction.keep(unit)


async def claimed(storage: Storage, now: datetime = NOW) -> list[str]:
    return [row.key for row in await storage.claim_outbox(now, 50, LEASE, "me")]
