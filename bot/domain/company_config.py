"""A company as people write it down (company.yaml, a scenario's `company`) into the directory."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from bot.domain.chat import ChatRef
from bot.domain.company import DEFAULT_ROUTES, Company, Department, Person, Shift
from bot.domain.ticket import Type

#: The platforms a person or a group can have an id on.
VENDORS = ("dingtalk", "wecom")


#: What may be written where.
_COMPANY = ("name", "departments", "leaders", "routes", "duty", "policy")
_DEPARTMENT = ("key", "name", "group", "head", "members")
_LEADERS = ("group", "chain")
#: As vendors and the gateway take it.
_NUMBER = re.compile(r"\+?[0-9]{7,15}")
_PERSON = ("name", "mobile", *VENDORS)
_GROUP = ("name", *VENDORS, "dingtalk_webhook", "dingtalk_webhook_secret", "wecom_webhook")


def unknown_keys(given: Iterable[object], known: Iterable[str], where: str = "") -> list[str]:
    """A sentence for each key that means nothing here, with the nearest one that does."""
    known = tuple(known)
    sentences = []
    for key in map(str, given):
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"是不是「{near[0]}」？" if near else f"可用的是 {'、'.join(known)}"
            sentences.append(f"{where}没有「{key}」这一项，{hint}")
    return sentences


class CompanyMistake(ValueError):
    """What is wrong in a company file: every mistake, one a line, each with its mend."""


def company_from_config(config: object, zone: tzinfo, *, embedded: bool) -> Company:
    """Reads the mapping. With `embedded` people and groups also live on the embedded platform.

    Raises CompanyMistake.
    """
    return _Reader(zone, embedded).read(config)


class _Reader:
    def __init__(self, zone: tzinfo, embedded: bool) -> None:
        self._zone = zone
        self._embedded = embedded
        self._people: dict[str, Person] = {}
        self._mistakes: list[str] = []

    def read(self, config: object) -> Company:
        if not isinstance(config, Mapping):
            raise CompanyMistake("company 要写成 name、departments、leaders 几项")
        self._mistakes += unknown_keys(config, _COMPANY)
        listed = self._list(config, "departments")
        read = [d for d in map(self._department, listed) if d is not None]
        departments = {d.key: d for d in read}
        if len(departments) < len(read):
            self._mistakes.append("departments：key 不能重复")
        if "service" not in departments:
            self._mistakes.append("departments：要有一个 key: service 的客服部门")
        leaders = self._mapping(config, "leaders", "{group: 领导群, chain: [值班领导, 总经理]}")
        self._mistakes += unknown_keys(leaders, _LEADERS, "leaders：")
        listed = self._list(leaders, "chain", "leaders.")
        chain = tuple(self._person(p, "leaders.chain") for p in listed)
        if not chain:
            self._mistakes.append("leaders.chain：至少写一位值班领导")
        group, chats = self._group(leaders.get("group"), "leaders.group")
        routes = self._routes(self._mapping(config, "routes", "{quality: operations}"), departments)
        shifts = tuple(self._shift(s, departments) for s in self._list(config, "duty"))
        self._claimed_twice([*((d.name, d.groups) for d in read), ("领导", chats)])
        if self._mistakes:
            raise CompanyMistake("\n".join(dict.fromkeys(self._mistakes)))
        return Company(
            name=str(config.get("name") or "供热公司"),
            departments=departments,
            people=self._people,
            leaders=chain,
            leader_groups=chats,
            leader_group_name=group,
            routes=routes,
            shifts=tuple(s for s in shifts if s is not None),
        )

    def _list(self, given: Mapping[str, Any], key: str, where: str = "") -> list[Any]:
        value = given.get(key)
        if value is None or isinstance(value, list):
            return value or []
        self._mistakes.append(f"{where}{key} 要写成列表，如 {key}: [ … ]")
        return []

    def _mapping(self, given: Mapping[str, Any], key: str, shape: str) -> Mapping[str, Any]:
        value = given.get(key)
        if value is None or isinstance(value, Mapping):
            return value or {}
        self._mistakes.append(f"{key} 要写成 {shape}")
        return {}

    def _department(self, value: object) -> Department | None:
        if not isinstance(value, Mapping) or not value.get("key") or not value.get("name"):
            self._mistakes.append("departments：每个部门要有 key 和 name")
            return None
        where = f"departments.{value['key']}"
        self._mistakes += unknown_keys(value, _DEPARTMENT, f"{where}：")
        listed = self._list(value, "members", f"{where}.")
        members = tuple(self._person(p, f"{where}.members") for p in listed)
        head = value.get("head") or (members[0] if members else None)
        if head is None:
            self._mistakes.append(f"{where}：要有 head 或 members")
            return None
        group, chats = self._group(value.get("group"), f"{where}.group")
        name = str(value["name"])
        return Department(
            str(value["key"]), name, self._person(head, f"{where}.head"), members, chats, group
        )

    def _person(self, value: object, where: str) -> str:
        """A name, or a mapping with the vendors' ids; the name is the key."""
        given: Mapping[str, Any] = value if isinstance(value, Mapping) else {"name": value}
        name = str(given.get("name") or "").strip()
        self._mistakes += unknown_keys(given, _PERSON, f"{where}：")
        if not name:
            self._mistakes.append(f"{where}：每个人要有名字")
            return ""
        ids = {v: str(given[v]) for v in VENDORS if given.get(v)}
        if self._embedded:
            ids["local"] = name
        known = self._people.get(name)
        if known is not None:
            ids = {**known.ids, **ids}
        written = re.sub(r"[\s-]", "", str(given.get("mobile") or ""))
        if written and not _NUMBER.fullmatch(written):
            self._mistakes.append(f"{where}：{name} 的 mobile「{written}」不是电话号码")
        mobile = written or (known.mobile if known else None)
        self._people[name] = Person(name, name, ids, mobile)
        return name

    def _group(self, value: object, where: str) -> tuple[str, tuple[ChatRef, ...]]:
        if value is None:
            return "", ()
        given: Mapping[str, Any] = value if isinstance(value, Mapping) else {"name": value}
        name = str(given.get("name") or "").strip()
        self._mistakes += unknown_keys(given, _GROUP, f"{where}：")
        if not name:
            self._mistakes.append(f"{where}：群要有名字")
            return "", ()
        chats = [ChatRef(vendor, str(given[vendor])) for vendor in VENDORS if given.get(vendor)]
        if self._embedded:
            chats.append(ChatRef("local", name))
        return name, tuple(chats)

    def _claimed_twice(self, bound: Sequence[tuple[str, tuple[ChatRef, ...]]]) -> None:
        """A group is one department's, an account one person's."""
        groups: dict[ChatRef, str] = {}
        for name, chats in bound:
            for chat in chats:
                if (other := groups.setdefault(chat, name)) != name:
                    self._mistakes.append(
                        f"群 {chat.chat_id} 写在{other}和{name}下：一个群只归一个部门，"
                        "另建一个，或不写 group（消息会发到客服群）"
                    )
        accounts: dict[tuple[str, str], str] = {}
        for name in self._people:
            for vendor, id_ in self._people[name].ids.items():
                if (other := accounts.setdefault((vendor, id_), name)) != name:
                    self._mistakes.append(
                        f"{vendor} 账号 {id_} 写在{other}和{name}下：一个账号是一个人的"
                    )

    def _routes(
        self, value: Mapping[str, Any], departments: Mapping[str, Department]
    ) -> dict[Type, str]:
        routes = dict(DEFAULT_ROUTES)
        for kind, key in value.items():
            if kind not in list(Type) or key not in departments:
                self._mistakes.append(f"routes.{kind}：左边是 {'、'.join(Type)}，右边是部门的 key")
                continue
            routes[Type(kind)] = str(key)
        return routes

    def _shift(self, value: object, departments: Mapping[str, Department]) -> Shift | None:
        """`{department: repair, people: [检修甲], from: 2026-11-23T08:00, to: …}`; or leaders."""
        try:
            if not isinstance(value, Mapping):
                raise TypeError
            begins, ends = self._instant(value["from"]), self._instant(value["to"])
            key = str(value["department"])
            people = tuple(str(p) for p in value["people"])
        except (KeyError, ValueError, TypeError):
            self._mistakes.append("duty：每条要有 department、people、from、to（2026-11-23T08:00）")
            return None
        if key not in (*departments, "leaders") or begins >= ends or not people:
            self._mistakes.append(f"duty：{key} 要是部门的 key 或 leaders，from 早于 to，要有人")
        for name in people:
            if name not in self._people:
                self._mistakes.append(f"duty：「{name}」不在任何部门里，也不是领导：先写进去")
        return Shift(key, people, begins, ends)

    def _instant(self, value: object) -> datetime:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return at if at.tzinfo else at.replace(tzinfo=self._zone)
