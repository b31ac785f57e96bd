"""Somebody leaves, comes back, another heads: what WeCom's directory makes of the work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from bot.domain.directory import remarks
from bot.platforms.base import PlatformError
from tests.house import COLD, another
from tests.platforms.directory import away, kept_fresh, known, look, there, told
from tests.wecom_house import OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom


async def test_who_left_is_not_rung_and_rung_again_when_he_is_back(
    database_url: str,
) -> None:
    async with open_wecom(database_url, webhooks=True) as house, kept_fresh(house):
        await house.say(SERVICE, "客服甲", COLD)
        assert rung(house) == [PEOPLE["运行甲"]]
        gone = house.server.people.pop(PEOPLE["运行甲"])
        house.platform.directory_changed.set()
        await told(house, away("运行甲"))
        (said,) = house.heard_in(PEOPLE["总经理"])
        assert "运行甲在企业微信里已离职" in said["text"]
        await house.say(SERVICE, "客服甲", another(1))
        assert rung(house) == [PEOPLE["运行乙"]]
        house.server.people[PEOPLE["运行甲"]] = gone
        house.platform.directory_changed.set()
        await told(house, there("运行甲"))
        await house.say(SERVICE, "客服甲", another(2))
        assert rung(house) == [PEOPLE["运行甲"]]


def rung(house: WeComHouse) -> list[str]:
    found: list[Mapping[str, Any]] = list(house.heard_in(OPERATIONS))
    return list(next(m["rung"] for m in reversed(found) if m.get("rung")))


@pytest.mark.parametrize(
    ("status", "why", "words"),
    [(2, "disabled", "被停用"), (4, "inactive", "还没激活"), (5, "gone", "已离职")],
)
async def test_every_status_that_is_not_activated(
    sqlite_url: str, status: int, why: str, words: str
) -> None:
    async with open_wecom(sqlite_url) as house:
        house.server.people[PEOPLE["检修甲"]].status = status
        await look(house)
        assert (await known(house)).people["检修甲"].away == {"wecom": why}
        (said,) = house.heard_in(PEOPLE["总经理"])
        assert f"检修甲在企业微信里{words}" in said["text"]


async def test_out_of_the_apps_range_is_not_gone(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url) as house:
        house.server.people[PEOPLE["检修甲"]].in_range = False
        del house.server.people[PEOPLE["检修乙"]]
        await look(house)
        people = (await known(house)).people
        assert (people["检修甲"].is_away, people["检修乙"].is_away) == (False, True)


async def test_heads_and_people_that_differ_are_shown_and_not_followed(
    sqlite_url: str,
) -> None:
    async with open_wecom(sqlite_url) as house:
        server = house.server
        server.add_department(9, "检修部")
        server.add_person("wangwu", "王五", 9, heads=frozenset({9}))
        server.people[PEOPLE["检修甲"]].departments = (2, 9)
        await look(house)
        company = await known(house)
        assert company.departments["repair"].head == "检修主任"
        heads, strangers = remarks(company, ["wecom"])
        assert (heads["what"], heads["name"], heads["names"]) == ("heads", "检修主任", ["王五"])
        assert (strangers["where"], strangers["names"]) == ("检修部", ["王五"])


@pytest.mark.parametrize("path", ["user/get", "department/list", "user/simplelist"])
async def test_a_directory_that_fails_changes_nothing(sqlite_url: str, path: str) -> None:
    async with open_wecom(sqlite_url) as house:
        house.server.add_department(9, "检修部")
        await look(house)
        before = await known(house)
        del house.server.people[PEOPLE["运行甲"]]
        # The list of a department is read twice: for names, where a failure is no matter, and here.
        times = 2 if path == "user/simplelist" else 1
        house.server.knobs.instead[path] = [(-1, False)] * times
        with pytest.raises(PlatformError):
            await look(house)
        assert await known(house) == before
        await look(house)
        assert (await known(house)).people["运行甲"].is_away


async def test_a_slow_directory_keeps_nobody_waiting(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url, webhooks=True) as house:
        answers = asyncio.Event()
        whole: Callable[..., Awaitable[Any]] = house.platform.app.get

        async def slow(path: str, **query: str | int) -> Any:
            if path == "/cgi-bin/user/get":
                await answers.wait()
            return await whole(path, **query)

        house.platform.app.get = slow  # type: ignore[method-assign]
        async with kept_fresh(house):
            del house.server.people[PEOPLE["运行甲"]]
            await house.say(SERVICE, "客服甲", COLD)
            assert rung(house) == [PEOPLE["运行甲"]]
            answers.set()
            await told(house, away("运行甲"))
