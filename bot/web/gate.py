"""Who is at the door of a page, and whether what he sends is his own doing.

A page is for anyone, for people of the directory, or for those who oversee the house. Every form
must come from a page of ours and carry the token that only this browser's pages have.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.domain.access import Actor, actor_for, oversees
from bot.web.pages import HEADERS, LIVE, environment
from bot.web.site import Site
from storage.accounts import ADMINISTRATOR, Accounts, Identity
from storage.trouble import DatabaseTrouble

#: Signed in by a vendor's word: a week. By password: a shift.
_WEEK, _SHIFT = timedelta(days=7), timedelta(hours=12)
_LONGEST_WAY = 500


class For(Enum):
    """Whom a page is for."""

    ANYONE = auto()
    MEMBERS = auto()
    OVERSEERS = auto()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in. Without `actor` it is the administrator, who is nobody of the chats."""

    name: str
    actor: Actor | None
    token: str

    @property
    def oversees(self) -> bool:
        """Whether he may see and mend how the house is doing."""
        return self.actor is None or oversees(self.actor)


class Away(Exception):
    """It can't be done; the template has the words for the reason."""

    def __init__(self, reason: str, status: int, **facts: Any) -> None:
        super().__init__(reason)
        self.reason, self.status, self.facts = reason, status, facts


Handler = Callable[[web.Request, Visitor | None], Awaitable[web.StreamResponse]]


def onward(way: str | None) -> str:
    """Where to go afterwards: a page of ours, or the first one. Never anybody else's."""
    way = way or ""
    ours = way.startswith("/") and not way.startswith("//") and "\\" not in way
    return way if ours and way.isprintable() and len(way) <= _LONGEST_WAY else "/"


def _came_from(request: web.Request) -> str:
    """The page of ours that a form was on."""
    came = urlsplit(request.headers.get("Referer", ""))
    return onward(f"{came.path}?{came.query}" if came.query else came.path)


def go(way: str) -> web.Response:
    """Sends the browser on, with GET whatever it came by."""
    return web.Response(status=303, headers={**HEADERS, "Location": quote(way, safe="/?&=#%:+,;@")})


