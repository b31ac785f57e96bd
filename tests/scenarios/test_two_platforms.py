"""One company on two platforms: everybody is reached where he is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.app import build, furnish
from bot.clock import MovableClock
from bot.domain.chat import ChatRef
from bot.domain.policy import Policy
from bot.platforms.local import LocalPlatform
from bot.scenario import demo_company
from tests.house import MORNING, OUTAGE


class Elsewhere(LocalPlatform):
    """A second platform of the same kind."""

    name = "elsewhere"


async def test_who_is_only_on_the_other_platform_is_called_there(database_url: str) -> None:
    """R3.3.2: the head has no account where the ticket's group is."""
    company = demo_company()
    head = company.people["运行主任"]
    repair = company.departments["repair"]
    company = replace(
        company,
        people={**company.people, head.key: replace(head, ids={"elsewhere": "h1"})},
        departments={
            **company.departments,
            "repair": replace(repair, groups=(*repair.groups, ChatRef("elsewhere", "g1"))),
        },
    )
    here, there, clock = LocalPlatform(), Elsewhere(), MovableClock(MORNING)
    house = await build(database_url, company, Policy(), clock, {"local": here, "elsewhere": there})
    furnish(there, company, MORNING)
    there.chats.add_person("h1", "运行主任")
    try:
        await here.say("客服群", "客服甲", OUTAGE, clock.now())
        await house.advance(clock.now() + timedelta(hours=3))
        called = [m.name for c in there.chats.calls for m in c.to]
        assert "运行主任" in called
        assert "运行主任" not in [m.name for c in here.chats.calls for m in c.to]
        assert "值班领导" in [m.name for c in here.chats.calls for m in c.to]
    finally:
        await house.close()
