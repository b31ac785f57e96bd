"""Looking after the house: what stands, what was set aside, and the gateway's trial."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.chat import ChatRef, Incoming, Message, Sender, to_json
from bot.platforms.asking import Http
from bot.platforms.gateway import SIGNATURE, TIMESTAMP, Gateway, sign
from bot.web.pages import environment
from bot.workers import sending
from storage.rows import Failed, NewInbox, NewOutbox
from storage.store import Storage
from tests.dingtalk_house import OPERATIONS, PEOPLE
from tests.house import COLD, MORNING, open_house
from tests.web.desk_house import Telephone, open_desk


def said(text: str) -> NewInbox:
    """A message in the operations' group."""
    chat = ChatRef("dingtalk", OPERATIONS)
    message = Message(chat, "m1", Sender("0201", "运行甲"), text, MORNING)
    return NewInbox(chat.lane, "m1", to_json(message), MORNING)


async def quarantine(storage: Storage, text: str) -> None:
    """A message that no handler could take."""
    await storage.accept([said(text)])
    async with storage.transaction() as transaction:
        (row,) = await transaction.take_inbox(MORNING, 1)
        transaction.inbox_quarantine(row, MORNING, "ZeroDivisionError")


async def fail(
    storage: Storage, key: str = "o1", lane: str = f"dingtalk:{OPERATIONS}", ticket: int = 7
) -> int:
    """A message that the vendor refused for good."""
    facts = {"name": "检修部"}
    payload = {"template": "bound", "facts": facts, "mentions": [], "kind": "reply", "rule": None,
               "card": None, "pin": False}  # fmt: skip
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        unit.put(NewOutbox(lane, "message", key, payload, 3, MORNING, MORNING, ticket))
        transaction.keep(unit)
    rows = await storage.claim_outbox(MORNING, 5, timedelta(minutes=1), "me")
    (row,) = (row for row in rows if row.key == key)
    await storage.settle_outbox([Failed(row.id, "robot is not in the group")], MORNING)
    return row.id


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


async def test_a_platform_that_is_deaf_and_dumb_spoils_no_page(sqlite_url: str) -> None:
    broken = Telephone(hears_since=None, broken=True)
    async with open_desk(sqlite_url, platforms=(broken,)) as browser:
        await browser.sign_in()
        assert "没接通" in await browser.get("/settings")
        assert "还没接通" in await browser.get("/")


async def test_what_was_set_aside_is_shown_and_tried_again(database_url: str) -> None:
    poked: list[int] = []
    async with open_desk(database_url, platforms=(Telephone(),), poked=poked) as browser:
        await quarantine(browser.storage, "<b>收到</b> 3")
        number = await fail(browser.storage)
        await fail(browser.storage, "o2", f"dingtalk:single:{PEOPLE['运行甲']}")
        await browser.sign_in()
        words = await browser.get("/settings")
        assert "运行甲" in words
        assert "&lt;b&gt;收到&lt;/b&gt; 3" in words
        assert "ZeroDivisionError" in words
        assert "robot is not in the group" in words
        assert "工单 7" in words
        assert "检修部" in words
        await browser.post("/settings/set-aside", where="outbox", id=str(number), action="again")
        assert browser.location == "/settings?done=again"
        assert poked == [1]
        (row,) = await browser.storage.claim_outbox(MORNING, 5, timedelta(minutes=1), "me")
        assert (row.id, row.attempts) == (number, 0)
        await browser.get("/settings?done=again")
        await browser.post("/settings/set-aside", where="outbox", id=str(number), action="again")
        assert browser.location == "/settings?done=gone"


async def test_a_message_that_was_set_aside_is_read_again(database_url: str) -> None:
    async with open_desk(database_url) as browser:
        await quarantine(browser.storage, "收到 3")
        await browser.sign_in()
        words = await browser.get("/settings")
        number = words.partition('name="id" value="')[2].partition('"')[0]
        await browser.post("/settings/set-aside", where="inbox", id=number, action="again")
        async with browser.storage.transaction() as transaction:
            (row,) = await transaction.take_inbox(MORNING, 5)
            assert (str(row.id), row.attempts, row.payload["text"]) == (number, 0, "收到 3")