class Gate:
    """Stands before every page."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.accounts = Accounts(site.storage)
        self._named = ""
        prefix = "__Host-" if site.secure else ""
        self._session, self._visit = f"{prefix}heatdesk", f"{prefix}heatdesk-visit"

    def guard(
        self, whom: For, handler: Handler, *, checked: bool = True
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The handler, for these people only, with its refusals as pages.

        Not `checked`, it asks for itself whether a form is somebody's own doing.
        """

        async def answer(request: web.Request) -> web.StreamResponse:
            visitor = None
            try:
                visitor = await self._visitor(request)
                if whom is not For.ANYONE and visitor is None:
                    # A session's cookie ends with it: its form has no token left to be judged by.
                    if request.method == "POST":
                        raise Away("sign_in_again", 401, onward=_came_from(request))
                    return go(f"/sign-in?next={quote(request.path_qs, safe='')}")
                if request.method == "POST" and checked:
                    await self.own_doing(request, visitor)
                if whom is For.OVERSEERS and (visitor is None or not visitor.oversees):
                    raise Away("no_right", 403)
                return await handler(request, visitor)
            except Away as away:
                facts = {"reason": away.reason, **away.facts}
                return await self.page(request, visitor, "refused", away.status, **facts)

        return answer

    async def _company_name(self) -> str:
        """As it was last known, where the database is away: what somebody typed must not go with
        the page it stands in."""
        with suppress(*DatabaseTrouble):
            company = await self._site.storage.company()
            self._named = company.name if company else ""
        return self._named

    async def page(
        self,
        request: web.Request,
        visitor: Visitor | None,
        template: str,
        status: int = 200,
        *,
        live: bool = False,
        **facts: Any,
    ) -> web.Response:
        """A page for this browser, its forms' token in it. A `live` one renews itself by a script
        of ours."""
        visit = request.cookies.get(self._visit) or secrets.token_urlsafe(32)
        words = (
            environment()
            .get_template(f"{template}.html.j2")
            .render(
                visitor=visitor,
                company=await self._company_name(),
                path=request.path,
                public=self._site.public,
                hotline=self._site.hotline,
                demo=bool(self._site.shown_to),
                csrf=_form_token(visitor.token if visitor else visit),
                now=self._site.now(),
                zone=self._site.zone,
                **facts,
            )
        )
        headers = LIVE if live else HEADERS
        answer = web.Response(text=words, status=status, content_type="text/html", headers=headers)
        if visitor is None and self._visit not in request.cookies:
            self._give(answer, self._visit, visit, None)
        return answer

    # -- coming and going -----------------------------------------------------------------------

    def visit(self, request: web.Request) -> str:
        """The token of a browser that is not signed in; empty where it has none yet."""
        return request.cookies.get(self._visit, "")

    def give_visit(self, answer: web.Response) -> str:
        """A browser's first token, for what it does before it is signed in."""
        token = secrets.token_urlsafe(32)
        self._give(answer, self._visit, token, None)
        return token

    async def let_in(self, request: web.Request, who: Identity, way: str) -> web.Response:
        """Begins a session under a token that was never used before."""
        token, lasts = secrets.token_urlsafe(32), _SHIFT if who == ADMINISTRATOR else _WEEK
        if old := request.cookies.get(self._session):
            await self.accounts.end(old)
        await self.accounts.begin(token, who, self._site.now(), lasts)
        answer = go(way)
        self._give(answer, self._session, token, lasts)
        answer.del_cookie(self._visit, path="/", secure=self._site.secure)
        return answer

    async def see_off(self, visitor: Visitor) -> web.Response:
        """Ends the session, here and in the browser."""
        await self.accounts.end(visitor.token)
        answer = go("/")
        answer.del_cookie(self._session, path="/", secure=self._site.secure)
        return answer

    def _give(self, answer: web.Response, name: str, token: str, lasts: timedelta | None) -> None:
        answer.set_cookie(
            name,
            token,
            max_age=int(lasts.total_seconds()) if lasts else None,
            path="/",
            secure=self._site.secure,
            httponly=True,
            samesite="Lax",  # Strict would not come back from a vendor's page
        )

    # -- who, and is it really he ---------------------------------------------------------------

    async def _visitor(self, request: web.Request) -> Visitor | None:
        """Rights are asked for at every request: who left the directory is out at once."""
        if self._site.shown_to:
            return await self._everybody(self._site.shown_to)
        token = request.cookies.get(self._session)
        session = await self.accounts.session(token, self._site.now()) if token else None
        if token is None or session is None:
            return None
        if session.who == ADMINISTRATOR:
            return Visitor("", None, token)
        company = await self._site.storage.company()
        person = company.person_of(session.who.platform, session.who.user_id) if company else None
        if company is None or person is None:
            return None
        return Visitor(person.name, actor_for(company, person), token)

    async def _everybody(self, key: str) -> Visitor | None:
        """A demo's pages are the same for whoever looks."""
        company = await self._site.storage.company()
        person = company.people.get(key) if company else None
        return Visitor(person.name, actor_for(company, person), key) if company and person else None

    async def own_doing(
        self,
        request: web.Request,
        visitor: Visitor | None,
        form: Mapping[str, Any] | None = None,
    ) -> None:
        """Raises Away where a form is not this browser's own; `form` where it was read already."""
        # Behind a proxy the host may be another one; then base_url says how we are called.
        own = {f"http://{request.host}", f"https://{request.host}", self._site.origin} - {""}
        if request.headers.get("Origin") not in own:
            raise Away("foreign", 403, base_url=self._site.base_url)
        key = visitor.token if visitor else self.visit(request)
        if not key:
            raise Away("no_cookie", 403, base_url=self._site.base_url)
        sent = (await request.post() if form is None else form).get("csrf")
        right = _form_token(key)
        if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), right.encode()):
            raise Away("stale_form", 403)


def _form_token(token: str) -> str:
    """What a browser's own forms carry: made from its cookie, which no other site can read."""
    return hmac.digest(token.encode(), b"form", "sha256").hex()
