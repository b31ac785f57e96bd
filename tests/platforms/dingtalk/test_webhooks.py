"""Groups' own robot addresses: written with a department, found when its group is bound in chat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import Mention, Outgoing
from bot.settings import DingTalk
from bot.vendors.dingtalk import dingtalk_config
from tests.dingtalk_house import (
    COMPANY,
    LEADERS,
    OPERATIONS,
    PEOPLE,
    SERVICE,
    open_dingtalk,
)
from tests.house import COLD

#: A company file without any conversation: nobody is shown a group's id.
BARE: dict[str, Any] = {
    **COMPANY,
    "departments": [{**d, "group": d["group"]["name"]} for d in COMPANY["departments"]],
    "leaders": {**COMPANY["leaders"], "group": "领导群"},
}


async def test_a_group_that_is_bound_in_chat_rings_by_its_departments_address(
    sqlite_url: str,
) -> None:
    async with open_dingtalk(
        sqlite_url, webhooks=True, by_department=True, company=BARE, stream=True
    ) as house:
        for chat, who, words in (
            (SERVICE, "客服主管", "绑定 客服部"), (OPERATIONS, "运行主任", "绑定 运行部"),
            (LEADERS, "值班领导", "绑定 领导"),
        ):  # fmt: skip
            await house.say(chat, who, words)
        await house.say(SERVICE, "客服甲", COLD)
        told = house.heard_in(OPERATIONS)[-1]
        assert (told["way"], told["rung"]) == ("webhook", [PEOPLE["运行甲"]])
        # Another group takes its place: its address goes along, and no other group has it.
        house.server.add_group("cidNew==", "运行新群", set(PEOPLE.values()))
        await house.say("cidNew==", "运行主任", "绑定 运行部")
        house.server.groups["cidNew=="].webhook = house.server.groups[OPERATIONS].webhook
        house.server.groups["cidNew=="].webhook_secret = "SECheat"  # noqa: S105 -- a test's
        house.server.groups[OPERATIONS].webhook = ""
        await house.forward(minutes=60)
        assert {m["way"] for m in house.heard_in("cidNew==") if m["rung"]} == {"webhook"}
        said = Outgoing("旧群", (Mention(PEOPLE["运行甲"], "运行甲"),), meta={"kind": "x"})
        chat = ChatRef("dingtalk", OPERATIONS)
        await house.platform.send(chat, said, "k", house.clock.now())
        assert not any("旧群" in m["text"] for m in house.heard_in("cidNew=="))
        assert "旧群" in house.heard_in(OPERATIONS)[-1]["text"]


@pytest.mark.parametrize(
    "written",
    ["hook-1", "https://oapi.dingtalk.com/robot/send?access_token=hook-1",
     "https://oapi.dingtalk.com/robot/send?access_token=hook-1&timestamp=1"],
)  # fmt: skip
@pytest.mark.parametrize("chat", ["", "cid1=="])
def test_an_address_may_be_copied_whole(written: str, chat: str) -> None:
    group = {"name": "检修群", "dingtalk_webhook": written, "dingtalk_webhook_secret": "SEC1"}
    company = {"departments": [{"key": "repair", "group": {**group, "dingtalk": chat}}, "x"],
               "leaders": {"group": {"dingtalk_webhook": "hook-2"}}}  # fmt: skip
    section = DingTalk(client_id="c", client_secret="s")  # noqa: S106 -- a test's
    config = dingtalk_config(section, company)
    hooks = config.department_webhooks
    assert (hooks["repair"].access_token, hooks["repair"].secret) == ("hook-1", "SEC1")
    assert hooks[""].access_token == "hook-2"  # noqa: S105 -- a test's
    assert list(config.webhooks) == ([chat] if chat else [])
    for nothing in (None, {"departments": None}, {"departments": "x", "leaders": "y"}):
        assert not dingtalk_config(section, nothing).department_webhooks


async def test_no_webhook_is_used_until_it_falls_silent(sqlite_url: str) -> None:
    """Twenty a minute, and it says nothing for ten. What is one too many rings another way."""
    async with open_dingtalk(sqlite_url, webhooks=True) as house:
        chat, rung = ChatRef("dingtalk", OPERATIONS), (Mention(PEOPLE["运行甲"], "运行甲"),)
        for i in range(25):
            said = Outgoing(f"第{i}条", rung, meta={"kind": "x"})
            await house.platform.send(chat, said, f"k{i}", house.clock.now())
        assert len(house.heard_in(OPERATIONS)) == 25
        ways = [m["way"] for m in house.heard_in(OPERATIONS)]
        assert ways[:18] == ["webhook"] * 18
        assert "webhook" not in ways[18:]
        assert len(house.heard_in(PEOPLE["运行甲"])) == 7  # who the group's own words do not ring
        house.clock.forward(timedelta(minutes=1))
        last = Outgoing("后来", rung, meta={"kind": "x"})
        await house.platform.send(chat, last, "last", house.clock.now())
        assert house.heard_in(OPERATIONS)[-1]["way"] == "webhook"


async def test_what_was_not_answered_is_said_again_under_its_own_id(sqlite_url: str) -> None:
    """It stands there already; the vendor knows it by the id and shows it once."""
    async with open_dingtalk(sqlite_url, webhooks=True) as house:
        house.server.knobs.instead["/robot/send"] = [(504, "timeout", True)]
        await house.say(SERVICE, "客服甲", COLD)
        await house.forward(minutes=1)
        told = [m for m in house.heard_in(OPERATIONS) if "新投诉 #1" in m["text"]]
        assert [m["way"] for m in told] == ["webhook"]
        assert house.server.calls.count("/robot/send") >= 1
