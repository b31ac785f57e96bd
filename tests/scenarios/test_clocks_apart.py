"""Two hosts whose clocks differ by minutes share one database: what one is doing is the other's
no business."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.check import figures
from bot.settings import Settings
from storage import clocks
from storage.memory import Memory
from tests.house import COLD, MORNING, open_house
from tests.premises import until
from tests.workers.test_slow_chats import Hanging

pytestmark = pytest.mark.postgres
_WALL = clocks.wall


@pytest.mark.parametrize(("mine", "others"), [(0, 5), (-5, 0)])
async def test_what_one_is_sending_the_other_does_not_send(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, mine: int, others: int
) -> None:
    """The other thinks that the lease has run out long ago."""
    one, other = Hanging("客服群"), Hanging("客服群")
    async with (
        open_house(postgres_url, platform=one, at=MORNING + timedelta(minutes=mine)) as here,
        open_house(postgres_url, platform=other, at=MORNING + timedelta(minutes=others)) as there,
    ):
        monkeypatch.setattr(clocks, "wall", lambda: _WALL() + timedelta(minutes=mine))
        await here.platform.say("客服群", "客服甲", COLD, here.clock.now())
        await here.running.work()
        await here.running.deliver()
        await until(lambda: one.taken == 1)
        monkeypatch.setattr(clocks, "wall", lambda: _WALL() + timedelta(minutes=others))
        there.clock.forward(timedelta(seconds=30))
        other.let_go.set()
        assert await there.running.delivery.drain() == 0
        one.let_go.set()
        await until(lambda: here.kinds_in("客服群") == ["opened"])


@pytest.mark.parametrize(("seconds", "said"), [(300, "快 300 秒"), (-90, "慢 90 秒"), (2, "")])
async def test_a_look_says_that_a_clock_is_off(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, seconds: int, said: str
) -> None:
    monkeypatch.setattr(clocks, "wall", lambda: _WALL() + timedelta(seconds=seconds))
    company = {"company": {"file": "bot/demo/company.yaml"}}
    settings = Settings.model_validate({"database": {"url": postgres_url}, **company})
    lines = [line for line in await figures(settings) if "本机的钟" in line]
    assert len(lines) == bool(said)
    assert all(said in line and "自动校时" in line for line in lines)


@pytest.mark.parametrize("minutes", [5, -5])
async def test_what_one_holds_the_other_can_not_take(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    off = timedelta(minutes=minutes)
    async with open_house(postgres_url) as house:
        storage, lasts = house.running.storage, timedelta(seconds=60)
        mine = Memory(storage, "wecom", house.clock.now)
        others = Memory(storage, "wecom", lambda: house.clock.now() + off)
        assert await mine.hold("link", "a", lasts)
        monkeypatch.setattr(clocks, "wall", lambda: _WALL() + off)
        assert not await others.hold("link", "b", lasts)
        house.clock.forward(timedelta(seconds=61))
        assert await others.hold("link", "b", lasts)
        monkeypatch.setattr(clocks, "wall", _WALL)
        assert not await mine.hold("link", "a", lasts)
