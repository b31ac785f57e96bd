"""The process: the house, its heartbeat and its web, from start to an orderly end."""

from __future__ import annotations

import asyncio
import signal
import time
import webbrowser
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.app import ZONE, House, build
from bot.check import company_of
from bot.clock import MovableClock, SystemClock
from bot.domain.policy import Policy
from bot.log import logger, set_up
from bot.papers import LedgerPapers
from bot.platforms.gateway import Gateway
from bot.platforms.local import LocalChats, LocalPlatform
from bot.reasons import reason_of
from bot.scenario import demo_company
from bot.settings import Settings
from bot.stage import DemoStage
from bot.timeline import line_of
from bot.vendors import CONNECT, Connection, VendorService, configured, with_found_people
from bot.vendors.clients import clients_of
from bot.vendors.gateway import gateway_of
from bot.vendors.second_reader import second_reader_of
from bot.web.demo import add_demo
from bot.web.desk import add_desk
from bot.web.gate import Visitor
from bot.web.health import add_health
from bot.web.sheet import Told
from bot.web.site import Site
from bot.workers.handing_out import Ledgers
from bot.workers.heartbeat import PATIENCE, Heartbeat
from storage.clocks import ahead
from storage.engine import file_of
from storage.memory import Memory
from storage.migrate import migrate
from storage.sole import InUse
from storage.store import Storage

_SEVERAL = "要几个一起运行，database.url 换成 PostgreSQL"

_log = logger()


async def serve_demo(host: str, port: int, data: Path, *, browse: bool) -> None:
    """The embedded work groups on a clock that can be moved. Raises OSError on a taken port."""
    set_up("WARNING")
    data.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 -- before anything is served
    url = f"sqlite:///{data / 'heatdesk.db'}"
    await migrate(url)
    chats = LocalChats(data / "chats.jsonl")
    platform = LocalPlatform(chats)
    # A restart goes on where the moved clock had got to; it never runs back.
    clock = MovableClock(max(datetime.now(UTC), chats.latest), running=True)
    company = demo_company()
    files = data / "files"
    papers = LedgerPapers(url, ZONE, None, clock.now)
    ledgers = Ledgers(papers.ledger, data / "ledgers")
    in_use = f"{data} 里的试用正开着：用它，或用 --data 换一个文件夹"
    storage = await _opened(url, in_use)
    house = await build(
        storage, company, Policy(), clock, {"local": platform}, files=[files], ledgers=ledgers
    )
    app = web.Application()
    add_demo(app, DemoStage(house, platform, company), files=files)

    async def to_demo(_request: web.Request, _visitor: Visitor | None) -> web.Response:
        raise web.HTTPFound("/demo")

    site = Site(
        house.storage, house.renderer, clock.now, house.zone, files=[files],
        accept=house.intake.accept, bell=lambda: house.bell,
        public=True, shown_to=next(iter(company.leaders), ""), told=_told(house),
        papers=papers,
    )  # fmt: skip
    add_desk(app, site, to_demo)

    def ready(address: str) -> None:
        print(f"试用页面：{address}/demo （Ctrl+C 结束，数据在 {data}）", flush=True)  # noqa: T201
        if browse:
            webbrowser.open(f"{address}/demo")

    started = _Started((house.drain, house.let_go))
    await _serve(house, app, host, port, started, "如换 --port 8090", ready)


