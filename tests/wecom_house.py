"""A house on the scripted WeCom: real sockets, a real database, a clock that is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.app import House, build
from bot.clock import MovableClock
from bot.domain.company_config import company_from_config
from bot.domain.policy import Policy
from bot.platforms.gateway import Gateway
from bot.platforms.wecom import Config, Timing, WeComPlatform
from bot.render import renderer_for
from storage.memory import Memory
from storage.store import Storage
from tests.company import company_on
from tests.house import MORNING
from tests.premises import Premises
from tests.servers.wecom import AGENT, APP_SECRET, BOT, BOT_NAME, CORP, SECRET, WeComServer

SERVICE, OPERATIONS, REPAIR, LEADERS = "wrService", "wrOperations", "wrRepair", "wrLeaders"
PEOPLE = {
    "客服甲": "kefu1", "客服乙": "kefu2", "客服主管": "KeFuHead", "运行甲": "yunxing1",
    "运行乙": "yunxing2", "运行主任": "yunxing0", "检修甲": "jianxiu1", "检修乙": "jianxiu2",
    "检修主任": "jianxiu0", "值班领导": "lead1", "总经理": "lead0",
}  # fmt: skip
FAST = Timing(ping=5.0, first_wait=0.01, longest_wait=0.1, refused=5.0, standby=0.02, ack=2.0)


COMPANY = company_on(
    "wecom",
    PEOPLE,
    {"service": SERVICE, "operations": OPERATIONS, "repair": REPAIR, "leaders": LEADERS},
)


class WeComHouse(Premises):
    """The running house, its platform and the vendor beside it."""

    def __init__(
        self, running: House, platform: WeComPlatform, server: WeComServer, clock: MovableClock
    ) -> None:
        super().__init__(running, clock)
        self.platform = platform
        self.server = server
        self.kept = 0
        #: a further process of ours on the same database, not yet started
        self.another: Callable[..., WeComPlatform]

    async def say(self, where: str, who: str, words: str, **more: Any) -> None:
        """Somebody @-s the bot (in a single chat where `where` is empty); the house answers."""
        kept = self.kept
        body = await self.server.say(where, PEOPLE.get(who, who), words, **more)
        assert body, "the bot does not hear this"
        await self.until(lambda: self.kept > kept)
        await self.running.drain()

    async def press(self, task: str, who: str, action: str, **chosen: str) -> None:
        """Somebody presses a button of a card, and its new face is there."""
        kept, shown = self.kept, len(self.server.seen("card_updated"))
        number = task.split("-")[1]
        selected = {quote(f"{action}.{name}"): quote(v) for name, v in chosen.items()}
        await self.server.press(task, PEOPLE[who], f"{number}:{quote(action)}", **selected)
        await self.until(lambda: self.kept > kept)
        await self.running.drain()
        await self.until(lambda: len(self.server.seen("card_updated")) > shown)

    def subscribed(self) -> int:
        """How often a link was subscribed."""
        return len(self.server.seen("subscribed"))

    async def back(self, subscriptions: int) -> None:
        """Waits until it has subscribed so often, and hears."""
        await self.until(lambda: self.subscribed() >= subscriptions)
        await self.until(lambda: self.platform.hears_since is not None)

    def heard_in(self, where: str) -> list[dict[str, Any]]:
        """What was said there, cards left out."""
        said = self.server.seen("message", where)
        return [m for m in said if m["msgtype"] != "template_card"]

    def cards_in(self, where: str) -> list[dict[str, Any]]:
        """The cards that were sent there."""
        said = self.server.seen("message", where)
        return [m for m in said if m["msgtype"] == "template_card"]

    async def bind_room(self, number: int = 1) -> str:
        """A person puts the bot into a room that is kept ready, and says its code."""
        await self.until(lambda: len(self.server.seen("group_created")) >= number)
        room = self.server.seen("group_created")[number - 1]["in"]
        await self.until(lambda: bool(self.heard_in(room)))
        code = self.heard_in(room)[0]["text"].partition("绑定 ")[2][:6]
        self.server.groups[room].has_bot = True
        await self.server.say(room, PEOPLE["运行主任"], f"绑定 {code.lower()}")
        await self.until(lambda: any("已绑定" in m["text"] for m in self.heard_in(room)))
        return str(room)


def wecom_config(base: str, **more: Any) -> Config:
    """Bot and app on the scripted server."""
    return Config(
        BOT, SECRET, CORP, AGENT, APP_SECRET, BOT_NAME, api_base=base,
        ws_url=base.replace("http", "ws", 1), admin=PEOPLE["总经理"], **more,
    )  # fmt: skip


def furnish(server: WeComServer, *, webhooks: bool = False) -> None:
    """People and groups."""
    for name, userid in PEOPLE.items():
        server.add_person(userid, name)
    for chat, name in (
        (SERVICE, "客服群"), (OPERATIONS, "运行群"), (REPAIR, "检修群"), (LEADERS, "领导群"),
    ):  # fmt: skip
        server.add_group(
            chat, name, PEOPLE.values(), **({"webhook": f"hook-{chat}"} if webhooks else {})
        )


@asynccontextmanager
async def open_wecom(
    url: str,
    *,
    at: datetime = MORNING,
    webhooks: bool = False,
    rooms: int = 0,
    company: dict[str, Any] | None = None,
    files: Path | None = None,
    gateway: str = "",
    start: bool = True,
    look_after: float = 0.02,
    patience: float = 0.3,
    knobs: dict[str, Any] | None = None,
    timing: Timing = FAST,
    **config: Any,
) -> AsyncIterator[WeComHouse]:
    """A house that hears by the long connection, on a migrated database."""
    clock = MovableClock(at)
    server = WeComServer(now=lambda: clock.now().timestamp())
    base = await server.start()
    for name, value in (knobs or {}).items():
        setattr(server.knobs, name, value)
    furnish(server, webhooks=webhooks)
    whole = wecom_config(base, **config)
    if webhooks:
        hooks = {c: g.webhook for c, g in server.groups.items() if g.webhook}
        whole = replace(whole, webhooks=hooks)
    if rooms:
        whole = replace(whole, rooms=rooms, keepers=(PEOPLE["运行主任"], PEOPLE["客服主管"]))
    storage = await Storage.open(url)
    zone = ZoneInfo("Asia/Shanghai")

    def words(template: str, facts: Any) -> str:
        return renderer_for(zone).words(template, "text", facts, clock.now())

    def process(look_after: float = look_after) -> WeComPlatform:
        return WeComPlatform(
            whole, Memory(storage, "wecom", clock.now), clock.now, files=files, words=words,
            timing=timing, patience=patience, look_after=look_after,
        )  # fmt: skip

    platform = process()
    people = company_from_config(company or COMPANY, zone, embedded=False)
    running = await build(
        storage, people, Policy(), clock, {"wecom": platform}, files=[files] if files else []
    )
    house = WeComHouse(running, platform, server, clock)
    house.another = process

    async def accept(incoming: Any) -> None:
        await running.intake.accept(incoming)
        house.kept += 1

    platform.on_incoming = accept
    ring = Gateway(gateway, "s3cr3t", platform.http, clock.now) if gateway else None
    platform.meet(storage.company, ring)
    if start:
        platform.start()
        await house.until(lambda: platform.hears_since is not None)
    try:
        yield house
    finally:
        await platform.stop()
        await running.close()
        await server.stop()
