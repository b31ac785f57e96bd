"""The company's pages in a real browser: the running service, both vendors' scripted servers."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml
from playwright.async_api import Browser, Page, async_playwright, expect

from tests import wecom_house
from tests.browser.chromium import chromium
from tests.dingtalk_house import COMPANY, LEADERS, OPERATIONS, PEOPLE, REPAIR, SERVICE
from tests.forked import Forked
from tests.house import COLD
from tests.process import free_port, here
from tests.servers import wecom
from tests.servers.dingtalk import CLIENT, SECRET, DingTalkServer

# One browser for them all, so one loop.
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PASSWORD = "every radiator is warm"  # noqa: S105 -- a test's
SIZES = [pytest.param((1280, 800), id="desktop"), pytest.param((390, 844), id="phone")]


@dataclass
class Service:
    """`heatdesk run` in a process of its own, and the vendors in this one."""

    address: str
    server: DingTalkServer
    wecom: wecom.WeComServer


@asynccontextmanager
async def _vendor() -> AsyncIterator[DingTalkServer]:
    server = DingTalkServer()
    await server.start()
    for name, userid in PEOPLE.items():
        if name != "客服乙":
            server.add_person(userid, name)
    for chat, name in (
        (SERVICE, "客服群"), (OPERATIONS, "运行群"), (REPAIR, "检修群"), (LEADERS, "领导群"),
    ):  # fmt: skip
        server.add_group(chat, name, set(PEOPLE.values()))
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def _wecom() -> AsyncIterator[wecom.WeComServer]:
    """Nobody's groups: its people are found in the directory by their names."""
    server = wecom.WeComServer()
    await server.start()
    for name, userid in wecom_house.PEOPLE.items():
        if name != "客服乙":
            server.add_person(userid, name)
    try:
        yield server
    finally:
        await server.stop()


def _config(folder: Path, address: str, dingtalk: str, other: str) -> str:
    lines = [
        f'[database]\nurl = "sqlite:///{folder}/heatdesk.db"',
        f'[company]\nfile = "{folder}/company.yaml"',
        f'[web]\nport = {address.rpartition(":")[2]}\nbase_url = "{address}"',
        f'[platforms.dingtalk]\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"',
        f'monthly_calls = 60\nfiles = "{folder}/files"',
        *(f'{name} = "{dingtalk}"' for name in ("api_base", "oapi_base", "login_base")),
        f'[platforms.wecom]\nbot_id = "{wecom.BOT}"\nsecret = "{wecom.SECRET}"',
        f'corp_id = "{wecom.CORP}"\nagent_id = {wecom.AGENT}\napp_secret = "{wecom.APP_SECRET}"',
        f'bot_name = "{wecom.BOT_NAME}"\nws_url = "{other.replace("http", "ws", 1)}"',
        *(f'{name} = "{other}"' for name in ("api_base", "login_base", "open_base")),
    ]
    return "\n".join(lines)


def _company() -> dict[str, Any]:
    """One person without an account, one department without a group."""
    departments = [dict(d) for d in COMPANY["departments"]]
    departments[0]["members"] = [{"name": "客服甲", "dingtalk": PEOPLE["客服甲"]}, "客服乙"]
    departments[2]["group"] = {"name": "检修群"}
    return {**COMPANY, "departments": departments}


