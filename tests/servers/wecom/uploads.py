"""Files in pieces over the long connection."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from typing import Any

from tests.servers.wecom import shapes
from tests.servers.wecom.errors import Cut, Wrong
from tests.servers.wecom.limits import Limit
from tests.servers.wecom.shapes import need
from tests.servers.wecom.world import BOT, World

CHUNK, CHUNKS, SESSION = 512 << 10, 100, 1800.0


@dataclass
class _Session:
    kind: str
    name: str
    size: int
    count: int
    md5: str
    at: float
    chunks: dict[int, bytes] = field(default_factory=dict)


class Uploads:
    """Sessions are the bot's, not a connection's: a new one goes on where the old one broke."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, _Session] = {}
        self._often = Limit(world.now, (30, 60), (1000, 3600))

    def begin(self, req_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """`aibot_upload_media_init`."""
        del req_id
        size, count = body.get("total_size"), body.get("total_chunks")
        name, md5 = body.get("filename"), body.get("md5")
        need(isinstance(name, str) and name, 40058, "filename")
        need(isinstance(size, int) and isinstance(count, int), 40058, "total_size, total_chunks")
        need(isinstance(md5, str) and len(str(md5)) == 32, 40058, "md5")
        shapes.media(str(body.get("type")), int(size or 0))
        need(0 < int(count or 0) <= CHUNKS, 40058, "total_chunks")
        if not self._often.take(BOT):
            raise Wrong(45009)
        upload_id = f"upl_{next(self._world.numbers)}"
        self._sessions[upload_id] = _Session(
            str(body["type"]), str(name), int(size or 0), int(count or 0), str(md5),
            self._world.now(),
        )  # fmt: skip
        return {"upload_id": upload_id}

    def chunk(self, req_id: str, body: dict[str, Any]) -> None:
        """`aibot_upload_media_chunk`: in any order, a repetition changes nothing."""
        del req_id
        session, index = self._session(body), body.get("chunk_index")
        if index is not None and index == self._world.knobs.break_upload_at:
            self._world.knobs.break_upload_at = None
            self._world.note("upload_broken", chunk=index)
            raise Cut
        need(isinstance(index, int) and 0 <= index < session.count, 40058, "chunk_index")
        try:
            data = base64.b64decode(body.get("base64_data") or "", validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise Wrong(40058, "base64_data") from None
        need(0 < len(data) <= CHUNK, 45001)
        session.chunks.setdefault(int(index or 0), data)

    def finish(self, req_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """`aibot_upload_media_finish`."""
        del req_id
        session = self._session(body)
        need(len(session.chunks) == session.count, 40058, "chunks are missing")
        data = b"".join(session.chunks[i] for i in range(session.count))
        need(len(data) == session.size, 40058, "total_size")
        digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
        need(digest == session.md5.lower(), self._world.knobs.md5_code, "md5")
        shapes.media(session.kind, len(data), data)
        del self._sessions[body["upload_id"]]
        return self._world.keep(BOT, session.kind, session.name, data)

    def _session(self, body: dict[str, Any]) -> _Session:
        session = self._sessions.get(str(body.get("upload_id")))
        if session is None or self._world.now() - session.at > SESSION:
            raise Wrong(40058, "upload_id")
        return session
