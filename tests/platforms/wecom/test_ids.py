"""Ids in ciphertext, which come and change: who it is stays who it is, and is reached."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import Outgoing
from tests.house import COLD
from tests.wecom_house import OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom

USER = PEOPLE["运行甲"]
STRICT = {"ids": "cipher", "push_by_other_id": False}


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[WeComHouse]:
    """A push reaches somebody under the id that the bot heard, and no other."""
    async with open_wecom(sqlite_url, knobs=STRICT) as opened:
        yield opened


async def tell(house: WeComHouse, words: str) -> str:
    """The way by which he was told this."""
    chat, said = ChatRef("wecom", f"single:{USER}"), Outgoing(words, meta={"kind": "x"})
    await house.platform.send(chat, said, words, house.clock.now())
    (told,) = [m for m in house.heard_in(USER) if m["text"] == words]
    return str(told["way"])


async def test_a_push_goes_to_the_id_that_the_bot_heard(house: WeComHouse) -> None:
    assert await tell(house, "一") == "app"  # he has not spoken to the bot
    await house.say("", "运行甲", "我的")
    assert await tell(house, "二") == "push"
    assert house.heard_in(USER)[-1]["chat_type"] == 1
    await house.say(SERVICE, "客服甲", COLD)
    pushed = [m for m in house.heard_in(OPERATIONS) if m["way"] == "push"]
    assert {m["chat_type"] for m in pushed} == {2}  # never left to be guessed


async def test_ids_that_are_encrypted_otherwise_are_the_same_people(house: WeComHouse) -> None:
    """The robot was made anew: nobody's id is what it was, and all that was known stands."""
    await house.say("", "运行甲", "我的")
    await house.say(SERVICE, "客服甲", COLD)
    await house.say(OPERATIONS, "运行甲", "收到 1")
    house.server.knobs.cipher = "another"
    assert await tell(house, "一") == "app"  # the bot does not know him any more; the app does
    await house.say(OPERATIONS, "运行甲", "已联系 1 约今天18点")
    ticket = await house.ticket()
    assert ticket.handler == "运行甲"
    assert "运行甲" in {entry.by for entry in await house.timeline() if entry.what == "contacted"}
    await house.say("", "运行甲", "我的")
    assert await tell(house, "二") == "push"


async def test_a_click_under_another_id_is_his_too(house: WeComHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    task = house.cards_in(OPERATIONS)[0]["card"]["task_id"]
    house.server.knobs.cipher = "another"
    await house.press(task, "运行甲", "接单")
    assert (await house.ticket()).handler == "运行甲"
