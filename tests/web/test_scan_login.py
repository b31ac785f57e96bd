"""Scan login against the vendor's scripted server: who comes in, and who does not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.platforms.dingtalk import Config, Login
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.forgetful import Forgetful
from tests.dingtalk_house import PEOPLE
from tests.house import MORNING
from tests.servers.dingtalk import CLIENT, SECRET, DingTalkServer
from tests.web.desk_house import Browser, open_desk


class Scanner:
    """Somebody with the vendor's app on his telephone."""

    def __init__(self, browser: Browser, server: DingTalkServer) -> None:
        self.browser, self.server = browser, server

    async def scan(self, address: str, who: str) -> str:
        """The vendor's page is opened, the code scanned: the way that leads back to us."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(address, params={"as": who}, allow_redirects=False) as answer,
        ):
            assert answer.status == 302, await answer.text()
            return answer.headers["Location"].removeprefix(self.browser.address)

    async def sign_in(self, person: str, way: str = "/settings") -> None:
        """All the way."""
        await self.browser.get(f"/sign-in/dingtalk?next={way}")
        who = f"union{PEOPLE[person]}" if person in PEOPLE else person
        await self.browser.get(await self.scan(self.browser.location, who))


@asynccontextmanager
async def open_scanner(url: str, **more: str) -> AsyncIterator[Scanner]:
    """The pages with DingTalk's login, and the vendor."""
    server = DingTalkServer(now=MORNING.timestamp)
    base = await server.start()
    for name, userid in PEOPLE.items():
        server.add_person(userid, name)
    config = Config(CLIENT, SECRET, api_base=base, oapi_base=base, login_base=base)
    rest = Rest(config, Forgetful(), lambda: MORNING)
    try:
        async with open_desk(url, logins={"dingtalk": Login(config, rest)}, **more) as browser:
            server.redirects.add(f"{browser.address}/sign-in/dingtalk/back")
            yield Scanner(browser, server)
    finally:
        await rest.close()
        await server.stop()


@pytest.mark.parametrize("strings", [False, True])
async def test_a_leader_scans_and_is_in(sqlite_url: str, strings: bool) -> None:
    async with open_scanner(sqlite_url) as scanner:
        scanner.server.knobs.strings = strings
        browser = scanner.browser
        assert "钉钉扫码登录" in await browser.get("/sign-in?next=/settings")
        await scanner.sign_in("总经理")
        assert (browser.status, browser.location) == (303, "/settings")
        assert "总经理" in await browser.get("/settings")
        assert browser.status == 200
        browser.clock.forward(timedelta(days=6, hours=23))
        await browser.get("/settings")
        assert browser.status == 200
        browser.clock.forward(timedelta(hours=2))
        await browser.get("/settings")
        assert browser.status == 303


async def test_a_member_comes_in_but_not_everywhere(sqlite_url: str) -> None:
    async with open_scanner(sqlite_url) as scanner:
        await scanner.sign_in("检修甲")
        await scanner.browser.get("/settings")
        assert (scanner.browser.status, scanner.browser.reason) == (403, "no_right")


async def test_strangers_stay_outside(sqlite_url: str) -> None:
    async with open_scanner(sqlite_url) as scanner:
        server = scanner.server
        server.outsiders = {"uFar": "路人", "uKnown": "供应商"}
        server.contacts = {"uKnown": PEOPLE["总经理"]}  # an outside contact, whatever his id
        server.add_person("7777", "新来的")  # of the company, not of the bot's directory
        for who in ("uFar", "uKnown", "union7777"):
            await scanner.sign_in(who)
            assert (scanner.browser.status, scanner.browser.reason) == (403, "stranger"), who
            await scanner.browser.get("/settings")
            assert scanner.browser.status == 303


async def test_who_does_not_agree_can_scan_again(sqlite_url: str) -> None:
    async with open_scanner(sqlite_url) as scanner:
        await scanner.sign_in("nobody")
        assert (scanner.browser.status, scanner.browser.reason) == (403, "scan_refused")
        await scanner.sign_in("总经理")
        assert scanner.browser.status == 303


async def test_an_address_is_good_once(sqlite_url: str) -> None:
    async with open_scanner(sqlite_url) as scanner:
        browser = scanner.browser
        await browser.get("/sign-in/dingtalk")
        back = await scanner.scan(browser.location, f"union{PEOPLE['总经理']}")
        jar = browser.client.session.cookie_jar
        same = {cookie.key: cookie.value for cookie in jar}  # the browser that went
        await browser.get(back)
        assert browser.status == 303
        jar.clear()
        jar.update_cookies(same, browser.client.make_url("/"))
        await browser.get(back)
        assert (browser.status, browser.reason) == (403, "stale_scan")


