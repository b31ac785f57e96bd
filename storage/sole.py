"""SQLite serves one process: a second one by mistake is turned away before it changes anything.

Who begins lets go of what another was sending, taking it for dead; were it alive, that would go
twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # a system without such locks: there it is left to whoever starts it
    fcntl = None  # type: ignore[assignment]


class InUse(Exception):
    """Another process has this database; the text is its file."""


class Sole:
    """Held as long as the process lives: the system lets go of it, however that ends."""

    def __init__(self, database: Path | None) -> None:
        """Raises InUse."""
        self._file: IO[bytes] | None = None
        if database is None or fcntl is None:
            return
        try:
            file = Path(f"{database}.lock").open("ab")  # noqa: SIM115 -- closed with the storage
        except OSError:
            return  # what keeps it from being written will be told of the database itself
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            file.close()
            raise InUse(str(database)) from None
        except OSError:  # a disk over the network that knows no locks
            file.close()
            return
        self._file = file

    def close(self) -> None:
        """Another may have it."""
        if self._file is not None:
            self._file.close()
            self._file = None
