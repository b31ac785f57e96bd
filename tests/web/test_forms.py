"""Forms that are not one's own doing: another site's, one without its token, one too late."""

from __future__ import annotations

import pytest

from bot.web.gate import onward
from tests.web.desk_house import PASSWORD, open_desk


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
        await browser.post("/settings/set-aside", rows="inbox:1", action="again")
        assert (browser.status, browser.reason) == (401, "sign_in_again")


async def test_a_session_that_ends_while_somebody_types_leads_back_to_his_page(
    sqlite_url: str,
) -> None:
    """The browser forgets the cookie with the session: nobody is told to allow cookies."""
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        await browser.get("/settings")
        browser.client.session.cookie_jar.clear()
        form = {"rows": "inbox:1", "action": "again"}
        await browser.post("/settings/set-aside", came_from="/settings?done=again", **form)
        assert (browser.status, browser.reason) == (401, "sign_in_again")
        assert 'href="/sign-in?next=/settings%3Fdone%3Dagain"' in browser.words
        await browser.get("/settings")
        await browser.post("/settings/set-aside", came_from="//evil.example/x", **form)
        assert 'href="/sign-in"' in browser.words
        # Who wants to go is let go, session or none.
        await browser.post("/sign-out")
        assert (browser.status, browser.location) == (303, "/")


async def test_a_form_that_is_asked_for_as_a_page_shows_its_page(sqlite_url: str) -> None:
    """A telephone that threw the page away asks again for where a form had been sent to."""
    async with open_desk(sqlite_url) as browser:
        await browser.sign_in()
        for way in ("/settings/set-aside", "/settings/gateway"):
            assert "等得最久的活" in await browser.get(way), way
        await browser.get("/sign-out", Accept="text/html")
        assert (browser.status, browser.reason) == (404, "not_there")
        await browser.get("/sign-out")
        assert browser.status == 405


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
