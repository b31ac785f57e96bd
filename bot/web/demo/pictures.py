"""Pictures and documents in the demo's groups: by content, not by the name they came with."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from bot.platforms.attachments import kind_of

LIMIT = 5 * 1024 * 1024
_KEPT = 100
_PICTURES = ("png", "jpg", "gif", "webp")
_NAME = re.compile(rf"[0-9a-f]{{32}}\.(?:{'|'.join(_PICTURES)}|bin)")


class Pictures:
    """Kept under `folder`, or in memory with the oldest making room for the newest."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._held: dict[str, bytes] = {}

    def keep(self, content: bytes) -> str | None:
        """Keeps a picture and gives its name; None if it is not a picture we know."""
        kind = kind_of(content)
        return self._put(content, kind) if kind in _PICTURES else None

    def keep_any(self, content: bytes) -> str:
        """Keeps a document of the bot's and gives its name; it is only ever downloaded."""
        return self.keep(content) or self._put(content, "bin")

    def _put(self, content: bytes, kind: str) -> str:
        name = f"{hashlib.sha256(content).hexdigest()[:32]}.{kind}"
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / name).write_bytes(content)
            return name
        self._held[name] = content
        while len(self._held) > _KEPT:
            del self._held[next(iter(self._held))]
        return name

    def find(self, name: str) -> bytes | None:
        """The picture of this name. Only names that `keep` gave can reach the folder."""
        if _NAME.fullmatch(name) is None:
            return None
        if self._folder is None:
            return self._held.get(name)
        path = self._folder / name
        return path.read_bytes() if path.is_file() else None
