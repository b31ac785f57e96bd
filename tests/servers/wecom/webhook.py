"""A group's webhook: the one thing that rings there, made by hand, heard by nobody."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from tests.servers.wecom import media, shapes
from tests.servers.wecom.call import Call
from tests.servers.wecom.errors import Wrong
from tests.servers.wecom.limits import Limit
from tests.servers.wecom.shapes import need
from tests.servers.wecom.world import Group, World


class Webhooks:
    """`/cgi-bin/webhook/…`; no token, no trusted address."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._often = Limit(world.now, (20, 60), block=True)

    def send(self, call: Call) -> dict[str, Any]:
        """20 a minute; what is over is an error and not said."""
        group = self._group(call)
        body = call.json
        kind = body.get("msgtype")
        content = body.get(kind) if isinstance(kind, str) else None
        need(kind in ("text", "markdown", "markdown_v2", "image", "news", "file", "voice",
                      "template_card"), 40008)  # fmt: skip
        need(isinstance(content, dict), 40058)
        facts = getattr(self, f"_{kind}")(group, content)
        for word in self._world.knobs.illegal_words:
            need(word not in facts["text"], 82004)
        if not self._often.take(group.webhook):
            raise Wrong(45009)
        group.visible = True
        self._world.note(
            "message", **{"in": group.chatid}, way="webhook", msgtype=kind, **({"rung": []} | facts)
        )
        return {}

    def upload(self, call: Call) -> dict[str, Any]:
        """A file or a voice, for this key only."""
        group = self._group(call)
        kind = call.query.get("type", "")
        need(kind in ("file", "voice"), 40004)
        name, data = media.part(self._world, call.request, call.raw)
        media.check(kind, data)
        return self._world.keep(f"webhook:{group.webhook}", kind, name, data)

    def _group(self, call: Call) -> Group:
        key = call.query.get("key", "")
        group = next((g for g in self._world.groups.values() if key and g.webhook == key), None)
        if group is None:
            raise Wrong(93000)
        need(group.webhook_on, 93004)
        need(not group.dissolved, 93008)
        return group

    def _text(self, group: Group, body: dict[str, Any]) -> dict[str, Any]:
        content = shapes.size(body.get("content"), 2048)
        listed = [*(body.get("mentioned_list") or [])]
        for mobile in body.get("mentioned_mobile_list") or []:
            known = [p.userid for p in self._world.people.values() if p.mobile == mobile]
            listed += known if mobile != "@all" else ["@all"]
        return {"text": content, "rung": self._world.pinged(group, content, listed)}

    def _markdown(self, group: Group, body: dict[str, Any]) -> dict[str, Any]:
        content = shapes.size(body.get("content"), 4096)
        return {"text": content, "rung": self._world.pinged(group, content)}

    def _markdown_v2(self, group: Group, body: dict[str, Any]) -> dict[str, Any]:
        del group
        return {"text": shapes.size(body.get("content"), 4096)}

    def _image(self, group: Group, body: dict[str, Any]) -> dict[str, Any]:
        del group
        try:
            data = base64.b64decode(body.get("base64") or "", validate=True)
        except (binascii.Error, ValueError):
            raise Wrong(40058) from None
        need(len(data) <= 2 << 20, 40009)
        shapes.media("image", len(data), data)
        digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
        need(str(body.get("md5")).lower() == digest, 301019, "media md5 not match")
        return {"text": "[image]", "data": data}

    def _news(self, group: Group, body: dict[str, Any]) -> dict[str, Any]:
        del group
        articles = body.get("articles") or []
        need(0 < len(articles) <= 8, 45008)
        need(all(a.get("title") and a.get("url") for a in articles))
        return {"text": "\n".join(a["title"] for a in articles)}

    def _file(self, group: Group, body: dict[str, Any], kind: str = "file") -> dict[str, Any]:
        found = self._world.find_media(f"webhook:{group.webhook}", str(body.get("media_id")))
        need(found.kind == kind, 40007)
        return {"text": f"[{kind}] {found.name}", "name": found.name, "data": found.data}

    def _voice(self, group: Group, body: dict[str, Any]) -> dict[str, Any]:
        return self._file(group, body, "voice")

    def _template_card(self, group: Group, body: dict[str, Any]) -> dict[str, Any]:
        card = shapes.card(body, for_whom="webhook")
        for line in card.get("horizontal_content_list") or []:
            if line.get("type") == 2:
                self._world.find_media(f"webhook:{group.webhook}", str(line.get("media_id")))
        return {"text": shapes.card_text(card), "card": card}
