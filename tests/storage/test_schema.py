"""The tables as migrations make them, and ids that never meet."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.engine import open_database
from storage.ids import Ids
from storage.schema import HEAD, SchemaMissing
from storage.store import Storage
from storage.tables import metadata
from tests.storage.rows import incoming, outgoing, put


async def test_an_empty_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaMissing):
        await Storage.open(f"sqlite:///{tmp_path / 'empty.db'}")


async def test_the_migrations_make_the_tables(database_url: str) -> None:
    database = open_database(database_url)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return list(compare_metadata(context, metadata))

    try:
        async with database.reading() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await database.close()
    folder = Path(__file__).parents[2] / "storage" / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_ids_never_go_back() -> None:
    far = (1 << 62) + 5
    ids = Ids(far)
    made = [ids.next() for _ in range(1000)]
    assert made == sorted(set(made))
    assert made[0] > far


async def test_an_id_made_twice_is_an_error_and_never_a_lost_message(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes could draw the same number; only the same key may be passed over."""
    monkeypatch.setattr(storage.ids, "next", lambda: 7)
    await put(storage, outgoing("o1"))
    await put(storage, outgoing("o1"))  # the same cause, run again
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        await put(storage, outgoing("o2"))
    await storage.accept([incoming("k1")])
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        await storage.accept([incoming("k2")])


def test_two_processes_make_different_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    lots = iter((1, 2))
    monkeypatch.setattr("storage.ids.secrets.randbits", lambda _bits: next(lots))
    one, two = Ids(), Ids()
    made = [ids.next() for _ in range(5000) for ids in (one, two)]
    assert len(set(made)) == len(made)
