"""What the platforms' directories say changes who is rung, and nothing that the file says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.chat import ChatRef, DirectoryRead, from_json, to_json
from bot.domain.company import LEADERS, Company, Department, Listed, Person, Shift
from bot.domain.directory import newly_away, remarks, with_directory

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
KEYS = ("客服主管", "客服甲", "检修主任", "检修甲", "检修乙", "值班领导", "总经理")


def _company(**away: str) -> Company:
    people = {
        key: Person(key, key, {"dingtalk": f"id-{key}"}, None, {"dingtalk": away[key]})
        if key in away
        else Person(key, key, {"dingtalk": f"id-{key}"})
        for key in KEYS
    }
    return Company(
        name="暖城热力",
        departments={
            "service": Department("service", "客服部", "客服主管", ("客服甲",)),
            "repair": Department("repair", "检修部", "检修主任", ("检修甲", "检修乙")),
        },
        people=people,
        leaders=("值班领导", "总经理"),
    )


def _read(**more: Any) -> DirectoryRead:
    facts: dict[str, Any] = {"ids": {}, "away": {}, "departments": {}} | more
    return DirectoryRead(ChatRef("dingtalk", ""), "1", sent_at=NOW, **facts)


@pytest.mark.parametrize(
    ("away", "first", "crew", "head", "leader"),
    [
        ((), "检修甲", "检修甲 检修乙", "检修主任", "值班领导"),
        (("检修甲",), "检修乙", "检修乙", "检修主任", "值班领导"),
        (("检修甲", "检修乙"), "检修主任", "检修主任", "检修主任", "值班领导"),
        (("检修主任",), "检修甲", "检修甲 检修乙", "值班领导", "值班领导"),
        (("检修主任", "值班领导"), "检修甲", "检修甲 检修乙", "总经理", "总经理"),
        (("检修甲", "检修乙", "检修主任"), "检修甲", "检修甲 检修乙", "值班领导", "值班领导"),
        (("值班领导", "总经理", "检修主任"), "检修甲", "检修甲 检修乙", "检修主任", "值班领导"),
    ],
)
def test_who_stands_in(
    away: tuple[str, ...], first: str, crew: str, head: str, leader: str
) -> None:
    company = _company(**dict.fromkeys(away, "gone"))
    assert company.first_called("repair", NOW) == (first,)
    assert company.crew("repair", NOW) == tuple(crew.split())
    assert company.head("repair", NOW) == (head,)
    assert company.leader(0, NOW) == (leader,)


def test_the_roster_without_who_left_and_the_last_leader_by_the_one_below() -> None:
    day = {"begins": NOW, "ends": NOW.replace(hour=5)}
    shifts = (Shift("repair", ("检修甲", "检修乙"), **day), Shift("leaders", ("总经理",), **day))
    company = replace(_company(检修甲="inactive", 总经理="gone"), shifts=shifts)
    assert company.first_called("repair", NOW) == ("检修乙",)
    assert company.leader(0, NOW) == ("值班领导",)
    assert company.leader(7, NOW) == ("值班领导",)


def test_who_is_there_on_one_platform_can_be_reached() -> None:
    person = Person("a", "a", {"dingtalk": "1", "wecom": "2"}, None, {"dingtalk": "gone"})
    assert not person.is_away
    assert replace(person, away={"dingtalk": "gone", "wecom": "inactive"}).is_away
    assert not Person("b", "b").is_away


def test_away_and_back() -> None:
    company = _company()
    away = with_directory(company, _read(away={"检修甲": "gone", "检修乙": None}))
    assert away.people["检修甲"].away == {"dingtalk": "gone"}
    assert newly_away(company, away, "dingtalk") == {"检修甲"}
    assert newly_away(away, away, "dingtalk") == set()
    # What was not read stays; nobody outside the file is taken in.
    assert with_directory(away, _read(away={"检修乙": None, "路人": "gone"})) == away
    assert with_directory(away, _read(away={"检修甲": None})) == company


def test_who_left_and_came_back_under_another_id() -> None:
    away = _company(检修甲="gone")
    read = _read(ids={"检修甲": "id-new", "检修乙": "id-not-his"}, away={"检修甲": "gone"})
    back = with_directory(away, read)
    assert back.people["检修甲"] == replace(
        away.people["检修甲"], ids={"dingtalk": "id-new"}, away={}
    )
    assert back.people["检修乙"] == away.people["检修乙"]


def test_an_id_is_never_taken_from_somebody() -> None:
    away = _company(检修甲="gone")
    assert with_directory(away, _read(ids={"检修甲": "id-检修乙"})) == away


def test_everybody_gone_at_once_is_not_believed() -> None:
    company = _company()
    assert with_directory(company, _read(away=dict.fromkeys(KEYS, "gone"))) == company


def test_what_was_told_outlives_a_restart_while_the_file_says_the_same() -> None:
    listed = {"检修部": {"heads": ["id-检修主任"], "people": {}}}
    stored = with_directory(_company(检修甲="gone"), _read(departments=listed))
    assert _company().with_bindings_of(stored) == stored
    other = _company()
    people = {**other.people, "检修甲": Person("检修甲", "检修甲", {"dingtalk": "id-other"})}
    departments = {**other.departments, "repair": replace(other.departments["repair"], name="抢修")}
    renewed = replace(other, people=people, departments=departments).with_bindings_of(stored)
    assert renewed.people["检修甲"].away == {}
    assert renewed.departments["repair"].listed == {}


def test_where_heads_and_people_differ() -> None:
    found = {"检修部": {
        "heads": ["id-王五"],
        "people": {"id-王五": "王五", "id-检修甲": "检修甲", "id-检修主任": "检修主任"},
    }}  # fmt: skip
    company = with_directory(_company(), _read(departments=found))
    assert company.departments["repair"].head == "检修主任"
    assert remarks(company, ["dingtalk", "wecom"]) == [
        {"platform": "dingtalk", "where": "检修部", "what": "heads", "name": "检修主任",
         "names": ["王五"]},
        {"platform": "dingtalk", "where": "检修部", "what": "strangers", "names": ["王五"],
         "count": 1},
    ]  # fmt: skip


@pytest.mark.parametrize("heads", [(), ("id-检修主任", "id-王五")])
def test_heads_that_are_the_same_or_not_named(heads: tuple[str, ...]) -> None:
    company = _company()
    repair = replace(company.departments["repair"], listed={"dingtalk": Listed(heads, {})})
    same = replace(company, departments={**company.departments, "repair": repair})
    assert remarks(same, ["dingtalk"]) == []


def test_a_head_without_an_account_is_known_by_his_name() -> None:
    company = _company()
    repair = replace(
        company.departments["repair"],
        listed={"wecom": Listed(("w1",), {"w1": "检修主任", "w2": "检修甲"})},
    )
    same = replace(company, departments={**company.departments, "repair": repair})
    assert remarks(same, ["wecom"]) == []


def test_a_leaders_group_that_was_bound_in_chat_outlives_a_restart() -> None:
    here, there = ChatRef("wecom", "wrLeaders"), ChatRef("dingtalk", "cidLeaders")
    file = replace(_company(), leader_groups=())
    stored = file.with_group(LEADERS, here).with_group(LEADERS, there)
    assert file.with_bindings_of(stored).leader_groups == (here, there)
    # What the file says comes first, on each platform.
    other = replace(file, leader_groups=(ChatRef("wecom", "wrOther"),))
    assert other.with_bindings_of(stored).leader_groups == (ChatRef("wecom", "wrOther"), there)
    # A group is one thing only: a department's takes it from the leaders.
    assert stored.with_group("repair", here).leader_groups == (there,)


def test_what_was_read_keeps_in_the_inbox() -> None:
    read = _read(
        ids={"a": "1"},
        away={"b": "gone", "c": None},
        departments={"检修部": {"heads": ["1"], "people": {"1": "a"}}},
    )
    assert from_json(to_json(read)) == read