@pytest_asyncio.fixture(loop_scope="module")
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """Everything set up as the guide says."""
    async with _vendor() as server, _wecom() as other:
        address = f"http://127.0.0.1:{free_port()}"
        server.redirects.add(f"{address}/sign-in/dingtalk/back")
        (tmp_path / "company.yaml").write_text(yaml.safe_dump(_company(), allow_unicode=True))
        config = tmp_path / "heatdesk.toml"
        config.write_text(_config(tmp_path, address, server.base, other.base), "utf-8")
        asked = ("admin", "--config", str(config))
        done = await asyncio.to_thread(here, *asked, stdin=f"{PASSWORD}\n")
        assert done.returncode == 0, done.stderr
        process = await Forked.start("run", "--config", str(config))
        reading: asyncio.Task[bytes] | None = None
        try:
            async with asyncio.timeout(30):
                for _ in range(2):
                    while not (line := await process.stderr.readline()).startswith(b"ready"):
                        assert line, "it ended"
            reading = asyncio.create_task(process.stderr.read())
            yield Service(address, server, other)
        finally:
            process.terminate()
            assert await process.wait() == 0
            if reading:
                await reading


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, or the test is left out with a word on how to have it."""
    path = chromium()
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        await opened.close()


@pytest_asyncio.fixture(params=SIZES, loop_scope="module")
async def page(
    request: pytest.FixtureRequest, browser: Browser, service: Service
) -> AsyncIterator[Page]:
    """A desk's window and a telephone's; gone before the service is."""
    width, height = request.param
    context = await browser.new_context(viewport={"width": width, "height": height})
    opened = await context.new_page()
    mistakes: list[str] = []
    opened.on("pageerror", lambda error: mistakes.append(str(error)))
    opened.on("console", lambda m: mistakes.append(m.text) if m.type == "error" else None)
    yield opened
    assert [m for m in mistakes if "status of 4" not in m] == []
    await context.close()


#: the ways to a single person on DingTalk
TO_ONE = (
    "/v1.0/robot/oToMessages/batchSend",
    "/topapi/message/corpconversation/asyncsend_v2",
)


async def look(page: Page, name: str) -> None:
    """Nothing sticks out to the side; a picture of it where one was asked for."""
    await page.wait_for_load_state()  # a click waits for a page to come, not for its style
    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px too wide"
    if folder := os.environ.get("HEATDESK_TEST_PICTURES"):
        size = page.viewport_size
        assert size is not None
        path = Path(folder) / f"{name}-{size['width']}.png"
        await page.screenshot(path=path, full_page=True)


@pytest.mark.parametrize("page", SIZES[1:], indirect=True)
async def test_the_administrator_has_a_lost_message_sent_again(
    page: Page, service: Service
) -> None:
    server = service.server
    await page.goto(service.address)
    await look(page, "welcome")
    await page.get_by_test_id("to-sign-in").click()
    await look(page, "sign-in")
    await page.get_by_test_id("administrator").click()
    await page.get_by_test_id("password").fill("a wrong one")
    await page.get_by_test_id("enter").click()
    await expect(page.get_by_test_id("mistake")).to_contain_text("密码不对")
    await look(page, "wrong")
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("enter").click()
    await expect(page.get_by_test_id("state")).to_contain_text("检修部还没有绑定的群")
    await look(page, "home")

    away = server.groups.pop(OPERATIONS)  # somebody dissolved the group
    server.knobs.denied = set(TO_ONE)  # and its people can't be told one by one either
    await server.say(SERVICE, PEOPLE["客服甲"], COLD)
    await expect_soon(page, service, "aside", "没送到的消息")
    await page.goto(service.address)
    await expect(page.get_by_test_id("state")).to_contain_text("没送到")
    await look(page, "home-trouble")
    await page.goto(f"{service.address}/settings")
    for name, words in (
        ("set-aside", "运行群"),
        ("usage", "/ 60"),
        ("groups", "绑定 客服部"),
        ("people", "客服乙"),
        ("platform-dingtalk", re.compile(r"\d 接通")),
        ("platform-wecom", re.compile(r"\d 接通")),
    ):
        await expect(page.get_by_test_id(name).first).to_contain_text(words)
    await look(page, "settings")

    server.groups[OPERATIONS] = away
    server.knobs.denied.clear()
    lost = page.get_by_test_id("aside").filter(has_text="运行群").first
    said = await lost.locator("blockquote").inner_text()
    count = await page.get_by_test_id("aside").count()
    await lost.get_by_test_id("again").click()
    await expect(page.get_by_test_id("done")).to_contain_text("放回去")
    await expect(page.get_by_test_id("aside")).to_have_count(count - 1)
    async with asyncio.timeout(10):
        while not server.seen("message", OPERATIONS):
            await asyncio.sleep(0.02)
    assert said.splitlines()[0] in server.seen("message", OPERATIONS)[0]["text"]
    await page.get_by_test_id("sign-out").click()
    await expect(page.get_by_test_id("to-sign-in")).to_be_visible()


async def expect_soon(page: Page, service: Service, name: str, words: str) -> None:
    """The page is opened again until it shows the words."""
    async with asyncio.timeout(20):
        while True:
            await page.goto(f"{service.address}/settings")
            if await page.get_by_test_id(name).filter(has_text=words).count():
                return
            await asyncio.sleep(0.05)


async def test_a_scan_with_the_other_vendor_too(page: Page, service: Service) -> None:
    await page.goto(f"{service.address}/settings")
    await look(page, "two-ways-in")
    await page.get_by_test_id("scan-wecom").click()
    await page.get_by_text("检修主任").click()
    await expect(page.get_by_test_id("me")).to_have_text("检修主任")
    await expect(page.get_by_test_id("platforms")).to_be_visible()


async def test_a_scan_brings_a_leader_in_and_keeps_a_stranger_out(
    page: Page, service: Service
) -> None:
    service.server.outsiders["uFar"] = "路人"
    await page.goto(f"{service.address}/settings")
    await page.get_by_test_id("scan-dingtalk").click()
    await page.get_by_text("路人").click()
    await expect(page.get_by_test_id("refused")).to_contain_text("名录里没有您")
    await look(page, "stranger")
    await page.get_by_text("重新登录").click()
    await page.get_by_test_id("scan-dingtalk").click()
    await page.get_by_text("检修甲").click()
    await expect(page.get_by_test_id("me")).to_have_text("检修甲")
    await look(page, "member")
    await page.goto(f"{service.address}/settings")
    await expect(page.get_by_test_id("refused")).to_contain_text("您看不了")
    await page.get_by_test_id("sign-out").click()
    await page.goto(f"{service.address}/settings")
    await page.get_by_test_id("scan-dingtalk").click()
    await page.get_by_text("总经理").click()
    await expect(page.get_by_test_id("platforms")).to_be_visible()
    await look(page, "leader")


@pytest.mark.parametrize("page", SIZES[:1], indirect=True)
async def test_a_ledger_on_paper_has_nothing_to_press(page: Page, service: Service) -> None:
    await page.goto(f"{service.address}/tickets")
    await page.get_by_test_id("scan-dingtalk").click()
    await page.get_by_text("总经理").click()
    await service.server.say(SERVICE, PEOPLE["客服甲"], COLD)
    async with asyncio.timeout(20):
        while not await page.get_by_test_id("line").count():
            await page.goto(f"{service.address}/tickets")
    await page.emulate_media(media="print")
    await expect(page.get_by_test_id("line")).to_be_visible()
    for name in ("search", "sign-out"):
        await expect(page.get_by_test_id(name)).to_be_hidden()
    await expect(page.get_by_role("navigation")).to_have_count(0)
    await page.emulate_media(media="screen")
    await page.get_by_test_id("line").click()
    call = page.get_by_test_id("tel")
    await expect(call).to_have_attribute("href", re.compile(r"tel:1\d{10}"))
    box = await call.bounding_box()
    assert box is not None
    assert box["height"] >= 44
