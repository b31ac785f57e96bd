"""The company's people in a vendor's directory: looked up at the start, and now and then."""

from __future__ import annotations

import asyncio
import contextlib

from bot.domain.company import Company
from bot.domain.directory import with_directory, with_ids
from bot.log import logger
from bot.platforms.base import Vendor
from storage.store import Storage

#: A start waits so many seconds for the directory.
_PATIENCE = 15.0
#: So many seconds between two looks into it, and after one that it did not answer.
_EVERY = 6 * 3600.0
_AGAIN = 300.0

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
    company = with_ids(company, platform.name, found)
    missing = [p.name for p in company.people.values() if platform.name not in p.ids]
    _log.info("people_found", platform=platform.name, found=len(found), missing=len(missing))
    return company


class VendorService:
    """A platform while the service runs: heard, and its directory read now and then."""

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
            self._platform.directory_changed.clear()
            wait = _EVERY
            try:
                await self.look()
            except Exception as error:  # the next look may go better
                _log.warning("directory_not_read", platform=self._platform.name, exc_info=error)
                wait = _AGAIN
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._platform.directory_changed.wait(), wait)
                await asyncio.sleep(self._settle)  # such changes come in crowds

    async def look(self) -> None:
        """Reads the directory once; what it says that is new comes in by the door.

        Raises a PlatformError where it does not answer: nothing has changed then.
        """
        company = await self._storage.company()
        if company is None or self._platform.on_incoming is None:
            return
        people = tuple(company.people.values())
        names = tuple(company.department_names.values())
        read = await self._platform.read_directory(people, names)
        if with_directory(company, read) != company:
            await self._platform.on_incoming(read)
