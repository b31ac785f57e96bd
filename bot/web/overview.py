"""How the house is doing, for those who oversee it: quotas, groups, people, what was set aside."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.domain.company import Company
from bot.domain.directory import remarks
from bot.log import logger
from bot.platforms.base import PlatformError, Refused, Usage
from bot.platforms.gateway import Callee
from bot.web.aside import Aside
from bot.web.gate import Away, For, Gate, Handler, Visitor, go
from bot.web.health import TOO_OLD
from bot.web.pages import environment
from bot.web.site import Site, Watched
from storage import attention

#: A platform's figures are looked up beside the page; it is not kept waiting for them.
_PATIENCE = 3.0
#: A number that is no number is shown again, as far as the field takes it.
_LONGEST = 20
#: The ways of the company's own gateway.
_LEVELS = ("phone", "sms")
_log = logger()


@dataclass(frozen=True, slots=True)
class PlatformView:
    """One platform as the page shows it."""

    name: str
    hears_since: datetime | None
    locked: str
    usage: Sequence[Usage]


@dataclass(frozen=True, slots=True)
class Place:
    """A department's (or the leaders') groups: platform to whether one is bound.

    `bind` is what is said in a group to make it that one.
    """

    name: str
    bind: str
    bound: Mapping[str, bool]

    @property
    def all_bound(self) -> bool:
        """Whether nothing is left to be said in any group."""
        return all(self.bound.values())


class Overview:
    """`/settings`."""

    def __init__(self, site: Site, gate: Gate, front: Handler | None = None) -> None:
        """`front` is what those see first who are not signed in."""
        self._site = site
        self._gate = gate
        self._aside = Aside(site)
        self._front = front

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        guard = self._gate.guard
        app.router.add_get("/", guard(For.ANYONE, self.home))
        # A telephone may ask again for where a form was sent to.
        for way in ("/settings", "/settings/set-aside", "/settings/gateway"):
            app.router.add_get(way, guard(For.OVERSEERS, self.page))
        app.router.add_post("/settings/set-aside", guard(For.OVERSEERS, self._aside.decide))
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
            platforms=len(self._site.platforms),
            deaf=[p.name for p in self._site.platforms if p.hears_since is None],
            locked={p.name: p.locked for p in self._site.platforms if p.locked},
            groupless=await self._groupless() if self._site.platforms else [],
        )

    async def _groupless(self) -> list[str]:
        """Departments without a group on any platform, and the leaders where they have none."""
        company = await self._site.storage.company()
        places = _places(company, [p.name for p in self._site.platforms]) if company else []
        return [place.bind for place in places if not any(place.bound.values())]

    async def page(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """Everything on one page, what needs a hand first."""
        tried = request.query.get("tried", "")
        return await self._page(request, visitor, tried if tried in _LEVELS else "")

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
        waits = await attention.waits_longest(site.storage, now)
        views = await asyncio.gather(*(_view(platform) for platform in site.platforms))
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
            **await self._aside.facts(request, company),
            has_gateway=site.gateway is not None,
            tried=tried,
            mobile=mobile,
            reason=reason,
        )

    async def ring(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """Tries the company's own gateway out: one call to one telephone, now."""
        gateway, form = self._site.gateway, await request.post()
        level, mobile = form.get("level"), form.get("mobile")
        if gateway is None or level not in _LEVELS or not isinstance(mobile, str):
            raise Away("stale_form", 403)
        typed, mobile = mobile[:_LONGEST], re.sub(r"[\s-]", "", mobile)
        if re.fullmatch(r"\+?[0-9]{7,15}", mobile) is None:
            return await self._page(request, visitor, "no_number", typed)
        name = visitor.name if visitor else ""
        words = environment().get_template("_words.html.j2").module.trial  # type: ignore[attr-defined]
        key = f"trial-{secrets.token_hex(8)}"
        try:
            meta = {"ticket": None, "rule": None}
            await gateway.call(str(level), [Callee(name, mobile)], str(words), meta, key)
        except PlatformError as error:
            _log.warning("gateway_tried", level=level, key=key, reason=str(error)[:120])
            refused = "refused" if isinstance(error, Refused) else "silent"
            return await self._page(request, visitor, refused, typed, str(error))
        _log.info("gateway_tried", level=level, key=key, who=name or "administrator")
        # Sent on, so that a page that is loaded again rings nobody a second time.
        return go(f"/settings?tried={level}#gateway")

    def _told(self, company: Company, platforms: Sequence[str]) -> list[str]:
        """What the platforms' directories say otherwise than the company file, a line for each."""
        facts = {"rows": remarks(company, platforms)}
        words = self._site.renderer.words("directory", "text", facts, self._site.now())
        return words.splitlines()


async def _view(platform: Watched) -> PlatformView:
    usage: Sequence[Usage] = ()
    try:
        async with asyncio.timeout(_PATIENCE):
            usage = await platform.usage()
    except Exception as error:  # a figure is not worth the page
        _log.warning("usage_not_known", platform=platform.name, error=type(error).__name__)
    return PlatformView(platform.name, platform.hears_since, platform.locked, usage)


def _places(company: Company, platforms: Sequence[str]) -> list[Place]:
    rows = [(d.name, d.name, d.groups) for d in company.departments.values()]
    rows.append((company.leader_group_name or "", "领导", company.leader_groups))
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
