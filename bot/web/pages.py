"""Where the pages' templates and parts are, and how they are filled in and given out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from bot.render import day_and_time, percent, short, span

TEMPLATES = Path(__file__).parents[2] / "templates" / "web"
#: What statuses and types are called, the pages take from here.
CHAT = TEMPLATES.parent / "chat"
STATIC = Path(__file__).parent / "static"
_ASSETS = {path.name: path for path in (STATIC / "site").iterdir() if path.is_file()}

#: Pages without a script: words, pictures of our own, forms that come back to us.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with that, browsers send a form of our own without saying where it is from.
    "Referrer-Policy": "same-origin",
}

#: A page that renews itself: a script of our own, which asks nobody but us.
LIVE: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": (
        f"{HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"
    ),
}


@cache
def environment() -> Environment:
    """The templates of the pages: everything escaped, a missing value is a mistake."""
    made = Environment(
        loader=FileSystemLoader([TEMPLATES, CHAT]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["at"] = _at
    made.filters["ago"] = _ago
    made.filters["short"] = short
    made.filters["left"] = _left
    made.filters["percent"] = percent
    made.filters["lasting"] = lambda seconds: span(timedelta(seconds=seconds))
    made.filters["dialled"] = lambda words: re.sub(r"[^0-9+]", "", words.partition("转")[0])
    return made


@pass_context
def _at(context: Context, value: datetime | str) -> str:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return day_and_time(at, context["now"], context["zone"])


@pass_context
def _left(context: Context, value: datetime) -> str:
    words = span(max(value - context["now"], value - value))
    return words.replace("分钟", "分") if "小时" in words else words


@pass_context
def _ago(context: Context, value: datetime) -> str:
    return span(max(context["now"] - value, value - value))


def add_assets(app: web.Application) -> None:
    """`/assets/{name}`: what all pages look like; once, whoever asks for it."""
    if "assets" in app.router:
        return

    async def asset(request: web.Request) -> web.StreamResponse:
        path = _ASSETS.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(
            path, headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        )

    app.router.add_get("/assets/{name}", asset, name="assets")
