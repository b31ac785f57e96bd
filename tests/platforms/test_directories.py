"""Somebody leaves, comes back, another heads: what both vendors' directories make of the work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.domain.company import Company
from bot.domain.directory import remarks
from bot.platforms.base import PlatformError
from bot.vendors import VendorService
from storage.store import Storage
from tests import dingtalk_house, wecom_house
from tests.dingtalk_house import DingTalkHouse, open_dingtalk
from tests.house import COLD, OUTAGE
from tests.wecom_house import WeComHouse, open_wecom

House = DingTalkHouse | WeComHouse


def another(number: int) -> str:
    return f"幸福里{number}号楼1单元101 139123400{number:02d} 家里不热，投诉"


async def known(house: House) -> Company:
    company = await house.running.storage.company()
    assert company is not None
    return company


async def told(house: House, true: Callable[[Company], bool]) -> None:
    """Waits until the house knows, while it does what comes in."""
    async with asyncio.timeout(30):
        while not true(await known(house)):
            await house.running.drain()
            await asyncio.sleep(0.002)
    await house.running.drain()


@asynccontextmanager
async def kept_fresh(house: House) -> AsyncIterator[VendorService]:
    """The service beside the house, as it runs; the first look is over."""
    service = VendorService(house.platform, house.running.storage, settle=0)
    service.start()
    await house.until(lambda: not house.platform.directory_changed.is_set())
    try:
        yield service
    finally:
        await service.stop()


async def look(house: House) -> None:
    """One look now, and all that follows."""
    await VendorService(house.platform, house.running.storage).look()
    await house.running.drain()


def away(name: str) -> Callable[[Company], bool]:
    return lambda company: company.people[name].is_away


def there(name: str) -> Callable[[Company], bool]:
    return lambda company: not company.people[name].is_away


# -- DingTalk -----------------------------------------------------------------------------------


async def test_dingtalk_who_left_is_not_rung_and_rung_again_when_he_is_back(
    database_url: str,
) -> None:
    ids = dingtalk_house.PEOPLE
    async with open_dingtalk(database_url, webhooks=True) as house, kept_fresh(house):
        await house.say(dingtalk_house.SERVICE, "客服甲", COLD)
        assert house.heard_in(dingtalk_house.OPERATIONS)[-1]["rung"] == [ids["运行甲"]]
        gone = house.server.people.pop(ids["运行甲"])
        await house.server.tell_event("user_leave_org", {"userId": [ids["运行甲"]]})
        await told(house, away("运行甲"))
        (said,) = house.heard_in(ids["总经理"])
        assert "运行甲在钉钉里已离职" in said["text"]
        assert "运行部成员" in said["text"]
        assert "改公司文件" in said["text"]
        await house.say(dingtalk_house.SERVICE, "客服甲", another(1))
        assert house.heard_in(dingtalk_house.OPERATIONS)[-1]["rung"] == [ids["运行乙"]]
        house.server.people[ids["运行甲"]] = gone
        await house.server.tell_event("user_add_org", {"userId": [ids["运行甲"]]})
        await told(house, there("运行甲"))
        await house.say(dingtalk_house.SERVICE, "客服甲", another(2))
        assert house.heard_in(dingtalk_house.OPERATIONS)[-1]["rung"] == [ids["运行甲"]]
        assert len(house.heard_in(ids["总经理"])) == 1


async def test_dingtalk_who_never_signed_in_is_told_once_and_known_after_a_restart(
    sqlite_url: str,
) -> None:
    ids = dingtalk_house.PEOPLE
    async with open_dingtalk(sqlite_url) as house:
        house.server.people[ids["运行甲"]]["active"] = False
        house.server.knobs.strings = True
        for _ in range(2):
            await look(house)
        (said,) = house.heard_in(ids["总经理"])
        assert "运行甲在钉钉里还没激活" in said["text"]
        other = await Storage.open(sqlite_url)
        company = await other.company()
        assert company is not None
        assert company.people["运行甲"].away == {"dingtalk": "inactive"}
        await other.close()
    async with open_dingtalk(sqlite_url) as house:
        assert (await known(house)).people["运行甲"].away == {"dingtalk": "inactive"}


async def test_dingtalk_when_the_whole_crew_and_its_head_left_others_hear_it(
    sqlite_url: str,
) -> None:
    ids = dingtalk_house.PEOPLE
    async with open_dingtalk(sqlite_url, webhooks=True) as house:
        for name in ("运行甲", "运行乙", "运行主任"):
            del house.server.people[ids[name]]
        await look(house)
        await house.say(dingtalk_house.SERVICE, "客服甲", COLD)
        rung = house.heard_in(dingtalk_house.OPERATIONS)[-1]["rung"]
        assert ids["客服主管"] in rung


async def test_dingtalk_who_left_is_in_no_emergency_group(sqlite_url: str) -> None:
    ids = dingtalk_house.PEOPLE
    async with open_dingtalk(sqlite_url) as house:
        del house.server.people[ids["检修甲"]]
        await look(house)
        await house.say(dingtalk_house.SERVICE, "客服甲", OUTAGE)
        (made,) = house.server.seen("group_created")
        assert ids["检修乙"] in made["members"] or ids["运行乙"] in made["members"]
        assert ids["检修甲"] not in made["members"]


async def test_dingtalk_heads_and_people_that_differ_are_shown_and_not_followed(
    sqlite_url: str,
) -> None:
    ids = dingtalk_house.PEOPLE
    async with open_dingtalk(sqlite_url) as house:
        server = house.server
        server.departments[2] = {"name": "生产", "parent_id": 1}
        server.departments[7] = {"name": "运行部", "parent_id": 2, "managers": [ids["运行甲"]]}
        server.add_person("0777", "王五", 7)
        server.people[ids["运行甲"]]["dept"] = 7
        before = await known(house)
        await look(house)
        company = await known(house)
        assert company.departments["operations"].head == "运行主任"
        assert company.people.keys() == before.people.keys()
        heads, strangers = remarks(company, ["dingtalk"])
        assert (heads["what"], heads["name"], heads["names"]) == ("heads", "运行主任", ["运行甲"])
        assert strangers["names"] == ["王五"]
        assert not house.heard_in(ids["总经理"])


@pytest.mark.parametrize("path", ["user/get", "department/listsub", "department/get"])
@pytest.mark.parametrize(
    "answer", [(200, {"errcode": 90002, "errmsg": "busy"}), (502, "no"), (200, {"errcode": "15"})]
)
async def test_dingtalk_a_directory_that_fails_changes_nothing(
    sqlite_url: str, path: str, answer: tuple[int, Any]
) -> None:
    ids = dingtalk_house.PEOPLE
    async with open_dingtalk(sqlite_url) as house:
        house.server.departments[7] = {"name": "运行部", "parent_id": 1}
        await look(house)
        before = await known(house)
        del house.server.people[ids["运行甲"]]
        house.server.knobs.instead[f"/topapi/v2/{path}"] = [(*answer, False)]
        with pytest.raises(PlatformError):
            await look(house)
        assert await known(house) == before
        await look(house)
        assert (await known(house)).people["运行甲"].is_away


async def test_dingtalk_without_the_permission_nobody_is_taken_for_gone(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        house.server.knobs.denied.add("/topapi/v2/user/get")
        before = await known(house)
        await look(house)
        assert (await known(house)).people == before.people


async def test_dingtalk_an_organisation_that_knows_nobody_is_not_believed(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        house.server.people.clear()
        before = await known(house)
        await look(house)
        assert (await known(house)).people == before.people


# -- WeCom --------------------------------------------------------------------------------------


async def test_wecom_who_left_is_not_rung_and_rung_again_when_he_is_back(
    database_url: str,
) -> None:
    ids = wecom_house.PEOPLE
    async with open_wecom(database_url, webhooks=True) as house, kept_fresh(house):
        await house.say(wecom_house.SERVICE, "客服甲", COLD)
        assert rung(house) == [ids["运行甲"]]
        gone = house.server.people.pop(ids["运行甲"])
        house.platform.directory_changed.set()
        await told(house, away("运行甲"))
        (said,) = house.heard_in(ids["总经理"])
        assert "运行甲在企业微信里已离职" in said["text"]
        await house.say(wecom_house.SERVICE, "客服甲", another(1))
        assert rung(house) == [ids["运行乙"]]
        house.server.people[ids["运行甲"]] = gone
        house.platform.directory_changed.set()
        await told(house, there("运行甲"))
        await house.say(wecom_house.SERVICE, "客服甲", another(2))
        assert rung(house) == [ids["运行甲"]]


def rung(house: WeComHouse) -> list[str]:
    found: list[Mapping[str, Any]] = list(house.heard_in(wecom_house.OPERATIONS))
    return list(next(m["rung"] for m in reversed(found) if m.get("rung")))


@pytest.mark.parametrize(
    ("status", "why", "words"),
    [(2, "disabled", "被停用"), (4, "inactive", "还没激活"), (5, "gone", "已离职")],
)
async def test_wecom_every_status_that_is_not_activated(
    sqlite_url: str, status: int, why: str, words: str
) -> None:
    ids = wecom_house.PEOPLE
    async with open_wecom(sqlite_url) as house:
        house.server.people[ids["检修甲"]].status = status
        await look(house)
        assert (await known(house)).people["检修甲"].away == {"wecom": why}
        (said,) = house.heard_in(ids["总经理"])
        assert f"检修甲在企业微信里{words}" in said["text"]


async def test_wecom_out_of_the_apps_range_is_not_gone(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url) as house:
        house.server.people[wecom_house.PEOPLE["检修甲"]].in_range = False
        await look(house)
        assert not (await known(house)).people["检修甲"].is_away


async def test_wecom_heads_and_people_that_differ_are_shown_and_not_followed(
    sqlite_url: str,
) -> None:
    ids = wecom_house.PEOPLE
    async with open_wecom(sqlite_url) as house:
        server = house.server
        server.add_department(9, "检修部")
        server.add_person("wangwu", "王五", 9, heads=frozenset({9}))
        server.people[ids["检修甲"]].departments = (2, 9)
        await look(house)
        company = await known(house)
        assert company.departments["repair"].head == "检修主任"
        heads, strangers = remarks(company, ["wecom"])
        assert (heads["what"], heads["name"], heads["names"]) == ("heads", "检修主任", ["王五"])
        assert (strangers["where"], strangers["names"]) == ("检修部", ["王五"])


@pytest.mark.parametrize("path", ["user/get", "department/list", "user/simplelist"])
async def test_wecom_a_directory_that_fails_changes_nothing(sqlite_url: str, path: str) -> None:
    ids = wecom_house.PEOPLE
    async with open_wecom(sqlite_url) as house:
        house.server.add_department(9, "检修部")
        await look(house)
        before = await known(house)
        del house.server.people[ids["运行甲"]]
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
            del house.server.people[wecom_house.PEOPLE["运行甲"]]
            await house.say(wecom_house.SERVICE, "客服甲", COLD)
            assert rung(house) == [wecom_house.PEOPLE["运行甲"]]
            answers.set()
            await told(house, away("运行甲"))
