"""Other systems bring complaints in: what they are told, and above all what is not lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ticket import Source, Status
from bot.web import door
from tests.house import open_house
from tests.web.online_house import COLD, OTHER, open_outside


async def test_a_complaint_of_the_website_is_a_ticket_with_its_number(database_url: str) -> None:
    async with open_outside(database_url) as outside:
        told = await outside.post({**COLD, "idempotency_key": "a-1"})
        assert (outside.status, told["number"], told["state"]) == (202, 1, "opened")
        ticket = await outside.house.ticket(1)
        assert (ticket.name, ticket.phone) == ("王女士", "13912345678")
        assert (ticket.address, ticket.community) == ("阳光花园3号楼2单元501", "阳光花园")
        assert (ticket.source, ticket.happened) == (Source.ONLINE, "昨天晚上开始")
        assert (ticket.content, ticket.room_temp_c) == (COLD["content"], 15.0)
        assert ticket.status is Status.DISPATCHED
        assert "网络（官网）" in outside.house.said_in("客服群")[0]
        assert outside.house.last_in("运行群").meta["kind"] == "dispatched"

        way = outside.headers["Location"]
        await outside.house.say("运行甲", "收到 1")
        await outside.house.say("运行甲", "已联系 1 约今天18点")
        told = await outside.get(way)
        assert (outside.status, told["number"], told["status"]) == (200, 1, "contacted")
        assert told["promised_at"].startswith("2026-11-23T10:00")
        await outside.get(way, OTHER)  # another system's receipt is none of his
        assert outside.status == 404


async def test_what_it_is_told_of_the_result_names_nobody(sqlite_url: str) -> None:
    """Another household's complaint may have led to this ticket, and a website shows it about."""
    async with open_outside(sqlite_url) as outside:
        await outside.post(COLD)
        way = outside.headers["Location"]
        assert (await outside.get(way))["result"] is None
        words = "运行甲和赵师傅换了阀门，有事打136 0000 1111或幺三六零零零零一二三四"
        await outside.house.say("运行甲", f"完成 1 {words}")
        told = await outside.get(way)
        assert told["result"] == "工作人员和工作人员换了阀门，有事打（号码略）或（号码略）"
        assert (await outside.house.ticket(1)).result == words  # R1.3: inside it stands as it was


async def test_the_same_key_is_the_same_ticket_however_often_it_comes(database_url: str) -> None:
    async with open_outside(database_url) as outside:
        body = {**COLD, "idempotency_key": "a-1"}
        first = await outside.post(body)
        many = await asyncio.gather(*(outside.post(body) for _ in range(8)))
        assert [m["number"] for m in many] == [1] * 8
        assert {m["receipt"] for m in many} == {first["receipt"]}
        outside.house.clock.forward(timedelta(hours=5))
        assert (await outside.post(COLD, **{"Idempotency-Key": "a-1"}))["number"] == 1
        assert await outside.house.count() == 1
        assert (await outside.house.ticket(1)).repeats == 0

        told = await outside.post({**body, "content": "还是不热"})
        assert outside.status == 409
        assert "换一个" in told["error"]
        # Another system's key of the same name is another one.
        await outside.post({**body, "phone": "13800001111", "address": "翠湖小区1-1-101"}, OTHER)
        assert await outside.house.count() == 2


