"""A house on the scripted DingTalk: real sockets, a real database, a clock that is moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import House, build
from bot.clock import MovableClock
from bot.domain.company_config import company_from_config
from bot.domain.policy import Policy
from bot.platforms.dingtalk import Config, DingTalkPlatform, Standby, Webhook
from bot.workers.limits import Allowance
from storage.memory import Memory
from storage.store import Storage
from tests.company import company_on
from tests.house import MORNING
from tests.premises import Premises
from tests.servers.dingtalk import CLIENT, SECRET, DingTalkServer

SERVICE, OPERATIONS, REPAIR, LEADERS = "cidService==", "cidOperations==", "cidRepair==", "cidLead=="
SEND = "/v1.0/robot/groupMessages/send"
PEOPLE = {
    "客服甲": "0101", "客服乙": "0102", "客服主管": "0103", "运行甲": "0201", "运行乙": "0202",
    "运行主任": "0203", "检修甲": "0301", "检修乙": "0302", "检修主任": "0303", "值班领导": "0901",
    "总经理": "0902",
}  # fmt: skip


COMPANY = company_on(
    "dingtalk",
    PEOPLE,
    {"service": SERVICE, "operations": OPERATIONS, "repair": REPAIR, "leaders": LEADERS},
)


class DingTalkHouse(Premises):
    """The running house, its platform and the vendor beside it."""

    def __init__(
        self,
        running: House,
        platform: DingTalkPlatform,
        server: DingTalkServer,
        clock: MovableClock,
    ) -> None:
        super().__init__(running, clock)
        self.platform = platform
        self.server = server

    async def say(self, where: str, who: str, words: str, **more: Any) -> None:
        """Somebody @-s the robot, and the house does all that follows."""
        await self.server.say(where, PEOPLE.get(who, who), words, **more)
        push = self.server.last_push
        await self.until(lambda: push in self.server.acknowledged)
        await self.running.drain()

    async def press(self, track: str, who: str, action: str, **form: str) -> None:
        """Somebody presses a button of a card."""
        await self.server.press(track, PEOPLE[who], action, **form)
        push = self.server.last_push
        await self.until(lambda: push in self.server.acknowledged)
        await self.running.drain()

    def heard_in(self, where: str) -> list[dict[str, Any]]:
        """What the bot said there."""
        return self.server.seen("message", where)

    async def working(self, true: Callable[[], bool]) -> None:
        """The same, while the house does what comes in meanwhile."""
        async with asyncio.timeout(30):
            while not true():
                await self.running.drain()
                await asyncio.sleep(0.002)


@asynccontextmanager
async def open_dingtalk(
    url: str,
    *,
    at: datetime = MORNING,
    card_template: str = "",
    webhooks: bool = False,
    by_department: bool = False,
    standby: bool = False,
    company: dict[str, Any] | None = None,
    stream: bool = True,
    monthly_calls: int = 5000,
    files: Path | None = None,
    allowance: Allowance | None = None,
    agent_id: int = 0,
    silence: float = 30,
    first_wait: float = 0.01,
) -> AsyncIterator[DingTalkHouse]:
    """A house that hears by Stream, on a migrated database."""
    clock = MovableClock(at)
    server = DingTalkServer(now=lambda: clock.now().timestamp())
    base = await server.start()
    for name, userid in PEOPLE.items():
        server.add_person(userid, name)
    for chat, name in (
        (SERVICE, "客服群"),
        (OPERATIONS, "运行群"),
        (REPAIR, "检修群"),
        (LEADERS, "领导群"),
    ):
        server.add_group(chat, name, set(PEOPLE.values()))
        if webhooks:
            server.groups[chat].webhook = f"hook-{chat}"
            server.groups[chat].webhook_secret = "SECheat"  # noqa: S105 -- a test's
    if standby:
        server.add_group("cidStandby==", "应急备用1", {"0203"}, owner="0203")
    written = {
        chat: Webhook(g.webhook, g.webhook_secret) for chat, g in server.groups.items() if g.webhook
    }
    keys = {SERVICE: "service", OPERATIONS: "operations", REPAIR: "repair", LEADERS: ""}
    config = Config(
        CLIENT,
        SECRET,
        api_base=base,
        oapi_base=base,
        card_template=card_template,
        webhooks={} if by_department else written,
        department_webhooks={keys[chat]: hook for chat, hook in written.items()},
        monthly_calls=monthly_calls,
        agent_id=agent_id,
        admin=PEOPLE["总经理"],
        standby=(Standby("cidStandby==", "chatcidStandby=="),) if standby else (),
    )
    storage = await Storage.open(url)
    platform = DingTalkPlatform(
        config, Memory(storage, "dingtalk", clock.now), clock.now,
        silence=silence, first_wait=first_wait, files=files, fetches=(0, 0.01, 0.02),
    )  # fmt: skip
    people = company_from_config(company or COMPANY, ZoneInfo("Asia/Shanghai"), embedded=False)
    limits = {"dingtalk": allowance} if allowance else {}
    running = await build(
        storage, people, Policy(), clock, {"dingtalk": platform}, allowances=limits,
        files=[files] if files else [],
    )  # fmt: skip
    platform.on_incoming = running.intake.accept
    platform.meet(storage.company, None)
    house = DingTalkHouse(running, platform, server, clock)
    if stream:
        platform.start()
        await house.until(lambda: bool(server.acknowledged))
    try:
        yield house
    finally:
        await platform.stop()
        await running.close()
        await server.stop()
