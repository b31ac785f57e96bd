"""`heatdesk run` and `heatdesk check` on the scripted WeCom, as the real processes."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest
import yaml

from tests.company import without_ids
from tests.house import COLD
from tests.process import free_port, heard, look, migrate, service, start, until
from tests.servers.wecom import AES_KEY, AGENT, APP_SECRET, BOT, CORP, SECRET, TOKEN, WeComServer
from tests.wecom_house import COMPANY, OPERATIONS, PEOPLE, SERVICE, furnish


@pytest.fixture
async def server() -> AsyncIterator[WeComServer]:
    running = WeComServer()
    await running.start()
    furnish(running, webhooks=True)
    running.people[PEOPLE["运行甲"]].mobile = "13900000001"
    # Another 运行甲 works elsewhere: a name alone would not do for him.
    running.add_person("yunxing9", "运行甲", 3)
    yield running
    await running.stop()


def _company() -> dict[str, Any]:
    """Nobody knows ids; a webhook is all that a group brings."""
    company = without_ids(COMPANY)
    for department in company["departments"]:
        group = department["group"]
        hook = f"hook-{group['wecom']}"
        department["group"] = {"name": group["name"], "wecom_webhook": hook}
    return {**company, "leaders": {"chain": company["leaders"]["chain"]}}


def _config(
    tmp_path: Path,
    server: WeComServer,
    more: str = "",
    *,
    secret: str = SECRET,
    database: str = "",
) -> tuple[Path, int]:
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "secret").write_text(f"{secret}\n", "utf-8")
    (tmp_path / "app").write_text(f"{APP_SECRET}\n", "utf-8")
    (tmp_path / "company.yaml").write_text(yaml.safe_dump(_company(), allow_unicode=True), "utf-8")
    port = free_port()
    config = tmp_path / "heatdesk.toml"
    config.write_text(
        f'[database]\nurl = "{database or f"sqlite:///{tmp_path}/heatdesk.db"}"\n'
        f'[web]\nport = {port}\n[company]\nfile = "{tmp_path}/company.yaml"\n'
        f'[platforms.wecom]\nbot_id = "{BOT}"\nsecret_file = "{tmp_path}/secret"\n'
        f'corp_id = "{CORP}"\nagent_id = {AGENT}\napp_secret_file = "{tmp_path}/app"\n'
        f'api_base = "{server.base}"\nws_url = "{server.ws_url}"\nfiles = "{tmp_path}/files"\n'
        f"{more}",
        "utf-8",
    )
    return config, port


async def _happened(server: WeComServer, event: str, words: str) -> dict[str, Any]:
    async with asyncio.timeout(10):
        while True:
            for each in server.seen(event):
                if words in each["text"]:
                    return each
            await asyncio.sleep(0.01)


async def test_the_service_by_socket(tmp_path: Path, server: WeComServer) -> None:
    config, _ = _config(tmp_path, server)
    async with service(config, "wecom"):
        for chat, name, head in (
            (SERVICE, "客服部", "客服主管"), (OPERATIONS, "运行部", "运行主任"),
        ):  # fmt: skip
            await server.say(chat, PEOPLE[head], f"绑定 {name}")
            await heard(server, chat, name)
        await server.say(SERVICE, PEOPLE["客服甲"], COLD)
        await heard(server, SERVICE, "#1")
        # The department's webhook rings in the group that was bound in chat.
        rung = await heard(server, OPERATIONS, "新投诉 #1")
        assert rung["way"] == "webhook"
        # Found by his mobile, though two bear his name.
        assert rung["rung"] == [PEOPLE["运行甲"]]
        await server.say(OPERATIONS, PEOPLE["运行甲"], "收到 1")
        await heard(server, OPERATIONS, "运行甲已接单")
    # What is said to a process that starts again is heard by the same ledger.
    async with service(config, "wecom"):
        await server.say(SERVICE, PEOPLE["客服甲"], "查 1")
        await heard(server, SERVICE, "已接单")


async def test_the_service_by_callback(tmp_path: Path, server: WeComServer) -> None:
    more = (
        f'mode = "callback"\ntoken = "{TOKEN}"\nencoding_aes_key = "{AES_KEY}"\n'
        f'app_token = "{TOKEN}"\napp_encoding_aes_key = "{AES_KEY}"\n'
    )
    config, port = _config(tmp_path, server, more)
    base = f"http://127.0.0.1:{port}/callback/wecom"
    async with service(config, "wecom"), aiohttp.ClientSession() as session:
        assert await server.callbacks.verify(f"{base}/bot")
        assert await server.callbacks.verify(f"{base}/app", app=True)
        assert not await server.callbacks.verify(f"{base}/app")
        for name in ("bot", "app", "other"):
            for body in (b"", b"{", b'{"encrypt":"AAAA"}', b"<!DOCTYPE x><xml/>", b"<xml"):
                url = f"{base}/{name}?msg_signature=x&timestamp=1&nonce=2"
                async with session.post(url, data=body) as answer:
                    assert answer.status == 403
        server.callbacks.use(f"{base}/bot")
        await server.say(SERVICE, PEOPLE["客服甲"], COLD)
        await heard(server, SERVICE, "#1")
        # Nobody is bound; whoever must hear it hears it by the app, with buttons.
        await heard(server, PEOPLE["运行甲"], "#1")
        card = await heard(server, PEOPLE["运行甲"], "[接单]")
        button = card["card"]["button_list"][0]["key"]
        server.callbacks.app_url = f"{base}/app"
        assert await server.callbacks.press_app(card["task_id"], PEOPLE["运行甲"], button) == ""
        changed = await _happened(server, "card_updated", "已接单")
        assert PEOPLE["运行甲"] in changed["userids"]


async def _check(config: Path) -> tuple[int, str]:
    return await look("wecom", config)


async def test_check_names_what_is_missing(tmp_path: Path, server: WeComServer) -> None:
    config, _ = _config(tmp_path, server, "voice = true\n")
    await migrate(config)
    process = await start("check", "--platform", "wecom", "--config", str(config))
    said = b"".join(await process.communicate()).decode()
    assert process.returncode == 0, said
    assert not server.seen("message")  # found out without anybody hearing of it
    assert not server.seen("group_created")
    server.knobs.root_visible = False
    server.knobs.phone = "unlinked"
    server.knobs.no_api = {"message/send", "auth/getuserinfo"}
    server.groups[OPERATIONS].webhook = "another"
    code, said = await _check(config)
    assert code == 1
    assert "根部门" in said
    assert "可调用接口的应用" in said
    assert "缺「发应用消息」" in said
    assert "缺「扫码登录」" in said
    assert "「operations」的消息推送" in said
    assert len(said.splitlines()) == 5
    server.knobs.trusted = False
    code, said = await _check(config)
    assert "可信IP" in said
    server.knobs.trusted = True
    (tmp_path / "secret").write_text("wrong", "utf-8")
    code, said = await _check(config)
    assert code == 1
    assert "机器人的 Secret 不对" in said


async def test_check_says_who_is_named_and_is_not_there(
    tmp_path: Path, server: WeComServer
) -> None:
    """What needs a person would reach nobody, and the rooms would have no keeper."""
    there, nobody = PEOPLE["运行主任"], "zhangsan"
    keepers = f'admin = "{nobody}"\nrooms = 1\nkeepers = ["{there}", "lisi"]\n'
    config, _ = _config(tmp_path, server, keepers)
    await migrate(config)
    code, said = await _check(config)
    assert code == 1
    assert "platforms.wecom.admin「zhangsan」不在通讯录里" in said
    assert "platforms.wecom.keepers「lisi」不在通讯录里" in said
    assert there not in said
    server.people[there].in_range = False
    assert f"platforms.wecom.keepers「{there}」收不到应用消息" in (await _check(config))[1]


async def test_check_says_which_groups_are_not_there_yet(
    tmp_path: Path, server: WeComServer
) -> None:
    """A new company's first look: names in the company file, and nothing bound in chat."""
    config, _ = _config(tmp_path, server)
    await migrate(config)
    code, said = await _check(config)
    assert code == 0
    (line,) = [line for line in said.splitlines() if "还没有群" in line]
    assert line.startswith("客服部、运行部、检修部、领导还没有群")
    assert "说「绑定 客服部」" in line
    whole = yaml.safe_dump({**COMPANY, "leaders": {"chain": ["值班领导"]}}, allow_unicode=True)
    (tmp_path / "company.yaml").write_text(whole, "utf-8")
    (line,) = [line for line in (await _check(config))[1].splitlines() if "还没有群" in line]
    assert line.startswith("领导还没有群")


