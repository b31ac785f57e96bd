"""Statements that are used again are made ready once: their SQL, and the way of values.

SQLAlchemy finds a compiled statement again by a key that it computes at every execution, and builds
a context and a cursor result around it: 60 to 100 µs for a statement that SQLite runs in 10. Here a
statement object that is executed a second time, as every statement in a module's constants is, is
kept with its SQL. Everything else goes SQLAlchemy's own way.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Delete, Dialect, Executable, Insert, IteratorResult, Select, Update
from sqlalchemy.engine.result import SimpleResultMetaData

_Convert = Callable[[Any], Any] | None
_REQUIRED = object()


class Result(IteratorResult[Any]):
    """SQLAlchemy's own result over rows that are all here."""

    rowcount = -1


class Prepared:
    """One statement's SQL with what its values and its rows go through."""

    def __init__(self, statement: Any, names: Sequence[str], dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(names) or None)
        if compiled.post_compile_params:
            raise NotImplementedError  # `IN` with as many places as there are values
        self.sql: str = compiled.string
        binds = [compiled.binds[name] for name in compiled.positiontup]
        self._binds: list[tuple[str, _Convert, Any]] = [
            (
                b.key,
                b.type.dialect_impl(dialect).bind_processor(dialect),
                _REQUIRED if b.required else b.effective_value,
            )
            for b in binds
        ]
        columns = list(statement.exported_columns)
        of = [c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns]
        self._converts = [(i, convert) for i, convert in enumerate(of) if convert is not None]
        self._names = SimpleResultMetaData([str(c.key) for c in columns])

    def _values(self, given: Mapping[str, Any]) -> list[Any]:
        values = []
        for key, convert, default in self._binds:
            value = given.get(key, default)
            if value is _REQUIRED:
                raise KeyError(key)
            # None is NULL for every type there is here.
            values.append(value if convert is None or value is None else convert(value))
        return values

    def _row(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for i, convert in self._converts:
            if values[i] is not None:
                values[i] = convert(values[i])
        return tuple(values)

    def run(self, raw: sqlite3.Connection, given: Any) -> Result:
        """Executes once, or for each of a list."""
        if isinstance(given, list):
            cursor = raw.executemany(self.sql, [self._values(each) for each in given])
        else:
            cursor = raw.execute(self.sql, self._values(given or {}))
        rows = map(self._row, cursor) if self._converts else cursor
        result = Result(self._names, iter(list(rows)))
        result.rowcount = cursor.rowcount
        return result


#: By the statement's identity: the statement, and what was made of it for which parameters.
_known: dict[int, tuple[weakref.ref[Any], dict[tuple[str, ...], Prepared | None]]] = {}


def prepared(statement: Executable, given: Any, dialect: Dialect) -> Prepared | None:
    """What was made ready of a statement; None the first time, and where it can't be."""
    if not isinstance(statement, Select | Insert | Update | Delete):
        return None
    kept = _known.get(id(statement))
    if kept is None or kept[0]() is not statement:
        number = id(statement)
        gone = weakref.ref(statement, lambda _: _known.pop(number, None))
        _known[number] = (gone, {})
        return None
    first = given[0] if isinstance(given, list) else given or {}
    names = tuple(first)
    made = kept[1]
    if names not in made:
        try:
            made[names] = Prepared(statement, names, dialect)
        except NotImplementedError:
            made[names] = None
    return made[names]