async def test_what_nobody_wants_any_more_is_gone_from_the_page(database_url: str) -> None:
    async with open_desk(database_url) as browser:
        await quarantine(browser.storage, "收到 3")
        number = await fail(browser.storage)
        await browser.come_as("检修主任")
        await browser.get("/settings")
        await browser.post("/settings/set-aside", where="outbox", id=str(number), action="let_be")
        words = await browser.get("/settings?done=let_be")
        assert "robot is not in the group" not in words
        assert "ZeroDivisionError" in words
        async with browser.storage.reading() as queries:
            counts = await queries.counts()
        assert counts == {"inbox": {"quarantined": 1}, "outbox": {"dropped": 1}}


async def test_who_decided_is_on_record_and_on_the_tickets_timeline(database_url: str) -> None:
    async with open_house(database_url) as house:
        await house.say("客服甲", COLD)
    async with open_desk(database_url) as browser:
        await quarantine(browser.storage, "谁值班")
        number = await fail(browser.storage, ticket=1)
        await browser.come_as("检修主任")
        words = await browser.get("/settings")
        assert "最近定过的" not in words
        await browser.post("/settings/set-aside", where="outbox", id=str(number), action="again")
        words = await browser.get("/settings")
        assert "检修主任：没送到的消息（工单 1），再试一次" in words
        # Pressed once more when it is not set aside any more: nothing was decided.
        await browser.post("/settings/set-aside", where="outbox", id=str(number), action="let_be")
        await browser.get("/settings")
        await browser.post("/sign-out")
        await browser.sign_in()
        words = await browser.get("/settings")
        inbox = words.partition('name="id" value="')[2].partition('"')[0]
        await browser.post("/settings/set-aside", where="inbox", id=inbox, action="let_be")
        words = await browser.get("/settings")
        assert "管理员：没办成的消息，不用管了" in words
        assert words.count("<li><time") == 2
        async with browser.storage.reading() as queries:
            told = [(e.by, e.what) for e in await queries.timeline(1) if "set_aside" in e.what]
    assert told == [("检修主任", "set_aside_again")]
    async with open_house(database_url) as house:
        await house.say("客服甲", "查 1")
        told = house.said_in("客服群")
    assert any("检修主任 没办成的放回去再试" in text for text in told)


@pytest.mark.parametrize(
    "form",
    [
        {"where": "tickets", "id": "1", "action": "again"},
        {"where": "inbox", "id": "1 OR 1", "action": "again"},
        {"where": "inbox", "id": "9" * 30, "action": "again"},
        {"where": "inbox", "id": "١", "action": "again"},
        {"where": "inbox", "id": "1", "action": "drop"},
        {},
    ],
)
async def test_nonsense_in_the_form_does_nothing(sqlite_url: str, form: dict[str, str]) -> None:
    async with open_desk(sqlite_url) as browser:
        await quarantine(browser.storage, "收到 3")
        await browser.sign_in()
        await browser.get("/settings")
        await browser.post("/settings/set-aside", **form)
        assert (browser.status, browser.reason) == (403, "stale_form")
        async with browser.storage.reading() as queries:
            assert (await queries.counts())["inbox"] == {"quarantined": 1}


async def test_a_notice_without_its_words_is_shown_all_the_same(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        async with browser.storage.transaction() as transaction:
            unit = transaction.unit()
            unit.put(NewOutbox("dingtalk:x", "message", "k", {"template": "none"}, 1, MORNING,
                               MORNING))  # fmt: skip
            unit.put(NewOutbox("dingtalk:0301", "call", "c", {
                "level": "phone", "to": [{"name": "检修甲", "user_id": "0301"}]}, 1, MORNING,
                MORNING))  # fmt: skip
            transaction.keep(unit)
        rows = await browser.storage.claim_outbox(MORNING, 5, timedelta(minutes=1), "me")
        await browser.storage.settle_outbox([Failed(row.id, "no") for row in rows], MORNING)
        await browser.sign_in()
        words = await browser.get("/settings")
        assert browser.status == 200
        assert "没打通的电话" in words
        assert "检修甲" in words


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
            assert "网关收下了" in browser.words
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
