"""Voice calls of the emergency notice."""

from __future__ import annotations

from typing import Any

from tests.servers.wecom.call import Call
from tests.servers.wecom.limits import Limit
from tests.servers.wecom.shapes import need
from tests.servers.wecom.world import World

WEEK = 7 * 86400


class Calling:
    """`/cgi-bin/pstncc/…`: 3 in 8 minutes and 8 a day for one person; more are not connected."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._often = Limit(world.now, (3, 480), (8, 86400))
        self._calls: dict[tuple[str, str], tuple[float, int]] = {}

    def call(self, call: Call) -> dict[str, Any]:
        """Rings them; what is said is set in the app."""
        need(self._world.knobs.phone != "unlinked", 301049)
        need(self._world.knobs.phone != "closed", 301050)
        need(self._world.knobs.phone != "poor", 301051)
        people = call.json.get("callee_userid")
        need(isinstance(people, list) and people, 40058)
        assert isinstance(people, list)
        states = []
        for userid in people:
            person = self._world.people.get(userid)
            if person is None or not person.in_range:
                states.append({"code": 60111, "userid": userid})
                continue
            callid = f"call{next(self._world.numbers)}"
            within = self._often.take(userid)
            reason = self._world.knobs.phone_reason if within else 13
            self._calls[userid, callid] = (self._world.now(), reason)
            states.append({"code": 0, "callid": callid, "userid": userid})
            event = "call" if within else "call_not_connected"
            self._world.note(event, level="phone", to=[userid], callid=callid)
        return {"states": states}

    def states(self, call: Call) -> dict[str, Any]:
        """What became of one."""
        body = call.json
        found = self._calls.get((str(body.get("callee_userid")), str(body.get("callid"))))
        need(found is not None, 40058, "callid")
        assert found is not None
        at, reason = found
        need(self._world.now() - at <= WEEK, 40058, "callid")
        talked = reason in (0, 2, 3)
        return {
            "istalked": int(talked),
            "calltime": int(at),
            "talktime": 23 if talked else 0,
            "reason": reason,
        }
