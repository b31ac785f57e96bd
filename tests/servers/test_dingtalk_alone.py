"""The scripted DingTalk as a person starts it: a page, a company, a transcript."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import aiohttp

from tests.servers.dingtalk import CLIENT, SECRET

SUBSCRIBED = [{"type": "CALLBACK", "topic": "/v1.0/im/bot/messages/get"}]


async def test_a_person_speaks_and_the_robot_answers(tmp_path: Path) -> None:
    transcript = tmp_path / "transcript.jsonl"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.servers.dingtalk", "--transcript", str(transcript)
    )
    try:
        base = (await lines(transcript, 1))[0]["base"]
        async with aiohttp.ClientSession(base) as session:
            async with session.get("/") as page:
                assert "<form" in await page.text()
            async with session.get("/people/company") as answer:
                company = await answer.json()
            group, person = company["groups"][0]["id"], company["people"][0]["id"]
            body = {"clientId": CLIENT, "clientSecret": SECRET, "subscriptions": SUBSCRIBED}
            headers = {"Accept": "application/json"}
            path = "/v1.0/gateway/connections/open"
            async with session.post(path, json=body, headers=headers) as answer:
                opened = await answer.json()
            query = {"ticket": opened["ticket"]}
            async with session.ws_connect(opened["endpoint"], params=query) as socket:
                await socket.receive()  # a ping
                said = {"in": group, "by": person, "words": "不热"}
                async with session.post("/people/say", json=said) as answer:
                    assert (await answer.json())["heard"]
                frame = json.loads((await socket.receive()).data)
                heard = json.loads(frame["data"])
                assert heard["text"]["content"] == " 不热"
                answer_to = heard["sessionWebhook"].removeprefix(base)
                await session.post(answer_to, json={"msgtype": "text", "text": {"content": "收到"}})
            async with session.post("/people/knob", json={"name": "nonsense", "value": 1}) as bad:
                assert bad.status == 400
            for knob in ({"name": "calls_left", "value": 5}, {"name": "packs", "value": {"3": 1}}):
                async with session.post("/people/knob", json=knob) as done:
                    assert done.status == 200
            async with session.post("/people/file?code=dc1", data=b"GIF89a") as done:
                assert done.status == 200
            async with session.get("/oss/dc1.file") as fetched:
                assert await fetched.read() == b"GIF89a"
        told = await lines(transcript, 3)
        assert [t["event"] for t in told] == ["listening", "said", "message"]
        assert told[2]["text"] == "收到"
    finally:
        process.kill()
        await process.wait()


def read(path: Path) -> list[dict[str, str]]:
    found = path.read_text("utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in found]


async def lines(path: Path, count: int) -> list[dict[str, str]]:
    async with asyncio.timeout(30):
        while len(read(path)) < count:
            await asyncio.sleep(0.02)
    return read(path)
