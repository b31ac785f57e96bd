"""Nobody learns on the public pages of anybody else's complaint."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.domain.ticket import Status
from tests.web.complaining import FORM, ask, complain, more, send, shown
from tests.web.online_house import open_outside

# -- nobody else's ------------------------------------------------------------------------------


async def test_without_the_digits_nothing_is_told_of_any_ticket(database_url: str) -> None:
    async with open_outside(database_url, public=True) as outside:
        await complain(outside)
        await complain(outside, phone="", address="翠湖小区5号楼1单元101", warned="1")
        outside.client.session.cookie_jar.clear()

        def plain(words: str) -> str:
            return re.sub(r'value="\w+"', "", words)

        wrong = plain(await ask(outside, "1", "0000"))
        for number, digits in (("2", "0000"), ("2", "    "), ("77", "5678"), ("999999999", "5678")):
            told = await ask(outside, number, digits)
            assert outside.browser.status == 404
            if digits.strip():
                assert plain(told) == wrong
        assert "没有查到" in wrong
        assert "王女士" not in wrong
        for number in ("0", "-1", "1.0", "１", "1" * 10, "1 or 1=1", "<b>"):
            await ask(outside, number, "5678")
            assert outside.browser.status == 404
            assert "<b>" not in outside.browser.words.replace("编号 <b", "")


async def test_four_digits_are_not_guessed(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True, proxies=("127.0.0.1",)) as outside:
        await complain(outside)
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
        await complain(outside)
        way = await complain(outside, phone="", name="", content="还是不热", warned="1")
        assert (await outside.house.ticket(1)).repeats == 1
        assert 'data-state="closed"' in outside.browser.words
        for secret in ("约", "派给", "王女士", "5678"):
            assert secret not in shown(outside.browser.words, "receipt")
        await outside.browser.get("/complain/status")
        await more(outside, receipt=way[-32:], what="add", words="喂")
        assert (outside.browser.status, outside.browser.reason) == (404, "no_receipt")
        for other in ("0" * 32, "x", "../status", "%0d%0aSet-Cookie:x=1", "a" * 5000):
            await outside.browser.get(f"/complain/{other}")
            assert outside.browser.status in (400, 404)
            assert "x=1" not in str(outside.browser.headers)


async def test_what_users_write_breaks_no_page_and_rings_nobody(sqlite_url: str) -> None:
    evil = '"><script>alert(1)</script>@所有人'
    async with open_outside(sqlite_url, public=True) as outside:
        way = await complain(outside, content=evil, name=evil[:40], address=evil)
        await more(outside, receipt=way[-32:], what="add", words=evil)
        await outside.house.say("客服甲", "转 1 运行部")
        for group in ("客服群", "运行群"):
            for posted in outside.house.heard_in(group):
                assert "@所有人" not in posted.text
        await outside.house.say("运行甲", f"完成 1 {evil}")
        await outside.house.say("运行甲", "已反馈 1 满意")
        words = await outside.browser.get(way)
        assert "script" in shown(words, "result")
        assert "<script>" not in words
        assert "script-src" not in outside.browser.headers["Content-Security-Policy"]


async def test_a_form_larger_than_life_is_refused(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        await outside.browser.get("/complain")
        await send(outside, **{**FORM, "content": "冷" * 2001})
        assert (outside.browser.status, "long_content" in outside.browser.words) == (422, True)
        await outside.browser.post("/complain", content="x" * 70_000)
        assert outside.browser.status == 413
        assert await outside.house.count() == 0


# -- on and off ---------------------------------------------------------------------------------


async def test_a_merged_ticket_and_a_void_one_say_so(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        one = await complain(outside)
        two = await complain(outside, phone="13800001111", content="我家也不热")
        await outside.house.say("客服甲", "合并 2 到 1")
        await outside.house.say("运行甲", "收到 1")
        assert shown(await outside.browser.get(two), "status") == "已有人接单"
        await outside.house.say("客服主管", "作废 1 打错了")
        assert (await outside.house.ticket(1)).status is Status.VOID
        assert "没有派人" in shown(await outside.browser.get(one), "status")
        assert "请再报一件" in shown(outside.browser.words, "void")