async def test_a_look_says_whom_the_app_does_not_see(tmp_path: Path, server: WeComServer) -> None:
    """On its own lines only, and the administrator is not called for it."""
    config, _ = _config(tmp_path, server, f'admin = "{PEOPLE["总经理"]}"\n')
    written = yaml.safe_dump(COMPANY, allow_unicode=True)
    (tmp_path / "company.yaml").write_text(written, "utf-8")
    await migrate(config)
    server.people[PEOPLE["检修乙"]].in_range = False
    code, said = await _check(config)
    assert code == 0, said
    assert "应用看不见检修乙：" in said
    assert "needs_a_person" not in said
    assert not server.seen("message")


async def test_a_look_at_one_platform_leaves_the_other_alone(
    tmp_path: Path, server: WeComServer
) -> None:
    dead = f"http://127.0.0.1:{free_port()}"
    config, _ = _config(
        tmp_path, server,
        '[platforms.dingtalk]\nclient_id = "d"\nclient_secret = "s"\nrobot_code = "r"\n'
        f'api_base = "{dead}"\noapi_base = "{dead}"\n',
    )  # fmt: skip
    await migrate(config)
    code, said = await _check(config)
    assert code == 0, said
    assert "钉钉" not in said


async def test_a_look_does_not_throw_out_the_running_service(
    tmp_path: Path, server: WeComServer
) -> None:
    config, _ = _config(tmp_path, server)
    async with service(config, "wecom"):
        code, said = await _check(config)
        assert code == 0, said
        assert not server.seen("evicted")


