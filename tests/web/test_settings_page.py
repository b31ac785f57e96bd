"""Looking after the house: what stands, and the gateway's trial."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import get_args

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.chat import Incoming
from bot.platforms.asking import Http
from bot.platforms.gateway import SIGNATURE, TIMESTAMP, Gateway, sign
from bot.web.pages import environment
from bot.workers import sending
from tests.dingtalk_house import COMPANY, PEOPLE
from tests.house import MORNING
from tests.web.desk_house import Telephone, bare, open_desk, said


async def test_the_page_shows_quotas_groups_people_and_what_waits(sqlite_url: str) -> None:
    async with open_desk(sqlite_url, platforms=(Telephone(), Telephone("wecom"))) as browser:
        await browser.storage.accept([said("还没人办")])
        browser.clock.forward(timedelta(minutes=3))
        await browser.sign_in()
        words = await browser.get("/settings")
        assert "照这个速度 19 日用完" in words
        assert "够用到月底" in words
        assert "4100 / 5000" in words
        assert "今天08:00 接通" in words
        assert "绑定 客服部" in words  # on WeCom no group is bound
        assert "、".join(PEOPLE.keys()).split("、")[0] in words  # nobody has a WeCom account
        assert "等了 3分钟" in words
        assert "有事等您看" in await browser.get("/")


async def test_a_house_that_nobody_has_moved_into_does_not_say_that_all_is_well(
    sqlite_url: str,
) -> None:
    """The first page of the first day says what is still to be done."""
    departments = [dict(d) for d in COMPANY["departments"]]
    departments[2]["group"] = {"name": "检修群"}
    company = {**COMPANY, "departments": departments}
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        assert "还没有接钉钉或企业微信" in await browser.get("/")
    async with open_desk(sqlite_url, platforms=(Telephone(),), company=company) as browser:
        await browser.sign_in()
        assert "检修部 还没有绑定的群" in bare(await browser.get("/"))
    async with open_desk(sqlite_url, platforms=(Telephone(),)) as browser:
        await browser.sign_in()
        assert "一切正常" in await browser.get("/")


async def test_a_platform_that_is_deaf_and_dumb_spoils_no_page(sqlite_url: str) -> None:
    broken = Telephone(hears_since=None, broken=True)
    async with open_desk(sqlite_url, platforms=(broken,)) as browser:
        await browser.sign_in()
        assert "没接通" in await browser.get("/settings")
        assert "还没接通" in await browser.get("/")


async def test_a_platform_that_lets_nobody_in_is_told_first(sqlite_url: str) -> None:
    """It hears, and nothing goes out: only what is waiting would show it."""
    shut = Telephone(locked="本机的出口 IP 不在应用的白名单里：加上（IpNotInWhiteList）")
    async with open_desk(sqlite_url, platforms=(shut,)) as browser:
        await browser.sign_in()
        for page in ("/", "/settings"):
            shown = bare(await browser.get(page))
            assert "不让程序进去，要发的发不出：本机的出口 IP 不在应用的白名单里" in shown
            assert "一切正常" not in shown


async def test_the_companys_own_gateway_is_tried_out(sqlite_url: str) -> None:
    taken: list[tuple[bool, dict[str, object]]] = []
    answers = [200, 403, 503, 503, 503]

    async def telephone(request: web.Request) -> web.Response:
        body = await request.read()
        right = sign("shared", request.headers[TIMESTAMP], body)
        taken.append((request.headers[SIGNATURE] == right, json.loads(body)))
        return web.Response(status=answers[len(taken) - 1])

    app = web.Application()
    app.router.add_post("/ring", telephone)
    http = Http()
    async with TestServer(app) as server:
        url = str(server.make_url("/ring"))
        gateway = Gateway(url, "shared", http, lambda: MORNING)
        async with open_desk(sqlite_url, gateway=gateway) as browser:
            await browser.come_as("总经理")
            await browser.get("/settings")
            for mobile in ("", "一二三", "110; rm", "1" * 30):
                await browser.post("/settings/gateway", level="phone", mobile=mobile)
                assert "号码不对" in browser.words
            assert taken == []
            await browser.post("/settings/gateway", level="phone", mobile="139 1234-5678")
            assert browser.location == "/settings?tried=phone#gateway"  # loaded again, rings nobody
            assert "电话一会儿就该响" in await browser.get("/settings?tried=phone")
            assert "短信一会儿就该到" in await browser.get("/settings?tried=sms")
            ((genuine, sent),) = taken
            assert genuine
            assert sent["to"] == [{"name": "总经理", "mobile": "13912345678"}]
            assert (sent["level"], sent["ticket"]) == ("phone", None)
            await browser.post("/settings/gateway", level="sms", mobile="13912345678")
            assert "网关不收（gateway HTTP 403）" in browser.words
            await browser.post("/settings/gateway", level="sms", mobile="13912345678")
            assert "没有回答" in browser.words
            await browser.post("/settings/gateway", level="fax", mobile="13912345678")
            assert (browser.status, browser.reason) == (403, "stale_form")
            await browser.come_as("检修甲")
            await browser.get("/")
            await browser.post("/settings/gateway", level="sms", mobile="13912345678")
            assert (browser.status, browser.reason) == (403, "no_right")
    await http.close()
    assert len(taken) == 5


async def test_without_a_gateway_there_is_nothing_to_try(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        assert "网关" not in await browser.get("/settings")
        await browser.post("/settings/gateway", level="sms", mobile="13912345678")
        assert (browser.status, browser.reason) == (403, "stale_form")


def test_what_can_be_set_aside_has_a_name_and_no_name_is_stale() -> None:
    words = environment().get_template("_words.html.j2").module.what  # type: ignore[attr-defined]
    source = Path(sending.__file__).read_text("utf-8")
    sent = set(re.findall(r'case "(\w+)":', source)) - {"call"}
    calls = {f"call_{level}" for level in ("app", "sms", "phone")}
    there = {kind.__name__ for kind in get_args(Incoming)} | sent | calls
    assert set(words) - there == set()
    assert {"Message", "Press", "message", "file", "call_phone", "make_group"} <= set(words)


async def test_each_place_without_a_group_says_what_makes_one_its_own(sqlite_url: str) -> None:
    departments = [dict(d) for d in COMPANY["departments"]]
    departments[2]["group"] = {"name": "检修群"}
    company = {**COMPANY, "departments": departments}
    async with open_desk(sqlite_url, platforms=(Telephone(),), company=company) as browser:
        await browser.sign_in()
        words = bare(await browser.get("/settings"))
        assert "检修部 没绑 绑定 检修部" in words
        assert "绑定 客服部" not in words  # which is bound: nobody should say it somewhere else
        assert "由部门负责人（领导群由领导）在群里 @它" in words
