"""What the reading has worked out of its own text, kept beside its bytecode (decision 0033).

As bytecode is: it holds for the sources as they stand and for this Python, is written where
bytecode may be written, and whoever can't read or write it does without.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from bot.domain import reading as read_by
from bot.domain.reading.kept import KEPT, Values

_ENDING = ".kept"


@contextmanager
def reading() -> Iterator[None]:
    """Messages are read with what was kept, and what has come up is kept for the next time."""
    place = _place()
    if place:
        KEPT.bring(partial(_load, place))
    try:
        yield
    finally:
        if place and KEPT.has_grown and not sys.dont_write_bytecode:
            _save(place)


def _save(place: Path) -> None:
    new = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(marshal.dumps((_sources(), KEPT.values)))
        new.replace(place)
    except OSError:  # the next start works it out again
        with suppress(OSError):
            new.unlink()


def _place() -> Path | None:
    """Where it is kept; None where there is no bytecode."""
    cached = read_by.__spec__.cached if read_by.__spec__ else None
    return Path(cached + _ENDING) if cached else None


def _load(place: Path) -> Values:
    try:
        held = marshal.loads(place.read_bytes())  # noqa: S302 - as far from us as bytecode is
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    match held:
        case str(sources), dict(values) if sources == _sources():
            return values
    return {}


def _sources() -> str:
    """What it was worked out of and by whom: it holds while this stays the same."""
    folder = Path(read_by.__path__[0])
    stood = {file.name: file.stat() for file in sorted(folder.glob("*.py"))}
    every = [(name, one.st_size, one.st_mtime_ns) for name, one in stood.items()]
    return repr((sys.version, sys.byteorder, every))
