"""The file host, and what an upload over HTTP looks like."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from aiohttp import web

from tests.servers.wecom import crypto, shapes
from tests.servers.wecom.errors import Wrong
from tests.servers.wecom.shapes import need
from tests.servers.wecom.world import AES_KEY, World

LINK_LASTS = 300.0
_NAME = re.compile(rb'filename="((?:[^"\\]|\\.)*)"')
_STAR = re.compile(rb"filename\*=(?:utf-8|UTF-8)''([^;\r\n]+)")


def download(world: World, request: web.Request, *, with_keys: bool) -> web.Response:
    """Encrypted bytes, for five minutes."""
    link = world.links.get(request.path.rsplit("/", 1)[1])
    if world.knobs.media_host_down:
        return web.Response(status=503)
    if link is None or world.now() - link.at > LINK_LASTS:
        return web.Response(status=403, text="<Error><Code>AccessDenied</Code></Error>")
    world.note("downloaded", name=link.name)
    headers = {}
    if world.knobs.media_name:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(link.name)}"
    key = link.key if with_keys else crypto.key_of(AES_KEY)
    return web.Response(body=crypto.encrypt_bytes(key, link.data), headers=headers)


def part(world: World, request: web.Request, raw: bytes) -> tuple[str, bytes]:
    """Name and bytes of the one part called `media`."""
    found = re.search(r"boundary=\"?([^\";]+)", request.headers.get("Content-Type", ""))
    need(found, 44001, "no multipart")
    assert found is not None
    for piece in raw.split(b"--" + found.group(1).encode()):
        head, _, data = piece.partition(b"\r\n\r\n")
        if b'name="media"' not in head and b"name=media" not in head:
            continue
        return _name(world, head), data.removesuffix(b"\r\n")
    raise Wrong(44001)


def _name(world: World, head: bytes) -> str:
    """As people will see it: nobody decodes RFC 2231 or percent signs for them."""
    if plain := _NAME.search(head):
        return plain.group(1).decode("utf-8", "replace")
    starred = _STAR.search(head)
    need(starred and world.knobs.filename_star != "refused", 44001)
    assert starred is not None
    return unquote(starred.group(1).decode(), encoding="latin-1")


def check(kind: str, data: bytes) -> None:
    """Sizes and first bytes."""
    shapes.media(kind, len(data), data)
