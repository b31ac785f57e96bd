"""Anybody complains on a page: nothing of it is lost, nobody learns of anybody else's."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from aiohttp import FormData

from bot.domain.ticket import Source, Status
from bot.web import door
from tests.web.online_house import Outside, open_outside

FORM = {
    "kind": "quality",
    "content": "家里不热，老人受不了",
    "address": "阳光花园3号楼2单元501",
    "phone": "139 1234 5678",
    "name": "王女士",
    "degrees": "15",
}
HOTLINE = "0431-96000"


async def _send(outside: Outside, **form: Any) -> None:
    """The form as it stands, with the nonce that is in it, sent by somebody who reads first."""
    browser = outside.browser
    if 'action="/complain"' not in browser.words:
        await browser.get("/complain")
    found = re.findall(r'name="(nonce|begun|warned)" value="(\w+)"', browser.words)
    outside.house.clock.forward(timedelta(seconds=3))
    await browser.post("/complain", **{**dict(found), **form})
    if outside.working:
        await outside.house.running.drain()


async def _complain(outside: Outside, **form: Any) -> str:
    """Its receipt's address."""
    await outside.browser.get("/complain")
    await _send(outside, **{**FORM, **form})
    assert outside.browser.status == 303, outside.browser.words
    way = outside.browser.location
    await outside.browser.get(way)
    return way


async def _more(outside: Outside, **form: Any) -> None:
    """What he says on the page that he has before him."""
    await outside.browser.post("/complain/more", **form)
    await outside.house.running.drain()


async def _ask(outside: Outside, number: str, digits: str) -> str:
    await outside.browser.get("/complain/status")
    await outside.browser.post("/complain/status", number=number, digits=digits)
    return outside.browser.words


