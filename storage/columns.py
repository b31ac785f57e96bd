"""The kinds of columns: instants, JSON, words from people; and a list as one parameter."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    String,
    Text,
    TypeDecorator,
    bindparam,
    func,
    select,
)
from sqlalchemy.types import TypeEngine


class Instant(TypeDecorator[datetime]):
    """An aware instant. SQLite keeps it as text of fixed width, which sorts as time does."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """timestamptz on PostgreSQL, text on SQLite."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(32))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuses a naive datetime: it is nobody's instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value if value.tzinfo is UTC else value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        if value is None:
            return None
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        return found if found.tzinfo is UTC else found.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """Compact JSON text that keeps Chinese readable in the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Plain values in."""
        return None if value is None else dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Plain values out."""
        return None if value is None else json.loads(value)


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dumps(value: Any) -> str:
    """Compact JSON text that any database takes."""
    return storable(_COMPACT.encode(value))


def storable(text: str) -> str:
    """Without the half characters of a broken client and without NUL, which no column takes."""
    try:
        text.encode()  # nearly everything: nothing is to be left out, and nothing is copied
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\x00", "")


class Words(TypeDecorator[str]):
    """Text that came from people."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """One bad character must not keep a complaint out of the ledger."""
        return None if value is None else storable(value)


def one_of(column: ColumnElement[Any], name: str) -> dict[str, ColumnElement[bool]]:
    """`column IN :name` with a list as its value, by dialect.

    SQLAlchemy writes an `IN` out anew for every length of the list. SQLite reads a list out of
    JSON, so its statement stays the same and is made ready once.
    """
    listed = func.json_each(bindparam(name, type_=Json)).table_valued("value")
    return {
        "sqlite": column.in_(select(listed.c.value)),
        "postgresql": column.in_(bindparam(name, expanding=True)),
    }
