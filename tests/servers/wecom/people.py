"""What people do, and what the bot gets to hear of it."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

from tests.servers.wecom.world import BOT, BOT_NAME, Group, Heard, Link, World

Deliver = Callable[[str, str, dict[str, Any]], Awaitable[bool]]
#: A part of a message: its kind and its words, or its bytes.
Part = tuple[str, "str | bytes"]


class People:
    """People speak, quote and press; `deliver(cmd, req_id, body)` takes it to the bot."""

    def __init__(self, world: World, deliver: Deliver) -> None:
        self._world = world
        self.deliver = deliver
        self.with_keys = True  # each link brings its own key: so on the long connection

    # -- messages -----------------------------------------------------------------------------

    async def say(
        self,
        where: str,
        userid: str,
        words: str,
        *,
        at: bool = True,
        quote: Part | Sequence[Part] | None = None,
        pictures: Sequence[bytes] = (),
        **more: Any,
    ) -> dict[str, Any]:
        """Somebody says something in a group (`at`: to the bot) or, with where="", to the bot.

        The body comes back as the bot gets it; empty where the bot never hears of it.
        """
        group = self._group(where)
        text = words
        if group is not None and at:
            text = f"@{BOT_NAME}{self._world.knobs.separator}{words}".rstrip(" ")
        if self._world.knobs.control_character:
            text += "\x0b"
        parts: list[Part] = [("text", text)] if text else []
        parts += [("image", picture) for picture in pictures]
        body = self._mixed(parts) if pictures else self._part(("text", text))
        if quote is not None:
            body["quote"] = self._quote(quote)
        return await self._message(group, userid, body | more, heard=at or group is None)

    async def show(
        self, where: str, userid: str, kind: str, what: str | bytes, name: str = "", **more: Any
    ) -> dict[str, Any]:
        """A picture, voice (its recognised words), file or video by itself: groups keep it."""
        group = self._group(where)
        body = self._part((kind, what), name)
        return await self._message(group, userid, body | more, heard=group is None)

    async def _message(
        self, group: Group | None, userid: str, body: dict[str, Any], *, heard: bool
    ) -> dict[str, Any]:
        why = self._unheard(group, userid) if heard else "not to the bot"
        if why:
            self._world.note("unheard", by=userid, why=why)
            return {}
        if group is not None:
            group.spoken = True
        else:
            self._world.people[userid].spoke_to_bot = True
        where = group.chatid if group else userid
        return await self._give("aibot_msg_callback", "message", where, group, userid, body)

    def _unheard(self, group: Group | None, userid: str) -> str:
        knobs = self._world.knobs
        if knobs.creator and userid != knobs.creator:
            return "only the creator is heard"
        if group is not None and (not group.has_bot or group.dissolved):
            return "the bot is not in this group"
        if group is not None and userid not in group.members:
            raise AssertionError(f"{userid} is not in {group.name}")
        if group is not None and knobs.deaf:
            return "group messages do not come"
        if knobs.in_flight is not None and self._in_flight(userid) >= knobs.in_flight:
            return "three are in flight"
        return ""

    def _in_flight(self, userid: str) -> int:
        knobs, now = self._world.knobs, self._world.now()
        count = 0
        for heard in {id(h): h for h in self._world.heard.values()}.values():
            if heard.kind != "message" or heard.userid != userid:
                continue
            growing = [b for b in heard.streams.values() if b is not None]
            unanswered = not heard.answered and now - heard.at < knobs.answer_seconds
            if unanswered or any(now - begun < knobs.stream_seconds for begun in growing):
                count += 1
        return count

    # -- events -------------------------------------------------------------------------------

    async def press(
        self,
        task_id: str,
        userid: str,
        key: str,
        *,
        still: Mapping[str, Any] | None = None,
        **selected: str | Sequence[str],
    ) -> dict[str, Any]:
        """Somebody presses a button of the card he sees; it is told once, or never.

        `still` is an earlier face of it, where his phone has not yet got the new one.
        """
        card = self._world.cards[task_id]
        shown = still or card["views"].get(userid, card["card"])
        keys = [b.get("key") for b in shown.get("button_list") or []]
        keys += [a.get("key") for a in (shown.get("action_menu") or {}).get("action_list") or []]
        keys += [(shown.get("submit_button") or {}).get("key")]
        assert key in keys, f"no such button on the card: {key} in {keys}"
        event: dict[str, Any] = {
            "card_type": shown["card_type"], "event_key": key, "task_id": task_id
        }  # fmt: skip
        if selected:
            event["selected_items"] = {
                "selected_item": [
                    {
                        "question_key": question,
                        "option_ids": {"option_id": [of] if isinstance(of, str) else list(of)},
                    }
                    for question, of in selected.items()
                ]
            }
        group = self._world.groups.get(card["in"])
        told = {"eventtype": "template_card_event", "template_card_event": event}
        body = {"msgtype": "event", "create_time": int(self._world.now()), "event": told}
        return await self._give(
            "aibot_event_callback", "click", card["in"], group, userid, body, task_id
        )

    async def enter(self, userid: str) -> dict[str, Any]:
        """Somebody opens the chat with the bot; told once a day."""
        person, day = self._world.people[userid], int(self._world.now() // 86400)
        if person.entered == day:
            return {}
        person.entered = day
        event = {"eventtype": "enter_chat", "enter_chat": {}}
        body = {"msgtype": "event", "create_time": int(self._world.now()), "event": event}
        return await self._give("aibot_event_callback", "enter_chat", userid, None, userid, body)

    async def rate(self, where: str, userid: str, feedback: str, kind: int) -> dict[str, Any]:
        """Somebody says whether a reply was any good."""
        told = {"id": feedback, "type": kind}
        event = {"eventtype": "feedback_event", "feedback_event": told}
        body = {"msgtype": "event", "create_time": int(self._world.now()), "event": event}
        group = self._group(where)
        place = group.chatid if group else userid
        return await self._give("aibot_event_callback", "feedback", place, group, userid, body)

    async def happen(self, eventtype: str, **facts: Any) -> dict[str, Any]:
        """Any other event."""
        event = {"eventtype": eventtype, eventtype: facts}
        body = {"msgtype": "event", "create_time": int(self._world.now()), "event": event}
        return await self._give("aibot_event_callback", "other", "", None, "", body)

    # -- putting it together ------------------------------------------------------------------

    async def _give(
        self,
        cmd: str,
        kind: str,
        where: str,
        group: Group | None,
        userid: str,
        body: Mapping[str, Any],
        task_id: str = "",
    ) -> dict[str, Any]:
        whole: dict[str, Any] = {
            "msgid": f"CAIQ{next(self._world.numbers):08d}", "aibotid": BOT
        }  # fmt: skip
        if group is not None:
            whole |= {"chatid": group.chatid}
        if kind != "enter_chat":
            whole |= {"chattype": "group" if group else "single"}
        if userid:
            whole |= {"from": {"userid": self._world.shown_id(userid)}}
        code = f"RC{secrets.token_hex(12)}"
        if self._world.knobs.response_url and kind in ("message", "click"):
            url = f"{self._world.base}/cgi-bin/aibot/response?response_code={code}"
            whole |= {"response_url": url}
        whole |= body
        heard = Heard(
            kind, where, "group" if group else "single", userid, str(whole["msgid"]),
            self._world.now(), task_id,
        )  # fmt: skip
        req_id = secrets.token_hex(18)
        self._world.heard[req_id] = self._world.heard[code] = heard
        await self.deliver(cmd, req_id, whole)
        return whole

    def _group(self, where: str) -> Group | None:
        if not where or where in self._world.people:
            return None
        group = self._world.group(where)
        assert group is not None, f"no such group: {where}"
        return group

    def _quote(self, quote: Part | Sequence[Part]) -> dict[str, Any]:
        if isinstance(quote, tuple) and isinstance(quote[0], str):
            return self._part(cast("Part", quote))
        return self._mixed(cast("Sequence[Part]", quote))

    def _mixed(self, parts: Sequence[Part]) -> dict[str, Any]:
        return {"msgtype": "mixed", "mixed": {"msg_item": [self._part(part) for part in parts]}}

    def _part(self, part: Part, name: str = "") -> dict[str, Any]:
        kind, what = part
        if isinstance(what, bytes):
            return {"msgtype": kind, kind: self.link(what, name or f"{kind}.bin")}
        return {"msgtype": kind, kind: {"content": what}}

    def link(self, data: bytes, name: str) -> dict[str, str]:
        """An address for five minutes, and on the long connection its own key."""
        number = next(self._world.numbers)
        key = secrets.token_bytes(32)
        self._world.links[str(number)] = Link(key, data, name, self._world.now())
        where = {"url": f"{self._world.base}/media/{number}?sign={secrets.token_hex(4)}"}
        if self.with_keys:
            text = base64.b64encode(key).decode()
            how = self._world.knobs.media_key
            bare = how == "bare" or (how == "mixed" and len(self._world.links) % 2 == 0)
            where["aeskey"] = text.rstrip("=") if bare else text
        return where
