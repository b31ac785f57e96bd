"""The directory, as far as the app may see it, and ids that are ciphertext."""

from __future__ import annotations

from typing import Any

from tests.servers.wecom.call import Call
from tests.servers.wecom.errors import Wrong
from tests.servers.wecom.shapes import need
from tests.servers.wecom.world import Person, World


class Directory:
    """`/cgi-bin/user/…`, `/cgi-bin/department/…`, `/cgi-bin/batch/…`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._wrong_lookups = 0
        self._day = -1

    def user(self, call: Call) -> dict[str, Any]:
        """`user/get`; new apps get no mobile."""
        userid = call.query.get("userid", "")
        person = self._world.people.get(userid)
        if person is None:
            raise Wrong(60111)
        need(person.in_range, 60011)
        return {
            "userid": userid,
            "name": person.name,
            "department": list(person.departments),
            "order": [0] * len(person.departments),
            "is_leader_in_dept": [int(d in person.heads) for d in person.departments],
            "direct_leader": [],
            "main_department": person.departments[0],
            "status": person.status,
            "open_userid": self._world.open_userid(userid),
        }

    def by_mobile(self, call: Call) -> dict[str, Any]:
        """`user/getuserid`; too many wrong ones and the day is over."""
        day = int(self._world.now() // 86400)
        if day != self._day:
            self._day, self._wrong_lookups = day, 0
        allowed = max(1, len(self._world.people) // 5)
        need(self._wrong_lookups <= allowed and not self._world.knobs.lookups_blocked, 45009)
        mobile = str(call.json.get("mobile") or "")
        need(mobile.isdigit() and len(mobile) == 11, 60103)
        for person in self._world.people.values():
            if person.mobile == mobile and person.in_range:
                return {"userid": person.userid}
        self._wrong_lookups += 1
        raise Wrong(46004)

    def members(self, call: Call) -> dict[str, Any]:
        """`user/simplelist` of one department."""
        number = self._department(call.query.get("department_id"))
        inside = [p for p in self._visible() if number in p.departments]
        return {
            "userlist": [
                {
                    "userid": p.userid,
                    "name": p.name,
                    "department": list(p.departments),
                    "open_userid": self._world.open_userid(p.userid),
                }
                for p in inside
            ]
        }

    def departments(self, call: Call) -> dict[str, Any]:
        """`department/simplelist`: ids without names."""
        return {
            "department_id": [
                {"id": number, "parentid": d["parentid"], "order": number}
                for number, d in self._below(call).items()
            ]
        }

    def department(self, call: Call) -> dict[str, Any]:
        """`department/get`: one, with its name."""
        number = self._department(call.query.get("id"))
        return {"department": self._full(number)}

    def full_departments(self, call: Call) -> dict[str, Any]:
        """`department/list`."""
        return {"department": [self._full(number) for number in self._below(call)]}

    def translate(self, call: Call) -> dict[str, Any]:
        """`batch/openuserid_to_userid`; a plain id is an invalid one."""
        asked = call.json.get("open_userid_list")
        need(isinstance(asked, list) and 0 < len(asked) <= 1000, 40058)
        assert isinstance(asked, list)
        known = {self._world.open_userid(p.userid): p.userid for p in self._visible()}
        return {
            "userid_list": [
                {"open_userid": each, "userid": known[each]} for each in asked if each in known
            ],
            "invalid_open_userid_list": [each for each in asked if each not in known],
        }

    def _visible(self) -> list[Person]:
        return [p for p in self._world.people.values() if p.in_range]

    def _department(self, number: str | None) -> int:
        need(number and number.isdigit(), 40058)
        need(int(str(number)) in self._world.departments, 60003)
        return int(str(number))

    def _below(self, call: Call) -> dict[int, dict[str, Any]]:
        top = call.query.get("id")
        if not top:
            return self._world.departments
        wanted = {self._department(top)}
        for number, department in sorted(self._world.departments.items()):
            if department["parentid"] in wanted:
                wanted.add(number)
        return {n: d for n, d in self._world.departments.items() if n in wanted}

    def _full(self, number: int) -> dict[str, Any]:
        department = self._world.departments[number]
        leaders = [p.userid for p in self._world.people.values() if number in p.heads]
        return {
            "id": number,
            "name": department["name"],
            "parentid": department["parentid"],
            "order": number,
            "department_leader": leaders,
        }
