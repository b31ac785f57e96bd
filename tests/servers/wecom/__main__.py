"""The scripted WeCom alone, with its own little company: `python -m tests.servers.wecom --port N`.

Without `--transcript FILE` the transcript goes to stdout, one JSON object a line. A person speaks
as a member on the page at `/`, or by POST of JSON to these addresses:

    /people/say    {"in": "检修群", "by": "hewei", "words": "收到 1"}     "in" left out: to the bot
    /people/press  {"task_id": "…", "by": "hewei", "key": "…"}            a button of a card
    /people/knob   {"name": "trusted", "value": false}                    a fault
    /people/fault  {"do": "cut"}        also lose_subscription, go_half_open, revoke_token

`GET /people/transcript` is what has happened so far.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.alone import line, run
from tests.servers.wecom import AGENT, APP_SECRET, BOT, CORP, SECRET, WeComServer

COMPANY: dict[str, Any] = {
    "departments": {"2": "客服部", "3": "运行部", "4": "检修部", "5": "公司领导"},
    "people": [
        {"userid": "fangfang", "name": "方芳", "department": 2, "mobile": "13800000001"},
        {"userid": "LiuYang", "name": "刘洋", "department": 2, "mobile": "13800000002"},
        {"userid": "sunli", "name": "孙丽", "department": 3, "mobile": "13800000003"},
        {"userid": "hewei", "name": "何伟", "department": 4, "mobile": "13800000004"},
        {"userid": "zhaojun", "name": "赵军", "department": 5, "mobile": "13800000005"},
    ],
    "groups": [
        {"chatid": "wrService01", "name": "客服群", "webhook": "key-service"},
        {"chatid": "wrOperate01", "name": "运行群", "webhook": "key-operate"},
        {"chatid": "wrRepair01", "name": "检修群", "webhook": "key-repair"},
        {"chatid": "wrLeaders01", "name": "领导群", "webhook": "key-leaders"},
    ],
}
PAGE = (Path(__file__).parent / "page.html").read_text("utf-8")


class Alone(WeComServer):
    """The server with doors for a person."""

    async def open(self, port: int) -> None:
        """Listens, and notes where, and with which secrets."""
        base = await self.start(port)
        self.note(
            "listening", base=base, ws_url=self.ws_url, bot_id=BOT, secret=SECRET, corp_id=CORP,
            agent_id=AGENT, app_secret=APP_SECRET,
        )  # fmt: skip

    def add_routes(self, app: web.Application) -> None:
        """Speaking, pressing, faults, and what has happened."""
        app.router.add_post("/people/say", self._say)
        app.router.add_post("/people/press", self._press)
        app.router.add_post("/people/knob", self._knob)
        app.router.add_post("/people/fault", self._fault)
        app.router.add_get("/people/transcript", self._transcript)
        app.router.add_get("/people/company", self._company)

    def found(self, company: dict[str, Any]) -> None:
        """Departments, people and groups; a group without members holds everybody."""
        for number, name in company.get("departments", {}).items():
            self.add_department(int(number), name)
        for person in company.get("people", []):
            self.add_person(**person)
        for group in company.get("groups", []):
            self.add_group(**({"members": list(self.people)} | group))

    async def front_page(self, request: web.Request) -> web.StreamResponse:
        """Groups on the left, what was said there on the right."""
        del request
        return web.Response(text=PAGE, content_type="text/html")

    async def _say(self, request: web.Request) -> web.Response:
        asked = await request.json()
        quote = ("text", asked["quote"]) if asked.get("quote") else None
        where, at = asked.get("in", ""), asked.get("at", True)
        self.note("said", **{"in": where or asked["by"]}, by=asked["by"], text=asked["words"])
        body = await self.say(where, asked["by"], asked["words"], at=at, quote=quote)
        return web.json_response({"msgid": body.get("msgid"), "heard": bool(body)})

    async def _press(self, request: web.Request) -> web.Response:
        asked = await request.json()
        selected = asked.get("selected") or {}
        if self.cards[asked["task_id"]]["by"] == "app":
            await self.callbacks.press_app(asked["task_id"], asked["by"], asked["key"])
        else:
            await self.press(asked["task_id"], asked["by"], asked["key"], **selected)
        return web.json_response({})

    async def _knob(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if not hasattr(self.knobs, asked["name"]):
            return web.json_response({"error": "no such knob"}, status=400)
        setattr(self.knobs, asked["name"], asked["value"])
        return web.json_response({})

    async def _fault(self, request: web.Request) -> web.Response:
        faults = {
            "cut": self.link.cut,
            "lose_subscription": self.link.lose_subscription,
            "go_half_open": self.link.go_half_open,
            "revoke_token": self.app.revoke,
        }
        faults[(await request.json())["do"]]()
        return web.json_response({})

    async def _transcript(self, request: web.Request) -> web.Response:
        since = int(request.query.get("since", "0"))
        lines = ",".join(map(line, self.happened[since:]))
        return web.Response(text=f"[{lines}]", content_type="application/json")

    async def _company(self, request: web.Request) -> web.Response:
        del request
        groups = [{"chatid": g.chatid, "name": g.name} for g in self.groups.values()]
        people = [{"userid": p.userid, "name": p.name} for p in self.people.values()]
        return web.json_response({"groups": groups, "people": people})


if __name__ == "__main__":
    run("wecom", Alone, COMPANY)
