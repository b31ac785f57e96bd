"""`heatdesk simulate`: the same story always, and mistakes in it told in a sentence."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.scenario import ScenarioMistake, load
from bot.simulate import simulate
from tests.process import heatdesk, here

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


def _departments(service: str, operations: str, account: str = "") -> str:
    return (
        "company: {departments: ["
        f"{{key: service, name: 客服部, group: {service}, head: {{name: 甲, {account}}}}}, "
        f"{{key: operations, name: 运行部, group: {operations}, head: {{name: 乙, {account}}}}}], "
        "leaders: {group: 领导群, chain: [总]}}"
    )


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
        ("start: 2027-02-29", "「2027-02-29」不是时间"),
        ("policy: {season: {from: 2026-11-31, to: 2027-03-15}}", "policy.season 写成"),
        (
            "policy: {season: {from: 2026-11-15, to: 2027-03-15, first_days: 9999999}}",
            "policy.season 写成",
        ),
        ("until: 90000d", "最长"),
        ("stepz: []", "是不是「steps」"),
        ("company: {departments: 5, leaders: 6}", "departments 要写成列表"),
        (
            "company: {departments: [{key: service, name: 客服部, membres: [甲]}]}",
            "是不是「members」",
        ),
        ("company: {departments: [{key: service, name: 客服部, members: 客服甲}]}", "写成列表"),
        ("policy: {R9.9.9: 1h}", "R9.9.9"),
        (_departments("公共群", "公共群"), "群 公共群 写在客服部和运行部下：一个群只归一个部门"),
        (_departments("客服群", "领导群"), "群 领导群 写在运行部和领导下"),
        (
            _departments("客服群", "运行群", "dingtalk: u1"),
            "dingtalk 账号 u1 写在甲和乙下：一个账号是一个人的",
        ),
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


def test_an_hour_and_an_id_without_quotes_are_what_is_written(tmp_path: Path) -> None:
    """R3.2.2: 18:00 is no 1080, and a user id that begins with 0 keeps it."""
    file = tmp_path / "story.yaml"
    file.write_text(
        SCENARIO.replace("promised: 今天18点", "promised: 18:00") + "company:\n"
        "  departments:\n"
        "    - {key: service, name: 客服部, group: 客服群, members: [客服甲]}\n"
        "    - key: operations\n"
        "      name: 运行部\n"
        "      group: {name: 运行群, dingtalk: 0755}\n"
        "      members: [{name: 运行甲, dingtalk: 012345671, mobile: 13900000000}]\n"
        "  leaders: {group: 领导群, chain: [值班领导]}\n",
        "utf-8",
    )
    company = load(file).company
    assert company.people["运行甲"].ids["dingtalk"] == "012345671"
    assert company.people["运行甲"].mobile == "13900000000"
    assert company.departments["operations"].groups[0].chat_id == "0755"
    (contacted,) = [
        line["what"]
        for ticket in asyncio.run(simulate(load(file)))
        for line in ticket.get("timeline", ())
        if line["what"].startswith("联系用户")
    ]
    assert contacted.startswith("联系用户，约 今天18:00")
