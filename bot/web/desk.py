"""The company's own pages, put together."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler as AppHandler
from aiohttp.typedefs import Middleware

from bot.web.api import Api
from bot.web.board import BoardPage
from bot.web.complain import Complain
from bot.web.door import Door
from bot.web.figures import FiguresPage
from bot.web.gate import Away, For, Gate, Handler, Visitor
from bot.web.kept import add_kept
from bot.web.overview import Overview
from bot.web.pages import add_assets
from bot.web.receipts import Receipts
from bot.web.signing_in import SigningIn
from bot.web.site import Site
from bot.web.tickets import Tickets


def add_desk(app: web.Application, site: Site, front: Handler | None = None) -> None:
    """Adds `/`, `/sign-in`, `/sign-out`, `/settings`, `/board`, `/tickets`, `/figures`,
    `/attachments`, what they look like, `/api/complaints`, and where it is public `/complain`.

    `front` is what everybody sees first, in place of the form or of the way in.
    """
    gate = Gate(site)
    SigningIn(site, gate).add_to(app)
    door = Door(site)
    complain = Complain(site, gate, door)
    Overview(site, gate, front or (complain.page if site.public else None)).add_to(app)
    if site.public:
        complain.add_to(app)
        Receipts(site, gate, door).add_to(app)
    for pages in (BoardPage(site, gate), Tickets(site, gate), FiguresPage(site, gate)):
        pages.add_to(app)
    add_kept(app, site, gate)
    Api(site, door).add_to(app)
    add_assets(app)
    app.middlewares.append(_lost(gate))


def _lost(gate: Gate) -> Middleware:
    """Who mistyped an address in a browser is told in a page; machines keep the bare answer."""

    async def nowhere(request: web.Request, visitor: Visitor | None) -> web.StreamResponse:
        raise Away("not_there", 404)

    page = gate.guard(For.ANYONE, nowhere)

    @web.middleware
    async def lost(request: web.Request, handler: AppHandler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound:
            if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
                return await page(request)
            raise

    return lost