def _said(words: str, name: str) -> str:
    found = re.search(rf'<(\w+)[^>]*data-testid="{name}"[^>]*>(.*?)</\1>', words, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", "", found[2]) if found else ""


async def test_a_user_complains_and_follows_it_to_its_end(database_url: str) -> None:
    async with open_outside(database_url, public=True, hotline=HOTLINE) as outside:
        browser, house = outside.browser, outside.house
        assert HOTLINE in await browser.get("/")
        await _send(outside, **FORM)
        way = browser.location
        await browser.get(way)
        assert _said(browser.words, "number") == "1"
        assert _said(browser.words, "next") == "今天10:00前打电话联系您、约好时间"
        ticket = await house.ticket(1)
        assert (ticket.source, ticket.phone, ticket.room_temp_c) == (
            Source.ONLINE, "13912345678", 15.0,
        )  # fmt: skip
        assert ticket.content == f"{FORM['content']}\n室温15度"
        assert "网络（网页）" in house.said_in("客服群")[0]

        await _more(outside, receipt=way[-32:], what="add", words="三点后在家")
        assert browser.location == f"{way}?done=add"
        assert "三点后在家" in house.last_in("运行群").text
        await browser.get(way)
        await _more(outside, receipt=way[-32:], what="add", words="三点后在家")  # pressed twice
        assert [e.what for e in await house.timeline(1)].count("added") == 1
        await browser.get(way)
        await _more(outside, receipt=way[-32:], what="urge", words="")
        assert (await house.ticket(1)).repeats == 1
        await browser.get(way)
        await _more(outside, receipt=way[-32:], what="urge", words="")
        assert "刚催过" in browser.words

        await house.say("运行甲", "收到 1")
        await house.say("运行甲", "已联系 1 约今天18点")
        assert _said(await browser.get(way), "promised") == "今天18:00"
        await house.say("运行甲", "完成 1 运行甲换了阀门，有事打13600001111")
        await house.say("运行甲", "已反馈 1 未评价")
        words = await _ask(outside, "#1", "5678")
        result = _said(words, "result")
        assert result == "工作人员换了阀门，有事打（号码略）"

        await _more(outside, number="1", digits="5678", what="rate", rating="不满意", words="还凉")
        assert _said(browser.words, "done").startswith("谢谢")
        assert (await house.ticket(1)).rating == "不满意"
        rated = [e for e in await house.timeline(1) if e.what == "rated"]
        assert [(e.by, e.words) for e in rated] == [("网络（网页）", "还凉")]
        assert "回访 1 不满意" in house.last_in("客服群").text


async def test_a_form_that_was_filled_in_badly_is_asked_after_once(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        browser = outside.browser
        await browser.get("/complain")
        await _send(outside, content="好冷 <b>&\"'", phone="1391234567", name="王")
        assert browser.status == 422
        for mistake in ("odd_phone", "no_address"):
            assert f"mistake-{mistake}" in browser.words
        assert "好冷 &lt;b&gt;&amp;&#34;&#39;" in browser.words  # what was typed is still there
        assert 'value="王"' in browser.words
        await _send(outside, content="好冷", phone="1391234567", name="王")
        assert browser.status == 303
        ticket = await outside.house.ticket(1)
        assert ticket.content == "好冷\n电话填的是：1391234567"
        assert any("还缺：电话、地址" in text for text in outside.house.said_in("客服群"))

        await browser.get("/complain")
        await _send(outside)
        assert (browser.status, "empty" in browser.words) == (422, True)
        await _send(outside, kind="facility")
        await _send(outside, kind="facility")
        assert (await outside.house.ticket(2)).content == "（没写内容）"


async def test_the_same_form_sent_twice_is_one_complaint(database_url: str) -> None:
    async with open_outside(database_url, public=True) as outside:
        browser = outside.browser
        await browser.get("/complain")
        page = browser.words
        await asyncio.gather(*(_send(outside, **FORM) for _ in range(3)))
        ways = set()
        for _ in range(3):  # and the back button
            browser.words = page
            await _send(outside, **FORM)
            ways.add(browser.location)
        assert len(ways) == 1
        assert await outside.house.count() == 1
        assert (await outside.house.ticket(1)).repeats == 0
        browser.words = page
        await _send(outside, **{**FORM, "content": "家里不热，还漏水"})  # went back and wrote more
        assert browser.location in ways
        assert await outside.house.count() == 1
        assert any("还漏水" in e.words for e in await outside.house.timeline(1))


@pytest.mark.parametrize("trap", [{"website": "http://spam"}, {"begun": "99999999999"}])
async def test_a_machine_gets_the_form_again(sqlite_url: str, trap: dict[str, str]) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        await outside.browser.get("/complain")
        await _send(outside, **FORM, **trap)
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
        await _send(outside, **FORM)
        assert browser.status == 403
        assert FORM["content"] in browser.words
        assert await outside.house.count() == 0
        await _send(outside, **FORM)
        assert browser.status == 303
        await browser.get("/complain/status")
        await browser.post("/complain/status", "https://evil.example", number="1", digits="5678")
        assert browser.status == 403


async def test_who_floods_it_is_stopped_and_told_the_hotline(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True, hotline=HOTLINE) as outside:
        browser = outside.browser
        for n in range(5):
            await _complain(outside, content=f"不热 {n}")
        await browser.get("/complain")
        await _send(outside, **FORM)
        assert browser.status == 429
        assert FORM["content"] in browser.words
        assert f"急事请打 {HOTLINE}" in browser.words
        for n in range(25):
            await _complain(outside, phone=f"1380000{n:04}", address=f"翠湖小区1-1-{n + 101}")
        await browser.get("/complain")
        await _send(outside, **{**FORM, "phone": "13700000000"})
        assert browser.status == 429
        outside.house.clock.forward(timedelta(minutes=11))
        await _send(outside, **{**FORM, "phone": "13700000000"})
        assert browser.status == 303


# -- nobody else's ------------------------------------------------------------------------------


async def test_without_the_digits_nothing_is_told_of_any_ticket(database_url: str) -> None:
    async with open_outside(database_url, public=True) as outside:
        await _complain(outside)
        await _complain(outside, phone="", address="翠湖小区5号楼1单元101", warned="1")
        outside.client.session.cookie_jar.clear()

        def plain(words: str) -> str:
            return re.sub(r'value="\w+"', "", words)

        wrong = plain(await _ask(outside, "1", "0000"))
        for number, digits in (("2", "0000"), ("2", "    "), ("77", "5678"), ("999999999", "5678")):
            told = await _ask(outside, number, digits)
            assert outside.browser.status == 404
            if digits.strip():
                assert plain(told) == wrong
        assert "没有查到" in wrong
        assert "王女士" not in wrong
        for number in ("0", "-1", "1.0", "１", "1" * 10, "1 or 1=1", "<b>"):
            await _ask(outside, number, "5678")
            assert outside.browser.status == 404
            assert "<b>" not in outside.browser.words.replace("编号 <b", "")


async def test_four_digits_are_not_guessed(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True, proxies=("127.0.0.1",)) as outside:
        await _complain(outside)
        browser = outside.browser

        async def guess(digits: str, address: str) -> int:
            await browser.get("/complain/status")
            token = re.search(r'name="csrf" value="(\w+)"', browser.words)
            assert token
            headers = {"Origin": browser.address, "X-Forwarded-For": address}
            form = {"csrf": token[1], "number": "1", "digits": digits}
            async with outside.client.post("/complain/status", data=form, headers=headers) as said:
                return said.status

        seen = [await guess(f"{n:04}", f"192.0.2.{n}") for n in range(25)]
        assert seen == [404] * 20 + [429] * 5
        assert await guess("5678", "198.51.100.1") == 429  # the right one tells nothing now
        outside.house.clock.forward(timedelta(days=1, seconds=1))
        assert await guess("5678", "198.51.100.1") == 200


async def test_a_neighbours_complaint_opens_nothing(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        await _complain(outside)
        way = await _complain(outside, phone="", name="", content="还是不热", warned="1")
        assert (await outside.house.ticket(1)).repeats == 1
        assert 'data-state="closed"' in outside.browser.words
        for secret in ("约", "派给", "王女士", "5678"):
            assert secret not in _said(outside.browser.words, "receipt")
        await outside.browser.get("/complain/status")
        await _more(outside, receipt=way[-32:], what="add", words="喂")
        assert (outside.browser.status, outside.browser.reason) == (404, "no_receipt")
        for other in ("0" * 32, "x", "../status", "%0d%0aSet-Cookie:x=1", "a" * 5000):
            await outside.browser.get(f"/complain/{other}")
            assert outside.browser.status in (400, 404)
            assert "x=1" not in str(outside.browser.headers)


async def test_what_users_write_breaks_no_page_and_rings_nobody(sqlite_url: str) -> None:
    evil = '"><script>alert(1)</script>@所有人'
    async with open_outside(sqlite_url, public=True) as outside:
        way = await _complain(outside, content=evil, name=evil[:40], address=evil)
        await _more(outside, receipt=way[-32:], what="add", words=evil)
        await outside.house.say("客服甲", "转 1 运行部")
        for group in ("客服群", "运行群"):
            for posted in outside.house.heard_in(group):
                assert "@所有人" not in posted.text
        await outside.house.say("运行甲", f"完成 1 {evil}")
        await outside.house.say("运行甲", "已反馈 1 满意")
        words = await outside.browser.get(way)
        assert "script" in _said(words, "result")
        assert "<script>" not in words
        assert "script-src" not in outside.browser.headers["Content-Security-Policy"]


async def test_a_form_larger_than_life_is_refused(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        await outside.browser.get("/complain")
        await _send(outside, **{**FORM, "content": "冷" * 2001})
        assert (outside.browser.status, "long_content" in outside.browser.words) == (422, True)
        await outside.browser.post("/complain", content="x" * 70_000)
        assert outside.browser.status == 413
        assert await outside.house.count() == 0


# -- pictures ------------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def _kept(folder: Path) -> list[str]:
    """What is in the folder, by name."""
    return sorted(path.name for path in folder.iterdir())


async def _send_pictures(outside: Outside, *pictures: bytes, **form: str) -> None:
    """As a browser sends a form with files in it."""
    browser = outside.browser
    await browser.get("/complain")
    held = re.findall(r'name="(csrf|nonce|begun)" value="(\w+)"', browser.words)
    data = FormData()
    for name, value in {**dict(held), **FORM, **form}.items():
        data.add_field(name, value, content_type="text/plain")
    for picture in pictures or (b"",):
        data.add_field("pictures", picture, filename="../../x.png", content_type="image/png")
    outside.house.clock.forward(timedelta(seconds=3))
    async with outside.client.post(
        "/complain", data=data, headers={"Origin": browser.address}, allow_redirects=False
    ) as answer:
        await browser._read(answer)
    await outside.house.running.drain()


async def test_a_picture_is_shown_where_the_work_is_done(sqlite_url: str, tmp_path: Path) -> None:
    async with open_outside(sqlite_url, public=True, files=[tmp_path]) as outside:
        await _send_pictures(
            outside, PNG, b"<script>alert(1)</script>", PNG + b"1", kind="facility"
        )
        assert outside.browser.status == 303
        names = [e.facts["images"] for e in await outside.house.timeline(1) if "images" in e.facts]
        assert len(names[0]) == 2
        assert _kept(tmp_path) == sorted(f"{name}.png" for name in names[0])
        assert outside.browser.location.startswith("/complain/")

        await _send_pictures(outside, PNG + b"2", content="还是不热")
        assert await outside.house.count() == 1  # the same household again
        assert [len(e.facts.get("images", ())) for e in await outside.house.timeline(1)][-1] == 1
        assert len(_kept(tmp_path)) == 3

        await _send_pictures(outside, PNG + b"3", phone="")
        assert (outside.browser.status, "照片请再选一次" in outside.browser.words) == (422, True)
        assert len(_kept(tmp_path)) == 3  # nothing is kept of what was not sent in
        await _send_pictures(outside)
        assert outside.browser.status == 303
        await _send_pictures(outside, PNG, csrf="0" * 64)
        assert outside.browser.status == 403


async def test_pictures_larger_than_life_are_refused(sqlite_url: str, tmp_path: Path) -> None:
    async with open_outside(sqlite_url, public=True, files=[tmp_path]) as outside:
        with patch("bot.web.uploads.MOST_BYTES", 1000):
            await _send_pictures(outside, PNG + b"x" * 1000)
        assert outside.browser.status == 413
        await _send_pictures(outside, **{f"f{n}": "x" for n in range(50)})
        assert outside.browser.status == 400
        assert await outside.house.count() == 0
        assert _kept(tmp_path) == []


async def test_where_no_pictures_are_kept_none_is_asked_for(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        assert "pictures" not in await outside.browser.get("/complain")
        await _send_pictures(outside, PNG)
        assert outside.browser.status == 303


# -- on and off ---------------------------------------------------------------------------------


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
        way = await _complain(outside)
        assert 'http-equiv="refresh"' in outside.browser.words
        await outside.house.running.drain()
        assert _said(await outside.browser.get(way), "number") == "1"


async def test_a_merged_ticket_and_a_void_one_say_so(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        one = await _complain(outside)
        two = await _complain(outside, phone="13800001111", content="我家也不热")
        await outside.house.say("客服甲", "合并 2 到 1")
        await outside.house.say("运行甲", "收到 1")
        assert _said(await outside.browser.get(two), "status") == "已有人接单"
        await outside.house.say("客服主管", "作废 1 打错了")
        assert (await outside.house.ticket(1)).status is Status.VOID
        assert "没有派人" in _said(await outside.browser.get(one), "status")
