"""A WeCom group that the bot was put out of, that was dissolved, or renamed."""

from __future__ import annotations

import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import Outgoing, Refused
from tests.house import COLD
from tests.wecom_house import LEADERS, OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom

OTHERS = [f"幸福里{i}号楼1单元101 1391234000{i} 家里不热" for i in range(1, 4)]
GONE = "里没有机器人了"


def told(house: WeComHouse, where: str) -> list[str]:
    """What was said there about a group without the bot."""
    return [m["text"] for m in house.heard_in(where) if GONE in m["text"]]


@pytest.mark.parametrize("webhooks", [False, True])
@pytest.mark.parametrize("how", ["put out", "dissolved"])
async def test_where_the_bot_is_not_any_more_somebody_is_told(
    sqlite_url: str, webhooks: bool, how: str
) -> None:
    """Nobody is heard there, though a webhook may still ring; who must hear it hears it."""
    async with open_wecom(sqlite_url, webhooks=webhooks) as house:
        group = house.server.groups[OPERATIONS]
        group.has_bot, group.dissolved = how != "put out", how == "dissolved"
        for words in (COLD, OTHERS[0]):
            await house.say(SERVICE, "客服甲", words)
        for where in (SERVICE, LEADERS):
            (once,) = told(house, where)
            assert once.startswith(f"运行群{GONE}")
            assert "绑定 运行部" in once
        rung = house.heard_in(OPERATIONS if webhooks and how == "put out" else PEOPLE["运行甲"])
        assert "新投诉 #1" in rung[0]["text"]
        assert PEOPLE["运行甲"] in rung[0]["rung"]


async def test_put_back_it_speaks_there_and_put_out_again_it_is_told_again(
    sqlite_url: str,
) -> None:
    async with open_wecom(sqlite_url) as house:
        group = house.server.groups[OPERATIONS]
        group.has_bot = False
        await house.say(SERVICE, "客服甲", COLD)
        group.has_bot = True
        await house.say(SERVICE, "客服甲", OTHERS[0])
        assert "#2" in house.heard_in(OPERATIONS)[-1]["text"]
        group.has_bot = False
        await house.forward(minutes=1)
        await house.say(SERVICE, "客服甲", OTHERS[1])
        assert len(told(house, LEADERS)) == 2
        await house.forward(minutes=60)
        await house.say(SERVICE, "客服甲", OTHERS[2])
        assert len(told(house, LEADERS)) == 2


async def test_a_day_later_it_is_told_once_more(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url) as house:
        house.server.groups[OPERATIONS].has_bot = False
        await house.say(SERVICE, "客服甲", COLD)
        await house.forward(hours=25)
        assert len(told(house, LEADERS)) == 2


async def test_another_name_is_the_same_group(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url) as house:
        house.server.groups[OPERATIONS].name = "运行一班（新）"
        await house.say(SERVICE, "客服甲", COLD)
        assert "新投诉 #1" in house.heard_in(OPERATIONS)[0]["text"]
        await house.say(OPERATIONS, "运行甲", "收到 1")
        assert (await house.ticket()).handler == "运行甲"


@pytest.mark.parametrize(
    ("state", "mend"),
    [({"has_bot": False}, "加回去再 @它"), ({"dissolved": True}, "在新群里重新绑定"),
     ({"spoken": False}, "在群里 @它 说一句"), ({"pushes": False}, "在群里 @它 说一句")],
)  # fmt: skip
async def test_the_reason_says_what_to_do(
    sqlite_url: str, state: dict[str, bool], mend: str
) -> None:
    async with open_wecom(sqlite_url) as house:
        for name, value in state.items():
            setattr(house.server.groups[OPERATIONS], name, value)
        chat, said = ChatRef("wecom", OPERATIONS), Outgoing("进展", meta={"kind": "x"})
        with pytest.raises(Refused) as refused:
            await house.platform.send(chat, said, "k", house.clock.now())
        assert mend in str(refused.value)[:60]  # so much of it is read in a group
