"""The command line, as scripts and people use it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.scenario import ScenarioMistake, load
from bot.settings import SettingsMistake, read_settings
from bot.simulate import simulate
from tests.process import here

SCENARIO = """
start: 2026-11-23T08:00:00+08:00
policy: {R3.2.2: 1h}
steps:
  - {at: 0m,  in: 客服群, by: 客服甲, say: "王女士 13912345678 阳光花园3号楼2单元501 不热 15度"}
  - {at: 70m, in: 运行群, by: 运行甲, say: "收到 {T1}"}
  - {at: 75m, in: 运行群, by: 运行甲, press: 已联系, ticket: T1, form: {promised: 今天18点}}
  - {at: 90m, in: 运行群, by: 运行甲, say: "完成 已放气", quote: T1}
  - {at: 2h,  in: 客服群, by: 客服甲, say: "蓝天小区整个小区都停暖了 李师傅 13912340000"}
until: 30h
"""


def heatdesk(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """As a process: once for each command, and wherever processes differ. Else it is `here`."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "bot", *arguments],
        input=stdin, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def test_parse_answers_each_line_in_order() -> None:
    lines = [
        '{"id": "a", "text": "王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度"}',
        "这不是 JSON",
        '{"id": "c"}',
        "",
        "[" * 100_000,
        '{"id": "d", "text": "谢谢，已经热了"}',
    ]
    done = heatdesk("parse", stdin="\n".join(lines))
    assert done.returncode == 0
    first, broken, empty, *unread, thanks = map(json.loads, done.stdout.splitlines())
    assert [line["id"] for line in unread] == [None, None]
    assert first["id"] == "a"
    (complaint,) = first["complaints"]
    assert complaint["phone"] == "13912345678"
    assert complaint["room_temp_c"] == 15.0
    assert (complaint["type"], complaint["severity"]) == ("quality", "general")
    assert set(complaint) == {
        "name", "phone", "address", "community", "type", "severity", "room_temp_c", "why",
    }  # fmt: skip
    assert broken["id"] is None
    assert broken["error"]
    assert empty["id"] == "c"
    assert empty["error"]
    assert thanks == {"id": "d", "complaints": []}


def test_parse_reads_what_windows_and_broken_exports_write() -> None:
    said = {"id": "a", "text": "王女士 13912345678 家里不热"}
    line = json.dumps(said, ensure_ascii=False).encode()
    broken = b'{"id": "b", "text": "\xff\xfe \xe4\xb8\x8d\xe7\x83\xad"}'
    done = subprocess.run(
        [sys.executable, "-m", "bot", "parse"],
        input=b"\xef\xbb\xbf" + line + b"\r\n" + broken + b"\r\n\xff\r\n" + line,
        capture_output=True, check=False,
    )  # fmt: skip
    first, second, third, last = map(json.loads, done.stdout.decode().splitlines())
    assert first == last
    assert [c["phone"] for c in first["complaints"]] == ["13912345678"]
    assert [c["type"] for c in second["complaints"]] == ["quality"]
    assert third["error"]


def _labelled(**gold: object) -> str:
    entry = {
        "name": "王女士", "phone": "13912345678", "address": "阳光花园3号楼2单元501",
        "community": "阳光花园", "type": "quality", "severity": "general", "room_temp_c": 15,
    }  # fmt: skip
    text = "王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度"
    return json.dumps({"id": "m1", "text": text, "gold": [entry | gold]}, ensure_ascii=False)


