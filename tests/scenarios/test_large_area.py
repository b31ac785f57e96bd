"""The regulation leaves 大面积停热 open: where our sizes of it begin, one less and just enough
(R3.1.2)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.house import House, open_house


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    """On one database: both read alike."""
    async with open_house(sqlite_url) as opened:
        yield opened


@pytest.mark.parametrize(
    ("words", "major"),
    [
        ("阳光花园29户没暖气 王女士 13912345678", False),
        ("阳光花园30户没暖气 王女士 13912345678", True),
        ("阳光花园3号楼、5号楼都没暖气 王女士 13912345678", False),
        ("阳光花园3号楼、5号楼、6号楼都没暖气 王女士 13912345678", True),
    ],
)
async def test_so_much_in_one_message(house: House, words: str, major: bool) -> None:
    """R3.1.2: three buildings or thirty households."""
    await house.say("客服甲", words)
    assert (await house.ticket()).is_major == major


@pytest.mark.parametrize(
    ("minutes", "major"),
    [
        ((0, 5, 10, 29), False),
        ((0, 5, 10, 15, 30), True),
        ((0, 5, 10, 15, 31), False),
        ((0, 20, 25, 30, 35, 45), True),
    ],
)
async def test_so_many_in_so_short_a_time(
    house: House, minutes: tuple[int, ...], major: bool
) -> None:
    """R3.1.2: five separate complaints of one community within thirty minutes, any thirty."""
    before = 0
    for flat, at in enumerate(minutes, 1):
        await house.forward(minutes=at - before)
        await house.say("客服甲", f"赵女士 1390000111{flat} 阳光花园{flat}号楼1单元101 家里不热")
        before = at
    assert (await house.ticket(len(minutes))).is_major == major
    assert [(await house.ticket(n)).is_major for n in range(1, len(minutes))].count(True) == 0
    told = [e.facts["other"] for e in await house.timeline(len(minutes)) if e.what == "gathered"]
    assert len(told) == (4 if major else 0)  # R1.3: of which the outage was made


@pytest.mark.parametrize("trouble", ["暖气片漏水", "采暖费怎么退", "你们师傅态度很差"])
async def test_other_troubles_are_no_outage_however_many(house: House, trouble: str) -> None:
    """R3.1.2: only loss of heat adds up to one."""
    for flat in range(1, 6):
        await house.say("客服甲", f"赵女士 1390000111{flat} 阳光花园{flat}号楼1单元101 {trouble}")
    assert not any([(await house.ticket(n)).is_major for n in range(1, 6)])
