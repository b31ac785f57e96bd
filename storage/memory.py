"""What a platform must still know after a restart: sent cards, groups it made, counted calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.clocks import shared
from storage.engine import Connection
from storage.store import Storage
from storage.tables import remembered

_INSERTS: dict[str, Any] = {"sqlite": sqlite_insert, "postgresql": postgres_insert}
#: What has run out is cleared away once in this time.
CLEARED = timedelta(hours=6)
_ROW = tuple_(remembered.c.platform, remembered.c.name)
_RUN_OUT = (
    select(remembered.c.platform, remembered.c.name)
    .where(remembered.c.until <= bindparam("b_now", type_=remembered.c.until.type))
    .with_for_update(skip_locked=True)
)
_CLEAR = delete(remembered).where(_ROW.in_(_RUN_OUT))


class Memory:
    """One platform's own notes by name; nothing of a ticket is in them."""

    def __init__(self, storage: Storage, platform: str, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._platform = platform
        self._now = now
        self._cleared: datetime | None = None

    async def recall(self, name: str) -> Any:
        """What was remembered under this name; None where nothing is, or no longer."""
        query = select(remembered.c.value, remembered.c.until).where(
            remembered.c.platform == self._platform, remembered.c.name == name
        )
        async with self._storage.looking() as connection:
            row = (await connection.execute(query)).first()
        if row is None or (row.until is not None and row.until <= self._now()):
            return None
        return row.value

    async def remember(self, name: str, value: Any, lasts: timedelta | None = None) -> None:
        """Keeps plain JSON values, in place of what was there."""
        until = self._now() + lasts if lasts else None
        values = {"platform": self._platform, "name": name, "number": 0}
        changes = {"value": value, "until": until}
        async with self._storage.changing() as connection:
            insert = _INSERTS[connection.dialect.name](remembered).values(**values, **changes)
            await connection.execute(
                insert.on_conflict_do_update(index_elements=["platform", "name"], set_=changes)
            )
        await self._clear_away()

    async def _clear_away(self) -> None:
        """What has run out, of every platform. In a transaction of its own: who holds rows and
        waits for others must not be waited for in a ring."""
        now = self._now()
        if self._cleared is None or now - self._cleared >= CLEARED:
            self._cleared = now
            async with self._storage.changing() as connection:
                await connection.execute(_CLEAR, {"b_now": now})

    async def claim(self, name: str, value: Any, lasts: timedelta | None = None) -> bool:
        """Remembers only if nothing is there, or no longer: True for the one that was first."""
        now = self._now()
        changes = {"value": value, "until": now + lasts if lasts else None}
        async with self._storage.changing() as connection:
            first = await self._put(connection, name, changes, remembered.c.until <= now)
        await self._clear_away()
        return first

    async def forget(self, name: str) -> None:
        """Lets go of it."""
        where = (remembered.c.platform == self._platform) & (remembered.c.name == name)
        async with self._storage.changing() as connection:
            await connection.execute(delete(remembered).where(where))

    async def add(self, counts: dict[str, int]) -> dict[str, int]:
        """Raises counters; their new values come back."""
        out: dict[str, int] = {}
        async with self._storage.changing() as connection:
            for name, more in counts.items():
                insert = _INSERTS[connection.dialect.name](remembered).values(
                    platform=self._platform, name=name, number=more, value=None
                )
                query = insert.on_conflict_do_update(
                    index_elements=["platform", "name"],
                    set_={"number": remembered.c.number + more},
                ).returning(remembered.c.number)
                out[name] = int((await connection.execute(query)).scalar_one())
        return out

    async def change(
        self,
        names: Sequence[str],
        change: Callable[[Mapping[str, Any]], Mapping[str, Any]],
        lasts: timedelta | None = None,
    ) -> None:
        """What is remembered under these names, changed by nobody else meanwhile.

        `change` gets the values by name, None where nothing is, and gives the new ones; what it
        raises leaves everything as it was.
        """
        now, here = self._now(), remembered.c.platform == self._platform
        wanted = sorted(set(names))  # in one order: two that change the same never wait in a ring
        columns = (remembered.c.name, remembered.c.value, remembered.c.until)
        query = select(*columns).where(here, remembered.c.name.in_(wanted))
        async with self._storage.changing() as connection:
            insert = _INSERTS[connection.dialect.name](remembered).on_conflict_do_nothing()
            locked = query.order_by(remembered.c.name).with_for_update()
            rows: Sequence[Any] = ()
            while len(rows) < len(wanted):  # else one was cleared away in between
                for name in wanted:  # a row that others wait for, where there was none
                    row = {"platform": self._platform, "name": name, "number": 0, "value": None}
                    await connection.execute(insert, row)
                rows = (await connection.execute(locked)).all()
            known = {r.name: None if r.until and r.until <= now else r.value for r in rows}
            until = now + lasts if lasts else None
            for name, value in change(known).items():
                where = here & (remembered.c.name == name)
                await connection.execute(
                    update(remembered).where(where).values(value=value, until=until)
                )
        await self._clear_away()

    async def hold(self, name: str, owner: str, lasts: timedelta) -> bool:
        """Takes or renews what only one process may have: True while it is this owner's."""
        async with self._storage.changing() as connection:
            now = await shared(connection, self._now())
            mine = (remembered.c.value == owner) | (remembered.c.until <= now)
            changes = {"value": owner, "until": now + lasts}
            return await self._put(connection, name, changes, mine)

    async def _put(
        self, connection: Connection, name: str, changes: dict[str, Any], instead: Any
    ) -> bool:
        """Where nothing is, or instead of what is there: whether it is there now."""
        values = {"platform": self._platform, "name": name, "number": 0}
        insert = _INSERTS[connection.dialect.name](remembered).values(**values, **changes)
        done = await connection.execute(
            insert.on_conflict_do_update(
                index_elements=["platform", "name"], set_=changes, where=instead
            )
        )
        return bool(done.rowcount)

    async def release(self, name: str, owner: str) -> None:
        """Gives it back, if it is this owner's."""
        where = (
            (remembered.c.platform == self._platform)
            & (remembered.c.name == name)
            & (remembered.c.value == owner)
        )
        async with self._storage.changing() as connection:
            await connection.execute(delete(remembered).where(where))
