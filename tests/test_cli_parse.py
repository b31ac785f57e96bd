"""`heatdesk parse`: lines in, lines out, and how it is measured."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.process import heatdesk, here


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
        input=b"\xef\xbb\xbf" + line + b"\r\n" + broken + b"\r\n\xff\r\n\xef\xbb\xbf" + line,
        capture_output=True, check=False,
    )  # fmt: skip
    first, second, third, last = map(json.loads, done.stdout.decode().splitlines())
    assert first == last
    assert [c["phone"] for c in first["complaints"]] == ["13912345678"]
    assert [c["type"] for c in second["complaints"]] == ["quality"]
    assert third["error"]


def test_parse_does_not_say_that_nothing_is_complained_of_in_letters_it_can_not_read() -> None:
    """R1.1: a spreadsheet saved in GBK is told of, a complaint is never lost in it."""
    said = {"id": "a", "text": "王女士 13912345678 家里不热"}
    line = json.dumps(said, ensure_ascii=False)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "parse"],
        input=line.encode("gbk") + b"\n" + line.encode() + b"\n",
        capture_output=True, check=False,
    )  # fmt: skip
    first, second = map(json.loads, done.stdout.decode().splitlines())
    assert first == {"id": "a", "error": "这一行不是 UTF-8：另存为 UTF-8 再读"}
    assert second["complaints"]


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


def test_what_is_no_json_never_comes_out_again() -> None:
    """Python reads and writes NaN and Infinity; whoever reads the answer does not."""
    lines = [
        '{"id": NaN, "text": "家里不热"}',
        '{"id": 1e999, "text": "家里不热"}',
        '{"id": 1.5, "text": ""}',
    ]
    done = heatdesk("parse", stdin="\n".join(lines))
    assert "NaN" not in done.stdout
    assert "Infinity" not in done.stdout
    *refused, read = map(json.loads, done.stdout.splitlines())
    assert [line["error"] for line in refused] == ["这一行不是 JSON"] * 2
    assert read == {"id": 1.5, "complaints": []}
