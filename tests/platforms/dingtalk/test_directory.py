"""Somebody joins, leaves, comes back, heads: what DingTalk's directory makes of the work."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.company import Person
from bot.domain.directory import remarks
from bot.platforms.base import PlatformError
from bot.vendors import VendorService
from storage.store import Storage
from tests.dingtalk_house import OPERATIONS, PEOPLE, SERVICE, open_dingtalk
from tests.house import COLD, OUTAGE, another
from tests.platforms.directory import away, kept_fresh, known, look, there, told


async def test_who_left_is_not_rung_and_rung_again_when_he_is_back(
    database_url: str,
) -> None:
    async with open_dingtalk(database_url, webhooks=True) as house, kept_fresh(house):
        await house.say(SERVICE, "客服甲", COLD)
        assert house.heard_in(OPERATIONS)[-1]["rung"] == [PEOPLE["运行甲"]]
        gone = house.server.people.pop(PEOPLE["运行甲"])
        await house.server.tell_event("user_leave_org", {"userId": [PEOPLE["运行甲"]]})
        await told(house, away("运行甲"))
        (said,) = house.heard_in(PEOPLE["总经理"])
        assert "运行甲在钉钉里已离职" in said["text"]
        assert "运行部成员" in said["text"]
        assert "改公司文件" in said["text"]
        await house.say(SERVICE, "客服甲", another(1))
        assert house.heard_in(OPERATIONS)[-1]["rung"] == [PEOPLE["运行乙"]]
        house.server.people[PEOPLE["运行甲"]] = gone
        await house.server.tell_event("user_add_org", {"userId": [PEOPLE["运行甲"]]})
        await told(house, there("运行甲"))
        await house.say(SERVICE, "客服甲", another(2))
        assert house.heard_in(OPERATIONS)[-1]["rung"] == [PEOPLE["运行甲"]]
        assert len(house.heard_in(PEOPLE["总经理"])) == 1


async def test_who_never_signed_in_is_told_once_and_known_after_a_restart(
    sqlite_url: str,
) -> None:
    async with open_dingtalk(sqlite_url) as house:
        house.server.people[PEOPLE["运行甲"]]["active"] = False
        house.server.knobs.strings = True
        for _ in range(2):
            await look(house)
        (said,) = house.heard_in(PEOPLE["总经理"])
        assert "运行甲在钉钉里还没激活" in said["text"]
        other = await Storage.open(sqlite_url)
        company = await other.company()
        assert company is not None
        assert company.people["运行甲"].away == {"dingtalk": "inactive"}
        await other.close()
    async with open_dingtalk(sqlite_url) as house:
        assert (await known(house)).people["运行甲"].away == {"dingtalk": "inactive"}


async def test_when_the_whole_crew_and_its_head_left_others_hear_it(
    sqlite_url: str,
) -> None:
    async with open_dingtalk(sqlite_url, webhooks=True) as house:
        for name in ("运行甲", "运行乙", "运行主任"):
            del house.server.people[PEOPLE[name]]
        await look(house)
        await house.say(SERVICE, "客服甲", COLD)
        rung = house.heard_in(OPERATIONS)[-1]["rung"]
        assert PEOPLE["客服主管"] in rung


async def test_who_left_is_in_no_emergency_group(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        del house.server.people[PEOPLE["检修甲"]]
        await look(house)
        await house.say(SERVICE, "客服甲", OUTAGE)
        (made,) = house.server.seen("group_created")
        assert PEOPLE["检修乙"] in made["members"] or PEOPLE["运行乙"] in made["members"]
        assert PEOPLE["检修甲"] not in made["members"]


async def test_heads_and_people_that_differ_are_shown_and_not_followed(
    sqlite_url: str,
) -> None:
    async with open_dingtalk(sqlite_url) as house:
        server = house.server
        server.departments[2] = {"name": "生产", "parent_id": 1}
        server.departments[7] = {"name": "运行部", "parent_id": 2, "managers": [PEOPLE["运行甲"]]}
        server.add_person("0777", "王五", 7)
        server.people[PEOPLE["运行甲"]]["dept"] = 7
        before = await known(house)
        await look(house)
        company = await known(house)
        assert company.departments["operations"].head == "运行主任"
        assert company.people.keys() == before.people.keys()
        heads, strangers = remarks(company, ["dingtalk"])
        assert (heads["what"], heads["name"], heads["names"]) == ("heads", "运行主任", ["运行甲"])
        assert strangers["names"] == ["王五"]
        assert not house.heard_in(PEOPLE["总经理"])


@pytest.mark.parametrize("path", ["user/get", "department/listsub", "department/get"])
@pytest.mark.parametrize(
    "answer", [(200, {"errcode": 90002, "errmsg": "busy"}), (502, "no"), (200, {"errcode": "15"})]
)
async def test_a_directory_that_fails_changes_nothing(
    sqlite_url: str, path: str, answer: tuple[int, Any]
) -> None:
    async with open_dingtalk(sqlite_url) as house:
        house.server.departments[7] = {"name": "运行部", "parent_id": 1}
        await look(house)
        before = await known(house)
        del house.server.people[PEOPLE["运行甲"]]
        house.server.knobs.instead[f"/topapi/v2/{path}"] = [(*answer, False)]
        with pytest.raises(PlatformError):
            await look(house)
        assert await known(house) == before
        await look(house)
        assert (await known(house)).people["运行甲"].is_away


async def test_without_the_permission_nobody_is_taken_for_gone(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        house.server.knobs.denied.add("/topapi/v2/user/get")
        before = await known(house)
        await look(house)
        assert (await known(house)).people == before.people


async def test_an_organisation_that_knows_nobody_is_not_believed(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        house.server.people.clear()
        before = await known(house)
        await look(house)
        assert (await known(house)).people == before.people


async def test_a_new_colleague_is_found_when_the_directory_tells(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        storage = house.running.storage
        company = await known(house)
        crew = company.departments["operations"]
        newcomer = Person("新来的", "新来的", {})
        with_newcomer = replace(
            company,
            people={**company.people, "新来的": newcomer},
            departments={
                **company.departments,
                "operations": replace(crew, members=(*crew.members, "新来的")),
            },
        )
        await storage.change_company(lambda _: with_newcomer)
        service = VendorService(house.platform, storage, settle=0)
        service.start()
        house.server.add_person("0777", "新来的")
        await house.server.tell_event("user_add_org")
        async with asyncio.timeout(10):
            while (await storage.company()).people["新来的"].ids != {"dingtalk": "0777"}:  # type: ignore[union-attr]
                await house.running.drain()
                await asyncio.sleep(0.01)
        await house.say(SERVICE, "客服甲", COLD)
        await house.say(OPERATIONS, "0777", "收到 1")
        assert (await house.ticket()).handler == "新来的"
        await service.stop()
