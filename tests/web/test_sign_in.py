"""The administrator's password and everybody's sessions: what is let in and what is not."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, func, select

from bot.web import passwords
from storage.accounts import BROWSERS, FREE_IN_ALL, Accounts, Identity, SignIn, digest, lock_after
from storage.store import Storage
from storage.tables import guesses, sessions, sign_ins
from tests.web.desk_house import PASSWORD, WEEK, Browser, open_desk


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
        assert 'type="password"' not in browser.words  # nothing that could be typed would do
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


async def test_who_signs_in_anew_leaves_no_session_behind(sqlite_url: str) -> None:
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        jar = browser.client.session.cookie_jar
        copied = {c.key: c.value for c in jar if c.key == "heatdesk"}
        await browser.get("/settings")
        await browser.post("/sign-in", password=PASSWORD)
        assert next(c.value for c in jar if c.key == "heatdesk") != copied["heatdesk"]
        jar.update_cookies(copied, browser.client.make_url("/"))
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
    assert one.startswith("scrypt$15$8$1$")
    assert passwords.is_right("正确的 horse", one)
    assert not passwords.is_right("正确的 Horse", one)
