"""`heatdesk run` and `heatdesk check` on the scripted DingTalk, as the real processes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from bot.platforms.dingtalk.signing import sign, sign_card
from bot.platforms.envelope import Envelope
from tests.dingtalk_house import OPERATIONS, PEOPLE, SERVICE
from tests.dingtalk_process import config as config_of
from tests.house import COLD, OUTAGE
from tests.premises import until
from tests.process import heard, look, migrate, service, start
from tests.servers.dingtalk import SECRET, DingTalkServer


@pytest.fixture
async def server() -> AsyncIterator[DingTalkServer]:
    running = DingTalkServer()
    await running.start()
    running.departments[2] = {"name": "运行部", "parent_id": 1}
    for name, userid in PEOPLE.items():
        mobile = "13900000001" if name == "运行甲" else ""
        # Another 运行甲 works elsewhere: a name alone would not do for him.
        running.add_person(userid, name, 2 if name.startswith("运行") else 1, mobile)
    running.add_person("0999", "运行甲")
    for chat in (SERVICE, OPERATIONS):
        running.add_group(chat, chat, set(PEOPLE.values()))
    yield running
    await running.stop()


async def test_the_service_by_stream(tmp_path: Path, server: DingTalkServer) -> None:
    async with service(config_of(tmp_path, server), "dingtalk"):
        await server.say(SERVICE, PEOPLE["客服甲"], COLD)
        await heard(server, SERVICE, "#1")
        # Found by his mobile, though two bear his name.
        await heard(server, PEOPLE["运行甲"], "新投诉 #1")
        await server.say(OPERATIONS, PEOPLE["运行甲"], "收到 1")
        await heard(server, OPERATIONS, "运行甲已接单")
    # What is said to a process that starts again is heard by the same ledger.
    async with service(tmp_path / "heatdesk.toml", "dingtalk"):
        await server.say(SERVICE, PEOPLE["客服甲"], "查 1")
        await heard(server, SERVICE, "已接单")


async def test_an_end_before_the_start_is_done(tmp_path: Path, server: DingTalkServer) -> None:
    """The directory holds the start up for some seconds; SIGTERM does not wait for it."""
    asked = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()
        writer.close()

    vendor = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = vendor.sockets[0].getsockname()[1]
    config = config_of(tmp_path, server)
    written = config.read_text("utf-8").replace(server.base, f"http://127.0.0.1:{port}")
    config.write_text(written, "utf-8")
    process = await start("run", "--config", str(config))
    async with asyncio.timeout(60):
        await asked.wait()
        process.terminate()
        said = b"".join(await process.communicate())
    vendor.close()
    assert process.returncode == 0
    assert said == b""


async def test_the_service_by_callback(tmp_path: Path, server: DingTalkServer) -> None:
    config = config_of(tmp_path, server, mode="callback")
    port = next(line for line in config.read_text().splitlines() if line.startswith("port"))
    url = f"http://127.0.0.1:{port.split()[-1]}/callback/dingtalk/robot"
    async with service(config, "dingtalk"), aiohttp.ClientSession() as session:
        envelope = server.envelope(SERVICE, PEOPLE["客服甲"])
        body = json.dumps({**envelope, "msgtype": "text", "text": {"content": COLD}})
        stamp = str(int(server.now() * 1000))
        headers = {"Content-Type": "application/json", "timestamp": stamp}
        for wrong in ("", "x", sign("other", stamp)):
            async with session.post(url, data=body, headers=headers | {"sign": wrong}) as answer:
                assert answer.status == 403
        signed = headers | {"sign": sign(SECRET, stamp)}
        for _ in range(2):  # a replay is one ticket
            async with session.post(url, data=body, headers=signed) as answer:
                assert answer.status == 200
                assert await answer.json() == {"msgtype": "empty"}
        async with session.post(url, data="{", headers=signed) as answer:
            assert answer.status == 400
        await heard(server, SERVICE, "#1")
        await heard(server, OPERATIONS, "新投诉 #1")
        assert not [m for m in server.seen("message") if "#2" in m["text"]]


async def test_cards_and_events_by_callback(tmp_path: Path, server: DingTalkServer) -> None:
    """Cards have a secret of their own; events come sealed."""
    config = config_of(tmp_path, server, mode="callback")
    port = next(line for line in config.read_text().splitlines() if line.startswith("port"))
    url = f"http://127.0.0.1:{port.split()[-1]}"
    keys = ("heatToken1", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
    more = (
        f'card_template = "t-1.schema"\ncallback_url = "{url}"\n'
        f'event_token = "{keys[0]}"\nevent_aes_key = "{keys[1]}"\n'
    )
    config.write_text(config.read_text() + more, "utf-8")
    async with service(config, "dingtalk"), aiohttp.ClientSession() as session:
        await until(lambda: bool(server.card_routes))

        async def said(who: str, chat: str, words: str) -> None:
            envelope = server.envelope(chat, PEOPLE[who])
            body = {**envelope, "msgtype": "text", "text": {"content": words}}
            stamp = str(int(server.now() * 1000))
            headers = {"timestamp": stamp, "sign": sign(SECRET, stamp)}
            async with session.post(
                f"{url}/callback/dingtalk/robot", json=body, headers=headers
            ) as answer:
                assert answer.status == 200

        await said("客服甲", SERVICE, COLD)
        await until(lambda: any("track" in m for m in server.seen("message", OPERATIONS)))
        track = next(m["track"] for m in server.seen("message", OPERATIONS) if "track" in m)
        address, secret = server.cards[track]["route"]
        pressed, stamp = (
            server.pressed(track, PEOPLE["运行甲"], "接单"),
            str(int(server.now() * 1000)),
        )
        for key, status in ((SECRET, 403), (secret, 200)):
            headers = {
                "x-ddpaas-signature-timestamp": stamp,
                "x-ddpaas-signature": sign_card(key, stamp),
            }
            async with session.post(address, json=pressed, headers=headers) as answer:
                assert answer.status == status
        await until(lambda: server.cards[track]["params"]["status"] == "已接单")

        envelope = Envelope(*keys, "dingheat7788")
        gone = {"EventType": "chat_disband", "openConversationId": OPERATIONS}
        for words, status in (({"EventType": "check_url"}, 200), (gone, 200), (None, 403)):
            sealed, signed = envelope.seal(json.dumps(words or gone), stamp, "n")
            query = {"msg_signature": signed if words else "x", "timestamp": stamp, "nonce": "n"}
            async with session.post(
                f"{url}/callback/dingtalk/event", params=query, json={"encrypt": sealed}
            ) as answer:
                assert answer.status == status
                if words:
                    got = await answer.json()
                    assert envelope.open(
                        got["msg_signature"], got["timeStamp"], got["nonce"], got["encrypt"]
                    ) == "success"  # fmt: skip
        await heard(server, SERVICE, "解散了")


async def _check(config: Path, *more: str) -> tuple[int, str]:
    return await look("dingtalk", config, *more)


async def test_check_names_what_is_missing(tmp_path: Path, server: DingTalkServer) -> None:
    config = config_of(tmp_path, server)
    await migrate(config)
    process = await start("check", "--platform", "dingtalk", "--config", str(config))
    said = (await process.communicate())[0].decode()
    assert process.returncode == 0
    assert said.splitlines()[0] == "没有发现问题"
    assert "4/5000 次，照这个速度够用到月底" in said  # a look costs some
    assert "钉钉应用内 DING：还没用过" in said
    assert "钉钉建群后放机器人：还没用过" in said
    assert "工单卡片" not in said
    assert "没有账号" not in said
    server.add_person("0998", "检修乙")  # which of the two?
    assert "检修乙没有账号（通讯录里没找到，或有同名）" in (await _check(config))[1]
    server.knobs.denied = {
        "/v1.0/robot/groupMessages/query", "/v1.0/im/group/update", "/media/upload",
        "/topapi/v2/user/getbymobile",
    }  # fmt: skip
    code, said = await _check(config)
    assert code == 1
    assert len(said.splitlines()) == 4
    assert "qyapi_base" in said
    assert "qyapi_get_member_by_mobile" in said
    assert "qyapi_robot_sendmsg" in said
    assert "qyapi_chat_manage" in said
    (tmp_path / "secret").write_text("wrong", "utf-8")
    code, said = await _check(config)
    assert code == 1
    assert "client_secret" in said
    assert len(said.splitlines()) == 1
    server.knobs.instead["/v1.0/oauth2/accessToken"] = [(500, "down", False)]
    code, said = await _check(config)
    assert code == 1
    assert said.startswith("钉钉没有正常回答")


async def test_check_says_that_the_administrator_is_nobody(
    tmp_path: Path, server: DingTalkServer
) -> None:
    config = config_of(tmp_path, server)
    await migrate(config)
    config.write_text(f'{config.read_text("utf-8")}admin = "zhangsan"\n', "utf-8")
    code, said = await _check(config)
    assert (code, len(said.splitlines())) == (1, 1)
    assert "platforms.dingtalk.admin「zhangsan」不在通讯录里" in said


@pytest.mark.parametrize(
    ("state", "why"),
    [({"webhook": "another"}, "300005"), ({"webhook_secret": "SECother"}, "sign not match"),
     ({"keywords": ("通知",)}, "只用「加签」"), ({"dissolved": True}, "400013"), ({}, "")],
)  # fmt: skip
async def test_check_names_a_webhook_that_rings_nobody(
    tmp_path: Path, server: DingTalkServer, state: dict[str, Any], why: str
) -> None:
    """Found out by a message of no kind, which is posted nowhere."""
    server.groups[OPERATIONS].webhook = "hook-1"
    config = config_of(tmp_path, server)
    hook = {"name": "运行群", "dingtalk": OPERATIONS, "dingtalk_webhook": "hook-1"}
    written = yaml.safe_load((tmp_path / "company.yaml").read_text("utf-8"))
    written["departments"][1]["group"] = hook
    company = yaml.safe_dump(written, allow_unicode=True)
    (tmp_path / "company.yaml").write_text(company, "utf-8")
    await migrate(config)
    for name, value in state.items():
        setattr(server.groups[OPERATIONS], name, value)
    code, said = await _check(config)
    assert code == bool(why)
    assert why in said
    assert ("钉钉「operations」的 Webhook 用不了" in said) == bool(why)
    assert not server.seen("message")


async def test_check_tells_what_only_a_call_can_show(
    tmp_path: Path, server: DingTalkServer
) -> None:
    """Edition and packs are found out by calling: once at will, and by whatever was called."""
    config = config_of(tmp_path, server)
    await migrate(config)
    _, said = await _check(config, "--ring")
    assert "没写 admin" in said
    written = config.read_text("utf-8")
    config.write_text(f'{written}admin = "{PEOPLE["总经理"]}"\n', "utf-8")
    for allowed, words in (({1}, "能用（"), (set(), "用不了（")):
        server.knobs.ding_types = allowed
        before = len(server.seen("call"))
        _, said = await _check(config, "--ring")
        assert f"钉钉应用内 DING：{words}" in said
        assert "钉钉电话 DING：还没用过" in said
        assert len(server.seen("call")) == before + len(allowed)
    # A template that is not there, or not published, is a mistake that nobody need see a card for.
    config.write_text(f'{config.read_text("utf-8")}card_template = "a.schema"\n', "utf-8")
    server.templates = {"b.schema"}
    code, said = await _check(config)
    assert code == 1
    assert "param.templateNotExist" in said
    server.templates, server.unpublished_templates = {"a.schema"}, {"a.schema"}
    assert "param.templateUnpublished" in (await _check(config))[1]
    server.unpublished_templates = set()
    code, said = await _check(config)
    assert code == 0
    assert "钉钉工单卡片：还没用过" in said
    assert not server.cards


async def test_what_a_call_showed_is_remembered(tmp_path: Path, server: DingTalkServer) -> None:
    config = config_of(tmp_path, server)
    server.knobs.robot_add = "missing"
    async with service(config, "dingtalk"):
        await server.say(SERVICE, PEOPLE["客服甲"], OUTAGE)
        await until(lambda: bool(server.seen("call")))
        await heard(server, SERVICE, "应急群")
    _, said = await _check(config)
    assert "钉钉应用内 DING：能用（" in said
    assert "钉钉建群后放机器人：用不了（" in said
