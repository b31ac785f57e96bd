"""The scripted DingTalk's token, sockets and pushes keep the vendor's rules."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import aiohttp
import pytest

from tests.servers.dingtalk import CLIENT, SECRET
from tests.servers.dingtalk.gateway import CARDS, MESSAGES
from tests.servers.dingtalk_caller import GROUP, ROBOT, SEND, Caller


async def test_a_token_lives_two_hours_from_when_it_was_last_asked_for(caller: Caller) -> None:
    first = await caller.token()
    caller.clock.forward(timedelta(minutes=100))
    assert await caller.token() == first
    caller.clock.forward(timedelta(minutes=100))
    headers = {"x-acs-dingtalk-access-token": first}
    answer = await caller.bare(SEND, {**ROBOT, "openConversationId": "x"}, headers=headers)
    assert answer["code"] == "resource.not.found"  # still good
    caller.clock.forward(timedelta(minutes=121))
    answer = await caller.bare(SEND, {}, headers=headers)
    assert answer["code"] == "InvalidAuthentication"
    answer = await caller.bare(f"/topapi/v2/user/get?access_token={first}", {"userid": "01"})
    assert answer["errcode"] == 40014
    assert await caller.token() != first


async def test_the_gateway_asks_for_credentials_json_and_topics(caller: Caller) -> None:
    path, right = "/v1.0/gateway/connections/open", {"clientId": CLIENT, "clientSecret": SECRET}
    topics, js = [{"type": "CALLBACK", "topic": MESSAGES}], {"Accept": "application/json"}
    wrong = await caller.bare(path, {**right, "clientSecret": "x"}, headers=js)
    assert wrong["code"] == "authFailed"
    assert (await caller.bare(path, right, headers=js))["code"].endswith("subscriptions")
    body = {**right, "subscriptions": topics}
    async with caller.session.post(path, json=body, headers={"Accept": "*/*"}) as answer:
        assert answer.content_type == "application/xml"
    found = await caller.bare(path, body, headers=js)
    caller.clock.forward(timedelta(seconds=91))
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await caller.session.ws_connect(found["endpoint"], params={"ticket": found["ticket"]})


async def test_a_push_goes_to_one_of_the_sockets_that_want_it(caller: Caller) -> None:
    events, messages = await caller.open("*"), await caller.open(MESSAGES)
    for _ in range(5):
        await caller.server.say(GROUP, "01", "不热")
        frame = await messages.receive_json(timeout=10)
        assert frame["headers"]["topic"] == MESSAGES
    await caller.server.tell_event("chat_quit", {"openConversationId": GROUP})
    assert (await events.receive_json(timeout=10))["headers"]["eventType"] == "chat_quit"
    await caller.server.push(CARDS, {})
    assert caller.server.seen("lost")


async def test_after_disconnect_it_is_quiet_and_closed(caller: Caller) -> None:
    caller.server.knobs.disconnect_closes = 0.05
    socket = await caller.open(MESSAGES)
    await caller.server.disconnect()
    assert (await socket.receive_json(timeout=10))["headers"] == {"topic": "disconnect"}
    await caller.server.say(GROUP, "01", "不热")
    assert caller.server.seen("lost")
    assert (await socket.receive(timeout=10)).type is aiohttp.WSMsgType.CLOSE


async def test_two_pings_without_an_answer_and_it_is_closed(caller: Caller) -> None:
    caller.server.knobs.ping_every = 0.02
    socket = await caller.open(MESSAGES)
    kinds = [(await socket.receive(timeout=10)).type for _ in range(2)]
    assert kinds == [aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.CLOSE]


async def test_events_come_again_and_at_last_are_listed(caller: Caller) -> None:
    caller.server.knobs.event_retries = (0.02, 0.02)
    socket = await caller.open("*")
    event = await caller.server.tell_event("chat_disband", {"openConversationId": GROUP})
    for _ in range(3):
        frame = await socket.receive_json(timeout=10)
        assert frame["headers"]["eventId"] == event
        later = {"status": "LATER", "message": "x"}
        headers = {"messageId": frame["headers"]["messageId"]}
        await socket.send_json({"code": 200, "headers": headers, "data": json.dumps(later)})
    async with asyncio.timeout(10):
        while event not in caller.server.failed_events:
            await asyncio.sleep(0.002)


async def test_nobody_can_at_the_robot_with_a_voice_in_a_group(caller: Caller) -> None:
    for kind in ("audio", "video", "file"):
        with pytest.raises(ValueError, match="no client"):
            await caller.server.say(GROUP, "01", "", msgtype=kind, content={})


async def test_an_app_that_is_not_published_is_not_told_who_speaks(caller: Caller) -> None:
    caller.server.knobs.unpublished = True
    said = await caller.server.say(GROUP, "01", "不热")
    assert "senderStaffId" not in said
    assert said["conversationType"] == "2"
    assert said["text"]["content"] == " 不热"
    assert {"dingtalkId": said["chatbotUserId"]} in said["atUsers"]


async def test_an_answer_address_lives_ninety_minutes(caller: Caller) -> None:
    said = await caller.server.say(GROUP, "01", "不热")
    path = said["sessionWebhook"].removeprefix(caller.server.base)
    body = {"msgtype": "text", "text": {"content": "@01 收到"}, "at": {"atUserIds": ["01"]}}
    assert (await caller.bare(path, body))["errcode"] == 0
    assert caller.server.seen("message", GROUP)[0]["rung"] == ["01"]
    caller.clock.forward(timedelta(minutes=91))
    assert (await caller.bare(path, body))["errcode"] == 300001