async def serve(settings: Settings) -> None:
    """The service on the configured platforms, until SIGTERM."""
    set_up(settings.log_level)
    company, policy, written = company_of(settings)
    zone, clock, app = ZoneInfo(settings.company.zone), SystemClock(), web.Application()
    sections, connections = configured(settings), dict[str, Connection]()
    gateway: Gateway | None = None
    reader, url = second_reader_of(settings), settings.database.url
    in_use = f"{file_of(url)} 正被另一个 heatdesk 用着，没有启动：先停掉那一个；{_SEVERAL}"
    if not sections:
        local = LocalPlatform(LocalChats())
        house = await build(
            await _opened(url, in_use),
            company,
            policy,
            clock,
            {local.name: local},
            zone=zone,
            second_reader=reader,
        )
        started = _Started(house.drains, lambda: _log.info("ready", platform=local.name))
    else:
        async with AsyncExitStack() as begun:
            storage = await _opened(url, in_use)
            begun.push_async_callback(storage.close)
            gateway = gateway_of(settings, storage.company, clock.now)
            connections = {
                name: CONNECT[name](section, written, Memory(storage, name, clock.now), clock.now)
                for name, section in sections.items()
            }
            services = [VendorService(c.platform, storage) for c in connections.values()]
            start, stop = _together(services, gateway)
            begun.push_async_callback(stop)
            for connection in connections.values():
                company = await with_found_people(company, connection.platform)
            files = [c.files for c in connections.values() if c.files is not None]
            papers = LedgerPapers(settings.database.url, zone, policy.own.season, clock.now)
            ledgers = Ledgers(papers.ledger, files[0] / "ledgers") if files else None
            house = await build(
                storage, company, policy, clock,
                {name: c.platform for name, c in connections.items()},
                zone=zone,
                allowances={name: c.allowance for name, c in connections.items()},
                second_reader=reader,
                files=files,
                ledgers=ledgers,
            )  # fmt: skip
            for connection in connections.values():
                connection.platform.on_incoming = house.intake.accept
                connection.mount(app)
                connection.meet(storage.company, gateway)
            started = _Started(house.drains, start, stop)
            begun.pop_all()  # an end is orderly from here on
    add_desk(app, _site(house, settings, connections, gateway))
    mend = "改 web.host、web.port，或停掉占着它的程序"
    await _serve(house, app, settings.web.host, settings.web.port, started, mend)


def _site(
    house: House, settings: Settings, connections: Mapping[str, Connection], gateway: Gateway | None
) -> Site:
    """What the company's own pages show, and by whom people prove who they are."""
    pages = settings.web
    return Site(
        storage=house.storage,
        renderer=house.renderer,
        now=house.clock.now,
        zone=house.zone,
        base_url=pages.base_url,
        proxies=pages.proxies,
        platforms=[c.platform for c in connections.values()],
        logins={name: c.login for name, c in connections.items() if c.login is not None},
        files=[c.files for c in connections.values() if c.files is not None],
        poke=lambda: house.poke(),
        gateway=gateway,
        accept=house.intake.accept,
        bell=lambda: house.bell,
        clients=clients_of(settings),
        public=pages.public,
        hotline=pages.hotline,
        told=_told(house),
        season=house.policy.own.season,
        papers=LedgerPapers(
            settings.database.url, house.zone, house.policy.own.season, house.clock.now
        ),
    )


def _told(house: House) -> Told:
    return lambda company, entry: line_of(house.renderer, company, entry, house.zone)


def _together(
    services: Sequence[VendorService], gateway: Gateway | None
) -> tuple[Callable[[], None], Callable[[], Awaitable[None]]]:
    """All started, and all stopped at the same time: an end has ten seconds."""

    def start() -> None:
        for service in services:
            service.start()

    async def stop() -> None:
        await asyncio.gather(*(service.stop() for service in services), return_exceptions=True)
        if gateway is not None:
            await gateway.close()

    return start, stop


async def _nothing() -> None:
    """For platforms that have nothing to let go of."""


class CannotBegin(Exception):
    """What keeps it from running, and what to do; in words."""


async def _opened(url: str, in_use: str) -> Storage:
    try:
        storage = await Storage.open(url)
    except InUse:
        raise CannotBegin(in_use) from None
    async with storage.looking() as connection:
        if off := round((await ahead(connection)).total_seconds()):
            _log.error("clock_off", seconds=off)
    return storage


@dataclass(frozen=True, slots=True)
class _Started:
    """What the platforms do when the web is up, and when all ends."""

    drains: tuple[Callable[[], Awaitable[int]], ...]
    start: Callable[[], None] = lambda: None
    stop: Callable[[], Awaitable[None]] = _nothing


async def _serve(
    house: House,
    app: web.Application,
    host: str,
    port: int,
    started: _Started,
    mend: str,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    add_health(app, house.storage, house.clock.now)
    heartbeat = Heartbeat(*started.drains)
    house.poke = heartbeat.poke
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    try:
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise CannotBegin(f"{host}:{port} 打不开（{reason_of(error)}）：{mend}") from None
        heartbeat.start()
        shown = runner.addresses[0]
        ready(f"http://{shown[0]}:{shown[1]}")
        started.start()
        await _until_stopped()
    finally:
        until = time.monotonic() + PATIENCE
        await heartbeat.stop()
        await house.delivery.stop(max(0.0, until - time.monotonic()))
        await started.stop()
        await runner.cleanup()
        await house.close()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