async def test_a_code_that_was_used_elsewhere_is_refused(sqlite_url: str) -> None:
    async with open_scanner(sqlite_url) as scanner:
        browser = scanner.browser
        await browser.get("/sign-in/dingtalk")
        first = await scanner.scan(browser.location, f"union{PEOPLE['总经理']}")
        code = parse_qs(urlsplit(first).query)["authCode"][0]
        await browser.get("/sign-in/dingtalk")
        state = parse_qs(urlsplit(browser.location).query)["state"][0]
        await browser.get(first)
        browser.client.session.cookie_jar.clear_domain("127.0.0.1")
        await browser.get(f"/sign-in/dingtalk/back?authCode={code}&state={state}")
        assert browser.reason == "stale_scan"  # the cookie that went is not the one that came
        await browser.get("/sign-in/dingtalk")
        state = parse_qs(urlsplit(browser.location).query)["state"][0]
        await browser.get(f"/sign-in/dingtalk/back?authCode={code}&state={state}")
        assert (browser.status, browser.reason) == (403, "scan_refused")


@pytest.mark.parametrize("state", ["", "0" * 40, "ß", "a" * 5000])
async def test_a_state_that_nobody_left_with_is_refused(sqlite_url: str, state: str) -> None:
    async with open_scanner(sqlite_url) as scanner:
        code = scanner.server.code_for(f"union{PEOPLE['总经理']}")
        await scanner.browser.get(f"/sign-in/dingtalk/back?authCode={code}&state={state}")
        assert (scanner.browser.status, scanner.browser.reason) == (403, "stale_scan")
        assert "/v1.0/oauth2/userAccessToken" not in scanner.server.calls


async def test_another_browser_cannot_finish_what_this_one_began(sqlite_url: str) -> None:
    """Else somebody could be signed in under a stranger's name by a link."""
    async with open_scanner(sqlite_url) as scanner:
        browser = scanner.browser
        await browser.get("/sign-in/dingtalk")
        back = await scanner.scan(browser.location, f"union{PEOPLE['总经理']}")
        browser.client.session.cookie_jar.clear()
        await browser.get("/sign-in")
        await browser.get(back)
        assert (browser.status, browser.reason) == (403, "stale_scan")


async def test_a_scan_that_took_too_long_begins_again(sqlite_url: str) -> None:
    async with open_scanner(sqlite_url) as scanner:
        browser = scanner.browser
        await browser.get("/sign-in/dingtalk")
        back = await scanner.scan(browser.location, f"union{PEOPLE['总经理']}")
        browser.clock.forward(timedelta(minutes=11))
        await browser.get(back)
        assert (browser.status, browser.reason) == (403, "stale_scan")


async def test_a_vendor_that_does_not_answer_is_not_the_persons_fault(sqlite_url: str) -> None:
    async with open_scanner(sqlite_url) as scanner:
        for path, fault in (
            ("/v1.0/oauth2/userAccessToken", (503, {"code": "ServiceUnavailable"}, False)),
            ("/v1.0/contact/users/me", (200, "<html>", False)),
            ("/topapi/user/getbyunionid", (200, {"errcode": -1, "errmsg": "busy"}, False)),
        ):
            scanner.server.knobs.instead[path] = [fault]
            await scanner.sign_in("总经理")
            assert (scanner.browser.status, scanner.browser.reason) == (503, "scan_failed"), path
        await scanner.sign_in("总经理")
        assert scanner.browser.status == 303


async def test_no_open_redirect_on_the_way(sqlite_url: str) -> None:
    async with open_scanner(sqlite_url) as scanner:
        await scanner.sign_in("总经理", "//evil.example/")
        assert scanner.browser.location == "/"


async def test_without_an_address_of_our_own_there_is_no_scan(sqlite_url: str) -> None:
    login: Mapping[str, Login] = {"dingtalk": Login(Config(CLIENT, SECRET), None)}  # type: ignore[arg-type]
    async with open_desk(sqlite_url, base_url="", logins=login) as browser:
        assert "扫码登录还没开" in await browser.get("/sign-in")
        await browser.get("/sign-in/dingtalk")
        assert (browser.status, browser.reason) == (404, "not_there")
