"""What commands need that look at the ledger beside a running service, and write a file of it."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.domain.company import Company
from bot.reasons import reason_no_database, reason_no_schema, reason_of
from storage.engine import file_of
from storage.schema import SchemaMissing, SchemaNewer
from storage.store import Storage


class ArchiveMistake(Exception):
    """Why it can't be done, in a sentence that says what to do."""


@asynccontextmanager
async def ledger_of(url: str) -> AsyncIterator[Storage]:
    """The database, opened to look. Raises ArchiveMistake where it can't be."""
    path = file_of(url)
    if path is not None and not path.exists():
        raise ArchiveMistake(f"没有 {path} 这个数据库：检查 database.url，或用 --config 指明配置")
    try:
        storage = await Storage.open(url, alone=False)
    except SchemaMissing as missing:
        newer = isinstance(missing, SchemaNewer)
        raise ArchiveMistake(reason_no_schema(newer=newer)) from None
    except Exception as error:  # whatever the driver raises, a person reads one sentence
        raise ArchiveMistake(
            f"数据库打不开（{reason_no_database(error)}）：检查 database.url"
        ) from None
    try:
        yield storage
    finally:
        await storage.close()


async def company_in(storage: Storage) -> Company:
    """The directory as the service has kept it. Raises ArchiveMistake where it never ran."""
    company = await storage.company()
    if company is None:
        raise ArchiveMistake("数据库里还没有公司的资料：heatdesk run 跑过一次才有台账")
    return company


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Where to write what is to become `path`: it appears there whole, or not at all.

    Raises ArchiveMistake where there is one already, or none can be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if not path.parent.is_dir():
            raise ArchiveMistake(f"没有 {path.parent} 这个文件夹：先建好它，或换个地方")
        _refuse_old(path)
        with part.open("xb"):
            pass
    except OSError as error:
        raise ArchiveMistake(f"{path} 写不了（{reason_of(error)}）：换个能写的地方") from None
    try:
        yield part
        _refuse_old(path)
        part.replace(path)
    except OSError as error:
        raise ArchiveMistake(f"{path} 没写成（{reason_of(error)}）：换个地方再来一次") from None
    finally:
        part.unlink(missing_ok=True)


def _refuse_old(path: Path) -> None:
    if path.exists():
        raise ArchiveMistake(f"{path} 已经有了：换个名字，或先把它移走")


class Progress:
    """How far it has come, on a terminal only: a pipe gets nothing."""

    def __init__(self, whole: int) -> None:
        self._whole = whole
        self._done = 0
        self._shown = sys.stderr.isatty()

    def add(self, tickets: int) -> None:
        """So many more are done."""
        self._done += tickets
        if self._shown:
            sys.stderr.write(f"\r已写 {self._done} / {self._whole} 单")
            sys.stderr.flush()

    def end(self) -> None:
        """The line is left clean for what comes next."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
