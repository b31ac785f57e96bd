"""What could not be sent or worked on, and a person's word about it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from storage.rows import Failed, NewOutbox
from tests.dingtalk_house import PEOPLE
from tests.house import COLD, MORNING, open_house
from tests.web.desk_house import Telephone, bare, fail, open_desk, quarantine


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
        await browser.post("/settings/set-aside", rows=f"outbox:{number}", action="again")
        assert browser.location == "/settings?done=again"
        assert poked == [1]
        (row,) = await browser.storage.claim_outbox(MORNING, 5, timedelta(minutes=1), "me")
        assert (row.id, row.attempts) == (number, 0)
        await browser.get("/settings?done=again")
        await browser.post("/settings/set-aside", rows=f"outbox:{number}", action="again")
        assert browser.location == "/settings?done=gone"


async def test_a_message_that_was_set_aside_is_read_again(database_url: str) -> None:
    async with open_desk(database_url) as browser:
        await quarantine(browser.storage, "收到 3")
        await browser.sign_in()
        words = await browser.get("/settings")
        (named,) = re.findall(r'name="rows" value="(inbox:\d+)"', words)
        await browser.post("/settings/set-aside", rows=named, action="again")
        async with browser.storage.transaction() as transaction:
            (row,) = await transaction.take_inbox(MORNING, 5)
            assert (f"inbox:{row.id}", row.attempts, row.payload["text"]) == (named, 0, "收到 3")


async def test_what_nobody_wants_any_more_is_gone_from_the_page(database_url: str) -> None:
    async with open_desk(database_url) as browser:
        await quarantine(browser.storage, "收到 3")
        number = await fail(browser.storage)
        await browser.come_as("检修主任")
        await browser.get("/settings")
        await browser.post("/settings/set-aside", rows=f"outbox:{number}", action="let_be")
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
        await browser.post("/settings/set-aside", rows=f"outbox:{number}", action="again")
        words = await browser.get("/settings")
        assert "检修主任：没送到的消息（ 工单 1 ），再试一次" in bare(words)
        # Pressed once more when it is not set aside any more: nothing was decided.
        await browser.post("/settings/set-aside", rows=f"outbox:{number}", action="let_be")
        await browser.get("/settings")
        await browser.post("/sign-out")
        await browser.sign_in()
        words = await browser.get("/settings")
        (inbox,) = re.findall(r'name="rows" value="(inbox:\d+)"', words)
        await browser.post("/settings/set-aside", rows=inbox, action="let_be")
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
        {"rows": "tickets:1", "action": "again"},
        {"rows": "inbox:1 OR 1", "action": "again"},
        {"rows": "inbox:" + "9" * 30, "action": "again"},
        {"rows": "inbox:" + "9" * 19, "action": "again"},
        {"rows": "inbox:١", "action": "again"},
        {"rows": "inbox:1", "action": "drop"},
        {"rows": " ", "action": "again"},
        {"rows": " ".join(f"inbox:{n}" for n in range(1, 60)), "action": "again"},
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


async def test_all_that_was_lost_while_the_robot_was_out_is_tried_again_at_once(
    database_url: str,
) -> None:
    async with open_desk(database_url, platforms=(Telephone(),)) as browser:
        numbers = [await fail(browser.storage, f"o{n}", ticket=n) for n in range(1, 4)]
        await browser.come_as("检修主任")
        words = await browser.get("/settings")
        assert "下面 3 条都再试一次" in words
        assert 'href="/tickets/3"' in words
        shown = re.findall(r'name="rows" value="([^"]+ [^"]+)"', words)[0]
        # Meanwhile somebody else lets one of them be: it is left out, and nobody is told twice.
        one = f"outbox:{numbers[0]}"
        await browser.post("/settings/set-aside", rows=one, action="let_be")
        await browser.get("/settings")
        await browser.post("/settings/set-aside", rows=shown, action="again")
        assert browser.location == "/settings?done=again&count=2"
        words = await browser.get(browser.location)
        assert "这 2 条已经放回去" in words
        assert "没有。消息都送到了" in words
        assert words.count("检修主任：没送到的消息") == 3
        rows = await browser.storage.claim_outbox(MORNING, 5, timedelta(minutes=1), "me")
        assert sorted(row.id for row in rows) == sorted(numbers[1:])


async def test_a_group_that_will_never_be_again_is_cleared_away_in_two_taps(
    sqlite_url: str,
) -> None:
    async with open_desk(sqlite_url) as browser:
        for n in range(60):
            await fail(browser.storage, f"o{n}")
        await browser.sign_in()
        words = await browser.get("/settings")
        assert "只列最近 50 条" in words
        shown = re.findall(r'name="rows" value="([^"]+ [^"]+)"', words)[0]
        await browser.post("/settings/set-aside", rows=shown, action="let_be")
        words = await browser.get(browser.location)
        assert "好，不再管这 50 条" in words
        assert "下面 10 条都再试一次" in words


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("Unknown", "钉钉一直没有回答，送到没有不知道；网络通了再试"),
        ("UndefinedError", "软件自己出错（UndefinedError）；升级后再试，急的先打电话"),
        ("", "没有记下"),
    ],
)
async def test_why_it_was_not_sent_is_said_in_peoples_words(
    sqlite_url: str, reason: str, told: str
) -> None:
    async with open_desk(sqlite_url) as browser:
        await fail(browser.storage, reason=reason)
        await browser.sign_in()
        assert f"原因： {told}" in bare(await browser.get("/settings"))
