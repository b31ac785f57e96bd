"""Who may say what, as the contract's table of words has it; a ticket of 运行部."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.access import actor_of, may, may_ever
from bot.domain.chat import ChatRef, Sender
from bot.domain.ticket import Severity, Status, Ticket, Type
from bot.scenario import demo_company
from handlers.catalog import ROWS

COMPANY = demo_company()
PEOPLE = ("客服甲", "客服主管", "运行甲", "运行主任", "检修甲", "检修主任", "值班领导", "路人")

#: Verb, and for each of PEOPLE whether he may.
MAY = """
接单        n n y y n n y n
已联系      n n y y n n y n
到场        n n y y n n y n
方案        n n y y n n y n
进展        n n y y n n y n
完成        n n y y n n y n
已反馈      y y y y n n y n
回访        y y n n n n n n
验收        n n n y n n y n
转          y y y y n n y n
支援        y y y y n n y n
升级        y y n y n y y n
降级        n y n y n y y n
延期        n n y y n n y n
同意延期    n n n y n n y n
不同意延期  n n n y n n y n
补充        y y y y y y y n
催办        y y y y y y y n
作废        y y n y n y y n
合并        y y n y n y y n
重开        y y n y n y y n
"""


def a_ticket() -> Ticket:
    return Ticket(
        id=3,
        status=Status.DISPATCHED,
        severity=Severity.GENERAL,
        type=Type.QUALITY,
        department="operations",
        policy="p",
        opened_at=datetime(2026, 11, 23, tzinfo=UTC),
        content="不热",
        origin_platform="local",
        origin_chat="客服群",
    )


def rows() -> list[tuple[str, str, bool]]:
    lines = [line.split() for line in MAY.strip().splitlines()]
    return [
        (v, who, yes == "y") for v, *may_ in lines for who, yes in zip(PEOPLE, may_, strict=True)
    ]


@pytest.mark.parametrize(("verb", "person", "expected"), rows())
def test_who_may(verb: str, person: str, expected: bool) -> None:
    known = COMPANY.people.get(person)
    sender = Sender(known.ids["local"] if known else "x1", person)
    actor = actor_of(COMPANY, ChatRef("local", "别的群"), sender)
    assert may(ROWS[verb].need, actor, a_ticket(), COMPANY.service) is expected


def test_a_stand_in_works_in_the_departments_own_group_and_decides_nothing() -> None:
    group = COMPANY.departments["operations"].groups[0]
    actor = actor_of(COMPANY, group, Sender("x1", "替班的"))
    allowed = {v for v in ROWS if may(ROWS[v].need, actor, a_ticket(), COMPANY.service)}
    assert {"接单", "完成", "转", "延期"} <= allowed
    assert not allowed & {
        "验收",
        "降级",
        "升级",
        "同意延期",
        "作废",
        "合并",
        "重开",
        "回访",
        "绑定",
    }


@pytest.mark.parametrize(("verb", "person", "expected"), rows())
def test_the_help_shows_whatever_somebody_may(verb: str, person: str, expected: bool) -> None:
    known = COMPANY.people.get(person)
    sender = Sender(known.ids["local"] if known else "x1", person)
    actor = actor_of(COMPANY, ChatRef("local", "别的群"), sender)
    assert may_ever(ROWS[verb].need, actor, COMPANY.service) or not expected
