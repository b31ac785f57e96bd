"""What a house knows of its people, and a look into the vendor's directory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.domain.company import Company
from bot.vendors import VendorService
from tests.dingtalk_house import DingTalkHouse
from tests.wecom_house import WeComHouse

House = DingTalkHouse | WeComHouse


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
