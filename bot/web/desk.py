"""The company's own pages, put together."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler as AppHandler
from aiohttp.typedefs import Middleware

from bot.log import logger
from bot.web.api import Api
from bot.web.attachments import add_attachments
from bot.web.board import BoardPage
from bot.web.complain import Complain
from bot.web.door import Door
from bot.web.figures import FiguresPage
from bot.web.gate import Away, For, Gate, Handler, Visitor
from bot.web.overview import Overview
from bot.web.pages import HEADERS, add_assets, environment
from bot.web.receipts import Receipts
from bot.web.signing_in import SigningIn
from bot.web.site import Site
from bot.web.tickets import Tickets
from storage.trouble import DatabaseTrouble

_log = logger()


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
    add_attachments(app, site, gate)
    Api(site, door).add_to(app)
    add_assets(app)
    app.middlewares.extend((_troubled, _lost(gate)))


@web.middleware
async def _troubled(request: web.Request, handler: AppHandler) -> web.StreamResponse:
    """The database is away, or there is a mistake of ours: whoever waits is told so, in a page
    that asks for nothing."""
    try:
        return await handler(request)
    except DatabaseTrouble as error:
        _log.warning("page_failed", page=_page_of(request), error=type(error).__name__)
        return _words(503, **{"Retry-After": "30"})
    except (web.HTTPException, OSError):  # an answer of its own; a browser that went away
        raise
    except Exception:
        if "text/html" not in request.headers.get("Accept", ""):
            raise
        _log.exception("page_broken", page=_page_of(request))
        return _words(500)


def _page_of(request: web.Request) -> str:
    """For the log. The address itself may be a receipt's, which is nobody else's business."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""


def _words(status: int, **headers: str) -> web.Response:
    words = environment().get_template("away.html.j2").render(status=status)
    headers = {**HEADERS, **headers}
    return web.Response(text=words, status=status, content_type="text/html", headers=headers)


def _lost(gate: Gate) -> Middleware:
    """Who mistyped an address in a browser is told in a page; machines keep the bare answer."""

    async def nowhere(request: web.Request, visitor: Visitor | None) -> web.StreamResponse:
        raise Away("not_there", 404)

    page = gate.guard(For.ANYONE, nowhere)

    @web.middleware
    async def lost(request: web.Request, handler: AppHandler) -> web.StreamResponse:
        try:
            return await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
                return await page(request)
            raise

    return lost
