"""DingTalk's stream breaks, repeats and says nonsense: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.domain.chat import Incoming
from tests.dingtalk_house import OPERATIONS, PEOPLE, SERVICE, DingTalkHouse, open_dingtalk
from tests.house import COLD, LEAK


async def test_a_redelivered_message_makes_one_ticket(house: DingTalkHouse) -> None:
    """The same msgId under another push id, as it comes when an acknowledgement was late."""
    said = await house.server.say(SERVICE, PEOPLE["客服甲"], COLD)
    await house.server.push("/v1.0/im/bot/messages/get", said, "again-1")
    await house.until(lambda: "again-1" in house.server.acknowledged)
    await house.running.drain()
    assert await house.count() == 1
    assert len(house.heard_in(SERVICE)) == 1


async def test_nothing_is_acknowledged_before_it_is_kept(house: DingTalkHouse) -> None:
    """The process dies between: they bring it again, and it is one ticket."""
    door = house.platform.on_incoming
    assert door is not None
    broken = True

    async def sometimes(*incoming: Incoming) -> object:
        if broken:
            raise OSError("the disk is full")
        return await door(*incoming)

    house.platform.on_incoming = sometimes
    house.server.knobs.redeliver_after = 0.05
    before = len(house.server.acknowledged)
    await house.server.say(SERVICE, PEOPLE["客服甲"], COLD)
    await house.server.tell_event("something_new")
    marker = house.server.last_push
    await house.until(lambda: marker in house.server.acknowledged)
    assert house.server.acknowledged[before:] == [marker]
    broken = False
    await house.until(lambda: len(house.server.acknowledged) > before + 1)
    await house.running.drain()
    assert await house.count() == 1


async def test_a_warm_hand_over(house: DingTalkHouse) -> None:
    """A new socket stands before the old one goes; what comes on either is heard."""
    old = house.server.sockets[0]
    await house.server.disconnect()
    await house.until(lambda: bool(house.server.sockets))
    assert not old.closed
    await house.say(SERVICE, "客服甲", COLD)
    house.server.sockets.append(old)
    await house.say(SERVICE, "客服甲", LEAK)
    house.server.sockets.remove(old)
    await house.server.finish_disconnect()
    assert await house.count() == 2


async def test_a_cut_socket_is_opened_again(house: DingTalkHouse) -> None:
    house.server.cut()
    await house.until(lambda: bool(house.server.sockets))
    await house.say(SERVICE, "客服甲", COLD)
    assert await house.count() == 1


async def test_a_silent_socket_is_given_up(sqlite_url: str) -> None:
    """Half-open: nothing comes and nothing says so."""
    async with open_dingtalk(sqlite_url) as house:
        # The house was opened with five seconds of patience; the stream is started with less.
        await house.platform.stop()
        house.platform._timing = {"silence": 0.05, "first_wait": 0.01}
        house.server.sockets.clear()
        opened = house.server.calls.count("/v1.0/gateway/connections/open")
        house.platform.start()
        calls = house.server.calls
        await house.until(lambda: calls.count("/v1.0/gateway/connections/open") > opened + 1)


async def test_a_gateway_that_refuses_is_asked_again(house: DingTalkHouse) -> None:
    house.server.knobs.gateway_down = True
    house.server.cut()
    calls = house.server.calls
    asked = calls.count("/v1.0/gateway/connections/open")
    await house.until(lambda: calls.count("/v1.0/gateway/connections/open") > asked + 1)
    house.server.knobs.gateway_down = False
    await house.until(lambda: bool(house.server.sockets))


async def test_the_log_holds_no_ticket(house: DingTalkHouse) -> None:
    """The address that a socket is refused at is as good as the key to it."""
    opening = {"endpoint": f"{house.server.base}/nowhere", "ticket": "secret-ticket"}
    asked = "/v1.0/gateway/connections/open"
    house.server.knobs.instead[asked] = [(200, opening, False)]
    with capture_logs() as said:
        house.server.cut()
        await house.until(
            lambda: any(line.get("error") == "WSServerHandshakeError" for line in said)
        )
    assert "secret-ticket" not in str(said)


@pytest.mark.parametrize(
    ("status", "body"), [(200, "<xml/>"), (200, {}), (200, {"endpoint": "ws://x"}), (401, {})]
)
async def test_a_gateway_that_answers_nonsense_is_asked_again(
    house: DingTalkHouse, status: int, body: Any
) -> None:
    house.server.knobs.instead["/v1.0/gateway/connections/open"] = [(status, body, False)]
    house.server.cut()
    await house.until(lambda: bool(house.server.sockets))
    await house.say(SERVICE, "客服甲", COLD)
    assert await house.count() == 1


async def test_a_gateway_that_sends_everybody_away_is_asked_ever_less_often(
    sqlite_url: str,
) -> None:
    """`disconnect` as the first word on every socket: no storm of new ones."""
    async with open_dingtalk(sqlite_url, first_wait=0.1) as house:
        used, begun = house.server.tickets_used, asyncio.get_running_loop().time()
        for count in range(1, 4):
            await house.server.disconnect()
            await house.until(lambda more=count: house.server.tickets_used >= used + more)  # type: ignore[misc]
        assert asyncio.get_running_loop().time() - begun > 0.1 * (1 + 2)
        await house.say(SERVICE, "客服甲", COLD)
        assert await house.count() == 1


async def test_a_message_without_a_push_id_is_heard(house: DingTalkHouse) -> None:
    """Every field of a frame's header may be missing; it can't be acknowledged then."""
    envelope = house.server.envelope(SERVICE, PEOPLE["客服甲"])
    said = json.dumps({**envelope, "msgtype": "text", "text": {"content": COLD}})
    frame = {"type": "CALLBACK", "header": {"topic": "/v1.0/im/bot/messages/get"}, "data": said}
    await house.server.sockets[0].send_str(json.dumps(frame))
    await house.working(lambda: bool(house.heard_in(SERVICE)))
    assert await house.count() == 1


@pytest.mark.parametrize(
    "frame",
    ["not json", "[]", "{}", '{"type":"CALLBACK"}', '{"type":"SYSTEM","headers":{"topic":"x"}}',
     '{"type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/messages/get"},"data":"\\u0000"}'],
)  # fmt: skip
async def test_a_frame_nobody_understands_stops_nothing(house: DingTalkHouse, frame: str) -> None:
    await house.server.sockets[0].send_str(frame)
    await house.say(SERVICE, "客服甲", COLD)
    assert await house.count() == 1


@pytest.mark.parametrize("kind", ["unknownMsgType", "interactiveCard", "somethingNew"])
async def test_what_nobody_knows_is_kept_and_answered(house: DingTalkHouse, kind: str) -> None:
    await house.say(SERVICE, "客服甲", "", msgtype=kind, text=None, content={"x": 1}, newField=[1])
    assert "没收到文字" in house.heard_in(SERVICE)[-1]["text"]


async def test_an_event_that_was_not_kept_comes_again(house: DingTalkHouse) -> None:
    door = house.platform.on_incoming
    house.server.knobs.event_retries = (0.05, 0.05)

    async def broken(*incoming: Incoming) -> object:
        house.platform.on_incoming = door
        raise OSError("the disk is full")

    house.platform.on_incoming = broken
    await house.server.tell_event("chat_disband", {"openConversationId": OPERATIONS})
    await house.working(lambda: bool(house.heard_in(SERVICE)))
    assert house.server.seen("not_taken")


async def test_an_absurd_expiry_loses_no_message(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD, sessionWebhookExpiredTime=10**30)
    assert await house.count() == 1
