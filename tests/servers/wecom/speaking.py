"""What the bot says on its long connection: replies, pushes, cards and their one update."""

from __future__ import annotations

from typing import Any

from tests.servers.wecom import shapes
from tests.servers.wecom.call import Call
from tests.servers.wecom.errors import Wrong
from tests.servers.wecom.shapes import need
from tests.servers.wecom.world import BOT, Heard, World

LONGEST = 20480
DAY = 86400.0


class Speaking:
    """The commands of the bot."""

    def __init__(self, world: World) -> None:
        self._world = world
        #: stream id -> the message that people see growing
        self._growing: dict[str, dict[str, Any]] = {}
        self._used: set[str] = set()

    # -- replies ------------------------------------------------------------------------------

    def respond(self, req_id: str, body: dict[str, Any]) -> None:
        """To a message, for 24 hours."""
        heard = self._heard(req_id, "message", DAY)
        kind = body.get("msgtype")
        need(kind not in ("text", "stream_with_template_card"), 40008)
        if kind == "stream":
            self._stream(heard, body.get("stream") or {})
        else:
            self._post(heard.where, heard.chattype, body, "reply", 0)
        self._world.happened[-1]["to"] = heard.msgid
        heard.answered = True

    def welcome(self, req_id: str, body: dict[str, Any]) -> None:
        """To somebody who has opened the chat, within 5 seconds, once."""
        heard = self._heard(req_id, "enter_chat", self._world.knobs.card_seconds)
        need(not heard.answered, 846605)
        need(body.get("msgtype") in ("text", "template_card"), 40008)
        heard.answered = True
        self._post(heard.where, "single", body, "welcome", 0)

    def update_card(self, req_id: str, body: dict[str, Any]) -> None:
        """To a click, within 5 seconds, once."""
        heard = self._heard(req_id, "click", self._world.knobs.card_seconds)
        need(not heard.answered, 846605)
        need(body.get("response_type") == "update_template_card", 40008)
        self.change_card(heard, body)

    def change_card(self, heard: Heard, body: dict[str, Any]) -> None:
        """The same card, for everybody or for some."""
        new = shapes.card(body.get("template_card"), for_whom="aibot")
        need(new.get("task_id") == heard.task_id, 42014)
        heard.answered = True
        card = self._world.cards[heard.task_id]
        only = [p.userid for p in map(self._world.person, body.get("userids") or []) if p]
        if body.get("userids"):
            card["views"] |= dict.fromkeys(only, new)
        else:
            card["card"], card["views"] = new, {}
        self._world.note(
            "card_updated",
            **{"in": heard.where},
            task_id=heard.task_id,
            userids=only,
            text=shapes.card_text(new),
            card=new,
        )

    def _heard(self, req_id: str, kind: str, lasts: float) -> Heard:
        heard = self._world.heard.get(req_id)
        if heard is None or heard.kind != kind or self._world.now() - heard.at > lasts:
            raise Wrong(846605)
        return heard

    def _stream(self, heard: Heard, stream: dict[str, Any]) -> None:
        name, now = str(stream.get("id") or ""), self._world.now()
        need(name, 40058, "stream.id")
        need("msg_item" not in stream, 40058, "msg_item is not supported here")
        content = stream.get("content") or ""
        need(isinstance(content, str) and len(content.encode()) <= LONGEST, 45002)
        begun = heard.streams.get(name, now)
        if begun is None or now - begun > self._world.knobs.stream_seconds:
            raise Wrong(846608)
        first = name not in heard.streams
        if (first or self._world.knobs.refreshes_count) and not self._within(heard.where):
            return
        finished = bool(stream.get("finish"))
        heard.streams[name] = None if finished else begun
        if first:
            feedback = (stream.get("feedback") or {}).get("id", "")
            need(len(str(feedback).encode()) <= 256, 40058, "feedback.id")
            self._world.note(
                "message", **{"in": heard.where}, way="reply", msgtype="stream", text=content,
                rung=self._rung(heard.where, content), finished=finished, feedback=feedback,
            )  # fmt: skip
            self._growing[name] = self._world.happened[-1]
        else:
            self._growing[name] |= {"text": content, "finished": finished}

    # -- pushes -------------------------------------------------------------------------------

    def push(self, req_id: str, body: dict[str, Any]) -> None:
        """Without being asked, where somebody has spoken to the bot before."""
        del req_id
        chatid, kind = body.get("chatid"), body.get("chat_type", 0)
        need(isinstance(chatid, str) and chatid, 93006)
        need(kind in (0, 1, 2), 40058, "chat_type")
        need(body.get("msgtype") not in (None, "text", "markdown_v2", "stream"), 40008)
        group = self._world.groups.get(str(chatid)) if kind in (0, 2) else None
        if group is not None:
            need(group.has_bot and not group.dissolved, 93008)
            need(group.pushes, 93001)
            need(group.spoken, self._world.knobs.virgin_code)
            self._post(group.chatid, "group", body, "push", kind)
            return
        person = self._world.person(str(chatid)) if kind in (0, 1) else None
        need(person is not None, 93006)
        assert person is not None
        same_form = self._world.shown_id(person.userid) == chatid
        need(same_form or self._world.knobs.push_by_other_id, 93006)
        need(person.spoke_to_bot, self._world.knobs.virgin_code)
        self._post(person.userid, "single", body, "push", kind)

    def _post(self, where: str, chattype: str, body: dict[str, Any], way: str, kind: int) -> None:
        msgtype = body.get("msgtype")
        facts: dict[str, Any] = {"way": way, "msgtype": msgtype, "chat_type": kind, "rung": []}
        if msgtype in ("markdown", "text"):
            content = (body.get(msgtype) or {}).get("content")
            facts["text"] = shapes.size(content, LONGEST, empty=93017)
            facts["rung"] = self._rung(where, facts["text"])
        elif msgtype == "template_card":
            card = shapes.card(body.get("template_card"), for_whom="aibot")
            facts |= {"text": shapes.card_text(card), "card": card}
            if "task_id" in card:
                facts["task_id"] = card["task_id"]
                need((BOT, card["task_id"]) not in self._world.task_ids,
                     self._world.knobs.task_id_code, "task_id was used before")  # fmt: skip
        elif msgtype in ("file", "image", "voice", "video"):
            media = self._world.find_media(BOT, (body.get(msgtype) or {}).get("media_id", ""))
            need(media.kind == msgtype, 40007)
            facts |= {"text": f"[{msgtype}] {media.name}", "name": media.name, "data": media.data}
        else:
            raise Wrong(40008)
        if not self._within(where):
            return
        if task_id := facts.get("task_id"):
            self._world.task_ids.add((BOT, task_id))
            self._world.cards[task_id] = {
                "card": facts["card"], "views": {}, "in": where, "chattype": chattype, "by": "bot"
            }  # fmt: skip
        self._world.note("message", **{"in": where}, **facts)

    def by_response_url(self, call: Call) -> dict[str, Any]:
        """`aibot/response`: once, within an hour; cards in a single chat only."""
        code = call.query.get("response_code", "")
        heard = self._world.heard.get(code) if code.startswith("RC") else None
        refuse = self._world.knobs.response_url_code
        need(heard is not None and code not in self._used, refuse, "response_code")
        assert heard is not None
        need(self._world.now() - heard.at <= 3600, refuse, "response_code")
        kind = call.json.get("msgtype")
        need(kind in ("markdown", "template_card"), 40008)
        need(kind == "markdown" or heard.chattype == "single", 40008)
        self._post(heard.where, heard.chattype, call.json, "response_url", 0)
        self._used.add(code)
        heard.answered = True
        return {}

    def _rung(self, where: str, content: str) -> list[str]:
        group = self._world.groups.get(where)
        if not self._world.knobs.mention_rings or group is None:
            return []
        return self._world.pinged(group, content)

    def _within(self, where: str) -> bool:
        """Whether the chat's limit still has room; if not it is an error, or nothing at all."""
        if self._world.per_chat.take(where):
            return True
        self._world.note("dropped", **{"in": where}, why="frequency")
        if self._world.knobs.over_limit == "code":
            raise Wrong(45009)
        return False
