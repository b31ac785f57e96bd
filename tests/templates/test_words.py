"""Every template renders for every kind of ticket, and what came from outside stays harmless."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.ticket import Severity
from bot.platforms.base import Mention
from bot.render import TEMPLATES, day_and_time, renderer_for, span
from tests.templates.facts import NAMES, NOW, REASONS, ZONE, a_ticket, facts_for


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("name", NAMES)
def test_it_renders_and_pings_nobody(name: str, severity: Severity) -> None:
    facts = facts_for(a_ticket(severity), name)
    payload = {"template": name, "facts": facts, "kind": "reply", "rule": "R3.2.2"}
    text = renderer_for(ZONE).message(payload, "text", (Mention("u", "运行甲"),), NOW)
    assert text
    assert "@所有人" not in text
    assert text.count("@") <= 1
    assert "\u202e" not in text
    assert "49" not in text
    assert "\n\n" not in text


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("reason", REASONS)
def test_every_refusal_says_what_to_do(reason: str, severity: Severity) -> None:
    facts: dict[str, Any] = facts_for(a_ticket(severity)) | {"reason": reason}
    facts |= {"who": ["运行部"]} if reason == "not_allowed" else {}
    facts |= {"departments": ["运行部", "检修部"]}
    text = renderer_for(ZONE).words("refusal", "text", facts, NOW)
    assert 5 < len(text) < 160, text


def test_every_refusal_in_the_code_has_its_words() -> None:
    root = TEMPLATES.parent
    source = "\n".join(
        path.read_text("utf-8")
        for name in ("bot/domain", "handlers")
        for path in (root / name).rglob("*.py")
    )
    used = set(re.findall(r'refuse\(\s*"([a-z_]+)"|"reason": "([a-z_]+)"', source))
    assert {first or second for first, second in used} == set(REASONS)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "不到1分钟"), (5, "5分钟"), (60, "1小时"), (130, "2小时10分钟"), (1500, "1天1小时")],
)
def test_spans(minutes: int, words: str) -> None:
    assert span(timedelta(minutes=minutes)) == words


def test_what_was_written_on_two_lines_stays_on_its_own_line_of_the_card() -> None:
    ticket = facts_for(a_ticket(Severity.GENERAL))["ticket"]
    ticket |= {"address": "阳光花园\n3号楼", "name": "王女士\n归口\t别人"}
    card = renderer_for(ZONE).card({"ticket": ticket}, [], "text", NOW)
    assert "阳光花园 3号楼" in card.title
    assert card.status == "已派单"
    assert [label for label, _ in card.lines].count("归口") == 1


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-12-30", "2026年12月30日"), ("2026-12-31", "昨天"), ("2027-01-02", "明天"),
     ("2027-01-03", "后天"), ("2027-01-04", "1月4日")],
)  # fmt: skip
def test_a_year_is_said_of_a_date_only(day: str, words: str) -> None:
    now = datetime(2027, 1, 1, 8, tzinfo=ZONE)
    at = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZONE)
    assert day_and_time(at, now, ZONE) == f"{words}09:00"


def test_a_company_of_one_department_has_nobody_to_ask_for_help() -> None:
    ticket = facts_for(a_ticket(Severity.GENERAL))["ticket"]
    facts = {"ticket": ticket, "n": 3, "reason": "support_of_whom", "departments": []}
    payload = {"template": "refusal", "facts": facts, "kind": "refusal", "rule": None}
    assert "没有别的部门" in renderer_for(ZONE).message(payload, "text", (), NOW)
