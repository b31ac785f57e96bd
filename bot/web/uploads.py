"""A form with pictures in it, read no further than it may be long."""

from __future__ import annotations

import asyncio

from aiohttp import BodyPartReader, web

MOST, MOST_BYTES = 3, 10 * 1024 * 1024
_MOST_WORDS, _MOST_FIELDS = 64 * 1024, 40
_WHOLE = MOST * MOST_BYTES + _MOST_WORDS
#: So many forms with pictures are in memory at once, and so long each may take on a poor line.
_AT_ONCE, _PATIENCE = 4, 120.0
_room = asyncio.Semaphore(_AT_ONCE)


async def read_form(request: web.Request) -> tuple[dict[str, str], list[bytes]]:
    """Fields by name, and the pictures. Raises HTTPRequestEntityTooLarge, HTTPRequestTimeout or
    HTTPBadRequest."""
    multipart = request.content_type == "multipart/form-data"
    longest = _WHOLE if multipart else _MOST_WORDS
    if (request.content_length or 0) > longest:
        raise web.HTTPRequestEntityTooLarge(longest, request.content_length or 0)
    if not multipart:
        form = await request.post()
        return {name: value for name, value in form.items() if isinstance(value, str)}, []
    try:
        async with asyncio.timeout(_PATIENCE), _room:
            return await _parts(request)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (ValueError, UnicodeDecodeError):
        raise web.HTTPBadRequest from None


async def _parts(request: web.Request) -> tuple[dict[str, str], list[bytes]]:
    fields: dict[str, str] = {}
    pictures: list[bytes] = []
    count = 0
    async for part in await request.multipart():
        count += 1
        if not isinstance(part, BodyPartReader) or count > _MOST_FIELDS:
            raise ValueError("no form of ours")
        if part.filename is None:
            fields[part.name or ""] = (await _read(part, _MOST_WORDS)).decode()
        elif data := await _read(part, MOST_BYTES):  # a field without a file comes empty
            pictures.append(data)
    return fields, pictures[:MOST]


async def _read(part: BodyPartReader, most: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        data += chunk
        if len(data) > most:
            raise web.HTTPRequestEntityTooLarge(most, len(data))
    return bytes(data)
