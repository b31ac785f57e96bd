"""Signing in: with a vendor's scan, or as the administrator with a password; and out again."""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta

from aiohttp import web

from bot.log import logger
from bot.platforms.base import PlatformError, Refused
from bot.web import passwords
from bot.web.addresses import address_of
from bot.web.gate import Away, For, Gate, Visitor, go, onward
from bot.web.site import Site
from storage.accounts import ADMINISTRATOR, Identity, Locked, SignIn, digest

#: A vendor's code is good for five minutes; with scanning that makes ten.
_UNDER_WAY = timedelta(minutes=10)
#: A lock's end is told in minutes: at the minute that is told, it is over.
_MINUTE = timedelta(seconds=59)

_log = logger()


class SigningIn:
    """The routes below `/sign-in`, and `/sign-out`."""

    def __init__(self, site: Site, gate: Gate) -> None:
        self._site = site
        self._gate = gate
        # Each comparison takes a core and 32 MB for a moment: one at a time.
        self._comparing = asyncio.Lock()

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        guard, router = self._gate.guard, app.router
        router.add_get("/sign-in", guard(For.ANYONE, self.page))
        router.add_post("/sign-in", guard(For.ANYONE, self.by_password))
        router.add_post("/sign-out", guard(For.ANYONE, self.out, checked=False))
        router.add_get("/sign-in/{platform}", guard(For.ANYONE, self.go_to_vendor))
        router.add_get("/sign-in/{platform}/back", guard(For.ANYONE, self.back_from_vendor))

    async def page(self, request: web.Request, visitor: Visitor | None) -> web.StreamResponse:
        """The ways in."""
        way = onward(request.query.get("next"))
        if visitor is not None:
            return go(way)
        return await self._page(request, way)

    async def _page(
        self, request: web.Request, way: str, mistake: str = "", status: int = 200, **facts: object
    ) -> web.Response:
        return await self._gate.page(
            request,
            None,
            "sign_in",
            status,
            onward=way,
            logins=list(self._site.logins) if self._site.base_url else [],
            has_administrator=await self._gate.accounts.has_administrator(),
            mistake=mistake,
            facts=facts,
        )

    # -- the administrator ----------------------------------------------------------------------

    async def by_password(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """Wrong ones cost time: see storage.accounts."""
        form = await request.post()
        given, way = form.get("password"), form.get("next")
        way = onward(way if isinstance(way, str) else None)
        if not isinstance(given, str) or not given or len(given) > passwords.LONGEST:
            return await self._page(request, way, "empty", 400)
        now, address = self._site.now(), address_of(request, self._site.proxies)
        kept = await self._gate.accounts.try_password(now, address)
        if kept is None:
            return await self._page(request, way, "no_account", 403)
        if isinstance(kept, Locked):
            _log.warning("sign_in_locked", until=kept.until.isoformat())
            return await self._page(request, way, "locked", 429, until=kept.until + _MINUTE)
        async with self._comparing:
            right = await asyncio.to_thread(passwords.is_right, given, kept)
        if not right:
            _log.warning("sign_in_wrong", address=address)
            return await self._page(request, way, "wrong", 403)
        await self._gate.accounts.right_password(address)
        _log.info("signed_in", who="administrator")
        return await self._gate.let_in(request, ADMINISTRATOR, way)

    async def out(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """Twice does no harm, nor long after the session has ended."""
        if visitor is None:
            return go("/")
        await self._gate.own_doing(request, visitor)
        return await self._gate.see_off(visitor)

    # -- a vendor's scan ------------------------------------------------------------------------

    async def go_to_vendor(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """Off to the vendor's own page, with a state that only this browser can bring back."""
        platform = request.match_info["platform"]
        login = self._site.logins.get(platform)
        if login is None or not self._site.base_url:
            raise Away("not_there", 404)
        state = secrets.token_hex(20)
        back = f"{self._site.base_url}/sign-in/{platform}/back"
        answer = go(login.address(back, state, request.headers.get("User-Agent", "")))
        visit = self._gate.visit(request) or self._gate.give_visit(answer)
        way, address = onward(request.query.get("next")), address_of(request, self._site.proxies)
        sign_in = SignIn(platform, digest(visit), way, address)
        await self._gate.accounts.leave(state, sign_in, self._site.now(), _UNDER_WAY)
        return answer

    async def back_from_vendor(
        self, request: web.Request, visitor: Visitor | None
    ) -> web.StreamResponse:
        """The vendor says who it is; the directory says whether he is one of us."""
        platform, now = request.match_info["platform"], self._site.now()
        login = self._site.logins.get(platform)
        if login is None:
            raise Away("not_there", 404)
        state = request.query.get("state", "")
        sign_in = await self._gate.accounts.come_back(state, now) if state else None
        visit = digest(self._gate.visit(request))
        if sign_in is None or (sign_in.platform, sign_in.visit) != (platform, visit):
            raise Away("stale_scan", 403)
        try:
            user_id = await login.who(request.query)
        except Refused as error:
            _log.warning("scan_refused", platform=platform, reason=str(error)[:120])
            raise Away("scan_refused", 403, platform=platform, onward=sign_in.onward) from None
        except PlatformError as error:
            _log.warning("scan_failed", platform=platform, reason=str(error)[:120])
            raise Away("scan_failed", 503, platform=platform, onward=sign_in.onward) from None
        company = await self._site.storage.company()
        person = company.person_of(platform, user_id) if company and user_id else None
        if person is None or not user_id:
            _log.warning("stranger", platform=platform)
            raise Away("stranger", 403, platform=platform, onward=sign_in.onward)
        _log.info("signed_in", who=person.key, platform=platform)
        return await self._gate.let_in(request, Identity(platform, user_id), sign_in.onward)
