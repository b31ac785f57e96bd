"""The first cold night: three hundred complaints in twenty minutes, and nobody is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import complaint
from bot.domain.ticket import Status
from bot.scenario import DEMO, Player, ScenarioMistake, load
from bot.storm import Storm, storm_of
from tests.house import House, open_house

STORM = load(DEMO / "4-storm.yaml")
MESSAGES = 300
#: Four tickets of a community before it is an incident, the incident, and nothing after.
OF_AN_INCIDENT = 5


async def test_three_hundred_in_twenty_minutes(database_url: str) -> None:
    async with open_house(database_url, at=STORM.start) as house:
        player = Player(house.running, house.platform, before=0)
        storm, work = STORM.steps[:MESSAGES], STORM.steps[MESSAGES:]
        assert storm[-1].at < timedelta(minutes=20) <= work[0].at
        for step in storm:
            before = len(house.platform.chats.in_chat("客服群"))
            await player.play(step, STORM.start)
            answers = house.platform.chats.in_chat("客服群")[before + 1 :]
            assert any(m.sender == "bot" for m in answers), step.say  # every message is answered
        await _nobody_is_lost(house)
        await _few_words_to_the_departments(house)
        for step in work:
            await player.play(step, STORM.start)
        await _all_are_fed_back(house)


async def _nobody_is_lost(house: House) -> None:
    """Each phone that wrote has a ticket, or is a counted repeat of its own."""
    count = await house.count()
    tickets = [await house.ticket(n) for n in range(1, count + 1)]
    said = [complaint.read(step.say or "")[0] for step in STORM.steps[:MESSAGES]]
    phones = {one.phone for one in said}
    assert {ticket.phone for ticket in tickets} == phones
    assert count == len(phones) == 280
    assert sum(ticket.repeats for ticket in tickets) == MESSAGES - count
    for ticket in tickets:
        carried = ticket.parent is not None
        assert carried != bool(ticket.clocks), ticket.id  # somebody owes it, always


async def _few_words_to_the_departments(house: House) -> None:
    count = await house.count()
    tickets = [await house.ticket(n) for n in range(1, count + 1)]
    incidents = [t for t in tickets if t.households > 1]
    assert [t.incident for t in incidents] == ["阳光花园", "翠湖家园", "蓝天"]
    assert [t for t in tickets if t.is_major] == incidents
    for incident, households in zip(incidents, (100, 80, 70), strict=True):
        children = [t for t in tickets if t.parent == incident.id]
        assert incident.households == len(children) + 1 >= households
    made = [h.title for h in house.platform.chats.transcript if h.event == "group_created"]
    assert len(made) == len(incidents)
    alone = [t for t in tickets if t.parent is None and t not in incidents]
    again = sum(t.repeats for t in alone)
    bound = OF_AN_INCIDENT * len(incidents) + len(alone) + again
    assert len(house.heard_in("运行群")) <= bound < 50
    assert len(house.heard_in("领导群")) <= 5 * len(incidents)  # the news, then 10, 20, 50, 100
    for title in made:
        assert len(house.heard_in(title)) <= 8


async def _all_are_fed_back(house: House) -> None:
    count = await house.count()
    tickets = [await house.ticket(n) for n in range(1, count + 1)]
    first = next(t for t in tickets if t.incident == "阳光花园")
    theirs = [t for t in tickets if t.parent == first.id]
    assert len(theirs) >= 98
    assert {t.status for t in [first, *theirs]} == {Status.CLOSED}
    assert {t.rating for t in theirs} == {"满意"}
    single = await house.ticket(7)
    assert (single.parent, single.status, single.is_major) == (None, Status.DISPATCHED, False)
    others = [t for t in tickets if t.parent not in (None, first.id)]
    assert {t.status for t in others} == {Status.DISPATCHED}


def test_the_same_line_makes_the_same_messages() -> None:
    storm = Storm({"阳光花园": 7}, elsewhere=2, repeats=3, near=1)
    said = [*storm.messages()]
    assert said == [*storm.messages()]
    assert len(said) == 13
    assert said == sorted(said, key=lambda message: message[0])


def test_a_storm_without_households_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "storm.yaml"
    path.write_text("steps: [{at: 0m, storm: {households: {阳光花园: 3}}}]", "utf-8")
    for wrong in (
        {},
        {"households": {"阳光花园": "多"}},
        {"households": {"阳光花园": 3}, "near": -1},
    ):
        with pytest.raises(ValueError, match="households"):
            storm_of(wrong, timedelta(minutes=20))
    with pytest.raises(ScenarioMistake, match="storm"):
        load(path)