def test_eval_prints_every_figure_with_its_goal(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text(_labelled() + '\n{"id": "m2", "text": "谢谢", "gold": []}\n', "utf-8")
    done = heatdesk("parse", "--eval", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    heads, *lines = [line.split() for line in done.stdout.splitlines()]
    assert heads == ["指标", "实测", "目标", "达标"]
    told = {" ".join(line[:-3]): line[-3:] for line in lines}
    assert told["电话"] == ["1.000", "0.99", "是"]
    assert told["重大 召回"] == ["1.000", "0.97", "是"]
    assert told["每秒读几条（单核）"][1] == "3000"
    assert len(told) == 15


def test_eval_lists_the_errors_on_request(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text(_labelled(name="李女士", room_temp_c=14), "utf-8")
    done = here("parse", "--eval", str(file), "--errors")
    assert done.returncode == 0
    assert "m1\t姓名\t读成 王女士\t应为 李女士" in done.stdout
    assert "m1\t室温\t读成 15.0\t应为 14" in done.stdout
    assert ["姓名", "0.000", "0.95", "否"] in [x.split() for x in done.stdout.splitlines()]
    assert "读成" not in here("parse", "--eval", str(file)).stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "打不开"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"", "没有消息"),
        (b"{", "第 1 行"),
        (b'{"text": 1, "gold": []}', "text"),
        (b'{"text": "x"}', "gold"),
        (b'{"text": "x", "gold": ["y"]}', "gold"),
        (_labelled(type="heat").encode(), "type"),
        (_labelled(severity=None).encode(), "severity"),
        (_labelled(room_temp_c="15").encode(), "room_temp_c"),
    ],
)
def test_a_file_that_cannot_be_measured_on_is_told(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    file = tmp_path / "labelled.jsonl"
    if content is not None:
        file.write_bytes(content)
    done = here("parse", "--eval", str(file))
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_what_can_be_used_of_a_file_is_measured_and_the_rest_told(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text(_labelled() + "\n{\n", "utf-8")
    done = here("parse", "--eval", str(file))
    assert done.returncode == 1
    assert "第 2 行" in done.stderr
    assert "指标" in done.stdout


def test_errors_need_a_file_to_be_measured_on() -> None:
    done = here("parse", "--errors")
    assert done.returncode == 2
    assert "--eval" in done.stderr


def test_simulate_is_deterministic_and_keeps_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(SCENARIO, "utf-8")
    one, two = heatdesk("simulate", str(file), "--json"), heatdesk("simulate", str(file), "--json")
    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout
    lines = [json.loads(line) for line in one.stdout.splitlines()]
    dispatched = next(line for line in lines if line.get("kind") == "dispatched")
    assert dispatched["t"] == "2026-11-23T08:00:00+08:00"
    assert (dispatched["in"], dispatched["rule"]) == ("运行群", "R3.2.1")
    assert (dispatched["ticket"], dispatched["mentions"]) == ("T1", ["运行甲"])
    overdue = next(line for line in lines if line.get("kind") == "overdue")
    assert (overdue["t"], overdue["rule"]) == ("2026-11-23T09:00:00+08:00", "R3.2.2")
    created = next(line for line in lines if line["event"] == "group_created")
    assert created["ticket"] == "T2"
    assert "值班领导" in created["members"]
    call = next(line for line in lines if line["event"] == "call")
    assert call["level"] in ("app", "sms", "phone")
    tickets = [line for line in lines if line["event"] == "ticket"]
    assert [t["ticket"] for t in tickets] == ["T1", "T2"]
    assert tickets[0]["missed"][0] == "R3.2.2"
    assert tickets[0]["status"] == "handled"
    assert set(tickets[0]["timeline"][0]) == {"t", "by", "what"}
    kinds = {line["kind"] for line in lines if line["event"] == "message"}
    assert kinds <= {
        "opened", "dispatched", "question", "reply", "refusal", "reminder", "overdue",
        "escalation", "emergency", "progress", "closed", "report",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("steps: [", "YAML"),
        ("steps: [{at: 0m, in: 客服群, by: 客服甲}]", "say"),
        (
            "steps: [{at: 0m, in: 没有的群, by: 客服甲, say: x}]",
            "没有「没有的群」这个群，有：客服群",
        ),
        (
            "steps: [{at: 0m, in: 客服裙, by: 客服甲, say: x}]",
            "第 1 步：没有「客服裙」这个群，有：客服群",
        ),
        ("steps: [{at: soon, in: 客服群, by: 客服甲, say: x}]", "第 1 步 at 「soon」不是时长"),
        ("steps: [{at: 0m, in: 客服群, by: 客服甲, say: null}]", "say"),
        ("steps: [{at: 0m, in: 客服群, by: 客服甲, say: x, qoute: T1}]", "是不是「quote」"),
        ("steps: [{at: 0m, in: 客服群, by: 客服甲, say: x, quote: T1}]", "还没有 T1 的消息"),
        ("steps: [{at: 0m, in: 客服群, by: 客服甲, press: 接单, ticket: 这单}]", "写成 T1"),
        ("steps: [{at: 0m, in: 客服群, by: 客服甲, press: 接单, ticket: T1, form: 5}]", "form"),
        ("steps: 5", "steps 要写成列表"),
        ("start: 昨天", "写成 2026-11-23T08:00:00+08:00"),
        ("until: 90000d", "最长"),
        ("stepz: []", "是不是「steps」"),
        ("company: {departments: 5, leaders: 6}", "departments 要写成列表"),
        (
            "company: {departments: [{key: service, name: 客服部, membres: [甲]}]}",
            "是不是「members」",
        ),
        ("company: {departments: [{key: service, name: 客服部, members: 客服甲}]}", "写成列表"),
        ("policy: {R9.9.9: 1h}", "R9.9.9"),
        ("company: {departments: []}", "service"),
    ],
)
def test_a_wrong_scenario_is_told_in_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ScenarioMistake) as told:
        asyncio.run(simulate(load(file)))
    said = str(told.value)
    assert words in said
    assert len(said.splitlines()) == 1
    assert "object" not in said  # nothing of Python's own words


