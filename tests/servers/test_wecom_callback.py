"""The scripted WeCom's callbacks and its encryption, against the published vectors."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from defusedxml import ElementTree

from tests.servers.conftest import Clock
from tests.servers.wecom import AES_KEY, CORP, TOKEN, WeComServer
from tests.servers.wecom.crypto import Envelope, decrypt_bytes, encrypt_bytes, key_of
from tests.servers.wecom_client import SERVICE, card, stream
from tests.servers.wecom_vectors import KEY, SAMPLE, V1, V2, V3, V4, VECTOR_TOKEN, Vector


@pytest.mark.parametrize("vector", [V1, V2, V3])
def test_the_vectors(vector: Vector) -> None:
    envelope = Envelope(VECTOR_TOKEN, KEY, vector.receiver)
    assert envelope.sign(vector.timestamp, vector.nonce, vector.sealed) == vector.signature
    plain = envelope.unseal(vector.sealed)
    assert plain == vector.plain
    if vector.before:
        assert envelope.seal(plain, vector.before) == vector.sealed


@pytest.mark.parametrize(("plain", "sealed"), V4)
def test_the_vectors_of_files(plain: bytes, sealed: str) -> None:
    assert encrypt_bytes(key_of(KEY), plain) == base64.b64decode(sealed)
    assert decrypt_bytes(key_of(KEY), base64.b64decode(sealed)) == plain


def test_the_official_key_has_two_spare_bits() -> None:
    assert key_of(KEY) == key_of(SAMPLE)


@pytest.mark.parametrize("receiver", ["", "wx5823bf96d3bd56c8"])
def test_what_was_meant_for_somebody_else(receiver: str) -> None:
    with pytest.raises(ValueError, match="receiver"):
        Envelope(VECTOR_TOKEN, KEY, receiver).unseal(V1.sealed)


class House:
    """Answers callbacks as it is told to."""

    def __init__(self) -> None:
        self.bot = Envelope(TOKEN, AES_KEY, "")
        self.app = Envelope(TOKEN, AES_KEY, CORP)
        self.answer: dict[str, Any] | None = None
        self.heard: list[Any] = []
        self.failures = 0
        self.suffix = ""

    async def verify(self, request: web.Request) -> web.Response:
        return web.Response(text=self.bot.unseal(request.query["echostr"]) + self.suffix)

    async def take(self, request: web.Request) -> web.Response:
        if self.failures:
            self.failures -= 1
            return web.Response(status=503)
        sealed = (await request.json())["encrypt"]
        query = request.query
        right = self.bot.sign(query["timestamp"], query["nonce"], sealed)
        assert query["msg_signature"] == right
        self.heard.append(json.loads(self.bot.unseal(sealed)))
        if self.answer is None:
            return web.Response()
        sealed = self.bot.seal(json.dumps(self.answer))
        stamp = 1767225600
        return web.json_response(
            {
                "encrypt": sealed,
                "msgsignature": self.bot.sign(str(stamp), query["nonce"], sealed),
                "timestamp": stamp,
                "nonce": query["nonce"],
            }
        )

    async def take_app(self, request: web.Request) -> web.Response:
        outer = ElementTree.fromstring(await request.text())
        self.heard.append(
            {e.tag: e.text for e in ElementTree.fromstring(self.app.unseal(outer[2].text or ""))}
        )
        return web.Response()


@pytest.fixture
async def house(wecom: WeComServer) -> AsyncIterator[House]:
    opened = House()
    app = web.Application()
    app.router.add_get("/bot", opened.verify)
    app.router.add_post("/bot", opened.take)
    app.router.add_post("/app", opened.take_app)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    wecom.callbacks.use(f"{base}/bot")
    wecom.callbacks.app_url = f"{base}/app"
    yield opened
    await runner.cleanup()


async def test_an_address_is_verified_to_the_letter(wecom: WeComServer, house: House) -> None:
    assert await wecom.callbacks.verify(wecom.callbacks.url)
    house.suffix = "\n"
    assert not await wecom.callbacks.verify(wecom.callbacks.url)


async def test_the_answer_is_the_reply(wecom: WeComServer, house: House) -> None:
    house.answer = stream("登记好了")
    await wecom.say(SERVICE, "fangfang", "不热", quote=("image", b"\x89PNG\r\n\x1a\n"))
    assert house.heard[0]["text"]["content"] == "@热线助手 不热"
    assert house.heard[0]["quote"]["image"].keys() == {"url"}
    assert [m["text"] for m in wecom.messages(SERVICE)] == ["登记好了"]


async def test_a_link_opens_with_the_callbacks_key(wecom: WeComServer, house: House) -> None:
    await wecom.show("", "fangfang", "image", b"\x89PNG\r\n\x1a\n1")
    async with ClientSession() as session, session.get(house.heard[0]["image"]["url"]) as answer:
        assert decrypt_bytes(key_of(AES_KEY), await answer.read()) == b"\x89PNG\r\n\x1a\n1"


async def test_an_unfinished_stream_is_asked_for(wecom: WeComServer, house: House) -> None:
    house.answer = stream("正在查", finish=False)
    await wecom.say(SERVICE, "fangfang", "查 1")
    house.answer = stream("查到了")
    assert await wecom.callbacks.poll("s1")
    assert house.heard[-1]["stream"] == {"id": "s1"}
    assert [m["text"] for m in wecom.messages(SERVICE)] == ["查到了"]


async def test_a_message_is_brought_again_and_a_click_never(
    wecom: WeComServer, house: House
) -> None:
    house.failures = 3
    house.answer = {"msgtype": "template_card", "template_card": card("RX-1@1")}
    await wecom.say(SERVICE, "fangfang", "不热")
    assert len(house.heard) == 1
    house.failures = 1
    await wecom.press("RX-1@1", "fangfang", "accept")
    assert len(house.heard) == 1
    assert wecom.seen("lost")
    house.answer = {
        "response_type": "update_template_card", "template_card": card("RX-1@1", "已接单")
    }  # fmt: skip
    await wecom.press("RX-1@1", "fangfang", "accept")
    assert wecom.seen("card_updated")


async def test_an_answer_after_the_budget_is_none(
    wecom: WeComServer, house: House, clock: Clock
) -> None:
    wecom.callbacks.within = 0
    await wecom.say(SERVICE, "fangfang", "不热")
    assert len(wecom.seen("callback_failed")) == 4


async def test_the_apps_callbacks_are_xml(wecom: WeComServer, house: House) -> None:
    await wecom.callbacks.post_app({"FromUserName": "hewei", "MsgType": "text", "Content": "a]]>b"})
    assert house.heard[0]["Content"] == "a]]>b"
    assert house.heard[0]["ToUserName"] == CORP


async def test_it_runs_alone() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.servers.wecom", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        told = json.loads(await asyncio.wait_for(process.stdout.readline(), 30))
        assert told["event"] == "listening"
        async with ClientSession() as session:
            async with session.get(told["base"]) as answer:
                assert "单聊" in await answer.text()
            said = {"in": "客服群", "by": "fangfang", "words": "不热"}
            async with session.post(f"{told['base']}/people/say", json=said) as answer:
                assert (await answer.json())["heard"]
        lines = [json.loads(await process.stdout.readline()) for _ in range(2)]
        assert [line["event"] for line in lines] == ["said", "lost"]
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
