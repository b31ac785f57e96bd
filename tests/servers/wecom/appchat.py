"""Groups that the app makes. It can speak in them, and is deaf there."""

from __future__ import annotations

import re
import secrets
from typing import Any

from tests.servers.wecom.call import Call
from tests.servers.wecom.errors import Wrong
from tests.servers.wecom.limits import Limit
from tests.servers.wecom.shapes import need
from tests.servers.wecom.world import Group, World

DAY, HOUR = 86400, 3600
TYPES = ("text", "image", "voice", "video", "file", "textcard", "news", "markdown")


class AppChats:
    """`/cgi-bin/appchat/…`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._creates = Limit(world.now, (1000, DAY))
        self._updates = Limit(world.now, (1000, HOUR))
        self._receivers = Limit(world.now, (20_000, 60))
        self._per_member = Limit(world.now, (200, 60), (10_000, DAY))

    def create(self, call: Call) -> dict[str, Any]:
        """With our own chatid it can't be made twice."""
        body = call.json
        need(self._world.knobs.root_visible, 60011)
        members, owner = body.get("userlist"), body.get("owner") or ""
        need(body.get("name"), 86202)
        need(isinstance(members, list) and members, 86204)
        assert isinstance(members, list)
        members = list(dict.fromkeys(members))
        need(2 <= len(members) <= 1999, 86006)
        need(all(self._is_here(m) for m in members), 86216)
        need(not owner or self._is_here(owner), 86005)
        need(not owner or owner in members, 86207)
        chatid = str(body.get("chatid") or secrets.token_hex(16))
        need(len(chatid) <= 32, 86205)
        need(re.fullmatch(r"[0-9a-zA-Z]+", chatid), 86001)
        need(self._find(chatid) is None, 86215)
        if not self._creates.take("corp"):
            raise Wrong(45009)
        group = Group(
            f"wr{secrets.token_hex(15)}", str(body["name"])[:50], set(members), has_bot=False,
            appchat=chatid, owner=owner or members[0], visible=False,
        )  # fmt: skip
        self._world.groups[group.chatid] = group
        self._world.note(
            "group_created", **{"in": group.chatid}, appchat=chatid, name=group.name,
            owner=group.owner, members=sorted(group.members),
        )  # fmt: skip
        return {"chatid": chatid}

    def update(self, call: Call) -> dict[str, Any]:
        """Name, owner, who comes and goes; nobody's group but the app's."""
        body = call.json
        group = self._own(body.get("chatid"))
        coming = set(body.get("add_user_list") or [])
        going = set(body.get("del_user_list") or [])
        owner = body.get("owner") or group.owner
        need(all(self._is_here(u) for u in coming), 86216)
        need(going <= group.members, 86216)
        left = (group.members | coming) - going
        need(2 <= len(left) <= 2000, 86006)
        need(owner in left, 86207)
        if not self._updates.take("corp"):
            raise Wrong(45009)
        group.members, group.owner = left, owner
        group.name = str(body.get("name") or group.name)[:50]
        self._world.note(
            "group_changed", **{"in": group.chatid}, name=group.name, coming=sorted(coming),
            going=sorted(going), members=sorted(left),
        )  # fmt: skip
        return {}

    def get(self, call: Call) -> dict[str, Any]:
        """What it is now."""
        group = self._own(call.query.get("chatid"))
        return {
            "chat_info": {
                "chatid": group.appchat,
                "name": group.name,
                "owner": group.owner,
                "userlist": sorted(group.members),
                "chat_type": 0,
            }
        }

    def send(self, call: Call) -> dict[str, Any]:
        """The first message makes the group be seen. No cards, no id comes back."""
        body = call.json
        group = self._own(body.get("chatid"))
        kind = body.get("msgtype")
        need(kind in TYPES, 40008)
        content = body.get(str(kind))
        need(isinstance(content, dict), 40063)
        assert isinstance(content, dict)
        facts: dict[str, Any] = {"rung": []}
        if kind in ("text", "markdown"):
            text = content.get("content")
            need(isinstance(text, str) and text, 44004)
            need(kind == "text" or len(str(text).encode()) <= 2048, 45002)
            facts["text"] = str(text).encode()[:2048].decode("utf-8", "ignore")
            listed = content.get("mentioned_list") or [] if kind == "text" else []
            facts["rung"] = self._world.pinged(group, facts["text"], listed)
        elif kind in ("textcard", "news"):
            facts["text"] = str(content.get("title") or content.get("articles"))
        else:
            found = self._world.find_media("app", str(content.get("media_id")))
            need(found.kind == kind, 40007)
            facts |= {"text": f"[{kind}] {found.name}", "name": found.name, "data": found.data}
        for word in self._world.knobs.illegal_words:
            need(word not in facts["text"], 82004)
        self._deliver(group, str(kind), facts)
        return {}

    def _deliver(self, group: Group, kind: str, facts: dict[str, Any]) -> None:
        if not self._receivers.take("corp", len(group.members)):
            raise Wrong(45009)
        reached = {m for m in group.members if self._per_member.take(m)}
        group.visible = True
        if reached != group.members:
            self._world.note("dropped", **{"in": group.chatid}, to=sorted(group.members - reached),
                             why="200 a minute to one member")  # fmt: skip
        if reached:
            self._world.note(
                "message", **{"in": group.chatid}, way="appchat", msgtype=kind,
                **(facts | {"rung": [u for u in facts["rung"] if u in reached]}),
            )  # fmt: skip

    def _is_here(self, userid: object) -> bool:
        person = self._world.people.get(str(userid))
        return person is not None and person.in_range

    def _find(self, chatid: object) -> Group | None:
        return next(
            (g for g in self._world.groups.values() if g.appchat == chatid and chatid), None
        )

    def _own(self, chatid: object) -> Group:
        need(chatid, 86201)
        group = self._find(chatid)
        if group is None:
            # A group that people made, by the bot's id for it, is not the app's.
            raise Wrong(86008 if chatid in self._world.groups else 86003)
        need(not group.dissolved, 49008)
        return group