def test_a_mistake_in_a_scenario_is_1(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("steps: [", "utf-8")
    done = here("simulate", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().endswith("检查缩进、引号、括号和冒号后的空格")


def test_somebody_who_is_not_in_the_company_is_a_stranger_in_a_scenario(tmp_path: Path) -> None:
    file = tmp_path / "stranger.yaml"
    file.write_text("steps: [{at: 0m, in: 检修群, by: 路人, say: 降级 1}]", "utf-8")
    done = here("simulate", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert "没有 #1 这一单" in done.stdout


@pytest.mark.parametrize("locale", [{"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"TZ": "UTC"}])
def test_a_pipe_gets_utf8_under_every_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(SCENARIO, "utf-8")
    usual = here("simulate", str(file), "--json").stdout
    done = subprocess.run(
        [sys.executable, "-m", "bot", "simulate", str(file), "--json"],
        capture_output=True, check=False, env={**os.environ, **locale},
    )  # fmt: skip
    assert done.stdout.decode() == usual


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
        "departments: [{key: service, name: 客服部, head: 甲}]\n"
        "leaders: {chain: [乙]}\n"
        "duty: [{department: leaders, people: [丙], "
        "from: 2026-11-23T08:00, to: 2026-11-24T08:00}]\n"
        "policy: {R3.2.3: 5h, R3.2.1: 快点, R9: 1h}",
        "utf-8",
    )
    done = here("check", "--config", str(config))
    for words in ("丙", "R3.2.3", "R3.2.1", "R9", "migrate"):
        assert words in done.stderr
    (tmp_path / "company.yaml").write_bytes(Path("bot/demo/company.yaml").read_bytes())
    assert here("migrate", "--config", str(config)).returncode == 0
    done = here("check", "--config", str(config))
    assert done.returncode == 0, done.stderr


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


@pytest.mark.parametrize("url", ["mysql://h/x", "heatdesk.db"])
def test_a_database_of_another_kind_is_told_which_there_are(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsMistake, match="postgresql"):
        read_settings(None, {"HEATDESK_DATABASE__URL": url})


def test_an_unknown_setting_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    config = tmp_path / "heatdesk.toml"
    config.write_text('[database]\nurll = "x"\n', "utf-8")
    with pytest.raises(SettingsMistake, match=r"database\.url"):
        read_settings(config, {})


def test_a_log_level_is_one_of_four() -> None:
    assert read_settings(None, {"HEATDESK_LOG_LEVEL": "debug"}).log_level == "DEBUG"
    with pytest.raises(SettingsMistake, match="log_level：写 DEBUG、INFO、WARNING、ERROR 之一"):
        read_settings(None, {"HEATDESK_LOG_LEVEL": "loud"})


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    config = tmp_path / "heatdesk.toml"
    config.write_text("[web]\nport = 9000\n", "utf-8")
    settings = read_settings(config, {"HEATDESK_WEB__PORT": "9001"})
    assert settings.web.port == 9001


def test_proxies_are_addresses(tmp_path: Path) -> None:
    config = tmp_path / "heatdesk.toml"
    config.write_text('[web]\nproxies = ["10.0.0.1"]\n', "utf-8")
    assert read_settings(config, {}).web.proxies == ("10.0.0.1",)
    two = read_settings(config, {"HEATDESK_WEB__PROXIES": "127.0.0.1, ::1"})
    assert two.web.proxies == ("127.0.0.1", "::1")
    for wrong in ('["nginx"]', "5", '"10.0.0.0/8"'):
        config.write_text(f"[web]\nproxies = {wrong}\n", "utf-8")
        with pytest.raises(SettingsMistake, match=r"web\.proxies：写成"):
            read_settings(config, {})


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


@pytest.mark.parametrize("wrong", ["heat.example.com", "https://a/b", "ftp://a", "https://a@b"])
def test_an_address_for_the_pages_has_no_path(tmp_path: Path, wrong: str) -> None:
    config = tmp_path / "heatdesk.toml"
    config.write_text(f'[web]\nbase_url = "{wrong}"\n', "utf-8")
    with pytest.raises(SettingsMistake, match=r"web\.base_url：写成"):
        read_settings(config, {})
    config.write_text('[web]\nbase_url = "https://heat.example.com/"\n', "utf-8")
    assert read_settings(config, {}).web.base_url == "https://heat.example.com"
