"""The scripted DingTalk alone, with its own little company: `python -m tests.servers.dingtalk`.

Without `--transcript FILE` the transcript goes to stdout, one JSON object a line. A person speaks
as a member on the page at `/`, or by POST of JSON to these addresses:

    /people/say    {"in": "cidRepair==", "by": "0301", "words": "收到 1"}   "in" left out: single
                   "more": {"msgtype": …, "content": …} for other shapes than a text
    /people/file?code=dc1   the bytes of a picture or a file behind that download code
    /people/press  {"track": "…", "by": "0301", "action": "接单"}          a button of a card
    /people/knob   {"name": "refuse_create", "value": true}               a fault
    /people/fault  {"do": "cut"}              also cut_in_frame, disconnect, revoke_token

`GET /people/transcript?since=0` is what has happened so far, `GET /people/company` who is there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.alone import run
from tests.servers.dingtalk.server import DingTalkServer
from tests.servers.dingtalk.world import CLIENT, SECRET

COMPANY: dict[str, Any] = {
    "departments": {"2": "客服部", "3": "运行部", "4": "检修部", "5": "公司领导"},
    "people": [
        {"userid": "0101", "name": "方芳", "department": 2, "mobile": "13800000001"},
        {"userid": "0201", "name": "孙丽", "department": 3, "mobile": "13800000003"},
        {"userid": "0301", "name": "何伟", "department": 4, "mobile": "13800000004"},
        {"userid": "0901", "name": "赵军", "department": 5, "mobile": "13800000005"},
    ],
    "groups": [
        {"conversation": "cidService==", "name": "客服群", "webhook": "hook-service"},
        {"conversation": "cidOperations==", "name": "运行群", "webhook": "hook-operations"},
        {"conversation": "cidRepair==", "name": "检修群", "webhook": "hook-repair"},
        {"conversation": "cidLeaders==", "name": "领导群", "webhook": "hook-leaders"},
    ],
}
PAGE = (Path(__file__).parent / "page.html").read_text("utf-8")


class Alone(DingTalkServer):
    """The server with doors for a person. It keeps the vendor's rate as well."""

    def __init__(self) -> None:
        super().__init__()
        self.knobs.qps = 20

    async def open(self, port: int) -> None:
        """Listens, and notes where, and with which secrets."""
        base = await self.start(port)
        self.note("listening", base=base, client_id=CLIENT, client_secret=SECRET)

    def add_routes(self, app: web.Application) -> None:
        """Speaking, pressing, faults, and what has happened."""
        app.router.add_get("/", self._page)
        app.router.add_get("/people/company", self._company)
        app.router.add_get("/people/transcript", self._transcript)
        for name in ("say", "press", "knob", "fault", "file"):
            app.router.add_post(f"/people/{name}", getattr(self, f"_{name}"))

    def found(self, company: dict[str, Any]) -> None:
        """Departments, people and groups; a group without members holds everybody."""
        for number, name in company.get("departments", {}).items():
            self.departments[int(number)] = {"name": name, "parent_id": 1}
        for person in company.get("people", []):
            self.add_person(**person)
        for group in company.get("groups", []):
            self.add_group(**({"members": set(self.people)} | group))

    async def _page(self, request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    async def _say(self, request: web.Request) -> web.Response:
        asked = await request.json()
        where = asked.get("in") or f"cidSingle{asked['by']}"
        self.note("said", **{"in": where}, by=asked["by"], text=asked["words"])
        said = await self.say(where, asked["by"], asked["words"], **asked.get("more", {}))
        return web.json_response({"msgId": said["msgId"], "heard": bool(self.sockets)})

    async def _press(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.note("pressed", **{"in": asked["track"]}, by=asked["by"], text=asked["action"])
        await self.press(asked["track"], asked["by"], asked["action"], **asked.get("form", {}))
        return web.json_response({})

    async def _knob(self, request: web.Request) -> web.Response:
        asked = await request.json()
        name, value = asked["name"], asked["value"]
        if not hasattr(self.knobs, name):
            return web.json_response({"error": "no such knob"}, status=400)
        known = getattr(self.knobs, name)
        if isinstance(known, set | tuple):
            value = type(known)(value)
        if name == "packs":
            value = {int(kind): left for kind, left in value.items()}
        setattr(self.knobs, name, value)
        return web.json_response({})

    async def _file(self, request: web.Request) -> web.Response:
        self.files[request.query["code"]] = await request.read()
        return web.json_response({})

    async def _fault(self, request: web.Request) -> web.Response:
        match (await request.json())["do"]:
            case "cut":
                self.cut()
            case "cut_in_frame":
                self.cut(in_frame=True)
            case "revoke_token":
                self.revoke_token()
            case "disconnect":
                await self.disconnect()
            case _:
                return web.json_response({"error": "no such fault"}, status=400)
        return web.json_response({})

    async def _transcript(self, request: web.Request) -> web.Response:
        return web.json_response(self.happened[int(request.query.get("since", "0")) :])

    async def _company(self, request: web.Request) -> web.Response:
        groups = [{"id": g.conversation, "name": g.name} for g in self.groups.values()]
        people = [{"id": userid, "name": p["name"]} for userid, p in self.people.items()]
        return web.json_response({"groups": groups, "people": people})


if __name__ == "__main__":
    run("dingtalk", Alone, COMPANY)
