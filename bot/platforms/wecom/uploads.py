"""A file into a chat by the bot: in pieces over the socket, where a piece can be said again."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.platforms.base import PlatformError, Refused, Unknown
from bot.platforms.wecom.budget import UPLOADS, Budget
from bot.platforms.wecom.link import Link
from bot.platforms.wecom.words import file_name

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_CHUNK = 512 * 1024
_MOST_SHOWN, _MOST = 10 * 1024 * 1024, 20 * 1024 * 1024
#: A piece's acknowledgement takes longer than others.
_PATIENCE = 30.0
_TRIES = 3


def kind_of(data: bytes) -> str:
    """A picture is shown where the vendor shows one so large; else it is a file to open."""
    shown = data.startswith(_PICTURES) and len(data) <= _MOST_SHOWN
    return "image" if shown else "file"


def check_size(data: bytes) -> None:
    """Raises Refused on what the vendor takes by no way."""
    if len(data) > _MOST:
        raise Refused("文件大于 20 MB，企业微信不收")
    if len(data) <= 5:
        raise Refused("文件是空的")


class Uploads:
    """Sessions outlive the socket, so a broken upload goes on with the piece that broke."""

    def __init__(self) -> None:
        self._often = Budget(UPLOADS)

    async def upload(self, link: Link, kind: str, name: str, data: bytes, now: datetime) -> str:
        """The media_id, good for three days."""
        self._often.take("bot", now)
        parts = [data[i : i + _CHUNK] for i in range(0, len(data), _CHUNK)]
        begun = await self._say(
            link,
            "init",
            {
                "type": kind,
                "filename": file_name(name),
                "total_size": len(data),
                "total_chunks": len(parts),
                "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
            },
        )
        upload_id = str(begun.get("upload_id") or "")
        for i, part in enumerate(parts):
            body = {
                "upload_id": upload_id,
                "chunk_index": i,
                "base64_data": base64.b64encode(part).decode(),
            }
            await self._say(link, "chunk", body)
        done = await self._say(link, "finish", {"upload_id": upload_id})
        if not done.get("media_id"):
            raise Unknown("no media_id came")
        return str(done["media_id"])

    async def _say(self, link: Link, step: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """A piece that was lost is said again: a repetition changes nothing there."""
        wrong: PlatformError = Unknown("upload")
        for _ in range(_TRIES):
            await link.up(_PATIENCE)
            try:
                command = f"aibot_upload_media_{step}"
                return await link.call(command, body, patience=_PATIENCE)
            except Refused:
                raise
            except PlatformError as error:
                wrong = error
        raise wrong
