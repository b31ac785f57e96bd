"""Files to send: what people sent with their tickets, kept under a name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.platforms.attachments import find
from bot.platforms.base import File, Later, Platform, Refused, Spared
from storage.rows import OutboxRow

#: What has not been fetched by then never will be; whoever sent it has been told.
_AWAITED = timedelta(minutes=1)
_LOOK_AGAIN = timedelta(seconds=5)


async def file_of(
    row: OutboxRow, folders: Sequence[Path], platform: Platform, now: datetime
) -> File:
    """Raises Refused where it isn't there, Later where it may still come, Spared where nobody asked
    for it and it never came or a quota runs low."""
    payload = row.payload
    if not payload["asked"] and platform.is_thrifty:
        raise Spared("the month's quota is kept for words")
    path = await asyncio.to_thread(find, folders, payload["kept"])
    if path is not None:
        return await _read(path, payload["name"] + path.suffix)
    if folders and now - row.created_at < _AWAITED:
        raise Later("not fetched yet", _LOOK_AGAIN)
    raise Refused("it was not kept") if payload["asked"] else Spared("it never came")


async def _read(path: Path, name: str) -> File:
    try:
        data = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise Refused(f"the file is not there: {type(error).__name__}") from error
    return File(name, data)
