"""`heatdesk export` and `report` as people type them: what is refused, and in which words."""

from __future__ import annotations

import asyncio
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.scenario import DEMO
from tests.house import COLD, open_house
from tests.process import heatdesk, here

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


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("day", "2026-11-23 至 2026-11-23"),
        ("week", "2026-11-23 至 2026-11-29"),
        ("month", "2026-11-01 至 2026-11-30"),
        ("season", "2026-11-15 至 2027-03-15"),
    ],
)
def test_report_tells_which_days_it_is_of(
    config: Path, tmp_path: Path, period: str, said: str
) -> None:
    out = tmp_path / "a.md"
    at = ("--period", period, "--at", "2026-11-23")
    done = here("report", *at, "--out", str(out), "--config", str(config))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{out}：{said}\n", "")
    assert "收到投诉 1 单" in out.read_text("utf-8")


def test_report_into_word_as_a_process(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    at = ("--period", "month", "--at", "2026-11-23")
    done = heatdesk("report", *at, "--out", str(out), "--config", str(config))
    assert (done.returncode, done.stderr) == (0, "")
    assert out.read_bytes().startswith(b"PK")


def test_without_a_day_it_is_the_last_whole_period(config: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "a.md")

    def yesterday() -> str:
        day = (datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(days=1)).date()
        return f"{out}：{day} 至 {day}\n"

    before = yesterday()
    done = here("report", "--period", "day", "--out", out, "--config", str(config))
    assert done.stdout in (before, yesterday())  # midnight may have been between


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--out", "a.md"), "少了 --period"),
        (("--period", "year", "--out", "a.md"), "--period 没有 'year'，有："),
        (("--period", "day", "--out", "a.pdf"), "--out 要以 .docx、.md 结尾，不是 a.pdf"),
        (("--period", "day", "--at", "11月", "--out", "a.md"), "--at 要写成 2026-11-23"),
    ],
)
def test_wrong_usage_of_report(arguments: tuple[str, ...], words: str) -> None:
    done = here("report", *arguments)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert words in done.stderr


def test_report_refuses_what_has_not_begun_and_what_it_cannot_write(
    config: Path, tmp_path: Path
) -> None:
    base = ("report", "--period", "week", "--config", str(config))
    later = here(*base, "--at", "2199-01-01", "--out", str(tmp_path / "a.md"))
    assert (later.returncode, later.stderr) == (1, "这一期还没到：--at 写今天或以前的一天\n")
    nowhere = here(*base, "--at", "2026-11-23", "--out", str(tmp_path / "no" / "a.md"))
    assert nowhere.returncode == 1
    assert "这个文件夹：先建好它" in nowhere.stderr
    text = config.read_text("utf-8").replace("company.yaml", "none.yaml")
    config.write_text(text, "utf-8")
    lost = here(*base, "--out", str(tmp_path / "a.md"))
    assert lost.returncode == 1
    assert "company.file" in lost.stderr
