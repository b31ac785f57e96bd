"""Alive, ready, and the figures: the watchdog that nothing switches off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from storage.store import Storage

#: A due row older than this means that the house does not keep its promise.
TOO_OLD = 60.0


def add_health(app: web.Application, storage: Storage, now: Callable[[], datetime]) -> None:
    """`/healthz`, `/readyz` with the age of the oldest waiting row, `/metrics`."""
    registry = CollectorRegistry()
    age = Gauge("heatdesk_oldest_due_seconds", "Age of the oldest due row", registry=registry)
    rows = Gauge("heatdesk_rows", "Rows by table and state", ["table", "state"], registry=registry)

    async def oldest() -> float:
        async with storage.reading() as queries:
            at = await queries.oldest_due(now())
        return max(0.0, (now() - at).total_seconds()) if at else 0.0

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        seconds = await oldest()
        body = {"ready": seconds < TOO_OLD, "oldest_due_seconds": round(seconds, 1)}
        return web.json_response(body, status=200 if seconds < TOO_OLD else 503)

    async def metrics(_request: web.Request) -> web.Response:
        seconds = await oldest()
        async with storage.reading() as queries:
            counts = await queries.counts()
        age.set(seconds)
        rows.clear()  # a state that no row is in any more has no figure
        for table, counted in counts.items():
            for state, number in counted.items():
                rows.labels(table, state).set(number)
        body = generate_latest(registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
