"""A ticket and every fact that any template asks for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain import events
from bot.domain.chat import ChatRef
from bot.domain.lifecycle import Decision, decide
from bot.domain.policy import Policy
from bot.domain.ticket import Severity, Ticket, Type
from bot.render import TEMPLATES
from bot.scenario import demo_company
from handlers.facts import plain, ticket_facts

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
#: What somebody would write who wants to ring everybody or break a message.
NASTY = "@所有人 王女士\u202e {{ 7*7 }}"
#: Every template of words that people read in chats.
NAMES = sorted(
    {path.name.partition(".")[0] for path in (TEMPLATES / "chat").glob("*.text.j2")} - {"_words"}
)
#: Every reason a refusal has words for.
REASONS = sorted(
    set(re.findall(r'reason == "([a-z_]+)"', (TEMPLATES / "chat/refusal.text.j2").read_text()))
)


def a_ticket(severity: Severity, words: str = NASTY, name: str = "@所有人") -> Ticket:
    event = events.Received(
        by="客服甲", number=3, content=words, origin=ChatRef("local", "客服群"),
        type=Type.QUALITY, severity=severity, department="operations", name=name,
        address="阳光花园3号楼", team=("运行甲", "运行主任"), why=("不热",),
    )  # fmt: skip
    outcome = decide(None, event, Policy(), NOW)
    assert isinstance(outcome, Decision)
    later = NOW + timedelta(hours=9)
    return outcome.ticket.but(
        promised_at=later,
        closed_at=later,
        plan=words,
        result=words,
        rating="满意",
        handler="运行甲",
    )


def facts_for(ticket: Ticket, name: str = "", words: str = NASTY) -> dict[str, Any]:
    """Every fact that any template asks for; `words` are what people said."""
    shown = ticket_facts(ticket, demo_company(), Policy(), NOW)
    later = NOW + timedelta(hours=2)
    facts: dict[str, Any] = {
        "ticket": shown, "duty": shown["duties"][0], "who": "运行甲", "words": words, "at": later,
        "due_at": later, "until": later, "promised_at": later, "late": 300, "beyond": later,
        "degrees": 17.9, "room": words, "warm": False, "confirmed": False, "standard": 18.0,
        "order": words, "courtesy": "thanks", "above": False, "fresh": False, "minutes": 30,
        "reason": "no_ticket", "verb": "完成", "number": 3, "said_of": 3,
        "same": False, "known": True,
        "where": "运行群", "title": "应急 #3", "bot": "热线助手", "code": "7K3QXM",
        "changes": {"name": words, "type": "quality"},
        "passed": True, "choices": [shown], "more": 2, "nearest": "完成", "usage": "完成 3 结果",
        "crews": [{"name": "运行部", "total": 3, "untaken": 1,
                   "people": [{"name": "运行乙", "count": 2}, {"name": "运行甲", "count": 0}]}],
        "numbers": [3, 4], "rows": [{"usage": "收到 3", "does": "接单", "name": "运行部",
        "people": ["运行甲"], "rostered": False, "platform": "dingtalk", "what": "away",
        "why": "gone", "heads": ["运行部"], "crews": [], "leads": False, "elsewhere": False}],
        "tickets": [shown], "total": 9,
        "severities": {"major": 1}, "types": {"quality": 9}, "departments": {"运行部": 9},
        "received": 11, "void": 1, "merged": 1, "valid": 9, "closed": 1, "on_time": 0.9995,
        "satisfied": None, "late_rules": [{"rule": "R3.2.2", "duty": "联系用户", "missed": 1}],
        "places": [{"name": words, "tickets": 3}], "repeaters": 1, "dissatisfied": 1,
        "mean": 9000.0, "period": "week", "last_period": {"received": 9, "more": 2},
        "last_year": {"received": 12, "more": -1}, "yearly": True, "chart": True, "report": False,
        "theirs": {"name": "检修部", "tickets": 3, "closed": 1, "on_time": 0.5},
        "slice": {"step": "没回访", "major": False, "type": "quality"},
        "missed": 1, "name": "检修部", "other": shown if name == "alike" else 2,
        "same_phone": True, "first": "handled",
        "what": "extended", "facts": {"rule": "R3.2.3", "until": later, "rating": "满意"},
        "timeline": [{"at": later, "by": "运行甲", "what": "handled", "words": "x", "facts": {}}],
        "parts": [{"template": "voided", "facts": {"ticket": shown, "words": words}}],
        "event": "Handled", "repeats": 2, "times": 3, "raised": False, "place": words, "nth": 12,
        "building": "3",
        "was": "other", "moves": True, "corrected": 1,
        "told": False, "incidents": 1, "again": True,
        "fields": {"phone": words}, "user": words,
        "platform": "dingtalk", "used": 4000, "limit": 5000, "ends": 19,
        "read": ["值班领导"], "unread": [words],
        "lines": [{"number": 3, "words": words}],
        "days": "20261123", "service": "客服部", "leaders": "领导群",
        "advise": True, "count": 2, "sent": 1, "images": 2, "dissolved": False,
        "abilities": [{"name": "ding_app", "works": False, "reason": words, "at": later}],
        "away": True, "giver": words, "taker": words, "takes": False, "staying": [shown],
        "held": [shown],
        "given": [{"ticket": shown, "who": words, "words": words}], "colleagues": [words],
        "names": [words], "heads": [words], "before": "运行乙", "helper": "检修部",
        "whose": "检修部",
        "filled": {"phone": words}, "no_complaint": True, "type_read": "facility",
        "moves_to": "检修部",
        "severity_read": "major", "yes": True, "own": False, "crew": True, "whole": False,
        "taken": True, "seconds": 300,
    }  # fmt: skip
    found: dict[str, Any] = plain(facts)
    return found
