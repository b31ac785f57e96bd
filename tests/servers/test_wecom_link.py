"""The scripted WeCom's long connection: who may speak on it, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp
import pytest

from tests.servers.conftest import Clock
from tests.servers.wecom import WeComServer
from tests.servers.wecom_client import SERVICE, Client, markdown, push


async def test_nothing_goes_before_the_subscription(wecom: WeComServer) -> None:
    async with aiohttp.ClientSession() as session:
        client = Client(wecom, session)
        await client.connect(subscribe=False)
        assert (await client.ask("ping"))["errcode"] == 846609
        assert await client.push(SERVICE, "早") == 846609
        await client.close()


@pytest.mark.parametrize(
    ("bot", "secret", "code"),
    [("aibElse", "s3cr3t-of-the-link", 93019), ("aibHeatLine7788", "x", 853000)],
)
async def test_who_may_subscribe(wecom: WeComServer, bot: str, secret: str, code: int) -> None:
    async with aiohttp.ClientSession() as session:
        client = Client(wecom, session)
        await client.connect(subscribe=False)
        ack = await client.ask("aibot_subscribe", {"bot_id": bot, "secret": secret})
        assert ack["errcode"] == code
        assert "cmd" not in ack
        await client.close()


async def test_subscribing_too_often(wecom: WeComServer, client: Client, clock: Clock) -> None:
    body = {"bot_id": "aibHeatLine7788", "secret": "wrong"}
    codes = [(await client.ask("aibot_subscribe", body))["errcode"] for _ in range(30)]
    assert codes == [853000] * 29 + [45009]
    clock.forward(61)
    assert (await client.ask("aibot_subscribe", body))["errcode"] == 853000


async def test_the_newest_connection_wins(wecom: WeComServer, client: Client) -> None:
    async with aiohttp.ClientSession() as session:
        second = Client(wecom, session)
        await second.connect()
        told = await client.hear()
        assert told["body"]["event"]["eventtype"] == "disconnected_event"
        assert "from" not in told["body"]
        await asyncio.wait_for(client.closed.wait(), 10)
        assert client.close_code == 1000
        assert await second.push(SERVICE, "早") == 0
        await second.close()


async def test_an_evicted_connection_can_do_nothing_more(
    wecom: WeComServer, client: Client
) -> None:
    wecom.knobs.eviction_wait = 30
    async with aiohttp.ClientSession() as session:
        second = Client(wecom, session)
        await second.connect()
        assert await client.push(SERVICE, "早") == 846609
        await second.close()


async def test_a_subscription_dies_while_the_socket_lives(
    wecom: WeComServer, client: Client
) -> None:
    wecom.link.lose_subscription()
    assert (await client.ask("ping"))["errcode"] == 0
    assert await client.push(SERVICE, "早") == 846609
    await wecom.say(SERVICE, "fangfang", "早")
    assert wecom.seen("lost")
    again = {"bot_id": "aibHeatLine7788", "secret": "s3cr3t-of-the-link"}
    assert (await client.ask("aibot_subscribe", again))["errcode"] == 0
    assert await client.push(SERVICE, "早") == 0


async def test_pings(wecom: WeComServer, client: Client) -> None:
    wecom.knobs.swallow_pings = True
    await client.put("ping")
    assert await client.push(SERVICE, "早") == 0  # its acknowledgement is the first that comes
    wecom.knobs.ping_with_body_is_wrong = True
    await client.put("ping", {})
    await asyncio.wait_for(client.closed.wait(), 10)


async def test_an_idle_connection_is_closed(wecom: WeComServer) -> None:
    wecom.knobs.idle_seconds = 0.05
    async with aiohttp.ClientSession() as session:
        client = Client(wecom, session)
        await client.connect(subscribe=False)
        await asyncio.wait_for(client.closed.wait(), 10)
        await client.close()


async def test_what_is_said_does_not_stand_for_a_ping(wecom: WeComServer) -> None:
    wecom.knobs.idle_seconds = 0.2
    async with aiohttp.ClientSession() as session:
        client = Client(wecom, session)
        await client.connect(subscribe=False)
        async with asyncio.timeout(10):
            while not client.closed.is_set():
                with contextlib.suppress(ConnectionError):
                    await client.put("aibot_send_msg", {})
                await asyncio.sleep(0.01)
        await client.close()


async def test_a_restart(wecom: WeComServer, client: Client) -> None:
    await wecom.go_down()
    await asyncio.wait_for(client.closed.wait(), 10)
    async with aiohttp.ClientSession() as session:
        second = Client(wecom, session)
        with pytest.raises(aiohttp.ClientConnectionError):
            await second.connect()
        await wecom.come_back()
        assert (await second.connect())["errcode"] == 0
        await second.close()


async def test_acknowledgements_that_go_wrong(wecom: WeComServer, client: Client) -> None:
    wecom.knobs.acks["aibot_send_msg"] = ["drop", "reorder", "duplicate", "delay"]
    names = [
        await client.put("aibot_send_msg", push(SERVICE, markdown(f"{i}"))) for i in range(1, 5)
    ]
    got = [(await client.ack())["headers"]["req_id"] for _ in range(3)]
    assert got == [names[2], names[2], names[1]]
    await wecom.link.release_acks()
    assert (await client.ack())["headers"]["req_id"] == names[3]
    assert [m["text"] for m in wecom.messages(SERVICE)] == ["1", "2", "3", "4"]


async def test_an_answer_instead_of_the_true_one(wecom: WeComServer, client: Client) -> None:
    wecom.knobs.instead["aibot_send_msg"] = [(-1, False), (-1, True)]
    assert [await client.push(SERVICE, w) for w in "abc"] == [-1, -1, 0]
    assert [m["text"] for m in wecom.messages(SERVICE)] == ["b", "c"]
