"""The company's own pages, put together."""

from __future__ import annotations

from aiohttp import web

from bot.web.gate import Gate
from bot.web.kept import add_kept
from bot.web.overview import Overview
from bot.web.pages import add_assets
from bot.web.signing_in import SigningIn
from bot.web.site import Site


def add_desk(app: web.Application, site: Site) -> None:
    """Adds `/`, `/sign-in`, `/sign-out`, `/settings`, `/attachments` and what they look like."""
    gate = Gate(site)
    SigningIn(site, gate).add_to(app)
    Overview(site, gate).add_to(app)
    add_kept(app, site, gate)
    add_assets(app)
