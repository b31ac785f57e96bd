"""Every template renders for every kind of ticket, and what came from outside stays harmless."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain import events
from bot.domain.chat import ChatRef
from bot.domain.lifecycle import Decision, decide
from bot.domain.policy import Policy
from bot.domain.ticket import Severity, Ticket, Type
from bot.platforms.base import Mention
from bot.render import TEMPLATES, renderer_for, span
from bot.scenario import demo_company
from handlers.facts import plain, ticket_facts

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
NASTY = "@所有人 王女士\u202e {{ 7*7 }}"
NAMES = sorted(path.name.partition(".")[0] for path in (TEMPLATES / "chat").glob("*.text.j2"))


def a_ticket(severity: Severity) -> Ticket:
    event = events.Received(
        by="客服甲", number=3, content=NASTY, origin=ChatRef("local", "客服群"),
        type=Type.QUALITY, severity=severity, department="operations", name="@所有人",
        address="阳光花园3号楼", team=("运行甲", "运行主任"), why=("不热",),
    )  # fmt: skip
    outcome = decide(None, event, Policy(), NOW)
    assert isinstance(outcome, Decision)
    later = NOW + timedelta(hours=9)
    return outcome.ticket.but(
        promised_at=later,
        closed_at=later,
        plan=NASTY,
        result=NASTY,
        rating="满意",
        handler="运行甲",
    )


def facts_for(ticket: Ticket, name: str = "") -> dict[str, Any]:
    shown = ticket_facts(ticket, demo_company(), Policy(), NOW)
    later = NOW + timedelta(hours=2)
    facts: dict[str, Any] = {
        "ticket": shown, "duty": shown["duties"][0], "who": "运行甲", "words": NASTY, "at": later,
        "due_at": later, "until": later, "promised_at": later, "late": 300, "beyond": later,
        "degrees": 17.9, "room": NASTY, "warm": False, "confirmed": False, "standard": 18.0,
        "order": NASTY,
        "reason": "no_ticket", "verb": "完成", "number": 3, "same": False, "known": True,
        "where": "运行群", "title": "应急 #3", "bot": "热线助手", "code": "7K3QXM",
        "changes": {"name": NASTY, "type": "quality"},
        "passed": True, "choices": [shown], "more": 2, "nearest": "完成", "usage": "完成 3 结果",
        "numbers": [3, 4], "rows": [{"usage": "收到 3", "does": "接单", "name": "运行部",
        "people": ["运行甲"], "rostered": False, "platform": "dingtalk", "what": "away",
        "why": "gone", "heads": ["运行部"], "crews": [], "leads": False, "elsewhere": False}],
        "tickets": [shown], "total": 9,
        "severities": {"major": 1}, "types": {"quality": 9}, "departments": {"运行部": 9},
        "received": 11, "void": 1, "merged": 1, "valid": 9, "closed": 1, "on_time": 0.9995,
        "satisfied": None, "late_rules": [{"rule": "R3.2.2", "duty": "联系用户", "missed": 1}],
        "places": [{"name": NASTY, "tickets": 3}], "repeaters": 1, "dissatisfied": 1,
        "missed": 1, "name": "检修部", "other": shown if name == "alike" else 2,
        "same_phone": True, "first": "handled",
        "what": "extended", "facts": {"rule": "R3.2.3", "until": later, "rating": "满意"},
        "timeline": [{"at": later, "by": "运行甲", "what": "handled", "words": "x", "facts": {}}],
        "parts": [{"template": "voided", "facts": {"ticket": shown, "words": NASTY}}],
        "event": "Handled", "repeats": 2, "times": 3, "raised": False, "place": NASTY, "nth": 12,
        "building": "3",
        "was": "other", "moves": True, "corrected": 1,
        "told": False, "incidents": 1, "again": True,
        "fields": {"phone": NASTY},
        "platform": "dingtalk", "used": 4000, "limit": 5000, "ends": 19,
        "read": ["值班领导"], "unread": [NASTY],
        "lines": [{"number": 3, "words": NASTY}],
        "advise": True, "count": 2, "sent": 1, "images": 2, "dissolved": False,
        "abilities": [{"name": "ding_app", "works": False, "reason": NASTY, "at": later}],
        "names": [NASTY],
        "filled": {"phone": NASTY}, "no_complaint": True, "type_read": "facility",
        "severity_read": "major", "yes": True, "crew": True, "whole": False,
    }  # fmt: skip
    found: dict[str, Any] = plain(facts)
    return found


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("name", [name for name in NAMES if name != "_words"])
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


REASONS = sorted(
    set(re.findall(r'reason == "([a-z_]+)"', (TEMPLATES / "chat/refusal.text.j2").read_text()))
)


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
        for name in ("bot", "handlers")
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
