"""Pages while the database is away: told in words, and nothing that was typed is lost."""

from __future__ import annotations

from tests.away import away
from tests.web.complaining import FORM, complain, send
from tests.web.online_house import COLD, open_outside


async def test_a_page_says_that_it_is_not_the_readers_fault(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        way = await complain(outside)
        with away(outside.house.running.storage):
            await outside.browser.get(way)
            assert outside.browser.status == 503
            assert "数据库暂时连不上" in outside.browser.words
            assert outside.browser.headers["Retry-After"] == "30"
        assert "数据库" not in await outside.browser.get(way)
        assert outside.browser.status == 200


async def test_a_complaint_that_can_not_be_kept_stays_in_its_form(sqlite_url: str) -> None:
    """R2.2.1: the same form, sent again once the database is back, is one ticket."""
    async with open_outside(sqlite_url, public=True) as outside:
        browser = outside.browser
        outside.working = False
        await browser.get("/complain")
        with away(outside.house.running.storage):
            await send(outside, **FORM)
            assert browser.status == 503
            assert FORM["content"] in browser.words
            assert FORM["address"] in browser.words
        outside.working = True
        await send(outside, **FORM)
        assert browser.status == 303
        assert await outside.house.count() == 1


async def test_another_system_is_told_when_to_come_again(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        outside.working = False
        with away(outside.house.running.storage):
            await outside.post({**COLD, "idempotency_key": "k1"})
            assert (outside.status, outside.headers["Retry-After"]) == (503, "30")
        outside.working = True
        await outside.post({**COLD, "idempotency_key": "k1"})
        assert outside.status == 202
