"""The database as the rest of the house sees it: transactions, the door, the outgoing rows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import bindparam, func, insert, literal, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.domain.company import Company
from bot.domain.policy import Policy
from storage import directory, inbox, outbox
from storage.apart import apart
from storage.engine import Connection, Database, file_of, open_database
from storage.ids import Ids
from storage.queries import Queries
from storage.rows import SAID, NewInbox, OutboxRow, Result
from storage.schema import check
from storage.sole import Sole
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from storage.tables import policies, remembered
from storage.together import Together
from storage.uow import Transaction

_T = TypeVar("_T")

_LAST = [select(func.max(table.c.id)) for table in (inbox_table, outbox_table)]
_SENT = select(outbox_table).where(outbox_table.c.id == bindparam("id"))
_LAST_SENT = (
    select(outbox_table.c.sent_id)
    .where(
        outbox_table.c.lane == bindparam("lane"),
        outbox_table.c.ticket == bindparam("ticket"),
        outbox_table.c.kind == "message",
        outbox_table.c.sent_id.is_not(None),
    )
    .order_by(outbox_table.c.sent_at.desc(), outbox_table.c.id.desc())
    .limit(1)
)
_CARD = (
    select(outbox_table.c.id)
    .where(
        outbox_table.c.lane == bindparam("lane"),
        outbox_table.c.ticket == bindparam("ticket"),
        outbox_table.c.has_card.is_(True),
        outbox_table.c.state == "sent",
    )
    .limit(1)
)
_SENT_BETWEEN = (
    select(outbox_table.c.sent_at)
    .where(
        outbox_table.c.lane == bindparam("lane"),
        outbox_table.c.sent_at > bindparam("since"),
        # Later than now is what was sent before the clock was set back.
        outbox_table.c.sent_at <= bindparam("until"),
        outbox_table.c.kind.in_([literal(kind) for kind in SAID]),
    )
    # What was sent as one message has one id.
    .group_by(outbox_table.c.sent_at, outbox_table.c.sent_id)
    .order_by(outbox_table.c.sent_at)
)
_POLICY = select(policies.c.payload).where(policies.c.version == bindparam("version"))
_NEW_POLICY = insert(policies)
_TRIALS = {
    name: inserted(remembered)
    .values(platform="", name="trial", number=0, value=bindparam("b_at"))
    .on_conflict_do_update(index_elements=["platform", "name"], set_={"value": bindparam("b_at")})
    for name, inserted in (("sqlite", sqlite_insert), ("postgresql", postgres_insert))
}


class Storage:
    """One database. Opened once by the composition root, closed by it."""

    def __init__(self, database: Database, ids: Ids, sole: Sole | None = None) -> None:
        self._database = database
        self._sole = sole
        self.ids = ids
        self._company: tuple[int, Company] | None = None
        self._policies: dict[str, Policy] = {}
        self._door = Together(self._commit_door)
        self._settling = Together(self._commit_results)

    @classmethod
    async def open(cls, url: str, *, alone: bool = True) -> Storage:
        """Opens a database of this version's schema. Raises SchemaMissing on any other, and InUse
        on a file that another service has.

        Not `alone`, a service may be running on it: what it is sending is left to it.
        """
        sole = Sole(file_of(url)) if alone else None
        database = open_database(url)
        try:
            async with database.reading() as connection:
                await check(connection)
                last = 0
                for query in _LAST:
                    last = max(last, (await connection.execute(query)).scalar_one() or 0)
            if alone and database.dialect.name == "sqlite":
                # One process: whoever was sending is gone, and nobody waits for his lease.
                async with database.writing() as connection:
                    await outbox.release(connection)
        except BaseException:
            await database.close()
            if sole is not None:
                sole.close()
            raise
        return cls(database, Ids(last), sole)

    async def close(self) -> None:
        """Lets go of every connection."""
        await self._database.close()
        if self._sole is not None:
            self._sole.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Commits on leaving, rolls everything back on an exception."""
        async with self.changing() as connection:
            transaction = Transaction(self, connection)
            yield transaction
            await transaction.flush()

    def changing(self) -> AbstractAsyncContextManager[Connection]:
        """A short transaction for storage's own files."""
        return self._database.writing()

    def looking(self) -> AbstractAsyncContextManager[Connection]:
        """The same, for reading only."""
        return self._database.reading()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Queries]:
        """Reads beside whoever writes."""
        async with self.looking() as connection:
            yield Queries(connection)

    async def asking(self, question: Callable[[Queries], Awaitable[_T]]) -> _T:
        """The answer to what takes long, asked apart: rows are made into values in a thread of
        its own, and whoever writes or waits for an answer meanwhile does not wait for it."""

        async def work() -> _T:
            database = open_database(self._database.url)
            try:
                async with database.reading() as connection:
                    return await question(Queries(connection))
            finally:
                await database.close()

        return await apart(work)

    async def try_writing(self, now: datetime) -> None:
        """Writes one row that says nothing. Raises one of `DatabaseTrouble` where none can be."""
        async with self.changing() as connection:
            await connection.execute(_TRIALS[connection.dialect.name], {"b_at": now.isoformat()})

    # -- the door -----------------------------------------------------------------------------

    async def accept(self, rows: Sequence[NewInbox]) -> list[bool]:
        """Keeps what came in; returns once it is durable. True: new, False: seen before."""
        return await self._door.share(rows)

    async def _commit_door(self, brought: Sequence[Sequence[NewInbox]]) -> list[list[bool]]:
        async with self.changing() as connection:
            together = [row for rows in brought for row in rows]
            answers = iter(await inbox.put(connection, self.ids, together))
        return [[next(answers) for _ in rows] for rows in brought]

    # -- the directory and the policies ---------------------------------------------------------

    async def company(self) -> Company | None:
        """The directory; read again only when its version has changed."""
        async with self.looking() as connection:
            found = await self.company_seen(connection)
        return found[1] if found else None

    async def company_seen(self, connection: Connection) -> tuple[int, Company] | None:
        """The same with its version, for who may change it."""
        known = self._company
        if known is None or known[0] != await directory.version(connection):
            known = self._company = await directory.load(connection)
        return known

    def forget_company(self) -> None:
        """The directory is being changed; the next look reads it again."""
        self._company = None

    async def change_company(self, change: Callable[[Company | None], Company]) -> Company:
        """The directory as `change` makes it of what is there; nobody else saves in between."""
        while True:
            async with self.changing() as connection:
                await directory.hold(connection)
                version, before = await directory.load(connection) or (0, None)
                company = change(before)
                # Only the very first of all may be beaten: then there is one to be held.
                if company == before or await directory.save(connection, company, version):
                    break
        self.forget_company()
        return company

    async def save_policy(self, policy: Policy) -> None:
        """Keeps a policy for ever; one that is there already stays as it is."""
        async with self.changing() as connection:
            found = await connection.execute(_POLICY, {"version": policy.version})
            if found.first() is None:
                row = {"version": policy.version, "payload": policy.to_json()}
                await connection.execute(_NEW_POLICY, row)

    async def policy(self, version: str, connection: Connection) -> Policy:
        """A policy by its version. Raises KeyError when it was never saved."""
        if version not in self._policies:
            found = await connection.execute(_POLICY, {"version": version})
            payload = found.scalar_one_or_none()
            if payload is None:
                raise KeyError(version)
            self._policies[version] = Policy.from_json(payload)
        return self._policies[version]

    # -- outgoing -------------------------------------------------------------------------------

    async def claim_outbox(
        self,
        now: datetime,
        limit: int,
        lease: timedelta,
        owner: str,
        per_lane: int = 10,
        *,
        kind: str | None = None,
        without: Sequence[str] = (),
    ) -> list[OutboxRow]:
        """See storage.outbox.claim; in a transaction of its own."""
        async with self.changing() as connection:
            return await outbox.claim(connection, now, limit, lease, owner, per_lane, kind, without)

    async def keep_outbox(self, ids: Sequence[int], owner: str, until: datetime) -> None:
        """See storage.outbox.keep."""
        async with self.changing() as connection:
            await outbox.keep(connection, ids, owner, until)

    async def let_go_outbox(self, ids: Sequence[int], owner: str) -> None:
        """See storage.outbox.let_go."""
        async with self.changing() as connection:
            await outbox.let_go(connection, ids, owner)

    async def settle_outbox(self, results: Sequence[Result], now: datetime) -> None:
        """Writes what came of the sends at this instant; returns once it is durable."""
        if results:
            await self._settling.share((results, now))

    async def _commit_results(
        self, brought: Sequence[tuple[Sequence[Result], datetime]]
    ) -> list[None]:
        async with self.changing() as connection:
            for results, now in brought:
                await outbox.settle(connection, results, now)
        return [None for _ in brought]

    async def sent_message(self, outbox_id: int) -> tuple[str, OutboxRow] | None:
        """A message that was sent, with its id on the platform; None where it never arrived."""
        async with self.looking() as connection:
            row = (await connection.execute(_SENT, {"id": outbox_id})).mappings().first()
        if row is None or row["sent_id"] is None:
            return None
        return str(row["sent_id"]), outbox.row_of(row)

    async def last_sent(self, lane: str, ticket: int) -> str | None:
        """The newest message of ours about a ticket in a chat."""
        async with self.looking() as connection:
            rows = await connection.execute(_LAST_SENT, {"lane": lane, "ticket": ticket})
            found: str | None = rows.scalar_one_or_none()
            return found

    async def card_stands(self, lane: str, ticket: int | None) -> bool:
        """Whether a card about the ticket is in this chat, to be kept up to date."""
        async with self.looking() as connection:
            rows = await connection.execute(_CARD, {"lane": lane, "ticket": ticket})
            return rows.first() is not None

    async def sent_between(self, lane: str, since: datetime, until: datetime) -> list[datetime]:
        """When messages went to a chat, oldest first: the limits' sliding log."""
        between = {"lane": lane, "since": since, "until": until}
        async with self.looking() as connection:
            rows = await connection.execute(_SENT_BETWEEN, between)
            return list(rows.scalars())
