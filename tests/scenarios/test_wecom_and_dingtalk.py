"""One company on both platforms at once: a ticket is one ticket, whoever says something where."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import build
from bot.clock import MovableClock
from bot.domain.company_config import company_from_config
from bot.domain.policy import Policy
from bot.domain.ticket import Status
from bot.platforms.dingtalk import Config as DingTalkConfig
from bot.platforms.dingtalk import DingTalkPlatform
from bot.platforms.wecom import WeComPlatform
from storage.memory import Memory
from storage.store import Storage
from tests import dingtalk_house as ding
from tests import wecom_house as wecom
from tests.house import COLD, MORNING
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


async def test_opened_on_one_and_closed_on_the_other(database_url: str) -> None:
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
    storage = await Storage.open(database_url)
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
    kept = 0

    async def accept(incoming: Any) -> None:
        nonlocal kept
        await house.intake.accept(incoming)
        kept += 1

    async def until(true: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not true():  # noqa: ASYNC110 -- what comes over a socket sets no event here
                await asyncio.sleep(0.002)

    async def said(doing: Any) -> None:
        before = kept
        await doing
        await until(lambda: kept > before)
        await house.drain()

    here.on_incoming = there.on_incoming = accept
    try:
        here.start()
        there.start()
        await until(lambda: None not in (here.hears_since, there.hears_since))
        await said(ours.say(wecom.SERVICE, wecom.PEOPLE["客服甲"], COLD))
        assert "新投诉 #1" in theirs.seen("message", ding.OPERATIONS)[0]["text"]
        assert not ours.seen("message", wecom.OPERATIONS)
        for words in ("收到 1", "已联系 1 约今天18点", "完成 1 放了气，20度", "已反馈 1 满意"):
            await said(theirs.say(ding.OPERATIONS, ding.PEOPLE["运行甲"], words))
        # What is asked of 客服 is asked where they are.
        assert any("回访 1" in m["text"] for m in ours.seen("message", wecom.SERVICE))
        await said(ours.say(wecom.SERVICE, wecom.PEOPLE["客服甲"], "回访 1 满意"))
        async with storage.reading() as queries:
            ticket = await queries.ticket(1)
        assert ticket is not None
        assert ticket.status is Status.CLOSED
        # Somebody who is on both can begin here and go on there.
        leak = "李先生 13800001111 阳光花园5号楼1单元302 家里暖气片漏水"
        await said(ours.say(wecom.SERVICE, wecom.PEOPLE["客服甲"], leak))
        assert ours.seen("message", wecom.REPAIR)
        assert theirs.seen("message", ding.REPAIR)
        await said(ours.say(wecom.REPAIR, wecom.PEOPLE["检修甲"], "收到 2"))
        await said(theirs.say(ding.REPAIR, ding.PEOPLE["检修甲"], "完成 2 换了垫片"))
        async with storage.reading() as queries:
            second = await queries.ticket(2)
        assert second is not None
        assert (second.handler, second.status) == ("检修甲", Status.HANDLED)
    finally:
        await asyncio.gather(here.stop(), there.stop())
        await house.close()
        await asyncio.gather(ours.stop(), theirs.stop())
