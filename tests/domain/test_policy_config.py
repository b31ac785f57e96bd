"""A company's own figures: read, kept for ever, and refused where they can't be meant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.policy import Policy
from bot.domain.policy_config import policy_from_config

EVERYTHING: dict[str, Any] = {
    "R3.2.2": "90m",
    "large_area": {"buildings": 2, "households": 20, "complaints": 4, "within": "1h"},
    "repeats": {"within": "3d", "head": 2, "forwarded": "2m", "doors": 5},
    "incidents": {
        "flats": 4,
        "lasts": "2d",
        "told_at": [3, 9],
        "stations": {"城东换热站": ["桐花苑", "槐树里小区"]},
    },
}


def test_all_figures_are_read_and_come_back_from_the_database() -> None:
    policy = policy_from_config(EVERYTHING)
    assert policy.repeats.doors == 5
    assert policy.incidents.lasts == timedelta(days=2)
    assert policy.incidents.told_at == (3, 9)
    assert policy.incidents.stations == (("城东换热站", ("桐花苑", "槐树里")),)
    again = Policy.from_json(policy.to_json())
    assert (again, again.version) == (policy, policy.version)
    assert policy.version != Policy().version


def test_a_policy_kept_before_there_were_these_figures_has_the_usual_ones() -> None:
    kept = Policy().to_json()
    kept["repeats"] = kept["repeats"][:2]
    del kept["incidents"]
    assert Policy.from_json(kept) == Policy()


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ({"large_area": {"complaints": 51}}, "large_area.complaints 要写 2 到 50 之间的整数"),
        ({"large_area": {"complaints": True}}, "large_area.complaints 要写 2 到 50 之间的整数"),
        ({"large_area": {"within": "5s"}}, "large_area.within 要在 1m 到 7d 之间"),
        ({"large_area": {"building": 3}}, "没有「building」：是不是 buildings？"),
        ({"large_area": 5}, "large_area 写成 {buildings: 3, households: 30"),
        ({"repeats": {"within": "10y"}}, "repeats.within：「10y」不是时长"),
        ({"repeats": {"within": "400d"}}, "repeats.within 要在 1m 到 366d 之间"),
        ({"repeats": {"doors": 1}}, "repeats.doors 要写 2 到 20 之间的整数"),
        ({"repeats": {"within": "10m", "forwarded": "1h"}}, "repeats.forwarded 不能比"),
        ({"incidents": {"flats": "三"}}, "incidents.flats 要写 2 到 50 之间的整数"),
        ({"incidents": {"lasts": "10m"}}, "incidents.lasts 要在 1h 到 31d 之间"),
        ({"incidents": {"told_at": 5}}, r"incidents.told_at 写成 \[5, 10, 20\]"),
        ({"incidents": {"told_at": [10, 5]}}, "incidents.told_at 要从小到大写"),
        ({"incidents": {"told_at": [0]}}, "incidents.told_at 要写 2 到"),
        ({"incidents": {"stations": ["桐花苑"]}}, "incidents.stations 写成"),
        ({"incidents": {"stations": {"城东换热站": "桐花苑"}}}, "incidents.stations 写成"),
        ({"incidents": {"stations": {"甲站": ["桐花苑"], "乙站": ["桐花苑小区"]}}}, "一个站下"),
        (
            {"large_area": {"within": "2h"}, "incidents": {"lasts": "1h"}},
            "不能比 incidents.lasts 长",
        ),
        ({"R3.2.1": "99999999999d"}, "「99999999999d」太长：最长 3660d"),
        ({"incident": {}}, "policy 里没有「incident」：是不是 incidents？"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused_with_what_would_be_right(
    policy: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        policy_from_config(policy)


def test_every_mistake_is_told_at_once() -> None:
    wrong = {"repeats": {"doors": 0}, "incidents": {"flats": 0}, "R3.2.3": "1h"}
    with pytest.raises(ValueError, match="doors") as told:
        policy_from_config(wrong)
    assert len(str(told.value).splitlines()) == 3
