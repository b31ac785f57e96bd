"""The command line, as scripts and people use it: what is told, in which words, with which code."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.process import heatdesk, here


@pytest.mark.parametrize("command", ["demo", "run"])
def test_an_address_in_use_is_told_in_a_sentence(tmp_path: Path, command: str) -> None:
    (tmp_path / "company.yaml").write_bytes(Path("bot/demo/company.yaml").read_bytes())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        config = tmp_path / "heatdesk.toml"
        config.write_text(
            f'[database]\nurl = "sqlite:///{tmp_path}/x.db"\n[web]\nport = {port}\n'
            f'[company]\nfile = "{tmp_path}/company.yaml"\n',
            "utf-8",
        )
        demo = ("--no-browser", "--port", port, "--data", str(tmp_path / "data"))
        done = heatdesk(command, *(demo if command == "demo" else ("--config", str(config))))
    assert done.returncode == 1
    assert "端口已被占用" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_that_can_not_be_written_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = heatdesk("demo", "--no-browser", "--port", "0", "--data", str(tmp_path / "file" / "x"))
    assert done.returncode == 1
    assert "--data" in done.stderr


def test_what_can_not_be_opened_is_told_in_chinese(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "没有.yaml")
    for arguments in (
        ("simulate", nowhere),
        ("parse", "--eval", nowhere),
        ("check", "--config", nowhere),
    ):
        done = here(*arguments)
        assert done.returncode == 1
        assert "没有这个文件" in done.stderr
        assert "检查路径和权限" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert "文件夹" in here("simulate", str(tmp_path)).stderr


def test_wrong_usage_is_2() -> None:
    wrong = heatdesk("nonsense")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("用法不对")
    assert "没有 'nonsense'，有：'demo'" in wrong.stderr
    for arguments, words in (
        (("simulate",), "少了 file"),
        (("demo", "--port", "八零"), "要写整数"),
        (("demo", "--port", "99999"), "0 到 65535"),
        (("parse", "多余"), "多了 多余"),
    ):
        wrong = here(*arguments)
        assert wrong.returncode == 2
        assert words in wrong.stderr
        assert len(wrong.stderr.splitlines()) == 1


def test_check_finds_every_mistake_at_once(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text("departments: [{key: repair}]", "utf-8")
    config = tmp_path / "heatdesk.toml"
    config.write_text(
        f'[database]\nurl = "sqlite:///{tmp_path}/x.db"\n'
        f'[company]\nfile = "{tmp_path}/company.yaml"\n',
        "utf-8",
    )
    done = heatdesk("check", "--config", str(config))
    assert done.returncode == 1
    for words in ("service", "leaders", "migrate"):
        assert words in done.stderr
    assert "不能重复" not in done.stderr  # a department that can't be read is not twice there
    (tmp_path / "company.yaml").write_text(
        "departments: [{key: service, name: 客服部, head: {name: 甲, mobile: 139…}}]\n"
        "leaders: {chain: [{name: 乙, mobile: 139-0000 0001}]}\n"
        "duty: [{department: leaders, people: [丙], "
        "from: 2026-11-23T08:00, to: 2026-11-24T08:00}]\n"
        "policy: {R3.2.3: 5h, R3.2.1: 快点, R9: 1h, "
        "season: {from: 2026-11-31, to: 2027-03-15}}",
        "utf-8",
    )
    done = here("check", "--config", str(config))
    assert "departments.service.head：甲 的 mobile「139…」不是电话号码" in done.stderr
    assert "乙" not in done.stderr  # so people write it
    for words in ("丙", "R3.2.3", "R3.2.1", "R9", "policy.season 写成", "migrate"):
        assert words in done.stderr
    (tmp_path / "company.yaml").write_bytes(Path("bot/demo/company.yaml").read_bytes())
    assert here("migrate", "--config", str(config)).returncode == 0
    done = here("check", "--config", str(config))
    assert done.returncode == 0, done.stderr
    # Nothing is wrong, and nothing is heard: it says what to do about that.
    assert len([line for line in done.stdout.splitlines() if "还没接平台" in line]) == 1
    assert "[platforms.wecom]（docs/wecom.md）" in done.stdout


def test_check_where_no_settings_are_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody stands in the wrong folder: the mistakes that follow from it are not the point."""
    monkeypatch.chdir(tmp_path)
    done = here("check")
    assert done.returncode == 1
    assert "这里没有 heatdesk.toml" in done.stderr.splitlines()[-1]
    (tmp_path / "heatdesk.toml").write_text("", "utf-8")
    assert "heatdesk.toml" not in here("check").stderr


def test_check_looks_at_the_rest_beside_wrong_settings(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text("departments: [{key: repair}]", "utf-8")
    config = tmp_path / "heatdesk.toml"
    config.write_text(
        f'[database]\nurl = "sqlite:///{tmp_path}/no/x.db"\n'
        f'[company]\nfile = "{tmp_path}/company.yaml"\n'
        '[web]\nport = "八零"\n[webb]\nport = 1\n'
        '[platforms.wecom]\nrooms = 99\nsecret_file = "/no/secret"\nbot_id = "b"\n',
        "utf-8",
    )
    done = here("check", "--config", str(config))
    assert done.returncode == 1
    for words in (
        "web.port：要写成整数", "没有「webb」这一项，是不是「web」", "rooms：要不大于 20",
        "service", "文件夹要先有", "secret_file 读不了 /no/secret：没有这个文件",
    ):  # fmt: skip
        assert words in done.stderr
    assert "http" not in done.stderr  # nothing of the driver's own words


def test_the_administrators_password_is_set_on_the_server(tmp_path: Path) -> None:
    config = tmp_path / "heatdesk.toml"
    config.write_text(f'[database]\nurl = "sqlite:///{tmp_path}/x.db"\n', "utf-8")
    for wrong in ("", "太短\n", "x" * 300 + "\n"):
        done = here("admin", "--config", str(config), stdin=wrong)
        assert done.returncode == 1
        assert "什么都没改" in done.stderr
    done = here("admin", "--config", str(config), stdin="今年冬天每家都暖和\n")
    assert done.returncode == 1  # nine characters
    done = heatdesk("admin", "--config", str(config), stdin="今年冬天每家每户都暖和\n")
    assert done.returncode == 0, done.stderr
    config.write_text('[database]\nurl = "sqlite:////no/such/folder/x.db"\n', "utf-8")
    done = here("admin", "--config", str(config), stdin="今年冬天每家每户都暖和\n")
    assert done.returncode == 1
    assert "database.url" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_bytes(Path("bot/demo/company.yaml").read_bytes())
    (tmp_path / "x.db").write_text("something else, and more than a few bytes of it" * 9, "utf-8")
    config = tmp_path / "heatdesk.toml"
    config.write_text(
        f'[database]\nurl = "sqlite:///{tmp_path}/x.db"\n'
        f'[company]\nfile = "{tmp_path}/company.yaml"\n',
        "utf-8",
    )
    done = here("check", "--config", str(config))
    assert done.returncode == 1
    assert done.stderr == (
        "数据库打不开（这个文件不是 SQLite 数据库，或已经损坏）：检查 database.url\n"
    )
