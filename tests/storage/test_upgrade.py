"""A database of an earlier version with tickets under way is brought up to date and goes on."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.domain.ticket import Status
from storage.engine import open_database
from storage.migrate import migrate
from storage.schema import SchemaMissing, SchemaNewer
from storage.store import Storage
from tests.house import COLD, OUTAGE, open_house
from tests.process import heatdesk

_MIGRATIONS = Path(__file__).parents[2] / "storage" / "migrations"


async def _back_to(url: str, revision: str) -> None:
    def downgrade(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, revision)

    database = open_database(url)
    try:
        async with database.writing() as connection:
            await connection.run_sync(downgrade)
    finally:
        await database.close()


@pytest.mark.parametrize("revision", ["0003", "0005", "0008"])
async def test_an_earlier_database_goes_on(database_url: str, revision: str) -> None:
    async with open_house(database_url) as house:
        await house.say("客服甲", COLD)
        await house.say("运行甲", "收到 1")
        await house.say("客服甲", OUTAGE)
        await house.say("运行甲", "完成")  # asks what was done
    await _back_to(database_url, revision)
    with pytest.raises(SchemaMissing):
        await Storage.open(database_url)
    await migrate(database_url)
    async with open_house(database_url) as house:
        assert (await house.ticket(1)).status is Status.HANDLED
        await house.say("运行甲", "已反馈 1 满意")
        await house.say("客服甲", "回访 1 满意")
        assert (await house.ticket(1)).status is Status.CLOSED
        await house.forward(hours=2)  # the clocks of the other one are still there
        assert (await house.ticket(2)).missed
        await house.say("客服甲", "翠湖小区5号楼2单元501 李先生 13800001111 家里不热")
        assert (await house.ticket(3)).status is Status.DISPATCHED


async def test_a_database_of_a_later_version_is_left_alone(sqlite_url: str, tmp_path: Path) -> None:
    """An older program was put back: each command says so, and none says to migrate."""
    database = open_database(sqlite_url)
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(SchemaNewer):
        await Storage.open(sqlite_url)
    shutil.copy("bot/demo/company.yaml", tmp_path)
    config = tmp_path / "heatdesk.toml"
    config.write_text(
        f'[database]\nurl = "{sqlite_url}"\n[company]\nfile = "{tmp_path}/company.yaml"\n', "utf-8"
    )
    for asked in ("check", "migrate", "run"):
        done = await asyncio.to_thread(heatdesk, asked, "--config", str(config))
        assert done.returncode == 1
        assert done.stderr == "数据库已经升到更新的版本：装回新版的 heatdesk，或恢复升级前的备份\n"
