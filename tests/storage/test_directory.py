"""The directory is saved by several at once, and everybody's change stays in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.company import Company
from bot.scenario import demo_company
from storage.store import Storage
from storage.uow import Conflict, Transaction
from tests.house import local


async def _bind(transaction: Transaction, key: str, group: str) -> None:
    company = await transaction.company()
    assert company is not None
    unit = transaction.unit()
    unit.save_company(company.with_group(key, local(group)))
    transaction.keep(unit)


async def _groups(storage: Storage) -> dict[str, str]:
    company = await storage.company()
    assert company is not None
    return {d.key: c.chat_id for d in company.departments.values() for c in d.groups}


async def test_what_one_cause_changed_the_next_one_goes_on_with(storage: Storage) -> None:
    await storage.change_company(lambda _: demo_company())
    async with storage.transaction() as transaction:
        await _bind(transaction, "repair", "新检修群")
        await _bind(transaction, "operations", "新运行群")
        await transaction.flush()
        await _bind(transaction, "service", "新客服群")
    found = await _groups(storage)
    assert found == {"repair": "新检修群", "operations": "新运行群", "service": "新客服群"}


async def test_who_has_not_looked_at_the_directory_does_not_replace_it(storage: Storage) -> None:
    await storage.change_company(lambda _: demo_company())
    async with storage.changing() as connection:
        transaction = Transaction(storage, connection)
        unit = transaction.unit()
        unit.save_company(replace(demo_company(), name="别家热力"))
        transaction.keep(unit)
        with pytest.raises(Conflict):
            await transaction.flush()
    assert await storage.company() == demo_company()


@pytest.fixture
async def other(storage: Storage, postgres_url: str) -> AsyncIterator[Storage]:
    """Another process's."""
    opened = await Storage.open(postgres_url)
    yield opened
    await opened.close()


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_the_second_of_two_savers_is_told(storage: Storage, other: Storage) -> None:
    await storage.change_company(lambda _: demo_company())
    async with other.changing() as connection:
        late = Transaction(other, connection)
        await _bind(late, "operations", "新运行群")
        async with storage.transaction() as early:
            await _bind(early, "repair", "新检修群")
        with pytest.raises(Conflict):
            await late.flush()
    assert (await _groups(other))["repair"] == "新检修群"
    async with other.transaction() as again:
        await _bind(again, "operations", "新运行群")
    found = await _groups(storage)
    assert (found["repair"], found["operations"]) == ("新检修群", "新运行群")


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_many_changes_at_once_all_stay(storage: Storage, other: Storage) -> None:
    """The first ones find no directory at all."""

    def one_more(found: Company | None) -> Company:
        company = found or demo_company()
        return replace(company, leader_group_name=f"{company.leader_group_name}+")

    both = (storage, other) * 6
    await asyncio.gather(*(each.change_company(one_more) for each in both))
    company = await storage.company()
    assert company is not None
    assert company.leader_group_name == demo_company().leader_group_name + "+" * len(both)
