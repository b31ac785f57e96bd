"""Two processes on one PostgreSQL hear the same thing at the same instant: it is one thing."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.company import Company
from bot.domain.ticket import Ticket
from storage import directory
from storage.engine import Connection
from storage.unit import Unit
from tests.house import COLD, LEAK, OUTAGE, House, local, open_house

pytestmark = pytest.mark.postgres


def _cold(room: int) -> str:
    return f"王女士 139030{room:05d} 阳光花园3号楼1单元{room} 家里不热只有15度"


@pytest.fixture
async def pair(postgres_url: str) -> AsyncIterator[tuple[House, House]]:
    async with open_house(postgres_url) as one, open_house(postgres_url) as other:
        yield one, other


async def _meet(
    one: House, other: House, place: asyncio.Barrier, group: str, who: str, words: str
) -> None:
    """The second process hears this while the first is already at work on its own message, and
    goes on when both have come to `place`."""
    first = asyncio.create_task(one.running.work())
    async with asyncio.timeout(20):
        while place.n_waiting == 0:  # noqa: ASYNC110 -- another task's waiting
            await asyncio.sleep(0.002)
        await other.platform.say(group, who, words, other.clock.now())
        await asyncio.gather(first, other.running.work())


async def _at_once(
    pair: tuple[House, House], here: str, there: str, monkeypatch: pytest.MonkeyPatch
) -> list[Ticket]:
    """Each process has taken a message and is about to look for what it may belong to."""
    one, other = pair
    at_the_look, real = asyncio.Barrier(2), Unit.alike

    async def look(self: Unit, *about: Any) -> list[Ticket]:
        await at_the_look.wait()
        return await real(self, *about)

    await one.platform.say("客服群", "客服甲", here, one.clock.now())
    with monkeypatch.context() as patch:
        patch.setattr(Unit, "alike", look)
        # Its own chat is what each of them holds.
        await _meet(one, other, at_the_look, "检修群", "检修甲", there)
    await one.running.drain()
    async with one.running.storage.reading() as queries:
        return sorted(await queries.all_tickets(), key=lambda ticket: ticket.id)


async def test_one_household_is_one_ticket(
    pair: tuple[House, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    (ticket,) = await _at_once(pair, COLD, COLD + "，催一下", monkeypatch)
    assert ticket.repeats == 1


async def test_one_place_is_one_incident(
    pair: tuple[House, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    again = "蓝天小区全小区都没暖气了 张先生 13700001111"
    first, second = await _at_once(pair, OUTAGE, again, monkeypatch)
    assert (first.is_major, first.parent, second.parent) == (True, None, first.id)


async def test_the_fifth_household_is_the_fifth_once(
    pair: tuple[House, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (101, 102, 201, 202):
        await pair[0].say("客服甲", _cold(room))
    tickets = await _at_once(pair, _cold(301), _cold(302), monkeypatch)
    majors = [t for t in tickets if t.is_major and t.parent is None]
    assert [t.households for t in majors] == [6]
    assert {t.parent for t in tickets if t not in majors} == {majors[0].id}


async def test_two_groups_that_are_bound_at_once_both_stay_bound(
    pair: tuple[House, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each process has read the same directory and is about to save it with its own change."""
    one, other = pair
    about_to_save, real, comers = asyncio.Barrier(2), directory.save, itertools.count()

    async def save(connection: Connection, value: Company, seen: int) -> bool:
        if next(comers) < 2:  # who was beaten comes again, alone
            await about_to_save.wait()
        return await real(connection, value, seen)

    for house in pair:
        for name, head in (("新检修群", "检修主任"), ("新运行群", "运行主任")):
            house.platform.chats.add_group(name, name, [head], house.clock.now())
    await one.platform.say("新检修群", "检修主任", "绑定 检修部", one.clock.now())
    with monkeypatch.context() as patch:
        patch.setattr(directory, "save", save)
        await _meet(one, other, about_to_save, "新运行群", "运行主任", "绑定 运行部")
    await one.running.drain()
    company = await other.running.storage.company()
    assert company is not None
    assert company.departments["repair"].groups == (local("新检修群"),)
    assert company.departments["operations"].groups == (local("新运行群"),)
    assert one.kinds_in("新检修群") == one.kinds_in("新运行群") == ["reply"]
    await one.say("客服甲", LEAK)
    assert "#1" in one.last_in("新检修群").text
