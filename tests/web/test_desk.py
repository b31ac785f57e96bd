"""Signing in and looking after the house: what is let in, and above all what is not."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import Table, func, select

from bot.domain.chat import ChatRef, Incoming, Message, Sender, to_json
from bot.platforms.asking import Http
from bot.platforms.gateway import SIGNATURE, TIMESTAMP, Gateway, sign
from bot.web import passwords
from bot.web.gate import onward
from bot.web.pages import environment
from bot.workers import sending
from storage.accounts import (
    ADMINISTRATOR,
    BROWSERS,
    FREE_IN_ALL,
    Accounts,
    Identity,
    SignIn,
    digest,
    lock_after,
)
from storage.rows import Failed, NewInbox, NewOutbox
from storage.store import Storage
from storage.tables import guesses, sessions, sign_ins
from tests.dingtalk_house import OPERATIONS, PEOPLE
from tests.house import COLD, MORNING, open_house
from tests.web.desk_house import PASSWORD, Browser, Telephone, open_desk

WEEK = timedelta(days=7)


async def come_as(browser: Browser, person: str) -> None:
    """A browser that the directory's person has signed in with."""
    token = f"token of {person}"
    who = Identity("dingtalk", PEOPLE.get(person, person))
    await Accounts(browser.storage).begin(token, who, browser.clock.now(), WEEK)
    browser.client.session.cookie_jar.update_cookies(
        {"heatdesk": token}, browser.client.make_url("/")
    )


# -- the administrator ------------------------------------------------------------------------


async def test_the_administrator_signs_in_looks_around_and_leaves(database_url: str) -> None:
    async with open_desk(database_url) as browser:
        await browser.get("/settings")
        assert (browser.status, browser.location) == (303, "/sign-in?next=%2Fsettings")
        await browser.sign_in(next="/settings")
        assert (browser.status, browser.location) == (303, "/settings")
        cookie = browser.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert await browser.get("/settings")
        assert browser.status == 200
        await browser.post("/sign-out")
        assert (browser.status, browser.location) == (303, "/")
        await browser.get("/settings")
        assert browser.status == 303


