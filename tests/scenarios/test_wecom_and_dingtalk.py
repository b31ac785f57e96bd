"""One company on both platforms at once: a ticket is one ticket, whoever says something where."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.app import House, build
from bot.clock import MovableClock
from bot.domain.company_config import company_from_config
from bot.domain.policy import Policy
from bot.domain.ticket import Status
from bot.platforms import asking
from bot.platforms.dingtalk import Config as DingTalkConfig
from bot.platforms.dingtalk import DingTalkPlatform
from bot.platforms.wecom import WeComPlatform
from bot.workers.heartbeat import Heartbeat
from storage.memory import Memory
from storage.store import Storage
from tests import dingtalk_house as ding
from tests import wecom_house as wecom
from tests.house import COLD, LEAK, MORNING
from tests.premises import Premises
from tests.servers.dingtalk import CLIENT, DingTalkServer
from tests.servers.dingtalk import SECRET as DINGTALK_SECRET
from tests.servers.wecom import WeComServer


def _company() -> dict[str, Any]:
    """客服 is on WeCom only, 运行 on DingTalk only, 检修 and the leaders on both."""
    here, there = wecom.COMPANY["departments"], ding.COMPANY["departments"]
    both = {
        **here[2],
        "group": {**here[2]["group"], "dingtalk": ding.REPAIR},
        "head": {**here[2]["head"], "dingtalk": ding.PEOPLE["检修主任"]},
        "members": [{**m, "dingtalk": ding.PEOPLE[m["name"]]} for m in here[2]["members"]],
    }
    return {**wecom.COMPANY, "departments": [here[0], there[1], both]}


class Both(Premises):
    """The running house between the two vendors, and its beating heart where it has one."""

    def __init__(
        self, house: House, clock: MovableClock, wecom: WeComServer, dingtalk: DingTalkServer
    ) -> None:
        super().__init__(house, clock)
        self.wecom = wecom
        self.dingtalk = dingtalk
        self.kept = 0

    async def accept(self, incoming: Any) -> None:
        """The door."""
        await self.running.intake.accept(incoming)
        self.kept += 1

    async def heard(self, doing: Any) -> None:
        """Somebody says something, and it has come in."""
        before = self.kept
        await doing
        await self.until(lambda: self.kept > before)

    async def said(self, doing: Any) -> None:
        """The same, and all that follows has been done."""
        await self.heard(doing)
        await self.running.drain()


@asynccontextmanager
async def open_both(url: str) -> AsyncIterator[Both]:
    """A house that hears on both, on a migrated database."""
    clock = MovableClock(MORNING)
    ours, theirs = (
        WeComServer(now=lambda: clock.now().timestamp()),
        DingTalkServer(now=lambda: clock.now().timestamp()),
    )
    base, other = await ours.start(), await theirs.start()
    wecom.furnish(ours)
    for name, userid in ding.PEOPLE.items():
        theirs.add_person(userid, name)
    for chat in (ding.OPERATIONS, ding.REPAIR):
        theirs.add_group(chat, chat, set(ding.PEOPLE.values()))
    storage = await Storage.open(url)
    here = WeComPlatform(
        wecom.wecom_config(base), Memory(storage, "wecom", clock.now), clock.now,
        timing=wecom.FAST, patience=0.3,
    )  # fmt: skip
    config = DingTalkConfig(CLIENT, DINGTALK_SECRET, api_base=other, oapi_base=other)
    there = DingTalkPlatform(
        config, Memory(storage, "dingtalk", clock.now), clock.now, silence=5, first_wait=0.01
    )
    company = company_from_config(_company(), ZoneInfo("Asia/Shanghai"), embedded=False)
    house = await build(storage, company, Policy(), clock, {"wecom": here, "dingtalk": there})
    both = Both(house, clock, ours, theirs)
    here.on_incoming = there.on_incoming = both.accept
    try:
        here.start()
        there.start()
        await both.until(lambda: None not in (here.hears_since, there.hears_since))
        yield both
    finally:
        await asyncio.gather(here.stop(), there.stop())
        await house.close()
        await asyncio.gather(ours.stop(), theirs.stop())


async def test_opened_on_one_and_closed_on_the_other(database_url: str) -> None:
    async with open_both(database_url) as both:
        ours, theirs, said = both.wecom, both.dingtalk, both.said
        await said(ours.say(wecom.SERVICE, wecom.PEOPLE["客服甲"], COLD))
        assert "新投诉 #1" in theirs.seen("message", ding.OPERATIONS)[0]["text"]
        assert not ours.seen("message", wecom.OPERATIONS)
        for words in ("收到 1", "已联系 1 约今天18点", "完成 1 放了气，20度", "已反馈 1 满意"):
            await said(theirs.say(ding.OPERATIONS, ding.PEOPLE["运行甲"], words))
        # What is asked of 客服 is asked where they are.
        assert any("回访 1" in m["text"] for m in ours.seen("message", wecom.SERVICE))
        await said(ours.say(wecom.SERVICE, wecom.PEOPLE["客服甲"], "回访 1 满意"))
        assert (await both.ticket(1)).status is Status.CLOSED
        # Somebody who is on both can begin here and go on there.
        await said(ours.say(wecom.SERVICE, wecom.PEOPLE["客服甲"], LEAK))
        assert ours.seen("message", wecom.REPAIR)
        assert theirs.seen("message", ding.REPAIR)
        await said(ours.say(wecom.REPAIR, wecom.PEOPLE["检修甲"], "收到 2"))
        await said(theirs.say(ding.REPAIR, ding.PEOPLE["检修甲"], "完成 2 换了垫片"))
        second = await both.ticket(2)
        assert (second.handler, second.status) == ("检修甲", Status.HANDLED)


async def test_a_vendor_that_hangs_holds_up_nobody_at_the_other(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DingTalk keeps a message for an hour and more; WeCom's people are rung meanwhile."""
    monkeypatch.setattr(asking, "TIMEOUT", aiohttp.ClientTimeout(total=60))
    async with open_both(database_url) as both:
        ours, theirs = both.wecom, both.dingtalk
        sending, answer = "/v1.0/robot/groupMessages/send", asyncio.Event()
        theirs.knobs.hold[sending] = answer
        heartbeat = Heartbeat(both.running.work, both.running.deliver)
        both.running.poke = heartbeat.poke
        heartbeat.start()
        try:
            await both.heard(ours.say(wecom.SERVICE, wecom.PEOPLE["客服甲"], COLD))
            await both.until(lambda: theirs.held[sending] == 1)
            await both.heard(ours.say(wecom.SERVICE, wecom.PEOPLE["客服甲"], LEAK))
            await both.until(lambda: len(ours.seen("message", wecom.REPAIR)) == 1)
            both.clock.forward(timedelta(minutes=61))
            heartbeat.poke()
            await both.until(lambda: len(ours.seen("message", wecom.REPAIR)) > 1)
            assert "#2" in ours.seen("message", wecom.REPAIR)[1]["text"]
            # What hangs is still ours: nobody took it for a dead process's and sent it again.
            assert theirs.held[sending] == len({ding.OPERATIONS, ding.REPAIR})
            assert not theirs.seen("message", ding.OPERATIONS)
            answer.set()
            await both.until(lambda: len(theirs.seen("message", ding.OPERATIONS)) > 1)
            first, *rest = (m["text"] for m in theirs.seen("message", ding.OPERATIONS))
            assert "新投诉 #1" in first
            assert not any("新投诉 #1" in text for text in rest)
        finally:
            answer.set()
            await heartbeat.stop()
            await both.running.delivery.stop(5)
