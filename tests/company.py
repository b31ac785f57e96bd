"""The company of the stories on vendors' platforms, with a vendor's ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def company_on(vendor: str, people: Mapping[str, str], chats: Mapping[str, str]) -> dict[str, Any]:
    """As a company file says it; `chats` by the department's key, and `leaders`."""

    def person(name: str) -> dict[str, str]:
        return {"name": name, vendor: people[name]}

    def department(key: str, name: str, head: str, *members: str) -> dict[str, Any]:
        return {
            "key": key,
            "name": name,
            "group": {"name": f"{name[:2]}群", vendor: chats[key]},
            "head": person(head),
            "members": [person(m) for m in members],
        }

    return {
        "name": "暖城热力",
        "departments": [
            department("service", "客服部", "客服主管", "客服甲", "客服乙"),
            department("operations", "运行部", "运行主任", "运行甲", "运行乙"),
            department("repair", "检修部", "检修主任", "检修甲", "检修乙"),
        ],
        "leaders": {
            "group": {"name": "领导群", vendor: chats["leaders"]},
            "chain": [person("值班领导"), person("总经理")],
        },
    }


def without_ids(company: Mapping[str, Any]) -> dict[str, Any]:
    """Names only; one has a mobile. The ids are to be found in the vendor's directory."""
    departments = [
        {**d, "head": d["head"]["name"], "members": [m["name"] for m in d["members"]]}
        for d in company["departments"]
    ]
    departments[1]["members"][0] = {"name": "运行甲", "mobile": "13900000001"}
    chain = [p["name"] for p in company["leaders"]["chain"]]
    leaders = {**company["leaders"], "chain": chain}
    return {**company, "departments": departments, "leaders": leaders}
