"""Anybody complains on a page: nothing of it is lost."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest

from bot.domain.ticket import Source
from bot.web import door
from tests.web.complaining import FORM, HOTLINE, ask, complain, more, send, shown
from tests.web.online_house import open_outside


async def test_a_user_complains_and_follows_it_to_its_end(database_url: str) -> None:
    async with open_outside(database_url, public=True, hotline=HOTLINE) as outside:
        browser, house = outside.browser, outside.house
        assert HOTLINE in await browser.get("/")
        await send(outside, **FORM)
        way = browser.location
        await browser.get(way)
        assert shown(browser.words, "number") == "1"
        assert shown(browser.words, "next") == "今天10:00前打电话联系您、约好时间"
        ticket = await house.ticket(1)
        assert (ticket.source, ticket.phone, ticket.room_temp_c) == (
            Source.ONLINE, "13912345678", 15.0,
        )  # fmt: skip
        assert ticket.content == f"{FORM['content']}\n室温15度"
        assert "网络（网页）" in house.said_in("客服群")[0]

        await more(outside, receipt=way[-32:], what="add", words="三点后在家")
        assert browser.location == f"{way}?done=add"
        assert "三点后在家" in house.last_in("运行群").text
        await browser.get(way)
        await more(outside, receipt=way[-32:], what="add", words="三点后在家")  # pressed twice
        assert [e.what for e in await house.timeline(1)].count("added") == 1
        await browser.get(way)
        await more(outside, receipt=way[-32:], what="urge", words="")
        assert (await house.ticket(1)).repeats == 1
        await browser.get(way)
        await more(outside, receipt=way[-32:], what="urge", words="")
        assert "刚催过" in browser.words

        await house.say("运行甲", "收到 1")
        await house.say("运行甲", "已联系 1 约今天18点")
        assert shown(await browser.get(way), "promised") == "今天18:00"
        await house.say("运行甲", "完成 1 运行甲换了阀门，有事打13600001111")
        await house.say("运行甲", "已反馈 1 未评价")
        words = await ask(outside, "#1", "5678")
        result = shown(words, "result")
        assert result == "工作人员换了阀门，有事打（号码略）"

        await more(outside, number="1", digits="5678", what="rate", rating="不满意", words="还凉")
        assert shown(browser.words, "done").startswith("谢谢")
        assert (await house.ticket(1)).rating == "不满意"
        rated = [e for e in await house.timeline(1) if e.what == "rated"]
        assert [(e.by, e.words) for e in rated] == [("网络（网页）", "还凉")]
        assert "回访 1 不满意" in house.last_in("客服群").text
        await house.say("客服甲", "回访 1 不满意 还凉")
        words = await ask(outside, "#1", "5678")
        assert "换了阀门" not in words  # it is being worked on again: nothing is told as done


async def test_a_form_that_was_filled_in_badly_is_asked_after_once(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        browser = outside.browser
        await browser.get("/complain")
        await send(outside, content="好冷 <b>&\"'", phone="1391234567", name="王")
        assert browser.status == 422
        for mistake in ("odd_phone", "no_address"):
            assert f"mistake-{mistake}" in browser.words
        assert "好冷 &lt;b&gt;&amp;&#34;&#39;" in browser.words  # what was typed is still there
        assert 'value="王"' in browser.words
        await send(outside, content="好冷", phone="1391234567", name="王")
        assert browser.status == 303
        ticket = await outside.house.ticket(1)
        assert ticket.content == "好冷\n电话填的是：1391234567"
        assert any("还缺：电话、地址" in text for text in outside.house.said_in("客服群"))

        await browser.get("/complain")
        await send(outside)
        assert browser.status == 422
        for mistake in ("empty", "no_phone", "no_address"):  # all at once, not one after another
            assert f"mistake-{mistake}" in browser.words
        assert "有 3 处请看一眼" in browser.words
        await send(outside)
        assert "mistake-empty" in browser.words
        assert "mistake-no_phone" not in browser.words  # he was asked
        await send(outside, kind="facility")
        await send(outside, kind="facility")
        assert (await outside.house.ticket(2)).content == "（没写内容）"


async def test_who_was_too_quick_for_a_person_is_still_asked_for_his_number(
    sqlite_url: str,
) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        browser = outside.browser
        await browser.get("/complain")
        begun = re.findall(r'name="(nonce|begun)" value="(\w+)"', browser.words)
        await browser.post("/complain", **dict(begun), content="不热")  # within the second
        assert "还没有提交上" in browser.words
        await send(outside, content="不热")
        assert browser.status == 422
        assert "mistake-no_phone" in browser.words
        await send(outside, content="不热")
        assert browser.status == 303


async def test_the_same_form_sent_twice_is_one_complaint(database_url: str) -> None:
    async with open_outside(database_url, public=True) as outside:
        browser = outside.browser
        await browser.get("/complain")
        page = browser.words
        await asyncio.gather(*(send(outside, **FORM) for _ in range(3)))
        ways = set()
        for _ in range(3):  # and the back button
            browser.words = page
            await send(outside, **FORM)
            ways.add(browser.location)
        assert len(ways) == 1
        assert await outside.house.count() == 1
        assert (await outside.house.ticket(1)).repeats == 0
        browser.words = page
        await send(outside, **{**FORM, "content": "家里不热，还漏水"})  # went back and wrote more
        assert browser.location in ways
        assert await outside.house.count() == 1
        assert any("还漏水" in e.words for e in await outside.house.timeline(1))


async def test_a_form_sent_again_with_other_words_counts_like_any_other(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        browser = outside.browser
        await browser.get("/complain")
        page, seen = browser.words, []
        for n in range(8):
            browser.words = page
            await send(outside, **{**FORM, "content": f"家里不热，第 {n} 天了"})
            seen.append(browser.status)
        assert seen == [303] * 5 + [429] * 3  # as many as one phone may
        browser.words = page
        await send(outside, **{**FORM, "content": "家里不热，第 0 天了"})  # that one is kept
        assert browser.status == 303


@pytest.mark.parametrize("trap", [{"website": "http://spam"}, {"begun": "99999999999"}])
async def test_a_machine_gets_the_form_again(sqlite_url: str, trap: dict[str, str]) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        await outside.browser.get("/complain")
        await send(outside, **FORM, **trap)
        assert outside.browser.status == 422
        assert FORM["content"] in outside.browser.words
        assert await outside.house.count() == 0


async def test_another_sites_form_files_nothing_and_a_lost_cookie_loses_no_words(
    sqlite_url: str,
) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        browser = outside.browser
        await browser.get("/complain")
        await browser.post("/complain", "https://evil.example", **FORM)
        assert (browser.status, browser.reason) == (403, "foreign")
        await browser.get("/complain")
        outside.client.session.cookie_jar.clear()
        outside.house.clock.forward(timedelta(seconds=3))
        await send(outside, **FORM)
        assert browser.status == 403
        assert FORM["content"] in browser.words
        assert await outside.house.count() == 0
        await send(outside, **FORM)
        assert browser.status == 303
        await browser.get("/complain/status")
        await browser.post("/complain/status", "https://evil.example", number="1", digits="5678")
        assert browser.status == 403


async def test_what_a_user_adds_is_still_there_when_his_browser_forgot_the_page(
    sqlite_url: str,
) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        browser = outside.browser
        way = await complain(outside)
        outside.client.session.cookie_jar.clear()
        await more(outside, receipt=way[-32:], what="add", words="三点后在家")
        assert "您写的还在，请再点一次" in browser.words
        assert shown(browser.words, "words") == "三点后在家"
        assert "added" not in [e.what for e in await outside.house.timeline(1)]
        await more(outside, receipt=way[-32:], what="add", words="三点后在家")
        assert browser.location == f"{way}?done=add"
        await browser.get(way)
        form = {"receipt": way[-32:], "what": "add", "words": "假的"}
        await browser.post("/complain/more", "https://evil.example", **form)
        assert (browser.status, browser.reason) == (403, "foreign")


async def test_who_floods_it_is_stopped_and_told_the_hotline(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True, hotline=HOTLINE) as outside:
        browser = outside.browser
        for n in range(5):
            await complain(outside, content=f"不热 {n}")
        await browser.get("/complain")
        await send(outside, **FORM)
        assert browser.status == 429
        assert FORM["content"] in browser.words
        assert f"急事请打 {HOTLINE}" in browser.words
        for n in range(25):
            await complain(outside, phone=f"1380000{n:04}", address=f"翠湖小区1-1-{n + 101}")
        await browser.get("/complain")
        await send(outside, **{**FORM, "phone": "13700000000"})
        assert browser.status == 429
        outside.house.clock.forward(timedelta(minutes=11))
        await send(outside, **{**FORM, "phone": "13700000000"})
        assert browser.status == 303


async def test_without_the_setting_there_is_no_form(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        for path in ("/complain", "/complain/status"):
            await outside.browser.get(path)
            assert outside.browser.status == 404
        assert "登录" in await outside.browser.get("/")


async def test_staff_who_are_signed_in_see_their_own_first_page(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        assert 'href="/sign-in"' in await outside.browser.get("/")
        await outside.browser.get("/nowhere", Accept="text/html")
        assert outside.browser.status == 404


async def test_a_number_that_takes_longer_comes_by_itself(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.0)
    async with open_outside(sqlite_url, public=True) as outside:
        outside.working = False
        way = await complain(outside)
        assert 'http-equiv="refresh"' in outside.browser.words
        await outside.house.running.drain()
        assert shown(await outside.browser.get(way), "number") == "1"