async def test_a_killed_service_is_followed_at_once(tmp_path: Path, server: WeComServer) -> None:
    """Its lease on the link is not over, but it is not there any more."""
    config, _ = _config(tmp_path, server)
    with contextlib.suppress(ProcessLookupError):  # it can't be asked to end any more
        async with service(config, "wecom") as process:
            process.kill()
            await process.wait()
    async with asyncio.timeout(30), service(config, "wecom"):
        await server.say(SERVICE, PEOPLE["客服甲"], COLD)
        await heard(server, SERVICE, "#1")


async def _settled(url: str) -> None:
    """Until nobody is in the middle of anything."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        async with asyncio.timeout(30):
            query = "select count(*) from outbox where state = 'sending'"
            while await connection.fetchval(query):
                await asyncio.sleep(0.01)
    finally:
        await connection.close()


@pytest.mark.postgres
async def test_of_two_services_one_has_the_link_and_the_other_takes_over(
    tmp_path: Path, server: WeComServer, postgres_url: str
) -> None:
    """Both send what is not the bot's; neither throws the other out, and a kill loses nothing."""
    first, second = (
        _config(tmp_path / name, server, database=postgres_url)[0] for name in ("a", "b")
    )
    follower: Process | None = None
    try:
        with contextlib.suppress(ProcessLookupError):
            async with service(first, "wecom") as leader:
                follower = await start("run", "--config", str(second))
                await server.say(SERVICE, PEOPLE["客服甲"], COLD)
                await heard(server, SERVICE, "#1")
                await _settled(postgres_url)  # what it was sending would be let lie for a minute
                leader.kill()
                await leader.wait()
        assert follower is not None
        assert follower.stderr is not None
        async with asyncio.timeout(30):
            while "ready platform=wecom" not in (await follower.stderr.readline()).decode():
                assert follower.returncode is None
        before = len(server.messages(SERVICE))
        await server.say(SERVICE, PEOPLE["客服甲"], "查 1")
        await until(lambda: len(server.messages(SERVICE)) > before)
        assert "#1" in server.messages(SERVICE)[-1]["text"]
        assert len(server.seen("subscribed")) == 2
        assert not server.seen("evicted")
        follower.terminate()
        async with asyncio.timeout(10):
            assert await follower.wait() == 0
    finally:
        if follower is not None and follower.returncode is None:
            follower.kill()
            await follower.wait()
