"""Rows ⇄ the company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.domain.chat import ChatRef
from bot.domain.company import Company, Department, Listed, Person, Shift
from bot.domain.ticket import Type
from storage.engine import Connection
from storage.tables import (
    company,
    departments,
    groups,
    identities,
    leaders,
    members,
    people,
    shifts,
)

_BOTTOM_UP = (shifts, leaders, groups, members, departments, identities, people)
_VERSION = select(company.c.version)
_HELD = _VERSION.with_for_update()
_FIRST = {
    "sqlite": sqlite_insert(company).on_conflict_do_nothing(),
    "postgresql": postgres_insert(company).on_conflict_do_nothing(),
}
_NEXT = update(company).where(company.c.version == bindparam("b_seen"))
_DELETES = {table: delete(table) for table in _BOTTOM_UP}
_ROWS = {
    table: select(table).order_by(*(table.c[n] for n in ("position", "key") if n in table.c))
    for table in (*_BOTTOM_UP, company)
}
_INSERTS = {table: insert(table) for table in _BOTTOM_UP}


async def version(connection: Connection) -> int:
    """The directory's version; 0 where there is none yet."""
    return (await connection.execute(_VERSION)).scalar_one_or_none() or 0


async def hold(connection: Connection) -> None:
    """Until the commit nobody else saves the directory, where there is one."""
    await connection.execute(_HELD)


async def save(connection: Connection, value: Company, seen: int) -> bool:
    """Replaces the directory as a whole, if it is still of the version that was seen (0: none).

    False where somebody else was first: what he knew would be lost. Of two that save at once the
    second waits here for the first one's commit.
    """
    row = _row(value, seen + 1)
    if seen:
        done = await connection.execute(_NEXT.values(row), {"b_seen": seen})
    else:
        done = await connection.execute(_FIRST[connection.dialect.name], {"id": 1, **row})
    if not done.rowcount:
        return False
    for table in _BOTTOM_UP:
        await connection.execute(_DELETES[table])
    for table, rows in _rows(value):
        if rows:
            await connection.execute(_INSERTS[table], rows)
    return True


def _row(value: Company, raised: int) -> dict[str, Any]:
    return {
        "version": raised,
        "name": value.name,
        "service": value.service,
        "routes": {kind.value: key for kind, key in value.routes.items()},
        "leader_group_name": value.leader_group_name,
    }


def _rows(value: Company) -> list[tuple[Table, list[dict[str, Any]]]]:
    bound = [(d.key, chat) for d in value.departments.values() for chat in d.groups]
    bound += [("", chat) for chat in value.leader_groups]
    return [
        (
            people,
            [{"key": p.key, "name": p.name, "mobile": p.mobile} for p in value.people.values()],
        ),
        (
            identities,
            [
                {
                    "platform": platform,
                    "user_id": user_id,
                    "person": p.key,
                    "away": p.away.get(platform),
                }
                for p in value.people.values()
                for platform, user_id in p.ids.items()
            ],
        ),
        (
            departments,
            [
                {
                    "key": d.key,
                    "position": i,
                    "name": d.name,
                    "head": d.head,
                    "group_name": d.group_name,
                    "listed": {
                        platform: {"heads": list(found.heads), "people": dict(found.people)}
                        for platform, found in d.listed.items()
                    },
                }
                for i, d in enumerate(value.departments.values())
            ],
        ),
        (
            members,
            [
                {"department": d.key, "position": i, "person": person}
                for d in value.departments.values()
                for i, person in enumerate(d.members)
            ],
        ),
        (
            groups,
            [
                {
                    "platform": chat.platform,
                    "chat_id": chat.chat_id,
                    "department": key,
                    "position": i,
                }
                for i, (key, chat) in enumerate(bound)
            ],
        ),
        (leaders, [{"position": i, "person": p} for i, p in enumerate(value.leaders)]),
        (
            shifts,
            [
                {
                    "position": i,
                    "department": s.department,
                    "people": list(s.people),
                    "begins": s.begins,
                    "ends": s.ends,
                }
                for i, s in enumerate(value.shifts)
            ],
        ),
    ]


async def load(connection: Connection) -> tuple[int, Company] | None:
    """The directory with its version; None where none was saved."""

    async def rows(table: Table) -> list[Mapping[str, Any]]:
        return list((await connection.execute(_ROWS[table])).mappings().all())

    found = await rows(company)
    if not found:
        return None
    head = found[0]
    ids: dict[str, dict[str, str]] = {}
    away: dict[str, dict[str, str]] = {}
    for row in await rows(identities):
        ids.setdefault(row["person"], {})[row["platform"]] = row["user_id"]
        if row["away"]:
            away.setdefault(row["person"], {})[row["platform"]] = row["away"]
    crews: dict[str, list[str]] = {}
    for row in await rows(members):
        crews.setdefault(row["department"], []).append(row["person"])
    chats: dict[str, list[ChatRef]] = {}
    for row in await rows(groups):
        chats.setdefault(row["department"], []).append(ChatRef(row["platform"], row["chat_id"]))
    return head["version"], Company(
        name=head["name"],
        service=head["service"],
        routes={Type(kind): key for kind, key in head["routes"].items()},
        leader_group_name=head["leader_group_name"],
        people={
            r["key"]: Person(
                r["key"], r["name"], ids.get(r["key"], {}), r["mobile"], away.get(r["key"], {})
            )
            for r in await rows(people)
        },
        departments={
            r["key"]: Department(
                r["key"],
                r["name"],
                r["head"],
                tuple(crews.get(r["key"], ())),
                tuple(chats.get(r["key"], ())),
                r["group_name"],
                {
                    platform: Listed(tuple(found["heads"]), found["people"])
                    for platform, found in (r["listed"] or {}).items()
                },
            )
            for r in await rows(departments)
        },
        leaders=tuple(r["person"] for r in await rows(leaders)),
        leader_groups=tuple(chats.get("", ())),
        shifts=tuple(
            Shift(r["department"], tuple(r["people"]), r["begins"], r["ends"])
            for r in await rows(shifts)
        ),
    )
