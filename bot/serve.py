"""The process: the house, its heartbeat and its web, from start to an orderly end."""

from __future__ import annotations

import asyncio
import signal
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.app import House, build
from bot.check import company_of
from bot.clock import MovableClock, SystemClock
from bot.domain.policy import Policy
from bot.log import logger, set_up
from bot.platforms.local import LocalChats, LocalPlatform
from bot.scenario import demo_company
from bot.settings import Settings
from bot.stage import DemoStage
from bot.web.demo import add_demo
from bot.web.health import add_health
from bot.workers.heartbeat import Heartbeat
from storage.migrate import migrate

_log = logger()


async def serve_demo(host: str, port: int, data: Path, *, browse: bool) -> None:
    """The embedded work groups on a clock that can be moved. Raises OSError on a taken port."""
    set_up("WARNING")
    data.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 -- before anything is served
    url = f"sqlite+aiosqlite:///{data / 'heatdesk.db'}"
    await migrate(url)
    chats = LocalChats(data / "chats.jsonl")
    platform = LocalPlatform(chats)
    # A restart goes on where the moved clock had got to; it never runs back.
    clock = MovableClock(max(datetime.now(UTC), chats.latest), running=True)
    company = demo_company()
    house = await build(url, company, Policy(), clock, {"local": platform})
    app = web.Application()
    add_demo(app, DemoStage(house, platform, company), files=data / "files")

    async def to_demo(_request: web.Request) -> web.Response:
        raise web.HTTPFound("/demo")

    app.router.add_get("/", to_demo)

    def ready(address: str) -> None:
        print(f"试用页面：{address}/demo （Ctrl+C 结束，数据在 {data}）", flush=True)  # noqa: T201
        if browse:
            webbrowser.open(f"{address}/demo")

    await _serve(house, app, host, port, ready)


async def serve(settings: Settings) -> None:
    """The service on the configured platforms, until SIGTERM."""
    set_up(settings.log_level)
    company, policy = company_of(settings)
    platform = LocalPlatform(LocalChats())
    house = await build(
        settings.database.url,
        company,
        policy,
        SystemClock(),
        {"local": platform},
        zone=ZoneInfo(settings.company.zone),
    )

    def ready(address: str) -> None:
        _log.info("ready", platform="local", address=address)

    await _serve(house, web.Application(), settings.web.host, settings.web.port, ready)


async def _serve(
    house: House, app: web.Application, host: str, port: int, ready: Callable[[str], None]
) -> None:
    add_health(app, house.storage, house.clock.now)
    heartbeat = Heartbeat(house.drain)
    house.poke = heartbeat.poke
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        heartbeat.start()
        shown = runner.addresses[0]
        ready(f"http://{shown[0]}:{shown[1]}")
        await _until_stopped()
    finally:
        await heartbeat.stop()
        await runner.cleanup()
        await house.close()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
