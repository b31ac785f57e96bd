"""Addresses to post to on the scripted WeCom: a group's webhook, a message's answer."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from tests.servers.conftest import Clock
from tests.servers.wecom import WeComServer
from tests.servers.wecom_client import PNG, SERVICE, Client, card, form, markdown, text

# -- webhooks ---------------------------------------------------------------------------------


async def test_a_webhook_rings_the_members(wecom: WeComServer, client: Client) -> None:
    said = text("<@LiuYang> 请看", "fangfang", "hewei", "nobody")
    assert (await client.post("webhook/send", said, key="key-service"))["errcode"] == 0
    assert wecom.messages(SERVICE)[0]["rung"] == ["fangfang", "LiuYang"]
    everybody = text("都看", "@all")
    await client.post("webhook/send", everybody, key="key-service")
    assert wecom.messages(SERVICE)[1]["rung"] == ["LiuYang", "fangfang"]
    mobile = {"msgtype": "text", "text": {"content": "x", "mentioned_mobile_list": ["13800000001"]}}
    await client.post("webhook/send", mobile, key="key-service")
    assert wecom.messages(SERVICE)[2]["rung"] == ["fangfang"]


async def test_which_markdown_rings(wecom: WeComServer, client: Client) -> None:
    old = {"msgtype": "markdown", "markdown": {"content": "<@fangfang>"}}
    new = {"msgtype": "markdown_v2", "markdown_v2": {"content": "<@fangfang>"}}
    for body in (old, new):
        assert (await client.post("webhook/send", body, key="key-service"))["errcode"] == 0
    assert [m["rung"] for m in wecom.messages(SERVICE)] == [["fangfang"], []]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (text("暖" * 683), 45002),
        (markdown("暖" * 1366), 45002),
        (text(""), 44004),
        ({"msgtype": "stream", "stream": {}}, 40008),
        ({"msgtype": "template_card", "template_card": card("RX-1")}, 40008),
        ({"msgtype": "file", "file": {"media_id": "x"}}, 40007),
        (b'{"msgtype":"text","text":{"content":"\\u6696"}}', 40033),
        (b"no json", 40035),
    ],
)
async def test_what_a_webhook_refuses(
    wecom: WeComServer, client: Client, body: Any, code: int
) -> None:
    assert (await client.post("webhook/send", body, key="key-service"))["errcode"] == code
    assert not wecom.messages(SERVICE)


async def test_a_webhook_just_within_its_bytes(wecom: WeComServer, client: Client) -> None:
    said = text("暖" * 682)
    assert (await client.post("webhook/send", said, key="key-service"))["errcode"] == 0


async def test_twenty_a_minute(wecom: WeComServer, client: Client, clock: Clock) -> None:
    async def codes(count: int) -> list[int]:
        return [
            (await client.post("webhook/send", text("x"), key="key-service"))["errcode"]
            for _ in range(count)
        ]

    assert await codes(21) == [0] * 20 + [45009]
    clock.forward(59)
    assert await codes(1) == [45009]
    clock.forward(2)
    assert await codes(1) == [0]


async def test_keys_and_robots_that_are_gone(wecom: WeComServer, client: Client) -> None:
    assert (await client.post("webhook/send", text("x"), key="wrong"))["errcode"] == 93000
    wecom.groups[SERVICE].webhook_on = False
    assert (await client.post("webhook/send", text("x"), key="key-service"))["errcode"] == 93004


async def test_a_picture_and_a_file(wecom: WeComServer, client: Client) -> None:
    image = {
        "base64": base64.b64encode(PNG).decode(),
        "md5": hashlib.md5(PNG, usedforsecurity=False).hexdigest(),
    }
    body = {"msgtype": "image", "image": image}
    assert (await client.post("webhook/send", body, key="key-service"))["errcode"] == 0
    bad = body | {"image": image | {"md5": "0" * 32}}
    assert (await client.post("webhook/send", bad, key="key-service"))["errcode"] == 301019
    url = f"{wecom.base}/cgi-bin/webhook/upload_media?key=key-service&type=file"
    async with client.session.post(url, data=form()) as answer:
        kept = await answer.json()
    assert kept["type"] == "file"
    assert isinstance(kept["created_at"], str)
    said = {"msgtype": "file", "file": {"media_id": kept["media_id"]}}
    assert (await client.post("webhook/send", said, key="key-service"))["errcode"] == 0
    assert wecom.messages(SERVICE)[-1]["name"] == "日报.xlsx"
    wecom.groups["wrRepair01"].webhook = "key-repair"
    assert (await client.post("webhook/send", said, key="key-repair"))["errcode"] == 40007


# -- files ------------------------------------------------------------------------------------


async def test_response_urls(wecom: WeComServer, client: Client, clock: Clock) -> None:
    async def code(where: str) -> str:
        body = await wecom.say(where, "fangfang", "早")
        return str(body["response_url"]).rsplit("=", 1)[1]

    async def answer(to: str, body: Any) -> int:
        told = await client.post("aibot/response", body, response_code=to)
        return int(told["errcode"])

    first = await code(SERVICE)
    as_card = {"msgtype": "template_card", "template_card": card("RX-5")}
    assert await answer(first, as_card) == 40008
    assert await answer(first, {"msgtype": "text", "text": {"content": "x"}}) == 40008
    assert await answer(first, markdown("早")) == 0
    assert await answer(first, markdown("早")) == 40058
    assert await answer(await code(""), as_card) == 0
    old = await code(SERVICE)
    clock.forward(3601)
    assert await answer(old, markdown("早")) == 40058
