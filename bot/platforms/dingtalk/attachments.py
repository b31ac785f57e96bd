"""Pictures that people send: fetched at once, since their addresses run out, and kept.

Never inside a transaction, never from a host that is not the vendor's, never more than the limit.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from bot.log import logger
from bot.platforms.base import Later, PlatformError, Refused, Unknown
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.rest import Rest

MOST_BYTES = 20 * 1024 * 1024
#: Files come from the vendor's object storage; the address names the host.
_HOSTS = (".aliyuncs.com", ".dingtalk.com")
_TYPES = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF8": "gif",
    b"BM": "bmp",
}
_TRIES = (0.0, 2.0, 10.0)

_log = logger()


def name_of(code: str) -> str:
    """The name a picture is kept under, without its ending; known before it is fetched."""
    return hashlib.sha256(code.encode()).hexdigest()[:32]


class Attachments:
    """Fetches into a directory. Without one nothing is fetched."""

    def __init__(self, config: Config, rest: Rest, directory: Path | None) -> None:
        self._config = config
        self._rest = rest
        self._directory = directory
        self._tasks: set[asyncio.Task[None]] = set()

    def fetch(self, codes: Sequence[str]) -> None:
        """Begins; nobody waits for it."""
        if self._directory is None:
            return
        for code in codes:
            task = asyncio.create_task(self._keep(self._directory, code))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """What is under way is let go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep(self, directory: Path, code: str) -> None:
        if await asyncio.to_thread(_is_kept, directory, name_of(code)):
            return
        for wait in _TRIES:
            await asyncio.sleep(wait)
            try:
                data = await self._download(await self._address(code))
            except (Later, Unknown) as error:
                _log.warning("picture_later", platform="dingtalk", reason=str(error)[:120])
                continue
            except (PlatformError, OSError) as error:
                _log.warning("picture_lost", platform="dingtalk", reason=str(error)[:120])
                return
            await asyncio.to_thread(_write, directory, name_of(code), data)
            return

    async def _address(self, code: str) -> str:
        body = {"downloadCode": code, "robotCode": self._config.robot}
        answer = await self._rest.call("/v1.0/robot/messageFiles/download", body)
        address = str(answer.get("downloadUrl") or "")
        parts, own = urlsplit(address), urlsplit(self._config.api_base)
        theirs = parts.scheme in ("http", "https") and (parts.hostname or "").endswith(_HOSTS)
        if not theirs and (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            raise Refused(f"not the vendor's host: {parts.hostname}")
        return address

    async def _download(self, address: str) -> bytes:
        """Without our token: the address is signed itself. Redirects lead nowhere."""
        data = bytearray()
        try:
            async with self._rest.session.get(
                URL(address, encoded=True), allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise Refused(f"HTTP {response.status}")
                async for part in response.content.iter_chunked(64 * 1024):
                    data += part
                    if len(data) > MOST_BYTES:
                        raise Refused("larger than 20 MB")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unknown(type(error).__name__) from error
        return bytes(data)


def _is_kept(directory: Path, name: str) -> bool:
    return any(directory.glob(f"{name}.*"))


def _write(directory: Path, name: str, data: bytes) -> None:
    """By what it is, not by what it is called; whole or not at all."""
    kind = next((kind for start, kind in _TYPES.items() if data.startswith(start)), None)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "webp"
    if kind is None:
        _log.warning("picture_unknown", platform="dingtalk", bytes=len(data))
        return
    directory.mkdir(parents=True, exist_ok=True)
    part = directory / f"{name}.part"
    part.write_bytes(data)
    part.replace(directory / f"{name}.{kind}")
