"""`heatdesk export` and `report` as people type them: what is refused, and in which words."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.scenario import DEMO
from tests.house import COLD, open_house
from tests.process import here
from tests.test_cli import heatdesk

SPAN = ("--from", "2026-11-01", "--to", "2026-11-30")


@pytest.fixture
def config(sqlite_url: str, tmp_path: Path) -> Path:
    """Settings beside a database with one complaint of Monday 2026-11-23."""

    async def play() -> None:
        async with open_house(sqlite_url) as house:
            await house.say("客服甲", COLD)

    asyncio.run(play())
    path = tmp_path / "heatdesk.toml"
    company = DEMO / "company.yaml"
    text = f'[database]\nurl = "{sqlite_url}"\n[company]\nfile = "{company}"\n'
    path.write_text(text, "utf-8")
    return path


def test_export_says_what_it_wrote_and_nothing_else(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "台账.xlsx"
    done = heatdesk("export", *SPAN, "--out", str(out), "--config", str(config))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{out}：1 单\n", "")
    assert out.stat().st_size > 1000


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--to", "2026-11-30", "--out", "a.xlsx"), "少了 --from"),
        ((*SPAN, "--out", "a.xls"), "--out 要以 .xlsx 结尾，不是 a.xls"),
        (("--from", "昨天", "--to", "2026-11-30", "--out", "a.xlsx"), "--from 要写成 2026-11-23"),
        (("--from", "2026-02-30", "--to", "2026-11-30", "--out", "a.xlsx"), "不是 2026-02-30"),
        (("--from", "2026-12-01", "--to", "2026-11-30", "--out", "a.xlsx"), "--from 不能晚于 --to"),
    ],
)
def test_wrong_usage_of_export(arguments: tuple[str, ...], words: str) -> None:
    done = here("export", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_export_refuses_what_it_cannot_write(config: Path, tmp_path: Path) -> None:
    there = tmp_path / "a.xlsx"
    there.write_text("mine")
    for out, words in (
        (there, "已经有了：换个名字"),
        (tmp_path / "none" / "a.xlsx", "没有"),
        (config / "a.xlsx", "没有"),
    ):
        done = here("export", *SPAN, "--out", str(out), "--config", str(config))
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
        assert words in done.stderr
    assert there.read_text() == "mine"


@pytest.mark.parametrize("days", [("2026-11-23", "2026/11/3"), ("20261101", "2026.11.23")])
def test_days_may_be_written_in_several_ways(
    config: Path, tmp_path: Path, days: tuple[str, str]
) -> None:
    first, last = sorted(days, key=lambda day: "23" in day[-2:])
    out = str(tmp_path / "a.xlsx")
    done = here("export", "--from", first, "--to", last, "--out", out, "--config", str(config))
    assert done.stdout.endswith("：1 单\n")


def test_a_database_that_is_not_there_or_not_migrated(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    base = ("export", *SPAN, "--out", str(out), "--config", str(config))
    missing = tmp_path / "none.db"
    text = config.read_text("utf-8")
    url = text.splitlines()[1]
    config.write_text(text.replace(url, f'url = "sqlite:///{missing}"'), "utf-8")
    done = here(*base)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"没有 {missing} 这个数据库" in done.stderr
    assert not missing.exists()
    missing.touch()
    done = here(*base)
    assert done.returncode == 1
    assert done.stderr == "数据库还不是这个版本的：先运行 heatdesk migrate\n"
    missing.write_bytes(b"not a database" * 100)
    done = here(*base)
    assert done.returncode == 1
    assert "数据库打不开" in done.stderr
    assert here("migrate", "--config", str(config)).returncode == 1
    missing.unlink()
    assert here("migrate", "--config", str(config)).returncode == 0
    done = here(*base)
    assert done.returncode == 1
    assert "heatdesk run" in done.stderr
    assert not out.exists()


def test_settings_that_are_wrong_are_told(config: Path, tmp_path: Path) -> None:
    shutil.copy(config, tmp_path / "wrong.toml")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(config.read_text("utf-8") + 'zone = "Asia/Nowhere"\n', "utf-8")
    out = str(tmp_path / "a.xlsx")
    done = here("export", *SPAN, "--out", out, "--config", str(wrong))
    assert done.returncode == 1
    assert "不是时区" in done.stderr
