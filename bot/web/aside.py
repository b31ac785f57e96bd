"""What could not be sent or worked on: shown in words, and a person's word about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.domain.events import ADMINISTRATOR
from bot.log import logger
from bot.platforms.base import Mention
from bot.web.gate import Away, Visitor, go
from bot.web.site import Site
from handlers.recipients import name_of
from storage import attention
from storage.attention import SetAside

_ACTIONS = ("again", "let_be")
#: So many rows stand on the page, and so many can be decided about with one press.
SHOWN = 50
#: No row has a number like this, and a database can't be asked for it.
_NONE = 1 << 63
_ROW = re.compile(r"(inbox|outbox):([0-9]{1,19})")
_log = logger()


@dataclass(frozen=True, slots=True)
class Row:
    """Something set aside, in words. `what` is the kind; `text` what was said or would be.

    `id` is how a form names it.
    """

    where: str
    id: str
    what: str
    chat: str
    platform: str
    who: str
    text: str
    reason: str
    ticket: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """What was decided a moment ago, as it stands in the address."""

    action: str
    count: int


class Aside:
    """A part of `/settings`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def facts(self, request: web.Request, company: Company | None) -> dict[str, Any]:
        """What the page shows of it."""
        rows, count = await attention.set_aside(self._site.storage, SHOWN)
        titles = await attention.group_titles(self._site.storage, [row.chat for row in rows])
        return {
            "rows": [self._row(row, company, titles) for row in rows],
            "count": count,
            "decided": await self._decided(company),
            "done": _done(request),
        }

    async def decide(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """Once more, or let it be, one or all that were shown; on record with who said so."""
        form = await request.post()
        action, named = form.get("action"), form.get("rows")
        found = [_ROW.fullmatch(each) for each in str(named or "").split()]
        rows = [(m[1], int(m[2])) for m in found if m and int(m[2]) < _NONE]
        if action not in _ACTIONS or not 0 < len(rows) == len(found) <= SHOWN:
            raise Away("stale_form", 403)
        by = visitor.actor.key if visitor and visitor.actor else ADMINISTRATOR
        done = await attention.decide(self._site.storage, str(action), rows, by, self._site.now())
        if done and action == "again":
            self._site.poke()
        _log.info("set_aside_decided", rows=str(named), action=action, who=by, found=done)
        many = f"&count={done}" if done > 1 else ""
        return go(f"/settings?done={action}{many}" if done else "/settings?done=gone")

    async def _decided(self, company: Company | None) -> list[dict[str, Any]]:
        """Who said what of late about such rows."""
        found = await attention.decided(self._site.storage)
        return [
            {
                "at": each.at,
                "by": name_of(company, each.by) if company else each.by,
                "again": each.action == "again",
                "what": each.kind,
                "ticket": each.ticket,
            }
            for each in found
        ]

    def _row(self, row: SetAside, company: Company | None, titles: Mapping[ChatRef, str]) -> Row:
        payload, chat = row.payload, row.chat
        sender = payload.get("sender") if row.where == "inbox" else None
        who = str(sender.get("name") or "") if isinstance(sender, Mapping) else ""
        return Row(
            row.where,
            f"{row.where}:{row.id}",
            row.what,
            ""
            if row.kind == "call"
            else titles.get(chat) or (company.chat_name(chat) if company else ""),
            chat.platform,
            who or "、".join(_called(payload)),
            self._text(row),
            row.reason,
            row.ticket,
            row.at,
        )

    def _text(self, row: SetAside) -> str:
        payload = row.payload
        if row.where == "inbox":
            told = ("text", "content", "words", "action", "reason")
            return next((str(payload[name]) for name in told if payload.get(name)), "")
        if row.kind != "message":
            return str(payload.get("name") or "") if row.kind == "file" else ""
        forms = {platform.name: platform.form for platform in self._site.platforms}
        try:
            mentions = tuple(Mention(m["user_id"], m["name"]) for m in payload["mentions"])
            form = forms.get(row.chat.platform, "text")
            return self._site.renderer.message(payload, form, mentions, row.at)
        except Exception as error:  # that may be why it was set aside: the page shows the rest
            _log.warning("set_aside_not_rendered", outbox=row.id, error=type(error).__name__)
            return ""


def _done(request: web.Request) -> Done | None:
    action, count = request.query.get("done", ""), request.query.get("count", "1")
    if action not in (*_ACTIONS, "gone"):
        return None
    right = count.isascii() and count.isdecimal() and len(count) < 4
    return Done(action, int(count) if right else 1)


def _called(payload: Mapping[str, Any]) -> Sequence[str]:
    to = payload.get("to")
    if not isinstance(to, list):
        return []
    return [str(person.get("name")) for person in to if isinstance(person, Mapping)]
