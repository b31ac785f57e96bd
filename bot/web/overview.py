"""How the house is doing, for those who oversee it: quotas, groups, people, what was set aside."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.domain.directory import remarks
from bot.domain.events import ADMINISTRATOR
from bot.log import logger
from bot.platforms.base import Mention, PlatformError, Refused, Usage
from bot.platforms.gateway import Callee
from bot.web.gate import Away, For, Gate, Handler, Visitor, go
from bot.web.health import TOO_OLD
from bot.web.pages import environment
from bot.web.site import Site, Watched
from handlers.recipients import name_of
from storage import attention
from storage.attention import SetAside

#: A platform's figures are looked up beside the page; it is not kept waiting for them.
_PATIENCE = 3.0
_DONE = ("again", "let_be", "gone")
_log = logger()


@dataclass(frozen=True, slots=True)
class PlatformView:
    """One platform as the page shows it."""

    name: str
    hears_since: datetime | None
    usage: Sequence[Usage]


@dataclass(frozen=True, slots=True)
class Place:
    """A department's (or the leaders') groups: platform to whether one is bound."""

    name: str
    bind: str
    bound: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Row:
    """Something set aside, in words. `what` is the kind; `text` what was said or would be."""

    where: str
    id: int
    what: str
    chat: str
    platform: str
    who: str
    text: str
    reason: str
    ticket: int | None
    at: datetime


class Overview:
    """`/settings`."""

    def __init__(self, site: Site, gate: Gate, front: Handler | None = None) -> None:
        """`front` is what those see first who are not signed in."""
        self._site = site
        self._gate = gate
        self._front = front

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        guard = self._gate.guard
        app.router.add_get("/", guard(For.ANYONE, self.home))
        app.router.add_get("/settings", guard(For.OVERSEERS, self.page))
        app.router.add_post("/settings/set-aside", guard(For.OVERSEERS, self.decide))
        app.router.add_get("/settings/gateway", guard(For.OVERSEERS, self.page))
        app.router.add_post("/settings/gateway", guard(For.OVERSEERS, self.ring))

    async def home(self, request: web.Request, visitor: Visitor | None) -> web.StreamResponse:
        """The first page: whether all is well, and where to go."""
        if self._front is not None and (visitor is None or self._site.shown_to):
            return await self._front(request, visitor)
        seconds, waits, count = 0.0, None, 0
        if visitor is not None and visitor.oversees:
            now = self._site.now()
            waits = await attention.waits_longest(self._site.storage, now)
            seconds = (now - waits.since).total_seconds() if waits else 0.0
            _, count = await attention.set_aside(self._site.storage, 1)
        return await self._gate.page(
            request,
            visitor,
            "home",
            count=count,
            late=waits if seconds >= TOO_OLD else None,
            deaf=[p.name for p in self._site.platforms if p.hears_since is None],
        )

    async def page(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """Everything on one page, what needs a hand first."""
        return await self._page(request, visitor)

    async def _page(
        self,
        request: web.Request,
        visitor: Visitor | None,
        tried: str = "",
        mobile: str = "",
        reason: str = "",
    ) -> web.Response:
        site, now = self._site, self._site.now()
        company = await site.storage.company()
        rows, count = await attention.set_aside(site.storage)
        waits = await attention.waits_longest(site.storage, now)
        views = await asyncio.gather(*(_view(platform) for platform in site.platforms))
        done = request.query.get("done")
        return await self._gate.page(
            request,
            visitor,
            "settings",
            platforms=views,
            places=_places(company, [v.name for v in views]) if company else [],
            missing=_missing(company, [v.name for v in views]) if company else {},
            told=self._told(company, [v.name for v in views]) if company else [],
            waits=waits,
            late=waits is not None and (now - waits.since).total_seconds() >= TOO_OLD,
            rows=await self._rows(rows, company),
            decided=await self._decided(company),
            count=count,
            done=done if done in _DONE else "",
            has_gateway=site.gateway is not None,
            tried=tried,
            mobile=mobile,
            reason=reason,
        )

    async def decide(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """Once more, or let it be; on record with who said so."""
        form = await request.post()
        where, number, action = form.get("where"), form.get("id"), form.get("action")
        if (
            where not in ("inbox", "outbox")
            or action not in ("again", "let_be")
            or not isinstance(number, str)
            or not number.isascii()
            or not number.isdecimal()
            or len(number) > 19
        ):
            raise Away("stale_form", 403)
        by = visitor.actor.key if visitor and visitor.actor else ADMINISTRATOR
        now = self._site.now()
        found = await attention.decide(
            self._site.storage, str(action), str(where), int(number), by, now
        )
        if found and action == "again":
            self._site.poke()
        _log.info("set_aside_decided", where=where, id=number, action=action, who=by, found=found)
        return go(f"/settings?done={action if found else 'gone'}")

    async def ring(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """Tries the company's own gateway out: one call to one telephone, now."""
        gateway, form = self._site.gateway, await request.post()
        level, mobile = form.get("level"), form.get("mobile")
        if gateway is None or level not in ("sms", "phone") or not isinstance(mobile, str):
            raise Away("stale_form", 403)
        mobile = re.sub(r"[\s-]", "", mobile)
        if re.fullmatch(r"\+?[0-9]{7,15}", mobile) is None:
            return await self._page(request, visitor, "no_number", mobile)
        name = visitor.name if visitor else ""
        words = environment().get_template("_words.html.j2").module.trial  # type: ignore[attr-defined]
        key = f"trial-{secrets.token_hex(8)}"
        try:
            meta = {"ticket": None, "rule": None}
            await gateway.call(str(level), [Callee(name, mobile)], str(words), meta, key)
        except PlatformError as error:
            _log.warning("gateway_tried", level=level, key=key, reason=str(error)[:120])
            refused = "refused" if isinstance(error, Refused) else "silent"
            return await self._page(request, visitor, refused, mobile, str(error))
        _log.info("gateway_tried", level=level, key=key, who=name or "administrator")
        return await self._page(request, visitor, "taken", mobile)

    def _told(self, company: Company, platforms: Sequence[str]) -> list[str]:
        """What the platforms' directories say otherwise than the company file, a line for each."""
        facts = {"rows": remarks(company, platforms)}
        words = self._site.renderer.words("directory", "text", facts, self._site.now())
        return words.splitlines()

    # -- set-aside rows in words ----------------------------------------------------------------

    async def _rows(self, rows: Sequence[SetAside], company: Company | None) -> list[Row]:
        titles = await attention.group_titles(self._site.storage, [row.chat for row in rows])
        return [self._row(row, company, titles) for row in rows]

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
            row.id,
            row.what,
            "" if row.kind == "call" else _chat_name(chat, company, titles),
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


