"""What people send beside words: fetched at once, since its addresses run out, and kept.

Never inside a transaction, never from a host that is not the vendor's, never more than the limit.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable, Container, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from bot.log import logger
from bot.platforms.base import Later, PlatformError, Refused, Unknown

MOST_BYTES = 20 * 1024 * 1024
_TYPES = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"%PDF-": "pdf",
    b"#!AMR": "amr",
}
#: A large one takes its time, as long as something comes; its address lives five minutes.
_PATIENCE = aiohttp.ClientTimeout(total=120, connect=5, sock_read=10)
#: So many seconds before each try.
WAITS = (0.0, 2.0, 10.0)

_log = logger()
#: Asks the vendor for an address; called again where a download has to be tried again.
Address = Callable[[], Awaitable[str]]
_Decode = Callable[[bytes], bytes]
#: A name, where it is, what it must be decoded by, and whether a document of any kind is kept.
Wanted = tuple[str, Address] | tuple[str, Address, _Decode] | tuple[str, Address, _Decode, bool]
#: what nobody could tell by its first bytes: downloaded, never shown
_UNTOLD = "bin"


class _RunOut(Refused):
    """The address is not good any more."""


def name_of(code: str) -> str:
    """The name a file is kept under, without its ending; known before it is fetched."""
    return hashlib.sha256(code.encode()).hexdigest()[:32]


class Attachments:
    """Fetches into a directory. Without one nothing is fetched.

    `hosts` are endings of host names that are the vendor's, `own` the base that is
    configured: its host, on whichever port.
    """

    def __init__(
        self,
        platform: str,
        session: Callable[[], aiohttp.ClientSession],
        directory: Path | None,
        hosts: tuple[str, ...],
        own: str,
        *,
        most: int = MOST_BYTES,
        waits: Sequence[float] = WAITS,
    ) -> None:
        self._waits = waits
        self._platform = platform
        self._session = session
        self._directory = directory
        self._hosts = hosts
        self._own = own
        self._most = most
        self._tasks: set[asyncio.Task[Any]] = set()

    def fetch(
        self, name: str, address: Address, decoded: _Decode = bytes, any_kind: bool = False
    ) -> asyncio.Task[bool] | None:
        """Begins; nobody need wait for it. `decoded` makes of what came what was sent.

        What comes of it is whether the file is there. With `any_kind` it is kept whatever it is.
        """
        if self._directory is None:
            return None
        task = asyncio.create_task(self._keep(self._directory, name, address, decoded, any_kind))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def fetch_all(self, files: Sequence[Wanted], on_lost: Callable[[int], Awaitable[None]]) -> None:
        """The files of one message; `on_lost` hears how many of them will never come."""
        begun = [task for wanted in files if (task := self.fetch(*wanted))]
        if begun:
            telling = asyncio.create_task(_tell_lost(begun, on_lost))
            self._tasks.add(telling)
            telling.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """What is under way is let go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep(
        self, directory: Path, name: str, address: Address, decoded: _Decode, any_kind: bool
    ) -> bool:
        if await asyncio.to_thread(find, [directory], name) is not None:
            return True
        for wait in self._waits:
            await asyncio.sleep(wait)
            try:
                data = await self._fresh(address)
                kind = await asyncio.to_thread(_write, directory, name, data, decoded, any_kind)
            except (Later, Unknown) as error:
                self._warn("picture_later", str(error))
                continue
            except (PlatformError, OSError, ValueError) as error:
                self._warn("picture_lost", str(error))
                return False
            if kind is None:
                self._warn("picture_unknown", f"{len(data)} bytes")
            return kind is not None
        return False

    async def _fresh(self, address: Address) -> bytes:
        """An address that has run out is asked for once more, where another may be had."""
        where = self._theirs(await address())
        try:
            return await self._download(where)
        except _RunOut:
            if (other := self._theirs(await address())) == where:
                raise
            return await self._download(other)

    def _warn(self, event: str, reason: str) -> None:
        _log.warning(event, platform=self._platform, reason=reason[:120])

    def _theirs(self, address: str) -> str:
        parts = urlsplit(address)
        host = parts.hostname or ""
        theirs = host.endswith(self._hosts) or host == urlsplit(self._own).hostname
        if parts.scheme not in ("http", "https") or not host or not theirs:
            raise Refused(f"not the vendor's host: {parts.hostname}")
        return address

    async def _download(self, address: str) -> bytes:
        """Without our token: the address is signed itself. Redirects lead nowhere."""
        data = bytearray()
        try:
            async with self._session().get(
                URL(address, encoded=True), allow_redirects=False, timeout=_PATIENCE
            ) as response:
                if response.status == 403:
                    raise _RunOut("HTTP 403")
                if response.status != 200:
                    raise Refused(f"HTTP {response.status}")
                async for part in response.content.iter_chunked(64 * 1024):
                    data += part
                    if len(data) > self._most:
                        raise Refused(f"larger than {self._most // 1024 // 1024} MB")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unknown(type(error).__name__) from error
        return bytes(data)


async def _tell_lost(
    begun: Sequence[asyncio.Task[bool]], on_lost: Callable[[int], Awaitable[None]]
) -> None:
    kept = await asyncio.gather(*begun)
    if lost := kept.count(False):
        await on_lost(lost)


#: As a ticket names it, or with its ending. Nothing else reaches a folder.
_NAME = re.compile(r"[0-9a-f]{32}(\.[a-z0-9]{3,4})?")


def find(folders: Sequence[Path], name: str) -> Path | None:
    """The file that is kept under a name, which may be the end of an address."""
    found = _NAME.fullmatch(name := name.rpartition("/")[2])
    if found is None:
        return None
    for folder in folders:
        for path in folder.glob(name if found[1] else f"{name}.*"):
            if path.suffix != ".part" and path.is_file():
                return path
    return None


def kind_of(data: bytes) -> str | None:
    """By what it is, not by what it is called; None for what is not kept."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return "mp4"
    if data.startswith(b"PK\x03\x04"):
        names = {b"xl/workbook.xml": "xlsx", b"word/document.xml": "docx"}
        return next((kind for name, kind in names.items() if name in data), None)
    return next((kind for start, kind in _TYPES.items() if data.startswith(start)), None)


def keep(directory: Path, data: bytes, kinds: Container[str]) -> str | None:
    """What somebody handed over himself, kept under a name made from it; None for other kinds."""
    if kind_of(data) not in kinds:
        return None
    name = hashlib.sha256(data).hexdigest()[:32]
    _write(directory, name, data, bytes, any_kind=False)
    return name


def _write(directory: Path, name: str, data: bytes, decoded: _Decode, any_kind: bool) -> str | None:
    """Whole or not at all, whoever else writes the same at once."""
    data = decoded(data)
    kind = kind_of(data) or (_UNTOLD if any_kind else None)
    if kind is None:
        return None
    directory.mkdir(parents=True, exist_ok=True)
    part = directory / f"{name}.{secrets.token_hex(4)}.part"
    part.write_bytes(data)
    part.replace(directory / f"{name}.{kind}")
    return kind
