"""`/attachments/{name}`: what people sent with their tickets, for the signed-in.

Pictures are shown, everything else is downloaded.
"""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.platforms.attachments import find
from bot.web.gate import Away, For, Gate, Visitor
from bot.web.pictures import DOCUMENTS, HEADERS, TYPES
from bot.web.site import Site

_KINDS = {**TYPES, **DOCUMENTS}


def add_attachments(app: web.Application, site: Site, gate: Gate) -> None:
    """Adds the route."""

    async def picture(request: web.Request, visitor: Visitor | None) -> web.StreamResponse:
        path = await asyncio.to_thread(find, site.files, request.match_info["name"])
        kind = path.suffix[1:] if path else ""
        if path is None or kind not in _KINDS:
            raise Away("no_picture", 404)
        how = "inline" if kind in TYPES else "attachment"
        headers = {**HEADERS, "Content-Type": _KINDS[kind]}
        headers["Content-Disposition"] = f'{how}; filename="{path.name}"'
        return web.FileResponse(path, headers=headers)

    app.router.add_get("/attachments/{name}", gate.guard(For.MEMBERS, picture))
