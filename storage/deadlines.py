"""Deadline rows: the copies of tickets' clocks that wake the house up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage.engine import Connection
from storage.rows import DeadlineRow
from storage.tables import deadlines

_THIS = (
    (deadlines.c.ticket == bindparam("b_ticket"))
    & (deadlines.c.rule == bindparam("b_rule"))
    & (deadlines.c.generation == bindparam("b_generation"))
)
_MOVE = (
    update(deadlines)
    .where(_THIS)
    .values(step=bindparam("b_step"), speaks_at=bindparam("b_speaks_at"), attempts=0, error=None)
)
_ARM = insert(deadlines)
_END = update(deadlines).where(_THIS).values(state="ended")
_TROUBLE = (
    update(deadlines)
    .where(_THIS)
    .values(
        attempts=bindparam("b_attempts"),
        speaks_at=bindparam("b_speaks_at"),
        error=bindparam("b_error"),
    )
)
_DUE = (
    select(deadlines)
    .where(
        deadlines.c.state == "armed",
        deadlines.c.speaks_at <= bindparam("now", type_=deadlines.c.speaks_at.type),
    )
    .order_by(deadlines.c.speaks_at, deadlines.c.ticket, deadlines.c.rule)
    .limit(bindparam("most"))
)


def named(row: DeadlineRow) -> dict[str, Any]:
    """The parameters that name one row."""
    return {"b_ticket": row.ticket, "b_rule": row.rule, "b_generation": row.generation}


async def take(connection: Connection, now: datetime, limit: int) -> list[DeadlineRow]:
    """What is due to speak, the oldest first; locked on PostgreSQL until the commit."""
    query = _DUE
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    found = (await connection.execute(query, {"now": now, "most": limit})).mappings()
    return [
        DeadlineRow(
            r["ticket"],
            r["rule"],
            r["generation"],
            r["due_at"],
            r["speaks_at"],
            r["step"],
            r["attempts"],
        )
        for r in found
    ]


async def write(
    connection: Connection,
    armed: Sequence[Any],
    moved: Sequence[Any],
    ended: Sequence[Any],
    troubled: Sequence[Any],
) -> None:
    """Everything a transaction changes about deadlines; ended before armed."""
    for statement, rows in (
        (_END, ended),
        (_MOVE, moved),
        (_ARM, armed),
        (_TROUBLE, troubled),
    ):
        if rows:
            await connection.execute(statement, list(rows))