async def test_an_orders_own_number_is_its_key_where_none_is_given(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        order = {**COLD, "external_id": "20261123-0007", "source": "12345"}
        assert (await outside.post(order))["number"] == (await outside.post(order))["number"] == 1
        ticket = await outside.house.ticket(1)
        assert ticket.content.endswith("来单编号：20261123-0007")
        assert ticket.reporter == "网络（12345）"


async def test_two_other_wordings_of_one_key_at_the_same_time_are_one_ticket(
    database_url: str,
) -> None:
    async with open_outside(database_url) as outside:
        told = await asyncio.gather(
            *(outside.post({**COLD, "content": f"不热 {n}", "idempotency_key": "k"}) for n in "12")
        )
        assert {t.get("number", 1) for t in told} == {1}
        assert await outside.house.count() == 1


async def test_the_household_that_complains_again_gets_its_own_ticket(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        await outside.post(COLD)
        outside.house.clock.forward(timedelta(hours=3))
        told = await outside.post({**COLD, "content": "还是不热，怎么没人来"})
        assert (told["number"], told["state"]) == (1, "repeated")
        ticket = await outside.house.ticket(1)
        assert ticket.repeats == 1
        assert "还是不热，怎么没人来" in [e.words for e in await outside.house.timeline(1)]
        assert outside.house.last_in("运行群").meta["kind"] == "reminder"


@pytest.mark.parametrize("content", ["你好", "。。。", "🔥🔥", "a", "谢谢师傅，昨天修好了"])
async def test_what_nobody_can_read_is_a_ticket_for_a_person(sqlite_url: str, content: str) -> None:
    async with open_outside(sqlite_url) as outside:
        assert (await outside.post({"content": content, "phone": "1391234567"}))["number"] == 1
        ticket = await outside.house.ticket(1)
        assert ticket.status is Status.REGISTERED
        assert ticket.content == f"{content}\n电话填的是：1391234567"
        assert "R3.2.1" in ticket.clocks
        said = outside.house.said_in("客服群")
        assert any("请看一眼" in text for text in said)
        assert any("还缺：姓名、电话、地址" in text for text in said)


async def test_what_the_user_chose_needs_no_person_to_look(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        await outside.post({**COLD, "content": "快来看看吧", "type": "facility"})
        ticket = await outside.house.ticket(1)
        assert (ticket.status, ticket.type) == (Status.DISPATCHED, "facility")


async def test_words_from_outside_ring_nobody_and_give_no_orders(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        await outside.post(COLD)
        evil = {
            "content": "作废 1 @所有人 @运行甲 <@all> 家里不热",
            "name": "@所有人\n收到 1",
            "phone": "13800001111",
            "address": "@all 翠湖小区5号楼2单元302\n完成 1",
            "source": "检修主任",
            "time": "@所有人",
        }
        assert (await outside.post(evil))["number"] == 2
        assert (await outside.house.ticket(1)).status is Status.DISPATCHED
        for group in ("客服群", "运行群", "检修群", "领导群"):
            for posted in outside.house.heard_in(group):
                rung = {m.name for m in posted.mentions}
                text = posted.text
                for name in rung:
                    text = text.replace(f"@{name}", "")
                assert "@" not in text
                assert "所有人" not in rung
        ticket = await outside.house.ticket(2)
        assert ticket.reporter == "网络（检修主任）"
        assert "检修主任" not in {a.person for a in ticket.team}


async def test_a_number_that_takes_longer_is_asked_for_by_the_receipt(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.0)
    async with open_outside(database_url) as outside:
        outside.working = False
        told = await outside.post(COLD)
        assert (outside.status, told["number"], told["state"]) == (202, None, "waiting")
        way = outside.headers["Location"]
        assert (await outside.get(way))["state"] == "waiting"
        await outside.house.running.drain()
        assert (await outside.get(way))["number"] == 1


async def test_what_was_answered_is_kept_whatever_happens_next(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.0)
    async with open_outside(sqlite_url) as outside:
        outside.working = False  # the process dies here
        await outside.post(COLD)
        assert outside.status == 202
    async with open_house(sqlite_url) as house:
        await house.running.drain()
        assert (await house.ticket(1)).content == COLD["content"]


async def test_where_it_can_not_be_kept_it_is_not_taken(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_outside(sqlite_url) as outside:

        async def broken(*rows: object) -> None:
            raise ConnectionRefusedError

        monkeypatch.setattr(outside.house.running.storage, "accept", broken)
        told = await outside.post(COLD)
        assert (outside.status, outside.headers["Retry-After"]) == (503, "30")
        assert "没有登记" in told["error"]


async def test_what_the_house_can_not_handle_is_told_to_people_word_for_word(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(door, "PATIENCE", 0.0)
    async with open_outside(sqlite_url) as outside:
        monkeypatch.setattr("handlers.online.take", fails)
        await outside.post(COLD)
        way = outside.headers["Location"]
        await outside.house.forward(hours=1)
        assert (await outside.get(way))["state"] == "set_aside"
        said = outside.house.last_in("客服群").text
        assert COLD["content"] in said
        assert COLD["address"] in said


@pytest.mark.parametrize(
    "body",
    [
        b'\xef\xbb\xbf{"content": "\xe5\xae\xb6\xe9\x87\x8c\xe4\xb8\x8d\xe7\x83\xad"}',
        '{"content": "家里不热\\ud83d"}'.encode(),
        '{"content": "家里不热", "name": "\\udc00王"}'.encode(),
    ],
    ids=["a mark first", "half a character", "half a character in a field"],
)
async def test_a_complaint_whose_sender_writes_json_badly_is_taken(
    sqlite_url: str, body: bytes
) -> None:
    """R1.1: a text cut in the middle of a smile, a file with a mark at its beginning."""
    async with open_outside(sqlite_url) as outside:
        told = await outside.post(body)
        assert (outside.status, told["number"]) == (202, 1)
        assert "家里不热" in (await outside.house.ticket()).content


async def test_a_field_of_half_a_character_is_told(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        told = await outside.post('{"content": "冷", "\\ud800": 1}'.encode())
        assert outside.status == 422
        assert told["faults"][0]["error"] == "没有这一项"
        assert '{"content": "家里不热"}' in (await outside.post(b"no"))["error"]
