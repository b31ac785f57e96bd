"""WeCom's link is taken, lost, restarted and answers wrongly: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.domain.chat import ChatRef
from bot.domain.ticket import Status
from bot.platforms.base import File
from tests.house import COLD, another
from tests.servers.wecom_client import Client
from tests.wecom_house import FAST, OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom

# -- the link ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [1000, 1011, 0])
async def test_an_evicted_link_stays_out_and_tells_a_person(sqlite_url: str, code: int) -> None:
    """Coming back at once, two programs would throw each other out until the vendor bars both."""
    async with (
        open_wecom(sqlite_url, knobs={"eviction_close": code}) as house,
        aiohttp.ClientSession() as session,
    ):
        other = Client(house.server, session)
        await other.connect()
        await house.until(lambda: bool(house.heard_in(PEOPLE["总经理"])))
        await house.until(lambda: bool(house.server.seen("disconnected")))
        assert "挤下线" in house.heard_in(PEOPLE["总经理"])[0]["text"]
        assert house.platform.hears_since is None
        assert await other.push(SERVICE, "是我") == 0
        assert house.subscribed() == 2
        await other.close()


async def test_after_its_wait_an_evicted_link_tries_again(sqlite_url: str) -> None:
    timing = replace(FAST, evicted=(0.05,))
    async with open_wecom(sqlite_url, timing=timing) as house:
        async with aiohttp.ClientSession() as session:
            other = Client(house.server, session)
            await other.connect()
            await asyncio.wait_for(other.closed.wait(), 10)
            assert (await other.hear())["body"]["event"]["eventtype"] == "disconnected_event"
            await other.close()
        await house.back(3)
        await house.say(SERVICE, "客服甲", COLD)
        assert await house.count() == 1


async def test_a_subscription_lost_on_an_open_socket_is_made_anew(house: WeComHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    before = len(house.heard_in(OPERATIONS))
    house.server.link.lose_subscription()
    await house.platform.send_file(
        ChatRef("wecom", SERVICE), File("a.txt", b"0123456789"), "f", house.clock.now()
    )
    await house.back(2)
    assert [m["name"] for m in house.heard_in(SERVICE) if "name" in m] == ["a.txt"]
    house.server.link.lose_subscription()
    await house.forward(hours=2)  # a reminder is due
    await house.back(3)
    await house.forward(hours=1)
    assert len(house.heard_in(OPERATIONS)) > before
    texts = [m["text"] for m in house.heard_in(OPERATIONS)]
    assert len(texts) == len(set(texts))


async def test_a_link_that_only_looks_open_is_left(sqlite_url: str) -> None:
    """Half open: nothing comes, not even an answer to a ping."""
    timing = replace(FAST, ping=0.05, ack=0.1)
    async with open_wecom(sqlite_url, timing=timing) as house:
        house.server.link.go_half_open()
        await house.back(2)
        await house.say(SERVICE, "客服甲", COLD)
        assert await house.count() == 1


async def test_the_vendor_restarts(house: WeComHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    await house.server.go_down()
    await house.until(lambda: house.platform.hears_since is None)
    await house.forward(hours=2)
    await house.server.come_back()
    await house.back(2)
    before = len(house.heard_in(OPERATIONS))
    await house.forward(hours=1)
    assert len(house.heard_in(OPERATIONS)) > before
    await house.say(OPERATIONS, "运行甲", "收到 1")
    assert (await house.ticket()).handler == "运行甲"


@pytest.mark.parametrize("fault", ["drop", "duplicate", "reorder"])
async def test_acknowledgements_that_go_wrong_lose_nothing(sqlite_url: str, fault: str) -> None:
    timing = replace(FAST, ack=0.3)
    async with open_wecom(sqlite_url, timing=timing) as house:
        house.server.knobs.acks["aibot_respond_msg"] = [fault]
        await house.say(SERVICE, "客服甲", COLD)
        await house.forward(minutes=2)
        assert any("#1" in m["text"] for m in house.heard_in(SERVICE))
        assert await house.count() == 1
        texts = [m["text"] for m in house.heard_in(SERVICE) if "（重发）" not in m["text"]]
        assert len(texts) == len(set(texts))  # whatever comes twice says that it does


# -- hearing ----------------------------------------------------------------------------------


async def test_the_same_message_twice_is_one_ticket(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url, knobs={"twice": True, "control_character": True}) as house:
        await house.say(SERVICE, "客服甲", COLD)
        await house.until(lambda: house.kept >= 2)
        await house.running.drain()
        assert await house.count() == 1
        assert len([m for m in house.heard_in(SERVICE) if "#1" in m["text"]]) == 1


async def test_a_message_repeated_later_is_still_the_same(house: WeComHouse) -> None:
    """WeCom tells no instant of a message, and signs a picture's address anew."""
    await house.say(SERVICE, "客服甲", COLD)
    again: dict[str, Any] = {"msgid": "m-again", "pictures": [b"\x89PNG\r\n\x1a\nboiler"]}
    await house.say(SERVICE, "客服甲", "催办 1 用户又来电", **again)
    heard = len(house.heard_in(SERVICE))
    await house.forward(seconds=20)
    await house.say(SERVICE, "客服甲", "催办 1 用户又来电", **again)
    assert len(house.heard_in(SERVICE)) == heard
    # Other words under the same id are somebody else's: they are not lost.
    await house.say(SERVICE, "客服甲", "查 1", msgid="m-again")
    assert len(house.heard_in(SERVICE)) > heard


