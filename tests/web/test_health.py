"""What watches the house from outside: alive, ready with the oldest waiting row, and figures."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.health import add_health
from tests.away import away, read_only
from tests.house import COLD, House, open_house
from tests.web.desk_house import Client


@asynccontextmanager
async def watched(url: str) -> AsyncIterator[tuple[House, Client]]:
    """A house, and somebody who asks it how it is."""
    async with open_house(url) as house:
        app = web.Application()
        add_health(app, house.running.storage, house.clock.now)
        async with TestClient(TestServer(app)) as client:
            yield house, client


async def _figures(client: Client) -> dict[str, float]:
    async with client.get("/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain")
        lines = (await answer.text()).splitlines()
    return {name: float(value) for name, value in (x.split() for x in lines if x[0] != "#")}


async def test_it_is_ready_while_all_that_is_due_is_done(database_url: str) -> None:
    async with watched(database_url) as (house, client):
        await house.say("客服甲", COLD)
        async with client.get("/healthz") as answer:
            assert (answer.status, await answer.json()) == (200, {"status": "ok"})
        async with client.get("/readyz") as answer:
            assert answer.status == 200
            assert await answer.json() == {"ready": True, "oldest_due_seconds": 0.0}


async def test_what_waits_for_a_minute_is_no_longer_ready(database_url: str) -> None:
    """R1.2: nobody works, and whoever watches is told by how much it is late."""
    async with watched(database_url) as (house, client):
        await house.platform.say("客服群", "客服甲", COLD, house.clock.now())
        for seconds, ready in ((59, True), (1, False)):
            house.clock.forward(timedelta(seconds=seconds))
            async with client.get("/readyz") as answer:
                assert answer.status == (200 if ready else 503)
                assert (await answer.json())["ready"] is ready
        assert (await _figures(client))["heatdesk_oldest_due_seconds"] == 60.0
        async with client.get("/healthz") as answer:
            assert answer.status == 200  # alive all the same
        await house.running.drain()
        async with client.get("/readyz") as answer:
            assert (await answer.json())["oldest_due_seconds"] == 0.0


async def test_a_late_clock_is_not_ready_either(sqlite_url: str) -> None:
    async with watched(sqlite_url) as (house, client):
        await house.say("客服甲", COLD)
        first = min(clock.speaks_at for clock in (await house.ticket()).clocks.values())
        house.clock.set(first + timedelta(seconds=61))
        async with client.get("/readyz") as answer:
            assert (answer.status, (await answer.json())["oldest_due_seconds"]) == (503, 61.0)


async def test_figures_follow_the_rows_down_to_nothing(sqlite_url: str) -> None:
    """A state that no row is in any more has no figure that stays behind."""
    async with watched(sqlite_url) as (house, client):
        await house.platform.say("客服群", "客服甲", COLD, house.clock.now())
        waiting = 'heatdesk_rows{state="waiting",table="inbox"}'
        assert (await _figures(client))[waiting] == 1
        await house.running.drain()
        after = await _figures(client)
        assert waiting not in after
        assert after['heatdesk_rows{state="done",table="inbox"}'] == 1


async def test_a_database_that_is_away_is_told_and_not_an_accident(database_url: str) -> None:
    async with watched(database_url) as (house, client):
        with away(house.running.storage):
            async with client.get("/readyz") as answer:
                assert answer.status == 503
                assert await answer.json() == {"ready": False, "reason": "database"}
            figures = await _figures(client)
            assert figures["heatdesk_database_up"] == 0
            assert math.isnan(figures["heatdesk_oldest_due_seconds"])
            async with client.get("/healthz") as answer:
                assert answer.status == 200
        async with client.get("/readyz") as answer:
            assert answer.status == 200
        assert (await _figures(client))["heatdesk_database_up"] == 1


async def test_a_disk_that_takes_nothing_is_not_ready(sqlite_url: str) -> None:
    """Everything can still be read, and nothing of what comes in could be kept."""
    async with watched(sqlite_url) as (house, client):
        async with client.get("/readyz") as answer:
            assert answer.status == 200
        async with read_only(house.running.storage):
            house.clock.forward(timedelta(seconds=5))
            async with client.get("/readyz") as answer:
                assert (answer.status, (await answer.json())["reason"]) == (503, "database")
            assert (await _figures(client))["heatdesk_database_up"] == 0
        async with client.get("/readyz") as answer:
            assert answer.status == 200
