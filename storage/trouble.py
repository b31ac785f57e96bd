"""What the database itself could not do: it is away, full, or may not be written to.

Nothing of ours is wrong then, and the same will go well once it is back.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError


class DatabaseAway(Exception):
    """No connection could be had; its cause says why."""


#: What the database says when it, not our code, could not go on: worth another try.
DatabaseTrouble = (DatabaseAway, DBAPIError, sqlite3.Error)

#: PostgreSQL: connection lost, no room or no connection left, shut down by its administrator,
#: trouble with its own files; and one that may only be read, as a standby is.
_CLASSES, _READ_ONLY = ("08", "53", "57", "58"), "25006"
#: SQLite: somebody else has it, the disk is full or fails, the file may not be written to.
_CODES = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}


def is_away(error: BaseException) -> bool:
    """Whether the database is gone or takes nothing, rather than minding what it was given."""
    if isinstance(error, DatabaseAway):
        return True
    if isinstance(error, DBAPIError):
        if error.connection_invalidated or error.orig is None:
            return error.connection_invalidated
        error = error.orig
    if isinstance(error, sqlite3.Error):
        # An extended code says more; its kind stands in its last byte.
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _CODES
    code = str(getattr(error, "sqlstate", None) or "")
    return code.startswith(_CLASSES) or code == _READ_ONLY
