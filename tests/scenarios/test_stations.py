"""Communities that one station heats are one place, where the company says so (R3.1.2)."""

from __future__ import annotations

from bot.domain.policy_config import policy_from_config
from tests.house import open_house

STATIONS = {"incidents": {"stations": {"城东换热站": ["桐花苑", "槐树里小区", "柳塘居"]}}}
HEATED = ("桐花苑", "槐树里", "桐花苑", "柳塘居", "槐树里小区")


def _cold_at(community: str, flat: int) -> str:
    return f"赵女士 {community}{flat}号楼1单元101 1390000111{flat} 家里不热"


async def test_five_households_of_one_station_are_a_large_area(sqlite_url: str) -> None:
    """R3.1.2: from one community or station; which one heats which, the company's policy says."""
    policy = policy_from_config(STATIONS)
    async with open_house(sqlite_url, policy=policy) as house:
        for flat, community in enumerate(HEATED, 1):
            assert house.heard_in("领导群") == []
            await house.say("客服甲", _cold_at(community, flat))
            await house.forward(minutes=5)
        incident = await house.ticket(5)
        assert (incident.is_major, incident.incident, incident.households) == (
            True,
            "城东换热站",
            5,
        )
        assert "城东换热站 30分钟内第5起" in incident.why
        assert "#5 城东换热站停热事件" in house.last_in("领导群").text
        assert [(await house.ticket(n)).parent for n in (1, 2, 3, 4)] == [5, 5, 5, 5]
        await house.say("客服甲", _cold_at("柳塘居", 7))
        assert (await house.ticket(6)).parent == 5
        assert "城东换热站停热事件" in house.last_in("客服群").text
        await house.say("客服甲", _cold_at("云杉里", 8))  # another station's, or nobody knows whose
        assert (await house.ticket(7)).parent is None


async def test_a_station_that_is_out_takes_in_the_communities_it_heats(sqlite_url: str) -> None:
    """R3.1.2: who is cold because of it goes under it, named or not."""
    policy = policy_from_config(STATIONS)
    async with open_house(sqlite_url, policy=policy) as house:
        await house.say("客服甲", _cold_at("桐花苑", 1))
        await house.say("客服甲", "城东换热站停运了 一片都没暖气")
        assert (await house.ticket(2)).incident == "城东换热站"
        assert (await house.ticket(1)).parent == 2
        await house.say("客服甲", _cold_at("槐树里", 3))
        assert (await house.ticket(3)).parent == 2


async def test_communities_of_no_station_are_apart(sqlite_url: str) -> None:
    """R3.1.2: without that setting five communities are five places."""
    async with open_house(sqlite_url) as house:
        for flat, community in enumerate(HEATED, 1):
            await house.say("客服甲", _cold_at(community, flat))
        assert not any([(await house.ticket(n)).is_major for n in range(1, 6)])
