"""The company's people in a vendor's directory: looked up at the start, and now and then."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

from bot.domain.company import Company
from bot.log import logger
from bot.platforms.base import Vendor
from storage.store import Storage

#: A start waits so many seconds for the directory.
_PATIENCE = 15.0
#: So many seconds between two looks into it.
_EVERY = 6 * 3600.0

_log = logger()


async def with_found_people(company: Company, platform: Vendor) -> Company:
    """The company with the user ids that the vendor's directory knows and the file does not.

    A directory that does not answer in time holds nothing up; it is asked again later.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            found = await platform.find_people(tuple(company.people.values()))
    except Exception as error:  # whatever the directory does, the service starts without it
        _log.warning("directory_not_read", platform=platform.name, error=type(error).__name__)
        return company
    taken = {p.ids.get(platform.name) for p in company.people.values()}
    people: dict[str, Any] = dict(company.people)
    for key, user_id in found.items():
        if user_id not in taken:
            person = people[key]
            people[key] = replace(person, ids={**person.ids, platform.name: user_id})
            taken.add(user_id)
    missing = [p.name for p in people.values() if platform.name not in p.ids]
    _log.info("people_found", platform=platform.name, found=len(found), missing=len(missing))
    return replace(company, people=people)


class VendorService:
    """A platform while the service runs: heard, and its people looked up now and then."""

    def __init__(self, platform: Vendor, storage: Storage, *, settle: float = 60.0) -> None:
        self._settle = settle
        self._platform = platform
        self._storage = storage
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Once the web is up: in callback mode that is when it can be heard."""
        self._platform.start()
        self._looking = asyncio.create_task(self._keep_people())

    async def stop(self) -> None:
        """Hears no more."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await self._platform.stop()

    async def _keep_people(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._platform.directory_changed.wait(), _EVERY)
                await asyncio.sleep(self._settle)  # such changes come in crowds
            self._platform.directory_changed.clear()
            try:
                await self._look()
            except Exception as error:  # the next look may go better
                _log.warning("people_not_looked_up", exc_info=error)

    async def _look(self) -> None:
        company = await self._storage.company()
        if company is None:
            return
        fuller = await with_found_people(company, self._platform)
        # Somebody may have bound a group meanwhile: what was found goes onto that.
        latest = await self._storage.company()
        if latest is not None and (merged := latest.with_bindings_of(fuller)) != latest:
            await self._storage.save_company(merged)
