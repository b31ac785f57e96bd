"""A department that the company has no more: what was with it is customer service's to pass on."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.company import Company
from bot.scenario import demo_company
from tests.house import LEAK, open_house
from tests.web.online_house import open_outside


def _without_repair() -> Company:
    company = demo_company()
    left = {key: d for key, d in company.departments.items() if key != "repair"}
    return replace(company, departments=left)


async def test_no_clock_of_it_falls_silent(database_url: str) -> None:
    async with open_house(database_url) as house:
        await house.say("客服甲", LEAK)
    async with open_house(database_url, company=_without_repair()) as house:
        await house.forward(hours=3)
        assert {"reminder", "overdue"} <= set(house.kinds_in("客服群"))
        await house.say("客服甲", "查 1")
        assert "#1" in house.said_in("客服群")[-1]
        await house.say("客服甲", "转 1 运行部 检修部并过去了")
        assert (await house.ticket(1)).department == "operations"
        assert house.kinds_in("运行群")[-1] == "dispatched"


async def test_every_page_shows_it(sqlite_url: str) -> None:
    async with open_outside(sqlite_url) as outside:
        await outside.house.say("客服甲", LEAK)
        await outside.house.running.storage.change_company(lambda _: _without_repair())
        await outside.browser.come_as("总经理", "local")
        for path in ("/board", "/tickets", "/tickets/1", "/figures"):
            await outside.browser.get(path)
            assert outside.browser.status == 200, path
