"""Alive, ready, and the figures: the watchdog that nothing switches off."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from storage.store import Storage
from storage.trouble import DatabaseTrouble

#: A due row older than this means that the house does not keep its promise.
TOO_OLD = 60.0
#: So long a row that could be written shows that others can.
TRIED = timedelta(seconds=5)


class _Watched:
    """Asked by whoever watches, as often as he likes; written to no more often than need be."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now
        self._tried: datetime | None = None

    async def oldest(self) -> float:
        """The age of the oldest due row, in seconds."""
        async with self._storage.reading() as queries:
            at = await queries.oldest_due(self._now())
        return max(0.0, (self._now() - at).total_seconds()) if at else 0.0

    async def counts(self) -> dict[str, dict[str, int]]:
        """Rows by table and state."""
        async with self._storage.reading() as queries:
            return await queries.counts()

    async def try_writing(self) -> None:
        """A full disk can be read from: what comes in would not be kept all the same."""
        now = self._now()
        if self._tried is None or abs(now - self._tried) >= TRIED:
            await self._storage.try_writing(now)
            self._tried = now


def add_health(app: web.Application, storage: Storage, now: Callable[[], datetime]) -> None:
    """`/healthz`, `/readyz` with the age of the oldest waiting row, `/metrics`."""
    registry = CollectorRegistry()
    up = Gauge("heatdesk_database_up", "Whether the database can be written to", registry=registry)
    age = Gauge("heatdesk_oldest_due_seconds", "Age of the oldest due row", registry=registry)
    rows = Gauge("heatdesk_rows", "Rows by table and state", ["table", "state"], registry=registry)
    watched = _Watched(storage, now)

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        try:
            seconds = await watched.oldest()
            await watched.try_writing()
        except DatabaseTrouble:
            return web.json_response({"ready": False, "reason": "database"}, status=503)
        body = {"ready": seconds < TOO_OLD, "oldest_due_seconds": round(seconds, 1)}
        return web.json_response(body, status=200 if seconds < TOO_OLD else 503)

    async def metrics(_request: web.Request) -> web.Response:
        rows.clear()  # a state that no row is in any more has no figure
        try:
            age.set(await watched.oldest())
            counts = await watched.counts()
            await watched.try_writing()
            up.set(1)
        except DatabaseTrouble:
            counts = {}
            age.set(math.nan)
            up.set(0)
        for table, counted in counts.items():
            for state, number in counted.items():
                rows.labels(table, state).set(number)
        body = generate_latest(registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