async def test_signing_out_is_real_for_a_copied_cookie_too(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        jar = browser.client.session.cookie_jar
        copied = {c.key: c.value for c in jar if c.key == "heatdesk"}
        await browser.get("/settings")
        await browser.post("/sign-out")
        jar.update_cookies(copied, browser.client.make_url("/"))
        await browser.get("/settings")
        assert browser.status == 303


async def test_a_wrong_password_lets_nobody_in(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        for wrong in ("wrong", PASSWORD.upper(), PASSWORD + " ", "密码\ud800", "", "x" * 300):
            await browser.sign_in(wrong.encode("utf-8", "replace").decode())
            assert browser.status in (400, 403), wrong
        await browser.get("/settings")
        assert browser.status == 303


async def test_guessing_costs_time_and_a_restart_forgets_no_lock(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        for _ in range(5):
            await browser.sign_in("wrong")
            assert browser.status == 403
        await browser.sign_in()
        assert browser.status == 429
        assert "08:01" in browser.words
        assert "heatdesk admin" in browser.words
    async with open_desk(sqlite_url, password=None) as browser:
        await browser.sign_in()
        assert browser.status == 429
        browser.clock.forward(timedelta(seconds=61))
        await browser.sign_in("wrong")
        assert browser.status == 403
        browser.clock.forward(timedelta(seconds=61))  # the second lock is twice as long
        await browser.sign_in()
        assert browser.status == 429
        browser.clock.forward(timedelta(seconds=61))
        await browser.sign_in()
        assert browser.status == 303


async def test_many_guesses_at_once_get_no_more_than_their_number(database_url: str) -> None:
    async with open_desk(database_url) as browser:
        accounts, now = Accounts(browser.storage), browser.clock.now()
        tried = await asyncio.gather(*(accounts.try_password(now, "") for _ in range(20)))
        assert sum(isinstance(each, str) for each in tried) == 5


async def _guess(browser: Browser, address: str, password: str = "") -> int:
    """A password from somewhere; our own proxy says from where."""
    await browser.get("/sign-in")
    headers = {"Origin": browser.address, "X-Forwarded-For": f"10.0.0.1, {address}"}
    token = browser.words.partition('name="csrf" value="')[2][:64]
    async with browser.client.post(
        "/sign-in",
        data={"csrf": token, "password": password or "wrong"},
        headers=headers,
        allow_redirects=False,
    ) as answer:
        return answer.status


async def test_who_guesses_locks_his_own_address(database_url: str) -> None:
    async with open_desk(database_url, proxies=("127.0.0.1",)) as browser:
        assert [await _guess(browser, "2001:db8::1") for _ in range(5)] == [403] * 5
        assert await _guess(browser, "2001:db8::2", PASSWORD) == 429  # the same subscriber
        assert await _guess(browser, "2001:db8:0:1::1", PASSWORD) == 303


async def test_guesses_from_everywhere_lock_the_account_and_fill_no_table(
    database_url: str,
) -> None:
    async with open_desk(database_url, proxies=("127.0.0.1",)) as browser:
        seen = [await _guess(browser, f"192.0.2.{n}") for n in range(60)]
        assert seen == [403] * FREE_IN_ALL + [429] * 40
        assert await _guess(browser, "198.51.100.1", PASSWORD) == 429
        assert await _count(browser.storage, guesses) == FREE_IN_ALL
        browser.clock.forward(timedelta(days=1, seconds=1))
        assert await _guess(browser, "198.51.100.1") == 403
        assert await _count(browser.storage, guesses) == 1


async def test_nobody_believes_what_a_stranger_says_of_his_address(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:  # no proxy of ours
        assert [await _guess(browser, f"192.0.2.{n}") for n in range(6)] == [403] * 5 + [429]


async def _count(storage: Storage, table: Table) -> int:
    async with storage.looking() as connection:
        found: int = (await connection.execute(select(func.count()).select_from(table))).scalar()
        return found


async def test_sign_ins_and_sessions_do_not_pile_up(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.accounts.UNDER_WAY", 3)
    monkeypatch.setattr("storage.accounts.UNDER_WAY_IN_ALL", 5)
    async with open_desk(database_url) as browser:
        accounts, clock = Accounts(browser.storage), browser.clock
        for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
            for n in range(4):
                clock.forward(timedelta(seconds=1))
                left = SignIn("dingtalk", "v", "/", address)
                await accounts.leave(f"{address}/{n}", left, clock.now(), timedelta(minutes=10))
        assert await _count(browser.storage, sign_ins) == 5
        now = clock.now()
        assert await accounts.come_back("192.0.2.3/3", now) is not None
        assert await accounts.come_back("192.0.2.3/0", now) is None
        assert await accounts.come_back("192.0.2.1/3", now) is None
        for n in range(BROWSERS + 3):
            clock.forward(timedelta(seconds=1))
            await accounts.begin(f"t{n}", Identity("dingtalk", "0101"), clock.now(), WEEK)
        assert await _count(browser.storage, sessions) == BROWSERS
        assert await accounts.session("t2", clock.now()) is None
        assert await accounts.session(f"t{BROWSERS + 2}", clock.now()) is not None


def test_locks_double_up_to_an_hour() -> None:
    waits = [lock_after(wrong) for wrong in (4, 5, 6, 7, 11, 12, 5000)]
    minutes = [wait and wait.total_seconds() / 60 for wait in waits]
    assert minutes == [None, 1, 2, 4, 60, 60, 60]


async def test_a_new_password_unlocks_and_ends_the_old_sessions(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        accounts = Accounts(browser.storage)
        for _ in range(6):
            await accounts.try_password(browser.clock.now(), "")
        await accounts.set_password(passwords.kept("another long one"), browser.clock.now())
        await browser.get("/settings")
        assert browser.status == 303
        await browser.sign_in()
        assert browser.status == 403
        await browser.sign_in("another long one")
        assert browser.status == 303


async def test_before_anybody_set_a_password(sqlite_url: str) -> None:
    async with open_desk(sqlite_url, password=None) as browser:
        assert "heatdesk admin" in await browser.get("/sign-in")
        await browser.sign_in("anything at all")
        assert browser.status == 403


async def test_a_session_ends_by_itself(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        browser.clock.forward(timedelta(hours=11, minutes=59))
        await browser.get("/settings")
        assert browser.status == 200
        browser.clock.forward(timedelta(minutes=2))
        await browser.get("/settings")
        assert browser.status == 303


async def test_the_token_is_new_at_every_sign_in_and_not_in_the_database(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        jar = browser.client.session.cookie_jar
        first = next(c.value for c in jar if c.key == "heatdesk")
        await browser.get("/settings")
        await browser.post("/sign-out")
        await browser.sign_in()
        second = next(c.value for c in jar if c.key == "heatdesk")
        assert first != second
    raw = _bytes(sqlite_url)
    assert digest(second).encode() in raw
    assert second.encode() not in raw
    assert PASSWORD.encode() not in raw


def _bytes(url: str) -> bytes:
    path = Path(url.removeprefix("sqlite:///"))
    return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))


def test_a_kept_password_is_right_or_not() -> None:
    one, two = passwords.kept("正确的 horse"), passwords.kept("正确的 horse")
    assert one != two
    assert passwords.is_right("正确的 horse", one)
    assert not passwords.is_right("正确的 Horse", one)


# -- forms that are not one's own doing ---------------------------------------------------------


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None, "http://127.0.0.1:1"])
async def test_another_sites_form_does_nothing(sqlite_url: str, origin: str | None) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.get("/sign-in")
        await browser.post("/sign-in", origin, password=PASSWORD)
        assert (browser.status, browser.reason) == (403, "foreign")
        await browser.sign_in()
        await browser.get("/settings")
        await browser.post("/sign-out", origin)
        assert (browser.status, browser.reason) == (403, "foreign")
        await browser.get("/settings")
        assert browser.status == 200


async def test_behind_a_proxy_the_origin_is_what_the_settings_say(sqlite_url: str) -> None:
    async with open_desk(sqlite_url, base_url="https://heat.example") as browser:
        await browser.get("/sign-in")
        assert "Secure" in browser.headers["Set-Cookie"]
        assert "__Host-heatdesk-visit=" in browser.headers["Set-Cookie"]
        # This browser comes by http, so it would not send the cookie back by itself.
        cookie = browser.headers["Set-Cookie"].partition(";")[0]
        headers = {"Origin": "https://heat.example", "Cookie": cookie}
        token = browser.words.partition('name="csrf" value="')[2][:64]
        form = {"csrf": token, "password": PASSWORD}
        async with browser.client.post(
            "/sign-in", data=form, headers=headers, allow_redirects=False
        ) as answer:
            assert answer.status == 303
            assert "__Host-heatdesk=" in answer.headers.getall("Set-Cookie")[0]


@pytest.mark.parametrize("token", ["", "0" * 64, "ß"])
async def test_a_form_without_its_token_does_nothing(sqlite_url: str, token: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.get("/sign-in")
        await browser.post("/sign-in", csrf=token, password=PASSWORD)
        assert (browser.status, browser.reason) == (403, "stale_form")
        await browser.sign_in()
        await browser.post("/sign-out", csrf=token)
        assert (browser.status, browser.reason) == (403, "stale_form")


async def test_a_browser_that_keeps_no_cookies_is_told_so(sqlite_url: str) -> None:
    """As when the settings say https and somebody comes by http."""
    async with open_desk(sqlite_url, base_url="https://heat.example") as browser:
        await browser.sign_in()
        assert (browser.status, browser.reason) == (403, "no_cookie")
        assert "https://heat.example" in browser.words


async def test_a_form_sent_after_the_session_ended_says_so(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.get("/sign-in")
        await browser.post("/settings/set-aside", where="inbox", id="1", action="again")
        assert (browser.status, browser.reason) == (401, "sign_in_again")


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        ("/settings?a=1#x", "/settings?a=1#x"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\x0d\nSet-Cookie: a=b", "/"),
        ("settings", "/"),
        ("http://[", "/"),
        ("/" + "a" * 600, "/"),
        (None, "/"),
    ],
)
def test_nobody_is_sent_to_another_site(asked: str | None, gone: str) -> None:
    assert onward(asked) == gone


async def test_the_way_in_leads_nowhere_else(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in(next="//evil.example/settings")
        assert browser.location == "/"


# -- whose page is whose ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "status"),
    [("总经理", 200), ("值班领导", 200), ("检修主任", 200), ("检修甲", 403), ("客服甲", 403)],
)
async def test_the_settings_are_for_heads_and_leaders(
    sqlite_url: str, person: str, status: int
) -> None:
    async with open_desk(sqlite_url, platforms=(Telephone(),)) as browser:
        await come_as(browser, person)
        await browser.get("/settings")
        assert browser.status == status
        assert browser.reason == ("no_right" if status == 403 else "")
        await browser.get("/")
        assert browser.status == 200
        assert person in browser.words
        assert ("/settings" in browser.words) == (status == 200)
        await browser.post("/settings/set-aside", where="outbox", id="1", action="again")
        assert browser.status == (303 if status == 200 else 403)


async def test_who_leaves_the_directory_is_out_at_once(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await come_as(browser, "总经理")
        await browser.get("/settings")
        assert browser.status == 200
        await come_as(browser, "9999")
        await browser.get("/settings")
        assert browser.status == 303


async def test_every_page_is_safe_to_frame_and_cache(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        for path in ("/", "/settings", "/sign-in/nowhere"):
            await browser.get(path)
            assert "frame-ancestors 'none'" in browser.headers["Content-Security-Policy"], path
            assert browser.headers["Cache-Control"] == "no-store"
            assert "<script" not in browser.words
        for name in ("base.css", "site.css", "icons.svg", "flame.svg"):
            await browser.get(f"/assets/{name}")
            assert browser.status == 200


async def test_a_mistyped_address_is_told_in_a_page_to_people_only(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.get("/setings", Accept="text/html,application/xhtml+xml")
        assert (browser.status, browser.reason) == (404, "not_there")
        await browser.get("/setings")
        assert (browser.status, browser.reason) == (404, "")


# -- the settings page --------------------------------------------------------------------------


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
        await browser.sign_in()
        words = await browser.get("/settings")
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
        await come_as(browser, "检修主任")
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
        await come_as(browser, "检修主任")
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
            await come_as(browser, "总经理")
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
            await come_as(browser, "检修甲")
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


# -- pictures -----------------------------------------------------------------------------------


async def test_pictures_are_for_the_signed_in_and_nothing_but_pictures(
    sqlite_url: str, tmp_path: Path
) -> None:
    name, folder = "0123456789abcdef" * 2, tmp_path / "kept"
    folder.mkdir()
    (folder / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / f"{'f' * 32}.html").write_bytes(b"<script>")
    (folder / f"{'e' * 32}.mp4").write_bytes(b"....ftyp")
    (tmp_path / "secret.png").write_bytes(b"secret")
    async with open_desk(sqlite_url, files=folder) as browser:
        await browser.get(f"/attachments/{name}")
        assert browser.location.startswith("/sign-in?next=%2Fattachments")
        await come_as(browser, "检修甲")
        for path in (name, f"{name}.png"):
            await browser.get(f"/attachments/{path}")
            assert browser.status == 200
            assert browser.headers["Content-Type"] == "image/png"
            assert browser.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in browser.headers["Content-Security-Policy"]
            assert "private" in browser.headers["Cache-Control"]
        await browser.get(f"/attachments/{'e' * 32}")
        assert browser.headers["Content-Disposition"].startswith("attachment")
        for path in ("f" * 32, f"{'f' * 32}.html", f"{name}.jpg", "..%2fsecret.png", name.upper()):
            await browser.get(f"/attachments/{path}")
            assert (browser.status, browser.reason) == (404, "no_picture"), path


async def test_the_administrators_name_is_nobodys(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        assert "管理员，您好" in await browser.get("/")
        assert ADMINISTRATOR.platform == ""