def _called(payload: Mapping[str, Any]) -> list[str]:
    to = payload.get("to")
    if not isinstance(to, list):
        return []
    return [str(person.get("name")) for person in to if isinstance(person, Mapping)]


def _chat_name(chat: ChatRef, company: Company | None, titles: Mapping[ChatRef, str]) -> str:
    if chat in titles:
        return titles[chat]
    if company is not None:
        if company.is_bound(chat):
            return company.chat_name(chat)
        # A vendor's single chat is called by whose it is: single:0102030405.
        if person := company.person_of(chat.platform, chat.chat_id.rpartition(":")[2]):
            return person.name
    return ""


async def _view(platform: Watched) -> PlatformView:
    usage: Sequence[Usage] = ()
    try:
        async with asyncio.timeout(_PATIENCE):
            usage = await platform.usage()
    except Exception as error:  # a figure is not worth the page
        _log.warning("usage_not_known", platform=platform.name, error=type(error).__name__)
    return PlatformView(platform.name, platform.hears_since, usage)


def _places(company: Company, platforms: Sequence[str]) -> list[Place]:
    rows = [(d.name, d.name, d.groups) for d in company.departments.values()]
    rows.append((company.leader_group_name or "", "", company.leader_groups))
    return [
        Place(name, bind, {p: any(chat.platform == p for chat in chats) for p in platforms})
        for name, bind, chats in rows
    ]


def _missing(company: Company, platforms: Sequence[str]) -> dict[str, list[str]]:
    """Whom a platform can't reach by name: no mention, no call, no signing in."""
    return {
        platform: [person.name for person in company.people.values() if platform not in person.ids]
        for platform in platforms
    }
