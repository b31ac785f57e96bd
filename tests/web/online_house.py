"""The running house with its pages before it, and somebody outside who writes to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import ZONE
from bot.timeline import line_of
from bot.web.desk import add_desk
from bot.web.site import Client as ApiClient
from bot.web.site import Site
from tests.house import House, open_house
from tests.process import free_port
from tests.web.desk_house import Browser, Client

TOKEN, OTHER = "0" * 31 + "a", "0" * 31 + "b"
CLIENTS = (
    ApiClient("site", "官网", ApiClient.digest_of(TOKEN), 60),
    ApiClient("12345", "12345", ApiClient.digest_of(OTHER), 3),
)
#: A complaint as another system sends it.
COLD = {
    "content": "家里不热，只有15度，老人受不了",
    "name": "王女士",
    "phone": "139 1234 5678",
    "address": "阳光花园3号楼2单元501",
    "time": "昨天晚上开始",
}


@dataclass
class Outside:
    """The house, a browser before its pages, and another system's way in."""

    house: House
    browser: Browser
    client: Client
    working: bool = True
    status: int = 0
    headers: Any = None

    async def post(self, body: Any, token: str | None = TOKEN, **headers: str) -> Any:
        """`POST /api/complaints`; what is not bytes goes as JSON."""
        sent = {"Authorization": f"Bearer {token}", **headers} if token else headers
        how: dict[str, Any] = {"data": body} if isinstance(body, bytes | str) else {"json": body}
        if "data" in how:
            sent.setdefault("Content-Type", "application/json")
        async with self.client.post("/api/complaints", headers=sent, **how) as answer:
            told = await self._read(answer)
        if self.working:
            await self.house.running.drain()
        return told

    async def get(self, path: str, token: str = TOKEN) -> Any:
        """What became of it."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self.client.get(path, headers=headers) as answer:
            return await self._read(answer)

    async def _read(self, answer: ClientResponse) -> Any:
        self.status, self.headers = answer.status, answer.headers
        return await answer.json()


@asynccontextmanager
async def open_outside(url: str, **pages: Any) -> AsyncIterator[Outside]:
    """Works on whatever comes in as soon as it is poked, as the heart does."""
    tasks: set[asyncio.Task[int]] = set()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with open_house(url) as house:
        running = house.running
        site = Site(
            storage=running.storage,
            renderer=running.renderer,
            now=running.clock.now,
            zone=ZONE,
            base_url=address,
            accept=running.intake.accept,
            bell=lambda: running.bell,
            clients=CLIENTS,
            told=lambda company, entry: line_of(running.renderer, company, entry, ZONE),
            **pages,
        )
        app = web.Application()
        add_desk(app, site)
        server = TestServer(app, port=port)
        async with TestClient(server, cookie_jar=CookieJar(unsafe=True)) as client:
            outside = Outside(house, Browser(client, running.storage, house.clock, address), client)

            def poke() -> None:
                if outside.working:
                    tasks.add(asyncio.ensure_future(running.drain()))

            running.poke = poke
            yield outside
            outside.working = False
            await asyncio.gather(*tasks)
