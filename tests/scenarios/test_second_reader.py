"""A model inside the company's network is asked about what the rules are unsure of. Whatever it
says, or does not say, the ticket is there, the agent decides, and the rules' answer stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.check import mistakes
from bot.domain.reading.masking import mask, unmask
from bot.domain.rereading import standing_in
from bot.domain.ticket import Status, Ticket, Type
from bot.platforms.second_reader import ModelReader
from bot.settings import Settings
from bot.workers.rereading import LEASE
from storage.migrate import migrate
from tests.house import COLD, House, open_house
from tests.servers.model import KEY, ModelServer, open_model

UNSURE = "幸福里的张丽托我带话，电话13912345678，那件事麻烦尽快安排人来"
NAMED = "王女士 13912345678 阳光花园3号楼 麻烦来个人"
RIGHT: dict[str, Any] = {
    "complaint": True, "type": "quality", "severity": "general", "name": "张丽",
    "phone": "【电话1】", "address": "幸福里", "room_temp_c": None,
}  # fmt: skip


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with open_model() as server:
        yield server


def a_reader(model: ModelServer, seconds: float = 5) -> ModelReader:
    return ModelReader(model.url, "qwen", KEY, seconds)


@pytest.fixture
async def house(database_url: str, model: ModelServer) -> AsyncIterator[House]:
    async with open_house(database_url, second_reader=a_reader(model)) as opened:
        yield opened


def face(ticket: Ticket) -> tuple[Any, ...]:
    """What a model could have changed."""
    return (
        ticket.name, ticket.phone, ticket.address, ticket.community, ticket.room_temp_c,
        ticket.type, ticket.severity, ticket.status, ticket.needs_check,
    )  # fmt: skip


async def test_it_completes_what_is_empty_and_only_proposes_the_rest(
    house: House, model: ModelServer
) -> None:
    model.answers = [RIGHT]
    await house.say("客服甲", UNSURE)
    ticket = await house.ticket()
    assert (ticket.name, ticket.type, ticket.needs_check) == ("张丽", Type.OTHER, True)
    told = house.said_in("客服群")[-1]
    assert "姓名：张丽" in told
    assert "改判 1 质量" in told
    (entry,) = [e for e in await house.timeline() if e.what == "read_again"]
    assert entry.facts["filled"] == {"name": "张丽"}
    await house.say("客服甲", "改判 1 质量")
    assert (await house.ticket()).type is Type.QUALITY


async def test_number_and_name_do_not_leave_the_house(house: House, model: ModelServer) -> None:
    model.answers = [{"complaint": True, "type": "service", "name": "【姓名1】"}]
    await house.say("客服甲", NAMED)
    (read,) = model.read
    assert read == "【姓名1】 【电话1】 阳光花园3号楼 麻烦来个人"
    assert (await house.ticket()).name == "王女士"
    (body,) = model.asked
    assert (body["model"], body["temperature"]) == ("qwen", 0)


async def test_what_the_rules_are_sure_of_is_asked_of_nobody(
    house: House, model: ModelServer
) -> None:
    await house.say("客服甲", COLD)
    assert model.asked == []


async def test_no_complaint_is_a_remark_and_voids_nothing(house: House, model: ModelServer) -> None:
    model.answers = ['<think>{?}</think>```json\n{"complaint": false}\n```']
    await house.say("客服甲", UNSURE)
    assert "作废 1 " in house.said_in("客服群")[-1]
    assert (await house.ticket()).is_open


async def test_a_graver_reading_rings_and_raises_nothing(house: House, model: ModelServer) -> None:
    model.answers = [RIGHT | {"severity": "major"}]
    await house.say("客服甲", UNSURE)
    assert not (await house.ticket()).is_major
    assert "升级 1 " in house.said_in("客服群")[-1]


@pytest.mark.parametrize(
    "nonsense",
    [
        {"name": "刘德", "phone": "13899990000", "address": "梦里水乡8号楼101", "room_temp_c": 3},
        {"name": ["张丽"], "phone": {"a": 1}, "type": "法律", "severity": 5, "complaint": "是"},
        {"phone": "1391234", "name": "，电话", "room_temp_c": True, "address": "幸福里 9号楼"},
        "我不知道",
        "{" * 3000,
        '{"a": ' * 20000 + "1" + "}" * 20000,
        "huge",
        "close",
        401,
        500,
        429,
        302,
    ],
    ids=str,
)
async def test_nonsense_and_failures_leave_what_the_rules_read(
    house: House, model: ModelServer, nonsense: dict[str, Any] | str | int
) -> None:
    model.answers = [nonsense]
    await house.say("客服甲", UNSURE)
    ticket = await house.ticket()
    assert face(ticket)[:3] == (None, "13912345678", "幸福里")
    before = len(house.said_in("客服群"))
    await house.forward(minutes=2)
    assert face(await house.ticket()) == face(ticket)
    assert len(house.said_in("客服群")) == before
    assert len(model.asked) == (2 if nonsense in ("close", 500, 429) else 1)
    async with house.running.storage.reading() as queries:
        assert await queries.oldest_due(house.clock.now()) is None
        assert set((await queries.counts())["outbox"]) <= {"sent", "dropped"}


async def test_one_that_was_down_is_asked_once_more(house: House, model: ModelServer) -> None:
    model.answers = [503, RIGHT]
    await house.say("客服甲", UNSURE)
    assert (await house.ticket()).name is None
    await house.forward(seconds=31)
    assert (await house.ticket()).name == "张丽"


async def test_beyond_the_time_limit_the_rules_stand(database_url: str, model: ModelServer) -> None:
    model.answers = ["slow"]
    async with open_house(database_url, second_reader=a_reader(model, 0.05)) as house:
        await house.say("客服甲", UNSURE)
        await house.forward(minutes=2)
        assert len(model.asked) == 2
        assert (await house.ticket()).name is None


async def test_nobody_waits_and_a_person_wins(house: House, model: ModelServer) -> None:
    """The ticket is open and asked about before the model has answered; others go on meanwhile."""
    model.answers = ["slow", RIGHT]
    running, platform = house.running, house.platform
    await platform.say("客服群", "客服甲", UNSURE, house.clock.now())
    await running.work()
    asking = asyncio.create_task(running.read_again())
    await asyncio.wait_for(model.came.wait(), 5)
    while await running.delivery.drain():
        pass
    assert {"opened", "question"} <= set(house.kinds_in("客服群"))
    await platform.say("客服群", "客服甲", "补充 1 姓名 张丽华", house.clock.now())
    await platform.say("客服群", "客服甲", COLD, house.clock.now())
    await running.work()
    await running.delivery.drain()
    assert "dispatched" in house.kinds_in("运行群")
    async with running.storage.reading() as queries:
        assert await queries.oldest_due(house.clock.now()) is None
    assert not asking.done()
    asking.cancel()  # the process ends in the middle of the question
    await asyncio.gather(asking, return_exceptions=True)
    await house.forward(seconds=LEASE.total_seconds() + 1)
    assert len(model.asked) == 2
    assert (await house.ticket()).name == "张丽华"


async def test_the_answer_is_kept_once_though_it_was_given_twice(
    house: House, model: ModelServer
) -> None:
    """The process ends between the answer and its settling; a model may answer otherwise then."""
    model.answers = [RIGHT, RIGHT | {"type": "service"}]
    storage = house.running.storage
    settle = storage.settle_outbox
    lost = False

    async def loses(results: Any, now: Any) -> None:
        nonlocal lost
        if model.asked and not lost:
            lost = True
            raise ConnectionError
        await settle(results, now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(storage), "settle_outbox", lambda _self, r, n: loses(r, n))
        with pytest.raises(ConnectionError):
            await house.say("客服甲", UNSURE)
        await house.forward(seconds=LEASE.total_seconds() + 1)
    assert len(model.asked) == 2
    assert [e.what for e in await house.timeline()].count("read_again") == 1
    assert sum("又让模型读了一遍" in text for text in house.said_in("客服群")) == 1


async def test_too_late_for_a_closed_ticket(house: House, model: ModelServer) -> None:
    model.answers = [503, RIGHT]
    await house.say("客服甲", UNSURE)
    await house.say("客服甲", "作废 1 不是投诉")
    await house.forward(minutes=1)
    ticket = await house.ticket()
    assert len(model.asked) == 2
    assert (ticket.status, ticket.name) == (Status.VOID, None)


async def test_a_reader_that_was_taken_away_leaves_nothing_waiting(
    database_url: str, model: ModelServer
) -> None:
    model.answers = [503]
    async with open_house(database_url, second_reader=a_reader(model)) as house:
        await house.say("客服甲", UNSURE)
        later = house.clock.now() + timedelta(minutes=1)
        async with house.running.storage.reading() as queries:
            assert (await queries.counts())["outbox"]["waiting"] == 1
    async with open_house(database_url, at=later) as house:
        await house.running.drain()
        async with house.running.storage.reading() as queries:
            assert "waiting" not in (await queries.counts())["outbox"]


@pytest.mark.parametrize(
    ("text", "known", "gone"),
    [
        ("姓名:赵小兰 电话:139-1234-5678 不热", (), ("赵小兰", "1234", "5678")),
        ("业主欧阳锋老师说 0431-88123456 不热", (), ("欧阳锋", "88123456")),
        ("一三九一二三四五六七八找王丽", ("王丽",), ("一三九", "王丽")),
        ("身份证22010219800101123X", (), ("220102",)),
    ],
)
def test_masking(text: str, known: tuple[str, ...], gone: tuple[str, ...]) -> None:
    masked, table = mask(text, known)
    assert not [words for words in gone if words in masked]
    assert unmask(masked, table) == text


def test_only_what_stands_in_the_text() -> None:
    text = "张丽 １３９-１２３４-５６７８ 幸福里小区 3号楼 屋里才十五度"
    told = {"phone": "139 1234 5678", "room_temp_c": 15.0, "address": "幸福里小区 3号楼"}
    assert standing_in(text, told | {"name": "李丽"}) == told | {"phone": "13912345678"}


def test_what_stands_there_and_is_no_name_or_place() -> None:
    told = {"name": "家里", "address": "家里不热"}
    assert standing_in("张丽说家里不热", told) == {}
    assert standing_in("张丽说家里不热", {"name": "张丽"}) == {"name": "张丽"}


async def test_check_asks_it(tmp_path: Path, model: ModelServer) -> None:
    url = f"sqlite:///{tmp_path / 'heatdesk.db'}"
    await migrate(url)
    section = {"url": model.url, "model": "qwen", "api_key": KEY}
    values = {"database": {"url": url}, "company": {"file": "bot/demo/company.yaml"}}
    right = Settings.model_validate(values | {"reading": {"llm": section}})
    model.answers = [RIGHT]
    assert await mistakes(right) == []
    model.answers = [404]
    assert [m for m in await mistakes(right) if "reading.llm" in m and "404" in m]
    assert await mistakes(right, ask_vendors=False) == []
    wrong = Settings.model_validate(values | {"reading": {"llm": {"url": model.url}}})
    assert ["model" in m for m in await mistakes(wrong)] == [True]
