"""The self-built app: its token, its messages to persons, its cards, its files."""

from __future__ import annotations

import json
from typing import Any

from tests.servers.wecom import media, shapes
from tests.servers.wecom.call import Call
from tests.servers.wecom.limits import Limit
from tests.servers.wecom.shapes import need
from tests.servers.wecom.world import AGENT, CORP, Person, World

TYPES = ("text", "markdown", "textcard", "image", "voice", "video", "file", "news", "template_card")


class App:
    """One app with one secret."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._number = 1
        self._fetched = 0.0
        self._per_member = Limit(world.now, (30, 60), (1000, 3600))
        self._said: dict[tuple[str, str], float] = {}
        self._sent: dict[str, tuple[float, list[dict[str, Any]]]] = {}

    # -- the token ----------------------------------------------------------------------------

    @property
    def token(self) -> str:
        """The one that is good."""
        return f"token-{self._number}-{CORP}"

    def rotate_secret(self, secret: str) -> None:
        """Somebody has it made anew in the administration: the old one's token is no good."""
        self._world.app_secret = secret
        self.revoke()

    def revoke(self) -> None:
        """From now on it is no good, early."""
        self._number += 1
        self._fetched = 0.0

    def get_token(self, call: Call) -> dict[str, Any]:
        """The same one while it is good."""
        need(call.query.get("corpid") == CORP, 40013)
        need(call.query.get("corpsecret") == self._world.app_secret, 40001)
        lasts, now = self._world.knobs.token_lasts, self._world.now()
        if self._fetched and now - self._fetched >= lasts:
            self._number += 1
            self._fetched = 0.0
        self._fetched = self._fetched or now
        left = int(lasts - (now - self._fetched))
        return {"access_token": self.token, "expires_in": left}

    def check_token(self, call: Call) -> None:
        """Missing, wrong, expired."""
        given = call.query.get("access_token")
        need(given, 41001)
        need(given == self.token, 40014)
        need(self._world.now() - self._fetched < self._world.knobs.token_lasts, 42001)

    # -- messages to persons ------------------------------------------------------------------

    def send(self, call: Call) -> dict[str, Any]:
        """`message/send`: errcode 0 with a partial failure inside."""
        body = call.json
        need(str(body.get("agentid")) == str(AGENT), 40056)
        kind = body.get("msgtype")
        need(kind in TYPES, 40008)
        people, invalid, parties = self._receivers(body)
        facts = self._facts(str(kind), body.get(str(kind)))
        licensed = [p for p in people if p.licensed]
        unlicensed = [p.userid.lower() for p in people if not p.licensed]
        need(licensed or unlicensed, 81013)
        msgid = f"m{next(self._world.numbers)}"
        answer = {
            "invaliduser": "|".join(i.lower() for i in invalid),
            "invalidparty": "|".join(parties),
            "invalidtag": "",
            "unlicenseduser": "|".join(unlicensed),
            "msgid": msgid,
        }
        if kind == "template_card" and facts["card"]["card_type"] in shapes.INTERACTIVE:
            answer["response_code"] = self._remember_card(facts)
        noted = [self._one(p, str(kind), facts, body, msgid) for p in licensed]
        self._sent[msgid] = (self._world.now(), [n for n in noted if n])
        return answer

    def _receivers(self, body: dict[str, Any]) -> tuple[list[Person], list[str], list[str]]:
        users = [u for u in str(body.get("touser") or "").split("|") if u]
        parties = [p for p in str(body.get("toparty") or "").split("|") if p]
        tags = [t for t in str(body.get("totag") or "").split("|") if t]
        need(users or parties or tags, 81012)
        need(len(users) <= 1000, 40032, "too many users")
        need(len(parties) <= 100, 82002)
        need(len(tags) <= 100, 82003)
        in_range = {p.userid.lower(): p for p in self._world.people.values() if p.in_range}
        if users == ["@all"]:
            return list(in_range.values()), [], []
        found = {u: in_range.get(u.lower()) for u in users}
        people = {p.userid: p for p in found.values() if p}
        lost = []
        for party in parties:
            inside = [p for p in in_range.values() if party.isdigit() and int(party) in
                      p.departments]  # fmt: skip
            people |= {p.userid: p for p in inside}
            lost += [] if inside else [party]
        return list(people.values()), [u for u, p in found.items() if p is None], lost

    def _facts(self, kind: str, content: Any) -> dict[str, Any]:
        need(isinstance(content, dict), 40063, "empty content")
        if kind in ("text", "markdown"):
            text = content.get("content")
            need(isinstance(text, str) and text, 44004)
            need(kind == "text" or len(text.encode()) <= 2048, 45002)
            text = text.encode()[:2048].decode("utf-8", "ignore")
        elif kind == "textcard":
            text = shapes.size(content.get("title"), 128)
            text += "\n" + shapes.size(content.get("description"), 512)
            need(content.get("url"), 40058, "url")
        elif kind == "template_card":
            card = shapes.card(content, for_whom="app")
            interactive = card["card_type"] in shapes.INTERACTIVE
            need(not interactive or self._world.knobs.callback_url, 43012)
            task = card.get("task_id")
            need(not task or (str(AGENT), task) not in self._world.task_ids, 42014)
            return {"text": shapes.card_text(card), "card": card, "task_id": task}
        elif kind == "news":
            articles = content.get("articles") or []
            need(0 < len(articles) <= 8, 45008)
            text = "\n".join(a["title"] for a in articles)
        else:
            found = self._world.find_media("app", str(content.get("media_id")))
            need(found.kind == kind, 40007)
            return {"text": f"[{kind}] {found.name}", "name": found.name, "data": found.data}
        for word in self._world.knobs.illegal_words:
            need(word not in text, 82004)
        return {"text": text}

    def _remember_card(self, facts: dict[str, Any]) -> str:
        task = facts["card"]["task_id"]
        self._world.task_ids.add((str(AGENT), task))
        self._world.cards[task] = {"card": facts["card"], "views": {}, "in": "", "by": "app",
                                   "chattype": "single"}  # fmt: skip
        code = f"RCA{next(self._world.numbers)}"
        self._world.app_codes[code] = (task, self._world.now())
        return code

    def _one(
        self, person: Person, kind: str, facts: dict[str, Any], body: dict[str, Any], msgid: str
    ) -> dict[str, Any] | None:
        now = self._world.now()
        if body.get("enable_duplicate_check"):
            key = (person.userid, json.dumps(body.get(kind), sort_keys=True))
            lasts = min(int(body.get("duplicate_check_interval") or 1800), 14400)
            if now - self._said.get(key, -1e12) < lasts:
                return None
            self._said[key] = now
        if not self._per_member.take(person.userid):
            self._world.note("dropped", **{"in": person.userid}, why="30 a minute to one member")
            return None
        self._world.note(
            "message", **{"in": person.userid}, way="app", msgtype=kind, rung=[person.userid],
            msgid=msgid, **facts,
        )  # fmt: skip
        return self._world.happened[-1]

    def recall(self, call: Call) -> dict[str, Any]:
        """`message/recall`, within 24 hours."""
        at, noted = self._sent.get(str(call.json.get("msgid")), (-1e12, []))
        need(self._world.now() - at <= 86400, 40058, "msgid")
        for message in noted:
            message["recalled"] = True
        self._world.note("recalled", msgid=call.json["msgid"])
        return {}

    def update_card(self, call: Call) -> dict[str, Any]:
        """`message/update_template_card`: once for each code, within 72 hours."""
        body = call.json
        need(str(body.get("agentid")) == str(AGENT), 40056)
        task, at = self._world.app_codes.get(str(body.get("response_code")), ("", -1e12))
        need(self._world.now() - at <= 72 * 3600, 40058, "response_code")
        card = self._world.cards[task]
        if button := body.get("button"):
            need(button.get("replace_name"), 40058, "replace_name")
            text = f"[{button['replace_name']}]"
        else:
            new = shapes.card(body.get("template_card"), for_whom="app")
            need(new.get("task_id", task) == task, 42014)
            card["card"], text = new, shapes.card_text(new)
        del self._world.app_codes[str(body["response_code"])]
        asked = body.get("userids") or []
        invalid = [u for u in asked if u not in self._world.people]
        self._world.note("card_updated", **{"in": ""}, task_id=task, userids=asked, text=text)
        return {"invaliduser": invalid}

    def upload(self, call: Call) -> dict[str, Any]:
        """`media/upload`, for all apps of the company."""
        kind = call.query.get("type", "")
        name, data = media.part(self._world, call.request, call.raw)
        media.check(kind, data)
        return self._world.keep("app", kind, name, data)
