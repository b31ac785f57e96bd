"""The demo's stories, in a house where something has happened before."""

from __future__ import annotations

from bot.domain.ticket import Status
from bot.scenario import DEMO, load
from bot.stage import DemoStage
from tests.house import House

GENERAL = load(DEMO / "1-general.yaml")


async def test_a_story_that_was_stopped_is_played_again(house: House) -> None:
    """Its household has an open ticket by then: the story goes on with that one."""
    stage = DemoStage(house.running, house.platform, GENERAL.company)
    async for step in stage.play("1-general"):
        if step["done"] == 2:
            break
    again = [step async for step in stage.play("1-general")]
    assert again[-1]["done"] == again[-1]["of"]
    assert await house.count() == 1
    assert (await house.ticket()).status is Status.CLOSED


async def test_a_story_after_others_has_tickets_of_its_own(house: House) -> None:
    await house.say("客服甲", "赵大爷 13700001111 幸福里2号楼1单元101 不热")
    stage = DemoStage(house.running, house.platform, GENERAL.company)
    async for _ in stage.play("1-general"):
        pass
    assert (await house.ticket(1)).status is Status.DISPATCHED
    assert (await house.ticket(2)).status is Status.CLOSED
