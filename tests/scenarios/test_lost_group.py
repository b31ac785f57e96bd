"""R3.3.1: an emergency group that somebody dissolves, or puts the bot out of, amid it."""

from __future__ import annotations

import pytest

from tests import dingtalk_house as ding
from tests import wecom_house as wecom
from tests.dingtalk_house import open_dingtalk
from tests.house import OUTAGE
from tests.wecom_house import open_wecom

PLAN = "关3号阀换管"


async def test_on_dingtalk_it_is_told_made_anew_and_nothing_is_lost(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        await house.say(ding.SERVICE, "客服甲", OUTAGE)
        (first,) = [k for k, g in house.server.groups.items() if g.name.startswith("应急")]
        await house.say(ding.OPERATIONS, "运行甲", f"方案 1 {PLAN}")
        house.server.groups[first].robots.clear()
        heard = len(house.heard_in(first))
        await house.forward(minutes=6)
        for where in (ding.SERVICE, ding.LEADERS, ding.OPERATIONS):
            told = [m["text"] for m in house.heard_in(where) if "正按原班人马重建" in m["text"]]
            assert len(told) == 1, where
        ticket = await house.ticket()
        assert ticket.group_chat not in (None, first)
        assert ticket.group_chat is not None
        assert len(house.heard_in(first)) == heard
        anew = [m["text"] for m in house.heard_in(ticket.group_chat)]
        assert sum(f"已定方案：{PLAN}" in text for text in anew) == 1
        assert not any("请按这几条报方案" in text for text in anew)
        said = [
            m["text"]
            for where in (ticket.group_chat, ding.OPERATIONS)
            for m in house.heard_in(where)
            if "叫了 5 分钟" in m["text"]
        ]
        assert len(said) == 1  # who has not looked: it rings nobody, and stands where people are
        assert not any("没送到" in m["text"] for m in house.heard_in(ding.SERVICE))
        members = house.server.groups[first].members
        assert house.server.groups[ticket.group_chat].members == members


@pytest.mark.parametrize("how", ["put out", "dissolved"])
async def test_on_dingtalk_a_second_time_the_departments_group_takes_over(
    sqlite_url: str, how: str
) -> None:
    async with open_dingtalk(sqlite_url) as house:
        await house.say(ding.SERVICE, "客服甲", OUTAGE)
        for _ in range(2):
            chat = (await house.ticket()).group_chat
            assert chat is not None
            if how == "dissolved":
                before = len(house.server.acknowledged)
                data = {"timeStamp": 1, "chatId": "c", "openConversationId": chat}
                await house.server.tell_event("chat_disband", data)
                await house.until(lambda n=before: len(house.server.acknowledged) > n)
                await house.running.drain()
            house.server.groups[chat].robots.clear()
            await house.forward(minutes=40)
        assert (await house.ticket()).group_chat is None
        told = [m["text"] for m in house.heard_in(ding.SERVICE) if "应急群「" in m["text"]]
        assert len(told) == 2
        assert "不再重建" in told[1]
        assert any("要报进展" in m["text"] for m in house.heard_in(ding.OPERATIONS))
        made = [g for g in house.server.groups.values() if "应急" in g.name]
        assert len(made) == 2


async def test_on_wecom_it_is_told_and_made_anew(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url) as house:
        await house.say(wecom.SERVICE, "客服甲", OUTAGE)
        (made,) = house.server.seen("group_created")
        house.server.groups[made["in"]].dissolved = True
        await house.say(wecom.OPERATIONS, "运行甲", "到场 1")
        await house.forward(minutes=40)
        for where in (wecom.SERVICE, wecom.LEADERS):
            told = [m["text"] for m in house.heard_in(where) if "正按原班人马重建" in m["text"]]
            assert len(told) == 1, where
        assert len(house.server.seen("group_created")) == 2
        assert not any("没送到" in m["text"] for m in house.heard_in(wecom.SERVICE))
