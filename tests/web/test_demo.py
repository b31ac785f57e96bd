"""The demo page's routes, on a stand-in for the product."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.demo.pictures import LIMIT, Pictures
from bot.web.pages import STATIC
from tests.web.fake_stage import START, FakeStage, application

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
COMPLAINT = "王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度"

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def stage() -> FakeStage:
    return FakeStage()


@pytest.fixture
async def client(stage: FakeStage) -> AsyncIterator[Client]:
    async with TestClient(TestServer(application(stage, pace=0))) as opened:
        yield opened


async def post(client: Client, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    async with client.post(path, json=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def say(client: Client, text: str = COMPLAINT, **more: Any) -> tuple[int, dict[str, Any]]:
    return await post(
        client, "/demo/say", {"me": "客服甲", "chat_id": "客服群", "text": text, **more}
    )


async def until(socket: ClientWebSocketResponse, what: str, **wanted: Any) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while True:
            change: dict[str, Any] = await socket.receive_json()
            if change["what"] == what and all(change.get(k) == v for k, v in wanted.items()):
                return change


async def test_the_page_is_served_with_its_parts(client: Client) -> None:
    async with client.get("/demo") as answer:
        words = await answer.text()
        assert "暖城热力" in words
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    for path in re.findall(r'(?:href|src)="((?:/demo)?/assets/[^"#]+)', words):
        async with client.get(path) as asset:
            assert asset.status == 200, path
    async with client.get("/demo/assets/..%2fdemo%2fmain.js") as answer:
        assert answer.status == 404


def test_every_module_imports_only_what_is_there() -> None:
    for module in (STATIC / "demo").glob("*.js"):
        words = module.read_text("utf-8")
        assert "innerHTML" not in words
        for names, source in re.findall(r'import \{([^}]*)\} from "\./([a-z]+\.js)"', words):
            exported = (STATIC / "demo" / source).read_text("utf-8")
            for name in names.split(","):
                assert re.search(
                    rf"export (?:async )?(?:function|const|class) {name.strip()}\b", exported
                ), f"{module.name}: {name} from {source}"


async def test_a_complaint_is_answered_and_the_state_shows_it(client: Client) -> None:
    assert (await say(client))[0] == 200
    async with client.get("/demo/state", params={"me": "客服甲"}) as answer:
        mine = await answer.json()
    assert [g["title"] for g in mine["groups"]] == ["客服群"]
    assert [m["sender"] for m in mine["messages"]] == ["客服甲", "bot"]
    assert mine["clock"]["next_due"] == (START + timedelta(hours=1)).isoformat()
    async with client.get("/demo/state", params={"me": "客服甲", "all": "1"}) as answer:
        everything = await answer.json()
    assert len(everything["groups"]) == 4
    card = everything["messages"][-1]["card"]
    assert (card["ticket"], card["buttons"][0]["action"]) == (1, "接单")


async def test_a_button_is_pressed(client: Client, stage: FakeStage) -> None:
    await say(client)
    sent = next(m for m in stage.platform.chats.messages.values() if m.card)
    body = {"me": "运行甲", "message_id": sent.id, "action": "接单", "form": {}}
    assert (await post(client, "/demo/press", body))[0] == 200
    changed = stage.platform.chats.messages[sent.id]
    assert changed.card is not None
    assert (changed.card.status, changed.edited) == ("已接单", 1)


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("/demo/say", {"me": "检修甲", "chat_id": "客服群", "text": "喂"}, 403, "不在“客服群”里"),
        ("/demo/say", {"me": "客服甲", "chat_id": "没有", "text": "喂"}, 404, "没有这个群"),
        ("/demo/say", {"me": "陌生人", "chat_id": "客服群", "text": "喂"}, 404, "没有这个人"),
        ("/demo/say", {"me": [], "chat_id": {}, "text": 3}, 404, "没有这个群"),
        ("/demo/say", {"me": "客服甲", "chat_id": "客服群", "text": "  "}, 400, "还没写内容"),
        ("/demo/say", {"me": "客服甲", "chat_id": "客服群", "text": "长" * 20_001}, 413, "太长"),
        (
            "/demo/say",
            {"me": "客服甲", "chat_id": "客服群", "images": ["/demo/files/x"]},
            400,
            "重新选",
        ),
        ("/demo/say", ["不是对象"], 400, "读不懂"),
        ("/demo/press", {"me": "客服甲", "message_id": "m9", "action": "接单"}, 409, "最新的卡片"),
        ("/demo/clock", {"by": -5}, 400, "往前走"),
        ("/demo/clock", {"by": 1e300}, 400, "31 天"),
        ("/demo/clock", {"by": "x"}, 400, "多久"),
        ("/demo/clock", {}, 400, "多久"),
        ("/demo/clock", {"to": "next"}, 409, "没有在走的时限"),
        ("/demo/play", {"key": "没有"}, 404, "没有这个情景"),
    ],
)
async def test_a_mistake_is_answered_in_one_sentence(
    client: Client, path: str, body: Any, status: int, words: str
) -> None:
    answered, answer = await post(client, path, body)
    assert answered == status
    assert words in answer["error"]


async def test_other_sites_cannot_speak_or_listen(client: Client) -> None:
    status, answer = await post(client, "/demo/say", {}, Origin="https://elsewhere.example")
    assert (status, "别的网站" in answer["error"]) == (403, True)
    with pytest.raises(WSServerHandshakeError) as refused:
        await client.ws_connect("/demo/ws", headers={"Origin": "https://elsewhere.example"})
    assert refused.value.status == 403
    own = str(client.make_url("/")).rstrip("/")
    assert (await say(client))[0] == 200
    assert (await post(client, "/demo/clock", {"by": 1}, Origin=own))[0] == 200
    async with client.post(
        "/demo/say", data=json.dumps({}), headers={"Content-Type": "text/plain"}
    ) as plain:
        assert plain.status == 415


async def test_changes_are_pushed(client: Client) -> None:
    async with client.ws_connect("/demo/ws") as socket:
        await until(socket, "hello")
        await say(client, "锦绣城 大面积停热")
        assert (await until(socket, "message"))["message"]["text"] == "锦绣城 大面积停热"
        assert (await until(socket, "group"))["group"]["title"].startswith("应急1")
        assert (await until(socket, "call"))["call"]["level"] == "phone"
        assert (await until(socket, "clock"))["clock"]["next_due"] is not None


async def test_the_clock_goes_to_the_next_word_and_never_back(
    client: Client, stage: FakeStage
) -> None:
    await say(client)
    status, clock = await post(client, "/demo/clock", {"to": "next"})
    assert (status, clock["now"]) == (200, (START + timedelta(hours=1)).isoformat())
    assert "R3.2.2" in stage.platform.chats.in_chat("运行群")[-1].text
    if (await post(client, "/demo/clock", {"to": "now"}))[0] != 200:
        assert stage.now() == START + timedelta(hours=1)


async def test_a_word_that_is_just_coming_is_the_next_one(client: Client, stage: FakeStage) -> None:
    await say(client)
    stage.clock.set(START + timedelta(hours=1, seconds=1))
    status, clock = await post(client, "/demo/clock", {"to": "next"})
    assert (status, clock["now"]) == (200, stage.now().isoformat())
    assert "R3.2.2" in stage.platform.chats.in_chat("运行群")[-1].text


async def test_a_story_is_played_and_time_waits_for_it(client: Client) -> None:
    async with client.ws_connect("/demo/ws") as socket:
        assert (await post(client, "/demo/play", {"key": "general"}))[0] == 200
        second, answer = await post(client, "/demo/play", {"key": "general"})
        steps = []
        while (change := await until(socket, "play"))["play"]:
            steps.append(change["play"]["done"])
        assert change["outcome"] == "ended"
    assert steps == [0, 1, 2, 3]
    assert second in (200, 409), answer


async def test_a_story_can_be_stopped(stage: FakeStage) -> None:
    async with TestClient(TestServer(application(stage, pace=60))) as client:
        async with client.ws_connect("/demo/ws") as socket:
            await post(client, "/demo/play", {"key": "major"})
            await until(socket, "play")
            status, answer = await post(client, "/demo/clock", {"by": 60})
            assert (status, "演示" in answer["error"]) == (409, True)
            assert (await post(client, "/demo/play", {"stop": True}))[0] == 200
            assert (await until(socket, "play", play=None))["outcome"] == "stopped"
        assert (await post(client, "/demo/clock", {"by": 60}))[0] == 200


async def test_only_pictures_are_taken(client: Client, stage: FakeStage) -> None:
    async with client.post("/demo/files", data=PNG) as answer:
        assert answer.status == 201
        path = (await answer.json())["id"]
    async with client.get(path) as picture:
        assert await picture.read() == PNG
        assert picture.content_type == "image/png"
        assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert (await say(client, "", images=[path]))[0] == 200
    assert stage.platform.chats.messages["m1"].images == (path,)
    for content, status in ((b"<svg/>", 415), (b"<html>", 415), (PNG + b"\0" * LIMIT, 413)):
        async with client.post("/demo/files", data=io.BytesIO(content)) as refused:
            assert refused.status == status
            assert "error" in await refused.json()


def test_pictures_stay_in_their_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    pictures = Pictures(tmp_path / "files")
    name = pictures.keep(PNG)
    assert name is not None
    assert pictures.find(name) == PNG
    for wrong in ("../secret.txt", "secret.txt", name.replace("png", "svg"), ""):
        assert pictures.find(wrong) is None
    for begins, kind in (
        (b"GIF89a...", "gif"), (b"RIFF\0\0\0\0WEBPVP8 ", "webp"), (b"\xff\xd8\xff\xe0", "jpg"),
    ):  # fmt: skip
        assert (pictures.keep(begins) or "").endswith(f".{kind}")
    assert pictures.keep(b"%PDF-1.7") is None
    assert pictures.keep_any(b"%PDF-1.7").endswith(".bin")


async def test_the_ledger(client: Client) -> None:
    await say(client)
    async with client.get("/demo/tickets") as answer:
        assert [t["number"] for t in (await answer.json())["tickets"]] == [1]
    async with client.get("/demo/tickets/1") as answer:
        assert (await answer.json())["ticket"]["timeline"][0]["by"] == "客服甲"
    for wrong in ("7", "x"):
        async with client.get(f"/demo/tickets/{wrong}") as answer:
            assert answer.status == 404