async def test_everybody_is_answered_on_his_own_message(sqlite_url: str) -> None:
    """A reply quotes what it replies to; what was answered by ringing somebody is not behind it."""
    async with open_wecom(sqlite_url, webhooks=True) as house:
        await house.say(SERVICE, "客服甲", COLD)
        await house.say(OPERATIONS, "运行甲", "已联系 1 约今天18点")
        await house.say(OPERATIONS, "运行甲", "延期 1 明天12点 等配件", msgid="m-asks")
        assert house.heard_in(OPERATIONS)[-1]["way"] == "webhook"
        await house.say(OPERATIONS, "运行乙", "查 1", msgid="m-looks")
        (looked,) = [m for m in house.heard_in(OPERATIONS) if m.get("to") == "m-looks"]
        assert looked["text"].startswith("#1")


async def test_missed_messages_that_come_late_are_heard_once(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url, knobs={"redeliver": True}) as house:
        house.server.link.cut()
        house.server.link.lose_subscription()
        await house.server.say(SERVICE, PEOPLE["客服甲"], COLD)
        await house.back(2)
        await house.until(lambda: house.kept >= 1)
        await house.running.drain()
        assert await house.count() == 1


@pytest.mark.parametrize(
    "frame", ["", "[]", "null", "not json", '{"cmd":1}', '{"cmd":"aibot_msg_callback"}',
              '{"cmd":"aibot_event_callback","headers":{"req_id":"r"},"body":{"event":7}}',
              '{"cmd":"aibot_msg_callback","headers":{"req_id":"r"},"body":{"msgtype":"text"}}'],
)  # fmt: skip
async def test_a_frame_nobody_understands_stops_nothing(house: WeComHouse, frame: str) -> None:
    await house.server.link.send_raw(frame)
    await house.say(SERVICE, "客服甲", COLD)
    assert await house.count() == 1


async def test_ciphertext_ids_while_the_app_is_not_trusted(sqlite_url: str) -> None:
    """Nobody can say who it is: the complaint is taken all the same; later they are known."""
    async with open_wecom(sqlite_url, knobs={"ids": "cipher", "trusted": False}) as house:
        await house.say(SERVICE, "客服甲", COLD)
        assert await house.count() == 1
        assert any("#1" in m["text"] for m in house.heard_in(SERVICE))
        # The group is the credential: whoever it is, the department has taken it on.
        await house.say(OPERATIONS, "运行甲", "收到 1")
        assert (await house.ticket()).status is Status.ACKNOWLEDGED
        house.server.knobs.trusted = True
        await house.say(SERVICE, "客服乙", another(2))
        assert any("#2" in m["text"] for m in house.heard_in(PEOPLE["运行甲"]))
        await house.say(OPERATIONS, "运行甲", "收到 2")
        assert (await house.ticket(2)).handler == "运行甲"
