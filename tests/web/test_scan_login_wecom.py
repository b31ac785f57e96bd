"""Scan login with WeCom against the vendor's scripted server; what all vendors share is tested
with the other one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import aiohttp

from bot.platforms.asking import Http
from bot.platforms.wecom import Login
from bot.platforms.wecom.app import App
from tests.house import MORNING
from tests.servers.wecom import WeComServer
from tests.web.desk_house import Browser, open_desk
from tests.wecom_house import COMPANY, PEOPLE, furnish, wecom_config


@asynccontextmanager
async def open_wecom_desk(url: str) -> AsyncIterator[tuple[Browser, WeComServer]]:
    """The pages with WeCom's login, and the vendor."""
    server = WeComServer(now=MORNING.timestamp)
    base = await server.start()
    furnish(server)
    config, http = wecom_config(base, login_base=base, open_base=base), Http()
    login = Login(config, App(config, http, lambda: MORNING))
    try:
        async with open_desk(url, logins={"wecom": login}, company=COMPANY) as browser:
            server.login.domains.add(browser.address.removeprefix("http://"))
            yield browser, server
    finally:
        await http.close()
        await server.stop()


async def scan(browser: Browser, who: str) -> str:
    """On the vendor's page: the way that leads back."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(browser.location, params={"as": who}, allow_redirects=False) as answer,
    ):
        assert answer.status == 302, await answer.text()
        return answer.headers["Location"].removeprefix(browser.address)


async def test_a_head_scans_and_is_in(sqlite_url: str) -> None:
    async with open_wecom_desk(sqlite_url) as (browser, _):
        assert "企业微信扫码登录" in await browser.get("/sign-in")
        await browser.get("/sign-in/wecom?next=/settings")
        assert "/wwlogin/sso/login?login_type=CorpApp" in browser.location
        await browser.get(await scan(browser, PEOPLE["检修主任"]))
        assert (browser.status, browser.location) == (303, "/settings")
        assert "检修主任" in await browser.get("/settings")


async def test_in_the_vendors_own_app_nobody_scans(sqlite_url: str) -> None:
    async with open_wecom_desk(sqlite_url) as (browser, _):
        await browser.get(
            "/sign-in/wecom", **{"User-Agent": "Mozilla/5.0 wxwork/4.1 MicroMessenger"}
        )
        assert "/connect/oauth2/authorize?" in browser.location
        assert browser.location.endswith("#wechat_redirect")
        await browser.get(await scan(browser, PEOPLE["总经理"]))
        assert browser.status == 303


async def test_who_is_no_colleague_stays_outside(sqlite_url: str) -> None:
    async with open_wecom_desk(sqlite_url) as (browser, server):
        server.add_person("xinlai", "新来的")
        for who in ("outsider", "xinlai"):
            await browser.get("/sign-in/wecom")
            await browser.get(await scan(browser, who))
            assert (browser.status, browser.reason) == (403, "stranger"), who


async def test_a_code_is_good_once_and_a_missing_one_never(sqlite_url: str) -> None:
    async with open_wecom_desk(sqlite_url) as (browser, _):
        await browser.get("/sign-in/wecom")
        back = await scan(browser, PEOPLE["总经理"])
        code = parse_qs(urlsplit(back).query)["code"][0]
        await browser.get(back)
        assert browser.status == 303
        browser.client.session.cookie_jar.clear()
        for used in (f"code={code}&", ""):
            await browser.get("/sign-in/wecom")
            state = parse_qs(urlsplit(browser.location).query)["state"][0]
            assert state.isalnum()
            await browser.get(f"/sign-in/wecom/back?{used}state={state}")
            assert (browser.status, browser.reason) == (403, "scan_refused")


async def test_one_vendors_state_is_no_good_for_another(sqlite_url: str) -> None:
    async with open_wecom_desk(sqlite_url) as (browser, _):
        await browser.get("/sign-in/wecom")
        state = parse_qs(urlsplit(browser.location).query)["state"][0]
        await browser.get(f"/sign-in/dingtalk/back?code=x&state={state}")
        assert (browser.status, browser.reason) == (404, "not_there")
