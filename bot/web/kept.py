"""`/attachments/{name}`: what people sent with their tickets, for the signed-in.

Pictures are shown, everything else is downloaded.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from bot.web.gate import Away, For, Gate, Visitor
from bot.web.pictures import DOCUMENTS, HEADERS, TYPES
from bot.web.site import Site

#: As a ticket names it, or with its ending. Nothing else reaches a folder.
_NAME = re.compile(r"([0-9a-f]{32})(?:\.([a-z0-9]{3,4}))?")
_KINDS = {**TYPES, **DOCUMENTS}


def add_kept(app: web.Application, site: Site, gate: Gate) -> None:
    """Adds the route."""

    async def picture(request: web.Request, visitor: Visitor | None) -> web.StreamResponse:
        found = _NAME.fullmatch(request.match_info["name"])
        path = await asyncio.to_thread(_find, site.files, *found.groups()) if found else None
        if path is None:
            raise Away("no_picture", 404)
        kind = path.suffix[1:]
        how = "inline" if kind in TYPES else "attachment"
        headers = {**HEADERS, "Content-Type": _KINDS[kind]}
        headers["Content-Disposition"] = f'{how}; filename="{path.name}"'
        return web.FileResponse(path, headers=headers)

    app.router.add_get("/attachments/{name}", gate.guard(For.MEMBERS, picture))


def _find(folders: Sequence[Path], name: str, ending: str | None) -> Path | None:
    endings = [ending] if ending else [*_KINDS]
    for folder in folders:
        for each in endings:
            path = folder / f"{name}.{each}"
            if each in _KINDS and path.is_file():
                return path
    return None
